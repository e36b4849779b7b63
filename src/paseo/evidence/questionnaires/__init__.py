"""Questionnaires: what is asked, what was answered, and the forms in between.

One engine for the checklist of a city, for consultations and for surveys of people. A
questionnaire is a pack (:mod:`.pack`), an answer sheet holds what one respondent or one city
answered (:mod:`.answers`), and every file format rests on the same list of variables
(:mod:`.variables`).
"""
