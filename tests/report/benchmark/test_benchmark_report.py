"""The report of a city beside chosen peers: bands without an order, and no total anywhere."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from evidence_by_hand import asked, city_evidence
from framework_by_hand import FRAMEWORK
from paseo.assessment.among_peers.among import AmongPeers, among_peers
from paseo.assessment.among_peers.bands import bands_of, probability_above
from paseo.assessment.among_peers.choosing import PeerChoice
from paseo.assessment.among_peers.index import IndexPlace
from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.report.benchmark import benchmark_document
from paseo.report.benchmark.bundle import FORMATS, write_benchmark
from paseo.report.document import Figure, Heading, Table, plain
from paseo.report.writers.registry import WRITERS
from peers_by_hand import peers, towns

VALUES = (10, 12, 11, 49, 50, 51, 90, 92, 91, 93)


@pytest.fixture(scope="module")
def found() -> AmongPeers:
    hidden = asked("z", 1, None) | {"value": None, "status": columns.SUPPRESSED}
    return among_peers(
        city_evidence([asked("c", 50, 700), asked("c", 20, 700, indicator="V-1")]),
        PeerChoice(countries=("FI",)),
        peers([*towns(*VALUES), ("z", hidden)]),
        framework=FRAMEWORK,
    )


@pytest.fixture(scope="module")
def index(found: AmongPeers) -> IndexPlace:
    import numpy as np

    value = np.array([50.0, 10, 11, 90, 91, 92])
    names = ["c", *(f"k{at:02d}" for at in range(5))]
    ends = (value - 3, value + 3)
    bands = bands_of(names, "c", value, *ends, probability_above(value, *ends))
    assert bands is not None
    words = LanguageMap({"en": "Index", "es": "Índice"})
    return IndexPlace(words, words, 50, 47, 53, 0.9, 1000, 300, bands, ("k05",))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_writer_takes_it_and_no_phrase_is_left_open(
    found: AmongPeers, index: IndexPlace, language: str
) -> None:
    document = benchmark_document(found, language, index)
    page = WRITERS["html"].write(document).decode("utf-8")
    assert "%(" not in page
    assert not re.search(r"\b(band|bands|index|condition|chosen)\.\w+", page)
    for ending in ("pdf", "docx", "xlsx"):
        assert WRITERS[ending].write(document)


def test_members_of_a_band_stand_in_the_order_of_the_alphabet(found: AmongPeers) -> None:
    document = benchmark_document(found)
    (table,) = [one for one in document.tables() if "Bands around" in one.caption]
    names = [plain(row[-1].words) for row in table.rows]
    assert names == ["k06, k07, k08, k09", "k03, k04, k05", "k00, k01, k02"]
    assert [row[1].number for row in table.rows] == [4, 3, 3]


def test_dimensions_are_counted_and_never_added_up(found: AmongPeers) -> None:
    document = benchmark_document(found)
    table = next(one for one in document.tables() if "each dimension" in one.caption)
    assert [plain(row[0].words) for row in table.rows] == [
        "What is felt", "What happens", "Context",
    ]  # fmt: skip
    assert [row[1].number for row in table.rows] == [1, 1, 0]


def test_a_withheld_value_is_counted_and_its_city_named_in_no_band(found: AmongPeers) -> None:
    document = benchmark_document(found)
    figure = next(
        one for one in document.blocks if isinstance(one, Figure) and "beside 10" in one.title
    )
    assert any("withheld" in plain(note) for note in figure.notes)
    table = next(one for one in document.tables() if "Comparisons" in one.caption)
    assert "1: withheld" in plain(table.rows[0][4].words)


def test_no_index_is_there_unless_it_was_asked_for(found: AmongPeers, index: IndexPlace) -> None:
    def chapters(place: IndexPlace | None) -> set[str]:
        blocks = benchmark_document(found, "en", place).blocks
        return {one.id for one in blocks if isinstance(one, Heading)}

    assert chapters(index) - chapters(None) == {"index"}


def test_the_workbook_holds_the_numbers(found: AmongPeers) -> None:
    import openpyxl

    data = WRITERS["xlsx"].write(benchmark_document(found))
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = {cell.value for sheet in book for row in sheet for cell in row}
    assert {"k06, k07, k08, k09", 4} <= cells


def test_files_are_written_whole(found: AmongPeers, tmp_path: Path) -> None:
    written = write_benchmark(found, tmp_path, ("json", "html"))
    assert [one.name for one in written] == ["benchmark.json", "benchmark.html"]
    assert len(list(tmp_path.iterdir())) == 2
    with pytest.raises(ValueError, match="Unknown formats"):
        write_benchmark(found, tmp_path, ("odt",))
    assert FORMATS == ("json", "html", "pdf", "docx", "xlsx")
    assert isinstance(benchmark_document(found).tables()[0], Table)
