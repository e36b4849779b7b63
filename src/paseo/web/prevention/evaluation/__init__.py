"""Did it work? Evaluations of measures."""
