"""The report of a survey and the plan of its interviews, as documents and as files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.phrases import load_phrases
from paseo.content.problems import Refused
from paseo.evidence.surveys.data import read_survey
from paseo.evidence.surveys.estimating import estimate_survey
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.evidence.surveys.naming import names_of
from paseo.evidence.surveys.results import SurveyResults
from paseo.report.document import Callout, Document, Figure, plain
from paseo.report.survey import survey_document
from paseo.report.survey.files import FORMATS, write_survey
from paseo.report.survey.plan import (
    PlanWanted,
    assumptions,
    city_sentence,
    make_plan,
    plan_document,
    plan_table,
)
from paseo.report.writers.registry import WRITERS
from survey_town import MAPPING, written

MADE = datetime(2026, 11, 25, tzinfo=UTC)
VOCABULARY = vocabulary(load_framework())


def estimated(folder: Path, mapping: str = MAPPING) -> SurveyResults:
    pytest.importorskip("svy")
    table, pack = written(folder, mapping=mapping)
    return estimate_survey(read_survey(table), read_survey_mapping(pack)[0])


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> SurveyResults:
    return estimated(tmp_path_factory.mktemp("town"))


def document(results: SurveyResults, language: str = "en", **more: bool) -> Document:
    names = names_of(results.mapping, VOCABULARY)
    return survey_document(results, names, language, place="Town", made_at=MADE, **more)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_indicator_stands_with_table_picture_and_what_it_does_not_say(
    results: SurveyResults, language: str
) -> None:
    made = document(results, language)
    figures = [block for block in made.blocks if isinstance(block, Figure)]
    assert len([one for one in figures if one.table is not None]) == 5
    warnings = [block for block in made.blocks if isinstance(block, Callout)]
    assert len(warnings) == 5 and all(block.body for block in warnings)
    text = " ".join(plain(cell.words) for t in made.tables() for row in t.rows for cell in row)
    assert "%(" not in text and "None" not in text
    sample = next(table for table in made.tables() if table.id == "sample")
    cells = [plain(cell.words) for row in sample.rows for cell in row]
    assert {"1,200", "1200"} & set(cells)


def test_withheld_values_stand_in_no_format(results: SurveyResults, tmp_path: Path) -> None:
    hidden = [one for one in results.results if one.standing == "withheld"]
    assert hidden
    made = document(results)
    rows = {
        plain(row[0].words): row for t in made.tables() if t.id == "table-SAF-02" for row in t.rows
    }
    for area in ("west", "south"):
        assert [cell.number for cell in rows[area]][1:4] == [None, None, None]
        assert "withheld" in plain(rows[area][1].words)


def test_all_files_are_written_whole(results: SurveyResults, tmp_path: Path) -> None:
    names = names_of(results.mapping, VOCABULARY)
    made = write_survey(results, tmp_path, names, city_area="town", generated=True)
    assert len(made) == len(FORMATS)
    assert not list(tmp_path.glob(".*"))
    lines = (tmp_path / "observations.csv").read_text("utf-8").splitlines()
    assert all("generated" in line for line in lines[1:])
    additions = yaml.safe_load((tmp_path / "city-additions.yaml").read_text("utf-8"))
    assert additions["sources"][0]["id"] == "town-survey-2025"
    assert {one["id"] for one in additions["wordings"]} >= {"near-home-night", "near-home-gap"}
    with pytest.raises(ValueError, match="Unknown formats"):
        write_survey(results, tmp_path, names, city_area="town", formats=("doc",))


def test_an_open_link_is_called_so_before_any_number(tmp_path: Path) -> None:
    found = estimated(tmp_path, MAPPING.replace("sample: probability", "sample: self_selected"))
    made = document(found)
    first = next(block for block in made.blocks if isinstance(block, Callout))
    assert "may be carried over" in plain(first.body[0])
    glance = next(table for table in made.tables() if table.id == "glance")
    assert {plain(row[2].words) for row in glance.rows} <= {"none", "withheld"}


def test_the_phrases_hold_the_same_values_in_both_languages() -> None:
    for package in ("paseo.report.survey", "paseo.evidence.surveys"):
        words = load_phrases(package)
        for phrase in words.ids():
            held = words.map(phrase)
            used = {code: sorted(re.findall(r"%\((\w+)\)s", held[code])) for code in ("en", "es")}
            assert used["en"] == used["es"], phrase
            assert words.say(phrase, "es", **dict.fromkeys(used["en"], "x"))


# ---- plans ------------------------------------------------------------------------------------


def test_the_plan_of_a_city_is_cochrans() -> None:
    # 1.96^2 * 0.5 * 0.5 / 0.05^2 = 384.1, rounded up (Cochran 1977, section 4.4).
    plan = make_plan(PlanWanted(deff=1.0, response=50.0))
    assert plan.city.interviews == 385 and plan.city.contacts == 770
    assert "385 interviews" in city_sentence(plan, "en")
    assert "385 entrevistas" in city_sentence(plan, "es")


def test_the_plan_of_districts_adds_up_and_warns_of_small_ones() -> None:
    people = {"centre": 40_000.0, "port": 12_000.0, "hamlet": 900.0}
    plan = make_plan(PlanWanted(population=people))
    table = plan_table(plan, "en")
    numbers = [row[2].number for row in table.rows]
    assert sum(n for n in numbers[:-1] if n) == numbers[-1] == plan.city.interviews
    assert "cannot be shown" in assumptions(plan, "en")[-1]
    each = make_plan(PlanWanted(population=people, how="each"))
    assert each.districts is not None
    assert all(one.margin <= 0.05 for one in each.districts.districts)


@pytest.mark.parametrize(
    "wrong", [{"margin": 0.0}, {"share": 100.0}, {"deff": float("nan")}, {"response": 0.0},
              {"level": 100.0}, {"population": {"centre": 0.0}}],
)  # fmt: skip
def test_an_impossible_plan_is_refused_with_its_limits(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        make_plan(PlanWanted(**wrong))  # type: ignore[arg-type]
    assert [one.code for one in refused.value.problems.errors] == ["S746"]
    assert "%(" not in refused.value.problems.errors[0].sentence("es")


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "pdf"])
def test_a_plan_is_a_document_in_every_format(form: str) -> None:
    plan = make_plan(PlanWanted(population={"centre": 40_000.0}))
    assert len(WRITERS[form].write(plan_document(plan, "es", place="Town", made_at=MADE))) > 2000
