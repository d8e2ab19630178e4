"""`Source` → `Line…`: physical lines, cut at line feeds only, each with what it looks like on its own."""

from __future__ import annotations

from vbparse.grammar import Grammar
from vbparse.markers import QUOTES
from vbparse.model import Line, LineKind
from vbparse.reading import TRIM
from vbparse.source import Source, Span

_LOST = 3
"""How many page numbers in a row, less one, may be lost or damaged without losing count."""
PAGE = 12
"""Fewest lines between two page numbers; a column of figures stands closer. Shortest page of the corpus: 14 lines."""


def split_lines(source: Source, grammar: Grammar) -> tuple[Line, ...]:
    """The lines of a text; with their line feeds they tile it."""
    text = source.text
    starts = source.line_starts
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    lines = [
        _line(text, number, start, end, grammar)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    return tuple(_with_page_numbers(text, lines, grammar))


def _line(text: str, number: int, start: int, end: int, grammar: Grammar) -> Line:
    words = text[start:end]
    bare = words.strip(TRIM + "#>")
    marker = None
    kind = _kind(words, bare, grammar)
    # A star and a blank open a bullet; any other star is a Markdown mark.
    opening = f"* {bare}" if words.lstrip().startswith("* ") else bare
    markers = grammar.rules("markers")
    quote = int(opening.startswith(QUOTES))
    if kind == "text" and (found := markers.union.match(opening, quote)):
        rule = markers.which(found)
        marker = rule.name if not quote or rule.get("quoted") else None
    indent = len(words) - len(words.lstrip())
    return Line(number=number, span=Span(start, end), kind=kind, indent=indent, marker=marker)


def _kind(words: str, bare: str, grammar: Grammar) -> LineKind:
    layout = grammar.rules("layout")
    if not bare:
        return "rule" if layout.pattern("rule").fullmatch(words) or "#" in words or ">" in words else "blank"
    if "\t" in words or "|" in words:
        if layout.pattern("bar").fullmatch(words):
            return "bar"
        if layout.pattern("row").fullmatch(words):
            return "row"
    if bare[0] in "-–—_=~.…" and layout.pattern("rule").fullmatch(words):
        return "rule"
    if len(bare) < 120 and any(layout.pattern(name).fullmatch(words) for name in ("gazette", "stamp")):
        return "furniture"
    return "text"


def _with_page_numbers(text: str, lines: list[Line], grammar: Grammar) -> list[Line]:
    """Lone numbers that count up by one, a page apart, are page numbers."""
    pattern = grammar.rules("layout").pattern("page_number")
    expected: int | None = None
    last = -PAGE
    for index, line in enumerate(lines):
        if line.kind != "text" or line.span.end - line.span.start > 120 or index - last < PAGE:
            continue
        found = pattern.fullmatch(text, line.span.start, line.span.end)
        if not found or _is_cell(lines, index):
            continue
        number = int(found["num"])
        if (expected is None and number < 1000) or (expected is not None and expected <= number < expected + _LOST):
            lines[index] = Line(number=line.number, span=line.span, kind="furniture", indent=line.indent, marker=None)
            expected, last = number + 1, index
    return lines


def _is_cell(lines: list[Line], index: int) -> bool:
    """Whether a table border stands next to a line."""
    around = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return any(line.kind in ("bar", "row") for line in around)
