"""Tables of tasks: rows with number, group, content, organs and time. Pieces cut by page breaks are one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vbparse.grammar import Grammar
from vbparse.grids import is_head
from vbparse.model import Agency, Block, Part, Reading, Table, TableGroup, TableRow, Time
from vbparse.records.agency import read_agencies
from vbparse.records.time import find_times
from vbparse.source import Source, Span


def find_tables(source: Source, part: Part, component: str, grammar: Grammar) -> Iterator[Table]:
    """The tables of a part whose rows stand on one line each."""
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


def _head(source: Source, block: Block, grammar: Grammar) -> list[str] | None:
    """Column names if a row is a table's head: at least two cells are known names."""
    if block.kind != "row":
        return None
    names = [cell.text for cell in block.cells]
    return names if is_head(names, grammar) else None


def _is_group(block: Block, grammar: Grammar) -> bool:
    """Whether a line between rows is a heading in one cell: "III. Gắn kết …"."""
    found = grammar.rules("markers").union.match(block.reading.text)
    return (
        block.kind == "text" and found is not None and grammar.rules("markers").which(found).name in ("roman", "upper")
    )


def _table(
    source: Source, blocks: list[Block], head: list[str], table_id: str, component: str, grammar: Grammar
) -> Table:
    roles = [_role(name, grammar) for name in head]
    groups: list[TableGroup] = []
    rows: list[TableRow] = []
    for block in blocks:
        cells = block.cells or (block.reading,)
        if [cell.text for cell in cells] == head:
            continue
        group = _group(block, cells, grammar)
        if group:
            groups.append(group)
        else:
            rows.append(_row(block, cells, head, roles, groups[-1].marker if groups else None, grammar))
    span = Span(blocks[0].words.start, blocks[-1].words.end)
    return Table(
        id=table_id, component=component, span=span, columns=tuple(head), groups=tuple(groups), rows=tuple(rows)
    )


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


def _row(
    block: Block,
    cells: Sequence[Reading],
    head: list[str],
    roles: list[str | None],
    group: str | None,
    grammar: Grammar,
) -> TableRow:
    by_role = {role: cell for role, cell in zip(roles, cells, strict=False) if role}
    number = by_role["number"].text.strip(" .") if "number" in by_role else None
    return TableRow(
        number=number or None,
        group=group,
        cells={name: cell.text for name, cell in zip(head, cells, strict=False)},
        lead=_organs(by_role.get("lead") or by_role.get("implementing"), grammar),
        coordinating=_organs(by_role.get("coordinating"), grammar),
        time=_time(by_role.get("time"), grammar),
        span=block.words,
    )


def _organs(cell: Reading | None, grammar: Grammar) -> tuple[Agency, ...]:
    return read_agencies(cell, 0, len(cell.text), grammar) if cell and cell.text else ()


def _time(cell: Reading | None, grammar: Grammar) -> Time | None:
    return next(iter(find_times(cell, 0, grammar)), None) if cell and cell.text else None
