"""Tables of tasks: rows with number, group, content, organs and time. Pieces cut by page breaks are one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from vbparse.fold import plain_words
from vbparse.grammar import Grammar
from vbparse.grids import NUMBER, is_head
from vbparse.model import Agency, Block, Diagnostic, Part, Reading, Table, TableGroup, TableRow, TaskGroup, Time
from vbparse.organs import known_length, organ_opening
from vbparse.records.agency import read_agencies
from vbparse.records.time import find_times
from vbparse.shape import replace
from vbparse.source import Source, Span


def find_tables(source: Source, part: Part, component: str, grammar: Grammar) -> Iterator[Table]:
    """The tables of a part; pieces under one head, repeated at page breaks, are one."""
    head: list[str] | None = None
    rows: list[Block] = []
    groups: list[Block] = []
    count = 0
    for block in part.blocks[part.head :]:
        columns = _head(source, block, grammar)
        if columns and head and columns != head and rows:
            count += 1
            yield _table(source, rows, head, f"{component}/t{count}", component, grammar)
            rows = []
        if columns:
            head = columns
        if head and block.kind == "row":
            rows += [*groups, block]
            groups = []
        elif rows and block.kind == "text":
            # A heading is the table's only if rows follow it; else it is the plan's next section.
            groups = [*groups, block] if _is_group(block, grammar) else []
    if rows and head:
        yield _table(source, rows, head, f"{component}/t{count + 1}", component, grammar)


def with_task_groups(table: Table, groups: Sequence[TaskGroup]) -> Table:
    """A table whose groups are linked to the task groups of the body with the same title, but for a few words."""
    titles = [(set(plain_words(group.title)), group.node) for group in groups]
    return replace(table, groups=tuple(replace(g, task_group=_same_title(g.title, titles)) for g in table.groups))


def _same_title(title: str, titles: Sequence[tuple[set[str], str]]) -> str | None:
    words = set(plain_words(title))
    shares = [(2 * len(words & other) / ((len(words) + len(other)) or 1), node) for other, node in titles]
    share, node = max(shares, default=(0.0, ""))
    return node if share >= _SAME_TITLE else None


_SAME_TITLE = 0.7
"""Share of words, both ways, from which two titles name one group."""


def _head(source: Source, block: Block, grammar: Grammar) -> list[str] | None:
    """Column names if a row is a table's head: at least two cells are known names."""
    if block.kind != "row":
        return None
    names = [cell.text for cell in block.cells]
    return names if is_head(names, grammar) else None


def _is_group(block: Block, grammar: Grammar) -> bool:
    """Whether a line between rows is a heading in one cell: "III. Gắn kết …"."""
    found = grammar.rules("markers").first_match(block.reading.text)
    return block.kind == "text" and found is not None and found[0].name in ("roman", "upper")


def _table(
    source: Source, blocks: list[Block], head: list[str], table_id: str, component: str, grammar: Grammar
) -> Table:
    roles = [_role(name, grammar) for name in head]
    names = _unique(head)
    groups: list[TableGroup] = []
    rows: list[TableRow] = []
    above: Sequence[Reading] = ()
    for block in blocks:
        cells: Sequence[Reading] = block.cells or (block.reading,)
        if [cell.text for cell in cells] == head or _counts_columns(cells):
            continue
        group = _group(block, cells, grammar)
        if group:
            groups.append(group)
        else:
            cells = _fitted(cells, roles, grammar)
            above = _meant(cells, above, grammar)
            rows.append(_row(block, cells, above, names, roles, groups[-1:], grammar))
    span = Span(min(b.words.start for b in blocks), max(b.words.end for b in blocks))
    return Table(
        id=table_id, component=component, span=span, columns=tuple(names), groups=tuple(groups), rows=tuple(rows)
    )


def _unique(head: Sequence[str]) -> list[str]:
    """Names of columns, a name that stands twice told apart: "Kế hoạch", "Kế hoạch (2)"."""
    counts: Counter[str] = Counter()
    names = []
    for name in head:
        counts[name] += 1
        names.append(name if counts[name] == 1 else f"{name} ({counts[name]})")
    return names


def _counts_columns(cells: Sequence[Reading]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 …"""
    numbers = [cell.text.strip("() ") for cell in cells]
    return len(numbers) > 2 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _role(name: str, grammar: Grammar) -> str | None:
    columns = grammar.rules("columns")
    found = columns.union.match(name)
    return columns.which(found).name if found else None


def _group(block: Block, cells: Sequence[Reading], grammar: Grammar) -> TableGroup | None:
    """A row that only has a marker and a title."""
    filled = [cell for cell in cells if cell.text]
    marker = grammar.rules("markers").pattern("roman").match(f"{filled[0].text} ") if filled else None
    if len(filled) == 1 and marker:
        return TableGroup(marker=marker["roman"], title=filled[0].text[marker.end() :].strip(" ."), span=block.words)
    numeral = filled[0].text.strip(" .") if filled else ""
    has_totals = all(cell.text.replace(".", "").isdigit() for cell in filled[2:])
    if len(filled) >= 2 and has_totals and numeral and set(numeral) <= set("IVXLABCDE"):
        return TableGroup(marker=numeral, title=filled[1].text.strip(" ."), span=block.words)
    return None


def _meant(cells: Sequence[Reading], above: Sequence[Reading], grammar: Grammar) -> list[Reading]:
    """The cells of a row, those of the row above where one only repeats it: "nt", or a cell over several rows."""
    ditto = grammar.words("ditto")
    return [
        above[place] if cell.text.strip() in ditto and place < len(above) else cell for place, cell in enumerate(cells)
    ]


def _row(
    block: Block,
    cells: Sequence[Reading],
    meant: Sequence[Reading],
    names: list[str],
    roles: list[str | None],
    groups: Sequence[TableGroup],
    grammar: Grammar,
) -> TableRow:
    by_role = {role: cell for role, cell in zip(roles, meant, strict=False) if role}
    # Cells beyond the last column keep their text under their place.
    names = names + [f"({place})" for place in range(len(names) + 1, len(cells) + 1)]
    own = next((cell for role, cell in zip(roles, cells, strict=False) if role == "number"), None)
    number = own.text.strip(" .") if own and own is by_role["number"] else None
    return TableRow(
        number=number or None,
        group=groups[0].marker if groups else None,
        cells={name: cell.text for name, cell in zip(names, cells, strict=False)},
        lead=_organs(by_role.get("lead") or by_role.get("implementing"), grammar),
        coordinating=_organs(by_role.get("coordinating"), grammar),
        time=_time(by_role.get("time"), grammar),
        span=block.words,
    )


def _organs(cell: Reading | None, grammar: Grammar) -> tuple[Agency, ...]:
    """The organs of a cell; a cell that opens with none holds something else."""
    if cell is None or (organ_opening(cell.text, grammar) != 0 and not known_length(cell.text, 0, grammar)):
        return ()
    verbs = grammar.rules("organs").pattern("verb").finditer(cell.text)
    end = next((verb.start() for verb in verbs if verb[0] != "cùng"), len(cell.text))
    return read_agencies(cell, 0, end, grammar)


def _time(cell: Reading | None, grammar: Grammar) -> Time | None:
    return next(iter(find_times(cell, 0, grammar)), None) if cell and cell.text else None


# --- cells that were lost -----------------------------------------------------------------------------------------


def find_lost_cells(tables: Iterable[Table]) -> Iterator[Diagnostic]:
    """A diagnostic for each table whose rows do not all have as many cells as it has columns."""
    for table in tables:
        odd = [row for row in table.rows if len(row.cells) != len(table.columns)]
        if odd:
            message = (
                f"{len(odd)} row(s) of this table have more or fewer cells than its head has columns; this is the first"
            )
            values = {"count": str(len(odd))}
            yield Diagnostic(code="VB003", severity="info", message=message, span=odd[0].span, values=values)


def _fitted(cells: Sequence[Reading], roles: Sequence[str | None], grammar: Grammar) -> Sequence[Reading]:
    """The cells of a row under the columns that they fit, where a cell was lost before the last.

    A number fits the column of numbers, an organ those of organs, a time that of times. Cells keep their order. If
    no place fits better than from the left on, they stay there.
    """
    missing = len(roles) - len(cells)
    if not 0 < missing <= _MOST_LOST or len(cells) < 2:
        return cells
    kinds = [_kind(cell, grammar) for cell in cells]
    fits = {
        places: sum(_fit(kind, roles[place]) for kind, place in zip(kinds, places, strict=True))
        for places in combinations(range(len(roles)), len(cells))
    }
    first = tuple(range(len(cells)))
    best = max(fits, key=lambda places: (fits[places], places == first))
    if fits[best] <= fits[first] or list(fits.values()).count(fits[best]) > 1:
        return cells
    empty = Reading(text="", seams=((0, cells[0].home(0, 0).start),))
    by_place = dict(zip(best, cells, strict=True))
    return [by_place.get(place, empty) for place in range(best[-1] + 1)]


_MOST_LOST = 2
"""Most cells that a row may have lost to be put in place; with more, nothing is sure."""


def _kind(cell: Reading, grammar: Grammar) -> str:
    """What the words of a cell look like: number, organ, time, nothing or other."""
    words = cell.text.strip()
    if not words:
        return "nothing"
    if NUMBER.fullmatch(words):
        return "number"
    if len(words) < _TIME_CELL and find_times(cell, 0, grammar):
        return "time"
    return "organ" if organ_opening(words, grammar) == 0 else "other"


_TIME_CELL = 60
"""Longest cell of a column of times, in characters."""
_FITS = {"number": {"number"}, "time": {"time"}, "organ": {"lead", "coordinating", "implementing"}}


def _fit(kind: str, role: str | None) -> int:
    """How well a cell fits a column, in points."""
    if kind == "nothing":
        return 0
    if kind == "other":
        return -1 if role in ("number", "lead", "coordinating", "implementing", "time") else 1
    return 2 if role in _FITS[kind] else -1
