"""What holds for packs that name the indicators of a framework: their target."""

from __future__ import annotations

from collections.abc import Iterable

from paseo.content.hints import hint
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.rules import ids


def check_codes(
    pack: Pack, codes: Iterable[tuple[str, Place]], problems: Problems, shelf: Shelf
) -> None:
    """Compare indicator codes with the framework to which the pack belongs."""
    target = pack.header.target
    framework = shelf.find(target)
    if framework is None or framework.header.kind != "framework":
        known = shelf.ids("framework")
        place = pack.documents[0].place(("pack", "target"))
        problems.add("P170", place, value=target[:80], hint=hint(target, known))
        return
    known = ids(framework, "indicators")
    for code, place in codes:
        if code not in known:
            problems.add("P171", place, value=code[:60], target=target, hint=hint(code, known))
