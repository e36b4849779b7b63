"""The manual says what its sources say, shows what the catalogue holds, and passes nothing off."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from paseo.cli import main
from paseo.content.check import check
from paseo.content.language import LanguageMap
from paseo.prevention.manual.pack import load_manual
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.report.document import Callout, Document, Figure, Table, plain, runs
from paseo.report.prevention.manual import manual_document
from paseo.report.prevention.speaker import Standing

PACK = Path(__file__).parents[3] / "src" / "paseo" / "prevention" / "content" / "manual"
MANUAL = load_manual()
CATALOGUE = load_catalogue(MANUAL.catalogue)


def document(language: str) -> Document:
    standing = Standing(LanguageMap({}), datetime(2026, 11, 26, tzinfo=UTC))
    return manual_document(MANUAL, CATALOGUE, standing, language)


def test_a_case_shows_only_measures_that_a_source_names() -> None:
    for case in MANUAL.cases:
        shown = [CATALOGUE.measure(one) for one in case.measures]
        assert {one.problem for one in shown} == {case.problem}
        assert all(one.evidence != "composed" for one in shown)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_measure_of_a_case_stands_in_its_table_and_its_picture(language: str) -> None:
    blocks = document(language).blocks
    tables = [one for one in blocks if isinstance(one, Table)]
    figures = [one for one in blocks if isinstance(one, Figure)]
    for case, table, figure in zip(MANUAL.cases, tables, figures, strict=True):
        names = {CATALOGUE.measure(one).name.read(language).words for one in case.measures}
        assert {plain(row[0].words) for row in table.rows} == names
        assert figure.svg.startswith("<svg")


def test_the_manual_says_first_that_it_is_not_the_partnerships() -> None:
    first = document("en").blocks[0]
    assert isinstance(first, Callout)
    assert "Not the Partnership" in first.title


def test_nothing_in_the_spanish_manual_fell_back_to_english() -> None:
    for block in document("es").blocks:
        for words in (getattr(block, "words", ""), getattr(block, "sentence", "")):
            assert all(not run.language for run in runs(words))


def test_every_fact_carries_a_mark_and_a_source() -> None:
    facts = [*MANUAL.opening, *(fact for case in MANUAL.cases for fact in case.facts)]
    assert all(fact.sources and set(fact.sources) <= set(MANUAL.sources) for fact in facts)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda pack: pack.update(catalogue="nobody.has.it"), "V985"),
        (lambda pack: pack["cases"][0].update(problem="noise"), "V986"),
        (lambda pack: pack["cases"][0].update(measures=["moat"]), "V986"),
    ],
)
def test_a_case_that_shows_what_the_catalogue_lacks_is_refused(
    tmp_path: Path, change: object, code: str
) -> None:
    pack = yaml.safe_load((PACK / "pack.yaml").read_text("utf-8"))
    pack["pack"]["published"] = str(pack["pack"]["published"])
    change(pack)  # type: ignore[operator]
    file = tmp_path / "manual.yaml"
    file.write_text(yaml.safe_dump(pack, allow_unicode=True, sort_keys=False), "utf-8")
    assert [one.code for one in check(file).errors] == [code]


def test_the_command_writes_the_manual_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["prevention", "manual", "--out", str(tmp_path), "--formats", "html"]
    assert main([*given, "--language", "es"]) == 0
    assert "manual.html" in capsys.readouterr().out
    assert 'lang="es"' in (tmp_path / "manual.html").read_text("utf-8")
