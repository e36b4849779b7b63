"""``paseo questionnaire pilot``: answers of a trial in, a report out."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.cli import DONE, MISUSED, REFUSED, main
from paseo.content.store import store
from paseo.evidence.questionnaires.answer_files import write_answers_csv
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.pack import build_questionnaire
from questions_by_hand import answer

PACK = """
pack:
  format: 1
  id: test.questionnaire.trial
  kind: questionnaire
  version: 1.0.0
  published: 2026-11-22
  language: en
  languages: [en]
  title: A trial
  provider: A test
  licence: CC-BY-4.0
  evidence: composed
  source: us
sources: [{id: us, title: Written for this test}]
questions:
  - {id: place, text: Which place?}
  - {id: lit, text: Is it lit?, options: [{code: y, label: "yes"}, {code: n, label: "no"}],
     missing: [dont_know]}
  - {id: end, text: Anything else?}
"""


@pytest.fixture
def trial(tmp_path: Path) -> tuple[Path, Path]:
    """A pack, and the answers of twelve people as our own table; five do not know."""
    pack = tmp_path / "trial.yaml"
    pack.write_text(PACK, "utf-8")
    read, problems = store().read(pack)
    assert read is not None, [str(one) for one in problems]
    form = build_questionnaire(read)
    sheets = [
        AnswerSheet(
            f"s{at}", form.id, form.version,
            {
                "place": answer(f"p{at // 2}"),
                "lit": answer("...dont_know" if at < 5 else "y"),
                "end": answer("x"),
            },
        )
        for at in range(12)
    ]  # fmt: skip
    write_answers_csv(form, sheets, tmp_path / "answers.csv")
    return pack, tmp_path / "answers.csv"


@pytest.mark.parametrize("ending", ["html", "pdf", "docx", "xlsx"])
def test_the_report_of_a_trial_is_written(
    trial: tuple[Path, Path], ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, answers = trial
    out = tmp_path / "made" / f"trial.{ending}"
    assert main(
        ["questionnaire", "pilot", str(pack), str(answers), "--out", str(out), "--unit", "place"]
    ) == DONE  # fmt: skip
    assert "Sheets read: 12. Proposed changes: 1." in capsys.readouterr().out
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    if ending == "html":
        said = " ".join(out.read_text("utf-8").split())
        assert "Ask somebody else, or give help" in said
        assert "6 units were answered for by two people." in said


def test_a_unit_that_is_no_question_is_refused_before_anything_is_written(
    trial: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, answers = trial
    out = tmp_path / "trial.html"
    command = ["questionnaire", "pilot", str(pack), str(answers), "--out", str(out)]
    assert main([*command, "--unit", "plaza"]) == MISUSED
    assert "plaza is not a question. Choose from: place, lit, end." in capsys.readouterr().err
    assert not out.exists()


def test_a_format_that_nobody_writes_is_refused(trial: tuple[Path, Path], tmp_path: Path) -> None:
    pack, answers = trial
    command = ["questionnaire", "pilot", str(pack), str(answers)]
    assert main([*command, "--out", str(tmp_path / "trial.odt")]) == MISUSED
    assert (
        main([*command[:2], str(tmp_path / "no.yaml"), str(answers), "--out", "x.html"]) == REFUSED
    )
