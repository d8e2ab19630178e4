"""Whether organs of two plans are the same, or one became the other (`grammars/successors.tsv`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from vbparse.fold import fold, plain_words
from vbparse.grammar import Grammar
from vbparse.model import Agency

RENAMED = 0.9
"""Agreement of an organ with its successor."""

ALIKE = 0.8
"""Agreement of two collectives of the same kinds of organs."""

MANY = fold("các")
GATHERED = tuple(map(fold, ("sở", "ban", "ngành", "cơ quan", "đơn vị", "địa phương", "tổ chức", "đoàn thể")))
"""Kinds of organs that a collective gathers."""

ONE_OF_MANY = 0.8
"""Agreement left of an organ's successor that stands in a list."""


@lru_cache(maxsize=4)
def _successors(grammar: Grammar) -> dict[str, frozenset[str]]:
    """Successors of each organ, through as many reorganisations as there were."""
    direct: dict[str, set[str]] = {}
    for row in grammar.table("successors"):
        if row["relation"] == "function_transfer":
            # A part of its work went to another organ: that does not make it the other.
            continue
        for old in row["from"].split("|"):
            direct.setdefault(old, set()).update(new for new in row["to"].split("|") if new)
    result = {}
    for old in direct:
        reached: set[str] = set()
        frontier = set(direct[old])
        while frontier:
            reached |= frontier
            frontier = {new for organ in frontier for new in direct.get(organ, ())} - reached
        result[old] = frozenset(reached)
    return result


def is_renamed(left: str, right: str, grammar: Grammar) -> bool:
    """Whether one organ succeeded the other."""
    table = _successors(grammar)
    return right in table.get(left, ()) or left in table.get(right, ())


def same_agency(left: Agency, right: Agency, grammar: Grammar) -> float:
    """1 for the same organ, `RENAMED` for a successor, less for collectives that begin alike, else 0."""
    if left.id and right.id:
        return 1.0 if left.id == right.id else RENAMED if is_renamed(left.id, right.id, grammar) else 0.0
    if left.id or right.id:
        return 0.0
    first, second = plain_words(left.name), plain_words(right.name)
    if first == second:
        return 1.0
    return ALIKE if _begin_alike(first, second) or _gather_alike(first, second) else 0.0


def _begin_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    alike = sum(a == b for a, b in zip(first, second, strict=False))
    return alike >= min(3, len(first), len(second))


def _gather_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two collectives gather the same kinds of organs: "các sở, ngành", "các sở, ban, ngành liên quan"."""
    if not first[0] == second[0] == MANY:
        return False
    one, other = ({kind for kind in GATHERED if f" {kind} " in f" {' '.join(name)} "} for name in (first, second))
    return bool(one) and 2 * len(one & other) >= max(2, min(len(one), len(other)))


def agencies_agree(left: Sequence[Agency], right: Sequence[Agency], grammar: Grammar) -> float:
    """How far two lists name the same organs, 0 to 1; the first of each weighs as much as all others."""
    if not left or not right:
        return 0.0
    short, long = sorted((left, right), key=len)
    shared = sum(max(same_agency(a, b, grammar) for b in long) for a in short) / len(short)
    if len(short) > 1:
        return (same_agency(left[0], right[0], grammar) + shared) / 2
    # One organ among several of the other list is that list's only in part.
    return shared if len(long) == 1 or shared > RENAMED else shared * ONE_OF_MANY
