"""Parse every text under a folder and print a row a file: what it was read as, how deep, what could not be placed.

usage: corpus_report.py [FOLDER]     (default: ../shared/corpus)
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from vbparse import InputError, parse, read
from vbparse.check import run_rules
from vbparse.model import Document, Node

HEAD = ("file", "genre", "documents", "depth", "nodes", "unknown", "findings", "ms")
_NOT_DOCUMENTS = {"site_header", "site_footer", "recipients", "signature_block", "footnotes", "attachments", "unknown"}


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpus")
    rows = [row for path in sorted(folder.rglob("*.txt")) if (row := report(path, folder))]
    widths = [max(len(row[column]) for row in (HEAD, *rows)) for column in range(len(HEAD))]
    for row in (HEAD, *rows):
        left = "  ".join(cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True))
        print(left, "  ".join(cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)), sep="  ")


def report(path: Path, folder: Path) -> tuple[str, ...] | None:
    """One row; null for a file that is no text."""
    try:
        source = read(path)
    except InputError as problem:
        print(problem, file=sys.stderr)
        return None
    start = time.perf_counter()
    document = parse(source)
    elapsed = (time.perf_counter() - start) * 1000
    kinds = [component.kind for component in document.components if component.kind not in _NOT_DOCUMENTS]
    nodes = [node for component in document.components for node in component.walk()]
    return (
        str(path.relative_to(folder)),
        document.genre,
        "+".join(f"{kinds.count(kind)}{kind}" if kinds.count(kind) > 1 else kind for kind in dict.fromkeys(kinds)),
        str(max((depth(node) for component in document.components for node in component.body or ()), default=0)),
        str(len(nodes)),
        f"{share_unknown(document):.0%}",
        str(len(run_rules(document))),
        f"{elapsed:.0f}",
    )


def depth(node: Node) -> int:
    """Levels of nodes from this one down."""
    return 1 + max((depth(child) for child in node.children), default=0)


def share_unknown(document: Document) -> float:
    """Share of the text in components that no rule could place."""
    whole = len(document.source.text) or 1
    return sum(c.span.end - c.span.start for c in document.components if c.kind == "unknown") / whole


if __name__ == "__main__":
    main()
