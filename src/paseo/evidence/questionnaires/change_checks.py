"""Whether the changes that a version declares can be followed."""

from __future__ import annotations

from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.versions import version_order


def check_changes(pack: Pack, questionnaire: Questionnaire, problems: Problems) -> None:
    """Report changes of no question, to codes that are not offered, or since no past version."""
    for at, change in enumerate(questionnaire.changes):
        place = pack.place("changes", at)
        removed = change.kind == "removed"
        if not change.was or removed is bool(change.question):
            problems.add("P620", place, kind=change.kind, key="was" if removed else "question")
            continue
        if version_order(change.since) >= version_order(questionnaire.version):
            version = questionnaire.version
            problems.add("P622", place, since=change.since, version=version)
        question = questionnaire.question(change.question)
        if question is None or not change.codes:
            continue
        every = (question, *question.fields)
        lists = [one.options for one in every if one.options is not None]
        offered = {code for one in lists for code in one.codes()}
        offered |= {code for one in every for code in one.missing_codes()}
        for code in change.codes.values():
            if code not in offered:
                known = listed(sorted(offered))
                values = {"id": question.id, "value": code, "known": known}
                problems.add("P621", place, hint=hint(code, offered), **values)
