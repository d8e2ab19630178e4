"""A matrix for a person at a terminal: counts first, then a heat map, then what single documents have or lack.

The marks differ in shape, so that they can be told apart without colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vbparse.matching.scored import CERTAIN
from vbparse.model import Matrix, MatrixRow, Side, Spread, Unit
from vbparse.render.safe import one_line, shortened, visible
from vbparse.render.wording import wording

_MARKS = {
    "sure": ("█", "green"), "likely": ("▒", "yellow"), "alone": ("◆", "cyan"),
    "elsewhere": ("○", "blue"), "maybe": ("?", "dim"), "absent": ("·", "dim"),
}  # fmt: skip
"""Sign and style of what a document has of a row."""
_SPREADS: tuple[Spread, ...] = ("all", "all_but_one", "most", "some", "partly", "one", "none")
_LISTED: dict[str, Spread] = {"missing": "all_but_one", "single": "one", "none": "none"}
"""The rows of a kind that may be asked for, each listed with its words."""
_SLOTS = frozenset({"lead_agency", "time", "place"})
"""Roles of fields whose values are short enough to be held against each other in a line."""
_BAR = 24
"""Width of the longest bar of the counts."""
_ENTRY = 240
"""Most characters shown of a clause in a list."""
_STEP = 5
"""Columns between two gaps, where the signs stand close."""


def show_matrix(matrix: Matrix, console: Console, language: str, rows: str = "all") -> None:
    """The counts, then the rows asked for: "all", "shared", "missing" (in one document), "single" or "none"."""
    say = wording(language)
    if matrix.parent:
        console.print(_parent(matrix.parent, say))
    console.print(_documents(matrix, say))
    console.print()
    console.print(_counts(matrix, say))
    if rows in ("all", "shared"):
        _show_map(matrix, console, say)
    for wanted, spread in _LISTED.items():
        if rows in ("all", wanted):
            _show_lists(matrix, spread, console, say)


# --- counts -------------------------------------------------------------------------------------------------------


def _parent(parent: Side, say: dict[str, str]) -> Text:
    text = Text(f"{say['points of']} {one_line(parent.number or parent.path or '-')}", style="bold")
    text.append(f"\n{one_line(parent.title or say['no title'])}\n")
    return text


def _documents(matrix: Matrix, say: dict[str, str]) -> Table:
    """The columns by number, with how much of each stands in the rows; headings are not counted."""
    rows = [row for row in matrix.rows if not row.heading]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("", justify="right", style="bold", no_wrap=True)
    table.add_column(say["document"], overflow="fold")
    for name in ("with others", "alone") if not matrix.parent else ("points",):
        table.add_column(say[f"matrix {name}"], justify="right", no_wrap=True)
    for column, side in enumerate(matrix.documents):
        have = [row for row in rows if row.cells[column]]
        alone = sum(row.spread == "one" for row in have)
        shared = sum(row.coverage > 1 for row in have)
        counts = (f"{len(have)}/{len(rows)}",) if matrix.parent else (str(shared), str(alone))
        table.add_row(str(column + 1), _identity(side), *counts)
    return table


def _identity(side: Side) -> Text:
    text = Text(one_line(side.province or ""), style="bold")
    for words in (side.number, side.path or "-"):
        text.append(f"{'  ' if text else ''}{one_line(words or '')}" if words else "")
    return text


def _counts(matrix: Matrix, say: dict[str, str]) -> Table:
    """How many rows spread how far, with bars."""
    spreads = Counter(row.spread for row in matrix.rows if not row.heading)
    unit = max(spreads.values(), default=0) / _BAR
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="green", no_wrap=True)
    for spread in _SPREADS:
        if spreads[spread]:
            name = say[f"spread {spread}"].format(n=len(matrix.documents))
            table.add_row(name, str(spreads[spread]), "█" * max(1, round(spreads[spread] / unit)))
    return table


# --- heat map -----------------------------------------------------------------------------------------------------


def _show_map(matrix: Matrix, console: Console, say: dict[str, str]) -> None:
    """A line for each row that two documents have, or for each point, under the lines of its headings."""
    rows = {row.id: row for row in matrix.rows}
    shown = {up.id for row in matrix.rows if row.coverage > 1 or matrix.parent for up in _way(row, rows)}
    if not shown:
        return
    _section(console, say["heat map"])
    console.print(_legend(say, bool(matrix.parent)))
    for columns in _bands(len(matrix.documents), console.width):
        step = _cell_width(len(columns), console.width)
        console.print()
        for line in _header(columns, step):
            console.print(line, no_wrap=True)
        for row in matrix.rows:
            if row.id in shown:
                if row.heading and not row.under:
                    console.print()
                depth = len(list(_way(row, rows))) - 1
                console.print(_line(row, columns, step, depth, console.width), no_wrap=True)
                if row.role in _SLOTS and (values := _values(row, matrix)):
                    indent = _spaced([(" ", "")] * len(columns), step).cell_len + 8 + 2 * min(depth, 4)
                    console.print(Text(" " * indent + shortened(values, max(12, console.width - indent)), style="dim"))


def _way(row: MatrixRow, rows: dict[str, MatrixRow]) -> Iterator[MatrixRow]:
    """The row and those of the headings above it."""
    yield row
    if row.under:
        yield from _way(rows[row.under], rows)


def _legend(say: dict[str, str], is_of_points: bool) -> Text:
    text = Text()
    for mark, (sign, style) in _MARKS.items():
        if not (is_of_points and mark in ("alone", "elsewhere")):
            text.append(sign, style=style)
            text.append(f" {say[f'mark {mark}']}  ", style="dim")
    text.rstrip()
    return text


def _bands(count: int, width: int) -> list[range]:
    """Columns that are shown side by side, in at most half of the width."""
    size = max(1, width // 2 * _STEP // (_STEP + 1))
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _cell_width(count: int, width: int) -> int:
    return 3 if 3 * count <= width // 4 else 2 if 2 * count <= width // 3 else 1


def _header(columns: range, step: int) -> Iterator[Text]:
    """The numbers of the columns; where the cells are narrow, one digit below the other."""
    numbers = [str(column + 1) for column in columns]
    digits = 1 if step > 2 else max(map(len, numbers))
    for place in range(digits):
        signs = numbers if digits == 1 else [number.rjust(digits)[place] for number in numbers]
        yield _spaced([(sign, "bold") for sign in signs], step)


def _line(row: MatrixRow, columns: range, step: int, depth: int, width: int) -> Text:
    text = _spaced([_MARKS[_mark(row, column)] for column in columns], step)
    text.append(f"{row.id:<5} ", style="dim")
    text.append("  " * min(depth, 4))
    text.append(shortened(row.label, max(12, width - text.cell_len)), style="bold" if row.heading else "")
    return text


def _values(row: MatrixRow, matrix: Matrix) -> str:
    """What the fields of a row say, with the documents that say so; nothing where all say the same."""
    said: dict[str, list[str]] = {}
    for column, (side, cell) in enumerate(zip(matrix.documents, row.cells, strict=True)):
        for unit in (unit for unit in side.units if unit.id in cell):
            said.setdefault(one_line(unit.text.partition(":")[2]).rstrip(" .;"), []).append(str(column + 1))
    values = (f"{what} ({', '.join(who)})" for what, who in said.items())
    return f"≠ {' · '.join(values)}" if len(said) > 1 else ""


def _spaced(signs: Sequence[tuple[str, str]], step: int) -> Text:
    text = Text()
    for number, (sign, style) in enumerate(signs, 1):
        text.append(sign.ljust(step), style=style)
        if (step == 1 and number % _STEP == 0) or number == len(signs):
            text.append(" ")
    return text


def _mark(row: MatrixRow, column: int) -> str:
    score = row.scores[column]
    if row.cells[column]:
        return "alone" if score is None else "sure" if score >= CERTAIN else "likely"
    return "elsewhere" if row.elsewhere[column] else "maybe" if row.possible[column] else "absent"


# --- lists --------------------------------------------------------------------------------------------------------


def _show_lists(matrix: Matrix, spread: Spread, console: Console, say: dict[str, str]) -> None:
    """The rows that all but one document have, by the document that lacks them; those of one by the one that has."""
    rows = [row for row in matrix.rows if row.spread == spread]
    if spread == "none":
        _show_list(say["list none"], rows, matrix, console, say)
        return
    for column, side in enumerate(matrix.documents):
        own = [row for row in rows if bool(row.cells[column]) == (spread == "one")]
        if own:
            _show_list(f"{say[f'list {spread}']} {column + 1} {_identity(side)}", own, matrix, console, say)


def _show_list(title: str, rows: Sequence[MatrixRow], matrix: Matrix, console: Console, say: dict[str, str]) -> None:
    if not rows:
        return
    _section(console, f"{title} ({len(rows)})")
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        unit, kind, number = _head(row, matrix)
        text = Text(shortened(unit.text, _ENTRY), style="bold" if row.heading else "")
        if row.spread == "none" and any(row.possible):
            near = ", ".join(str(column + 1) for column, units in enumerate(row.possible) if units)
            text.append(f"  ? {near}", style="dim")
        grid.add_row(row.id, f"{visible(unit.id.partition('/')[2] or unit.id)}, {say[kind]} {number}", text)
    console.print(grid)


def _head(row: MatrixRow, matrix: Matrix) -> tuple[Unit, str, int]:
    """The point that a row is about, or its clause in the first document that has it; and its line or page."""
    side, source, name = matrix.parent, matrix.parent_source, row.point
    if name is None:
        column = next(column for column, cell in enumerate(row.cells) if cell)
        side, source, name = matrix.documents[column], matrix.sources[column], row.cells[column][0]
    assert side and source
    unit = next(unit for unit in side.units if unit.id == name)
    return unit, *source.where(unit.span.start)


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold underline"))
