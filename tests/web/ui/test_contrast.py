"""Every pair of colours that meet on a page, computed from the tokens' own file."""

import re
from pathlib import Path

import pytest

import paseo.web.ui

TOKENS = Path(paseo.web.ui.__file__).parent / "static/ui/tokens.css"
FOUND = {
    name: (day, night)
    for name, day, night in re.findall(
        r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);", TOKENS.read_text("utf-8")
    )
}

SURFACES = ("paper", "sheet", "wash")
TEXT = [  # WCAG 2.2, 1.4.3: 4.5 to 1
    *((ink, surface) for ink in ("ink", "muted", "action", "happens", "felt", "gap")
      for surface in SURFACES),
    *(("ink", wash) for wash in ("action-wash", "gap-wash", "felt-wash", "happens-wash",
                                 "peers-wash")),
    ("peers", "paper"), ("peers", "sheet"),
    ("action-deep", "paper"), ("action-deep", "action-wash"), ("action", "action-wash"),
    ("on-action", "action"), ("on-action", "action-deep"),
    ("on-gap", "gap"), ("gap", "gap-wash"), ("gap-deep", "gap-wash"), ("felt", "felt-wash"),
    ("happens", "happens-wash"),
]  # fmt: skip
MARKS = [  # WCAG 2.2, 1.4.11: 3 to 1
    *((line, surface) for line in ("edge", "unknown", "peers", "happens", "felt", "gap", "action")
      for surface in SURFACES),
    ("happens", "peers-wash"), ("felt", "peers-wash"), ("gap", "peers-wash"),
    ("peers", "peers-wash"), ("ink", "peers-wash"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_agrees_with_the_published_extremes():
    # WCAG 2.2: black on white is 21:1; #767676 on white is the known 4.54:1.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


def test_the_colours_of_the_design_are_the_tokens():
    assert FOUND["paper"] == ("#FBFAF7", "#12161D")
    assert FOUND["happens"] == ("#3B4A8C", "#A9B4EA")
    assert FOUND["felt"] == ("#8F5200", "#EDB45F")
    assert FOUND["gap"] == ("#7A2E5D", "#E09CC6")


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "surface"), TEXT)
def test_text_can_be_read(ink, surface, time):
    assert contrast(FOUND[ink][time], FOUND[surface][time]) >= 4.5


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("mark", "surface"), MARKS)
def test_marks_and_edges_can_be_seen(mark, surface, time):
    assert contrast(FOUND[mark][time], FOUND[surface][time]) >= 3


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
def test_the_map_scale_goes_one_way(time):
    steps = [luminance(FOUND[f"scale-{number}"][time]) for number in range(1, 6)]
    assert steps == sorted(steps, reverse=time == 0)


def test_every_colour_of_the_other_files_is_a_token():
    for name in ("base.css", "components.css", "charts.css"):
        text = (TOKENS.parent / name).read_text("utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-])", text), name
