# ruff: noqa: E501 - forms are drawn as tables, one row a line
"""Forms that others wrote: what is kept, what is said of the rest, with its row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from paseo.content.problems import Refused
from paseo.evidence.questionnaires.variables import variables
from paseo.evidence.questionnaires.xlsform import ReadForm, read_xlsform, save_pack

Draw = Callable[[str], Path]
PACK = "city.questionnaire.form"


def codes(read: ReadForm) -> list[str]:
    return [one.code for one in read.problems]


def said(read: ReadForm, code: str) -> str:
    return next(str(one) for one in read.problems if one.code == code)


def columns(read: ReadForm) -> list[str]:
    return [one.name for one in variables(read.questionnaire)]


def test_usual_rows_become_questions_in_sections(draw: Draw, tmp_path: Path) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type                   | name    | label::English (en) | label::Español (es) | hint::English (en) | required | relevant           | constraint          | constraint_message::English (en) | appearance |
    |        | start                  | start   |                     |                     |                    |          |                    |                     |                                  |            |
    |        | begin group            | who     | You                 | Usted               |                    |          |                    |                     |                                  |            |
    |        | integer                | age     | Age                 | Edad                | In years           | yes      |                    | . >= 18 and . < 120 | Adults only                      |            |
    |        | select one from yesno  | lives   | Do you live here?   | ¿Vive aquí?         |                    | TRUE     |                    |                     |                                  | likert     |
    |        | end group              |         |                     |                     |                    |          |                    |                     |                                  |            |
    |        | begin_group            | more    | More                | Más                 |                    |          | ${lives} = 'yes'   |                     |                                  |            |
    |        | select_multiple places | where   | Where?              | ¿Dónde?             |                    |          |                    |                     |                                  |            |
    |        | rank places            | order   | Order them          | Ordene              |                    |          |                    |                     |                                  |            |
    |        | geopoint               | spot    | Show it             | Señálelo            |                    |          |                    |                     |                                  |            |
    |        | image                  | photo   | A photo             | Una foto            |                    |          |                    |                     |                                  |            |
    |        | text                   | words   | In your words       | Con sus palabras    |                    |          |                    |                     |                                  | multiline  |
    |        | end_group              |         |                     |                     |                    |          |                    |                     |                                  |            |
    | choices |
    |        | list_name | name      | label::English (en) | label::Español (es) |
    |        | yesno     | yes       | Yes                 | Sí                  |
    |        | yesno     | no        | No                  | No                  |
    |        | yesno     | dont_know | Cannot say          | No sabría decir     |
    |        | places    | park      | Park                | Parque              |
    |        | places    | -99       | Nowhere             | En ningún sitio     |
    | settings |
    |        | form_title | form_id | version    | default_language |
    |        | Streets    | streets | 2026112501 | Español (es)     |
    """), PACK)  # fmt: skip
    made = read.questionnaire
    assert (made.language, made.languages, made.many) == ("es", ("es", "en"), True)
    assert made.title["es"] == "Streets"
    assert "2026112501" in made.description["en"]
    assert [(one.id, one.name["en"], one.relevant) for one in made.sections] == [
        ("who", "You", ""), ("more", "More", "${lives} = 'yes'"),
    ]  # fmt: skip
    assert [(one.id, one.type) for one in made.questions()] == [
        ("age", "number"), ("lives", "scale"), ("where", "multiple"), ("order", "ranking"),
        ("spot", "place"), ("photo", "file"), ("words", "text"),
    ]  # fmt: skip
    age, lives, *_, words = made.questions()
    assert (age.whole, age.required, age.constraint) == (True, True, ". >= 18 and . < 120")
    assert age.help is not None and age.help["en"] == "In years"
    assert age.constraint_message is not None and age.constraint_message["en"] == "Adults only"
    assert lives.missing_codes() == ("dont_know",)
    assert lives.missing[0].label["en"] == "Cannot say"
    assert words.long and not age.long
    assert {one.evidence for one in made.questions()} == {"stated"}
    assert made.sources["form"]["es"] == "Streets (form.xlsx)"
    # pyxform warns of the hint and of the message that one language lacks.
    assert set(codes(read)) == {"X631", "X636", "X641"}
    assert "-99 → minus99" in said(read, "X641")
    save_pack(made, tmp_path / "pack.yaml")


def test_codes_and_names_that_change_change_in_conditions_too(draw: Draw) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type           | name     | label            | relevant                                     |
    |        | select_one yn  | _any-one | Anyone?          |                                              |
    |        | integer        | hh.size  | How many?        | ${_any-one} = '-1' or ${_any-one} = -1       |
    |        | text           | HH_size  | Who, of ${hh.size}? | selected(${_any-one}, 'sí') and ${hh.size} > 1 |
    | choices |
    |        | list_name | name | label |
    |        | yn        | -1   | No    |
    |        | yn        | sí   | Yes   |
    """), PACK)  # fmt: skip
    assert columns(read) == ["any_one", "hh_size", "HH_size_2"]
    assert read.renamed == {"_any-one": "any_one", "hh.size": "hh_size", "HH_size": "HH_size_2"}
    _, size, who = read.questionnaire.questions()
    assert size.relevant == "${any_one} = 'minus1' or ${any_one} = 'minus1'"
    assert who.relevant == "selected(${any_one}, 'si') and ${hh_size} > 1"
    assert who.text["en"] == "Who, of ${hh_size}?"
    assert {"X637", "X641", "X647"} <= set(codes(read))


def test_nested_groups_become_sections_and_layout_groups_vanish(draw: Draw) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type        | name  | label  | relevant     | appearance |
    |        | text        | first | First  |              |            |
    |        | begin_group | a     | Home   | ${first} = 1 |            |
    |        | text        | a1    | One    |              |            |
    |        | begin_group | page  |        | ${a1} = 2    | field-list |
    |        | text        | a2    | Two    | ${a1} = 3    |            |
    |        | end_group   |       |        |              |            |
    |        | begin_group | b     | Street | ${a1} = 4    |            |
    |        | text        | b1    | Three  |              |            |
    |        | end_group   |       |        |              |            |
    |        | text        | a3    | Four   |              |            |
    |        | end_group   |       |        |              |            |
    """), PACK)  # fmt: skip
    assert [(one.id, one.name["en"], one.relevant) for one in read.questionnaire.sections] == [
        ("main", "Questions", ""),
        ("a", "Home", "${first} = 1"),
        ("b", "Home – Street", "(${first} = 1) and (${a1} = 4)"),
        ("a_2", "Home", "${first} = 1"),
    ]
    second = read.questionnaire.question("a2")
    assert second is not None and second.relevant == "(${a1} = 2) and (${a1} = 3)"


def test_a_repeat_group_keeps_its_columns_and_nested_ones_are_said(draw: Draw) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type          | name     | label    | repeat_count | relevant           |
    |        | integer       | n        | Number   |              |                    |
    |        | begin_repeat  | visit    | Visit    | ${n}         |                    |
    |        | date          | visit_on | When?    |              |                    |
    |        | note          | hello    | Hello    |              |                    |
    |        | text          | why      | Why?     |              | ${visit_on} != ''  |
    |        | begin_repeat  | inner    | Again    |              |                    |
    |        | text          | lost     | Lost     |              |                    |
    |        | end_repeat    |          |          |              |                    |
    |        | end_repeat    |          |          |              |                    |
    """), PACK)  # fmt: skip
    assert columns(read) == ["n", "visit_on", "visit_why"]
    assert read.renamed == {"why": "visit_why"}
    visit = read.questionnaire.question("visit")
    assert visit is not None and visit.fields[1].relevant == "${visit_on} != ''"
    assert "row 7" in said(read, "X642") and "lost" in said(read, "X642")
    assert "row 3" in said(read, "X643") and "${n}" in said(read, "X643")
    assert "hello" in said(read, "X636")


def test_a_table_of_questions_is_a_matrix_where_its_names_allow_it(draw: Draw) -> None:
    form = """
    | survey |
    |        | type          | name    | label  | appearance   | required |
    |        | begin_group   | t       | Table  | %s           |          |
    |        | select_one l  | t_head  | Head   | label        |          |
    |        | select_one l  | %s_a    | Row a  | list-nolabel | yes      |
    |        | select_one l  | %s_b    | Row b  | list-nolabel | yes      |
    |        | end_group     |         |        |              |          |
    | choices |
    |        | list_name | name | label |
    |        | l         | 1    | Low   |
    |        | l         | 2    | High  |
    """
    named = read_xlsform(draw(form % ("field-list", "t", "t")), PACK)
    (matrix,) = named.questionnaire.questions()
    assert (matrix.type, [one.id for one in matrix.rows], matrix.required) == (
        "matrix", ["a", "b"], True,
    )  # fmt: skip
    assert columns(named) == ["t_a", "t_b"]
    # Other names would be lost as columns of the answers: they stay questions of their own.
    other = read_xlsform(draw(form % ("field-list", "x", "y")), PACK)
    assert [one.type for one in other.questionnaire.questions()] == ["single", "single"]
    assert columns(other) == ["x_a", "y_b"]


def test_types_that_we_do_not_have_are_kept_as_others_and_said(draw: Draw) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type                            | name  | label  | parameters              | choice_filter | required   | body::accept |
    |        | dateTime                        | dt    | When   |                         |               |            |              |
    |        | barcode                         | bar   | Code   |                         |               |            |              |
    |        | geotrace                        | line  | Way    |                         |               |            |              |
    |        | acknowledge                     | ok    | Read?  |                         |               |            |              |
    |        | range                           | r     | Range  | start=0 end=10 step=1   |               |            |              |
    |        | range                           | f     | Finer  | start=-1 end=1 step=0.5 |               | ${r} > 5   |              |
    |        | select_one_from_file towns.csv  | town  | Town   |                         |               |            |              |
    |        | select_one area                 | area  | Area   |                         | town=${town}  |            |              |
    |        | select_multiple area or_other   | areas | Areas  |                         |               |            |              |
    |        | file                            | doc   | Paper  |                         |               |            | .pdf,.docx   |
    | choices |
    |        | list_name | name | label | town |
    |        | area      | n    | North | a    |
    |        | area      | s    | South | b    |
    """), PACK)  # fmt: skip
    found = {one.id: one for one in read.questionnaire.questions()}
    assert {name: one.type for name, one in found.items()} == {
        "dt": "text", "bar": "text", "line": "place", "ok": "single", "r": "number",
        "f": "number", "town": "text", "area": "single", "areas": "multiple", "doc": "file",
    }  # fmt: skip
    assert (found["r"].low, found["r"].high, found["r"].whole) == (0, 10, True)
    assert (found["f"].low, found["f"].high, found["f"].whole) == (-1.0, 1.0, False)
    assert found["doc"].accepts == (".pdf", ".docx")
    assert "areas_other" in columns(read)
    assert "row 8" in said(read, "X635")
    assert "row 9" in said(read, "X639") and "town=${town}" in said(read, "X639")
    assert "row 7" in said(read, "X643")
    assert codes(read).count("X638") == 3


def test_a_calculated_value_stands_as_its_calculation_in_conditions(draw: Draw) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type      | name  | label | calculation         | relevant      |
    |        | integer   | a     | A     |                     |               |
    |        | calculate | twice |       | ${a} * 2            |               |
    |        | calculate | more  |       | ${twice} + 1        |               |
    |        | calculate | far   |       | pulldata('x', 'y', 'z', ${a}) |     |
    |        | text      | b     | B     |                     | ${more} > 10  |
    |        | text      | c     | C     |                     | ${far} = 'x'  |
    """), PACK)  # fmt: skip
    b, c = (read.questionnaire.question(one) for one in "bc")
    assert b is not None and b.relevant == "((${a} * 2) + 1) > 10"
    assert c is not None and c.relevant == ""
    assert "row 7" in said(read, "X644") and "pulldata" in said(read, "X644")


@pytest.mark.parametrize(
    "relevant",
    ["${later} = 1", "../a = 1", "position(..) > 1", "once(1)", "${a} = ", "count(${a}"],
)
def test_conditions_that_we_cannot_use_never_stop_a_form(draw: Draw, relevant: str) -> None:
    path = draw(f"""
    | survey |
    |        | type  | name  | label | relevant    |
    |        | text  | a     | A     |             |
    |        | text  | b     | B     | {relevant}  |
    |        | text  | later | L     | ${{b}} = 1  |
    """)
    read = read_xlsform(path, PACK)
    assert [one.id for one in read.questionnaire.questions()] == ["a", "b", "later"]
    lost = read.questionnaire.question("b")
    assert lost is not None and lost.relevant == ""
    assert "row 3" in said(read, "X644") and relevant.split(maxsplit=1)[0] in said(read, "X644")


def test_labels_without_a_language_are_in_the_one_that_is_given(draw: Draw) -> None:
    form = """
    | survey |
    |        | type | name | label  | label::Français | label::Xyz |
    |        | text | a    | Hola   | Salut           | Qwx        |
    """
    read = read_xlsform(draw(form), PACK, language="es")
    (question,) = read.questionnaire.questions()
    assert dict(question.text) == {"es": "Hola", "fr": "Salut"}
    assert read.questionnaire.language == "es"
    assert "Xyz" in said(read, "X645")
    assert "es" in said(read, "X647")


def test_columns_without_a_place_are_named(draw: Draw) -> None:
    read = read_xlsform(draw("""
    | survey |
    |        | type | name | label | media::image | default | guidance_hint |
    |        | text | a    | A     | a.png        | x       | Say it slowly |
    """), PACK)  # fmt: skip
    assert said(read, "X646").count("media::image, default, guidance_hint") == 1


def test_a_form_of_a_thousand_questions_is_read_whole(draw: Draw, tmp_path: Path) -> None:
    rows = "\n".join(
        f"| | select_one l | q{n} | Question {n} | {f'${{q{n - 1}}} = 1' if n else ''} |"
        for n in range(1000)
    )
    read = read_xlsform(draw(f"""
    | survey |
    |        | type | name | label | relevant |
    {rows}
    | choices |
    |        | list_name | name | label |
    |        | l | 1 | One |
    |        | l | 2 | Two |
    """), PACK)  # fmt: skip
    assert sum(1 for _ in read.questionnaire.questions()) == 1000
    assert codes(read) == ["X647"]
    save_pack(read.questionnaire, tmp_path / "pack.yaml")


@pytest.mark.parametrize(
    ("form", "message", "row"),
    [
        ("| survey |\n| | type | name | label |\n| | text | a | A |\n| | wrong | b | B |",
         "Unknown question type", 3),
        ("| survey |\n| | type | name | label |\n| | begin_group | a | A |\n| | text | b | B |",
         "begin_group", 2),
        ("| survey |\n| | type | name | label |\n| | text | a b | A |", "name", 2),
        ("| survey |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 1 |",
         "'b'", 2),
    ],
)  # fmt: skip
def test_what_pyxform_refuses_is_passed_on_with_its_row(
    draw: Draw, form: str, message: str, row: int
) -> None:
    with pytest.raises(Refused) as refused:
        read_xlsform(draw(form), PACK)
    (problem,) = refused.value.problems.errors
    assert problem.code == "X630"
    assert message in problem.values["message"]
    assert problem.place.row == row


def test_a_form_that_asks_nothing_is_refused(draw: Draw) -> None:
    with pytest.raises(Refused, match="X649"):
        read_xlsform(draw("| survey |\n| | type | name | label |\n| | note | a | A |"), PACK)
