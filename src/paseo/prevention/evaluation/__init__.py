"""Did it work? From the data at hand to a method, a result and its words."""
