"""Reports of a city's assessment: made as a job, kept as files, downloaded from here."""
