"""The prevention room: register, pyramid, gaps, action sheets, quality, effect, partners."""
