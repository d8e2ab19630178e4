"""Scored pairs → those that may be claimed: of many that look alike, a clause's words tell only the nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from vbparse.matching.scored import LIKELY, Scored
from vbparse.matching.units import Clause

NEAR = 0.9
"""Share of a clause's best score from which another counterpart is as good."""
MANY = 4
"""From so many counterparts that are as good, none is the one: lists of one form, such as targets and names."""
DOUBT = LIKELY - 0.01
"""Score of a pair that is no claim for that."""

_End = tuple[int, int, bool]
"""Side of a clause, its index, and whether it is held against rows: an appendix repeats what a body says."""


def settle_claims(pairs: Sequence[Scored], lefts: Sequence[Clause], rights: Sequence[Clause]) -> list[Scored]:
    """The same pairs; those that hold by all their words, and not by their place or by a sentence of which each is the
    other's best, are claimed only where they are the best of one clause at least and neither has many as good."""
    scores: dict[_End, list[float]] = defaultdict(list)
    for pair in pairs:
        if not pair.is_slot:
            for end in _ends(pair, lefts, rights):
                scores[end].append(pair.score)
    best = {end: max(found) for end, found in scores.items()}
    many = {end for end, found in scores.items() if sum(score >= NEAR * best[end] for score in found) >= MANY}

    def is_told(pair: Scored) -> bool:
        ends = _ends(pair, lefts, rights)
        return any(pair.score >= best[end] for end in ends) and not many.intersection(ends)

    settled = [
        pair if pair.score <= DOUBT or pair.is_slot or "sentence" in pair.why or is_told(pair) else _doubted(pair)
        for pair in pairs
    ]
    return sorted(settled, key=lambda pair: (-pair.score, pair.left + pair.right, abs(pair.left - pair.right)))


def _doubted(pair: Scored) -> Scored:
    return replace(pair, score=DOUBT)


def _ends(pair: Scored, lefts: Sequence[Clause], rights: Sequence[Clause]) -> tuple[_End, _End]:
    rows = lefts[pair.left].unit.kind == "row", rights[pair.right].unit.kind == "row"
    return (0, pair.left, rows[1]), (1, pair.right, rows[0])
