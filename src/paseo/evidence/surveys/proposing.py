"""A mapping proposed from the questionnaire that was asked; a person looks at it before use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import OptionList, Question, Questionnaire
from paseo.evidence.questionnaires.variables import Variable, variables
from paseo.evidence.surveys.mapping import (
    AnswerCode,
    AnswerColumn,
    Design,
    Domain,
    Group,
    IndicatorRule,
    Kind,
    Measure,
    Survey,
    SurveyMapping,
)
from paseo.evidence.vocabulary import IndicatorTerms, Vocabulary

#: Bands of age where the questionnaire asks for years: from, to.
AGE_BANDS: Final = ((15, 29), (30, 44), (45, 64), (65, None))
#: Endings of the ids of questions that tell the area somebody lives in.
_AREA_ENDINGS: Final = ("area_code", "district", "distrito", "neighbourhood", "barrio")
_DAY: Final = ("day", "dia", "día")
_MOST_ID: Final = 80  # signs of an id


@dataclass(frozen=True)
class Proposal:
    """A mapping, and what could not be concluded.

    Args:
        mapping: None where no indicator could be proposed at all.
        open: indicator to the reason why a person has to decide.
    """

    mapping: SurveyMapping | None
    open: dict[str, LanguageMap]


def propose_mapping(
    questionnaire: Questionnaire,
    vocabulary: Vocabulary,
    survey: Survey,
    design: Design | None = None,
    *,
    id: str = "",
) -> Proposal:
    """Propose how the answers to a questionnaire become indicators.

    A question that names an indicator gives a share (its cut is the framework's), a mean, or one
    side of a gap; a question whose options are the codes of a breakdown gives groups, one that
    asks for years bands of age, one for the area districts.

    Args:
        questionnaire: as it was asked; its questions name the indicators that they feed.
        vocabulary: the indicators with kind, scale and cut.
        survey: what is known of the survey itself, which no questionnaire tells.
        design: columns of the design; none where left out.
        id: of the new pack.
    """
    asked = dict(_asked(questionnaire))
    named = {one.id: one for one in reversed(list(_domains(questionnaire, vocabulary)))}
    domains = tuple(reversed(named.values()))  # of two questions for one domain the first
    feeding: dict[str, list[Question]] = {}
    for question in questionnaire.questions():
        for code in question.indicators:
            feeding.setdefault(code, []).append(question)
    maker = _Rules(vocabulary, domains)
    rules = [maker.rule(code, questions) for code, questions in feeding.items()]
    found = tuple(one for one in rules if one is not None)
    if not found:
        return Proposal(None, maker.open)
    used = {name for rule in found for name in rule.used()} | {one.column for one in domains}
    mapping = SurveyMapping(
        id=id or f"{questionnaire.id}.mapping",
        version="1.0.0",
        title=survey.title,
        language=questionnaire.language,
        framework=vocabulary.framework,
        survey=survey,
        design=design or Design(),
        indicators=found,
        answers={name: how for name, how in asked.items() if name in used},
        domains=domains,
        wordings=_wordings(questionnaire, found),
    )
    return Proposal(mapping, maker.open)


def definition_of(question: Question) -> str:
    """Return the id of a question's wording: that of the anchor, else its own."""
    return question.wording or f"q-{question.id.replace('_', '-')}"


def _asked(questionnaire: Questionnaire) -> Iterator[tuple[str, AnswerColumn]]:
    for one in variables(questionnaire):
        if one.repeat or one.kind not in ("code", "codes", "number"):
            continue
        text = one.question.text
        row = next((row.text for row in one.question.rows if row.id == one.row), None)
        if row is not None:
            text = _joined(text, row)
        yield (
            one.name,
            AnswerColumn(
                column=one.name,
                question=text,
                number=one.kind == "number",
                several=one.kind == "codes",
                codes=_codes(one.question.options),
            ),
        )


def _joined(text: LanguageMap, row: LanguageMap) -> LanguageMap:
    return LanguageMap(
        {language: f"{text[language]} – {row.read(language).words}" for language in text}
    )


def _codes(options: OptionList | None) -> tuple[AnswerCode, ...]:
    return tuple(AnswerCode(one.code, one.label) for one in options.options) if options else ()


def _domains(questionnaire: Questionnaire, vocabulary: Vocabulary) -> Iterator[Domain]:
    for question in questionnaire.questions():
        ending = question.id.lower()
        if _tells_area(question):
            options = question.options.options if question.options else ()
            groups = tuple(Group(one.code, one.label) for one in options)
            yield Domain("district", question.id, areas=True, groups=groups)
        elif question.type == "number" and ending.rpartition("_")[2] == "age":
            yield Domain("age", question.id, groups=tuple(_bands()))
        elif question.type == "single" and question.options is not None:
            key = ending.rpartition("_")[2]
            terms = vocabulary.breakdowns.get(key)
            codes = question.options.codes()
            if terms is not None and terms.codes and set(codes) <= set(terms.codes):
                yield Domain(key, question.id, groups=tuple(Group(code) for code in codes))


def _tells_area(question: Question) -> bool:
    """Say whether a question asks where somebody lives, and not what they think of the place."""
    asks = question.type in ("text", "single") and not (question.wording or question.indicators)
    return asks and question.id.lower().endswith(_AREA_ENDINGS)


def _bands() -> Iterator[Group]:
    for low, high in AGE_BANDS:
        name = f"{low}+" if high is None else f"{low}-{high}"
        yield Group(name, low=low, high=high)


class _Rules:
    """Makes the rule of each indicator, and remembers where a person has to decide."""

    def __init__(self, vocabulary: Vocabulary, domains: tuple[Domain, ...]) -> None:
        self.vocabulary = vocabulary
        self.domains = domains
        self.open: dict[str, LanguageMap] = {}

    def rule(self, code: str, questions: list[Question]) -> IndicatorRule | None:
        terms = self.vocabulary.indicators.get(code)
        if terms is None:
            return self._left(code, "open_unknown")
        if terms.kind == "survey_gap":
            return self._gap(terms, questions)
        if len(questions) > 1:
            return self._joined(terms, questions)
        if terms.kind == "survey_mean":
            return self._mean(terms, questions[0])
        if terms.kind in ("survey_share", "register_share"):
            return self._share(terms, questions[0])
        return self._left(code, "open_kind")

    def _left(self, code: str, phrase: str) -> IndicatorRule | None:
        """Remember why a person has to decide; there is no rule then."""
        self.open[code] = load_phrases("paseo.evidence.surveys").map(phrase)
        return None

    def _share(self, terms: IndicatorTerms, question: Question) -> IndicatorRule | None:
        cut = _cut(terms, question)
        if not cut:
            return self._left(terms.code, "open_cut")
        return self._made(terms, question, "share", Measure(_columns(question), cut))

    def _joined(self, terms: IndicatorTerms, questions: list[Question]) -> IndicatorRule | None:
        """Questions of one scale count together: whoever answers one of them in the cut."""
        cuts = {_cut(terms, one) for one in questions}
        if not terms.kind.endswith("share") or len(cuts) != 1 or cuts == {()}:
            return self._left(terms.code, "open_several")
        columns = tuple(name for one in questions for name in _columns(one))
        made = self._made(terms, questions[0], "share", Measure(columns, cuts.pop()))
        # What counts is wider than any of the questions, and must not pass for one of them.
        ids = dict.fromkeys(definition_of(one) for one in questions)
        return replace(made, definition="-or-".join(ids)[:_MOST_ID])

    def _mean(self, terms: IndicatorTerms, question: Question) -> IndicatorRule | None:
        numeric = question.type == "number" or (
            question.options is not None and all(one.isdigit() for one in question.options.codes())
        )
        if not numeric:
            return self._left(terms.code, "open_points")
        return self._made(terms, question, "mean", Measure(_columns(question)))

    def _gap(self, terms: IndicatorTerms, questions: list[Question]) -> IndicatorRule | None:
        cuts = [_cut(terms, one) for one in questions]
        if not all(cuts):
            return self._left(terms.code, "open_cut")
        day = [one for one in questions if _of_day(one.id)]
        if len(questions) == 2 and len(day) == 1:
            night = next(one for one in questions if one is not day[0])
            first, second = (Measure((one.id,), _cut(terms, one)) for one in (day[0], night))
            return self._made(terms, night, "gap", first, second=second)
        sex = next((one for one in self.domains if one.id == "sex"), None)
        # The framework states its gap between groups for sex alone: men minus women.
        if len(questions) == 1 and sex and "sex" not in terms.breakdowns:
            measure = Measure(_columns(questions[0]), cuts[0])
            return self._made(
                terms, questions[0], "group_gap", measure, domain="sex", groups=("M", "F")
            )
        return self._left(terms.code, "open_gap")

    def _made(
        self,
        terms: IndicatorTerms,
        question: Question,
        kind: Kind,
        first: Measure,
        second: Measure | None = None,
        domain: str = "",
        groups: tuple[str, ...] = (),
    ) -> IndicatorRule:
        return IndicatorRule(
            id=terms.code,
            kind=kind,
            first=first,
            second=second,
            domain=domain,
            groups=groups,
            definition=definition_of(question) + ("-gap" if kind == "gap" else ""),
            scale=terms.scale,
        )


def _of_day(id: str) -> bool:
    """Say whether an id speaks of daytime; only as a word: a side taken wrongly turns the sign.

    >>> _of_day("day_area"), _of_day("safe_daytime"), _of_day("guardia_night"), _of_day("today")
    (True, True, False, False)
    """
    return any(word in _DAY or word.startswith("daytime") for word in id.lower().split("_"))


def _columns(question: Question) -> tuple[str, ...]:
    if question.type == "matrix":
        return tuple(f"{question.id}_{row.id}" for row in question.rows)
    return (question.id,)


def _cut(terms: IndicatorTerms, question: Question) -> tuple[str, ...]:
    """Return the framework's cut where the question has these codes; "yes" where it has that."""
    codes = question.options.codes() if question.options else ()
    if terms.cut and set(terms.cut) <= set(codes):
        return terms.cut
    if not terms.cut:
        return tuple(code for code in codes if code.lower() in ("yes", "y", "si", "sí"))
    return ()


def _wordings(
    questionnaire: Questionnaire, rules: tuple[IndicatorRule, ...]
) -> dict[str, LanguageMap]:
    """Return what was asked for each rule: every question with every line that counts."""
    columns = {one.name: one for one in variables(questionnaire)}
    found: dict[str, LanguageMap] = {}
    for rule in rules:
        asked: dict[str, list[Variable]] = {}
        for name in (name for one in rule.measures for name in one.columns if name in columns):
            asked.setdefault(columns[name].parent, []).append(columns[name])
        if asked:
            languages = next(iter(asked.values()))[0].question.text
            found[rule.definition] = LanguageMap(
                {code: " / ".join(_worded(some, code) for some in asked.values())
                 for code in languages}
            )  # fmt: skip
    return found


def _worded(columns: list[Variable], language: str) -> str:
    question = columns[0].question
    rows = {row.id: row.text.read(language).words for row in question.rows}
    lines = "; ".join(rows[one.row] for one in columns if one.row)
    stem = question.text.read(language).words
    return f"{stem} – {lines}" if lines else stem
