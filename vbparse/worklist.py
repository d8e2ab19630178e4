"""Document → `Worklist`: everything that each organ has to do, from tasks, duties, tables and reporting.

The view that a department asks for first. One entry an organ, in the order in which the text first names it; organs of
one registry id, and names that differ only in capitals, tone marks or the position before them, are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vbparse.fold import fold
from vbparse.model import Agency, AgencyWork, Document, Node, TableRow, Time, Work, Worklist, WorkPart

_TITLES = tuple(f"{fold(title)} " for title in ("Giám đốc", "Thủ trưởng", "Chủ tịch", "Chánh Văn phòng", "Các"))
"""Folded positions that stand for the organ."""
_PLACE = re.compile(r"(?:tỉnh|[Tt]hành phố|xã|phường|đặc khu)\s+([^\W\d_a-zà-ỹ]\w*(?:\s\w+){0,3})$")
_Found = tuple[Agency, Work]


def by_agency(document: Document) -> Worklist:
    """What each organ has to do."""
    nodes = {node.id: node for component in document.components for node in component.walk()}
    order: dict[str, list[_Found]] = {}
    for agency, work in sorted(_all(document, nodes), key=lambda found: (found[1].span.start, found[0].span.start)):
        order.setdefault(_key(agency), []).append((agency, work))
    return Worklist(document=document, agencies=tuple(_entry(found) for found in order.values()))


def _key(agency: Agency) -> str:
    if agency.id:
        # The committees of two provinces are two: the place that a name ends with is part of the key.
        place = _PLACE.search(agency.name)
        return f"{agency.id} {fold(place[1])}" if place else agency.id
    name = fold(agency.name)
    for title in _TITLES:
        name = name.removeprefix(title)
    return name


def _entry(found: list[_Found]) -> AgencyWork:
    first = found[0][0]
    works: dict[tuple[int, int, str], Work] = {}
    for _, work in found:
        # A clause that gives an organ one part by a heading and again by its own words is one entry.
        works.setdefault((*work.span, work.part), work)
    return AgencyWork(
        name=first.name,
        id=first.id,
        names=tuple(dict.fromkeys(agency.name for agency, _ in found)),
        work=tuple(works.values()),
    )


def _all(document: Document, nodes: dict[str, Node]) -> Iterator[_Found]:
    tasked = {task.node for task in document.tasks}
    for task in document.tasks:
        node = nodes[task.node]
        yield from _of_node(node, task.lead, "leads", task.time)
        yield from _of_node(node, task.coordinating, "helps", task.time)
        yield from _of_node(node, task.implementing, "carries_out", task.time)
    for assignment in document.assignments:
        duties = [nodes[duty] for duty in assignment.duties]
        for node in duties:
            if node.id not in tasked or node.id == assignment.node:
                yield from _of_node(node, assignment.agencies, "carries_out", None)
    for report in document.reporting:
        for agency in report.who:
            yield (
                agency,
                Work(part="reports", node=report.node, span=report.span, text=report.text, time=report.deadline),
            )
    for table in document.tables:
        for row in table.rows:
            words = _content(row)
            for agency in row.lead:
                yield agency, Work(part="leads", node=table.id, span=row.span, text=words, time=row.time)
            for agency in row.coordinating:
                yield agency, Work(part="helps", node=table.id, span=row.span, text=words, time=row.time)


def _content(row: TableRow) -> str:
    """The cell that says what is to be done: the longest that names none of the row's organs."""
    organs = tuple(agency.name for agency in (*row.lead, *row.coordinating))
    cells = [text for text in row.cells.values() if not text.startswith(organs)] if organs else [*row.cells.values()]
    return max(cells, key=len, default="")


def _of_node(node: Node, agencies: Iterable[Agency], part: WorkPart, time: Time | None) -> Iterator[_Found]:
    for agency in agencies:
        yield agency, Work(part=part, node=node.id, span=node.span, text=node.text, time=time)
