"""Answers of a survey: 4,000 sheets x 200 questions out, 100,000 rows x 100 columns in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from paseo.evidence.questionnaires.answer_files import write_answers_csv, write_answers_xlsx
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.imports import read_answers
from paseo.evidence.questionnaires.plain import from_plain
from paseo.evidence.questionnaires.questionnaire import Questionnaire

CHANCE = np.random.default_rng(2021)
_TYPES = ("single", "scale", "number", "multiple", "text")


def form(count: int) -> Questionnaire:
    options = [{"code": str(one), "label": {"en": f"Option {one}"}} for one in range(1, 6)]
    questions = []
    for at in range(count):
        kind = _TYPES[at % len(_TYPES)]
        closed = {"options": options} if kind in ("single", "scale", "multiple") else {}
        one = {"id": f"q{at}", "section": "a", "type": kind, "text": {"en": f"Question {at}?"}}
        questions.append(one | closed)
    header = {
        "id": "x.questionnaire.bench", "kind": "questionnaire", "version": "1.0.0",
        "published": "2026-11-25", "language": "en", "languages": ["en"], "licence": "CC-BY-4.0",
        "evidence": "composed", "source": "ours", "target": "", "title": {"en": "Bench"},
        "provider": {"en": "Bench"}, "description": {},
    }  # fmt: skip
    sections = {
        "sources": [{"id": "ours", "title": {"en": "Ours"}}], "scales": [], "missing": [],
        "sections": [{"id": "a", "name": {"en": "A"}}], "questions": questions, "many": True,
        "changes": [],
    }  # fmt: skip
    return from_plain({"header": header, "sections": sections})


def sheets(asked: Questionnaire, count: int) -> list[AnswerSheet]:
    codes = CHANCE.integers(1, 6, (count, 200)).astype(str).tolist()
    made = []
    for at, row in enumerate(codes):
        values = {
            "single": lambda code: code, "scale": lambda code: code, "number": float,
            "multiple": lambda code: [code], "text": lambda code: f"words {code} and more",
        }  # fmt: skip
        answers = {
            one.id: Answer(values[one.type](code))
            for one, code in zip(asked.questions(), row, strict=True)
        }
        made.append(AnswerSheet(f"s{at}", asked.id, asked.version, answers))
    return made


@pytest.mark.parametrize(
    ("ending", "write"), [("csv", write_answers_csv), ("xlsx", write_answers_xlsx)]
)
def test_bench_export(
    benchmark: Callable[..., object], tmp_path: Path, ending: str, write: Callable[..., object]
) -> None:
    asked = form(200)
    some = sheets(asked, 4_000)
    benchmark.pedantic(lambda: write(asked, some, tmp_path / f"out.{ending}"), rounds=1)


def test_bench_import(benchmark: Callable[..., object], tmp_path: Path) -> None:
    asked = form(100)
    rows = 100_000
    columns: dict[str, object] = {"_id": range(rows), "_uuid": [f"u{at}" for at in range(rows)]}
    columns |= {one.id: CHANCE.integers(1, 6, rows).astype(str) for one in asked.questions()}
    path = tmp_path / "kobo.csv"
    pl.DataFrame(columns).write_csv(path)
    found = benchmark.pedantic(lambda: read_answers(path, asked), rounds=1)
    assert found.counts.taken == rows
