"""The design system: tokens, components as template tags, the frame of every page."""
