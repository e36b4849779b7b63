"""The fields of each type of question as HTML that needs no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from django.utils.translation import gettext as _

from paseo.evidence.questionnaires.questionnaire import Option
from paseo.web.questionnaires.forms.pen import Pen

#: With more points a scale stands as a list and no longer in one line.
MOST_IN_A_LINE: Final = 11


def draw(pen: Pen) -> str:
    """Return the fields of a question, with its reasons for no answer behind them."""
    kind = pen.question.type
    drawn = _DRAW[kind](pen)
    if kind in ("single", "scale", "multiple", "matrix"):
        return drawn
    return drawn + _reasons(pen)


# ------------------------------------------------------------------------------- closed questions
def _radios(pen: Pen) -> str:
    return pen.fault("value", "other") + _choices(pen, "radio")


def _checks(pen: Pen) -> str:
    return pen.fault("value", "other") + _choices(pen, "checkbox")


def _choices(pen: Pen, kind: str) -> str:
    options = pen.question.options
    assert options is not None
    lines = [_choice(pen, kind, "value", one, at) for at, one in enumerate(options.options)]
    if options.missing:
        lines.append(f'<p class="or">{_("or")}</p>')
        start = len(options.options)
        lines += [
            _choice(pen, kind, "value", one, at) for at, one in enumerate(options.missing, start)
        ]
    return f'<div class="choices">{"".join(lines)}</div>'


def _choice(pen: Pen, kind: str, field: str, option: Option, at: int) -> str:
    name = pen.name(field)
    checked = " checked" if pen.has(field, option.code) else ""
    identity = f"{name}-{at}" if at else name
    line = (
        f'<div><label class="choice"><input type="{kind}" name="{name}" id="{identity}" '
        f'value="{escape(option.code)}"{checked}{pen.aria(field)}>'
        f"<span>{pen.say(option.label)}</span></label>"
    )
    return line + (_other(pen, option) if option.other else "") + "</div>"


def _other(pen: Pen, option: Option) -> str:
    words = escape(_("In your own words"))
    label = f'<label for="{pen.name("other")}">{words}</label>'
    return f'<div class="other">{label}{pen.line("other")}</div>'


def _scale(pen: Pen) -> str:
    question = pen.question
    assert question.options is not None
    short = len(question.options.options) <= MOST_IN_A_LINE
    drawn = _choices(pen, "radio")
    if short:
        drawn = drawn.replace('class="choices"', 'class="choices scale"', 1)
    return pen.fault("value", "other") + _anchors(pen) + drawn


def _anchors(pen: Pen) -> str:
    """Say what the ends of a scale mean, beside the words of the ends themselves."""
    question = pen.question
    if not (question.low_anchor or question.high_anchor):
        return ""
    points = question.options.options if question.options else ()
    ends = (points[0].label, points[-1].label) if points else (None, None)
    said = [
        f"<span>{pen.say(end)}{' = ' if end else ''}{pen.say(anchor)}</span>" if end
        else f"<span>{pen.say(anchor)}</span>"
        for end, anchor in zip(ends, (question.low_anchor, question.high_anchor), strict=True)
        if anchor
    ]  # fmt: skip
    return f'<p class="anchors">{" ".join(said)}</p>'


def _ranking(pen: Pen) -> str:
    options = pen.question.options
    assert options is not None
    lines = [
        f'<li>{pen.fault(field)}<label for="{pen.name(field)}">'
        f"{pen.line(field, css='short', mode='numeric', most=3)}<span>{pen.say(one.label)}</span>"
        f"</label>{_other(pen, one) if one.other else ''}</li>"
        for one in options.options
        if (field := f"rank.{one.code}")
    ]
    hint = _("Number them: 1 comes first. What you leave empty has no rank.")
    return f'<p class="hint">{escape(hint)}</p><ul class="ranks">{"".join(lines)}</ul>'


def _matrix(pen: Pen) -> str:
    """A table of radios; on a phone each line becomes a block, and each answer shows its words."""
    options = pen.question.options
    assert options is not None
    every = (*options.options, *options.missing)
    base = pen.name("")
    heads = "".join(
        f'<th scope="col" id="{base}c{at}">{pen.say(one.label)}</th>'
        for at, one in enumerate(every)
    )
    lines = "".join(
        _matrix_line(pen, f"row.{row.id}", f"{base}r{at}", pen.say(row.text), every)
        for at, row in enumerate(pen.question.rows)
    )
    return (
        f'<table class="matrix"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


def _matrix_line(pen: Pen, field: str, head: str, words: str, options: Sequence[Option]) -> str:
    name, base = pen.name(field), pen.name("")
    aria = pen.aria(field)
    cells = "".join(
        f'<td><label><input type="radio" name="{name}" id="{name}{f"-{at}" if at else ""}" '
        f'value="{escape(one.code)}" aria-labelledby="{head} {base}c{at}"'
        f"{' checked' if pen.has(field, one.code) else ''}{aria}>"
        f'<span class="cell-words" aria-hidden="true">{pen.say(one.label)}</span></label></td>'
        for at, one in enumerate(options)
    )
    return f'<tr><th scope="row" id="{head}">{words}{pen.fault(field)}</th>{cells}</tr>'


# -------------------------------------------------------------------------------- open questions
def _number(pen: Pen) -> str:
    question = pen.question
    mode = "numeric" if question.whole and _not_negative(question.low) else "decimal"
    unit, identity = "", ""
    if question.unit:
        identity = f"{pen.name('value')}-unit"
        unit = f'<span class="unit" id="{identity}">{pen.say(question.unit)}</span>'
    line = pen.line("value", identity, css="amount", mode=mode, named=True)
    return f'{pen.fault("value")}{_anchors(pen)}<div class="with-unit">{line}{unit}</div>'


def _not_negative(low: object) -> bool:
    return isinstance(low, int | float) and low >= 0


def _date(pen: Pen) -> str:
    parts = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    return pen.fault(*parts) + _side_by_side(pen, parts, "numeric", 4)


def _side_by_side(pen: Pen, parts: Mapping[str, str], mode: str, most: int, hint: str = "") -> str:
    fields = "".join(
        f'<div><label for="{pen.name(part)}">{escape(words)}</label>'
        f"{pen.line(part, hint, css=part, mode=mode, most=most)}</div>"
        for part, words in parts.items()
    )
    return f'<div class="side-by-side">{fields}</div>'


def _text(pen: Pen) -> str:
    long = pen.question.long
    return pen.fault("value") + (_area(pen, "value") if long else pen.line("value", named=True))


def _place(pen: Pen) -> str:
    return (_points(pen) if pen.question.area else _point(pen)) + _known_places(pen)


def _point(pen: Pen) -> str:
    parts = {"lat": _("Latitude"), "lon": _("Longitude")}
    hint = f"{pen.name('place')}-hint"
    words = escape(_("In degrees, as a map shows them: 36.7213 and -4.4214."))
    fields = _side_by_side(pen, parts, "text", 20, hint)
    return f'{pen.fault(*parts)}<p class="hint" id="{hint}">{words}</p>{fields}'


def _points(pen: Pen) -> str:
    hint = f"{pen.name('points')}-hint"
    words = _("One corner a line, latitude and longitude in degrees: 36.7213, -4.4214.")
    shown = f'<p class="hint" id="{hint}">{escape(words)}</p>'
    return pen.fault("points") + shown + _area(pen, "points", hint)


def _area(pen: Pen, field: str, hint: str = "") -> str:
    name = pen.name(field)
    aria = pen.aria(field, hint, named=True)
    # The first line break after the tag is not part of the text.
    typed = escape(pen.first(field))
    return f'<textarea name="{name}" id="{name}" rows="5"{aria}>\n{typed}</textarea>'


def _known_places(pen: Pen) -> str:
    if not pen.places.names:
        return ""
    name = pen.name("area")
    chosen = pen.first("area")
    options = "".join(
        f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>'
        f"{escape(words)}</option>"
        for code, words in pen.places.names.items()
    )
    words = _("Or choose one of the city's places")
    return (
        f'<div class="under">{pen.fault("area")}<label for="{name}">{escape(words)}</label>'
        f'<select name="{name}" id="{name}"{pen.aria("area")}><option value=""></option>'
        f"{options}</select></div>"
    )


def _file(pen: Pen) -> str:
    # Files come in by a page of their own: a large one then never delays or endangers answers.
    return ""


# ------------------------------------------------------------------------- questions in questions
def _record(pen: Pen) -> str:
    return "".join(_inner(pen, "field.", at) for at in range(len(pen.question.fields)))


def _repeat(pen: Pen) -> str:
    typed = pen.first("rows")
    count = int(typed) if typed.isdigit() else 0
    shown = max(1, count + pen.one_more)
    rows = "".join(_row(pen, at) for at in range(shown))
    add = _("Add another row")
    return (
        f'<input type="hidden" name="{pen.name("rows")}" value="{shown}">'
        f'<ol class="rows">{rows}</ol>'
        f'<button class="button secondary" name="do" value="add:{escape(pen.question.id)}">'
        f"{escape(add)}</button>"
    )


def _row(pen: Pen, at: int) -> str:
    fields = "".join(_inner(pen, f"{at}.", number) for number in range(len(pen.question.fields)))
    title = _("Row %(number)s") % {"number": at + 1}
    remove = _("Remove row %(number)s") % {"number": at + 1}
    return (
        f"<li><fieldset><legend>{escape(title)}</legend>{fields}"
        f'<button class="button quiet" name="do" '
        f'value="remove:{escape(pen.question.id)}.{at}">{escape(remove)}</button></fieldset></li>'
    )


def _inner(pen: Pen, prefix: str, number: int) -> str:
    """Draw a field of a record or of a row, with its words, its hint and its faults."""
    question = pen.question.fields[number]
    label = f"{pen.name(prefix + question.id)}-words"
    inner = pen.within(question, prefix, label)
    hint = f'<p class="hint">{inner.say(question.help)}</p>' if question.help else ""
    words = inner.say(question.text)
    if question.type in ("number", "text") and not question.missing:
        head = f'<label id="{label}" for="{inner.name("value")}">{words}</label>'
        return f'<div class="inner">{head}{hint}{draw(inner)}</div>'
    legend = f'<legend id="{label}">{words}</legend>'
    return f'<fieldset class="inner">{legend}{hint}{draw(inner)}</fieldset>'


def _reasons(pen: Pen) -> str:
    """Offer the reasons for no answer, after the fields and apart from them."""
    if not pen.question.missing:
        return ""
    lines = "".join(
        _choice(pen, "checkbox", "missing", one, at) for at, one in enumerate(pen.question.missing)
    )
    return f'<div class="reasons"><p class="or">{_("or")}</p>{pen.fault("missing")}{lines}</div>'


_DRAW: Final[dict[str, Callable[[Pen], str]]] = {
    "single": _radios, "scale": _scale, "multiple": _checks, "ranking": _ranking,
    "matrix": _matrix, "number": _number, "date": _date, "text": _text, "place": _place,
    "file": _file, "record": _record, "repeat": _repeat, "note": lambda pen: "",
}  # fmt: skip
