"""A table of a page → lines: rows with tabs between the cells, or, where it only lays out the page, its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from vbparse.readers.html.line import PageLine
from vbparse.shape import sketch
from vbparse.source import DITTO

MOST_COLUMNS = 40
"""To which a merged cell may stretch; no table of administrative documents has more (see `vbparse.grids`)."""
_FEW = 3
_DRAWN = re.compile(
    r"border(?:-(?:top|bottom|left|right))?(?:-style)?\s*:[^;]*\b(?:solid|double|dashed|dotted|inset|outset|ridge|groove)\b",
    re.I,
)
_UNDRAWN = re.compile(r"border(?:-style|-width)?\s*:\s*(?:none|0|medium none)", re.I)
_NUMBER = re.compile(r"\s*(\d{1,5})")


@sketch
class Cell:
    """What stands in a cell, and over how many columns and rows it goes."""

    lines: list[PageLine]
    columns: int = 1
    rows: int = 1
    has_table: bool = False


@sketch
class Table:
    """A table while it is read."""

    rows: list[list[Cell]]
    loose: list[PageLine]
    """Its caption, and what stands in it outside of cells."""
    is_drawn: bool = False
    """Whether it has borders or heads of columns."""
    is_layout: bool = False
    """Whether it says itself that it only lays out the page."""


def new_table(attributes: Mapping[str, str]) -> Table:
    """A table by its own attributes."""
    style = attributes.get("style") or ""
    border = (attributes.get("border") or "").strip()
    is_drawn = bool(_DRAWN.search(style)) or (border not in ("", "0") and not _UNDRAWN.search(style))
    is_layout = (attributes.get("role") or "").strip().lower() in ("presentation", "none")
    return Table(rows=[], loose=[], is_drawn=is_drawn, is_layout=is_layout)


def new_cell(table: Table, tag: str, attributes: Mapping[str, str]) -> Cell:
    """A cell, put into the last row of its table."""
    if tag == "th" or _DRAWN.search(attributes.get("style") or ""):
        table.is_drawn = True
    if not table.rows:
        table.rows.append([])
    cell = Cell(lines=[], columns=_count(attributes.get("colspan")), rows=_count(attributes.get("rowspan")))
    table.rows[-1].append(cell)
    return cell


def _count(words: str | None) -> int:
    found = _NUMBER.match(words or "")
    return min(MOST_COLUMNS, max(1, int(found[1]))) if found else 1


def lines_of(table: Table) -> Iterator[PageLine]:
    """The lines of a table that is read to its end."""
    yield from table.loose
    if is_grid(table):
        yield from _rows(table)
    else:
        for row in table.rows:
            for cell in row:
                yield from cell.lines


def is_grid(table: Table) -> bool:
    """Whether the rows of a table are rows, and not letterheads, signatures or columns of a page.

    Cells that hold a line each are rows in either case: the stages after know a letterhead by its words.
    """
    rows = [row for row in table.rows if any(_words(cell) for cell in row)]
    columns = max((len(row) for row in rows), default=0)
    if columns < 2 or table.is_layout:
        return False
    is_large = len(rows) >= _FEW and columns >= _FEW
    cells = [cell for row in rows for cell in row]
    if any(cell.has_table for cell in cells):
        return table.is_drawn and is_large
    if table.is_drawn:
        return len(rows) > 1 or columns >= _FEW
    return is_large or (len(rows) > 1 and all(len(_words(cell)) <= 1 for cell in cells))


def _words(cell: Cell) -> list[PageLine]:
    return [line for line in cell.lines if line.text and not line.apart]


def _rows(table: Table) -> Iterator[PageLine]:
    """A line a row; a merged cell stands where it begins, a mark for it in the rows below."""
    carried: dict[int, tuple[int, str]] = {}
    for row in table.rows:
        texts: list[str] = []
        following = {column: (left - 1, mark) for column, (left, mark) in carried.items() if left > 1}
        for cell in row:
            while len(texts) in carried:
                texts.append(carried[len(texts)][1])
            first = len(texts)
            texts.append(" ".join(line.text.strip().replace("\t", " ") for line in _words(cell)))
            for column in range(first, min(first + cell.columns, MOST_COLUMNS) if cell.rows > 1 else 0):
                following[column] = cell.rows - 1, DITTO if column == first and texts[first] else ""
            texts.extend([""] * (cell.columns - 1))
        while len(texts) in carried:
            texts.append(carried[len(texts)][1])
        carried = following
        words = [line for cell in row for line in _words(cell)]
        yield from (line for cell in row for line in cell.lines if line.apart and line.text)
        if words:
            yield PageLine("\t".join(texts), words[0].box, sum(line.links for line in words), 0, is_row=True)
