"""Read an XLSForm: one of ours comes back as it was, one of others as far as we can hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from paseo.content.hints import listed
from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.questionnaire import Evidence, Questionnaire
from paseo.evidence.questionnaires.xlsform.columns import column_of, form_of
from paseo.evidence.questionnaires.xlsform.one_wording import with_one_wording
from paseo.evidence.questionnaires.xlsform.others_form import Drafts
from paseo.evidence.questionnaires.xlsform.others_logic import name_texts, settle_logic
from paseo.evidence.questionnaires.xlsform.own_form import OwnForm
from paseo.evidence.questionnaires.xlsform.own_shape import is_own_form
from paseo.evidence.questionnaires.xlsform.renaming import Renaming, valid_id
from paseo.evidence.questionnaires.xlsform.rows import OWN, Form
from paseo.evidence.questionnaires.xlsform.sheets import read_grids
from paseo.evidence.questionnaires.xlsform.tree import tree_of
from paseo.evidence.questionnaires.xlsform.validation import validate
from paseo.evidence.questionnaires.xlsform.writing import FORMAT

#: Id of the source that stands for the form itself.
SOURCE: Final = "form"
_VERSION: Final = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")
#: Columns of the survey sheet that we read, or that mean nothing for what is asked.
_READ: Final = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
    "appearance", "parameters", "repeat_count", "body::accept", "choice_filter", "calculation",
    "read_only", "required_message", "disabled", "$kuid", "$autoname", "$qpath", "$xpath", OWN,
)  # fmt: skip


@dataclass(frozen=True)
class ReadForm:
    """What became of a form.

    Args:
        questionnaire: what it asks.
        problems: what pyxform warns of, and what could not be kept.
        renamed: name in the form to name of the variable here, for names that had to change;
            answers that were collected with the form bear the former.
        own: the form was written by us.
    """

    questionnaire: Questionnaire
    problems: Problems
    renamed: Mapping[str, str] = field(default_factory=dict)
    own: bool = False


def read_xlsform(
    path: Path,
    pack: str = "",
    *,
    evidence: Evidence = "stated",
    provider: str = "",
    licence: str = "",
    language: str = FIRST_LANGUAGE,
) -> ReadForm:
    """Return the questionnaire of an XLSForm (.xlsx, or .csv in pyxform's layout).

    A form of ours gives an equal questionnaire, unless somebody changed its cells since: then the
    cells count. A form of others is read as far as a questionnaire can hold it; each thing that
    cannot be kept is a problem with its row.

    Args:
        pack: id of the questionnaire; needed for a form of others, replaces it in one of ours.
        evidence: mark of the questions of others, whose source is the form itself.
        provider, licence: who answers for it; *not stated* where left out.
        language: of texts for which the form names none.

    Raises:
        Refused: the file cannot be read safely (T201-T231), is no form (X634), pyxform refuses it
            (X630) or is not installed (X632), or nothing in it can be asked (X649).

    Source: XLSForm reference (xlsform.org, 2025); pyxform 4.5.
    """
    path = Path(path)
    problems = Problems()
    grids = read_grids(path, path.name, problems)
    problems.refuse()
    assert grids is not None
    form = form_of(path.name, grids, language)
    validate(path, path.name, problems, form.survey)
    problems.refuse()
    own = form.own.get("format") == FORMAT and is_own_form(dict(form.own))
    names = Renaming(_names_of_ours(form) if own else set())
    drafts = Drafts(form, names, problems, evidence, SOURCE, _sections_of_ours(form) if own else ())
    if own:
        made = with_one_wording(OwnForm(form, drafts, problems).read())
        made = _with_source(made, form) if drafts.one.rows else made
    else:
        made = _of_others(form, drafts, pack or _pack_of(form), evidence, provider, licence)
    if not any(question.asks for question in made.questions()):
        problems.add("X649", Place(form.file, sheet="survey"))
        problems.refuse()
    if drafts.one.rows:
        made = name_texts(settle_logic(made, drafts, problems), drafts)
    if pack and pack != made.id:
        made = replace(made, id=pack)
    _say_what_is_lost(form, drafts, own, problems)
    return ReadForm(made, problems, names.changed(), own)


def _of_others(
    form: Form, drafts: Drafts, pack: str, evidence: Evidence, provider: str, licence: str
) -> Questionnaire:
    settings = form.settings
    title = settings.get("form_title", "").strip() or Path(form.file).stem
    version = settings.get("version", "").strip()
    words = load_phrases("paseo.evidence.questionnaires.xlsform")
    spoken = [code for code in form.languages if code in words.map("made_from")] or ["en"]
    not_stated = LanguageMap({code: words.say("not_stated", code) for code in spoken})
    return Questionnaire(
        id=pack,
        version=version if _VERSION.fullmatch(version) else "1.0.0",
        title=LanguageMap({form.language: title}),
        description=LanguageMap(
            {
                code: words.say("made_from", code, file=form.file, version=version or "–")
                for code in spoken
            }
        ),
        language=form.language,
        languages=tuple(form.languages),
        sections=tuple(drafts.sections(tree_of(form.survey))),
        provider=LanguageMap({form.language: provider}) if provider else not_stated,
        licence=licence or words.say("not_stated", "en"),
        evidence=evidence,
        sources={SOURCE: LanguageMap({form.language: f"{title} ({form.file})"})},
        many=True,
    )


def _pack_of(form: Form) -> str:
    """Return an id of a pack made from the form's, for when no other is asked for."""
    wanted = form.settings.get("form_id", "") or Path(form.file).stem
    return f"local.questionnaire.{valid_id(wanted).lower()}"


def _names_of_ours(form: Form) -> set[str]:
    return {row.word("name") for row in form.survey if row.mark} | {
        str(row.mark["question"]) for row in form.survey if "question" in row.mark
    }


def _sections_of_ours(form: Form) -> list[str]:
    return [str(row.mark["section"]) for row in form.survey if "section" in row.mark]


def _with_source(made: Questionnaire, form: Form) -> Questionnaire:
    title = LanguageMap({form.language: form.file})
    return replace(made, sources={**made.sources, SOURCE: title})


def _say_what_is_lost(form: Form, drafts: Drafts, own: bool, problems: Problems) -> None:
    place = Place(form.file, sheet="survey")
    if drafts.silent:
        names = [name for name in drafts.silent if name]
        problems.add("X636", place, count=len(names), names=listed(names))
    changed = drafts.names.changed()
    if changed:
        pairs = listed(f"{then} → {now}" for then, now in changed.items())
        problems.add("X637", place, count=len(changed), names=pairs)
    for name, codes in drafts.choices.codes.items():
        pairs = listed(f"{then} → {now}" for then, now in codes.items())
        problems.add("X641", Place(form.file, sheet="choices"), list=name, codes=pairs)
    lost = [one for one in form.columns if one and column_of(one).name not in _READ]
    if lost:
        problems.add("X646", place, columns=listed(lost))
    for label in form.unnamed:
        problems.add("X645", place, language=label)
    if form.assumed and not own:
        problems.add("X647", place, language=form.assumed)
