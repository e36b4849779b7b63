"""The web application: a thin face of the library, one Django app per room."""
