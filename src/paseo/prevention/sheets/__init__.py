"""Action sheets: from a gap to a measure whose evaluation is fixed before it starts."""
