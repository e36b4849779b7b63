"""One action sheet."""
