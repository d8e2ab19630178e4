"""Write the tables of docs/compare.md: examples from the samples, scores as they were last measured.

usage: write_compare_doc.py

The scores come from docs/compare_scores.json, which tools/measure_compare.py writes; `make scores` runs both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from measure_compare import SCORES

from vbparse import compare, parse, read
from vbparse.matching.scored import CERTAIN, LIKELY, POSSIBLE
from vbparse.model import Comparison, Link, Side, Unit
from vbparse.render.safe import shortened

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "compare.md"
SAMPLES = ("hp1631", "bg")

LONGEST = 90
"""Characters of a clause in the table of shapes."""

GROUPS = {
    "heading": "headings and fields in place",
    "text": "running text in place, one counterpart",
    "several": "running text in place, several counterparts",
    "moved": "under other headings",
    "row": "rows of an appendix",
}
"""Groups of links as they are counted → as they are called."""

Data = dict[str, Any]
Cells = Sequence[str]


def main() -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def page(text: str) -> str:
    """The page with every part between two marks written anew."""
    scores = json.loads(SCORES.read_text(encoding="utf-8"))
    parts: dict[str, Callable[[], str]] = {
        "tiers": tier_table,
        "shapes": partial(shape_table, sample_comparison()),
        "scores": partial(score_table, scores),
        "groups": partial(group_table, scores),
        "peers": partial(peer_table, scores),
        "missed": partial(error_list, scores, "missed"),
        "wrong": partial(error_list, scores, "wrong"),
    }
    for name, write in parts.items():
        text = filled(text, name, write())
    return text


def filled(text: str, name: str, part: str) -> str:
    """The text with one part put between its marks; without them a `ValueError`."""
    before, mark, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->\n")
    if not (mark and end):
        raise ValueError(f"no place for the {name} in {PAGE.name}")
    return f"{before}{mark}\n{part}\n{end}{after}"


def table(head: Cells, rows: Iterable[Cells]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def tier_table() -> str:
    meanings = {
        CERTAIN: ("`certain`", "a claim; see below how often it holds"),
        LIKELY: ("`likely`", "a claim; read both clauses before you rely on it"),
        POSSIBLE: ("`possible`", "no claim, only worth a look; both clauses stay in “only here” if they have no other"),
    }
    rows = [[tier, f"from {figure(score)}", meaning] for score, (tier, meaning) in meanings.items()]
    return table(["tier", "score", "means"], rows)


# --- shapes -------------------------------------------------------------------------------------------------------

SHAPES: dict[str, tuple[str, Callable[[Link], bool]]] = {
    "`identical`": ("the same words", lambda link: link.relation == "identical"),
    "`local`": ("the same but for names of place, dates, local documents", lambda link: link.relation == "local"),
    "`reworded`": ("the same content in other words", lambda link: link.relation == "reworded"),
    "`partial`": ("one is part of the other", lambda link: link.relation == "partial"),
    "`split`": ("one on the left, several on the right", lambda link: link.relation == "split"),
    "`merged`": ("several on the left, one on the right", lambda link: link.relation == "merged"),
    "`counterpart`": (
        "headings, organs or fields that hold the same place, whatever they say",
        lambda link: link.relation == "counterpart" and any(change.change == "different" for change in link.changes),
    ),
    "moved": ("under another heading", lambda link: link.moved),
}
"""Shape of a claimed link → what it means, and which link shows it."""


def sample_comparison() -> Comparison:
    left, right = (parse(read(ROOT / "samples" / f"{name}.txt")) for name in SAMPLES)
    return compare(left, right)


def shape_table(comparison: Comparison) -> str:
    """One example of each shape, the first of the sample plans."""
    claimed = [link for link in comparison.links if link.tier != "possible"]
    rows = []
    for shape, (meaning, fits) in SHAPES.items():
        link = next(filter(fits, claimed), None)
        if link is not None:
            rows.append([shape, meaning, *example(link, claimed, comparison)])
    return table(["shape", "means", "left", "right", "tier and score"], rows)


def example(link: Link, claimed: Sequence[Link], comparison: Comparison) -> Cells:
    """Both sides of a link; of a clause with several counterparts all of them."""
    links = [link]
    if link.relation in ("split", "merged"):
        side = "left" if link.relation == "split" else "right"
        links = [other for other in claimed if getattr(other, side) == getattr(link, side)]
    sides = [
        cell(side, dict.fromkeys(unit for other in links for unit in getattr(other, name)))
        for name, side in (("left", comparison.left), ("right", comparison.right))
    ]
    return [*sides, "; ".join(f"{other.tier} {other.score:.2f}" for other in links)]


def cell(side: Side, ids: Iterable[str]) -> str:
    units = {unit.id: unit for unit in side.units}
    return "<br>".join(told(units[name]) for name in ids)


def told(unit: Unit) -> str:
    return f"{unit.id.partition('/')[2]}: {escaped(shortened(unit.text, LONGEST))}"


def escaped(text: str) -> str:
    """Words of a document that Markdown leaves as they are."""
    return re.sub(r"([*_`<\[\]])", r"\\\1", text)


# --- scores -------------------------------------------------------------------------------------------------------


def score_table(scores: Data) -> str:
    """How vbparse does on every pair of plans."""
    columns = {
        "F1": "f1",
        "precision": "p",
        "recall": "r",
        "text": "body_f1",
        "moved, recall": "moved_recall",
        "look-alikes": "hard_negatives",
        "lone": "false_only",
        "precision of `certain`": "certain_p",
        "recall with `possible`": "possible_r",
    }
    rows = []
    for pair in scores["pairs"].values():
        own = pair["methods"]["vbparse"]
        rows.append([pair["name"], *(figure(own[key]) for key in columns.values())])
    day = date.fromisoformat(scores["date"])
    told = f"Measured on {day.day} {day:%B %Y} on {len(rows)} pairs that people linked by hand, reading.\n"
    return f"{told}\n{table(['plans', *columns], rows)}"


def figure(value: float | str | None) -> str:
    """A share to two places; a count as "1 of 18"."""
    if value in (None, "0/0"):
        return "-"
    return " of ".join(value.split("/")) if isinstance(value, str) else f"{value:.2f}".removeprefix("0")


def group_table(scores: Data) -> str:
    """Found links of how many, a group a row."""
    pairs = scores["pairs"].values()
    rows = []
    for group, name in GROUPS.items():
        counts = [pair["groups"].get(group, [0, 0]) for pair in pairs]
        whole = [sum(count) for count in zip(*counts, strict=True)]
        rows.append([name, *(f"{found} of {wanted}" if wanted else "-" for found, wanted in [*counts, whole])])
    return table(["links", *(pair["name"] for pair in pairs), "together"], rows)


def peer_table(scores: Data) -> str:
    """F1 of every method on every pair, worst mean first."""
    pairs = list(scores["pairs"].values())
    rows = []
    for method in pairs[0]["methods"]:
        found = [pair["methods"][method] for pair in pairs]
        shares = [score["f1"] for score in found]
        moved = mean(score["moved_recall"] for score in found if score["moved_recall"] is not None)
        lone = [sum(int(score["false_only"].split("/")[at]) for score in found) for at in (0, 1)]
        cells = [method, *map(figure, shares), figure(mean(shares)), figure(moved), f"{lone[0]} of {lone[1]}"]
        rows.append((mean(shares), cells))
    head = ["F1", *(pair["name"] for pair in pairs), "mean", "moved, recall", "lone"]
    return table(head, [cells for _, cells in sorted(rows, key=lambda row: row[0])])


def error_list(scores: Data, error: str) -> str:
    """The kinds of errors of one sort, an example under each."""
    return "\n".join(entry(kind) for kind in scores["errors"] if kind["error"] == error)


def entry(kind: Data) -> str:
    return f"- **{kind['name']}.** {kind['meaning']}\n" + "".join(quotes(kind["example"]))


def quotes(example: Iterable[Data]) -> Iterator[str]:
    for side in example:
        yield f"  - {side['plan']}, line {side['line']}: “{escaped(side['text'])}”\n"


if __name__ == "__main__":
    main()
