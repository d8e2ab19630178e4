"""Score this checkout against hand-made answers, which live beside the repository and not in it.

The folder holds `gold/structure` and `gold/alignment` (the answers), `samples` and `corpus` (their texts) and `score`
(what compares an answer with the output). Where there is no such folder there is nothing to score, and no error.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

GOOD = 0.97
"""F1 from which an aspect is no longer listed: what is left below is worth reading."""

PATIENCE = 120
"""Seconds after which a command is given up."""

Score = dict[str, Any]
Row = list[str]


class Unscored(Exception):
    """One answer could not be scored; says why."""


def main() -> int:
    options = arguments()
    if not (options.shared / "score").is_dir():
        print(f"no hand-made answers in {options.shared}, nothing to score")
        return 0
    kinds = [
        score_all(options, "structure", "*.struct.json", STRUCTURE, structure_row),
        score_all(options, "alignment", "*__*.json", ALIGNMENT, alignment_row),
    ]
    return 0 if all(kinds) else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared", help="folder of the answers")
    parser.add_argument("--errors", action="store_true", help="also list what was missed and what was wrongly found")
    return parser.parse_args()


def score_all(options: argparse.Namespace, kind: str, pattern: str, header: Row, to_row) -> bool:
    """Print one table, and the errors under it; true if every answer could be scored."""
    scores: dict[str, Score] = {}
    problems: dict[str, str] = {}
    for gold in sorted((options.shared / "gold" / kind).glob(pattern)):
        name = gold.name.removesuffix(".json").removesuffix(".struct")
        try:
            scores[name] = score(options, kind, gold, name)
        except Unscored as problem:
            problems[name] = str(problem)
    print_table([header, *(to_row(name, found) for name, found in scores.items())])
    for name, problem in problems.items():
        print(f"{name}: not scored: {problem}")
    if options.errors:
        print_errors(scores)
    print()
    return not problems


def score(options: argparse.Namespace, kind: str, gold: Path, name: str) -> Score:
    texts = [find_text(options.shared, part) for part in name.split("__")]
    command = "parse" if kind == "structure" else "compare"
    output = run([sys.executable, "-m", "vbparse", command, *map(str, texts), "--format", "json"])
    scorer = options.shared / "score" / f"score_{kind}.py"
    with tempfile.TemporaryDirectory() as scratch:
        found = Path(scratch, "output.json")
        found.write_text(output, encoding="utf-8")
        flags = ["--errors"] if options.errors else []
        return json.loads(run([sys.executable, str(scorer), str(found), str(gold), *flags]))


def find_text(shared: Path, name: str) -> Path:
    for folder in ("samples", "corpus"):
        path = shared / folder / f"{name}.txt"
        if path.is_file():
            return path
    raise Unscored(f"no {name}.txt among the texts")


def run(command: list[str]) -> str:
    """What the command prints; its last words on stderr are the problem if it fails."""
    # The outputs are UTF-8 whatever the locale of this machine.
    env = {**os.environ, "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Unscored(f"no answer within {PATIENCE} s: {' '.join(command[1:4])}") from None
    if done.returncode:
        last_words = (done.stderr.strip().splitlines() or ["nothing on stderr"])[-1]
        raise Unscored(f"{Path(command[1]).name} {command[2]} gave {done.returncode}: {last_words}")
    return done.stdout


STRUCTURE = ["structure", "mean", f"below {GOOD}"]


def structure_row(name: str, found: Score) -> Row:
    aspects = {key: value for key, value in found.items() if isinstance(value, dict) and "f1" in value}
    low = sorted((value["f1"], key) for key, value in aspects.items() if value["f1"] < GOOD)
    # An aspect of which the answer has nothing counts in no mean, but what was found there is invented.
    listed = [f"{key} {number(f1)}{'' if aspects[key]['wanted'] else ' (none wanted)'}" for f1, key in low]
    return [name, number(found["mean_f1"]), ", ".join(listed) or "-"]


ALIGNMENT = ["alignment", "f1", "p", "r", "body", "moved", "hard neg", "false only", "certain p"]


def alignment_row(name: str, found: Score) -> Row:
    shares = [found["f1"], found["p"], found["r"], found["body"]["f1"], found["moved_recall"]]
    counts = [found["hard_negatives"], found["false_only"]]
    return [name, *map(number, shares), *counts, number(found["certain_precision"])]


def number(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def print_table(rows: list[Row]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def print_errors(scores: dict[str, Score]) -> None:
    for name, found in scores.items():
        # Structure has the errors of each aspect, alignment only its own.
        aspects = found.get("errors") or {"links": {key: found.get(key, []) for key in ("missed", "wrong")}}
        for aspect, errors in aspects.items():
            for sort, entries in errors.items():
                for entry in entries:
                    print(f"  {name}  {aspect}  {sort}  {entry}")


if __name__ == "__main__":
    sys.exit(main())
