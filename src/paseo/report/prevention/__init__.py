"""The documents of the prevention room, one package per document."""
