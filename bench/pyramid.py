"""How long a pyramid and its gaps take for 1,000 measures: run it, it prints milliseconds.

The bound of the plan is 300 ms for the pyramid with effort, coherence and two years together with
the gaps of every problem; the picture and the page come on top and are printed beside. Of 10,000
measures, the most that a register may hold, the pyramid must be there within two seconds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from statistics import median

from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area
from paseo.prevention.gaps.finding import search_every_problem
from paseo.prevention.gaps.pack import load_gap_rules
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.measure import Measure, Register, Status
from paseo.prevention.pyramid.effort import By
from paseo.prevention.pyramid.pyramid import Scope, build_pyramid
from paseo.prevention.pyramid.view import look
from paseo.report.prevention.pyramid.drawing import pyramid_picture

MEASURES, AREAS, BOUND = 1_000, 60, 300.0
MOST, BOUND_MOST = 10_000, 2_000.0
#: Groups for which every measure of a crowded register is.
CROWD = ("young_people", "women", "older_people")


def areas() -> AreaTree:
    found = [Area(id="city", name=LanguageMap({"en": "City"}), level="city")]
    for at in range(AREAS):
        name = LanguageMap({"en": f"Area {at}"})
        parent = None if at < 10 else f"a{at % 10}"
        level = "district" if at < 10 else "neighbourhood"
        found.append(Area(id=f"a{at}", name=name, level=level, parent=parent))
    return AreaTree(found)


def register(count: int = MEASURES, seed: int = 1) -> Register:
    """Return measures drawn from the catalogue, spread over areas, years and sizes."""
    draw, models = random.Random(seed), load_catalogue().measures
    found = []
    for at in range(count):
        model = draw.choice(models)
        start = date(draw.randint(2018, 2026), draw.randint(1, 12), 1)
        found.append(
            Measure(
                id=f"m{at}", name=model.name.read("en").words, problem=model.problem,
                level=model.level, orientation=model.orientation, aim=model.aim,
                target_groups=model.target_groups, actors=model.actors,
                area=draw.choice(["", *(f"a{one}" for one in range(AREAS))]),
                goal="Fewer complaints" if draw.random() < 0.6 else "",
                start=start, end=date(start.year + 2, 12, 31) if draw.random() < 0.3 else None,
                fte=round(draw.lognormvariate(0, 1), 1) if draw.random() < 0.8 else None,
                budget=round(draw.lognormvariate(10, 1)) if draw.random() < 0.7 else None,
                status=Status.RUNNING,
            )
        )  # fmt: skip
    return Register(found)


def timed(name: str, work: Callable[[], object], times: int = 7) -> float:
    taken = []
    for _again in range(times):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    print(f"{name:<58}{median(taken):8.1f} ms")
    return median(taken)


def main() -> None:
    held, tree, rules = register(), areas(), load_gap_rules()
    today = date(2026, 5, 1)
    scope = Scope(year=2026)
    timed("pyramid alone", lambda: build_pyramid(held, scope))
    whole = timed(
        "pyramid, effort, coherence, two years",
        lambda: look(held, scope, beside=2024, areas=tree),
    )
    whole += timed(
        "gaps of every problem",
        lambda: search_every_problem(held, rules, today=today, areas=tree),
    )
    print(f"{'together':<58}{whole:8.1f} ms (bound {BOUND:.0f})")
    view = look(held, scope, beside=2024, areas=tree)
    for by in (By.COUNT, By.FTE):
        for width in (720, 342):
            timed(
                f"picture by {by}, {width} wide",
                lambda by=by, width=width: pyramid_picture(view, "en", by=by, width=width),
            )
    large = register(MOST)
    most = timed("10,000 measures: pyramid, effort, coherence", lambda: look(large, areas=tree), 3)
    crowded = Register(replace(one, area="", target_groups=CROWD) for one in large)
    most = max(most, timed("10,000 measures for three groups", lambda: look(crowded), 3))
    print(f"{'the slower of both':<58}{most:8.1f} ms (bound {BOUND_MOST:.0f})")
    assert whole < BOUND
    assert most < BOUND_MOST


if __name__ == "__main__":
    main()
