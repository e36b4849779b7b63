"""What changed between two versions of a questionnaire, and what becomes of the answers.

A new version says in its ``changes`` what became of questions; what it does not say is found by
comparing both. An answer finds its place by that. Whether it may be taken over is asked for every
single one: where the meaning changed, or what was chosen is no longer there, it is only shown as
what was answered *then*. Review states are never part of an answer, and so never come along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.bringing import bring
from paseo.evidence.questionnaires.differences import Difference, differences, in_words
from paseo.evidence.questionnaires.questionnaire import Change, Question, Questionnaire

ChangeKind = Literal["same", "wording", "options", "scope"]

#: From the least to the most that can happen to a question.
_WEIGHT: Final[dict[str, int]] = {"same": 0, "wording": 1, "options": 2, "scope": 3}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A question in two versions.

    Args:
        question, was: its id now and then.
        kind: ``same``, ``wording`` (other words), ``options`` (other answers are offered) or
            ``scope`` (answers no longer mean the same).
        declared: the new version says so itself; else it was found by comparing.
        differences: what differs, one by one.
        codes: code then to code now, where options were renamed.
        note: what the new version says about it.
    """

    question: str
    was: str
    kind: ChangeKind
    declared: bool = False
    differences: tuple[Difference, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    note: LanguageMap | None = None

    def in_words(self, language: str = FIRST_LANGUAGE) -> tuple[str, ...]:
        """Return what differs as sentences for a person."""
        words = load_phrases("paseo.evidence.questionnaires", "changes.yaml")
        said = [words.say(f"kind_{self.kind}", language)]
        if self.question != self.was:
            said.append(words.say("renamed", language, was=self.was, now=self.question))
        said += [in_words(one, language) for one in self.differences]
        if self.note is not None:
            said.append(self.note.read(language).words)
        return tuple(said)


@dataclass(frozen=True)
class Comparison:
    """Two versions of a questionnaire beside each other.

    Args:
        new: ids of questions that were not there before.
        removed: ids, then, of questions that are gone.
        changed, same: questions that stand in both.
    """

    new: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Counterpart, ...]
    same: tuple[Counterpart, ...]

    def counterparts(self) -> tuple[Counterpart, ...]:
        """Return the questions that stand in both versions, changed or not."""
        return (*self.same, *self.changed)

    def now(self, question: str) -> Counterpart | None:
        """Return a question of the new version with what it was; None where it is new."""
        return next((one for one in self.counterparts() if one.question == question), None)


@dataclass(frozen=True, slots=True)
class Previous:
    """What was answered in an earlier version, to be shown beside the question of today.

    Args:
        answer: with the codes of today where it fits, else as it was given.
        change_kind: what happened to the question.
        note: what the new version says about it.
        fits: whether it could be taken over as an answer to the question of today.
        was: the id of the question then.
        version: in which it was answered.
    """

    answer: Answer
    change_kind: ChangeKind
    note: LanguageMap | None = None
    fits: bool = True
    was: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An answer that could not be taken over, and why.

    Args:
        question: its id then.
        now: its id now; empty where it was removed.
        reason: ``removed`` (no such question any more), ``scope`` (it no longer means the same)
            or ``gone`` (what was answered cannot be answered now).
    """

    question: str
    answer: Answer
    reason: Literal["removed", "scope", "gone"]
    now: str = ""


@dataclass(frozen=True)
class Migration:
    """A sheet brought over to another version.

    Args:
        sheet: for the new version; the one it was made from is not changed.
        left: answers that could not be taken over, none of them lost.
        answered_in: question now to the version in which it was answered.
    """

    sheet: AnswerSheet
    left: tuple[LeftBehind, ...]
    answered_in: Mapping[str, str]


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Return what is new, removed, changed and the same.

    The ``changes`` of the new version count from the version of the old one on; of several for
    one question the heaviest counts. What they call the same, or only reworded, is so even where
    texts differ; another type or unit is another meaning unless they say else.
    """
    steps = _steps(old, new)
    found: dict[str, Counterpart] = {}
    removed: list[str] = []
    taken = {now for now, _ in steps.values() if now}
    for then in old.questions():
        now, step = steps.get(then.id, ("" if then.id in taken else then.id, None))
        question = new.question(now) if now else None
        # Two old questions that became one: the first keeps the place.
        if question is None or question.id in found:
            removed.append(then.id)
        else:
            found[question.id] = _counterpart(then, question, step)
    ordered = [found[one.id] for one in new.questions() if one.id in found]
    return Comparison(
        new=tuple(one.id for one in new.questions() if one.id not in found),
        removed=tuple(removed),
        changed=tuple(one for one in ordered if not _is_same(one)),
        same=tuple(one for one in ordered if _is_same(one)),
    )


def carry(
    answers_then: Mapping[str, Answer], old: Questionnaire, new: Questionnaire
) -> dict[str, Previous]:
    """Return, by question of the new version, what was answered then.

    Args:
        answers_then: answers to the old version.

    Returns:
        Only questions for which something was answered. An answer whose meaning changed, or whose
        option is gone, is there as it was given, with ``fits`` false.
    """
    carried: dict[str, Previous] = {}
    for one in compare(old, new).counterparts():
        answer = answers_then.get(one.was)
        then, now = old.question(one.was), new.question(one.question)
        if answer is None or not answer.given or then is None or now is None:
            continue
        brought = None if one.kind == "scope" else bring(answer, then, now, one.codes)
        carried[now.id] = Previous(
            answer=brought or answer,
            change_kind=one.kind,
            note=one.note,
            fits=brought is not None,
            was=then.id,
            version=old.version,
        )
    return carried


def migrate(sheet: AnswerSheet, old: Questionnaire, new: Questionnaire) -> Migration:
    """Return a sheet for the new version, and the answers that could not be taken over.

    Raises:
        ValueError: when the sheet does not answer the old version.
    """
    if (sheet.questionnaire, sheet.version) != (old.id, old.version):
        raise ValueError(
            f"The sheet answers {sheet.questionnaire} {sheet.version}, not {old.id} {old.version}."
        )
    carried = carry(sheet.answers, old, new)
    now_of = {one.was: one.question for one in compare(old, new).counterparts()}
    fitting = {name: one.answer for name, one in carried.items() if one.fits}
    brought = replace(
        sheet,
        questionnaire=new.id,
        version=new.version,
        answers=fitting,
        seconds={name: time for name, time in sheet.seconds.items() if new.section(name)},
        hard={now_of[name]: why for name, why in sheet.hard.items() if name in now_of},
    )
    left = tuple(
        _left(name, answer, now_of.get(name, ""), carried)
        for name, answer in sheet.answers.items()
        if answer.given and now_of.get(name, "") not in fitting
    )
    return Migration(brought, left, dict.fromkeys(fitting, old.version))


def _left(name: str, answer: Answer, now: str, carried: Mapping[str, Previous]) -> LeftBehind:
    if not now:
        return LeftBehind(name, answer, "removed")
    reason: Literal["scope", "gone"] = "scope" if carried[now].change_kind == "scope" else "gone"
    return LeftBehind(name, answer, reason, now)


def _is_same(one: Counterpart) -> bool:
    return one.kind == "same" and not one.differences and one.question == one.was


def _counterpart(then: Question, now: Question, step: Change | None) -> Counterpart:
    found = differences(then, now)
    kind: ChangeKind = "same"
    for one in found:
        if _WEIGHT[one.weight] > _WEIGHT[kind]:
            kind = one.weight
    if step is not None and step.kind != "removed":
        kind = step.kind
    return Counterpart(
        question=now.id,
        was=then.id,
        kind=kind,
        declared=step is not None,
        differences=found,
        codes=step.codes if step else {},
        note=step.note if step else None,
    )


def version_order(version: str) -> tuple[int, ...]:
    """Return a version as numbers, so that 1.10.0 comes after 1.9.0.

    >>> version_order("1.10.0") > version_order("1.9.0")
    True
    """
    return tuple(int(part) for part in version.split("."))


def _steps(old: Questionnaire, new: Questionnaire) -> dict[str, tuple[str, Change | None]]:
    """Return for each question of the old version that was changed its id now, and how."""
    first, last = version_order(old.version), version_order(new.version)
    counting = [one for one in new.changes if first <= version_order(one.since) < last]
    counting.sort(key=lambda one: version_order(one.since))
    changes: dict[str, list[Change]] = {}
    for one in counting:
        changes.setdefault(one.question, []).append(one)
    removed = changes.pop("", [])
    # A change leads from its version to this one. The first that counts knows the question as it
    # was; where two claim one old id, the earlier knows what it meant then.
    claims = [(every[0], now, _joined(every)) for now, every in changes.items()]
    claims += [(one, "", one) for one in removed]
    claims.sort(key=lambda claim: version_order(claim[0].since))
    steps: dict[str, tuple[str, Change | None]] = {}
    for begins, now, change in claims:
        steps.setdefault(begins.was, (now, change))
    return steps


def _joined(changes: list[Change]) -> Change:
    """Put the changes of one question together, oldest first: the heaviest kind counts for all."""
    heaviest = max(changes, key=lambda one: _WEIGHT[one.kind])
    codes: dict[str, str] = {}
    for one in changes:
        codes = {**one.codes, **codes}
    note = next((one.note for one in reversed(changes) if one.note is not None), None)
    return replace(changes[0], kind=heaviest.kind, codes=codes, note=note)
