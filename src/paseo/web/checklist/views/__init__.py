"""The pages of the room, one module per matter."""
