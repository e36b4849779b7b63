"""Fix a sheet before the start; afterwards only amendments with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence.areas import AreaTree
from paseo.prevention.sheets.plain import from_plain, to_plain
from paseo.prevention.sheets.sheet import FIXED_FIELDS, Amendment, Fixed, Sheet


def _words(phrase: str) -> LanguageMap:
    return load_phrases(__package__).map(phrase)


def lacking(sheet: Sheet, today: date, areas: AreaTree | None = None) -> Problems:
    """Return what stands against fixing a sheet today; nothing when it can be fixed.

    Needed are a title, the mechanism, a lead, an outcome indicator, a comparison area or the
    reason for none, a start that lies ahead and a review after it. Areas must be areas of the
    city, and a comparison area must lie apart from the area of the measure.
    """
    problems = Problems()
    missing = {
        "title": not sheet.title.strip(),
        "mechanism": not sheet.mechanism.strip(),
        "lead": not sheet.lead.strip(),
        "indicator": not sheet.indicators,
        "comparison": not sheet.comparison and not sheet.no_comparison.strip(),
        "start": sheet.start is None,
        "review": sheet.review is None,
    }
    for name, absent in missing.items():
        if absent:
            problems.add("V952", Place(entry=name), what=_words(f"lacking.{name}"))
    if sheet.start is not None and sheet.start <= today:
        problems.add("V953", Place(entry="start"), what=_words("lacking.start_passed"))
    if sheet.start is not None and sheet.review is not None and sheet.review <= sheet.start:
        problems.add("V953", Place(entry="review"), what=_words("lacking.review_first"))
    problems.extend(check_areas(sheet, areas))
    problems.extend(check_comparison(sheet, areas))
    problems.extend(check_displacement(sheet, areas))
    return problems


def check_areas(sheet: Sheet, areas: AreaTree | None) -> Problems:
    """Return a problem for every area that the city does not have; none where nobody knows."""
    problems = Problems()
    for name in ("area", "comparison", "displacement") if areas is not None else ():
        held = getattr(sheet, name)
        for code in (held,) if isinstance(held, str) else held:
            if code and areas is not None and code not in areas:
                words = [word for one in areas for word in (one.id, *one.name.values())]
                problems.add(
                    "V993", Place(entry=name), field=_words(f"field.{name}"), value=code[:60],
                    hint=hint(code, words), known=listed(one.id for one in areas),
                )  # fmt: skip
    return problems


def check_comparison(sheet: Sheet, areas: AreaTree | None) -> Problems:
    """Return a problem for every comparison area that lies in, around or on the treated one."""
    problems = Problems()
    for code in sheet.comparison:
        if not is_apart(code, sheet.area, areas):
            name = areas.area(code).name if areas and code in areas else code
            problems.add("V956", Place(entry="comparison"), area=name)
    return problems


def check_displacement(sheet: Sheet, areas: AreaTree | None) -> Problems:
    """Return a problem for every displacement area that is treated or compared with (V988).

    What moves into the treated area has not moved, and a comparison area into which the problem
    moves is none.
    """
    problems = Problems()
    for code in sheet.displacement:
        apart = is_apart(code, sheet.area, areas)
        if apart and all(is_apart(code, one, areas) for one in sheet.comparison):
            continue
        name = areas.area(code).name if areas and code in areas else code
        why = _words("moving.compared" if apart else "moving.treated")
        problems.add("V988", Place(entry="displacement"), area=name, why=why)
    return problems


def is_apart(code: str, treated: str, areas: AreaTree | None) -> bool:
    """Return whether an area lies apart from the treated one: not in, around or on it.

    Args:
        code: id of the area.
        treated: id of the treated area, "" for the whole city.
        areas: the city's areas; without them only the same id is not apart.
    """
    treated = treated or (areas.city.id if areas else "")
    if code == treated:
        return False
    if areas is None or code not in areas or treated not in areas:
        return True
    return code not in areas.ancestors(treated) and treated not in areas.ancestors(code)


def fix(sheet: Sheet, today: date, areas: AreaTree | None = None) -> Sheet:
    """Return a sheet fixed on a day.

    Raises:
        Refused: something is missing or out of order (V952, V953, V956, V993), or it is fixed
            already (V954).
    """
    if sheet.fixed is not None:
        problems = Problems()
        problems.add(
            "V954", Place(entry="fixed"), what=_words("field.sheet"),
            day=sheet.fixed.day.isoformat(),
        )  # fmt: skip
        problems.refuse()
    lacking(sheet, today, areas).refuse()
    plain = to_plain(sheet)
    return replace(sheet, fixed=Fixed(today, {name: plain[name] for name in FIXED_FIELDS}))


def changed(sheet: Sheet, **values: Any) -> Sheet:
    """Return a sheet with some fields changed.

    Raises:
        Refused: one of them was fixed (V954).
    """
    made = replace(sheet, **values)
    if sheet.fixed is not None:
        before, after = to_plain(sheet), to_plain(made)
        problems = Problems()
        for name in FIXED_FIELDS:
            if before[name] != after[name]:
                problems.add(
                    "V954", Place(entry=name), what=_words(f"field.{name}"),
                    day=sheet.fixed.day.isoformat(),
                )  # fmt: skip
        problems.refuse()
    return made


def amend(
    sheet: Sheet, field: str, after: Any, reason: str, day: date, areas: AreaTree | None = None
) -> Sheet:
    """Return a sheet with one more amendment; what was fixed stays as it was.

    Args:
        field: one of :data:`~paseo.prevention.sheets.sheet.FIXED_FIELDS`.
        after: the plain value that shall hold from now on.
        reason: why.
        day: of the amendment.
        areas: the city's areas, against which areas are held.

    Raises:
        Refused: nothing was fixed yet, the field was not, nothing changes, there is no reason
            (V955), the value cannot be read (V959), or its areas cannot be (V956, V993).
    """
    problems = Problems()
    why = _against(sheet, field, after, reason)
    if why:
        what = _words(f"field.{field}") if field in FIXED_FIELDS else field
        problems.add("V955", Place(entry=field), what=what, why=_words(f"amend.{why}"))
        problems.refuse()
    before = to_plain(in_force(sheet))[field]
    made = replace(
        sheet,
        amendments=(*sheet.amendments, Amendment(field, before, after, reason.strip(), day)),
    )
    force = in_force(made, problems)
    problems.refuse()
    if force.start and force.review and force.review <= force.start:
        problems.add("V953", Place(entry=field), what=_words("lacking.review_first"))
    problems.extend(check_areas(force, areas))
    problems.extend(check_comparison(force, areas))
    problems.extend(check_displacement(force, areas))
    problems.refuse()
    return made


def _against(sheet: Sheet, field: str, after: Any, reason: str) -> str:
    if sheet.fixed is None:
        return "not_fixed"
    if field not in FIXED_FIELDS:
        return "never_fixed"
    if not reason.strip():
        return "no_reason"
    return "no_change" if to_plain(in_force(sheet))[field] == after else ""


def in_force(sheet: Sheet, problems: Problems | None = None) -> Sheet:
    """Return a sheet with what its amendments say now, the last one of a field counting."""
    if not sheet.amendments:
        return sheet
    values = to_plain(sheet) | {one.field: one.after for one in sheet.amendments}
    return from_plain(values, problems if problems is not None else Problems())
