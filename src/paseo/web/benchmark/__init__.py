"""A city beside chosen peers: choose them, see ranges, open an indicator for its bands."""
