"""The report of a city beside chosen peers: a comparison in, a document out."""

from __future__ import annotations

from paseo.assessment.among_peers.among import AmongPeers
from paseo.assessment.among_peers.index import IndexPlace
from paseo.report.benchmark import notes, ranges
from paseo.report.benchmark.speaker import PeerSpeaker
from paseo.report.document import WRITER_WORDS, Document


def benchmark_document(
    found: AmongPeers, language: str = "en", index: IndexPlace | None = None
) -> Document:
    """Return the report of a city beside chosen peers in one language.

    Args:
        found: as :func:`paseo.assessment.among_peers.among.among_peers` makes it.
        language: of the report; content that lacks it falls back and is marked.
        index: the own city's band in an index, where one was asked for.
    """
    speaker = PeerSpeaker(found, language)
    return Document(
        title=speaker.tell("title", city=speaker.city),
        subtitle=speaker.tell("subtitle", depth=speaker.set_name, date=speaker.date),
        language=language,
        place=speaker.city,
        period=speaker.period(found.profile.period),
        made_at=found.profile.made_at,
        blocks=(
            *ranges.opening(speaker),
            *ranges.dimensions(speaker),
            *(ranges.index_blocks(speaker, index) if index is not None else ()),
            *notes.blocks(speaker),
        ),
        generated=speaker.say("generated") if found.profile.city.generated else "",
        words={word: speaker.say(word) for word in WRITER_WORDS},
    )
