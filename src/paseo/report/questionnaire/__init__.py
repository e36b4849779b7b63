"""Documents of questionnaires: forms to fill in, and what a trial showed."""
