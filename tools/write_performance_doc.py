"""Write the figures of docs/performance.md as they were last measured.

usage: write_performance_doc.py

They come from benchmarks/results.json; `make bench` measures them anew and runs this.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from write_compare_doc import filled, table

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "benchmarks" / "results.json"

HEAD = ("what", "median", "of the first row", "spread", "target")

Data = dict[str, Any]


def main() -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def page(text: str) -> str:
    """The page with its figures written anew."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    return filled(filled(text, "machine", machine(results)), "figures", figures(results["rows"]))


def machine(results: Data) -> str:
    """What was measured on, in two sentences."""
    told = dict(results["machine"])
    place = [told.pop(name) for name in ("processor", "system", "python")]
    packages = ", ".join(f"{name} {version}" for name, version in told.items())
    rounds = f"Medians of {results['rounds']} rounds, of half as many inside one process."
    return f"{'; '.join(place)}. With {packages}. {rounds}\n"


def figures(rows: list[Data]) -> str:
    """A table a group, under its name."""
    parts = []
    for group, members in groupby(rows, key=lambda row: str(row["group"])):
        cells = [[row["name"], value(row), ratio(row), spread(row), row["target"]] for row in members]
        parts.append(f"**{group.capitalize()}**\n\n{table(HEAD, cells)}")
    return "\n".join(parts)


def value(row: Data) -> str:
    digits = 0 if row["unit"] == "ms" else 2
    return f"{row['value']:.{digits}f} {row['unit']}".strip()


def ratio(row: Data) -> str:
    return "" if row["ratio"] is None else f"{row['ratio']:.2f} ×"


def spread(row: Data) -> str:
    return "" if row["spread"] is None else f"{row['spread']:.0%}"


if __name__ == "__main__":
    main()
