"""Measure `vbparse compare` and its peers against links made by hand, and keep what docs/compare.md tells of it.

usage: measure_compare.py [FOLDER]     (default: ../shared; what it holds is said in tools/score_gold.py)

Writes docs/compare_scores.json, so that the page can be written and checked where there are no such links.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from score_gold import find_text, score
from write_records_doc import lay_out

from vbparse import compare, parse, read
from vbparse.model import Comparison
from vbparse.model import Side as ComparedSide
from vbparse.render.safe import shortened

ROOT = Path(__file__).resolve().parent.parent
SCORES = ROOT / "docs" / "compare_scores.json"
ERRORS = Path(__file__).with_name("compare_errors.toml")

HEADS = frozenset({"section", "item", "subitem", "agency", "field", "title"})
"""Kinds of clauses in the gold that are headings or fields; the scorer draws the same line."""

LONGEST = 160
"""Characters of a clause that an example shows."""

Lines = tuple[int, int]
"""First lines of a left and a right clause."""
Data = dict[str, Any]


def main() -> int:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    if not (shared / "score").is_dir():
        print(f"no links made by hand in {shared}, nothing to measure", file=sys.stderr)
        return 0
    methods = measure_methods(shared)
    absent = {found["absent"] for scores in methods.values() for found in scores.values() if "absent" in found}
    if absent:
        print(f"nothing written, for some peers are missing: {'; '.join(sorted(absent))}", file=sys.stderr)
        return 1
    golds = {gold.stem: gold for gold in sorted((shared / "gold" / "alignment").glob("*__*.json"))}
    pairs = {name: measure_pair(shared, gold) for name, gold in golds.items()}
    data = {
        "date": date.today().isoformat(),
        "pairs": {name: pair["told"] | {"methods": shares(methods[name])} for name, pair in pairs.items()},
        "errors": kinds_of_errors(pairs),
    }
    SCORES.write_text(lay_out(data) + "\n", encoding="utf-8", newline="\n")
    return 0


def measure_methods(shared: Path) -> dict[str, dict[str, Data]]:
    """Pair of plans → method → score, as the benchmark prints them."""
    command = [sys.executable, str(ROOT / "benchmarks" / "peers.py"), str(shared), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    measured: dict[str, dict[str, Data]] = json.loads(done.stdout)
    return measured


def shares(scores: dict[str, Data]) -> dict[str, Data]:
    """Of every method's score what the page tells."""
    return {
        method: {
            **{key: found[key] for key in ("f1", "p", "r", "moved_recall", "hard_negatives", "false_only")},
            "body_f1": found["body"]["f1"],
            "certain_p": found["certain_precision"],
            "possible_r": found["with_possible"]["r"],
        }
        for method, found in scores.items()
    }


def measure_pair(shared: Path, path: Path) -> Data:
    """Names and groups of links of one pair of plans; its errors and clauses, of which examples are made."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    found = score(Namespace(shared=shared, errors=True), "alignment", path, path.stem)
    left, right = (parse(read(find_text(shared, name))) for name in path.stem.split("__"))
    comparison = compare(left, right)
    missed = {(left_line, right_line) for left_line, right_line in found["missed"]}
    return {
        "told": {"name": pair_name(comparison), "groups": count_groups(gold, missed)},
        "missed": missed,
        "wrong": {(left_line, right_line) for left_line, right_line in found["wrong"]},
        "clauses": [clause_texts(comparison, side) for side in ("left", "right")],
        "plans": [side_name(side) for side in (comparison.left, comparison.right)],
    }


def pair_name(comparison: Comparison) -> str:
    return " and ".join(side_name(side) for side in (comparison.left, comparison.right))


def side_name(side: ComparedSide) -> str:
    """A plan as people call it: "Hải Phòng 274/KH-UBND"."""
    return " ".join(filter(None, [side.province, side.number])) or str(side.path)


def clause_texts(comparison: Comparison, side: str) -> dict[int, str]:
    """First line → words of the clause; of several on one line the longest."""
    compared, document = getattr(comparison, side), getattr(comparison, f"{side}_document")
    texts: dict[int, str] = {}
    for unit in compared.units:
        line = document.source.position(unit.span.start)[0]
        texts[line] = max(texts.get(line, ""), unit.text, key=len)
    return texts


# --- groups of links ----------------------------------------------------------------------------------------------


def count_groups(gold: Data, missed: Iterable[Lines]) -> dict[str, list[int]]:
    """Group of links → how many were found, how many a reader made."""
    groups = link_groups(gold)
    lost = Counter(groups[pair] for pair in missed)
    return {group: [wanted - lost[group], wanted] for group, wanted in Counter(groups.values()).items()}


def link_groups(gold: Data) -> dict[Lines, str]:
    """The group of every link that counts, doubtful ones left out."""
    links = [link for link in gold["links"] if link["confidence"] != "weak"]
    pairs = {pair: link for link in links for pair in pairs_of(link)}
    moved = {(left, right) for left, right in gold.get("moved_pairs") or ()} or {
        pair for pair, link in pairs.items() if link.get("moved") and link.get("moved_alt") is not False
    }
    kinds = [{unit["line"]: unit["kind"] for unit in gold[f"{side}_units"]} for side in ("left", "right")]
    counterparts = [Counter(pair[side] for pair in pairs) for side in (0, 1)]

    def group(pair: Lines) -> str:
        both = {kinds[side][pair[side]] for side in (0, 1)}
        if "row" in both:
            return "row"
        if pair in moved:
            return "moved"
        if both <= HEADS:
            return "heading"
        return "several" if any(counterparts[side][pair[side]] > 1 for side in (0, 1)) else "text"

    return {pair: group(pair) for pair in pairs}


def pairs_of(link: Data) -> list[Lines]:
    return [(left, right) for left in link["left"] for right in link["right"]]


# --- kinds of errors ----------------------------------------------------------------------------------------------


def kinds_of_errors(pairs: dict[str, Data]) -> list[Data]:
    """Each kind of error that still occurs, with an example; those that do not are told, not kept."""
    kinds = tomllib.loads(ERRORS.read_text(encoding="utf-8"))["kind"]
    shown = []
    for kind in kinds:
        example = next((case for case in kind["cases"] if tuple(case[1:]) in pairs[case[0]][kind["error"]]), None)
        if example is None:
            print(f"'{kind['name']}': no case of it in {ERRORS.name} is an error any longer", file=sys.stderr)
        else:
            texts = {key: kind[key] for key in ("name", "error", "meaning")}
            shown.append({**texts, "example": told_example(pairs[example[0]], example[1:])})
    return shown


def told_example(pair: Data, lines: Iterable[int]) -> list[Data]:
    """The two clauses of an example: plan, line, words."""
    sides = zip(pair["plans"], lines, pair["clauses"], strict=True)
    return [{"plan": plan, "line": line, "text": shortened(clauses[line], LONGEST)} for plan, line, clauses in sides]


if __name__ == "__main__":
    sys.exit(main())
