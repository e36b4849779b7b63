"""Room for the answer to one question on paper: boxes, lines, tables; what is known filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.logic.in_words import relevance_in_words
from paseo.evidence.questionnaires.questionnaire import CLOSED, Question
from paseo.report.document import Block, Bullets, Cell, Column, Paragraph, Run, Table, Words
from paseo.report.questionnaire.form_words import (
    GAP,
    JOINT,
    LINE,
    FormSpeaker,
    box,
    boxes,
    codes_of,
    ranks,
)

#: A table of more columns has their codes in its head and what they mean below.
_MOST_COLUMNS: Final = 7
#: So many fields stand side by side; more of them stand one below the other.
_MOST_FIELDS: Final = 5
_EMPTY_ROWS: Final = 4
_SIDE_BY_SIDE: Final = 3
_LONG_LINES: Final = 3
_LINES: Final = 2 * LINE


def answer_blocks(speaker: FormSpeaker, question: Question, answer: Answer) -> Iterator[Block]:
    """Yield the room for an answer, the reasons for none included."""
    match question.type:
        case "note":
            return
        case "matrix":
            yield _matrix(speaker, question, answer)
        case "record":
            yield _record(speaker, question, answer)
            yield from _reasons(speaker, question, answer)
        case "repeat":
            yield from _repeat(speaker, question, answer)
            yield from _reasons(speaker, question, answer)
        case _ if question.type in CLOSED:
            yield from _choices(speaker, question, answer)
            yield from _reasons(speaker, question, answer)
        case _:
            yield from _open(speaker, question, answer)
            yield from _reasons(speaker, question, answer)


def _choices(speaker: FormSpeaker, question: Question, answer: Answer) -> Iterator[Block]:
    options = question.options.options if question.options else ()
    chosen = codes_of(answer)
    ends = [speaker.text(one) for one in (question.low_anchor, question.high_anchor)]
    if question.type == "scale" and all(speaker.text(one.label) == one.code for one in options):
        points = [
            f"{sign}{JOINT}{one.code}"
            for one, sign in zip(options, boxes(options, chosen), strict=True)
        ]
        yield Paragraph(GAP.join(one for one in (ends[0], *points, ends[1]) if one))
    else:
        if any(ends):
            yield Paragraph(speaker.form("anchors", low=ends[0], high=ends[1]))
        signs = ranks(options, answer) if question.type == "ranking" else boxes(options, chosen)
        lines = [speaker.option(one, sign) for one, sign in zip(options, signs, strict=True)]
        yield Bullets(tuple(lines))
    known = {one.code for one in (*options, *question.missing)}
    if strange := [one for one in chosen if one not in known]:
        yield Bullets(tuple(speaker.unlisted(one) for one in strange))
    for one in options:
        if one.other:
            words = answer.other if one.code in chosen else ""
            yield Paragraph(_labelled(speaker.say("own_words", code=one.code), words))


def _reasons(speaker: FormSpeaker, question: Question, answer: Answer) -> Iterator[Block]:
    if question.missing:
        yield Paragraph((Run(f"{speaker.say('or')}: ", "emphasis"),))
        marked = {answer.missing, *codes_of(answer)} if question.closed else {answer.missing}
        signs = boxes(question.missing, marked)
        yield Bullets(
            tuple(
                speaker.option(one, sign) for one, sign in zip(question.missing, signs, strict=True)
            )
        )
    if answer.missing and answer.missing not in question.missing_codes():
        yield Bullets((speaker.unlisted(answer.missing),))


def _labelled(label: str, words: str) -> Words:
    return (Run(f"{label}: ", "muted"), Run(words or _LINES))


def _open(speaker: FormSpeaker, question: Question, answer: Answer) -> Iterator[Block]:
    shown = speaker.value(question, answer)
    ends = [speaker.text(one) for one in (question.low_anchor, question.high_anchor)]
    if any(ends):
        yield Paragraph(speaker.form("anchors", low=ends[0], high=ends[1]))
    if shown:
        yield Paragraph(shown)
    elif question.type in ("text", "place"):
        roomy = question.long or question.area
        for _ in range(_LONG_LINES if roomy else 1):
            yield Paragraph(_LINES)
    else:
        yield Paragraph(speaker.blank(question))


def _matrix(speaker: FormSpeaker, question: Question, answer: Answer) -> Table:
    options = (*(question.options.options if question.options else ()), *question.missing)
    given = _mapping(answer.value)
    many = len(options) > _MOST_COLUMNS
    heads = [one.code if many else f"{one.code} {speaker.text(one.label)}" for one in options]
    rows = []
    for row in question.rows:
        cell = given.get(row.id, NOTHING)
        marked = {cell.missing, answer.missing, *codes_of(cell)}
        name = (Run(f"{question.id}_{row.id}  ", "muted"), speaker.run(row.text))
        rows.append((Cell(name), *(Cell(sign) for sign in boxes(options, marked))))
    return Table(
        caption=_caption(speaker, question),
        columns=(Column(speaker.form("col_question"), width=3), *(Column(one) for one in heads)),
        rows=tuple(rows),
        notes=(speaker.legend(options),) if many else (),
        id=f"answers-{question.id}",
    )


def _record(speaker: FormSpeaker, question: Question, answer: Answer) -> Table:
    given = _mapping(answer.value)
    return Table(
        caption=_caption(speaker, question),
        columns=(
            Column(speaker.form("col_question"), width=2),
            Column(speaker.form("col_answer"), width=3),
        ),
        rows=tuple(
            (Cell(_field(speaker, question, one)),
             Cell(_cell(speaker, one, given.get(one.id, NOTHING))))
            for one in question.fields
        ),
        id=f"answers-{question.id}",
    )  # fmt: skip


def _repeat(speaker: FormSpeaker, question: Question, answer: Answer) -> Iterator[Block]:
    yield Paragraph((Run(speaker.form("form_repeat"), "emphasis"),))
    value = answer.value if isinstance(answer.value, list | tuple) else ()
    entries: list[Mapping[str, Answer]] = [_mapping(one) for one in value]
    if len(question.fields) <= _MOST_FIELDS:
        entries += [{}] * max(1, _EMPTY_ROWS - len(entries))
        yield _entries_below(speaker, question, entries)
        return
    # Room for one more at least, and whole tables.
    entries += [{}] * (_SIDE_BY_SIDE - len(entries) % _SIDE_BY_SIDE)
    for at in range(0, len(entries), _SIDE_BY_SIDE):
        yield _entries_beside(speaker, question, entries[at : at + _SIDE_BY_SIDE], at)


def _entries_below(
    speaker: FormSpeaker, question: Question, entries: Sequence[Mapping[str, Answer]]
) -> Table:
    heads = tuple(f"{question.id}_{one.id}: {speaker.text(one.text)}" for one in question.fields)
    rows = tuple(
        (Cell(str(number)), *(
            Cell(_short(speaker, one, entry.get(one.id, NOTHING))) for one in question.fields
        ))
        for number, entry in enumerate(entries, 1)
    )  # fmt: skip
    return Table(
        caption=_caption(speaker, question),
        columns=(Column("#", width=0.3), *(Column(head, width=2) for head in heads)),
        rows=rows,
        notes=tuple(_legends(speaker, question)),
        id=f"answers-{question.id}",
    )


def _entries_beside(
    speaker: FormSpeaker, question: Question, entries: Sequence[Mapping[str, Answer]], at: int
) -> Table:
    numbers = range(at + 1, at + len(entries) + 1)
    rows = tuple(
        (Cell(_field(speaker, question, one)), *(
            Cell(_short(speaker, one, entry.get(one.id, NOTHING))) for entry in entries
        ))
        for one in question.fields
    )  # fmt: skip
    return Table(
        caption=_caption(speaker, question),
        columns=(Column(speaker.form("col_question"), width=2),
                 *(Column(str(number), width=1.3) for number in numbers)),
        rows=rows,
        notes=tuple(_legends(speaker, question)),
        id=f"answers-{question.id}-{at + 1}",
    )  # fmt: skip


def _legends(speaker: FormSpeaker, question: Question) -> Iterator[Words]:
    """Yield what the codes of each field mean, and when it is asked."""
    for one in question.fields:
        options = (*(one.options.options if one.options else ()), *one.missing)
        parts = [speaker.legend(options), _condition(speaker, one)]
        if any(parts):
            codes = ". ".join(part for part in parts if part)
            yield speaker.say("legend", name=f"{question.id}_{one.id}", codes=codes)


def _condition(speaker: FormSpeaker, one: Question) -> str:
    return relevance_in_words(speaker.questionnaire, one, speaker.language)


def _field(speaker: FormSpeaker, question: Question, one: Question) -> tuple[Run, ...]:
    runs = [Run(f"{question.id}_{one.id}  ", "muted"), speaker.run(one.text)]
    hints = [speaker.text(one.help), _condition(speaker, one), speaker.limits(one)]
    if one.required:
        hints.append(speaker.form("required"))
    runs += [Run(f" {hint}", "muted") for hint in hints if hint]
    return tuple(runs)


def _cell(speaker: FormSpeaker, one: Question, answer: Answer) -> str:
    """Return the room for the answer to a field, with everything that can be marked."""
    if one.closed:
        shown = speaker.beside(one, answer)
    else:
        written = speaker.value(one, answer) or speaker.blank(one)
        shown = GAP.join([written, *speaker.reasons_beside(one.missing, answer)])
    for option in one.options.options if one.options else ():
        if option.other:
            words = answer.other if option.code in codes_of(answer) else ""
            shown += f"{GAP}{speaker.say('own_words', code=option.code)}: {words or LINE}"
    return f"{shown}{GAP}({answer.comment})" if answer.comment else shown


def _short(speaker: FormSpeaker, one: Question, answer: Answer) -> str:
    """Return the answer to a field as its code; empty room where there is none."""
    codes = " ".join(codes_of(answer)) if one.closed else speaker.value(one, answer)
    shown = [codes or answer.missing, answer.other, answer.comment and f"({answer.comment})"]
    return " ".join(part for part in shown if part) or JOINT


def _caption(speaker: FormSpeaker, question: Question) -> str:
    return f"{question.id}: {speaker.text(question.text)}"


def _mapping(value: Any) -> Mapping[str, Answer]:
    return value if isinstance(value, Mapping) else {}


def comment_line(speaker: FormSpeaker, answer: Answer) -> Paragraph:
    """Return the line for a remark on the answer."""
    return Paragraph(_labelled(speaker.form("col_comment"), answer.comment))


def consent_line(speaker: FormSpeaker) -> Paragraph:
    """Return the box of those who take part."""
    return Paragraph(f"{box(False)}{JOINT}{speaker.form('form_consent')}")
