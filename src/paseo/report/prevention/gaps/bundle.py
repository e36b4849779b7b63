"""The files of the gaps of one problem: the document, a row per gap, the data, the decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.prevention.gaps import Decided, Decision, GapWords, Search, decisions_file
from paseo.prevention.gaps.serialise import to_csv, to_plain
from paseo.report.document import Cell, Column, Document, Table
from paseo.report.prevention.files import json_bytes, names, write_files
from paseo.report.prevention.gaps.document import gaps_document
from paseo.report.prevention.speaker import Speaker, Standing

#: Format to file name.
FILES: Final = names("gaps", "csv", "json")
#: Format to file name, with the table in which decisions are filled in.
WITH_DECISIONS: Final = FILES | {"decisions": decisions_file.FILE}


def data_of(
    search: Search,
    decided: Decided,
    words: GapWords,
    others: Iterable[Decision] = (),
    *,
    generated: bool = False,
) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files that are no document.

    Args:
        search: what every rule did.
        decided: the gaps with what was decided on them.
        words: says them.
        others: decisions on other problems, carried along in the file of decisions.
        generated: the measures were invented; data then say so.
    """
    rows = decisions_file.decision_rows
    return {
        "csv": lambda: to_csv(search, decided, words, generated=generated).encode("utf-8-sig"),
        "json": lambda: json_bytes(to_plain(search, decided, words, generated=generated)),
        "decisions": lambda: decisions_file.to_csv(rows([(decided, words)], others)).encode(
            "utf-8-sig"
        ),
    }


def write_gaps(
    search: Search,
    decided: Decided,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
    *,
    problems: Mapping[str, LanguageMap] | None = None,
    others: Iterable[Decision] = (),
) -> list[Path]:
    """Write the gaps of a problem as files, each whole or not at all; see ``files.write_files``."""
    words = GapWords(search.asked, language, problems or {})
    return write_files(
        folder,
        WITH_DECISIONS,
        formats,
        lambda: gaps_document(search, decided, standing, language, problems),
        data_of(search, decided, words, others, generated=standing.generated),
    )


def decisions_document(
    rows: Iterable[Mapping[str, str]], standing: Standing, language: str = "en"
) -> Document:
    """Return the rows of a file of decisions as a document: a workbook that reads back."""
    speaker = Speaker(standing, language, __package__)
    words = load_phrases("paseo.prevention.gaps")
    return speaker.document(speaker.say("decisions_title"), speaker.say("decisions_fill"), "", [
        Table(
            caption=speaker.say("decisions_table"),
            columns=tuple(
                Column(words.say(f"column.{name}", language), width=3 if name == "says" else 1.5)
                for name in decisions_file.COLUMNS
            ),
            rows=tuple(
                tuple(Cell(row[name]) for name in decisions_file.COLUMNS) for row in rows
            ),
        )
    ])  # fmt: skip
