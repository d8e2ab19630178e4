"""Letters with their places on a page → its lines in reading order. Knows nothing of any file format.

Text side by side is read column by column where the file itself goes through one column after the other; else it stays
on one line, its distance drawn with blanks. A ruled table gives a line for each row, its cells parted by tabs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from vbparse.readers.ruled import Grid, Strokes, find_grids
from vbparse.shape import shape
from vbparse.source import DITTO

SAME_LINE = 0.3
"""Letters stand on one line if their base lines differ by less than this share of their size."""
NO_ORDER = -1
WORD_GAP = 0.15
"""From this share of the size on a gap between two letters parts words, even without a blank."""
CELL_GAP = 0.6
"""From this on, if the file draws something else before it goes on behind the gap."""
WIDE_GAP = 2.0
"""From this on in any case."""
COLUMN_GAP = 0.8
"""From this on between words whose order is not known, if more lines are parted there."""
COLUMN = 6.0
"""Sizes of a letter that such columns are wide at least; numbers of items are narrower."""
RAISED = 0.8
"""Letters below this share of their neighbours' size may be a raised mark of a footnote."""
PARAGRAPH_GAP = 1.8
"""From this many times the usual distance of lines on, a blank line stands between them."""
STROKE = " " * 40
"""What stands for the stroke above footnotes."""
LEAST_ROWS = 2
"""Of a column; a single line with a gap is a running head, or a line that is filled in."""
_STEP = 3
"""By which the order of neighbouring letters may differ: blanks and line ends between them."""
_LAST = 1 << 62
_STEPS = 300
"""Most lines of a column."""
_TRIES = 4
"""Gaps of a line that may part columns, the widest first."""


_NOTHING = Strokes()


class Glyph(NamedTuple):
    """A letter, or a word, as it stands on the page; in points, y upwards."""

    text: str
    left: float
    right: float
    base: float
    size: float
    order: int
    """In which the file draws it, or `NO_ORDER` if it was filled in later or nothing is known."""
    is_word: bool = False
    """Whether it is a word and no letter."""


class Stretch(NamedTuple):
    """Words of a line that no wide gap parts."""

    text: str
    left: float
    right: float
    first: int
    last: int
    """Lowest and highest order of its letters."""

    @property
    def is_ordered(self) -> bool:
        """Whether the order of any letter is known."""
        return self.last != NO_ORDER


@shape
class _Row:
    """What stands on one height."""

    base: float
    size: float
    stretches: tuple[Stretch, ...]


@shape
class _Lines:
    """Lines that are finished: a table, or a stroke."""

    base: float
    size: float
    lines: tuple[str, ...]


_Item = _Row | _Lines


@shape
class _Measure:
    """How a page is set."""

    left: float
    """Where its lines begin."""
    advance: float
    """Mean width of a letter."""
    pitch: float
    """Usual distance of two lines."""


def page_lines(glyphs: Sequence[Glyph], strokes: Strokes = _NOTHING) -> list[str]:
    """The lines of a page from top to bottom."""
    grids = find_grids(strokes)
    free, held = _parted(glyphs, grids)
    rows = _rows(free)
    items: list[_Item] = [*rows]
    for grid, cells in zip(grids, held, strict=True):
        lines = tuple(_table_rows(grid, cells))
        items.append(_Lines(base=grid.rows[0], size=0, lines=lines))
    stroke = _footnote_stroke(rows, strokes, grids)
    items.extend(stroke)
    items.sort(key=lambda item: -item.base)
    return list(_written(items, _measure(rows, free)))


# --- letters to lines ---------------------------------------------------------------------------------------------


class _Run(NamedTuple):
    """Letters that the file draws one after the other on one line."""

    glyphs: list[Glyph]
    left: float
    right: float
    base: float
    size: float


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    runs = sorted(_runs(glyphs), key=lambda run: -run.base)
    bands: list[list[_Run]] = []
    for run in runs:
        head = bands[-1][0] if bands else None
        if head and head.base - run.base <= SAME_LINE * min(head.size, run.size):
            bands[-1].append(run)
        else:
            bands.append([run])
    rows = [_row(band) for band in _with_raised(bands)]
    return [row for row in rows if row.stretches]


def _runs(glyphs: Iterable[Glyph]) -> Iterator[_Run]:
    run: list[Glyph] = []
    for glyph in glyphs:
        before = run[-1] if run else glyph
        same = abs(glyph.base - before.base) < 0.1 * glyph.size and abs(glyph.size - before.size) < 0.3 * glyph.size
        if run and not (same and -glyph.size < glyph.left - before.right < CELL_GAP * glyph.size):
            yield _run(run)
            run = []
        run.append(glyph)
    if run:
        yield _run(run)


def _run(glyphs: list[Glyph]) -> _Run:
    left = min(glyph.left for glyph in glyphs)
    right = max(glyph.right for glyph in glyphs)
    return _Run(glyphs, left, right, glyphs[0].base, min(glyph.size for glyph in glyphs))


def _with_raised(bands: list[list[_Run]]) -> Iterator[list[_Run]]:
    """The lines, raised marks put to the words that they hang on: each stands just above their line."""
    waiting: list[_Run] = []
    for i, band in enumerate(bands):
        below = bands[i + 1] if i + 1 < len(bands) else []
        raised = [run for run in band if any(_hangs_on(run, other) for other in below)]
        kept = [run for run in band if run not in raised] + waiting
        waiting = raised
        if kept:
            yield kept


def _hangs_on(small: _Run, big: _Run) -> bool:
    """Whether a run is raised and touches another."""
    if small.size > RAISED * big.size or len(small.glyphs) > 4 or small.base - big.base > 0.7 * big.size:
        return False
    reach = 0.6 * big.size
    return big.left - reach <= small.right and small.left <= big.right + reach


def _row(runs: Sequence[_Run]) -> _Row:
    glyphs = sorted((glyph for run in runs for glyph in run.glyphs), key=lambda glyph: glyph.left)
    size = max(run.size for run in runs)
    return _Row(
        base=max(runs, key=lambda run: run.right - run.left).base, size=size, stretches=tuple(_stretches(glyphs))
    )


def _stretches(glyphs: Iterable[Glyph]) -> Iterator[Stretch]:
    """The letters of a line from left to right, parted where columns may be."""
    pieces: list[str] = []
    orders: list[int] = []
    left = right = 0.0
    is_apart = False
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            # What was filled in later may lie over a blank; one that the file draws next is one in any case.
            is_next = last is not None and last.order != NO_ORDER and 0 < glyph.order - last.order <= _STEP
            is_apart = is_apart or is_next or right < (glyph.left + glyph.right) / 2
            continue
        if last and glyph.text == last.text and abs(glyph.left - last.left) < 0.1 * glyph.size:
            continue  # Drawn twice to look bold.
        if last:
            gap = (glyph.left - right) / glyph.size
            jumps = NO_ORDER not in (glyph.order, last.order) and abs(glyph.order - last.order) > _STEP
            if gap >= (COLUMN_GAP if glyph.is_word else WIDE_GAP) or (gap >= CELL_GAP and jumps):
                yield _stretch(pieces, left, right, orders)
                pieces, orders = [], []
            elif is_apart or gap >= WORD_GAP or glyph.is_word:
                pieces.append(" ")
        if not orders:
            left = right = glyph.left
        pieces.append(glyph.text)
        orders.append(glyph.order)
        right = max(right, glyph.right)
        last, is_apart = glyph, False
    if pieces:
        yield _stretch(pieces, left, right, orders)


def _stretch(pieces: Iterable[str], left: float, right: float, orders: Iterable[int]) -> Stretch:
    known = [order for order in orders if order != NO_ORDER]
    return Stretch("".join(pieces), left, right, min(known, default=_LAST), max(known, default=NO_ORDER))


# --- ruled tables -------------------------------------------------------------------------------------------------


def _parted(
    glyphs: Iterable[Glyph], grids: Sequence[Grid]
) -> tuple[list[Glyph], list[dict[tuple[int, int], list[Glyph]]]]:
    """Letters outside all tables, and for each table those of each field."""
    if not grids:
        return list(glyphs), []
    free: list[Glyph] = []
    held: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in grids]
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base + 0.3 * glyph.size
        for grid, fields in zip(grids, held, strict=True):
            if grid.holds(x, y):
                fields.setdefault(grid.field(x, y), []).append(glyph)
                break
        else:
            free.append(glyph)
    return free, held


def _table_rows(grid: Grid, fields: dict[tuple[int, int], list[Glyph]]) -> Iterator[str]:
    """The rows of a table; a cell that runs over several rows or columns stands in the first, a mark in those below."""
    texts: dict[tuple[int, int], str] = {}
    for cell in grid.cells:
        inside = [(i, j) for i in range(cell.top, cell.bottom) for j in range(cell.left, cell.right)]
        glyphs = sorted((glyph for place in inside for glyph in fields.get(place, ())), key=lambda glyph: glyph.order)
        words = " ".join(stretch.text for row in _rows(glyphs) for stretch in row.stretches)
        texts[cell.top, cell.left] = words
        texts.update({(i, cell.left): DITTO for i in range(cell.top + 1, cell.bottom) if words})
    for i in range(len(grid.rows) - 1):
        row = [texts.get((i, j), "") for j in range(len(grid.columns) - 1)]
        if any(cell not in ("", DITTO) for cell in row):
            yield "\t".join(row)


# --- lines in order -----------------------------------------------------------------------------------------------


def _measure(rows: Sequence[_Row], glyphs: Sequence[Glyph]) -> _Measure:
    width = sum(glyph.right - glyph.left for glyph in glyphs)
    letters = sum(len(glyph.text) for glyph in glyphs)
    left = min((row.stretches[0].left for row in rows), default=0.0)
    distances = sorted(above.base - below.base for above, below in pairwise(rows))
    pitch = distances[len(distances) // 2] if distances else 0.0
    return _Measure(left=left, advance=max(1.0, width / max(1, letters)), pitch=pitch)


def _footnote_stroke(rows: Sequence[_Row], strokes: Strokes, grids: Sequence[Grid]) -> list[_Lines]:
    """The line from the left margin below which all letters are smaller: short, or long if a note goes on there."""
    if not rows:
        return []
    left = min(row.stretches[0].left for row in rows)
    right = max(row.stretches[-1].right for row in rows)
    sizes = sorted(row.size for row in rows)
    for stroke in strokes.across:
        width = stroke.end - stroke.start
        if not 0.15 < width / max(1.0, right - left) < 1.1 or abs(stroke.start - left) > 2 * sizes[-1]:
            continue
        if any(grid.holds(stroke.start, stroke.at) for grid in grids):
            continue
        above = [row.size for row in rows if row.base > stroke.at]
        below = [row.size for row in rows if row.base <= stroke.at]
        if above and below and max(below) < 0.97 * above[len(above) // 2]:
            return [_Lines(base=stroke.at, size=0, lines=(STROKE,))]
    return []


def _written(items: Sequence[_Item], measure: _Measure) -> Iterator[str]:
    index = 0
    last: _Item | None = None
    while index < len(items):
        item = items[index]
        if last and measure.pitch and last.base - item.base > PARAGRAPH_GAP * measure.pitch:
            yield ""
        if isinstance(item, _Lines):
            yield from item.lines
            last, index = item, index + 1
            continue
        end, columns = _columns(items, index)
        if columns:
            for column in columns:
                left = min(row.stretches[0].left for row in column)
                yield from _written(column, _Measure(left=left, advance=measure.advance, pitch=measure.pitch))
            last, index = items[end - 1], end
        else:
            yield _drawn(item, measure)
            last, index = item, index + 1


def _drawn(row: _Row, measure: _Measure) -> str:
    """A line, its distances drawn with blanks."""
    line, right = "", 0.0
    for stretch in row.stretches:
        if line and not stretch.is_ordered and stretch.left - right < WIDE_GAP * row.size:
            line += " " + stretch.text
        else:
            place = round((stretch.left - measure.left) / measure.advance)
            line += " " * max(place - len(line), 3 if line else 0) + stretch.text
        right = stretch.right
    return line


def _columns(items: Sequence[_Item], first: int) -> tuple[int, tuple[list[_Row], ...]]:
    """Where two columns end that begin with an item, and their lines; an empty pair where none begin."""
    rows: list[_Row] = []
    for item in items[first : first + _STEPS]:
        if not isinstance(item, _Row):
            break
        rows.append(item)
    seed = next((i for i, row in enumerate(rows) if len(row.stretches) > 1), None)
    if seed is None:
        return first, ()
    best: tuple[int, tuple[list[_Row], ...]] = (first, ())
    stretches = rows[seed].stretches
    gaps = sorted(range(1, len(stretches)), key=lambda i: stretches[i - 1].right - stretches[i].left)
    for gap in gaps[:_TRIES]:
        end, columns = _grown(rows, seed, gap)
        if first + end > best[0] and len(columns) == 2:
            best = (first + end, columns)
    return best


def _grown(rows: Sequence[_Row], seed: int, gap: int) -> tuple[int, tuple[list[_Row], ...]]:
    """The lines from the first on that a gap in one of them parts, as long as the file draws the left ones first."""
    start, stop = rows[seed].stretches[gap - 1].right, rows[seed].stretches[gap].left
    left: list[_Row] = []
    right: list[_Row] = []
    latest, earliest = NO_ORDER, _LAST
    end = 0
    for index, row in enumerate(rows):
        ours = tuple(s for s in row.stretches if s.right <= stop and s.left < start)
        theirs = row.stretches[len(ours) :]
        here, there = max((s.right for s in ours), default=start), min((s.left for s in theirs), default=stop)
        start, stop = max(start, here), min(stop, there)
        latest = max([latest, *(s.last for s in ours)])
        earliest = min([earliest, *(s.first for s in theirs)])
        if latest > earliest or stop - start < CELL_GAP * row.size:
            break
        if ours:
            left.append(_Row(base=row.base, size=row.size, stretches=ours))
        if theirs:
            right.append(_Row(base=row.base, size=row.size, stretches=theirs))
        end = index + 1
    if min(len(left), len(right)) < LEAST_ROWS or (latest == NO_ORDER and not all(map(_is_wide, (left, right)))):
        return 0, ()
    return end, (left, right)


def _is_wide(column: Sequence[_Row]) -> bool:
    """Whether lines are wide enough for a column where the file does not tell that they are one."""
    left = min(row.stretches[0].left for row in column)
    return max(row.stretches[-1].right for row in column) - left >= COLUMN * column[0].size
