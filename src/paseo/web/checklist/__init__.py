"""The checklist room: what a city's answers change, its collection plan, and requests for data."""
