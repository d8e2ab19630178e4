"""VB1xx: numbering, headings, parts, quotation marks and brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from vbparse.check.finding import Context, Finding, finds
from vbparse.check.letterhead import NORMATIVE
from vbparse.check.siblings import (
    bare_number,
    families,
    is_broken,
    marker_of,
    marker_shape,
    neighbours,
    own_documents,
    quotes_clauses,
    sibling_lists,
)
from vbparse.check.unmatched import unmatched_signs
from vbparse.errors import InputError
from vbparse.fold import fold
from vbparse.model import Node
from vbparse.source import Span
from vbparse.values import LETTERS

_DECIMAL = re.compile(r"\d+(?:\.[1-9]\d?)+")
_NUMBER = re.compile(r"\d+(?!\.?\d)")


# --- numbers ------------------------------------------------------------------------------------------------------


@finds("VB101")
def repeated_number(context: Context) -> Iterator[Finding]:
    """Siblings should not have one number twice."""
    for before, after in _pairs(context):
        if after.ordinal == before.ordinal and bare_number(after) == bare_number(before):
            yield Finding(marker_of(after), {"number": bare_number(after)})


@finds("VB102")
def skipped_number(context: Context) -> Iterator[Finding]:
    """Siblings should count 1, 2, 3."""
    for before, after in _pairs(context):
        is_gap = 0 < (before.ordinal or 0) < (after.ordinal or 0) - 1
        if is_gap and not _letter_due(before, after) and not _is_glued(before, after, context):
            yield Finding(marker_of(after), {"number": after.marker or "", "before": before.marker or ""})


@finds("VB105")
def foreign_letter(context: Context) -> Iterator[Finding]:
    """Points are counted by the Vietnamese alphabet: đ follows d, and there is no f."""
    for siblings in sibling_lists(context):
        pairs = ((before, after, _letter_due(before, after)) for before, after in neighbours(siblings, context))
        found = next(((before, after, due) for before, after, due in pairs if due), None)
        if found:
            before, after, due = found
            yield Finding(marker_of(after), {"number": bare_number(after), "before": bare_number(before), "due": due})


@finds("VB106")
def skipped_level(context: Context) -> Iterator[Finding]:
    """1.1 stands between 1 and 1.1.1."""
    for above, node, prefix in _lost_decimals(context):
        if prefix.startswith(f"{above}."):
            yield Finding(marker_of(node), {"number": node.marker or "", "missing": prefix})


@finds("VB107")
def foreign_number(context: Context) -> Iterator[Finding]:
    """2.1 stands under 2, not under 3."""
    for above, node, prefix in _lost_decimals(context):
        if not prefix.startswith(f"{above}."):
            yield Finding(marker_of(node), {"number": node.marker or "", "above": above})


@finds("VB113")
def restarted_number(context: Context) -> Iterator[Finding]:
    """Siblings should not count backwards."""
    for before, after in _pairs(context):
        is_back = 0 < (after.ordinal or 0) < (before.ordinal or 0) and marker_shape(before) == marker_shape(after)
        if is_back and not _has_table(context.text[before.span.start : after.span.start]):
            yield Finding(marker_of(after), {"number": after.marker or "", "before": before.marker or ""})


@finds("VB114")
def late_start(context: Context) -> Iterator[Finding]:
    """The first of several sections or items has the number 1."""
    for siblings in sibling_lists(context):
        counted = [node for node in siblings if node.kind in ("section", "item") or _DECIMAL.match(node.marker or "")]
        if len(counted) > 1 and (counted[0].ordinal or 1) > 1 and not is_broken(counted[0], context):
            yield Finding(marker_of(counted[0]), {"number": counted[0].marker or ""})


def _lost_decimals(context: Context) -> Iterator[tuple[str, Node, str]]:
    """Decimals ("2.1.") that do not stand under their number ("2"): the number above, the node, its own prefix."""
    for parent, siblings in families(context):
        above = _own_number(parent)
        for node in siblings:
            decimal = _DECIMAL.match(node.marker or "")
            if decimal:
                prefix = decimal[0].rpartition(".")[0]
                if above and prefix != above and not f"{above}.".startswith(f"{prefix}."):
                    yield above, node, prefix
                above = prefix
            elif node.kind == "item":
                above = _own_number(node)


def _own_number(node: Node | None) -> str | None:
    """ "2.1" of "2.1.", "2" of "2."; null for other markers."""
    marker = (node.marker if node else None) or ""
    found = _DECIMAL.match(marker) or _NUMBER.match(marker)
    return found[0] if found else None


def _pairs(context: Context) -> Iterator[tuple[Node, Node]]:
    for siblings in sibling_lists(context):
        yield from neighbours(siblings, context)


def _is_glued(before: Node, after: Node, context: Context) -> bool:
    """Whether the missing number stands inside a line above, its line break lost: "… tiêu cực.2. Giao …"."""
    if not bare_number(before).isdigit():
        return False
    due = re.compile(rf"(?<=[^\s\w/])[ \t]?{(before.ordinal or 0) + 1}{re.escape(marker_shape(before)[1])}\s*[^\W\d]")
    return bool(due.search(context.text, before.span.start, after.span.start))


def _letter_due(before: Node, after: Node) -> str:
    """The letter that should follow where another alphabet goes on: "đ" between "d" and "e"; else nothing."""
    here, there = bare_number(before), bare_number(after)
    if len(here) != 1 or len(there) != 1 or not here.isalpha() or not there.islower():
        return ""
    follows = ord(there) == ord(here) + 1
    at = LETTERS.find(here)
    return LETTERS[at + 1] if follows and 0 <= at < len(LETTERS) - 1 and LETTERS[at + 1] != there else ""


def _has_table(text: str) -> bool:
    """Whether cells of a table stand among the words: the numbers of a cell are a list of their own."""
    return "|" in text or "\t" in text


# --- style of markers ---------------------------------------------------------------------------------------------


@finds("VB103")
def lost_dot(context: Context) -> Iterator[Finding]:
    """Siblings are numbered in one style: "2.1" beside "2.2." is a slip."""
    for odd, usual in _odd_markers(context):
        if marker_shape(odd)[0] == "1.1" and {marker_shape(odd)[1], marker_shape(usual)[1]} == {"", "."}:
            yield Finding(marker_of(odd), {"number": odd.marker or "", "before": usual.marker or ""})


@finds("VB109")
def changed_style(context: Context) -> Iterator[Finding]:
    """Siblings are numbered in one style: "1." beside "2)" is a slip."""
    odd = [pair for pair in _odd_markers(context) if {marker_shape(node)[1] for node in pair} != {"", "."}]
    for node, usual in [*odd, *_swallowed(context)]:
        yield Finding(marker_of(node), {"number": node.marker or "", "before": usual.marker or ""})


def _odd_markers(context: Context) -> Iterator[tuple[Node, Node]]:
    """Siblings whose marker ends otherwise than most of their like, each with a neighbour that is as most are."""
    for siblings in sibling_lists(context):
        numbered = [node for node in siblings if node.ordinal and node.kind not in ("footnote", "part", "chapter")]
        usual = {stem: Counter(tails).most_common(1)[0][0] for stem, tails in _tails(numbered).items()}
        for index, node in enumerate(numbered):
            stem, tail = marker_shape(node)
            beside = [*numbered[max(0, index - 1) : index], *numbered[index + 1 : index + 2]]
            near = (
                n
                for n in beside
                if marker_shape(n) == (stem, usual[stem]) and abs((n.ordinal or 0) - (node.ordinal or 0)) == 1
            )
            if tail != usual[stem] and (model := next(near, None)):
                yield node, model


def _tails(numbered: Sequence[Node]) -> dict[str, list[str]]:
    """How markers of each style end."""
    tails: dict[str, list[str]] = {}
    for node in numbered:
        stem, tail = marker_shape(node)
        tails.setdefault(stem, []).append(tail)
    return tails


def _swallowed(context: Context) -> Iterator[tuple[Node, Node]]:
    """Items that went under the one before, only because their marker ends otherwise: "2)" after "1."."""
    for siblings in sibling_lists(context):
        for node in siblings:
            if quotes_clauses(node, context):
                continue
            first = next((child for child in node.children if child.ordinal and marker_shape(child)[0] == "1"), None)
            if first and marker_shape(node)[0] == "1" and first.ordinal == (node.ordinal or 0) + 1:
                yield first, node


# --- parts and headings -------------------------------------------------------------------------------------------


@finds("VB104")
def missing_part(context: Context) -> Iterator[Finding]:
    """A plan has a purpose, tasks and an implementation section; `required-parts` may ask for others."""
    parts = _required_parts(context)
    for component in own_documents(context):
        sections = [node for node in component.body or () if node.heading and node.ordinal]
        if component.kind != "plan" or len(sections) < 2:
            # A capture that breaks off says nothing of what the plan has.
            continue
        roles = {node.role for node in component.walk()}
        headings = " | ".join(fold(node.heading) for node in component.walk() if node.heading)
        for part in parts:
            if not roles & set(part["roles"].split("|")) and fold(part["words"]) not in headings:
                yield Finding(sections[0].span, {"part": part["title"]})


def _required_parts(context: Context) -> list[dict[str, str]]:
    """The rows of `parts.tsv` that the settings ask for. Raises `InputError` for a part that it does not name."""
    parts = {row["name"]: row for row in context.grammar.table("parts")}
    usual = [name for name, row in parts.items() if row["required"]]
    wanted = context.settings.get("required-parts", usual)
    if not isinstance(wanted, list | tuple):
        raise InputError("required-parts is a list of names of parts")
    for name in wanted:
        if name not in parts:
            near = get_close_matches(str(name), parts, n=1, cutoff=0)[0]
            raise InputError(f"required-parts: there is no part {name}; the nearest is {near}")
    return [parts[name] for name in wanted]


@finds("VB108")
def empty_heading(context: Context) -> Iterator[Finding]:
    """Something stands below a heading before the next one begins."""
    for siblings in sibling_lists(context):
        for node, following in pairwise(siblings):
            between = context.text[node.span.end : following.span.start]
            is_next = following.kind == node.kind and (following.ordinal or 0) == (node.ordinal or 0) + 1
            if is_next and _is_bare_heading(node) and not any(map(str.isalnum, between)):
                yield Finding(node.span, {"heading": f"{node.marker} {node.text}"})


def _is_bare_heading(node: Node) -> bool:
    """Whether a clause is nothing but a heading: in capitals, or with a colon that nothing follows."""
    text = node.text.strip()
    is_heading = node.kind in ("section", "part", "chapter") and text.isupper()
    return not node.children and bool(text) and (is_heading or (text.endswith(":") and node.kind != "article"))


@finds("VB112")
def missing_end_mark(context: Context) -> Iterator[Finding]:
    """The last words of a document that is signed have "./." after them."""
    signed = {component.of for component in context.document.components if component.signature}
    adopted = context.grammar.rules("letterhead").pattern("adopted")
    for component in own_documents(context):
        nodes = list(component.walk())
        if component.id not in signed or component.kind in NORMATIVE or not nodes or adopted.match(nodes[-1].text):
            continue
        end = max(node.span.end for node in nodes)
        if not any(mark in context.text[component.span.start : component.span.end] for mark in ("./", "/.")):
            yield Finding(Span(end - 1, end))


# --- quotation marks and brackets ---------------------------------------------------------------------------------


@finds("VB110")
def unclosed_quote(context: Context) -> Iterator[Finding]:
    """A quotation that begins ends, and one that ends has begun."""
    yield from _alone(context, "“", "”")


@finds("VB111")
def unclosed_bracket(context: Context) -> Iterator[Finding]:
    """A bracket that opens is closed, and one that closes was opened."""
    yield from _alone(context, "(", ")")


def _alone(context: Context, opening: str, closing: str) -> Iterator[Finding]:
    for component in own_documents(context):
        for at in unmatched_signs(component, context.text, opening, closing):
            yield Finding(Span(at, at + 1), {"sign": context.text[at]})
