"""From a specification and its data to an index; both are checked, nothing is built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paseo.assessment.index.data.fingerprint import sum_of, sum_of_text
from paseo.assessment.index.data.places import places_of
from paseo.assessment.index.faults import numbered
from paseo.assessment.index.results import Index
from paseo.assessment.index.specification import choices, elements
from paseo.assessment.index.specification.entries import check_entries
from paseo.assessment.index.specification.panel import panel_use
from paseo.assessment.index.specification.spec import DataUse, IndexSpec, SensitivityUse
from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.loading import pack_file, read_pack
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems, Refused
from paseo.content.store import store
from paseo.stats.composite import Recipe, Structure

KIND = "index"


def read_index(path: Path, data: Path | None = None) -> Index:
    """Return an index with its data, checked.

    Args:
        path: the specification.
        data: the folder in which its tables are looked for first, or the city folder; the folder
            of the specification when None.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    pack, problems = _pack_of(path)
    return index_of(pack, data, problems)


def _pack_of(path: Path) -> tuple[Pack, Problems]:
    # Not through the store, which holds what it has read: a specification may lie anywhere.
    pack, problems = read_pack(pack_file(path), store())
    problems.refuse()
    if pack is None or pack.header.kind != KIND:
        kind = pack.header.kind if pack is not None else "–"
        problems.add("I800", Place(path.name), kind=kind)
        raise Refused(problems)
    return pack, problems


def index_of(pack: Pack, data: Path | None = None, problems: Problems | None = None) -> Index:
    """Return the index of a checked pack with its data.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    from paseo.assessment.index.data.reading import read_data
    from paseo.assessment.index.specification.framework import check_sides

    problems = Problems(problems or ())
    read = _Read(pack, data)
    spec = read.spec(problems)
    problems.refuse()
    with numbered(read.places, spec.file):
        found = read_data(spec, read.folders, read.places, problems)
    problems.refuse()
    assert found is not None
    sides = Problems()
    check_sides(found.spec, found.places, sides)
    said = {one.code for one in problems}
    problems.extend(one for one in sides if one.code not in said)
    problems.refuse()
    return replace(found, problems=problems, fingerprint={**read.fingerprint, **found.fingerprint})


@dataclass(frozen=True)
class Specified:
    """A specification without its data, and what is needed to read them.

    Args:
        spec: every choice.
        folders: where tables are looked for.
        places: of the entries of the specification.
        fingerprint: sums of the files read so far.
        problems: warnings and notes.
    """

    spec: IndexSpec
    folders: Folders
    places: dict[str, Place]
    fingerprint: dict[str, str]
    problems: Problems


def read_specified(path: Path, data: Path | None = None) -> Specified:
    """Return a specification without its data, checked.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    pack, problems = _pack_of(path)
    read = _Read(pack, data)
    spec = read.spec(problems)
    problems.refuse()
    return Specified(spec, read.folders, read.places, read.fingerprint, problems)


def build_spec(pack: Pack, problems: Problems | None = None) -> IndexSpec:
    """Return the specification of a checked pack, without its data.

    Args:
        pack: the specification.
        problems: receives warnings.

    Raises:
        Refused: the elements stand in a table that is not at hand, or are no hierarchy; an entry
            means nothing where it stands.
    """
    problems = Problems() if problems is None else problems
    spec = _Read(pack, None).spec(problems)
    problems.refuse()
    return spec


@dataclass
class Folders:
    """Where tables are looked for: the data folder first, then beside the specification."""

    pack: Path
    data: Path | None

    @property
    def every(self) -> tuple[Path, ...]:
        beside = self.pack.parent
        return (beside,) if self.data is None else (self.data, beside)

    def find(self, name: str, place: Place, problems: Problems) -> Path | None:
        """Return a file that lies in one of the folders; None after saying that none does."""
        for folder in self.every:
            root = folder.resolve()
            try:
                path = (root / name).resolve()
                is_inside = path.is_relative_to(root)
                is_there = path.is_file()
            except (OSError, ValueError, RuntimeError):
                is_inside = is_there = False
            if not is_inside:
                problems.add("P116", place, file=name[:80])
                return None
            if is_there:
                return path
        others = [one.name for folder in self.every if folder.is_dir() for one in folder.iterdir()]
        problems.add(
            "I801", place, file=name[:80], folder=self.every[0].name or ".",
            hint=hint(name, others),
        )  # fmt: skip
        return None


class _Read:
    """One reading of one specification."""

    def __init__(self, pack: Pack, data: Path | None) -> None:
        self.pack = pack
        self.folders = Folders(pack.path, data)
        self.places: dict[str, Place] = places_of(pack)
        self.fingerprint: dict[str, str] = {}

    def spec(self, problems: Problems) -> IndexSpec:
        given = self.folders.data
        if given is not None and not given.is_dir():
            problems.add("I877", Place(str(given)), folder=str(given))
            problems.refuse()
        text = self.pack.path.read_text("utf-8", errors="replace")
        self.fingerprint[self.pack.path.name] = sum_of_text(text)
        found = self._elements(problems)
        if found is None and not problems.errors:
            problems.add("I808", self.pack.place("elements"))
        problems.refuse()
        assert found is not None
        self.places.update(found.places)
        with numbered(self.places, self.pack.path.name):
            structure = Structure.of(found.elements)
            recipe = choices.recipe(
                self.pack.section("steps"),
                self.pack.sections.get("weighting"),
                self.pack.sections.get("aggregation"),
            )
        spec = self._filled(found, structure, recipe, text)
        stated = [code for code, one in found.more.items() if "_direction" in one]
        check_entries(self.pack, spec, self.places, problems, stated)
        return spec

    def _elements(self, problems: Problems) -> elements.Found | None:
        raw = self.pack.sections.get("elements")
        if not isinstance(raw, dict):
            return elements.from_entries(self.pack)
        place = self.pack.place("elements", "file")
        path = self.folders.find(raw["file"], place, problems)
        if path is None:
            return None
        self.fingerprint[raw["file"]] = sum_of(path)
        return elements.from_table(path, self.pack.header.language, problems, raw["file"])

    def _filled(
        self, found: elements.Found, structure: Structure, recipe: Recipe, text: str
    ) -> IndexSpec:
        pack, uncertain = self.pack, self.pack.mapping("uncertainty")
        names: dict[str, LanguageMap] = dict(found.names)
        for code, words in choices.named(uncertain):
            names.setdefault(code, pack.words(words))
            names.setdefault(code.partition("/")[2] or code, pack.words(words))
        more = found.more
        return IndexSpec(
            id=pack.id,
            version=pack.header.version,
            title=pack.header.title,
            description=pack.header.description,
            about=pack.words(pack.sections.get("about")),
            framework=pack.header.target,
            data=_data(pack.mapping("data"), found),
            structure=structure,
            names=names,
            dimensions={code: one["dimension"] for code, one in more.items() if "dimension" in one},
            recipe=recipe,
            plan=choices.plan(uncertain) if uncertain else None,
            sensitivity=_sensitivity(pack.mapping("sensitivity")),
            licence=pack.header.licence,
            provider=pack.header.provider,
            evidence=pack.header.evidence,
            sources={one["id"]: pack.words(one["title"]) for one in pack.section("sources")},
            file=pack.path.name,
            language=pack.header.language,
            text=text,
            joins_faces=pack.words(pack.sections.get("joins_faces")),
            generated=bool(pack.sections.get("generated", False)),
            indicators={code: one["indicator"] for code, one in more.items() if "indicator" in one},
            panel=panel_use(pack),
        )


def _data(one: dict[str, Any], found: elements.Found) -> DataUse:
    def texts(key: str) -> tuple[str, ...]:
        return tuple(str(inner) for inner in one.get(key, ()))

    return DataUse(
        kind=one["kind"],
        file=one.get("file", ""),
        pack=one.get("pack", ""),
        unit=one.get("unit", ""),
        name=one.get("name", ""),
        groups=tuple(dict.fromkeys((*texts("groups"), *found.groups))),
        beside=tuple(dict.fromkeys((*texts("beside"), *found.beside))),
        time=one.get("time", ""),
        period=str(one.get("period", "")),
        level=one.get("level", ""),
        periods={code: str(period) for code, period in one.get("periods", {}).items()},
        errors=one.get("errors", ""),
        units=texts("units"),
        countries=texts("countries"),
        sizes=texts("sizes"),
        kinds=texts("kinds"),
        sha256=one.get("sha256", ""),
        sheet=one.get("sheet", ""),
        columns=_keyed(found, "column"),
        error_columns=_keyed(found, "error"),
        count_columns=_keyed(found, "count"),
    )


def _keyed(found: elements.Found, key: str) -> dict[str, str]:
    return {code: one[key] for code, one in found.more.items() if key in one}


def _sensitivity(one: dict[str, Any]) -> SensitivityUse:
    usual = SensitivityUse()
    return SensitivityUse(
        base=one.get("base", usual.base),
        resamples=one.get("resamples", usual.resamples),
        level=float(one.get("level", usual.level)),
        seed=one.get("seed", usual.seed),
    )
