"""Question blocks: what they promise, whose scales they have, how they are put together."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from paseo.assessment.framework_pack import load_framework
from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.content.store import store
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.blocks import (
    BLOCKS,
    compose,
    indicator_columns,
    question_blocks,
)
from paseo.evidence.questionnaires.checking import check_sheet
from paseo.evidence.questionnaires.logic import asked
from paseo.evidence.questionnaires.pack import build_questionnaire, load_questionnaire
from paseo.evidence.questionnaires.questionnaire import Consent, Question, Questionnaire
from paseo.evidence.questionnaires.table import Tables, from_rows
from paseo.evidence.questionnaires.variables import variables
from paseo.evidence.questionnaires.xlsform.pack_yaml import to_pack_yaml

ROOT = Path(__file__).parents[3]
SURVEY = ROOT / "examples" / "survey"
TITLE = {"en": "A survey", "es": "Una encuesta"}
NAMES = (
    "after-dark-safety", "area", "avoidance", "day-night", "harassment", "nuisance", "respondent",
    "trust", "victimisation", "worry",
)  # fmt: skip
#: A clock time in a question, in either language: 22:00, 10 pm, 9 o'clock, las 22 horas.
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\d\s?(am|pm|p\.m\.|h\b|o.clock)|\blas \d", re.IGNORECASE)


def block(name: str) -> Questionnaire:
    return load_questionnaire(BLOCKS + name)


def question(name: str, id: str) -> Question:
    found = block(name).question(id)
    assert found is not None
    return found


def texts(one: Any) -> Iterator[LanguageMap]:
    for name in ("text", "help", "unit", "low_anchor", "high_anchor", "constraint_message"):
        if getattr(one, name) is not None:
            yield getattr(one, name)
    if one.options is not None:
        yield from (each.label for each in (*one.options.options, *one.options.missing))
    yield from (each.label for each in one.missing)
    yield from (row.text for row in one.rows)
    for field in one.fields:
        yield from texts(field)


# ---- what the blocks hold


def test_the_ten_blocks_are_there_and_nothing_is_to_be_said_of_them() -> None:
    assert [one.id for one in question_blocks()] == [BLOCKS + name for name in NAMES]
    for info in store().packs("questionnaire"):
        if info.id.startswith(BLOCKS):
            assert [str(problem) for problem in store().read(info.path)[1]] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_block_is_for_many_respondents_whole_in_both_languages_and_never_called_official(
    name: str,
) -> None:
    found = block(name)
    assert found.many
    for one in found.questions():
        assert one.evidence in ("adapted", "composed"), one.id
        assert one.sources and {use.id for use in one.sources} <= set(found.sources), one.id
        assert not one.official
        for words in texts(one):
            assert set(words) == {"en", "es"} and all(words.values()), one.id


@pytest.mark.parametrize("name", NAMES)
def test_a_block_with_anchors_says_that_their_official_words_are_to_be_entered(name: str) -> None:
    found = block(name)
    anchors = [one.wording for one in found.questions() if one.wording]
    assert ("official wording" in found.description["en"]) == bool(anchors)
    assert ("redacción oficial" in found.description["es"]) == bool(anchors)
    assert all(one.evidence == "adapted" for one in found.questions() if one.wording)


@pytest.mark.parametrize("name", NAMES)
def test_no_question_names_a_clock_time(name: str) -> None:
    for one in block(name).questions():
        for words in texts(one):
            assert not any(CLOCK.search(said) for said in words.values()), one.id


def test_the_rule_on_clock_times_would_find_one() -> None:
    wrong = ("after 22:00", "after 10 pm", "a partir de las 22", "after 9 o'clock")
    assert all(CLOCK.search(one) for one in wrong)


def test_safety_after_dark_has_four_steps_and_an_answer_for_those_who_never_go_out() -> None:
    found = question("after-dark-safety", "dark_area")
    assert found.options is not None
    assert [one.label["en"] for one in found.options.options] == [
        "Very safe", "Fairly safe", "A bit unsafe", "Very unsafe",
    ]  # fmt: skip
    assert found.missing_codes() == ("not_applicable", "dont_know", "refused")
    assert found.options.missing[0].label["en"] == "I never go out alone then"
    assert "after dark" in found.text["en"] and "de noche" in found.text["es"]


@pytest.mark.parametrize("id", ["dark_city", "dark_neighbourhood"])
def test_the_european_statements_keep_dont_know_apart(id: str) -> None:
    found = question("after-dark-safety", id)
    assert found.options is not None and found.options.codes() == ("1", "2", "3", "4")
    assert "dont_know" in found.missing_codes()
    assert "at night" in found.text["en"] and "alone" in found.text["en"]


def test_harassment_asks_for_acts_may_be_refused_and_offers_help() -> None:
    found = block("harassment")
    every = list(found.questions())
    assert every[0].type == every[-1].type == "note"
    assert "112" in every[-1].text["en"] and "112" in every[-1].text["es"]
    for one in every:
        if one.asks:
            assert one.sensitive and "refused" in one.missing_codes(), one.id
            assert "harass" not in one.text["en"].lower(), one.id
    assert "12 months" in question("harassment", "har_sexual").text["en"]


@pytest.mark.parametrize("row", ["har_acts/insults", "har_sexual/staring"])
def test_the_place_is_asked_of_whoever_lived_through_something(row: str) -> None:
    id, line = row.split("/")
    found = block("harassment")
    assert {"har_place", "har_told"} <= asked(found, {id: Answer({line: Answer("1")})})
    for other in (Answer("2"), Answer(missing="refused")):
        assert asked(found, {id: Answer({line: other})}).isdisjoint({"har_place", "har_told"})


def test_nuisance_has_thirteen_items_and_says_which_are_ours() -> None:
    rows = [(one.id, row.id) for one in block("nuisance").questions() for row in one.rows]
    assert len(rows) == 13
    sizes = {one.id: len(one.rows) for one in block("nuisance").questions()}
    assert sizes == {"nui_decay": 4, "nui_social": 4, "nui_traffic": 3, "nui_more": 2}
    composed = [one.id for one in block("nuisance").questions() if one.evidence == "composed"]
    assert composed == ["nui_more"]


def test_questions_on_the_respondent_are_voluntary_and_say_what_they_are_for() -> None:
    for one in block("respondent").questions():
        assert not one.required and "refused" in one.missing_codes()
        assert one.id == "res_user" or "Purpose:" in (one.help or {})["en"], one.id
    sensitive = {one.id for one in block("respondent").questions() if one.sensitive}
    assert sensitive == {"res_disability", "res_migration", "res_lgbtiq"}


def test_the_codes_of_the_respondent_are_those_of_the_breakdowns() -> None:
    codes = {
        "sex": "res_sex", "disability": "res_disability", "migration": "res_migration",
        "lgbtiq": "res_lgbtiq", "user": "res_user",
    }  # fmt: skip
    breakdowns = load_framework().breakdowns
    for breakdown, id in codes.items():
        options = question("respondent", id).options
        assert options is not None
        assert set(options.codes()) == set(breakdowns[breakdown].codes), id


# ---- the scales are the framework's


def fed() -> list[tuple[str, str, str]]:
    return [
        (name, one.id, indicator)
        for name in NAMES
        for one in block(name).questions()
        for indicator in one.indicators
    ]


def test_each_block_of_experience_feeds_indicators() -> None:
    feeding = {name for name, _, _ in fed()}
    assert feeding == set(NAMES) - {"area", "respondent"}


@pytest.mark.parametrize(("name", "id", "indicator"), fed())
def test_options_have_codes_words_and_cut_of_the_framework(
    name: str, id: str, indicator: str
) -> None:
    framework = load_framework()
    found = next(one for one in framework.indicators if one.id == indicator)
    asking = question(name, id)
    if id == "har_place" or not found.scale:
        # The place only chooses among persons; times and reports are numbers of a group.
        assert asking.type in ("multiple", "repeat")
        return
    scale = framework.scales[found.scale]
    assert asking.options is not None
    assert list(asking.options.codes()) == [str(point.code) for point in scale.points]
    for option, point in zip(asking.options.options, scale.points, strict=True):
        for language in ("en", "es"):
            assert option.label[language].casefold() == point.label[language].casefold()
    assert {str(code) for code in found.cut} <= set(asking.options.codes())
    assert set(asking.missing_codes()) <= {*(one.code for one in scale.missing), "refused"}


def test_columns_of_indicators_are_columns_of_the_answers() -> None:
    for found in question_blocks():
        columns = indicator_columns(found)
        assert {name for names in columns.values() for name in names} <= {
            one.name for one in variables(found)
        }
    assert indicator_columns(block("nuisance"))["SAF-33"] == (
        "nui_social_drunk", "nui_social_drugs", "nui_social_bothered", "nui_social_loitering",
    )  # fmt: skip


# ---- put together


def survey(*names: str, **more: Any) -> Questionnaire:
    return compose([block(name) for name in names], "town.survey", TITLE, **more)


def test_all_blocks_make_one_survey_that_is_a_right_pack(tmp_path: Path) -> None:
    made = survey(*NAMES)
    path = tmp_path / "survey.yaml"
    path.write_text(to_pack_yaml(made), "utf-8")
    pack, problems = store().read(path)
    assert [str(problem) for problem in problems] == []
    assert pack is not None and build_questionnaire(pack) == made


def test_a_question_that_two_blocks_ask_is_asked_once_where_it_comes_first() -> None:
    made = survey("after-dark-safety", "day-night")
    ids = [one.id for one in made.questions()]
    assert ids.count("dark_area") == 1
    assert made.question("dark_area").section == "after_dark"  # type: ignore[union-attr]
    assert set(ids) == {
        one.id for name in ("after-dark-safety", "day-night") for one in block(name).questions()
    }


def test_consent_comes_from_the_first_block_that_has_one_unless_it_is_given() -> None:
    assert survey("trust", "area").consent is None
    assert survey("trust", "respondent").consent == block("respondent").consent
    own = Consent(LanguageMap({"en": "Do you agree?"}))
    assert survey("respondent", consent=own).consent == own


def refused(blocks: list[Questionnaire]) -> str:
    with pytest.raises(Refused) as caught:
        compose(blocks, "town.survey", {"en": "A survey"})
    return " ".join(problem.code for problem in caught.value.problems)


def changed(found: Questionnaire, **values: Any) -> Questionnaire:
    """Return a block whose first question has other values."""
    first = found.sections[0]
    questions = (replace(first.questions[0], **values), *first.questions[1:])
    return replace(found, sections=(replace(first, questions=questions),))


def test_no_block_is_refused() -> None:
    assert refused([]) == "A645"


def test_one_id_for_two_different_questions_is_refused_and_both_blocks_are_named() -> None:
    other = changed(block("trust"), id="dark_area")
    with pytest.raises(Refused, match="dark_area") as caught:
        compose([block("after-dark-safety"), other], "town.survey", {"en": "A survey"})
    assert [problem.code for problem in caught.value.problems] == ["A646"]
    assert BLOCKS + "trust" in str(caught.value)


def test_the_same_block_twice_is_asked_once() -> None:
    assert survey("trust", "trust").sections == survey("trust").sections


def test_two_sections_of_one_id_are_refused() -> None:
    area = block("area")
    other = replace(area, sections=(replace(area.sections[0], id="trust"),))
    assert refused([block("trust"), other]) == "A646"


@pytest.mark.parametrize("name", ["nui_decay_litter", "NUI_DECAY_LITTER"])
def test_two_columns_of_one_name_are_refused_whatever_their_case(name: str) -> None:
    assert refused([block("nuisance"), changed(block("trust"), id=name)]) == "A646"


def test_two_lists_of_options_of_one_name_both_keep_their_words(tmp_path: Path) -> None:
    trust = block("trust")
    options = trust.sections[0].questions[0].options
    assert options is not None
    shouted = tuple(
        replace(one, label=LanguageMap({"en": one.label["en"].upper(), "es": "?"}))
        for one in options.options
    )
    other = changed(trust, options=replace(options, options=shouted))
    made = compose([block("after-dark-safety"), other], "town.survey", TITLE)
    found = made.question("tru_people")
    assert found is not None and found.options is not None
    assert found.options.options == shouted
    path = tmp_path / "survey.yaml"
    path.write_text(to_pack_yaml(made), "utf-8")
    pack, _ = store().read(path)
    assert pack is not None and build_questionnaire(pack) == made


def test_two_sources_of_one_name_are_refused() -> None:
    other = replace(block("trust"), sources={"urb-percep": LanguageMap("Another")})
    assert refused([block("after-dark-safety"), other]) == "A647"


def test_blocks_without_a_common_language_are_refused() -> None:
    assert refused([block("trust"), replace(block("area"), languages=("fi",))]) == "A648"


def test_the_survey_has_the_languages_that_all_blocks_have() -> None:
    some = replace(block("area"), languages=("es", "fi"))
    made = compose([block("trust"), some], "town.survey", {"en": "A survey"})
    assert made.languages == ("es",) and made.language == "es"


# ---- the generated survey


def generator() -> ModuleType:
    path = ROOT / "tools" / "generate_survey.py"
    spec = importlib.util.spec_from_file_location("generate_survey", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_survey_comes_out_of_its_seed(tmp_path: Path) -> None:
    generator().write(tmp_path)
    for name in ("pack.yaml", "answers.csv", "population.csv"):
        assert (tmp_path / name).read_text("utf-8") == (SURVEY / name).read_text("utf-8"), name


def test_the_example_survey_says_that_it_is_generated() -> None:
    pack, _ = store().read(SURVEY / "pack.yaml")
    assert pack is not None
    assert "generated" in pack.header.title["en"] and "generada" in pack.header.title["es"]
    assert "nobody was asked" in pack.header.description["en"]
    assert "Nobody was asked" in (SURVEY / "README.md").read_text("utf-8")


def test_every_answer_of_the_example_survey_fits_its_questionnaire() -> None:
    pack, _ = store().read(SURVEY / "pack.yaml")
    assert pack is not None
    found = build_questionnaire(pack)
    frame = pl.read_csv(SURVEY / "answers.csv", infer_schema_length=0)
    frame = frame.rename({"respondent": "_sheet"}).with_columns(
        pl.col(one.name).cast(pl.Float64) for one in variables(found) if one.kind == "number"
    )
    sheets = from_rows(found, Tables(frame))
    assert len(sheets) == frame.height == 672
    for sheet in sheets:
        whole = AnswerSheet(sheet.id, found.id, found.version, sheet.answers)
        assert [str(problem) for problem in check_sheet(found, whole)] == [], sheet.id


def test_the_example_survey_has_a_design_that_can_be_analysed() -> None:
    with (SURVEY / "answers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["respondent"] for row in rows}) == len(rows)
    assert {row["wave"] for row in rows} == {"2024", "2026"}
    assert all(float(row["weight"]) > 0 for row in rows)
    for wave in ("2024", "2026"):
        for stratum in {row["stratum"] for row in rows}:
            of = {
                row["cluster"] for row in rows if (row["wave"], row["stratum"]) == (wave, stratum)
            }
            assert len(of) == 8  # one cluster in a stratum would leave its variance unknown
    with (SURVEY / "population.csv").open(encoding="utf-8") as file:
        known = sum(float(row["residents"]) for row in csv.DictReader(file))
    for wave in ("2024", "2026"):
        weighted = sum(float(row["weight"]) for row in rows if row["wave"] == wave)
        assert weighted == pytest.approx(known, rel=0.1)
