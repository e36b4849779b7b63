"""The register of prevention measures: the record, its place in the pyramid, its files."""
