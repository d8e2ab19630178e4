"""`Component` → places of quotation marks and brackets without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress
from operator import not_
from typing import NamedTuple

from vbparse.model import Component, Node

_SIGN = re.compile(r"[“”()\"]|''")
_ENUMERATES = re.compile(r"(?:^|[\s;,:.“\"/])(?:\d{1,2}|[a-zđ]\d?|[ivx]+)(?:\[\d+\])?\.?\)$")
_BEGINS = re.compile(r"(?:^|:)[^\w“”\"]*$")
"""Where a quotation of whole clauses begins."""
_NEAR = 40
"""How far a sign is looked before, in characters: one that looks at all before it makes many signs dear."""
_BROKEN = 2
"""Most clauses that a sentence in brackets is broken over."""


class _Sign(NamedTuple):
    """A quotation mark or bracket."""

    clause: int
    """Which of the document's clauses holds it."""
    place: int
    """In the text."""
    opens: bool
    is_sure: bool
    """Whether it is nothing else: the bracket of "a)" and a straight quotation mark need no other half."""
    begins: bool
    """Whether it stands where a quotation of whole clauses begins."""


def unmatched_signs(component: Component, text: str, opening: str, closing: str) -> list[int]:
    """Where signs without their other half stand in the text, at most one a clause."""
    nodes = list(component.walk())
    end = component.span.end
    spare = _left_open(text[component.span.start : nodes[0].span.start], opening, closing) if nodes else 0
    waiting: list[_Sign] = []
    alone: dict[int, int] = {}
    for index, node in enumerate(nodes):
        for sign in _signs(node, index, opening, closing):
            if sign.opens:
                waiting.append(sign)
            elif waiting and (sign.is_sure or waiting[-1].clause == index or _runs_on(nodes[index - 1])):
                waiting.pop()
            elif sign.is_sure:
                spare -= 1
                if spare < 0:
                    alone.setdefault(index, sign.place)
        alone.update((sign.clause, sign.place) for sign in _taken_late(waiting, index - _BROKEN))
    open_yet = [sign for sign in waiting if sign.is_sure]
    # A quotation of clauses may end where no clause is: in a table.
    if open_yet and text.count(opening, open_yet[0].place, end) > text.count(closing, open_yet[0].place, end):
        alone.update((sign.clause, sign.place) for sign in open_yet)
    return sorted(alone.values())


def _taken_late(waiting: list[_Sign], clause: int) -> list[_Sign]:
    """Take out the signs of a clause that no quotation of clauses begins with; they stand near the end of the list."""
    at = len(waiting)
    while at and waiting[at - 1].clause >= clause:
        at -= 1
    is_late = [sign.clause == clause and not sign.begins for sign in waiting[at:]]
    late = list(compress(waiting[at:], is_late))
    waiting[at:] = compress(waiting[at:], map(not_, is_late))
    return late


def _signs(node: Node, index: int, opening: str, closing: str) -> Iterator[_Sign]:
    """The signs of one clause."""
    text = node.reading.text
    is_odd = closing == "”" and text.count('"') % 2 == 1
    if opening not in text and closing not in text and not is_odd:
        return
    for found in _SIGN.finditer(text):
        start, sign = found.start(), found[0]
        begins = closing == "”" and bool(_BEGINS.search(text, max(0, start - _NEAR), start))
        is_stray = closing == "”" and (sign == "''" or (sign == '"' and is_odd))
        if sign in (opening, closing) or is_stray:
            is_sure = not is_stray and (sign != ")" or not _ENUMERATES.search(text, max(0, start - _NEAR), found.end()))
            opens = sign == opening or (is_stray and begins)
            place = node.reading.home(start, start + 1).start
            yield _Sign(clause=index, place=place, opens=opens, is_sure=is_sure, begins=begins)


def _left_open(head: str, opening: str, closing: str) -> int:
    """How many signs a title opens that are closed below it: "(Ban hành kèm theo …" may be broken over three lines."""
    return max(0, head.count(opening) - head.count(closing))


def _runs_on(node: Node) -> bool:
    """Whether a sentence goes on in the clause after: its line was taken for one, as "17.01)" may be."""
    return node.text.rstrip()[-1:] not in ".;:”"
