"""Which records of which texts appear, vanish or change between a revision and the working tree.

usage: gold_diff.py [--base REVISION] [--kind KIND]... [--summary] [FOLDER]...

Each of the two parses all texts in a process of its own, from files of its own; what is compared is the JSON.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from record_pairs import KEYS, Pair, Record, changes, is_span, pair_documents, position

from vbparse.render.safe import one_line, shortened

ROOT = Path(__file__).resolve().parent.parent

WIDTH = 72
"""Characters of a text that are shown."""

LEAD = 16
"""Characters shown before the first difference of two long texts."""

WORKER = """
import json, pathlib, sys
import vbparse
if not pathlib.Path(str(vbparse.__file__)).resolve().is_relative_to(sys.argv[1]):
    sys.exit("it has no package vbparse")
from vbparse import parse, read
for path in json.load(sys.stdin):
    try:
        outcome = json.dumps({"data": parse(read(path)).to_data()})
    except Exception as problem:
        outcome = json.dumps({"problem": f"{type(problem).__name__}: {problem}"})
    print(outcome, flush=True)
"""
"""Runs in the process of a revision: paths in, one outcome a line out."""

Pairs = dict[str, list[Pair]]


class Unable(Exception):
    """The comparison cannot be made; says why."""


def main() -> int:
    # A name of a file may hold bytes that are no text.
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace")
    try:
        print_report(arguments())
    except Unable as problem:
        print(f"gold-diff: {one_line(str(problem))}", file=sys.stderr)
        return 2
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT.parent / "shared" / "corpus", ROOT / "samples"])
    parser.add_argument("--base", default="HEAD", help="the revision to compare with (default: HEAD)")
    parser.add_argument("--kind", action="append", help="only records of this kind; may be given again")
    parser.add_argument("--summary", action="store_true", help="only the table at the end")
    parser.add_argument("--repository", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser.parse_args()


def print_report(options: argparse.Namespace) -> None:
    """What differs file by file, then a row for each kind."""
    texts = find_texts(options.folders)
    commit = find_commit(options.repository, options.base)
    with tempfile.TemporaryDirectory(prefix="gold-diff-") as scratch:
        totals, told = collect(options, outcomes(options.repository, commit, texts, Path(scratch)))
    unknown = sorted(set(options.kind or ()) - totals.keys())
    if unknown:
        raise Unable(f"no records are called {', '.join(unknown)}; there are {', '.join(totals) or 'none at all'}")
    shown = pick(totals, options.kind)
    between = f"between {one_line(options.base)} ({commit[:10]}) and the working tree, files {len(texts)}"
    if told:
        print(*([] if options.summary else told), f"differences {between}", *table(shown), sep="\n")
    else:
        print(f"no differences {between}, records {sum(map(len, shown.values()))}")
    renumbered = count_renumbered(shown.get("nodes", []))
    if renumbered:
        print(f"nodes that differ in nothing but their id {renumbered}")


def collect(options: argparse.Namespace, results: Iterable[tuple[str, Record, Record]]) -> tuple[Pairs, list[str]]:
    """All pairs of all texts, and the lines that tell what differs."""
    totals: Pairs = {}
    told: list[str] = []
    for name, before, after in results:
        whole = "data" in before and "data" in after
        pairs = pair_documents(before["data"], after["data"]) if whole else {}
        for kind, found in pairs.items():
            totals.setdefault(kind, []).extend(found)
        lines = [*tell_problems(before, after, options.base), *tell_pairs(pick(pairs, options.kind))]
        told += [one_line(name), *(f"  {line}" for line in lines), ""] if lines else []
    return totals, told


def pick(pairs: Pairs, kinds: list[str] | None) -> Pairs:
    return {kind: found for kind, found in pairs.items() if not kinds or kind in kinds}


# --- running two revisions ----------------------------------------------------------------------------------------


def find_texts(folders: Iterable[Path]) -> dict[str, Path]:
    """Name to print → text, in the order of the folders and of their names."""
    texts: dict[str, Path] = {}
    for folder in folders:
        found = sorted(path for path in folder.rglob("*.txt") if path.is_file())
        if not found:
            print(f"no texts in {one_line(str(folder))}", file=sys.stderr)
        texts |= {str(Path(folder.resolve().name, path.relative_to(folder))): path.resolve() for path in found}
    if not texts:
        raise Unable("there are no texts to parse")
    return texts


def find_commit(repository: Path, base: str) -> str:
    """The full name of the commit that a revision stands for."""
    # Without --end-of-options a revision that begins with a dash would be an option.
    done = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or not commit.isalnum():
        raise Unable(f"'{base}' is no revision of this repository")
    return commit


def outcomes(
    repository: Path, commit: str, texts: dict[str, Path], scratch: Path
) -> Iterator[tuple[str, Record, Record]]:
    """Name of a text, its outcome in a commit, its outcome in the working tree."""
    paths = [str(path) for path in texts.values()]
    before = run_parser(check_out(repository, commit, scratch / "base"), paths, scratch / f"revision {commit[:10]}")
    after = run_parser(repository, paths, scratch / "working tree")
    return zip(texts, before, after, strict=True)


def check_out(repository: Path, commit: str, folder: Path) -> Path:
    """The files of a commit, in a new folder."""
    # An archive and not a worktree: git keeps no trace of it, whatever happens.
    # A zip and not a tar: nothing in it can be written outside of the folder.
    done = git(repository, "archive", "--format=zip", commit)
    if done.returncode:
        raise Unable(f"git cannot write out {commit[:10]}: {last_line(done.stderr)}")
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder)
    return folder


def git(repository: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(repository), *command], capture_output=True)
    except (FileNotFoundError, ValueError) as problem:
        raise Unable(f"git cannot be asked: {problem}") from None


def run_parser(home: Path, paths: list[str], output: Path) -> Iterator[Record]:
    """What the vbparse in a folder makes of each text: its `data`, or the `problem` that stopped it."""
    with output.open("wb") as stream:
        done = subprocess.run(
            # -P: nothing is imported from the folder one happens to be in.
            [sys.executable, "-P", "-c", WORKER, str(home.resolve())],
            input=json.dumps(paths).encode("ascii"),
            env={**os.environ, "PYTHONPATH": str(home.resolve())},
            stdout=stream,
            stderr=subprocess.PIPE,
        )
    reason = last_line(done.stderr) or f"exit code {done.returncode}"
    if done.returncode and not output.stat().st_size:
        raise Unable(f"vbparse of the {output.name} does not run: {reason}")
    return read_outcomes(output, len(paths), f"the run ended before this file was done: {reason}")


def read_outcomes(output: Path, expected: int, missing: str) -> Iterator[Record]:
    """One outcome a line; those that a broken run does not have are problems."""
    seen = 0
    with output.open(encoding="ascii") as lines:
        for line in lines:
            if line.endswith("\n"):
                seen += 1
                yield json.loads(line)
    yield from [{"problem": missing}] * (expected - seen)


def last_line(data: bytes) -> str:
    return next(iter(reversed(data.decode(errors="replace").strip().splitlines())), "")


# --- showing ------------------------------------------------------------------------------------------------------


def tell_problems(before: Record, after: Record, base: str) -> Iterator[str]:
    """A line for each side that has no document, unless both fail alike."""
    for side, name in (before, base), (after, "the working tree"):
        if "problem" in side and before != after:
            yield f"! fails in {one_line(name)}: {one_line(side['problem'])}"


def tell_pairs(pairs: Pairs) -> Iterator[str]:
    """A line for each record that one side lacks, and for each field that differs."""
    for kind, found in pairs.items():
        for before, after in found:
            if before and after:
                line = f"{before.line} → {after.line}" if before.line != after.line else f"{after.line}"
                for field, *values in changes(before.record, after.record):
                    yield f"~ {kind} {line}: {one_line(field)}: {' → '.join(apart(*map(words, values)))}"
            elif alone := before or after:
                yield f"{'-' if before else '+'} {kind} {alone.line}: {shortened(label(alone.record), WIDTH)}"


def label(record: Record) -> str:
    """The words by which a reader knows a record, after its number or type."""
    nested = (words(value) for value in record.values() if isinstance(value, list | dict) and not is_span(value))
    name = next((words(record[key]) for key in KEYS if key in record), None) or next(nested, None) or words(record)
    sign = next((words(record[key]) for key in ("marker", "number", "type", "code") if key in record), "")
    return name if sign in name else f"{sign} {name}"


def words(value: Any) -> str:
    """Any value of a record, for reading."""
    if is_span(value):
        return f"{position(value)} ({value['start']}–{value['end']})"
    if isinstance(value, list):
        return "; ".join(map(words, value)) or "nothing"
    if isinstance(value, dict):
        name = next((key for key in KEYS if key in value), "")
        rest = ", ".join(f"{key} {words(item)}" for key, item in value.items() if key != name)
        return " ".join(filter(None, [words(value[name]) if name else "", f"({rest})" if rest else ""]))
    return "nothing" if value is None else str(value)


def apart(left: str, right: str) -> tuple[str, str]:
    """Two texts, cut so that their first difference can be seen."""
    same = next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), None)
    same = min(len(left), len(right)) if same is None else same
    cut = max(0, same - LEAD) if max(len(left), len(right)) > WIDTH else 0
    dots = "…" if cut else ""
    return dots + shortened(left[cut:], WIDTH), dots + shortened(right[cut:], WIDTH)


def table(totals: Pairs) -> Iterator[str]:
    """The lines of the table: a row for each kind, and one for all."""
    counts = {kind: count(pairs) for kind, pairs in totals.items()}
    counts["all"] = tuple(map(sum, zip(*counts.values(), strict=True)))
    rows: list[tuple[str, ...]] = [("kind", "before", "after", "gained", "lost", "changed")]
    rows += [(kind, *map(str, numbers)) for kind, numbers in counts.items()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        yield "  ".join([first.ljust(widths[0]), *map(str.rjust, rest, widths[1:])])


def count(pairs: list[Pair]) -> tuple[int, ...]:
    """Before, after, gained, lost, changed."""
    gained = sum(before is None for before, _ in pairs)
    lost = sum(after is None for _, after in pairs)
    changed = sum(bool(before and after and before.record != after.record) for before, after in pairs)
    return len(pairs) - gained, len(pairs) - lost, gained, lost, changed


def count_renumbered(pairs: list[Pair]) -> int:
    """Nodes that say what they said under another id: a clause before them came or went."""
    same = [(before, after) for before, after in pairs if before and after and before.record == after.record]
    return sum(before.id != after.id for before, after in same)


if __name__ == "__main__":
    raise SystemExit(main())
