"""Disclosure control: what must not be shown, decided before anything leaves.

Register counts of 1 to 4 and survey values from fewer than 30 answers are hidden; nought is
shown, because it exposes nobody. Sensitive offences are shown for the whole city only. What is
hidden must not come back by subtraction: districts add up to the city, groups to the total and
months to the year, so further values are hidden until every hidden count could be anything
within a range at least as wide as the threshold; :func:`audit` checks it by linear programming.
Rows that come suppressed are protected too, sums count across definitions and sources wherever
the numbers add up, and overlapping periods are cut into the stretches they share.

Not protected: sums across areas or groups of stretches that are no period of their own; sums
whose parts carry several labels of which several tell different counts; counts that sums hold
only nearly, by more than rounding; another source's figure for a place that came suppressed;
counts that follow from two indicators; what a reader knows from elsewhere, an earlier issue of
the same table included; and survey shares, for which numbers of answers stand in.

Source: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4; thresholds of
three or five after the OECD glossary of statistical terms, entry 7010.
"""

from paseo.evidence.disclosure.audit import audit
from paseo.evidence.disclosure.protect import protect
from paseo.evidence.disclosure.rules import Hidden, Rules, Thresholds

__all__ = ["Hidden", "Rules", "Thresholds", "audit", "protect"]
