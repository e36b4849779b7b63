"""The pyramid, the room's first page."""
