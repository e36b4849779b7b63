"""Questionnaires on the web: rounds of a city, answering, review, sign-off, invitations."""
