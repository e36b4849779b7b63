"""Action sheets: from a gap to a plan whose outcome is fixed before it starts."""
