"""``paseo benchmark``: a city beside chosen peers, in ranges and bands."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, add_language
from paseo.cli.checking import print_problems
from paseo.cli.formats import formats_of, listed
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.assessment.among_peers.among import AmongPeers
    from paseo.assessment.among_peers.index import IndexPlace

_WORDS = ("paseo.cli", "benchmark.yaml")


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``benchmark``."""
    own = load_phrases(*_WORDS)
    benchmark = commands.add_parser("benchmark", help=own.say("benchmark", language))
    benchmark.add_argument(
        "folder", type=Path, metavar="CITY_FOLDER", help=words.say("assess_folder", language)
    )
    benchmark.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=words.say("assess_out", language)
    )
    for condition in ("country", "size", "kind"):
        benchmark.add_argument(
            f"--peers-{condition}", metavar="LIST", help=own.say(f"peers_{condition}", language)
        )
    benchmark.add_argument("--peers", metavar="LIST", help=own.say("peers", language))
    benchmark.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar="CODE",
        help=own.say("indicator", language),
    )
    benchmark.add_argument("--index", type=Path, metavar="SPEC", help=own.say("index", language))
    benchmark.add_argument(
        "--depth",
        choices=("rapid", "standard", "full"),
        help=words.say("assess_depth", language),
    )
    benchmark.add_argument("--formats", metavar="LIST", help=own.say("formats", language))
    add_language(benchmark, words.say("language", language), language)
    benchmark.set_defaults(run=run_benchmark)


def run_benchmark(chosen: argparse.Namespace) -> int:
    """Stand the city beside the peers chosen and write what was asked for."""
    from paseo.report.benchmark.bundle import FILES

    formats = formats_of(chosen, FILES)
    return formats if isinstance(formats, int) else _write(chosen, formats)


def _write(chosen: argparse.Namespace, formats: tuple[str, ...]) -> int:
    from paseo.assessment.among_peers.among import among_peers
    from paseo.assessment.among_peers.choosing import PeerChoice
    from paseo.assessment.among_peers.words import bands_said, chosen_said, index_said
    from paseo.assessment.assess import read_city
    from paseo.report.benchmark.bundle import write_benchmark

    language = chosen.language
    # On the error stream: the output of a command may be read by another one.
    city = read_city(chosen.folder, lambda found: print_problems(found, language, sys.stderr))
    found = among_peers(
        city,
        PeerChoice(
            countries=tuple(one.upper() for one in listed(chosen.peers_country)),
            sizes=listed(chosen.peers_size),
            kinds=listed(chosen.peers_kind),
            ids=listed(chosen.peers),
        ),
        depth=chosen.depth,
        indicators=chosen.indicator,
    )
    place = _index(chosen.index, found) if chosen.index else None
    written = write_benchmark(found, chosen.out, formats, language, place)
    own = load_phrases(*_WORDS)
    name = found.profile.city.name.read(language).words
    print(chosen_said(found.chosen, language))
    ranged = sum(one.ranged for one in found.dimensions)
    held = sum(one.held for one in found.dimensions)
    print(own.say("done", language, city=name, ranged=ranged, held=held, folder=chosen.out))
    for code in chosen.indicator:
        if code in found.bands:
            print(f"  {code}: {bands_said(found.bands[code], name, language)[0]}")
    if place is not None:
        for line in index_said(place, found.chosen, name, language):
            print(f"  {line}")
    for path in written:
        print(f"  {path.name}")
    return DONE


def _index(spec: Path, found: AmongPeers) -> IndexPlace:
    """Run an index with as many replications as that many peers need, and place the city in it."""
    from paseo.assessment.among_peers.index import index_place, replications_for
    from paseo.assessment.index.running import run_index
    from paseo.assessment.index.specification.pack import read_index

    index = read_index(spec)
    plan = index.spec.plan
    wanted = max(plan.replications, replications_for(found.chosen)) if plan else None
    run = run_index(
        index, uncertainty=plan is not None, analysis=False, removal=False, replications=wanted
    )
    return index_place(run, found.chosen, found.profile.city.id)
