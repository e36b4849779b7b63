"""An index of the assessment: specified in a file, built, examined, and told in words."""
