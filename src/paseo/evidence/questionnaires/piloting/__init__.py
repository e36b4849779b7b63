"""What a trial of a questionnaire shows, one module per matter; :mod:`..pilot` puts it together."""
