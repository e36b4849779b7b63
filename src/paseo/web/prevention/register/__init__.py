"""The register of measures: list, record, placement, files."""
