"""`Line…` → rows of tables: tabs, Markdown pipes, or one cell between two lone bars.

A table is known by its head, a row with at least two names of columns (`grammars/columns.toml`). Rows of cells that no
head announces (letterheads, signatures) are no table; their cells are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vbparse.grammar import Grammar
from vbparse.model import Line
from vbparse.reading import TRIM
from vbparse.shape import shape
from vbparse.source import DITTO, Source, Span

HEAD_SHARE = 0.5
"""Share of a head's cells that are names of columns we know."""
LONG_CELL = 40
"""Most lines of one cell; longer runs of text stand outside the table. Longest cell of the corpus: 31 lines."""
NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[A-HĐ]|[a-zđ]|[-+•*])[.)]?")


@shape
class Row:
    """A row of a table: the lines that it takes, and the pieces of each cell."""

    first: int
    last: int
    """Line numbers, from 1."""
    cells: tuple[tuple[Span, ...], ...]
    is_table: bool = True
    """False for cells side by side that are no table."""


def find_rows(source: Source, lines: Sequence[Line], grammar: Grammar) -> dict[int, Row]:
    """Rows by the number of their first line."""
    rows: dict[int, Row] = {}
    for row in (*_rows_on_lines(source, lines, grammar), *_rows_between_bars(source, lines, grammar)):
        rows[row.first] = row
    return rows


def is_head(names: Sequence[str], grammar: Grammar) -> bool:
    """Whether cells are the names of columns: two at least, most of those that are filled, none of them a number."""
    columns = grammar.rules("columns").union
    filled = [name for name in names if name not in ("", DITTO)]
    known = sum(bool(columns.match(name)) for name in filled)
    if known < 2 or known < HEAD_SHARE * len(filled) or any(len(name) >= 60 for name in names):
        return False
    return not any(NUMBER.fullmatch(name) for name in filled)


def read_cell(source: Source, pieces: Sequence[Span]) -> str:
    """A cell's words, broken lines joined."""
    return " ".join(" ".join(source[piece].replace("*", "").split()) for piece in pieces)


# --- a row on a line ----------------------------------------------------------------------------------------------


def _rows_on_lines(source: Source, lines: Sequence[Line], grammar: Grammar) -> Iterator[Row]:
    width = 0
    for line in lines:
        if line.kind != "row":
            if width and line.kind == "text" and line.span.end - line.span.start > 300:
                width = 0
            continue
        cells = tuple(_on_line(source, line))
        words = [read_cell(source, cell) for cell in cells]
        if is_head(words, grammar):
            width = len(cells)
        elif width and _ends_table(words, grammar):
            width = 0
        if not width:
            # Of cells read one by one, none repeats another.
            cells = tuple(() if word == DITTO else cell for cell, word in zip(cells, words, strict=True))
        yield Row(first=line.number, last=line.number, cells=cells, is_table=bool(width))


def _on_line(source: Source, line: Line) -> Iterator[tuple[Span, ...]]:
    words = source[line.span]
    mark = "\t" if "\t" in words else "|"
    start, end = line.span
    if mark == "|":
        start += len(words) - len(words.lstrip(TRIM + "|"))
        end = max(start, end - len(words) + len(words.rstrip(TRIM + "|")))
    first = start
    for at in (*(i for i in range(start, end) if source.text[i] == mark), end):
        piece = _trimmed(source, first, at)
        yield (piece,) if piece.start < piece.end else ()
        first = at + 1


def _ends_table(words: Sequence[str], grammar: Grammar) -> bool:
    """Whether a row is the signature or a letterhead below a table."""
    rules = grammar.rules("letterhead")
    names = ("recipients", "authority", "motto")
    return any(rule.find(word) for word in words if word for rule in rules.among(names, word))


def _trimmed(source: Source, start: int, end: int) -> Span:
    while start < end and source.text[start] in TRIM:
        start += 1
    while end > start and source.text[end - 1] in TRIM:
        end -= 1
    return Span(start, end)


# --- a cell between bars ------------------------------------------------------------------------------------------


@shape
class _Run:
    """The bars before a stretch of text, and the text's lines."""

    bars: int
    first_bar: int
    """Index of the first of these bars among the lines."""
    words: tuple[Line, ...]


def _rows_between_bars(source: Source, lines: Sequence[Line], grammar: Grammar) -> Iterator[Row]:
    index = 0
    while index < len(lines):
        if lines[index].kind != "bar":
            index += 1
            continue
        following = _runs(source, lines, index, grammar)
        runs = list(_first_row(following))
        width = _head_width(source, runs[:-1], grammar)
        if not width:
            index += max(1, runs[0].bars if runs else 1)
            continue
        rows, index = _table(source, lines, [*runs, *following], width, grammar)
        yield from rows


MOST_COLUMNS = 40
"""More cells in a row than any table of the corpus has, twice over."""


def _first_row(runs: Iterator[_Run]) -> Iterator[_Run]:
    """The runs of a first row, and the one that begins the next."""
    for index, run in enumerate(runs):
        yield run
        if not run.words or (index and run.bars >= 2) or index >= MOST_COLUMNS:
            return


def _runs(source: Source, lines: Sequence[Line], start: int, grammar: Grammar) -> Iterator[_Run]:
    """Bars and the text after them, to the end of the table: a blank line after a bar, or text that is no cell."""
    index = start
    while index < len(lines) and lines[index].kind == "bar":
        first_bar = index
        bars = 0
        while index < len(lines) and (lines[index].kind == "bar" or (bars and _is_empty_cell(source, lines[index]))):
            bars += lines[index].kind == "bar"
            index += 1
        words: list[Line] = []
        while index < len(lines) and lines[index].kind not in ("bar",) and len(words) <= LONG_CELL:
            if not words and lines[index].kind == "blank":
                break
            if lines[index].kind in ("text", "row", "furniture"):
                words.append(lines[index])
            index += 1
        is_cell = (
            bool(words)
            and index < len(lines)
            and lines[index].kind == "bar"
            and not _is_outside(source, words, grammar)
        )
        yield _Run(bars=bars, first_bar=first_bar, words=tuple(words) if is_cell else ())
        if not is_cell:
            return


def _is_empty_cell(source: Source, line: Line) -> bool:
    """A cell that holds only Markdown marks: "** **"."""
    return line.kind in ("blank", "rule") and not source[line.span].strip(TRIM) and "*" in source[line.span]


def _is_outside(source: Source, words: Sequence[Line], grammar: Grammar) -> bool:
    """Whether text between bars is a letterhead, a title or a signature, not a cell."""
    first = read_cell(source, [words[0].span])
    rules = grammar.rules("letterhead")
    names = ("recipients", "authority", "motto", "appendix", "type")
    return any(rule.find(first) for rule in rules.among(names, first))


def _head_width(source: Source, runs: Sequence[_Run], grammar: Grammar) -> int:
    """Number of cells if a first row names columns, else 0."""
    cells = [read_cell(source, [line.span for line in run.words]) for run in runs]
    return len(cells) if len(cells) >= 2 and is_head(cells, grammar) else 0


def _table(
    source: Source, lines: Sequence[Line], runs: Sequence[_Run], width: int, grammar: Grammar
) -> tuple[list[Row], int]:
    """The rows of a table and the index of the first line after it."""
    columns = grammar.rules("columns")
    first_name = columns.union.match(read_cell(source, [line.span for line in runs[0].words]))
    is_numbered = first_name is not None and columns.which(first_name).name == "number"
    rows: list[Row] = []
    cells: list[tuple[Line, ...]] = []
    start = runs[0].first_bar
    for position in range(len(runs)):
        run = runs[position]
        if (cells and run.bars >= 2) or not run.words:
            before, after, ends = _split_bars(source, run, len(cells), width, is_numbered)
            cells += [()] * before
            if ends or not run.words:
                rows.append(_row(source, lines, start, run.first_bar + max(0, before), cells))
                cells = [()] * after
                start = run.first_bar + before + 1
        if run.words:
            cells.append(run.words)
    last = runs[-1].first_bar + runs[-1].bars
    return rows, last


def _split_bars(source: Source, run: _Run, filled: int, width: int, is_numbered: bool) -> tuple[int, int, bool]:
    """(empty cells that end the row, empty cells that begin the next, whether the row ends) in a run of bars."""
    if not run.words:
        return 0, 0, True
    word = read_cell(source, [line.span for line in run.words])
    is_number = bool(NUMBER.fullmatch(word))
    options: list[tuple[float, int, int, bool]] = []
    inner = run.bars - 1
    if filled + inner < width:
        options.append((2.0 * (is_numbered and is_number), inner, 0, False))
    for after in range(run.bars - 1):
        before = run.bars - 2 - after
        if filled + before <= width and after < width:
            mismatch = is_numbered and (is_number != (after == 0))
            options.append((0.7 * (width - filled - before > 0) + 1.5 * mismatch + 0.1 * after, before, after, True))
    if not options:
        return 0, 0, True
    _, before, after, ends = min(options)
    return before, after, ends


def _row(source: Source, lines: Sequence[Line], start: int, end: int, cells: Sequence[tuple[Line, ...]]) -> Row:
    """A row from the line index of its first bar to that of its last."""
    pieces = tuple(tuple(_trimmed(source, *line.span) for line in cell) for cell in cells)
    return Row(first=lines[start].number, last=lines[min(end, len(lines) - 1)].number, cells=pieces)
