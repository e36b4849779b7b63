"""Disclosure control: what must not be shown, decided before anything leaves.

Register counts of 1 to 4 and survey values from fewer than 30 answers are hidden; nought is
shown, because it exposes nobody. Sensitive offences are shown for the whole city only. What is
hidden must not come back by subtraction: districts add up to the city, groups to the total and
months to the year, so further values are hidden until every hidden count could be anything
within a range at least as wide as the threshold; :func:`audit` checks it by linear programming.

Source: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4; thresholds of
three or five after the OECD glossary of statistical terms, entry 7010.
"""

from paseo.evidence.disclosure.audit import audit
from paseo.evidence.disclosure.protect import protect
from paseo.evidence.disclosure.rules import Hidden, Rules, Thresholds

__all__ = ["Hidden", "Rules", "Thresholds", "audit", "protect"]
