"""The manual of the pyramid: a pack in, a document out."""

from __future__ import annotations

from paseo.prevention.manual.pack import Manual
from paseo.prevention.measures.catalogue import Catalogue
from paseo.report.document import Document
from paseo.report.prevention.manual.parts import blocks
from paseo.report.prevention.speaker import Speaker, Standing


def manual_document(
    manual: Manual, catalogue: Catalogue, standing: Standing, language: str = "en"
) -> Document:
    """Return the manual with its worked cases in one language.

    Args:
        manual: as :func:`paseo.prevention.manual.pack.load_manual` gives it.
        catalogue: the one that it names.
        standing: where and when; the manual belongs to no city, so its place may be empty.
        language: of the document; content that lacks it falls back and is marked.
    """
    speaker = Speaker(standing, language, "paseo.report.prevention.manual")
    return speaker.document(
        speaker.text(manual.title),
        speaker.say("subtitle", version=manual.version),
        "",
        blocks(manual, catalogue, speaker),
    )
