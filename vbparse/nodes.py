"""Drafts → `Node…`: frozen, with the ids that records and comparisons point at.

An id tells the way to the node: "plan/II.1/-2" is the second bullet under item 1 of section II.
"""

from __future__ import annotations

from collections import Counter

from vbparse.model import Node
from vbparse.source import Span
from vbparse.tree import BULLETS, Draft

_INITIALS = {
    "paragraph": "p",
    "field": "f",
    "table": "t",
    "basis": "basis",
    "preamble": "preamble",
    "closing": "closing",
}


def freeze(drafts: list[Draft], component: str) -> tuple[Node, ...]:
    """The nodes of a component's body."""
    used: Counter[str] = Counter()
    return tuple(_freeze(draft, f"{component}/{name}", used) for draft, name in _named(drafts))


def _freeze(draft: Draft, path: str, used: Counter[str]) -> Node:
    used[path] += 1
    node_id = path if used[path] == 1 else f"{path}~{used[path]}"
    joint = "/" if draft.kind in BULLETS or draft.style == "text" else "."
    children = tuple(
        _freeze(child, f"{node_id}{'/' if _is_unnumbered(child) else joint}{name}", used)
        for child, name in _named(draft.children)
    )
    end = max((child.extent.end for child in children), default=draft.words.end)
    return Node(
        id=node_id,
        kind=draft.kind,
        marker=draft.marker,
        ordinal=draft.ordinal,
        role=draft.role,
        heading=draft.heading,
        text=draft.text,
        span=draft.words,
        extent=Span(draft.words.start, max(end, draft.words.end)),
        children=children,
        reading=draft.reading,
    )


def _is_unnumbered(draft: Draft) -> bool:
    return draft.kind in BULLETS or draft.style in ("text", "dash", "plus", "dot", "star")


def _named(drafts: list[Draft]) -> list[tuple[Draft, str]]:
    """Each draft with its part of an id: the number of a numbered clause, else its place among its like."""
    counts: Counter[str] = Counter()
    named = []
    for draft in drafts:
        if _is_unnumbered(draft):
            initial = _INITIALS.get(draft.kind, "+" if draft.kind == "subbullet" else "-")
            counts[initial] += 1
            named.append((draft, f"{initial}{counts[initial]}"))
        else:
            named.append((draft, _number(draft)))
    return named


def _number(draft: Draft) -> str:
    """A marker without its punctuation: "Điều 2." is "dieu-2", "2.1." under "2." is "1"."""
    prefix = {"article": "dieu-", "chapter": "chuong-", "division": "muc-", "footnote": "note-"}.get(draft.kind, "")
    marker = (draft.marker or "").strip(" .)(/:-–*[]")
    if draft.style.startswith("decimal") or prefix:
        return f"{prefix}{draft.ordinal}"
    return marker.split()[-1].strip(".:") if marker else str(draft.ordinal)
