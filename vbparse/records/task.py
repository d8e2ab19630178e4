"""Task groups under the section of tasks, and assignments under Tổ chức thực hiện."""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.grammar import Grammar
from vbparse.model import Agency, Assignment, Node, TaskGroup, Time
from vbparse.records.agency import read_agencies, read_coordinating, read_subject
from vbparse.records.time import find_times

_FIELD_KINDS = frozenset({"field", "subbullet", "table"})


def find_task_groups(nodes: Iterator[Node], grammar: Grammar) -> Iterator[TaskGroup]:
    """One group for each heading in the section of tasks, with what its field lines say."""
    for node in nodes:
        if node.role == "task_group":
            yield _group(node, grammar)


def _group(node: Node, grammar: Grammar) -> TaskGroup:
    fields = {child.role: child for child in node.children if child.kind == "field"}
    tasks = tuple(child.id for child in node.children if child.role == "task" and child.kind not in _FIELD_KINDS)
    return TaskGroup(
        node=node.id,
        number=(node.marker or "").strip(" .)(/:-") or None,
        title=(node.heading or node.text).strip(" .:"),
        lead=_field_agencies(fields.get("lead_agency"), grammar),
        coordinating=_field_agencies(fields.get("coordinating_agencies"), grammar),
        implementing=_field_agencies(fields.get("implementing_agencies"), grammar),
        time=_field_time(fields.get("time"), grammar),
        tasks=tasks,
    )


def _value_start(field: Node) -> int:
    return field.reading.text.index(":") + 1


def _field_agencies(field: Node | None, grammar: Grammar) -> tuple[Agency, ...]:
    if field is None:
        return ()
    return read_agencies(field.reading, _value_start(field), len(field.reading.text), grammar)


def _field_time(field: Node | None, grammar: Grammar) -> Time | None:
    return next(iter(find_times(field.reading, _value_start(field), grammar)), None) if field else None


def find_assignments(nodes: Iterator[Node], grammar: Grammar) -> Iterator[Assignment]:
    """One assignment for each organ heading; its duties are the clauses below, or the clause itself."""
    for node in nodes:
        if node.role == "agency_assignment":
            yield _assignment(node, grammar)


def _assignment(node: Node, grammar: Grammar) -> Assignment:
    start = _after_marker(node)
    agencies, end = read_subject(node.reading, start, grammar)
    duties = [child.id for child in node.children if child.kind not in _FIELD_KINDS]
    if node.heading is None:
        duties.insert(0, node.id)
    return Assignment(
        node=node.id,
        number=(node.marker or "").strip(" .)(/:-+") or None,
        agencies=agencies,
        coordinating=read_coordinating(node.reading, end, grammar) if node.heading else (),
        duties=tuple(duties),
        requested=grammar.rules("organs").pattern("request").match(node.reading.text, start) is not None,
    )


def _after_marker(node: Node) -> int:
    return len(node.reading.text) - len(node.text)
