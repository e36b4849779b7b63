"""``paseo index``: check, build, uncertainty, sensitivity, compare, panel, replay."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paseo.cli import DONE, MISUSED, REFUSED, add_language
from paseo.cli.checking import print_problems
from paseo.content.phrases import Phrases, load_phrases
from paseo.content.writing import write_whole

if TYPE_CHECKING:
    from paseo.assessment.index.results import Index, IndexRun

_FILE = "index.yaml"
Say = Callable[..., str]


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``index`` with its steps."""
    own = load_phrases("paseo.cli", _FILE)

    def say(phrase: str) -> str:
        return own.say(phrase, language)

    index = commands.add_parser("index", help=say("index"))
    steps = index.add_subparsers(dest="step", required=True, metavar="STEP")
    parsers = {}
    for name, run in (
        ("check", run_check), ("build", run_build), ("uncertainty", run_uncertainty),
        ("sensitivity", run_sensitivity), ("compare", run_compare), ("panel", run_panel),
    ):  # fmt: skip
        parser = parsers[name] = steps.add_parser(name, help=say(name))
        parser.add_argument("spec", type=Path, metavar="SPEC", help=say("spec"))
        if name == "compare":
            parser.add_argument("other", type=Path, metavar="OTHER", help=say("other"))
        parser.add_argument("--data", type=Path, metavar="FOLDER", help=say("data"))
        if name != "check":
            parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("out"))
            parser.add_argument("--formats", metavar="LIST", help=say("formats"))
        parser.set_defaults(run=run, replications=None, seed=None, base=None)
    for name in ("uncertainty", "sensitivity"):
        parsers[name].add_argument(
            "--replications", type=int, metavar="N", help=say("replications")
        )
        parsers[name].add_argument("--seed", type=int, metavar="N", help=say("seed"))
    parsers["sensitivity"].add_argument("--base", type=int, metavar="N", help=say("base"))
    replay = parsers["replay"] = steps.add_parser("replay", help=say("replay"))
    replay.add_argument("record", type=Path, metavar="RECORD", help=say("record"))
    replay.add_argument("--data", type=Path, metavar="FOLDER", help=say("replay_data"))
    replay.set_defaults(run=run_replay)
    for parser in parsers.values():
        add_language(parser, words.say("language", language), language)


def run_check(chosen: argparse.Namespace) -> int:
    """Say everything that is wrong with a specification and its data."""
    from paseo.assessment.index.building import build_index
    from paseo.assessment.index.running import check_plan

    say = _say(chosen)
    index = _read(chosen.spec, chosen)
    built = build_index(index)
    faults = check_plan(index)
    print_problems(faults, chosen.language)
    if faults.errors:
        return REFUSED
    structure, plan = built.structure, index.spec.plan
    title = index.spec.title.read(chosen.language).words
    print(say("checked", title=title, units=len(built.units), indicators=len(structure.indicators),
              aggregates=len(structure.aggregates)))  # fmt: skip
    if plan is None:
        print(say("checked_no_plan"))
    else:
        names = [_named(index, one.name, chosen.language) for one in plan.factors]
        print(say("checked_plan", factors=", ".join(names)))
    return DONE


def run_build(chosen: argparse.Namespace) -> int:
    """Build an index and write it."""
    return _run(chosen, uncertainty=False, sensitivity=False)


def run_uncertainty(chosen: argparse.Namespace) -> int:
    """Find out how sure the positions are."""
    return _run(chosen, uncertainty=True, sensitivity=False)


def run_sensitivity(chosen: argparse.Namespace) -> int:
    """Find the choices that move the positions."""
    return _run(chosen, uncertainty=True, sensitivity=True)


def _run(chosen: argparse.Namespace, *, uncertainty: bool, sensitivity: bool) -> int:
    from paseo.assessment.index.running import need_plan, run_index
    from paseo.cli.index_lines import Telling, print_run

    formats = _formats(chosen)
    if formats is None:
        return MISUSED
    _need_room(chosen.out)
    index = _read(chosen.spec, chosen)
    if uncertainty or sensitivity:
        need_plan(index)
    telling = Telling(chosen.language)
    run = run_index(
        index, uncertainty=uncertainty, sensitivity=sensitivity, replications=chosen.replications,
        seed=chosen.seed, base=chosen.base, progress=telling.progress, tell=telling.part,
    )  # fmt: skip
    telling.end()
    print_run(run, chosen.language)
    return _write(run, chosen, formats)


def _write(run: IndexRun, chosen: argparse.Namespace, formats: tuple[str, ...]) -> int:
    from paseo.assessment.index.files.serialise import FORMATS, write_run

    documents = [one for one in formats if one not in FORMATS]
    made = {}
    if documents:
        from paseo.report.index import index_document
        from paseo.report.writers.registry import WRITERS

        document = index_document(run, chosen.language)
        made = {f"report.{one}": WRITERS[one].write(document) for one in documents}
    written = write_run(run, chosen.out, [one for one in formats if one in FORMATS])
    written += [write_whole(chosen.out / name, data) for name, data in made.items()]
    _print_written(chosen, written)
    return DONE


def run_compare(chosen: argparse.Namespace) -> int:
    """Stand two indices side by side."""
    from paseo.assessment.index.comparing import compare_indices
    from paseo.assessment.index.files.serialise import FORMATS, comparison_json
    from paseo.assessment.index.files.tables import comparison_tables, csv_of
    from paseo.assessment.index.running import run_index
    from paseo.cli.index_lines import print_comparison

    formats = _formats(chosen)
    if formats is None:
        return MISUSED
    runs = [
        run_index(_read(path, chosen), uncertainty=False, analysis=False, removal=False)
        for path in (chosen.spec, chosen.other)
    ]
    found = compare_indices(*runs)
    print_comparison(runs[0], runs[1], found, chosen.language)
    made = {}
    if "json" in formats:
        made["comparison.json"] = comparison_json(runs[0], runs[1], found)
    if "csv" in formats:
        made |= {f"{name}.csv": csv_of(rows) for name, rows in comparison_tables(*runs).items()}
    documents = [one for one in formats if one not in FORMATS]
    if documents:
        from paseo.report.index import comparison_document
        from paseo.report.writers.registry import WRITERS

        document = comparison_document(runs[0], runs[1], chosen.language)
        made.update((f"comparison.{one}", WRITERS[one].write(document)) for one in documents)
    _print_written(chosen, [write_whole(chosen.out / name, data) for name, data in made.items()])
    return DONE


def run_panel(chosen: argparse.Namespace) -> int:
    """Follow an index over the periods that its specification names."""
    from paseo.assessment.index.files.serialise import FORMATS
    from paseo.assessment.index.panel.files import write_panel
    from paseo.assessment.index.panel.running import read_panel
    from paseo.assessment.index.panel.running import run_panel as follow
    from paseo.cli.index_lines import print_panel

    formats = _formats(chosen)
    if formats is None:
        return MISUSED
    data = read_panel(chosen.spec, chosen.data)
    print_problems(
        [one for one in data.problems if one.code != "I809"], chosen.language, sys.stderr
    )
    run = follow(data)
    print_panel(run, chosen.language)
    documents = [one for one in formats if one not in FORMATS]
    made = {}
    if documents:
        from paseo.report.index import panel_document
        from paseo.report.writers.registry import WRITERS

        document = panel_document(run, chosen.language)
        made = {f"panel.{one}": WRITERS[one].write(document) for one in documents}
    written = write_panel(run, chosen.out, formats)
    written += [write_whole(chosen.out / name, data) for name, data in made.items()]
    _print_written(chosen, written)
    return DONE


def run_replay(chosen: argparse.Namespace) -> int:
    """Make a run again from its record; 1 when it is not equal."""
    from paseo.assessment.index.files.record import read_record, replay
    from paseo.cli.index_lines import Telling, print_replay

    telling = Telling(chosen.language)
    record = read_record(chosen.record)
    found = replay(record, chosen.data or Path(), telling.progress, telling.part)
    telling.end()
    print_replay(found, chosen.language)
    return DONE if found.equal else REFUSED


def _need_room(folder: Path) -> None:
    """Refuse, before a long run, a place where nothing can be written; nothing is made yet.

    Raises:
        OSError: as writing there would.
    """
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    if not os.access(there, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))


def _read(path: Path, chosen: argparse.Namespace) -> Index:
    """Read an index and say, on the error stream, what is remarkable about it."""
    from paseo.assessment.index.specification.pack import read_index
    from paseo.content.problems import Problems

    index = read_index(path, chosen.data)
    said = [one for one in index.problems if one.code != "I809"]  # the elements are here now
    print_problems(said, chosen.language, sys.stderr)
    return replace(index, problems=Problems(said))


def _formats(chosen: argparse.Namespace) -> tuple[str, ...] | None:
    """Return the formats asked for; None after saying which is not known or cannot be written."""
    from paseo.assessment.index.files.serialise import FORMATS
    from paseo.report.files import missing_extra

    known = (*FORMATS, "html", "pdf", "docx", "xlsx")
    words = load_phrases("paseo.cli")
    wanted = tuple((chosen.formats or ",".join(known)).replace(" ", "").split(","))
    for one in wanted:
        if one not in known:
            choices = ", ".join(known)
            print(
                words.say("unknown_format", chosen.language, format=one, choices=choices),
                file=sys.stderr,
            )
            return None
    lacking = {one: extra for one in wanted if (extra := missing_extra(one))}
    for one, extra in lacking.items():
        said = words.say("left_out", chosen.language, file=f"report.{one}", extra=extra)
        print(said, file=sys.stderr)
    if lacking and chosen.formats:
        return None
    return tuple(one for one in wanted if one not in lacking)


def _print_written(chosen: argparse.Namespace, written: list[Path]) -> None:
    print(_say(chosen)("written", folder=chosen.out))
    for path in written:
        print(f"  {path.relative_to(chosen.out).as_posix()}")


def _named(index: Index, code: str, language: str) -> str:
    words = index.spec.names.get(code)
    return words.read(language).words if words else code


def _say(chosen: argparse.Namespace) -> Say:
    own = load_phrases("paseo.cli", _FILE)

    def say(phrase: str, **values: Any) -> str:
        return own.say(phrase, chosen.language, **values)

    return say
