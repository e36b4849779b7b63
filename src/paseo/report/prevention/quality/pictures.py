"""The profile of a quality check as a picture."""

from __future__ import annotations

from paseo.prevention.quality.judging import Gate, Judgement
from paseo.prevention.quality.reconciling import QualityCheck
from paseo.report.charts import DomainRow, GateMark, Picture, domain_profile, words_in
from paseo.report.prevention.quality.words import option_said, profile_said, say


def profile_picture(
    judgement: Judgement,
    title: str,
    language: str,
    *,
    key: str = "profile",
    width: float = 640,
    disputed: frozenset[str] = frozenset(),
) -> Picture:
    """Return points of possible points per domain, with the gates in words.

    Args:
        judgement: of one rater, or of both.
        title: of the picture.
        language: of its words.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.
        disputed: gates on which raters disagree.
    """
    rows = [
        DomainRow(
            one.domain.name.read(language).words,
            one.points,
            one.possible,
            tuple(_gate(gate, disputed, language) for gate in one.gate),
        )
        for one in judgement.profile
    ]
    return domain_profile(
        rows,
        title=title,
        description=profile_said(judgement, language),
        words=words_in(language),
        key=key,
        width=width,
    )


def _gate(gate: Gate, disputed: frozenset[str], language: str) -> GateMark:
    if gate.entry.id in disputed:
        return GateMark("disagree", say("gate_differs", language))
    said = say("gate_said", language, answer=option_said(gate.option, language).lower())
    if gate.met:
        return GateMark("met", said)
    undecided = gate.option is None or gate.option.id == "cannot_tell"
    return GateMark("unknown" if undecided else "open", said)


def disputed_gates(check: QualityCheck) -> frozenset[str]:
    """Return the gates that still differ."""
    return frozenset(one.id for one in check.form.gates if one.id in check.open)
