"""Times, missing answers, hard questions, comments, break-offs and answers in a straight line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.piloting.items import Item, Read
from paseo.evidence.questionnaires.piloting.result import (
    BreakOff,
    Hard,
    ItemCount,
    SectionTime,
    Straight,
)
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.stats.position import quantiles

#: Rows that a matrix must have before equal answers in all of them say something.
STRAIGHT_ROWS = 3


def section_times(
    questionnaire: Questionnaire, every: Sequence[Item], reads: Sequence[Read]
) -> tuple[SectionTime, ...]:
    """Return how long each section took."""
    answered: Counter[str] = Counter()
    for read in reads:
        given = zip(every, read.standing, strict=True)
        answered.update({one.section for one, how in given if how in ("answered", "reason")})
    found: list[SectionTime] = []
    for section in questionnaire.sections:
        known = [time for one in reads if (time := one.sheet.seconds.get(section.id, 0.0)) > 0]
        found.append(_time(section.id, known, max(0, answered[section.id] - len(known))))
    return tuple(found)


def total_time(reads: Sequence[Read]) -> SectionTime:
    """Return how long sheets took that came to their end: as measured, else from start to end."""
    times: list[float] = []
    without = 0
    for read in reads:
        if read.broke_off is not None:
            continue
        time = _whole_time(read.sheet)
        if time is None:
            without += 1
        else:
            times.append(time)
    return _time("", times, without)


def _whole_time(sheet: AnswerSheet) -> float | None:
    measured = sum(time for time in sheet.seconds.values() if time > 0)
    if measured:
        return measured
    if sheet.started_at and sheet.finished_at and sheet.finished_at > sheet.started_at:
        return (sheet.finished_at - sheet.started_at).total_seconds()
    return None


def _time(section: str, times: Sequence[float], without: int) -> SectionTime:
    if not times:
        return SectionTime(section, 0, without, None, None, None)
    lower, median, upper = (float(one) for one in quantiles(times, [0.25, 0.5, 0.75]))
    return SectionTime(section, len(times), without, lower, median, upper)


def item_counts(every: Sequence[Item], reads: Sequence[Read]) -> tuple[ItemCount, ...]:
    """Return what became of each item."""
    return tuple(_item_count(at, item, reads) for at, item in enumerate(every))


def _item_count(at: int, item: Item, reads: Sequence[Read]) -> ItemCount:
    how = Counter(read.standing[at] for read in reads)
    reasons: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for read in reads:
        answer = item.answer(read.sheet.answers)
        if read.standing[at] == "reason":
            reasons[answer.missing] += 1
        elif read.standing[at] == "answered" and isinstance(answer.value, str):
            codes[answer.value] += item.question.type in ("single", "scale", "matrix")
    return ItemCount(
        item=item,
        asked=how["answered"] + how["reason"] + how["empty"],
        answered=how["answered"],
        reasons=dict(sorted(reasons.items())),
        empty=how["empty"],
        not_reached=how["not_reached"],
        common=codes.most_common(1)[0] if codes else ("", 0),
    )


def hard_questions(every: Sequence[Item], reads: Sequence[Read]) -> tuple[Hard, ...]:
    """Return the questions that somebody marked as hard to answer, with the reasons given."""
    asked = _asked_of(every, reads)
    found: list[Hard] = []
    for question in dict.fromkeys(one.question.id for one in every):
        marks = [read.sheet.hard[question] for read in reads if question in read.sheet.hard]
        if marks:
            reasons = tuple(why.strip() for why in marks if why.strip())
            # Who marked a question was asked it, whatever the answers say now.
            found.append(Hard(question, len(marks), max(asked[question], len(marks)), reasons))
    return tuple(found)


def _asked_of(every: Sequence[Item], reads: Sequence[Read]) -> Counter[str]:
    asked: Counter[str] = Counter()
    for read in reads:
        pairs = zip(every, read.standing, strict=True)
        asked.update(
            {one.question.id for one, how in pairs if how not in ("not_asked", "not_reached")}
        )
    return asked


def comments(every: Sequence[Item], reads: Sequence[Read]) -> dict[str, tuple[str, ...]]:
    """Return the remarks on each question, those inside matrices and groups too."""
    found: dict[str, tuple[str, ...]] = {}
    for question in dict.fromkeys(one.question.id for one in every):
        said = [words for read in reads for words in _remarks([read.sheet.answer(question)])]
        if said:
            found[question] = tuple(said)
    return found


def _remarks(answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        if answer.comment.strip():
            yield answer.comment.strip()
        rows = answer.value if isinstance(answer.value, list) else [answer.value]
        for row in rows:
            if isinstance(row, Mapping):
                yield from _remarks(one for one in row.values() if isinstance(one, Answer))


def break_offs(every: Sequence[Item], reads: Sequence[Read]) -> tuple[BreakOff, ...]:
    """Return the items at which sheets stop, in their order."""
    stopped = Counter(read.broke_off for read in reads if read.broke_off is not None)
    found: list[BreakOff] = []
    for at in sorted(stopped):
        reached = sum(
            1 for read in reads
            if (read.broke_off is None or read.broke_off >= at) and read.standing[at] != "not_asked"
        )  # fmt: skip
        found.append(BreakOff(every[at], stopped[at], reached))
    return tuple(found)


def straight_lines(questionnaire: Questionnaire, reads: Sequence[Read]) -> tuple[Straight, ...]:
    """Return for each matrix of three rows or more how many answered all rows alike."""
    found: list[Straight] = []
    for question in questionnaire.questions():
        if question.type != "matrix" or len(question.rows) < STRAIGHT_ROWS:
            continue
        every = [Item("", question, row.id) for row in question.rows]
        lines = [[one.answer(read.sheet.answers).value for one in every] for read in reads]
        whole = [line for line in lines if all(isinstance(code, str) for code in line)]
        alike = sum(1 for line in whole if len(set(line)) == 1)
        found.append(Straight(question.id, len(every), len(whole), alike))
    return tuple(found)
