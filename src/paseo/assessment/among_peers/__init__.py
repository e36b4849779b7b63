"""A city among chosen peers: ranges and bands of cities that cannot be told apart, never a rank."""
