"""What stands above and below the bodies of a file's own documents, as the rules of form see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vbparse.check.finding import Context
from vbparse.check.siblings import own_documents
from vbparse.fold import fold
from vbparse.grammar import Match
from vbparse.model import Component, Header, Node
from vbparse.source import Span

NORMATIVE = ("law", "code", "ordinance", "order", "decree", "circular", "joint_circular", "consolidated_text",
             "constitution")  # fmt: skip
"""Kinds whose form other rules set (Nghị định 78/2025/NĐ-CP)."""
IN_FORCE = "2020-03-05"
"""Nghị định 30/2020/NĐ-CP, Điều 37: from the day of its signature."""
_NORMATIVE_NUMBER = re.compile(r"/\d{4}/|QH\d|VBHN")


class Letterhead(NamedTuple):
    """A document that has its own number and date, and what stands around it."""

    component: Component
    header: Header
    nodes: tuple[Node, ...]
    """Its clauses, in the order of the text."""
    head: Span
    """Above its body."""
    tail: tuple[Component, ...]
    """Recipients and signature."""
    is_party: bool

    @property
    def is_administrative(self) -> bool:
        """Whether Nghị định 30/2020/NĐ-CP says how it is to look."""
        number = self.header.number or ""
        is_normative = self.component.kind in NORMATIVE or bool(_NORMATIVE_NUMBER.search(number))
        return not is_normative and (self.header.date is None or self.header.date >= IN_FORCE[: len(self.header.date)])

    @property
    def signing(self) -> Component | None:
        """The signature block, if there is one."""
        return next((part for part in self.tail if part.signature), None)

    @property
    def recipients(self) -> Component | None:
        """The list Nơi nhận, if there is one."""
        return next((part for part in self.tail if part.recipients is not None), None)


@lru_cache(maxsize=1)
def letterheads(context: Context) -> tuple[Letterhead, ...]:
    """The documents of a file that have a letterhead of their own, not that of a document they came with."""
    return tuple(_letterheads(context))


def _letterheads(context: Context) -> Iterator[Letterhead]:
    party = context.grammar.rules("checking").pattern("party_title")
    for component in own_documents(context):
        header = component.header
        if header is None or header.attached_to:
            continue
        nodes = tuple(component.walk())
        head = Span(component.span.start, nodes[0].span.start if nodes else component.span.end)
        tail = tuple(part for part in context.document.components if part.of == component.id)
        is_party = bool(party.search(context.text, head.start, head.end))
        yield Letterhead(component, header, nodes, head, tail, is_party)


def find_in(context: Context, name: str, span: Span) -> Match | None:
    """The first match of a rule of `checking.toml` in a stretch of the text."""
    return context.grammar.rules("checking").pattern(name).search(context.text, span.start, span.end)


def missing_parts(letterhead: Letterhead, context: Context) -> tuple[str, ...]:
    """Which of motto, organ, number, place and date are not there, nor in what stands above and could not be placed."""
    header = letterhead.header
    is_first = letterhead is letterheads(context)[0]
    above = Span(0 if is_first else letterhead.head.start, letterhead.head.end)
    labels = context.grammar.rules("letterhead")
    lines = [" ".join(line.split()).strip(" *#|/") for line in context.text[above.start : above.end].split("\n")]
    there = {
        "motto": letterhead.is_party or any(labels.pattern("motto").search(line) for line in lines),
        "organ": any(labels.pattern("organ").match(line) for line in lines),
        "number": header.number_status in ("present", "blank") or find_in(context, "number_line", above) is not None,
        "date": bool(header.place) or find_in(context, "date", above) is not None,
    }
    return tuple(name for name, is_there in there.items() if not is_there)


def administrative(context: Context) -> Iterator[Letterhead]:
    return (letterhead for letterhead in letterheads(context) if letterhead.is_administrative)


def first_words(letterhead: Letterhead, context: Context) -> Span:
    """The first words of a letterhead."""
    start = letterhead.head.start
    found = re.compile(r"[^\W_][^\n|]*").search(context.text, start)
    return Span(*found.span()) if found else Span(start, start)


def printed_numbers(context: Context) -> Iterator[tuple[Letterhead, str, Span]]:
    """Printed numbers, as they were read, with their place."""
    for letterhead in letterheads(context):
        header = letterhead.header
        if header.number_status == "present" and header.number and header.number_span:
            yield letterhead, header.number, header.number_span


def dates(context: Context) -> Iterator[tuple[Letterhead, Match]]:
    """The place and date line of each letterhead."""
    for letterhead in administrative(context):
        found = find_in(context, "date", letterhead.head)
        place = fold(letterhead.header.place or "")
        if found and place and fold(found["place"]).endswith(place):
            yield letterhead, found


def signatures(context: Context) -> Iterator[tuple[Letterhead, Component, str, str]]:
    """Signature blocks with authority and position, in capitals as they are written."""
    for letterhead in letterheads(context):
        signing = letterhead.signing
        signature = signing.signature if signing else None
        if signing and signature and letterhead.component.kind not in ("law", "code", "ordinance"):
            yield letterhead, signing, signature.authority or "", signature.position or ""


def place_of(words: str, part: Component, context: Context) -> Span:
    """Where words of a signature stand, whatever breaks parted them; its first line if they cannot be found."""
    first = re.compile(r"\W+".join(map(re.escape, re.findall(r"[\w/&]+", words))) or r"\S.*")
    found = first.search(context.text, part.span.start, part.span.end)
    found = found or re.compile(r"\w.*").search(context.text, part.span.start, part.span.end)
    return Span(*found.span()) if found else Span(part.span.start, part.span.start)


def legal_bases(letterhead: Letterhead, context: Context) -> Iterator[tuple[Node, Node]]:
    """The legal bases above a body, one of which begins with "Căn cứ", each with the clause after it."""
    basis_line = context.grammar.rules("checking").pattern("basis_line")
    is_list = False
    for node, following in pairwise(letterhead.nodes):
        if node.ordinal:
            return
        is_list = is_list or node.text.startswith("Căn cứ")
        if is_list and node.kind == "basis" and basis_line.match(node.text):
            yield node, following
