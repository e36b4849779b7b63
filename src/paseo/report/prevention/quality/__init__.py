"""A check on the four EUCPN criteria: gates, profile, two raters."""
