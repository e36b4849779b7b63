"""A register comes back from a file as it went in; what is wrong is told with its row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from paseo.content.language import LanguageMap
from paseo.content.problems import Problems, Refused
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.columns import columns, words
from paseo.prevention.measures.files import csv_text, read_register, write_csv
from paseo.prevention.measures.ground import NOWHERE, Ground
from paseo.prevention.measures.measure import (
    LEVELS,
    Aim,
    Level,
    Measure,
    Orientation,
    Placement,
    Register,
    Status,
)
from paseo.prevention.measures.workbook import Workbook, write_excel

# Whatever a person can type into a cell; space around a text is not part of it.
TEXTS = (
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
        max_size=40,
    )
    .map(str.strip)
    .filter(lambda text: " – " not in text)
)
NAMES = TEXTS.filter(bool)
LISTS = st.lists(NAMES, max_size=3, unique=True).map(tuple)
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
FIGURES = st.none() | st.floats(0, 1e12, allow_nan=False)
SHAPES = st.sampled_from(
    [None, Point(4.48, 51.0301), LineString([(0.1 + 0.2, 1 / 3), (1, 2)]), box(4, 51, 4.1, 51.1)]
)


def maybe(kind: type) -> st.SearchStrategy[object]:
    return st.none() | st.sampled_from(list(kind))  # type: ignore[call-overload]


MEASURES = st.builds(
    Measure,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True).filter(
        lambda code: not code.isdecimal()
    ),
    name=NAMES, problem=TEXTS, level=maybe(Level),
    deklerck=st.none() | st.integers(0, 4), orientation=maybe(Orientation), aim=maybe(Aim),
    target_groups=LISTS, restricts=LISTS, area=TEXTS, shape=SHAPES, area_type=TEXTS, actors=LISTS,
    lead=TEXTS, goal=TEXTS, indicators=LISTS, start=DAYS, end=DAYS, funded_until=DAYS,
    budget=FIGURES, currency=st.sampled_from(["EUR", "SEK"]), fte=FIGURES, reach=FIGURES,
    reach_unit=TEXTS, status=maybe(Status), evidence=st.none() | st.integers(0, 5),
    evaluation=TEXTS, uses=LISTS, sources=LISTS, description=TEXTS, note=TEXTS,
    placement=st.builds(
        Placement,
        answers=st.lists(
            st.tuples(st.sampled_from(["without_crime", "for_everyone"]),
                      st.sampled_from(["yes", "no"])),
            max_size=2, unique_by=lambda pair: pair[0],
        ).map(tuple),
        proposed=maybe(Level),
        reason=TEXTS,
    ),
)  # fmt: skip
REGISTERS = st.lists(MEASURES, max_size=4, unique_by=lambda one: one.id).map(Register)


def read(path: Path, ground: Ground = NOWHERE) -> tuple[Register, list[str]]:
    problems = Problems()
    register = read_register(path, problems, ground)
    return register, [one.code for one in problems]


@settings(max_examples=60)
@given(register=REGISTERS)
def test_csv_reads_back_exactly(
    register: Register, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "measures.csv"
    write_csv(register, path)
    assert read(path)[0].measures == register.measures
    assert [one.name for one in path.parent.iterdir()] == ["measures.csv"]


FULL = Measure(
    id="m1", name="=Gates; all", problem="nuisance_in_parks", level=Level.SPECIFIC, deklerck=3,
    orientation=Orientation.PROBLEM, aim=Aim.STRUCTURE, target_groups=("night_users", "a;b\\c"),
    restricts=("night_users",), area="north", shape=box(0.001, 0.001, 0.002, 1 / 300),
    area_type="park", actors=("police",), lead="city_wardens", goal="Fewer complaints\nat night",
    indicators=("SEC-21",), start=date(2024, 3, 1), end=date(2025, 2, 28),
    funded_until=date(2024, 12, 31), budget=12500.5, fte=0.1 + 0.2, reach=0, reach_unit="visits",
    status=Status.ENDED, evidence=0, evaluation="https://example.org/1", uses=("access_control",),
    sources=("Report 2023",), description="@shut", note="+1 more",
    placement=Placement((("without_crime", "no"),), Level.REACTION, "It blocks before the event"),
)  # fmt: skip


@pytest.fixture(scope="module")
def ground() -> Ground:
    areas = AreaTree(
        [
            Area("town", LanguageMap({"en": "Town"}), "city"),
            Area("north", LanguageMap({"en": "North – upper", "es": "Norte"}), "district", "town"),
        ]
    )
    indicators = {"SEC-21": LanguageMap({"en": "Nuisance reports"})}
    return Ground(areas, indicators, {"sex:F": LanguageMap({"en": "women"})}, load_catalogue())


@pytest.mark.parametrize("language", ["en", "es"])
def test_excel_reads_back_exactly_in_any_language(
    tmp_path: Path, ground: Ground, language: str
) -> None:
    bare = Measure(id="m2", name="Walks", start=date(1890, 1, 1), evidence=5)
    register = Register([FULL, bare])
    write_excel(register, tmp_path / "m.xlsx", ground, language, Workbook("Town", generated=True))
    found, codes = read(tmp_path / "m.xlsx", ground)
    assert found.measures == register.measures
    assert codes == ["V923", "V910", "V911"]


def test_a_template_without_rows_holds_no_measure_and_no_fault(
    tmp_path: Path, ground: Ground
) -> None:
    write_excel((), tmp_path / "m.xlsx", ground)
    register, codes = read(tmp_path / "m.xlsx", ground)
    assert (len(register), codes) == (0, [])


def test_a_template_lists_levels_problems_and_areas(tmp_path: Path, ground: Ground) -> None:
    from openpyxl import load_workbook

    write_excel((), tmp_path / "m.xlsx", ground, "es")
    book = load_workbook(tmp_path / "m.xlsx")
    assert book.sheetnames == ["Léame", "Medidas", "Problemas", "Áreas", "lists"]
    assert book["lists"].sheet_state == "hidden"
    lists = {cell.value for row in book["lists"].iter_rows() for cell in row}
    assert {
        "reaction – Reacción",
        "north – Norte",
        "domestic_burglary – Robo en viviendas",
    } <= lists
    explained = {row[0].value for row in book["Léame"].iter_rows()}
    assert {one.label.read("es").words for one in columns().values()} <= explained
    assert len(book["Medidas"].data_validations.dataValidation) == len(columns())


def test_a_text_beyond_a_cell_of_excel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="T233"):
        write_excel([Measure(id="m", name="Long", note="x" * 40_000)], tmp_path / "m.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_spanish_headers_words_and_numbers_are_understood(tmp_path: Path, ground: Ground) -> None:
    (tmp_path / "m.csv").write_text(
        "Registro de medidas\n"
        "Identificador;Título;Problemática;Nivel;Orientación;Dirigida a;Área;Actores;Presupuesto;"
        "Estado;Inicio;#interno\n"
        "m1;Rondas;Molestias en parques;Prevención específica;Orientada al problema;Personas;Norte;"
        '"Policía local; vecinos";12.500,50;En marcha;1.3.2024;x\n',
        encoding="cp1252",
    )
    register, codes = read(tmp_path / "m.csv", ground)
    one = register.measure("m1")
    assert (one.problem, one.level, one.aim) == ("nuisance_in_parks", Level.SPECIFIC, Aim.PERSON)
    assert (one.area, one.actors) == ("north", ("police", "residents"))
    assert (one.budget, one.start, one.status) == (12500.5, date(2024, 3, 1), Status.RUNNING)
    assert codes == ["T209"]


def test_the_catalogue_is_no_cage_for_words_of_the_city(tmp_path: Path, ground: Ground) -> None:
    (tmp_path / "m.csv").write_text(
        "id,name,problem,level,orientation,actors,uses\n"
        "m,Boats,theft of boats – marina,general,problem,harbour office,tide gauge\n"
    )
    register, codes = read(tmp_path / "m.csv", ground)
    one = register.measure("m")
    assert (one.problem, one.actors) == ("theft of boats – marina", ("harbour office",))
    assert codes == ["V925"]


def test_what_is_read_is_the_sheet_that_names_most_columns(tmp_path: Path) -> None:
    from openpyxl import Workbook as Book

    book = Book()
    book.active.append(["id", "name"])  # type: ignore[union-attr]
    sheet = book.create_sheet("more")
    sheet.append(["id", "name", "level"])
    sheet.append(["m1", "Walks", "reaction"])
    book.save(tmp_path / "m.xlsx")
    assert read(tmp_path / "m.xlsx")[0].measure("m1").level is Level.REACTION


def test_every_level_and_word_has_two_languages() -> None:
    for field in ("level", "orientation", "aim", "status"):
        assert all(set(one) == {"en", "es"} for one in words(field).values())
    assert [*words("level")] == [level.value for level in LEVELS]
    assert all(set(one.label) == set(one.help) == {"en", "es"} for one in columns().values())


def test_a_csv_writes_no_formula() -> None:
    line = csv_text([Measure(id="m", name="=1+1", note="+cmd|' /C calc'!A0")]).splitlines()[1]
    assert line.startswith("m,'=1+1,")
    assert "'+cmd|" in line
