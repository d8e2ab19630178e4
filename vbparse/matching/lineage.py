"""What two texts say about how they follow each other: one replaces, amends or is attached to the other."""

from __future__ import annotations

from typing import Literal

from vbparse.model import Document, Lineage

_FOLLOWS = ("replaces", "amends", "repeals", "corrects", "attached_to", "implements")


def find_lineage(left: Document, right: Document) -> Lineage:
    """The lineage of two documents; null if neither says anything of the other."""
    sides: tuple[tuple[Literal["left", "right"], Document, Document], ...] = (
        ("left", left, right),
        ("right", right, left),
    )
    for side, own, other in sides:
        if not _could_know(own, other):
            continue
        for number, date in _numbers(other):
            for relation in own.relations:
                is_it = number in (relation.target, relation.target_canonical)
                fits = not (date and relation.target_date) or relation.target_date == date
                if relation.type in _FOLLOWS and is_it and fits and relation.source != number:
                    words = own.source[relation.span]
                    return Lineage(relation=relation.type, newer=side, evidence=(words,))
    return Lineage()


def _could_know(own: Document, other: Document) -> bool:
    """Whether a number may be the other's: each province counts its documents on its own."""
    theirs = _province(other)
    return theirs is None or _province(own) in (None, theirs)


def _province(document: Document) -> str | None:
    return next((c.header.province for c in document.components if c.header and c.header.province), None)


def _numbers(document: Document) -> list[tuple[str, str | None]]:
    headers = [component.header for component in document.components if component.header]
    return [(header.number, header.date) for header in headers if header.number]
