"""VB1xx: numbering, headings, parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from vbparse.check.finding import Context, Finding, finds
from vbparse.model import Node
from vbparse.source import Span


@finds("VB101")
def repeated_number(context: Context) -> Iterator[Finding]:
    """Siblings should not have one number twice."""
    for before, after in _numbered_neighbours(context):
        if after.ordinal == before.ordinal:
            yield Finding(marker_of(after), {"number": (after.marker or "").strip(".")})


@finds("VB102")
def skipped_number(context: Context) -> Iterator[Finding]:
    """Siblings should count 1, 2, 3."""
    for before, after in _numbered_neighbours(context):
        if before.ordinal is not None and after.ordinal is not None and after.ordinal > before.ordinal + 1:
            yield Finding(marker_of(after), {"number": after.marker or "", "before": before.marker or ""})


@finds("VB103")
def mixed_markers(context: Context) -> Iterator[Finding]:
    """Siblings should be numbered in one style: "2.1" beside "2.2." is a slip."""
    for before, after in _numbered_neighbours(context):
        first, second = before.marker or "", after.marker or ""
        if first[-1:].isdigit() != second[-1:].isdigit():
            yield Finding(marker_of(after), {"number": second, "before": first})


PARTS = {"purpose": ("Mục đích, yêu cầu", {"purpose_requirements", "purpose", "objectives"}),
         "implementation": ("Tổ chức thực hiện", {"implementation"})}  # fmt: skip
"""Parts that a plan may be required to have: their name and the roles of which one must be there."""


@finds("VB104")
def missing_part(context: Context) -> Iterator[Finding]:
    """A plan has a purpose and an implementation section."""
    for component in context.documents:
        if component.kind != "plan":
            continue
        roles = {node.role for node in component.walk()}
        for name, needed in PARTS.values():
            if not roles & needed:
                yield Finding(Span(component.span.start, component.span.start), {"part": name})


def _numbered_neighbours(context: Context) -> Iterator[tuple[Node, Node]]:
    for component in context.documents:
        lists = [component.body or (), *(node.children for node in component.walk())]
        for siblings in lists:
            numbered = [node for node in siblings if node.ordinal is not None and node.kind != "article"]
            yield from (pair for pair in pairwise(numbered) if pair[0].kind == pair[1].kind)


def marker_of(node: Node) -> Span:
    """Where a clause's marker stands."""
    return Span(node.span.start, node.span.start + len(node.marker or " "))
