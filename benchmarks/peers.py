"""Other ways to line up clauses, beside vbparse, against links made by hand.

usage: peers.py [FOLDER] [--json]     (default: ../shared; what it holds is said in tools/score_gold.py)

Every method gets the clauses that `vbparse compare` compares, their words in small letters, and says how strongly two
of them belong together. From which strength on a pair counts as a link is one number a method for all pairs of plans:
the one with the best mean F1 on these same pairs, so each peer is shown at its best.
"""

from __future__ import annotations

import argparse
import json
import runpy
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple
from unittest.mock import patch

from peer_methods import PEERS, Absent, Method, Strengths

from vbparse import compare, parse, read

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

THRESHOLDS = tuple(step / 50 for step in range(1, 50))
"""Strengths that are tried."""

HEAD = ("method", "from", "f1", "p", "r", "body f1", "moved", "hard neg", "false only")

Score = dict[str, Any]
Scorer = Callable[[], None]


class Pair(NamedTuple):
    """Two plans with links made by hand, and what vbparse makes of them."""

    name: str
    gold: Path
    comparison: dict[str, Any]

    def texts(self, side: str) -> list[str]:
        """The clauses of one side as every peer gets them."""
        return [" ".join(unit["text"].casefold().split()) for unit in self.comparison[side]["units"]]


def main() -> int:
    options = arguments()
    if not (options.shared / "score").is_dir():
        print(f"no links made by hand in {options.shared}, nothing to measure", file=sys.stderr)
        return 0
    measured = measure(options.shared)
    if options.json:
        print(json.dumps(measured, ensure_ascii=False, indent=1))
    else:
        for name, scores in measured.items():
            print_table(name, scores)
        print("from: strength from which a pair is a link; for each method the best one for all pairs of plans at once")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED, help="folder of the links made by hand")
    parser.add_argument("--json", action="store_true", help="scores as JSON: pair of plans, then method")
    return parser.parse_args()


def measure(shared: Path) -> dict[str, dict[str, Score]]:
    """Pair of plans → method → its score; for a peer that is not there, `absent` says why. vbparse comes last."""
    scorer = runpy.run_path(str(shared / "score" / "score_alignment.py"))["main"]
    pairs = [read_pair(gold, shared) for gold in sorted((shared / "gold" / "alignment").glob("*__*.json"))]
    found: dict[str, dict[str, Score]] = {pair.name: {} for pair in pairs}
    for name, method in PEERS.items():
        for pair, result in zip(pairs, measure_peer(method, pairs, scorer), strict=True):
            found[pair.name][name] = result
    for pair in pairs:
        found[pair.name]["vbparse"] = score(pair.comparison, pair.gold, scorer)
    return found


def read_pair(gold: Path, shared: Path) -> Pair:
    answer = json.loads(gold.read_text(encoding="utf-8"))
    left, right = (parse(read(next(shared.glob(f"*/{answer[f'{side}_file']}")))) for side in ("left", "right"))
    return Pair(gold.stem, gold, json.loads(compare(left, right).to_json()))


def measure_peer(method: Method, pairs: Sequence[Pair], scorer: Scorer) -> list[Score]:
    """The scores of one peer, a pair of plans each, at the threshold that suits it best."""
    try:
        strengths = [method(pair.texts("left"), pair.texts("right")) for pair in pairs]
    except Absent as problem:
        return [{"absent": str(problem)}] * len(pairs)
    tried = []
    for threshold in THRESHOLDS:
        results = [
            score(as_comparison(pair, found, threshold), pair.gold, scorer)
            for pair, found in zip(pairs, strengths, strict=True)
        ]
        tried.append([{"from": threshold, **result} for result in results])
    return max(tried, key=lambda results: mean(result["f1"] for result in results))


def as_comparison(pair: Pair, strengths: Strengths, threshold: float) -> dict[str, Any]:
    """A comparison with the clauses of vbparse and the links of a peer, as much of it as is scored."""
    sides = {
        side: [{"id": unit["id"], "span": unit["span"]} for unit in pair.comparison[side]["units"]]
        for side in ("left", "right")
    }
    links = [
        {"left": [sides["left"][left]["id"]], "right": [sides["right"][right]["id"]], "tier": "likely"}
        for (left, right), strength in sorted(strengths.items())
        if strength >= threshold
    ]
    return {
        "schema": "vbparse.comparison/1",
        "left": {"units": sides["left"]},
        "right": {"units": sides["right"]},
        "links": links,
    }


def score(comparison: dict[str, Any], gold: Path, scorer: Scorer) -> Score:
    """What the scorer prints; called in this process, for every threshold of every method is scored."""
    with tempfile.TemporaryDirectory() as scratch, redirect_stdout(StringIO()) as printed:
        path = Path(scratch, "comparison.json")
        path.write_text(json.dumps(comparison), encoding="utf-8")
        with patch.object(sys, "argv", ["score_alignment.py", str(path), str(gold)]):
            scorer()
    found: Score = json.loads(printed.getvalue())
    return found


def print_table(name: str, scores: dict[str, Score]) -> None:
    rows = [HEAD, *(row(method, found) for method, found in scores.items())]
    whole = [cells for cells in rows if len(cells) == len(HEAD)]
    widths = [max(len(cells[column]) for cells in whole) for column in range(len(HEAD))]
    widths[0] = max(len(cells[0]) for cells in rows)
    print(name)
    for cells in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip())
    print()


def row(method: str, found: Score) -> tuple[str, ...]:
    """The cells of a table; a peer that is not there has two."""
    if "absent" in found:
        return method, found["absent"]
    shares = (found.get("from"), found["f1"], found["p"], found["r"], found["body"]["f1"], found["moved_recall"])
    cells = ("-" if share is None else f"{share:.3f}" for share in shares)
    return method, *cells, found["hard_negatives"], found["false_only"]


if __name__ == "__main__":
    sys.exit(main())
