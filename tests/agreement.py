"""How much two readings of one document agree: in their outlines, and in their words.

    python tests/agreement.py LEFT RIGHT

prints both figures and the lines of the outline that differ.
"""

import difflib
import re
import sys
import unicodedata
from collections.abc import Iterator

from rapidfuzz.distance import LCSseq

from vbparse import Document, parse, read
from vbparse.model import Node

Entry = tuple[int, str, str | None]
"""Depth, kind, marker: what stands above the clauses of a part, the part itself, has depth 0."""

_WORD = re.compile(r"\w+")


def entries(document: Document) -> list[Entry]:
    """The outline without its words: every component and every clause in the order of the text."""
    found: list[Entry] = []
    for component in document.components:
        found.append((0, component.kind, None))
        found.extend(entry for node in component.body or () for entry in _entries_under(node, 1))
    return found


def _entries_under(node: Node, depth: int) -> Iterator[Entry]:
    yield depth, node.kind, node.marker
    for child in node.children:
        yield from _entries_under(child, depth + 1)


def agreement(left: Document, right: Document) -> float:
    """Share of the entries of both outlines that match in order, 0 to 1 (difflib's ratio, nothing held for junk)."""
    return difflib.SequenceMatcher(None, entries(left), entries(right), autojunk=False).ratio()


def words_kept(reference: str, text: str) -> float:
    """Share of the reference's words, in any case, that the text holds in the same order, 0 to 1."""
    wanted, found = _words(reference), _words(text)
    return LCSseq.similarity(wanted, found) / len(wanted) if wanted else 1.0


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def differing(left: Document, right: Document) -> list[str]:
    """Entries of the left outline that the right one lacks ("-"), and the other way round ("+")."""
    lines = (
        [f"{'  ' * depth}{kind} {marker or ''}".rstrip() for depth, kind, marker in entries(d)] for d in (left, right)
    )
    return [line for line in difflib.unified_diff(*lines, lineterm="", n=0) if line[:1] in "+-"][2:]


if __name__ == "__main__":
    sources = [read(name) for name in sys.argv[1:3]]
    documents = [parse(source) for source in sources]
    print(*differing(*documents), sep="\n")
    print(f"outline {agreement(*documents):.3f}, words {words_kept(*(source.text for source in sources)):.4f}")
