"""Lines drawn on a page → tables: a grid of cells between them. Knows nothing of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vbparse.shape import shape

TOUCH = 3.0
"""Points by which lines may miss each other and still meet."""
MOST_STROKES = 4000
"""Lines of a page; more are a drawing. A page full of narrow rows has some 1,500 borders of cells."""


class Stroke(NamedTuple):
    """A straight line along one axis: where it lies on the other, and from where to where it runs."""

    at: float
    start: float
    end: float


@shape
class Strokes:
    """The straight lines of a page, in points, y upwards."""

    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()


class Cell(NamedTuple):
    """A cell, with all rows and columns that it runs over (both half-open)."""

    top: int
    bottom: int
    left: int
    right: int


@shape
class Grid:
    """A table: borders from the left and from the top, and the cells between them in reading order."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Cell, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.columns[0] <= x <= self.columns[-1] and self.rows[-1] <= y <= self.rows[0]

    def field(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a point inside."""
        row = bisect_left(self.rows, -y, key=lambda border: -border) - 1
        column = bisect_left(self.columns, x) - 1
        return min(max(row, 0), len(self.rows) - 2), min(max(column, 0), len(self.columns) - 2)


def find_grids(strokes: Strokes) -> list[Grid]:
    """The tables of a page from the top: two rows or more of two columns or more."""
    if len(strokes.across) + len(strokes.down) > MOST_STROKES:
        return []
    across, down = _joined(strokes.across), _joined(strokes.down)
    grids = [_grid(*group) for group in _connected(across, down)]
    return sorted((grid for grid in grids if grid), key=lambda grid: -grid.rows[0])


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Pieces of one line made one, such as the borders of neighbouring cells and the two edges of a thin box."""
    joined: list[Stroke] = []
    for band in _bands(sorted(strokes)):
        at = sum(stroke.at for stroke in band) / len(band)
        open_: Stroke | None = None
        for stroke in sorted(band, key=lambda stroke: stroke.start):
            if open_ and stroke.start <= open_.end + TOUCH:
                open_ = Stroke(at, open_.start, max(open_.end, stroke.end))
                continue
            if open_:
                joined.append(open_)
            open_ = Stroke(at, stroke.start, stroke.end)
        if open_:
            joined.append(open_)
    return joined


def _bands(strokes: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    """Lines that lie at the same place, in the order of their places."""
    band: list[Stroke] = []
    for stroke in strokes:
        if band and stroke.at - band[0].at > TOUCH:
            yield band
            band = []
        band.append(stroke)
    if band:
        yield band


def _meet(across: Stroke, down: Stroke) -> bool:
    return across.start - TOUCH <= down.at <= across.end + TOUCH and down.start - TOUCH <= across.at <= down.end + TOUCH


def _connected(across: Sequence[Stroke], down: Sequence[Stroke]) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Lines that hang together."""
    free = set(range(len(down)))
    waiting = set(range(len(across)))
    while waiting:
        rows, columns = [waiting.pop()], list[int]()
        new = list(rows)
        while new:
            met = [i for i in free if any(_meet(across[row], down[i]) for row in new)]
            free.difference_update(met)
            columns.extend(met)
            new = [i for i in waiting if any(_meet(across[i], down[column]) for column in met)]
            waiting.difference_update(new)
            rows.extend(new)
        yield [across[i] for i in rows], [down[i] for i in columns]


def _grid(across: Sequence[Stroke], down: Sequence[Stroke]) -> Grid | None:
    columns = _places(down)
    rows = _places(across)[::-1]
    if len(columns) < 3 or len(rows) < 2:
        return None
    cells = tuple(_cells(rows, columns, across, down))
    return Grid(columns=columns, rows=rows, cells=cells) if len(cells) > 1 else None


def _places(strokes: Iterable[Stroke]) -> tuple[float, ...]:
    return tuple(sum(s.at for s in band) / len(band) for band in _bands(sorted(strokes)))


def _cells(
    rows: Sequence[float], columns: Sequence[float], across: Sequence[Stroke], down: Sequence[Stroke]
) -> Iterator[Cell]:
    """Fields with no line between them are one cell, as long as they make a rectangle."""
    walls = {(i, j) for i in range(len(rows) - 1) for j in _crossed(down, columns, (rows[i] + rows[i + 1]) / 2)}
    floors = {(i, j) for j in range(len(columns) - 1) for i in _under(across, rows, (columns[j] + columns[j + 1]) / 2)}
    taken: set[tuple[int, int]] = set()
    for top in range(len(rows) - 1):
        for left in range(len(columns) - 1):
            if (top, left) in taken:
                continue
            right = left + 1
            while right < len(columns) - 1 and (top, right) not in walls and (top, right) not in taken:
                right += 1
            bottom = top + 1
            while bottom < len(rows) - 1 and not any((bottom, j) in floors for j in range(left, right)):
                if any((bottom, j) in walls for j in range(left + 1, right)):
                    break
                bottom += 1
            taken.update((i, j) for i in range(top, bottom) for j in range(left, right))
            yield Cell(top, bottom, left, right)


def _crossed(down: Iterable[Stroke], columns: Sequence[float], y: float) -> Iterator[int]:
    """Borders of columns that are drawn at a height."""
    return (_nearest(columns, stroke.at) for stroke in down if stroke.start <= y <= stroke.end)


def _under(across: Iterable[Stroke], rows: Sequence[float], x: float) -> Iterator[int]:
    """Borders of rows that are drawn at a place."""
    return (_nearest(rows, stroke.at) for stroke in across if stroke.start <= x <= stroke.end)


def _nearest(places: Sequence[float], at: float) -> int:
    return min(range(len(places)), key=lambda i: abs(places[i] - at))
