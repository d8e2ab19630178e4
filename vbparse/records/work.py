"""Tasks: who leads, helps and carries out each piece of work, and when.

A label or the words of the clause tell it ("giao Sở X chủ trì, phối hợp với Sở Y"); what they leave out comes from the
heading above, and is marked as inherited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vbparse.grammar import Grammar
from vbparse.model import Agency, Component, Node, Reading, Task, TaskGroup, Time
from vbparse.organs import organ_opening, subject_end
from vbparse.records.agency import read_agencies, read_subject
from vbparse.shape import shape

_WORK = frozenset({"task", "duty"})
_ORDERS = frozenset(
    {"closing", "decision_article", "preamble", "implementation", "budget", "schedule", "reporting", None}
)
"""Roles of clauses that are no task of a list but may order one: "UBND tỉnh giao Giám đốc các sở …"."""
_CARRIED = frozenset({"task", "duty", "closing", "implementation", "reporting"})
"""Roles of clauses whose subject carries out what they say."""
_LABELS = {"lead_agency": "lead", "coordinating_agencies": "coordinating", "implementing_agencies": "implementing"}
_NAME = 150
"""Longest name of a helper, in characters; what is longer runs on into a sentence."""

Organs = tuple[Agency, ...]


@shape
class _Said:
    """What a clause says by its own words and labels."""

    lead: Organs = ()
    coordinating: Organs = ()
    implementing: Organs = ()
    leads_alone: bool = False
    """Whether it begins with "Chủ trì" and leaves out who."""


@shape
class _Above:
    """The headings that a clause stands under."""

    heading: Node | None = None
    organs: Organs = ()
    group: TaskGroup | None = None


def find_tasks(
    components: Iterable[Component],
    groups: Iterable[TaskGroup],
    times: Mapping[str, list[Time]],
    grammar: Grammar,
) -> Iterator[Task]:
    """Every piece of work of a document's components; `times` are those of each clause by its id."""
    by_node = {group.node: group for group in groups}
    for component in components:
        for node in component.body or ():
            yield from _below(node, _Above(), by_node, times, grammar)


def _below(
    node: Node, above: _Above, groups: Mapping[str, TaskGroup], times: Mapping[str, list[Time]], grammar: Grammar
) -> Iterator[Task]:
    task = _task(node, above, times, grammar)
    if task:
        yield task
    if node.role == "agency_assignment":
        above = _Above(heading=node, organs=read_subject(node.reading, _start(node), grammar)[0])
    elif node.id in groups:
        above = _Above(heading=node, group=groups[node.id])
    for child in node.children:
        yield from _below(child, above, groups, times, grammar)


def _start(node: Node) -> int:
    return len(node.reading.text) - len(node.text)


def _task(node: Node, above: _Above, times: Mapping[str, list[Time]], grammar: Grammar) -> Task | None:
    """The work that a clause sets, or null."""
    if node.kind in ("field", "table", "basis", "footnote") or (node.heading and node.role not in _WORK):
        return _labelled(node, times, grammar) if node.heading else None
    is_work = node.role in _WORK or node.role == "agency_assignment"
    if not is_work and node.role not in _ORDERS:
        return None
    said = _said(node, grammar)
    if not is_work and not (said.lead or said.implementing):
        return None
    if node.kind == "subbullet" and not (said.lead or said.coordinating or said.implementing or said.leads_alone):
        return None
    own = next(iter(times.get(node.id, ())), None) or _label_time(node, times)
    return _with_inherited(node, said, own, above)


def _with_inherited(node: Node, said: _Said, own: Time | None, above: _Above) -> Task:
    inherited: dict[str, str] = {}
    lead, coordinating, implementing, time = said.lead, said.coordinating, said.implementing, own
    place = above.heading.id if above.heading else None
    if place and said.leads_alone and not lead:
        lead = above.organs
        if lead:
            inherited["lead"] = place
    if place and above.organs and not lead and not implementing and node.role in _WORK:
        implementing, inherited["implementing"] = above.organs, place
    if place and above.group:
        group = above.group
        if not lead and group.lead:
            lead, inherited["lead"] = group.lead, place
        if not coordinating and group.coordinating:
            coordinating, inherited["coordinating"] = group.coordinating, place
        if not implementing and not lead and group.implementing:
            implementing, inherited["implementing"] = group.implementing, place
        if time is None and group.time:
            time, inherited["time"] = group.time, place
    return Task(
        node=node.id,
        group=place,
        lead=lead,
        coordinating=coordinating,
        implementing=implementing,
        time=time,
        inherited=inherited,
    )


# --- by labels ----------------------------------------------------------------------------------------------------


def _labelled(node: Node, times: Mapping[str, list[Time]], grammar: Grammar) -> Task | None:
    """The whole plan's organs, where numbered labels name them: "3. Đơn vị chủ trì thực hiện: Sở X"."""
    role = _LABELS.get(node.role or "")
    if role is None or not node.children:
        return None
    value = node.children[0]
    organs = read_agencies(value.reading, _start(value), len(value.reading.text), grammar)
    time = next(iter(times.get(value.id, ())), None)
    said = {name: organs if name == role else () for name in ("lead", "coordinating", "implementing")}
    return Task(node=node.id, group=None, time=time, inherited={}, **said) if organs else None


def _label_time(node: Node, times: Mapping[str, list[Time]]) -> Time | None:
    labels = (child for child in node.children if child.kind == "field" and child.role == "time")
    return next((time for label in labels for time in times.get(label.id, ())), None)


def _from_labels(node: Node, grammar: Grammar) -> dict[str, Organs]:
    found: dict[str, Organs] = {}
    for child in node.children:
        name = _LABELS.get(child.role or "") if child.kind == "field" else None
        if name:
            value = child.reading.text.index(":") + 1
            found[name] = read_agencies(child.reading, value, len(child.reading.text), grammar)
    return found


# --- by words -----------------------------------------------------------------------------------------------------


def _said(node: Node, grammar: Grammar) -> _Said:
    labels = _from_labels(node, grammar)
    reading, start = node.reading, _start(node)
    work = grammar.rules("work")
    subject, end = read_subject(reading, start, grammar)
    leads = bool(work.pattern("leads").match(reading.text, end)) if subject else False
    ordered, is_lead = _ordered(reading, start, grammar)
    lead = labels.get("lead") or (subject if leads else ordered if is_lead else ())
    implementing = labels.get("implementing") or (
        ordered if ordered and not is_lead else subject if node.role in _CARRIED else ()
    )
    return _Said(
        lead=lead,
        coordinating=labels.get("coordinating") or _helpers(reading, start, grammar),
        implementing=implementing if not lead else (),
        leads_alone=not subject and bool(work.pattern("leads_alone").match(reading.text, start)),
    )


def _ordered(reading: Reading, start: int, grammar: Grammar) -> tuple[Organs, bool]:
    """(organs that the words order to do something, whether they are to lead)."""
    work = grammar.rules("work")
    text = reading.text
    for found in work["order"].finditer(text, start):
        if organ_opening(text[found.end() : found.end() + 80], grammar) != 0:
            continue
        end = subject_end(text, found.end(), grammar)
        leads = bool(work.pattern("leads").match(text, end))
        if leads or found["order"]:
            return read_agencies(reading, found.end(), end, grammar), leads
    return (), False


def _helpers(reading: Reading, start: int, grammar: Grammar) -> Organs:
    """The organs after each "phối hợp với", one entry an organ."""
    text = reading.text
    found: dict[str, Agency] = {}
    partner = grammar.rules("work").pattern("partner")
    for cue in grammar.rules("organs").pattern("helpers").finditer(text, start):
        opens = organ_opening(text[cue.end() : cue.end() + 80], grammar) == 0
        if opens or partner.match(text, cue.end()):
            end = min(subject_end(text, cue.end(), grammar), _sentence_end(text, cue.end()))
            for agency in read_agencies(reading, cue.end(), end, grammar):
                if " " in agency.name and len(agency.name) <= _NAME:
                    found.setdefault(agency.name, agency)
    return tuple(found.values())


def _sentence_end(text: str, start: int) -> int:
    ends = (at for at in (text.find(mark, start) for mark in (". ", "; ", " (")) if at >= 0)
    return min(ends, default=len(text.rstrip(" .;/")))
