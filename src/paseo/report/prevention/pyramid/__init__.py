"""The pyramid for the council: picture, coherence, two years side by side."""
