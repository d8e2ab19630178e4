"""What two texts say about how they follow each other: one replaces, amends, consolidates … the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from vbparse.fold import plain_words
from vbparse.model import Component, Document, Header, Lineage

_FOLLOWS = ("replaces", "amends", "repeals", "corrects", "attached_to", "implements")
_Side = Literal["left", "right"]


def find_lineage(left: Document, right: Document) -> Lineage:
    """The lineage of two documents, the surest first; null if nothing tells."""
    sides: tuple[tuple[Document, Document, _Side], ...] = ((left, right, "left"), (right, left, "right"))
    for own, other, side in sides:
        for lineage in (_consolidation(own, other, side), _stated(own, other, side)):
            if lineage:
                return lineage
    return _one_document(left, right) or _one_title(left, right) or Lineage()


def _consolidation(own: Document, other: Document, side: _Side) -> Lineage | None:
    """A consolidated text of the other document, or of others with its amendments (Pháp lệnh 01/2012/UBTVQH13).

    Its first paragraph names the text that was amended, those after it what amended it.
    """
    targets = {relation.target for relation in own.relations if relation.type == "consolidates"}
    numbers = {number for number, _ in _numbers(other)}
    if not targets:
        return None
    openings = [component.body[0].id for component in own.components if component.body]
    for citation in own.citations:
        symbols = {citation.number, citation.canonical} & numbers
        if symbols and citation.node in openings:
            return Lineage(relation="consolidates", newer=side, evidence=(citation.text,))
        if symbols and citation.number in targets:
            return Lineage(relation="includes", newer=side, evidence=(citation.text,))
    return None


def _stated(own: Document, other: Document, side: _Side) -> Lineage | None:
    """What one text says that it does to the other."""
    if not _could_know(own, other):
        return None
    own_numbers = {number for number, _ in _numbers(own)}
    for number, date in _numbers(other):
        if number in own_numbers:
            continue
        for relation in own.relations:
            is_it = number in (relation.target, relation.target_canonical)
            fits = not (date and relation.target_date) or relation.target_date == date
            if relation.type in _FOLLOWS and is_it and fits and relation.source != number:
                words = own.source[relation.span]
                return Lineage(relation=relation.type, newer=side, evidence=(" ".join(words.split()),))
    return None


def _one_document(left: Document, right: Document) -> Lineage | None:
    """Two captures of one document: the same number and date."""
    for number, date in _numbers(left):
        if date and (number, date) in set(_numbers(right)) and _could_know(left, right):
            return Lineage(relation="same_document", evidence=(number, date))
    return None


def _one_title(left: Document, right: Document) -> Lineage | None:
    """Documents of one organ with the same title, years and numbers aside: the later one follows the earlier."""
    first, second = _main(left), _main(right)
    if not first or not second or not first.issuing_body or first.issuing_body != second.issuing_body:
        return None
    words = _words(first.title)
    if first.doc_type != second.doc_type or len(words) < TITLE or words != _words(second.title):
        return None
    newer: _Side | None = None
    if first.date and second.date and first.date[:10] != second.date[:10]:
        newer = "left" if first.date > second.date else "right"
    return Lineage(relation="same_title", newer=newer, evidence=(first.issuing_body, first.title or ""))


TITLE = 5
"""Fewest words of a title that tells documents apart."""


def _words(title: str | None) -> list[str]:
    return [word for word in plain_words(title or "") if not word.isdigit()]


def _main(document: Document) -> Header | None:
    """The header of the document that is compared, with the date of the one that it came with."""
    from_end: list[Component] = [c for c in document.components if c.header and c.kind != "appendix"]
    return from_end[-1].header if from_end else None


def _could_know(own: Document, other: Document) -> bool:
    """Whether a number may be the other's: each province counts its documents on its own."""
    theirs = _province(other)
    return theirs is None or _province(own) in (None, theirs)


def _province(document: Document) -> str | None:
    return next((c.header.province for c in document.components if c.header and c.header.province), None)


def _numbers(document: Document) -> Iterator[tuple[str, str | None]]:
    headers = (component.header for component in document.components if component.header)
    return ((header.number, header.date) for header in headers if header.number)
