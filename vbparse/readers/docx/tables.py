"""Tables: rows on lines with cells parted by tabs, or cells one below the other where a table only lays out a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from vbparse.readers.docx.styles import is_ruled
from vbparse.shape import field, sketch
from vbparse.source import DITTO, Piece

_RULED = 0.5
"""Share of the filled cells that lines part from others, from which a table is one to its reader."""
_FORM_ROWS, _FORM_COLUMNS = 2, 3
"""Most rows and columns of a ruled table that may still lay out a page: a letterhead, recipients and signature."""
_LAID_ROWS = 8
"""Most rows of two columns without lines that are read column by column; recipients and signer take up to six."""
_MOST_COLUMNS = 63
"""Word allows no more; a cell that claims to be wider is not."""


@sketch
class Cell:
    """A cell and the paragraphs in it."""

    lines: list[Piece] = field(default_factory=list)
    span: int = 1
    """Columns of the grid that it takes."""
    goes_on: bool = False
    """Whether it is the lower part of a cell above."""
    borders: dict[str, bool] = field(default_factory=dict)

    @property
    def filled(self) -> list[Piece]:
        """Its lines that have words."""
        return [piece for piece in self.lines if piece.text]


@sketch
class Row:
    """A row, and how many columns of the grid it leaves empty at its ends."""

    place: int
    cells: list[Cell] = field(default_factory=list)
    before: int = 0
    after: int = 0
    is_deleted: bool = False


@sketch
class Table:
    """A table while it is read."""

    borders: dict[str, bool] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def as_lines(self) -> Iterator[Piece]:
        """What stands in it, line by line."""
        columns = {i for row in self.rows for i, cell in _placed(row) if cell.filled}
        if not columns:
            return
        if self._lays_out(columns):
            for column in sorted(columns):
                yield from (p for row in self.rows for i, cell in _placed(row) if i == column for p in cell.filled)
        else:
            above: dict[int, bool] = {}
            for row in self.rows:
                cells = list(_in_a_line(row, above))
                yield Piece("\t".join(words for words, _ in cells), row.place, tuple(place for _, place in cells))
                above = {at: above.get(at, False) if cell.goes_on else bool(cell.filled) for at, cell in _placed(row)}

    def _lays_out(self, columns: set[int]) -> bool:
        """Whether a table only lays out the page."""
        if len(columns) == 1:
            return True
        several = [any(len(cell.filled) > 1 for cell in row.cells) for row in self.rows]
        if self._is_ruled():
            return len(self.rows) <= _FORM_ROWS and len(columns) <= _FORM_COLUMNS and several[0]
        if len(self.rows) <= _FORM_ROWS:
            return any(several) or len(columns) == 2
        return len(self.rows) <= _LAID_ROWS and (len(columns) == 2 or (len(columns) == 3 and any(several)))

    def _is_ruled(self) -> bool:
        filled = [cell for row in self.rows for cell in row.cells if cell.filled]
        return sum(is_ruled({**self.borders, **cell.borders}) for cell in filled) >= _RULED * len(filled)


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """The cells of a row with the column of the grid that each begins in."""
    column = row.before
    for cell in row.cells:
        yield column, cell
        column += cell.span


def _in_a_line(row: Row, above: Mapping[int, bool]) -> Iterator[tuple[str, int]]:
    """The words of each column, and the number of the first paragraph with words in it, or of the row's first one.

    A cell over several columns stands in the first, `above` tells which are filled.
    """
    yield from [("", row.place)] * row.before
    for at, cell in _placed(row):
        place = next((piece.place for piece in cell.filled or cell.lines), row.place)
        yield (DITTO if above.get(at) else "") if cell.goes_on else _in_a_cell(cell.filled), place
        yield from [("", place)] * (cell.span - 1)
    yield from [("", row.place)] * row.after


def _in_a_cell(lines: Sequence[Piece]) -> str:
    return " ".join(" ".join(piece.text.replace("\t", " ").split("\n")) for piece in lines)


def columns(number: int | None) -> int:
    """How many columns something takes that says so."""
    return min(max(number or 0, 0), _MOST_COLUMNS)
