"""Pages of quality checks, one module per step."""
