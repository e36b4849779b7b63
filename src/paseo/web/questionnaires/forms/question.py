"""One question as it stands on a page: its words, its fields, and what is known beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.answers import Answer, from_plain
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.web.questionnaires.forms.drawing import draw
from paseo.web.questionnaires.forms.in_words import as_html
from paseo.web.questionnaires.forms.pen import Pen, say
from paseo.web.ui.templatetags.ui import EVIDENCE_MARKS

#: Types of one field that a label can name; all others are groups of fields.
_ONE_FIELD = ("number", "text")


@dataclass(frozen=True)
class Previous:
    """The answer of the round before, as it is offered.

    Args:
        shown: the answer in words, as HTML.
        fits: whether it can be taken over as an answer to today's question.
    """

    shown: str
    change: str
    fits: bool
    note: LanguageMap = field(default_factory=lambda: LanguageMap({}))


@dataclass(frozen=True)
class File:
    """One evidence file as a line: its name, where it opens, whether it is of the round before."""

    name: str
    url: str
    previous: bool = False


@dataclass(frozen=True)
class Beside:
    """What stands beside the fields of a question.

    Args:
        theirs: what is kept, where what stands in the fields contradicts it.
        returned: the note with which a reviewer sent the question back.
        hard: why the question was hard to answer; None where that is not asked.
        evidence: False where no files can be added.
    """

    previous: Previous | None = None
    files: Sequence[File] = ()
    theirs: Answer | None = None
    who: str = ""
    returned: str = ""
    hard: str | None = None
    evidence: bool = True


def draw_question(questionnaire: Questionnaire, pen: Pen, beside: Beside) -> str:
    """Return a question that is asked, as HTML."""
    question = pen.question
    if not question.asks:
        return f'<div class="question told" id="{_anchor(question)}"><p>{_words(pen)}</p></div>'
    wrong = " wrong" if pen.faults or beside.theirs is not None else ""
    name = pen.name("")
    before = _hint(pen) + _returned(beside) + _previous(pen, beside) + _conflict(pen, beside)
    after = _clear(pen) + _hard(pen, beside) + _more(questionnaire, pen, beside)
    fields = draw(pen)
    if question.type in _ONE_FIELD and not question.missing:
        head = f'<label class="asked" for="{pen.name("value")}">{_words(pen)}</label>'
        inner = f'<div class="field{wrong}">{head}{before}{fields}{after}</div>'
    else:
        head = f'<legend class="asked" id="{name}words">{_words(pen)}</legend>'
        inner = f'<fieldset class="field{wrong}">{head}{before}{fields}{after}</fieldset>'
    return f'<div class="question" id="{_anchor(question)}">{inner}</div>'


def draw_closed(question: Question, language: str, condition: str) -> str:
    """Return a question that is not asked for now, with the condition in words."""
    return (
        f'<div class="question closed" id="{_anchor(question)}"><p class="asked">'
        f'{say(question.text, language)}</p><p class="hint">{escape(condition)}</p></div>'
    )


def _anchor(question: Question) -> str:
    return f"question-{escape(question.id)}"


def _words(pen: Pen) -> str:
    question = pen.question
    required = f' <span class="required">{escape(_("needed"))}</span>' if question.required else ""
    return pen.say(question.text) + required


def _hint(pen: Pen) -> str:
    question = pen.question
    lines = [pen.say(question.help)] if question.help else []
    limits = _limits(question)
    if limits:
        lines.append(escape(limits))
    if question.sensitive:
        said = _("The answer can expose somebody. Name nobody, and give no more than is asked.")
        lines.append(f"<strong>{escape(said)}</strong>")
    return "".join(f'<p class="hint">{line}</p>' for line in lines)


def _limits(question: Question) -> str:
    """Say which numbers or how many answers are accepted, where there is a limit."""
    if question.type not in ("number", "multiple", "ranking", "repeat"):
        return ""
    low, high = (_figure(one) for one in (question.low, question.high))
    of_number = question.type == "number"
    if low and high:
        both = _("Between %(low)s and %(high)s.")
        many = _("Between %(low)s and %(high)s of them.")
        return (both if of_number else many) % {"low": low, "high": high}
    if high:
        return (_("At most %(high)s.") if of_number else _("At most %(high)s of them.")) % {
            "high": high
        }
    if low:
        return (_("At least %(low)s.") if of_number else _("At least %(low)s of them.")) % {
            "low": low
        }
    return ""


def _figure(value: float | str | None) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) and abs(value) < 1e6 else str(value)


def _returned(beside: Beside) -> str:
    if not beside.returned:
        return ""
    title = escape(_("Sent back by the reviewer"))
    return (
        f'<div class="notice attention"><p class="notice-title">{title}</p>'
        f"<p>{escape(beside.returned)}</p></div>"
    )


def _previous(pen: Pen, beside: Beside) -> str:
    previous = beside.previous
    if previous is None:
        return ""
    said = {
        "wording": _("The question was worded differently then."),
        "options": _("The answers on offer were others then."),
        "scope": _("The question meant something else then."),
    }.get(previous.change, "")
    note = pen.say(previous.note) if previous.note else ""
    remarks = " ".join(one for one in (escape(said), note) if one)
    take = ""
    if previous.fits:
        take = (
            f'<button class="button quiet" name="do" value="take:{escape(pen.question.id)}" '
            f'aria-describedby="{pen.name("")}previous">{escape(_("Take over"))}</button>'
        )
    return (
        f'<div class="previous"><div id="{pen.name("")}previous"><span class="badge">'
        f"{escape(_('Previous'))}</span> {previous.shown}"
        f"{f'<p class=hint>{remarks}</p>' if remarks else ''}</div>{take}</div>"
    )


def _conflict(pen: Pen, beside: Beside) -> str:
    """Show both answers and ask which one holds; neither overwrites the other unasked."""
    if beside.theirs is None:
        return ""
    theirs = as_html(pen.question, beside.theirs, pen.language) or escape(_("No answer"))
    name = pen.name("choose")
    choices = {
        "theirs": _("Keep what %(who)s saved") % {"who": beside.who or _("somebody else")},
        "mine": _("Save what stands in the fields below"),
    }
    radios = "".join(
        f'<div><label class="choice"><input type="radio" name="{name}" value="{value}" '
        f'id="{name}{"" if value == "theirs" else "-1"}"{pen.aria("choose")}>'
        f"<span>{escape(words)}</span></label></div>"
        for value, words in choices.items()
    )
    title = escape(_("Saved elsewhere in the meantime"))
    kept = escape(_("Saved in the meantime:"))
    return (
        f'<div class="notice attention"><p class="notice-title">{title}</p>'
        f"<p>{kept} <strong>{theirs}</strong></p>{pen.fault('choose')}"
        f'<div class="choices" role="radiogroup" aria-label="{escape(_("Which answer holds"))}">'
        f'{radios}</div><input type="hidden" name="{pen.name("conflict")}" value="1"></div>'
    )


def _clear(pen: Pen) -> str:
    """Offer to take an answer back where a browser cannot: a radio button stays pressed."""
    if pen.question.type not in ("single", "scale", "matrix"):
        return ""
    if not any(any(one) for name, one in pen.fields.items() if name.startswith(("value", "row."))):
        return ""
    return (
        f'<button class="button quiet clear" name="do" value="clear:{escape(pen.question.id)}" '
        f'aria-describedby="{pen.name("")}words">{escape(_("Clear the answer"))}</button>'
    )


def _hard(pen: Pen, beside: Beside) -> str:
    """Ask in a pilot whether the question was hard to answer, and why."""
    if beside.hard is None:
        return ""
    name, why = pen.name("hard"), pen.name("why")
    checked = " checked" if pen.has("hard", "1") else ""
    return (
        f'<div class="hard"><label class="choice"><input type="checkbox" name="{name}" id="{name}" '
        f'value="1"{checked}><span>{escape(_("This was hard to answer"))}</span></label>'
        f'<div class="other"><label for="{why}">{escape(_("Why it was hard"))}</label>'
        f"{pen.line('why')}</div></div>"
    )


def _more(questionnaire: Questionnaire, pen: Pen, beside: Beside) -> str:
    """Comment, evidence and where the question comes from, folded away."""
    comment = pen.first("comment")
    parts = [_comment(pen, comment)]
    if beside.evidence:
        parts.append(_evidence(pen, beside))
    parts.append(_origin(questionnaire, pen))
    held = len(beside.files)
    summary = _("Comment, evidence, source")
    if held:
        files = ngettext("%(number)s file", "%(number)s files", held) % {"number": held}
        summary = f"{summary} ({files})"
    shown = " open" if comment or held or pen.question.type == "file" else ""
    head = f"<summary>{escape(summary)}</summary>"
    return f'<details class="more"{shown}>{head}{"".join(parts)}</details>'


def _comment(pen: Pen, comment: str) -> str:
    name = pen.name("comment")
    return (
        f'{pen.fault("comment")}<label for="{name}">{escape(_("Comment"))}</label>'
        f'<textarea class="comment" name="{name}" id="{name}" rows="2"{pen.aria("comment")}>\n'
        f"{escape(comment)}</textarea>"
    )


def _evidence(pen: Pen, beside: Beside) -> str:
    lines = "".join(
        f"<li>{_link(one)}{_previous_mark() if one.previous else ''}</li>" for one in beside.files
    )
    listed = f"<ul>{lines}</ul>" if lines else ""
    words = escape(_("Add or change files"))
    return (
        f'{listed}<button class="button secondary" name="do" '
        f'value="evidence:{escape(pen.question.id)}">{words}</button>'
    )


def _link(file: File) -> str:
    name = escape(file.name)
    return f'<a href="{escape(file.url)}">{name}</a>' if file.url else name


def _previous_mark() -> str:
    return f' <span class="badge">{escape(_("Previous"))}</span>'


def _origin(questionnaire: Questionnaire, pen: Pen) -> str:
    question = pen.question
    words, meaning = EVIDENCE_MARKS[question.evidence]
    sources = ", ".join(_source(questionnaire, one.id, one.detail, pen) for one in question.sources)
    anchor = ""
    if question.wording:
        said = _("The words are fixed so that answers stay comparable; do not reword them.")
        anchor = f"<br>{escape(said)}"
    mark = f'<span class="badge mark-{question.evidence}" title="{escape(str(meaning))}">'
    return (
        f'<p class="origin">{mark}{escape(str(words))}</span> <code>{escape(question.id)}</code> '
        f"{sources}{anchor}</p>"
    )


def _source(questionnaire: Questionnaire, code: str, detail: str, pen: Pen) -> str:
    title = questionnaire.sources.get(code)
    words = pen.say(title) if title else escape(code)
    return f"{words}, {escape(detail)}" if detail else words


def previous_of(question: Question, plain: Mapping[str, Any], language: str) -> Previous:
    """Return a previous answer from how it is kept."""
    words = plain.get("words") or {}
    if words:
        shown = "<br>".join(map(escape, words.get(language) or next(iter(words.values()))))
    else:
        shown = as_html(question, from_plain(question, plain["answer"]), language)
    note = LanguageMap(plain.get("note") or {})
    return Previous(shown, plain.get("change", "same"), plain.get("fits", True), note)
