"""Checks on the four EUCPN criteria: raters, answers, reconciliation, evidence."""
