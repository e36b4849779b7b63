"""People: sign-in, roles in words, and the one object that answers who may do what."""
