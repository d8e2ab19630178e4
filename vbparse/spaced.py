"""`Line…` → rows of tables whose columns are drawn with blanks, as text taken from a PDF has them.

The head names at least two known columns, parted by wide blanks. Between two names runs a boundary: the place that the
fewest words of the lines below cross. A row begins where the column of numbers has one, or, without such a column,
after a blank line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vbparse.grammar import Grammar
from vbparse.grids import NUMBER, Row, is_head
from vbparse.model import Line
from vbparse.shape import shape
from vbparse.source import Source, Span

_WIDE = re.compile(r"[ \u00a0]{3}")
_STRETCH = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_GROUPS = ("roman", "upper")
"""Marker styles of a heading inside a table."""
HEAD_LINES = 4
"""Most lines of a head whose names are wrapped."""
MOST_LINES = 600
"""Longest table, in lines."""

_Stretch = tuple[int, int]
"""First and last column of words that no wide blank parts, half-open."""


@shape
class _Table:
    """Where a table stands and how its columns are parted."""

    first: int
    """Index of its first line."""
    last: int
    """Index after its last line."""
    boundaries: tuple[int, ...]
    is_numbered: bool
    head_last: int
    """Index after the head's last line."""


def find_spaced_rows(source: Source, lines: Sequence[Line], grammar: Grammar) -> Iterator[Row]:
    """The rows of every table whose columns are drawn with blanks, its head first."""
    index = 0
    while index < len(lines):
        table = _table(source, lines, index, grammar) if _may_be_head(source, lines[index], grammar) else None
        if table is None:
            index += 1
            continue
        yield from _rows(source, lines, table)
        index = table.last


def _stretches(source: Source, line: Line) -> list[_Stretch]:
    return [found.span() for found in _STRETCH.finditer(source[line.span])]


def _read(words: str) -> str:
    return " ".join(words.replace("*", "").split())


def _may_be_head(source: Source, line: Line, grammar: Grammar) -> bool:
    words = source[line.span]
    if line.kind != "text" or len(words) > 300 or not _WIDE.search(words.strip()):
        return False
    names = [_read(words[start:end]) for start, end in _stretches(source, line)]
    return len(names) >= 2 and is_head(names, grammar)


def _table(source: Source, lines: Sequence[Line], first: int, grammar: Grammar) -> _Table | None:
    """The table that a head begins, or null if fewer than two lines below stand in its columns."""
    names = _stretches(source, lines[first])
    words = source[lines[first].span]
    columns = grammar.rules("columns")
    found = columns.union.match(_read(words[slice(*names[0])]))
    is_numbered = found is not None and columns.which(found).name == "number"
    last = _end(source, lines, first, names, grammar)
    below = [_stretches(source, line) for line in lines[first + 1 : last] if line.kind == "text"]
    below = [stretches for stretches in below if len(stretches) > 1 or not _crosses(stretches[0], names)]
    boundaries = tuple(_boundary(names[i], names[i + 1], below) for i in range(len(names) - 1))
    if sum(len(stretches) > 1 for stretches in below) < 2:
        return None
    head_last = first + 1
    while is_numbered and head_last < min(last, first + HEAD_LINES) and not _is_row(source, lines[head_last]):
        head_last += 1
    return _Table(first=first, last=last, boundaries=boundaries, is_numbered=is_numbered, head_last=head_last)


def _end(source: Source, lines: Sequence[Line], first: int, names: Sequence[_Stretch], grammar: Grammar) -> int:
    """Index after the last line that stands in the columns of a head."""
    end = first + 1
    letterhead = grammar.rules("letterhead")
    for index in range(first + 1, min(len(lines), first + MOST_LINES)):
        line = lines[index]
        if line.kind in ("blank", "furniture"):
            continue
        stretches = _stretches(source, line)
        words = [_read(source[line.span][start:stop]) for start, stop in stretches]
        ends = any(letterhead.pattern("recipients").match(w) or letterhead.pattern("authority").match(w) for w in words)
        if line.kind != "text" or ends:
            break
        if len(stretches) == 1 and _crosses(stretches[0], names):
            if line.marker in _GROUPS:
                continue
            break
        end = index + 1
    return end


def _crosses(stretch: _Stretch, names: Sequence[_Stretch]) -> bool:
    """Whether words run through more columns than one: a paragraph, not a cell."""
    return sum(stretch[0] < end and start < stretch[1] for start, end in names) > 1


def _boundary(left: _Stretch, right: _Stretch, below: Sequence[Sequence[_Stretch]]) -> int:
    """The place between two names of columns that the fewest words below cross, as near to the middle as can be."""
    middle = (left[1] + right[0]) / 2
    crossed: Counter[int] = Counter()
    places = range(left[0] + 1, right[1])
    for stretches in below:
        for start, end in stretches:
            crossed.update(range(max(start + 1, places.start), min(end, places.stop)))
    return min(places, key=lambda place: (crossed[place], abs(place - middle)))


def _is_row(source: Source, line: Line) -> bool:
    """Whether a line begins with the number of a row."""
    stretches = _stretches(source, line)
    return bool(stretches) and bool(NUMBER.fullmatch(source[line.span][slice(*stretches[0])].split()[0]))


def _rows(source: Source, lines: Sequence[Line], table: _Table) -> Iterator[Row]:
    width = len(table.boundaries) + 1
    cells: list[list[Span]] = [[] for _ in range(width)]
    first = last = lines[table.first].number
    was_blank = was_group = False
    for index in range(table.first, table.last):
        line = lines[index]
        if line.kind != "text":
            was_blank = was_blank or line.kind == "blank"
            continue
        pieces = list(_pieces(source, line, table.boundaries))
        is_group = line.marker in _GROUPS and len(pieces) == 1
        if index >= table.head_last and (is_group or _begins(source, table, index, pieces, was_blank or was_group)):
            yield Row(first=first, last=last, cells=tuple(map(tuple, cells)))
            cells = [[] for _ in range(width)]
            first = line.number
        for column, piece in pieces:
            cells[column].append(piece)
        last, was_blank, was_group = line.number, False, is_group
    yield Row(first=first, last=last, cells=tuple(map(tuple, cells)))


def _begins(source: Source, table: _Table, index: int, pieces: Sequence[tuple[int, Span]], was_blank: bool) -> bool:
    """Whether a line begins a row."""
    if index == table.head_last:
        return True
    if not table.is_numbered:
        return was_blank
    return bool(pieces) and pieces[0][0] == 0 and bool(NUMBER.fullmatch(source[pieces[0][1]]))


def _pieces(source: Source, line: Line, boundaries: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """(column, words) of a line; words that run over a boundary stand where they begin, a number stands alone."""
    start = line.span.start
    words = source[line.span]
    for first, last in _stretches(source, line):
        column = sum(boundary <= first for boundary in boundaries)
        blank = first + len(re.split(r"[ \u00a0]", words[first:last], maxsplit=1)[0])
        is_number = column == 0 and blank < last and boundaries and boundaries[0] <= last
        if is_number and NUMBER.fullmatch(words[first:blank]):
            yield 0, Span(start + first, start + blank)
            first, column = blank + 1, 1
        yield column, Span(start + first, start + last)
