"""The check on the four EUCPN criteria by two raters."""
