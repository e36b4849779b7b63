"""Pages of rounds of partners, one module per step."""
