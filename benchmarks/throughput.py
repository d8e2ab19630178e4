"""Throughput of the whole pipeline against an obvious lower bound on the same texts, in one process.

usage: throughput.py [FOLDER]     (default: ../shared/corpus, else samples)

The bound does the least that any such parser must: one combined marker pattern on every line, and three passes of
`finditer` over the text. Runs alternate; medians and their ratio count, not the megabytes a second of one machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from vbparse import Source, parse, read
from vbparse.grammar import default_grammar

ROUNDS = 5


def main() -> None:
    """Print both rates and their ratio."""
    sources = [read(path) for path in texts()]
    size = sum(len(source.text.encode()) for source in sources) / 1e6
    bound(sources[0])
    parse(sources[0])
    times: dict[str, list[float]] = {"bound": [], "vbparse": []}
    for _ in range(ROUNDS):
        for name, work in (("bound", bound), ("vbparse", parse)):
            times[name].append(seconds(work, sources))
    print(f"{len(sources)} texts, {size:.1f} MB, medians of {ROUNDS} alternating rounds")
    for name, runs in times.items():
        spread = (max(runs) - min(runs)) / median(runs)
        print(f"{name:8} {size / median(runs):6.2f} MB/s  (spread {spread:.0%})")
    print(f"ratio    {median(times['bound']) / median(times['vbparse']):6.2f}  of the bound's rate")


def texts() -> list[Path]:
    """The files to read."""
    here = Path(__file__).parent.parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "shared" / "corpus"
    found = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [path for path in found if "asread" not in path.name] or sorted((here / "samples").glob("*.txt"))


def bound(source: Source) -> int:
    """One marker pattern a line, three passes over the text."""
    grammar = default_grammar()
    markers = grammar.rules("markers").union
    found = sum(bool(markers.match(line.lstrip())) for line in source.text.split("\n"))
    passes = (
        grammar.rules("citations").pattern("typed"),
        grammar.rules("times").union,
        grammar.rules("organs").pattern("verb"),
    )
    return found + sum(1 for pattern in passes for _ in pattern.finditer(source.text))


def seconds(work: Callable[[Source], object], sources: list[Source]) -> float:
    """Time that a piece of work takes on all texts."""
    start = time.perf_counter()
    for source in sources:
        work(source)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
