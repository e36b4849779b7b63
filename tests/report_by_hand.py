"""Documents by hand, for tests of the writers: a plain one, and one that means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from paseo.report.document import (
    WRITER_WORDS,
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Contents,
    Definitions,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
)

#: One string after another that some format could take for an instruction.
HOSTILE = (
    "<script>alert(1)</script>",
    '#import "x": y; #sys.inputs $x^2$ *b* _i_ `raw` \\ @ref <label> // no',
    "=cmd|' /C calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "]]> &amp; &#x0; \" ' </style>",
    "{{ block }} %(name)s ${x} %s",
    "مرحبا بالعالم \u202eright to left",
    "Ασφάλεια στον δημόσιο χώρο",
    "сигурност в града, безпека",
    "emoji 😀🏳️‍🌈 and 漢字",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "control \x00\x07\x0b and lone \ud800 surrogate",
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60" width="200" height="60" '
    'role="img" aria-labelledby="p-title p-desc" font-family="sans-serif" font-size="13">'
    '<title id="p-title">Picture</title><desc id="p-desc">Seven in ten.</desc>'
    '<circle class="happens" fill="#3B4A8C" cx="30" cy="30" r="8"/>'
    '<text class="ink" fill="#1C2430" x="60" y="35">70 %</text></svg>'
)


def small_table(caption: str = "Values", rows: int = 2) -> Table:
    return Table(
        caption,
        (Column("Place", width=2), Column("Value", "end"), Column("Said")),
        tuple(
            (Cell(f"Place {at}"), Cell(f"{at}.5", at + 0.5), Cell(f"{at}.5 %, between 0 and 9"))
            for at in range(rows)
        ),
        notes=("A note under the table.",),
    )


def document(*blocks: Block, **more: object) -> Document:
    """Return a document with these blocks, or with one of every kind."""
    whole = Document(
        title="Security in Exampletown",
        subtitle="Made for tests",
        language="en",
        place="Exampletown",
        period="2023",
        made_at=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
        blocks=blocks or every_block(),
        words={word: word.replace("_", " ") for word in WRITER_WORDS},
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def every_block() -> tuple[Block, ...]:
    return (
        Heading("Summary", 1, "summary"),
        Paragraph("First things first.", lead=True),
        Paragraph(
            (
                Run("Strong", "strong"),
                Run(" and "),
                Run("said", "emphasis"),
                Run(" and "),
                Run("quiet", "muted"),
                Run(". "),
                Run("Sensación", language="es"),
                Run(" "),
                Run("outside", link="https://example.org/a"),
                Run(" "),
                Run("inside", link="#values"),
            )
        ),
        Bullets(("One", "Two")),
        Bullets(("Seven", "Eight"), numbered=True, start=7),
        Contents("Contents"),
        PageBreak(),
        Heading("Values", 1, "values"),
        Heading("In a table", 2, "in-a-table"),
        small_table(),
        Figure(
            SVG, "What is felt", "A picture of it", "Seven in ten.", small_table("Felt"), ("N",)
        ),
        Callout("missing", "What is missing", ("Nothing is known of this.",)),
        Callout("caution", "Beware", ("Few answers.",)),
        Definitions((("Term", "What it means"),)),
    )


def hostile(language: str = "en") -> Document:
    """Return a document in which every text is one that could do harm."""
    blocks: list[Block] = []
    for at, words in enumerate(HOSTILE):
        table = Table(
            words,
            (Column(words), Column(words, "end")),
            ((Cell(words), Cell(words)), (Cell((Run(words, "strong"),)), Cell("1", 1.0))),
            notes=(words,),
        )
        blocks += [
            Heading(words, 1, f"part-{at}"),
            Paragraph((Run(words), Run(words, "strong", link=words), Run(words, language="el"))),
            Bullets((words, words), numbered=bool(at % 2)),
            Definitions(((words, words),)),
            table,
            Figure(SVG, words, words, words, table),
            Callout("generated", words, (words,)),
        ]
    return document(
        *blocks,
        title=HOSTILE[0] + HOSTILE[1],
        subtitle=HOSTILE[6],
        place=HOSTILE[2],
        period=HOSTILE[11],
        generated=HOSTILE[6],
        language=language,
    )
