"""Pages of the evaluations, one module per step."""
