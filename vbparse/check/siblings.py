"""The clauses that rules of numbering compare: siblings of a document's own text, in order, and how they are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vbparse.check.finding import Context
from vbparse.model import Component, Node
from vbparse.source import Span

_NO_LISTS = ("article", "footnote", "field")
"""Kinds that are not counted among siblings: articles run on from chapter to chapter."""
_SHAPES = ((re.compile(r"[IVXLC]+"), "I"), (re.compile(r"\d+"), "1"), (re.compile(r"[a-zđ]"), "a"))
_QUOTES = ("“", '"', "”")


def own_documents(context: Context) -> tuple[Component, ...]:
    """The document of a file and what came with it; no appendices, and no forms, which are filled in later."""
    own: list[Component] = []
    for component in context.documents:
        if component.kind == "appendix":
            break
        if not own or (component.header and component.header.attached_to):
            own.append(component)
    return tuple(own)


def sibling_lists(context: Context) -> Iterator[Sequence[Node]]:
    """Siblings, without the words of other documents that a clause quotes."""
    return (siblings for _, siblings in families(context))


@lru_cache(maxsize=1)
def families(context: Context) -> tuple[tuple[Node | None, Sequence[Node]], ...]:
    """Siblings with the clause above them, null at the top of a body; found once for all rules of a document."""
    families: list[tuple[Node | None, Sequence[Node]]] = []
    for component in own_documents(context):
        waiting: list[tuple[Node | None, Sequence[Node]]] = [(None, component.body or ())]
        while waiting:
            parent, nodes = waiting.pop()
            siblings = _unquoted(nodes, context)
            families.append((parent, siblings))
            waiting += [(node, node.children) for node in reversed(siblings) if _has_own_clauses(node, context)]
    return tuple(families)


def neighbours(siblings: Sequence[Node], context: Context) -> Iterator[tuple[Node, Node]]:
    numbered = [node for node in siblings if node.ordinal is not None and node.kind not in _NO_LISTS]
    for before, after in pairwise(numbered):
        is_alike = before.kind == after.kind and marker_shape(before)[0] == marker_shape(after)[0]
        if is_alike and not is_broken(before, context) and not is_broken(after, context):
            yield before, after


def _unquoted(siblings: Sequence[Node], context: Context) -> list[Node]:
    """Siblings that do not stand between quotation marks."""
    kept: list[Node] = []
    is_open, cited = False, None
    for node in siblings:
        if cited is not None and node.kind != cited.kind:
            continue
        cited = node if not node.children and quotes_clauses(node, context) else None
        words = context.text[node.extent.start : node.extent.end]
        more = words.count("“") - words.count("”")
        if is_open:
            is_open = more >= 0
        elif context.text[max(0, node.span.start - 2) : node.span.start + 1].lstrip(" *\n").startswith(_QUOTES):
            is_open = more > 0
        else:
            kept.append(node)
    return kept


def _has_own_clauses(node: Node, context: Context) -> bool:
    return bool(node.children) and not quotes_clauses(node, context)


def quotes_clauses(node: Node, context: Context) -> bool:
    """Whether clauses of another document stand below: "Sửa đổi, bổ sung Điều 7 như sau:"."""
    return any(context.grammar.rules("checking").pattern(name).match(node.text) for name in ("amends", "quotes"))


def is_broken(node: Node, context: Context) -> bool:
    """Whether a number belongs to a sentence whose line broke before it ("… tại Điều" / "12."), or stands alone."""
    before = context.text[max(0, node.span.start - 12) : node.span.start].split()
    return not node.text.strip() or (bool(before) and before[-1].casefold() in context.grammar.words("references"))


def bare_number(node: Node) -> str:
    """A number without its marks: "2.1" of "2.1."."""
    return (node.marker or "").strip(" .()/:-–*[]")


def marker_of(node: Node) -> Span:
    """Where a clause's marker stands."""
    return Span(node.span.start, node.span.start + len(node.marker or " "))


def marker_shape(node: Node) -> tuple[str, str]:
    """Style of a marker and how it ends: ("1.1", ".") of "2.3."."""
    return _shape_of(node.marker or "")


@lru_cache(maxsize=1000)
def _shape_of(shape: str) -> tuple[str, str]:
    for pattern, sign in _SHAPES:
        shape = pattern.sub(sign, shape)
    stem = shape.rstrip(" .)/:-–]")
    return stem, shape[len(stem) :].replace(" ", "").replace("–", "-")
