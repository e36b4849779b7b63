"""The manual of the pyramid."""
