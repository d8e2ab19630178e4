"""VB4xx: who is to do what, by when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

from vbparse.check.finding import Context, Finding, finds
from vbparse.check.organs import Named, names_in, standing
from vbparse.fold import fold
from vbparse.model import Agency, Component, Node, Reporting, Table, TableRow, Task, TaskGroup, Time
from vbparse.organs import organ_opening, subject_end
from vbparse.source import Span

_PLANS = frozenset({"plan", "directive", "programme", "telegram", "project", "scheme"})
"""Kinds of documents that give out work with a day to be done by; others set rules for years."""
_WORK = frozenset({"task", "duty", "task_group", "agency_assignment", "reporting", "schedule", "time", "closing"})
"""Roles of clauses that order work."""


def _plans(context: Context) -> Iterator[Component]:
    return (component for component in context.documents if component.kind in _PLANS)


def _date(context: Context) -> str | None:
    """The day, or month, of the first document that tells it."""
    return next((c.header.date for c in context.documents if c.header and c.header.date), None)


# --- lead organs --------------------------------------------------------------------------------------------------

_MOST = 0.6
"""Share of sibling groups with a lead organ from which one without looks forgotten."""


@finds("VB401")
def task_without_lead(context: Context) -> Iterator[Finding]:
    """Where sibling task groups have a lead organ, each should."""
    groups = {group.node: group for group in context.document.task_groups}
    named = {task.node for task in context.document.tasks if task.lead or task.implementing}
    named |= {group.node for group in groups.values() if group.lead or group.implementing or group.coordinating}
    for node in (node for component in _plans(context) for node in component.walk()):
        siblings = [child for child in node.children if child.id in groups and groups[child.id].tasks]
        led = [child for child in siblings if groups[child.id].lead or groups[child.id].implementing]
        if len(led) < max(2, _MOST * len(siblings)):
            continue
        for child in siblings:
            if not any(below.id in named for below in child.walk()):
                yield Finding(_heading(child), {"task": _short(groups[child.id].title)})


_SHOWN = 60
"""Most characters of a clause that a message names."""


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"


def _heading(node: Node) -> Span:
    """The heading of a clause with its marker, else the whole clause."""
    first = len(node.reading.text) - len(node.text)
    end = node.reading.home(0, first + len(node.heading)).end if node.heading else node.span.end
    return Span(node.span.start, end)


@finds("VB402")
def lead_without_entry(context: Context) -> Iterator[Finding]:
    """An organ that leads a task group has its entry among those under Tổ chức thực hiện."""
    entries = context.document.assignments
    if len(entries) < _ENTRIES or not any(True for _ in _plans(context)):
        return
    named = {_key(agency) for entry in entries for agency in entry.agencies}
    collectives = [fold(agency.name) for entry in entries for agency in entry.agencies if agency.id is None]
    for agency in _leads(context):
        kind = fold(agency.name).split()[0]
        if agency.id and _key(agency) not in named and not any(kind in words.split() for words in collectives):
            named.add(_key(agency))
            yield Finding(agency.span, {"organ": agency.name})


_ENTRIES = 3
"""With fewer entries the section gives out no work organ by organ."""


def _key(agency: Agency) -> str:
    return agency.id or fold(agency.name)


def _leads(context: Context) -> Iterator[Agency]:
    """Lead organs of task groups and of tables of tasks."""
    for group in context.document.task_groups:
        yield from group.lead
    for table in context.document.tables:
        for row in table.rows:
            yield from row.lead


@finds("VB403")
def entry_without_duty(context: Context) -> Iterator[Finding]:
    """Among entries that say what each organ has to do, an organ's bare name is one whose duty is lost."""
    entries = {entry.node for entry in context.document.assignments}
    for node in (node for component in _plans(context) for node in component.walk()):
        if sum(child.id in entries and bool(child.children) for child in node.children) < 2:
            continue
        for child in node.children:
            if not child.children and child.kind in _ITEMS and _is_bare_name(context, child):
                yield Finding(child.span, {"organ": _short(child.text.strip(" .:;"))})


_ITEMS = frozenset({"item", "subitem"})
_OPEN = (",", ";")
"""How a list of organs ends whose duty may follow for all of them."""


def _is_bare_name(context: Context, node: Node) -> bool:
    words = node.text.strip(" .:")
    return (
        organ_opening(words, context.grammar) == 0
        and subject_end(words, 0, context.grammar) == len(words) <= _NAME
        and not words.endswith(_OPEN)
    )


_NAME = 80
"""Longest name of an organ that stands alone, in characters."""


# --- organs that are no more, or not yet --------------------------------------------------------------------------


@finds("VB404")
def organ_out_of_date(context: Context) -> Iterator[Finding]:
    """Work goes to organs that exist on the document's day; who worked before may be told of, not charged."""
    day = _date(context)
    if not day:
        return
    province = next((c.header.province for c in context.documents if c.header and c.header.province), None)
    said: set[str] = set()
    for agency in _charged(context):
        if agency.name in said:
            continue
        said.add(agency.name)
        odd = standing(agency, day, province, context.grammar)
        if odd:
            yield Finding(agency.span, {"organ": agency.name, "existed": odd})


def _charged(context: Context) -> Iterator[Agency]:
    """Every organ that is given work, in records that say so; not those that the text only speaks of."""
    document = context.document
    for entry in document.assignments:
        yield from chain(entry.agencies, entry.coordinating)
    works: tuple[TaskGroup | Task, ...] = (*document.task_groups, *document.tasks)
    for work in works:
        yield from chain(work.lead, work.coordinating, work.implementing)
    for table in document.tables:
        for row in table.rows:
            yield from chain(row.lead, row.coordinating)
    for duty in document.reporting:
        yield from chain(duty.who, duty.to)


@finds("VB405")
def organ_variant(context: Context) -> Iterator[Finding]:
    """One organ has one name in a document."""
    by_organ: dict[str, list[Named]] = {}
    for component in context.documents:
        for named in names_in(context.text, component.span, context.grammar):
            by_organ.setdefault(named.organ, []).append(named)
    for found in by_organ.values():
        counts = Counter(named.form for named in found)
        registered = {named.form for named in found if named.is_registered}
        usual = max(counts, key=lambda form: (counts[form], form in registered))
        for named in found:
            if named.form != usual:
                words = next(n.words for n in found if n.form == usual)
                # Bold marks and line ends inside the name would be lost with it.
                is_plain = named.words == context.text[named.span.start : named.span.end]
                yield Finding(named.span, {"here": named.words, "usual": words}, words if is_plain else None)


# --- days ---------------------------------------------------------------------------------------------------------


@finds("VB406")
def deadline_past(context: Context) -> Iterator[Finding]:
    """What is ordered is still to come on the document's day."""
    day = _date(context) or ""
    for time, _ in _deadlines(context):
        last = (time.edtf or "").split("/")[-1]
        if _tells_of_the_past(time, context):
            continue
        if day and _DATE.fullmatch(last) and last[: len(day)] < day[: len(last)]:
            yield Finding(time.span, {"deadline": time.text, "day": "/".join(reversed(day.split("-")))})


def _tells_of_the_past(time: Time, context: Context) -> bool:
    """Whether the words beside a day speak of what was done by then: "đã được phê duyệt trước ngày …"."""
    rules = context.grammar.rules("assigning")
    before = context.text[max(0, time.span.start - _BESIDE) : time.span.start]
    after = context.text[time.span.end : time.span.end + _BESIDE]
    return bool(rules["past_before"].search(before) or rules["past_after"].match(after))


_BESIDE = 80
"""Characters beside a day that tell whether it is over."""

_DATE = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d{2})?)?")
"""A year, month or day in EDTF; quarters are not compared."""


@finds("VB407")
def deadline_without_year(context: Context) -> Iterator[Finding]:
    """A day to be done by has its year, or comes every year; in a plan for one year it needs none."""
    rules = context.grammar.rules("assigning")
    if any(rules["one_year"].search(c.header.title or "") for c in context.documents if c.header):
        return
    for time, node in _deadlines(context):
        is_day = time.month_day and time.bound and not time.edtf and not time.rrule
        if node and is_day and not rules["yearly"].search(node.reading.text):
            yield Finding(time.span, {"deadline": time.text})


def _deadlines(context: Context) -> Iterator[tuple[Time, Node | None]]:
    """Days to be done by in clauses that order work, each with its clause, and in tables of plans."""
    plans = {component.id: component.span for component in _plans(context)}
    nodes = [node for component in _plans(context) for node in component.walk()]
    starts = [node.span.start for node in nodes]
    for time in context.document.times:
        place = bisect_right(starts, time.span.start) - 1
        node = nodes[place] if place >= 0 else None
        if node and time.kind == "deadline" and node.span.covers(time.span) and node.role in _WORK:
            yield time, node
    for table in context.document.tables:
        if table.component in plans:
            yield from ((row.time, None) for row in table.rows if row.time and row.time.kind == "deadline")


# --- reports ------------------------------------------------------------------------------------------------------


@finds("VB408")
def report_without_addressee(context: Context) -> Iterator[Finding]:
    """A duty to report says to whom."""
    rules = context.grammar.rules("assigning")
    for duty in _duties_to_report(context):
        is_open = bool(rules["reports"].search(duty.text)) and not rules["addressee"].search(duty.text)
        if is_open and not duty.to and not duty.via:
            yield Finding(duty.span, {"words": _short(duty.text)})


@finds("VB409")
def report_without_day(context: Context) -> Iterator[Finding]:
    """Who has to report regularly is told how often or by which day."""
    rules = context.grammar.rules("assigning")
    for duty in _duties_to_report(context):
        is_open = bool(rules["regularly"].search(duty.text)) and not rules["elsewhere"].search(duty.text)
        if is_open and duty.to and not duty.deadline:
            yield Finding(duty.span, {"words": _short(duty.text)})


def _duties_to_report(context: Context) -> Iterator[Reporting]:
    plans = {node.id for component in _plans(context) for node in component.walk() if node.role in _WORK}
    return (duty for duty in context.document.reporting if duty.node in plans)


# --- tables -------------------------------------------------------------------------------------------------------

_FILLED = 0.7
"""Share of a column's cells that hold something, from which an empty one looks forgotten."""
_TOLD = frozenset({"lead", "implementing", "time"})
"""Columns that say who and when."""


@finds("VB410")
def blank_cell(context: Context) -> Iterator[Finding]:
    """Where the other tasks of a table have an organ or a time, each should."""
    for table in context.document.tables:
        roles = {column: _column_role(context, column) for column in table.columns}
        if not {"lead", "implementing"} & set(roles.values()):
            continue
        rows = [row for row in table.rows if _is_task(row, table, roles)]
        for column in (column for column, role in roles.items() if role in _TOLD):
            blank = [row for row in rows if not row.cells[column].strip()]
            if blank and len(rows) - len(blank) >= _FILLED * len(rows):
                yield from (Finding(row.span, {"column": column, "row": row.number or "–"}) for row in blank)


def _is_task(row: TableRow, table: Table, roles: Mapping[str, str | None]) -> bool:
    """Whether a row has all cells, and more than a number and a title in them."""
    filled = [column for column, words in row.cells.items() if words.strip(" *") and roles.get(column) != "number"]
    is_numbered = bool(row.number and row.number.replace(".", "").isdigit())
    return is_numbered and len(row.cells) == len(table.columns) and len(filled) > 1


def _column_role(context: Context, column: str) -> str | None:
    columns = context.grammar.rules("columns")
    found = columns.union.match(column)
    return columns.which(found).name if found else None


@finds("VB411")
def organs_run_together(context: Context) -> Iterator[Finding]:
    """Organs in one cell are parted by a mark or a line end: the line ends of a cell are often lost in a copy."""
    for table in context.document.tables:
        for row in table.rows:
            pairs = chain(pairwise(row.lead), pairwise(row.coordinating))
            joined = next((pair for pair in pairs if _run_together(context, *pair)), None)
            if joined:
                first, second = joined
                between = Span(first.span.start, second.span.end)
                yield Finding(between, {"first": first.name, "second": second.name})


def _run_together(context: Context, first: Agency, second: Agency) -> bool:
    between = context.text[first.span.end : second.span.start]
    if first.name.casefold().endswith(" và"):
        return False
    return 0 < len(between) <= _MOST_BLANKS and not between.strip() and not set(between) & set("\n\t")


_MOST_BLANKS = 4
