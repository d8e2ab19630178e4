"""How long a matrix of many plans takes, against the comparison of two of them.

usage: many_plans.py [PLANS]     (default: 30)

The plans are made from those of samples/: each has lost other words, so that no two are the same.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from vbparse import Source, compare, parse
from vbparse.matching.matrix import build_matrix

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = ("hp1631", "bg", "hn", "hp274")
LOST = 0.15
"""Share of the words that a plan has lost."""


def main() -> None:
    """Print the seconds that parsing, the matrix and one comparison take."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    workers = os.cpu_count() or 1
    texts = list(islice(variants(), count))
    start = time.perf_counter()
    documents = [parse(Source.of(text, path=f"{number}.txt")) for number, text in enumerate(texts, 1)]
    parsed = time.perf_counter()
    compare(documents[0], documents[1])
    compared = time.perf_counter()
    matrix = build_matrix(documents, workers=workers)
    done = time.perf_counter()
    print(f"{count} plans, {len(matrix.rows)} rows, {count * (count - 1) // 2} pairs, {workers} processes")
    print(f"parse   {parsed - start:6.2f} s")
    print(f"matrix  {done - compared:6.2f} s, as long as {(done - compared) / (compared - parsed):.0f} comparisons")


def variants() -> Iterator[str]:
    """Sample after sample, with words left out at random; the same ones in every run."""
    chance = random.Random(25)
    for name in cycle(NAMES):
        text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
        yield "\n".join(line if len(line) < 60 else thinned(line, chance) for line in text.split("\n"))


def thinned(line: str, chance: random.Random) -> str:
    """The line without some of its words; its beginning stays, for it tells what the line is."""
    first, *words = line.split(" ")
    return " ".join([first, *(word for word in words if chance.random() > LOST)])


if __name__ == "__main__":
    main()
