"""The report of an evaluation: what always stands in it, whatever the numbers are."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from evaluations_by_hand import counted, in_months
from paseo.content.language import LanguageMap
from paseo.prevention.evaluation.case import (
    Answer,
    Area,
    Better,
    Case,
    Count,
    Counts,
    CrimeClass,
    RivalAnswer,
    Role,
    Shares,
    Waves,
)
from paseo.prevention.evaluation.evaluating import evaluate
from paseo.report.document import Callout, Figure, Heading, Table, plain
from paseo.report.prevention.evaluation import evaluation_document
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS

STANDING = Standing(
    LanguageMap({"en": "Alder", "es": "Aliso"}), datetime(2026, 11, 26, tzinfo=UTC), generated=True
)
#: Height of a page in units of which a picture is 640 wide, less the words around it.
PAGE = 820


def two_areas() -> Case:
    return counted(park=("treated", 150, 100), square=("comparison", 120, 130))


def with_displacement() -> Case:
    return replace(
        counted(
            park=("treated", 100, 80), square=("comparison", 1000, 900),
            mall=("comparison", 120, 118), ring=("displacement", 40, 25),
            other=("displacement_comparison", 30, 25),
        ),
        level=0.9, expected=-0.2,
        answers={"regression": RivalAnswer(Answer.YES, "a peak in May", "Statistics office")},
    )  # fmt: skip


def by_month() -> Case:
    def line(level: int, fall: int) -> list[float | None]:
        return [float(level + (at * 7 + level) % 11 - (fall if at >= 24 else 0))
                for at in range(48)]  # fmt: skip

    return in_months(
        24, park=("treated", line(40, 9)), square=("comparison", line(38, 0)),
        **{f"d{at}": ("donor", line(30 + at, 0)) for at in range(6)},
    )  # fmt: skip


def by_class() -> Case:
    crimes = {"mv": (130, 74, 133, 91), "th": (327, 202, 388, 305), "bu": (398, 190, 148, 97)}
    cells = [cell for name, (a, b, c, d) in crimes.items()
             for cell in (Count("park", a, b, name), Count("square", c, d, name))]  # fmt: skip
    return replace(
        two_areas(), data=Counts(tuple(cells)),
        crimes=tuple(CrimeClass(name, name.upper(), at + 1) for at, name in enumerate(crimes)),
    )  # fmt: skip


def in_waves() -> Case:
    areas = (Area("park", Role.TREATED), Area("square", Role.COMPARISON))
    answers = (Shares("park", (180, 400), (220, 410)), Shares("square", (190, 395), (196, 402)))
    return Case(title="Walks", areas=areas, data=Waves(answers), better=Better.MORE)


def without_counts_after() -> Case:
    return replace(counted(park=("treated", 150, None), square=("comparison", 120, None)),
                   review=date(2027, 1, 1))  # fmt: skip


def without_data() -> Case:
    return replace(two_areas(), data=None)


def zeros() -> Case:
    return counted(park=("treated", 3, 0), square=("comparison", 0, 4), ring=("displacement", 0, 0))


SHAPES = (
    two_areas, with_displacement, by_month, by_class, in_waves, without_counts_after,
    without_data, zeros,
)  # fmt: skip
shapes = pytest.mark.parametrize("shape", SHAPES, ids=lambda one: one.__name__)


def words_of(document) -> str:
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            found += [plain(cell.words) for row in block.rows for cell in row]
            found += [block.caption, *map(plain, block.notes)]
        elif isinstance(block, Callout):
            found += [block.title, *map(plain, block.body)]
        elif isinstance(block, Figure):
            found += [block.title, block.description]
        else:
            found.append(repr(block))
    return "\n".join(map(str, found))


def headings(document) -> list[str]:
    return [one.id for one in document.blocks if isinstance(one, Heading)]


@shapes
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_shape_is_told_in_both_languages_and_never_as_proved(shape, language):
    document = evaluation_document(evaluate(shape()), STANDING, language)
    told = words_of(document)
    assert document.title and document.generated
    assert "prove" not in told.lower().replace("prueba", "")
    assert "%(" not in told
    assert "None" not in told.replace("words=None", "")
    assert headings(document)[0] == "short"


@shapes
def test_every_picture_fits_a_page_and_is_well_formed(shape):
    document = evaluation_document(evaluate(shape()), STANDING)
    pictures = [one for one in document.blocks if isinstance(one, Figure)]
    ids = []
    for one in pictures:
        drawn = etree.fromstring(one.svg.encode())
        assert float(drawn.get("height")) <= PAGE, one.title
        ids += [held.get("id") for held in drawn.iter() if held.get("id")]
    assert len(ids) == len(set(ids))
    assert len({one.title for one in pictures}) == len(pictures)


@shapes
def test_every_format_takes_it(shape):
    document = evaluation_document(evaluate(shape()), STANDING)
    assert WRITERS["html"].write(document)
    assert WRITERS["xlsx"].write(document).startswith(b"PK")


def test_the_answers_come_first_with_the_level_of_the_interval():
    found = evaluate(replace(two_areas(), level=0.9))
    document = evaluation_document(found, STANDING)
    assert headings(document)[1:4] == ["changed", "sure", "else"]
    assert "90 %" in words_of(document)
    assert any("Class 3" in one.title for one in document.blocks if isinstance(one, Callout))


def test_every_effect_stands_in_the_table_also_those_that_cannot_be_read():
    found = evaluate(zeros())
    document = evaluation_document(found, STANDING)
    table = next(one for one in document.tables() if "interval" in one.caption)
    assert len(table.rows) == len(found.effects)
    unread = [one for one in found.effects if not one.readable]
    assert unread
    assert sum("not readable" in plain(row[3].words) for row in table.rows) == len(unread)
    cells = {plain(cell.words).lower() for row in table.rows for cell in row}
    assert not cells & {"inf", "-inf", "nan", "∞", "−∞"}


def test_difference_and_ratio_that_point_apart_are_a_warning_with_the_twofold_rule():
    document = evaluation_document(evaluate(with_displacement()), STANDING)
    box = next(one for one in document.blocks if isinstance(one, Callout) and "ratio" in one.title)
    told = " ".join(map(plain, box.body))
    assert box.kind == "caution"
    assert "10 times apart" in told.replace("10.0", "10")
    assert "opposite" in told


def test_who_answered_another_explanation_and_why_stands_there():
    document = evaluation_document(evaluate(with_displacement()), STANDING)
    told = words_of(document)
    assert "answered by Statistics office. a peak in May" in told
    assert "composed for this tool" in told


def test_a_plan_says_what_could_be_seen_and_nothing_of_an_effect():
    document = evaluation_document(evaluate(without_counts_after()), STANDING)
    assert "power" in headings(document)
    assert not {"effects", "rivals"} & set(headings(document))
    assert "would be missed" in words_of(document)


def test_a_series_shows_what_was_expected_and_the_placebos():
    document = evaluation_document(evaluate(by_month()), STANDING)
    assert {"series", "placebos"} <= set(headings(document))
    tables = [one.caption for one in document.tables()]
    assert "What the twin is made of" in tables


def test_classes_of_events_get_a_picture_of_their_own():
    document = evaluation_document(evaluate(by_class()), STANDING)
    titles = [one.title for one in document.blocks if isinstance(one, Figure)]
    assert any(one.startswith("By class of event") for one in titles)


def test_pdf_and_word_take_it():
    document = evaluation_document(evaluate(with_displacement()), STANDING, "es")
    assert WRITERS["pdf"].write(document).startswith(b"%PDF")
    assert WRITERS["docx"].write(document).startswith(b"PK")
