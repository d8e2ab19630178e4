"""How fast vbparse starts, reads and compares, beside the least that such a program must do and beside its peers.

usage: speed.py [FOLDER] [--rounds N] [--save]     (default: ../shared/corpus, else samples; 11 rounds)

Every round runs each command or piece of work once, so that a busy machine slows all of them; the median of the
rounds' ratios counts, not the seconds. What runs in this process is measured in processor time. Spread is how far the
middle half of the rounds lies apart, as a share of the median. `--save` writes benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from many_plans import variants
from peer_methods import Absent, difflib_ratios, fuzz_ratio, git_words, tf_idf

from vbparse import Source, compare, parse, read
from vbparse.grammar import default_grammar
from vbparse.matching.matrix import build_matrix

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
LEFT, RIGHT = ROOT / "samples" / "hp1631.txt", ROOT / "samples" / "bg.txt"
PACKAGES = ("typer", "regex", "rapidfuzz", "rich", "pydantic")
PLANS = 30
CLAUSES = 3000
SIZES = (1, 2, 4, 8, 16)
"""How many times the samples stand in the texts by which growth is measured."""


class Row(NamedTuple):
    """A line of the table."""

    group: str
    name: str
    value: float
    """Median of the rounds."""
    unit: str
    ratio: float | None = None
    """To the first row of the group: median of the rounds' ratios."""
    spread: float | None = None
    target: str = ""


Work = Callable[[], object]


def main() -> None:
    options = arguments()
    rows = list(measure(options.folder, options.rounds))
    print_table(rows)
    if options.save:
        found = {"machine": machine(), "rounds": options.rounds, "rows": [row._asdict() for row in rows]}
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results.json")
    return parser.parse_args()


def measure(folder: Path, rounds: int) -> Iterator[Row]:
    """All rows, group by group."""
    yield from starts(rounds)
    yield from throughput(texts(folder), max(3, rounds // 2))
    yield from comparing(max(3, rounds // 2))
    yield from growth()
    yield from many()


def texts(folder: Path) -> list[Path]:
    """The files to read."""
    found = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [path for path in found if "asread" not in path.name] or sorted((ROOT / "samples").glob("*.txt"))


# --- starts -------------------------------------------------------------------------------------------------------

TARGETS = {"--version": "≤ 2", "--help": "≤ 10", "parse": "≤ 11", "compare": "≤ 20"}


def starts(rounds: int) -> Iterator[Row]:
    """Whole processes, from nothing; the first, unmeasured round fills the cache that later runs start from."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": folder}
        # Without compiled modules every start would compile them anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = command_lines(Path(folder) / "out.json")
        works = {name: partial(run, command, environment) for name, command in commands.items()}
        times = alternate(works, rounds, time.perf_counter)
        memory = peak_of(commands["compare"], environment)
    yield from table("start", times, "ms", TARGETS, 1000)
    imports, whole = times["importing what vbparse stands on"], times["compare"]
    ratios = [one / other for one, other in zip(whole, imports, strict=True)]
    yield Row("start", "compare as a multiple of these imports", median(ratios), "×", None, spread(ratios), "≤ 1")
    yield Row("start", "peak memory of compare", memory, "MB", target="≤ 80")


def command_lines(output: Path) -> dict[str, list[str]]:
    """What is run: the floor, the packages that vbparse stands on, then vbparse."""
    program = [sys.executable, "-m", "vbparse"]
    written = ["--json", "-o", str(output)]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "importing what vbparse stands on": [sys.executable, "-c", f"import {', '.join(PACKAGES)}"],
        "--version": [*program, "--version"],
        "--help": [*program, "--help"],
        "parse": [*program, "parse", str(LEFT), *written],
        "compare": [*program, "compare", str(LEFT), str(RIGHT), *written],
    }


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)


PEAK = """
import os, sys
print(os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)[2].ru_maxrss)
"""
"""A small process that starts the measured one: to what a process held Linux adds what the one that forked it held."""


def peak_of(command: list[str], environment: dict[str, str]) -> float:
    """Most memory that a command holds at once, in MB; not a number where the system does not tell."""
    if not hasattr(os, "wait4"):
        return math.nan
    done = subprocess.run([sys.executable, "-c", PEAK, *command], env=environment, capture_output=True, check=True)
    return int(done.stdout) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


# --- throughput ---------------------------------------------------------------------------------------------------


def throughput(paths: Sequence[Path], rounds: int) -> Iterator[Row]:
    """Megabytes a second of processor time: a lower bound, vbparse, and parsers of other things on their own ground.

    The bound does the least that any such parser must: one combined marker pattern on every line, and three passes of
    `finditer` over the text.
    """
    sources = [read(path) for path in paths]
    sizes = {name: sum(len(source.text.encode()) for source in sources) for name in ("lower bound", "vbparse parse")}
    works: dict[str, Work] = {
        "lower bound": lambda: [bound(source) for source in sources],
        "vbparse parse": lambda: [parse(source) for source in sources],
    }
    for name, (work, size) in own_ground().items():
        works[name], sizes[name] = work, size
    times = alternate(works, rounds, time.process_time)
    rates = {name: [sizes[name] / 1e6 / seconds for seconds in found] for name, found in times.items()}
    yield from table("throughput", rates, "MB/s", {"vbparse parse": "≥ 3, and ≥ 0.2 of the bound"})


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


JUDGMENT = (
    "The plaintiff relies on Brown v. Board of Education, 347 U.S. 483, 495 (1954), and on 42 U.S.C. § 1983. "
    "The court had said otherwise in Plessy v. Ferguson, 163 U.S. 537 (1896). Id. at 540. We see no reason to depart "
    "from what was held, and the parties name none in their briefs or at the hearing of the third of March.\n"
)


def own_ground() -> dict[str, tuple[Work, int]]:
    """Other parsers in Python that are installed, each with work of its own kind and the bytes in it."""
    found: dict[str, tuple[Work, int]] = {}
    try:
        import libcst

        modules = [Path(sysconfig.get_path("stdlib"), name).read_text() for name in ("argparse.py", "ast.py")]
        found["LibCST on Python modules"] = (lambda: list(map(libcst.parse_module, modules)), size_of(modules))
    except ImportError:
        pass
    try:
        from eyecite import get_citations

        text = JUDGMENT * 200
        found["eyecite on a judgment"] = (lambda: get_citations(text), size_of([text]))
    except ImportError:
        pass
    return found


def size_of(words: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in words)


# --- comparing ----------------------------------------------------------------------------------------------------


def comparing(rounds: int) -> Iterator[Row]:
    """Two plans that are read already; the peers get the same clauses and only say how alike any two of them are."""
    left, right = parse(read(LEFT)), parse(read(RIGHT))
    found = compare(left, right)
    clauses = [[" ".join(unit.text.casefold().split()) for unit in side.units] for side in (found.left, found.right)]
    works: dict[str, Work] = {"vbparse compare": lambda: compare(left, right)}
    peers = {"rapidfuzz ratio": fuzz_ratio, "difflib ratio": difflib_ratios, "TF-IDF": tf_idf, "git diff": git_words}
    for name, method in peers.items():
        try:
            method(*clauses)
            works[name] = partial(method, *clauses)
        except Absent:
            continue
    # Wall time, for git is a process of its own.
    yield from table("comparing two plans", alternate(works, rounds, time.perf_counter), "ms", {}, 1000)


# --- growth -------------------------------------------------------------------------------------------------------

MEMORY = """
import sys
from vbparse import Source, parse
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
parse(Source.of(sys.argv[2]))
before = peak()
text = open(sys.argv[1], encoding="utf-8").read()
document = parse(Source.of(text))
print((peak() - before) * 1024 / len(text.encode()))
"""


def growth() -> Iterator[Row]:
    """How time grows with the length of a text, and how much memory a long one takes."""
    samples = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.txt")))
    sources = {size: Source.of("\n\n".join([samples] * size)) for size in SIZES}
    parse(sources[1])
    points = [(math.log(size), math.log(processor_time(partial(parse, source)))) for size, source in sources.items()]
    yield Row("growth", "exponent of parse", slope(points), "", target="≈ 1")
    if sys.platform == "linux":
        with tempfile.TemporaryDirectory() as folder:
            long = Path(folder) / "long.txt"
            long.write_text(sources[SIZES[-1]].text, encoding="utf-8")
            command = [sys.executable, "-c", MEMORY, str(long), LEFT.read_text(encoding="utf-8")]
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        yield Row("growth", "peak memory of parse, a multiple of the text", float(done.stdout), "×", target="≤ 12")


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the line that is nearest to all points."""
    x_mean, y_mean = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / sum((x - x_mean) ** 2 for x, _ in points)


def many() -> Iterator[Row]:
    """Many plans in one matrix, and two very long ones."""
    plans = variants()
    documents = [parse(Source.of(next(plans), path=f"{number}.txt")) for number in range(PLANS)]
    matrix = partial(build_matrix, documents, workers=os.cpu_count() or 1)
    yield Row("growth", f"matrix of {PLANS} plans", wall_time(matrix), "s", target="≤ 10")
    left, right = (parse(Source.of("\n\n".join(next(plans) for _ in range(40)))) for _ in range(2))
    found: list[Any] = []
    seconds = processor_time(lambda: found.append(compare(left, right)))
    counts = f"{found[0].summary['left_units']} × {found[0].summary['right_units']}"
    yield Row("growth", f"compare of {counts} clauses", seconds, "s", target=f"≤ 10 for {CLAUSES} × {CLAUSES}")


# --- measuring and telling ----------------------------------------------------------------------------------------


def alternate(works: dict[str, Work], rounds: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """Seconds by work and round; one round before them is not counted."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            taken = timed(work, clock)
            if number:
                times[name].append(taken)
    return times


def timed(work: Work, clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start


def processor_time(work: Work) -> float:
    return timed(work, time.process_time)


def wall_time(work: Work) -> float:
    return timed(work, time.perf_counter)


def table(
    group: str, found: dict[str, list[float]], unit: str, targets: dict[str, str], factor: float = 1
) -> Iterator[Row]:
    """Rows of what was measured, as multiples of the first."""
    first = next(iter(found.values()))
    for name, values in found.items():
        ratio = median(one / other for one, other in zip(values, first, strict=True))
        yield Row(group, name, median(values) * factor, unit, ratio, spread(values), targets.get(name, ""))


def spread(values: Sequence[float]) -> float:
    """How far the middle half lies apart, as a share of the median."""
    low, _, high = quantiles(values, n=4)
    return (high - low) / median(values)


def print_table(rows: Iterable[Row]) -> None:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            print(f"\n{group}")
        ratio = "" if row.ratio is None else f"{row.ratio:8.2f} ×"
        apart = "" if row.spread is None else f"{row.spread:6.0%}"
        print(f"  {row.name:46}{row.value:9.2f} {row.unit:5}{ratio:10}{apart:7} {row.target}")


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().split("\n") if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        **{name: version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    main()
