"""What two texts say about how they follow each other: one replaces, amends or is attached to the other."""

from __future__ import annotations

from vbparse.model import Document, Lineage

_FOLLOWS = ("replaces", "amends", "repeals", "corrects", "attached_to", "implements")


def find_lineage(left: Document, right: Document) -> Lineage:
    """The lineage of two documents; null if neither says anything of the other."""
    for side, own, other in (("left", left, right), ("right", right, left)):
        for number, date in _numbers(other):
            for relation in own.relations:
                is_it = number in (relation.target, relation.target_canonical)
                fits = not (date and relation.target_date) or relation.target_date == date
                if relation.type in _FOLLOWS and is_it and fits and relation.source != number:
                    words = own.source[relation.span]
                    newer = "left" if side == "left" else "right"
                    return Lineage(relation=relation.type, newer=newer, evidence=(words,))
    return Lineage()


def _numbers(document: Document) -> list[tuple[str, str | None]]:
    headers = [component.header for component in document.components if component.header]
    return [(header.number, header.date) for header in headers if header.number]
