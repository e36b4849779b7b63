"""What the forms of a sheet offer: areas of the city, indicators under headings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from paseo.assessment.framework_pack import load_framework
from paseo.prevention.sheets.fixing import is_apart
from paseo.prevention.sheets.sheet import Sheet
from paseo.web.prevention.register.words import catalogue
from paseo.web.prevention.sheets.forms import Choices, Ground
from paseo.web.prevention.sheets.here import Here


def ground_of(here: Here, sheet: Sheet) -> Ground:
    """Return what can be chosen for a sheet in its city."""
    words = here.words
    areas = [(one.id, words.area(one.id)) for one in here.areas or () if one.level != "city"]
    apart = [(code, name) for code, name in areas if is_apart(code, sheet.area, here.areas)]
    return Ground(areas, apart, indicators(here, sheet), here.areas)


def indicators(here: Here, sheet: Sheet) -> Choices:
    """Return indicators: those of the problem, those with values, and the rest by dimension.

    An indicator stands once, under the first heading that fits it.
    """
    words, framework = here.words, load_framework(here.city.framework)
    problem = catalogue().problems.get(sheet.problem)
    mine = (*problem.happens, *problem.felt) if problem is not None else ()
    held = set(here.city.holdings.values_list("indicator", flat=True))
    known = [one.id for one in framework.indicators]
    groups = [
        (_("For this problem"), [code for code in mine if code in known]),
        (_("With values of this city"), [code for code in known if code in held]),
    ]
    for dimension in framework.dimensions:
        name = words.text(dimension.name)
        groups.append((name, [o.id for o in framework.indicators if o.dimension == dimension.id]))
    # What a sheet once held stays, also where the framework is another one by now.
    groups.append((_("Other"), list(sheet.indicators)))
    placed: set[str] = set()
    found: Choices = []
    for name, codes in groups:
        own = [code for code in dict.fromkeys(codes) if code not in placed]
        placed.update(own)
        named = sorted(((code, words.indicator(code)) for code in own), key=lambda one: one[1])
        if named:
            found.append((name, named))
    return found
