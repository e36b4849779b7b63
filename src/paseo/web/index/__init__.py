"""The index lab: indices that one can try out, and how solid their positions are."""
