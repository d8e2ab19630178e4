"""`Source` → `Line…`: physical lines, cut at line feeds only, each with what it looks like on its own."""

from __future__ import annotations

from vbparse.grammar import Grammar, RuleSet
from vbparse.markers import QUOTES
from vbparse.model import Line, LineKind
from vbparse.reading import TRIM
from vbparse.shape import replace
from vbparse.source import Source, Span

_LOST = 3
"""How many page numbers in a row, less one, may be lost or damaged without losing count."""
_OF_PRINT = ("gazette", "stamp")
"""What the gazette or its signing program printed on every page."""
_EDGES = TRIM + "#>"
HEAD = 4
"""Fewest lines of a table's head, each cell being a line or more."""
PAGE = 12
"""Fewest lines between two page numbers; a column of figures stands closer. Shortest page of the corpus: 14 lines."""


def split_lines(source: Source, grammar: Grammar) -> tuple[Line, ...]:
    """The lines of a text; with their line feeds they tile it."""
    text = source.text
    starts = source.line_starts
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    layout, markers = grammar.rules("layout"), grammar.rules("markers")
    lines = [
        _line(text[start:end], number, Span(start, end), layout, markers)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    for span in source.apart:
        for number in range(source.position(span.start)[0], source.position(span.end - 1)[0] + 1):
            lines[number - 1] = replace(lines[number - 1], kind="site", marker=None)
    return tuple(_with_heads_again(text, _with_page_numbers(text, lines, grammar), grammar))


def _line(words: str, number: int, span: Span, layout: RuleSet, markers: RuleSet) -> Line:
    if not words or words.isspace():
        # Half the lines of a text.
        return Line(number=number, span=span, kind="blank", indent=len(words), marker=None)
    bare = words.strip(_EDGES)
    kind = _kind(words, bare, layout)
    marker = _marker(words, bare, markers) if kind == "text" else None
    return Line(number=number, span=span, kind=kind, indent=len(words) - len(words.lstrip()), marker=marker)


def _marker(words: str, bare: str, markers: RuleSet) -> str | None:
    # A star and a blank open a bullet, but for a note in italics: "* (Ban hành kèm theo …)*". Any other is a mark.
    is_bullet = "*" in words and words.lstrip().startswith("* ") and not (bare[0] == "(" and bare[1:2].isalpha())
    opening = f"* {bare}" if is_bullet else bare
    quote = int(opening.startswith(QUOTES))
    found = markers.first_match(opening, quote)
    return found[0].name if found and (not quote or found[0].get("quoted")) else None


def _kind(words: str, bare: str, layout: RuleSet) -> LineKind:
    if not bare:
        return "rule" if layout.pattern("rule").fullmatch(words) or "#" in words or ">" in words else "blank"
    if "\t" in words or "|" in words:
        if layout.pattern("bar").fullmatch(words):
            return "bar"
        if layout.pattern("row").fullmatch(words):
            return "row"
    if bare[0] in "-–—_=~.…" and layout.pattern("rule").fullmatch(words):
        return "rule"
    if len(bare) < 120:
        for rule in layout.among(_OF_PRINT, bare):
            if rule.pattern.fullmatch(words):
                return "furniture"
    return "text"


def _with_page_numbers(text: str, lines: list[Line], grammar: Grammar) -> list[Line]:
    """Lone numbers that count up by one, a page apart, are page numbers."""
    rule = grammar.rules("layout")["page_number"]
    expected: int | None = None
    last = -PAGE
    for index, line in enumerate(lines):
        if line.kind != "text" or line.span.end - line.span.start > 120 or index - last < PAGE:
            continue
        if not rule.may_open(text, line.span.start):
            continue
        found = rule.pattern.fullmatch(text, line.span.start, line.span.end)
        if not found or _is_cell(lines, index):
            continue
        number = int(found["num"])
        if (expected is None and number < 1000) or (expected is not None and expected <= number < expected + _LOST):
            lines[index] = Line(number=line.number, span=line.span, kind="furniture", indent=line.indent, marker=None)
            expected, last = number + 1, index
    return lines


def _with_heads_again(text: str, lines: list[Line], grammar: Grammar) -> list[Line]:
    """The head of a table that is printed again at the top of a page belongs to the page.

    It is known by a column for row numbers among its lines, and by the same lines on a page before.
    """
    if not any(line.kind == "furniture" for line in lines):
        return lines
    full = [line for line in lines if line.kind != "blank"]
    words = [text[line.span.start : line.span.end].strip() for line in full]
    is_number = grammar.rules("layout").pattern("number_column").fullmatch
    before: dict[tuple[str, ...], int] = {}
    for top in range(len(full)):
        opening = tuple(words[top : top + HEAD])
        first = before.get(opening)
        if first is not None and full[top - 1].kind == "furniture":
            size = _same(words, full, first, top)
            if size >= HEAD and any(map(is_number, words[top : top + size])):
                for line in full[top : top + size]:
                    lines[line.number - 1] = replace(line, kind="furniture", marker=None)
        before[opening] = top
    return lines


def _same(words: list[str], full: list[Line], first: int, top: int) -> int:
    """How many lines from `top` on are those from `first` on."""
    size = 0
    while first + size < top and top + size < len(full) and words[first + size] == words[top + size]:
        if full[top + size].kind != "text":
            break
        size += 1
    return size


def _is_cell(lines: list[Line], index: int) -> bool:
    """Whether a table border stands next to a line."""
    around = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return any(line.kind in ("bar", "row") for line in around)
