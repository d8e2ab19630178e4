"""Paragraphs, cells and rows of an RTF file → lines; rows that follow each other are a table."""

from __future__ import annotations

from vbparse.readers.docx.tables import Cell, Row, Table
from vbparse.shape import field, sketch
from vbparse.source import Piece

_EDGES = {b"clbrdrl": "left", b"clbrdrr": "right", b"clbrdrt": "top", b"clbrdrb": "bottom"}
_UNSEEN = (b"brdrnone", b"brdrnil", b"brdrtbl")
_NEAR = 60
"""Twips between two edges that are one to the eye: a millimetre."""
_MOST_CELLS = 63
"""Word allows no more in a row."""


@sketch
class _Edge:
    """What a row says of one of its cells: where it ends, and how."""

    right: int = 0
    goes_on: bool = False
    borders: dict[str, bool] = field(default_factory=dict)


class Rows:
    """Lines of text one below the other, and the table that is being read among them."""

    def __init__(self) -> None:
        self._lines: list[Piece] = []
        self._table: list[tuple[Row, list[_Edge]]] = []
        self._cells: list[Cell] = []
        self._cell: list[Piece] = []
        self._edges: list[_Edge] = []
        self._next = _Edge()
        self._side = ""

    def add(self, lines: list[Piece], in_table: bool) -> None:
        """A paragraph, in a cell or not."""
        if in_table:
            self._cell += lines
            return
        self._end_table()
        self._lines += lines

    def end_cell(self) -> None:
        """The paragraphs since the last cell were one."""
        self._cells.append(Cell(lines=self._cell))
        self._cell = []

    def end_row(self) -> None:
        """The cells since the last row were one."""
        if self._cell:
            self.end_cell()
        if self._cells:
            place = next((piece.place for cell in self._cells for piece in cell.lines), 1)
            self._table.append((Row(place=place, cells=self._cells), self._edges))
        self._cells = []

    def describe(self, word: bytes, number: int | None) -> None:
        """A word on the cells of a row; others are passed over."""
        if word == b"trowd":
            self._edges, self._next, self._side = [], _Edge(), ""
        elif word == b"cellx":
            self._next.right = number or 0
            if len(self._edges) < _MOST_CELLS:
                self._edges.append(self._next)
            self._next, self._side = _Edge(), ""
        elif word == b"clvmrg":
            self._next.goes_on = True
        elif word in _EDGES:
            self._side = _EDGES[word]
            self._next.borders[self._side] = True
        elif word in _UNSEEN and self._side:
            self._next.borders[self._side] = False

    def closed(self) -> list[Piece]:
        """All lines, when the last paragraph was added."""
        self._end_table()
        return self._lines

    def _end_table(self) -> None:
        self.end_row()
        if not self._table:
            return
        table = Table(rows=[row for row, _ in self._table])
        grid = _grid([edge.right for _, edges in self._table for edge in edges])
        for row, edges in self._table:
            left = 0
            for cell, edge in zip(row.cells, edges, strict=False):
                right = _column(grid, edge.right)
                cell.span, cell.goes_on, cell.borders = max(1, right - left), edge.goes_on, edge.borders
                left = max(left + 1, right)
        self._lines += table.as_lines()
        self._table = []


def _grid(edges: list[int]) -> list[int]:
    """The columns of a table, by where they end."""
    grid: list[int] = []
    for edge in sorted(set(edges)):
        if not grid or edge - grid[-1] > _NEAR:
            grid.append(edge)
    return grid[:_MOST_CELLS]


def _column(grid: list[int], edge: int) -> int:
    """How many columns end at an edge or left of it."""
    return sum(1 for column in grid if column <= edge)
