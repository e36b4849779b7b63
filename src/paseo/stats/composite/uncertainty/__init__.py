"""How sure the scores and ranks of an index are, and which choice drives them."""
