"""Scored pairs → those that may be claimed: of many that look alike, a clause's words tell only the nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from vbparse.matching.candidates import Texts
from vbparse.matching.scored import LIKELY, POSSIBLE, Scored
from vbparse.matching.units import Clause

NEAR = 0.9
"""Share of a clause's best score from which another counterpart is as good."""
MANY = 4
"""From so many counterparts that are as good, none is the one: lists of one form, such as targets and names."""
SHARED, SIBLINGS = 0.7, 2
"""Share of what two clauses have in common that so many others of one list have too: it tells none of them."""
DOUBT = LIKELY - 0.01
"""Highest score of a pair that is no claim for that."""
SHOWN = 3
"""Most counterparts that are called possible for a clause."""

_End = tuple[int, int, bool]
"""Side of a clause, its index, and whether it is held against rows: an appendix repeats what a body says."""


def settle_claims(
    pairs: Sequence[Scored], lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts
) -> list[Scored]:
    """The same pairs, best first; those that hold by all their words, and not by their place or by a sentence of which
    each is the other's best, are claimed only where the words tell the one clause from others."""
    rivals = _Rivals(pairs, lefts, rights, texts)
    settled = [
        pair if pair.score <= DOUBT or pair.is_slot or "sentence" in pair.why or rivals.allow(pair) else _doubted(pair)
        for pair in pairs
    ]
    return _with_few_possible(settled)


def _doubted(pair: Scored) -> Scored:
    """The pair as no claim; of several such the better stays the better."""
    return pair._replace(score=POSSIBLE + (DOUBT - POSSIBLE) * min(1.0, pair.score))


class _Rivals:
    """What else the clauses of a pair could correspond to."""

    def __init__(
        self, pairs: Sequence[Scored], lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts
    ) -> None:
        self.sides = (lefts, rights)
        self.texts = texts
        scores: dict[_End, list[float]] = defaultdict(list)
        for pair in pairs:
            if not pair.is_slot:
                for end in self._ends(pair):
                    scores[end].append(pair.score)
        self.best = {end: max(found) for end, found in scores.items()}
        self.many = {
            end for end, found in scores.items() if sum(score >= NEAR * self.best[end] for score in found) >= MANY
        }
        self.lists: tuple[dict[int | None, list[int]], ...] = (defaultdict(list), defaultdict(list))
        for side, clauses in enumerate(self.sides):
            for clause in clauses:
                self.lists[side][clause.parent].append(clause.index)

    def allow(self, pair: Scored) -> bool:
        """Whether a pair is the best of one of its clauses at least, neither has many as good, and what they have in
        common is not common to the lists that they stand in."""
        ends = self._ends(pair)
        is_best = any(pair.score >= self.best[end] for end in ends) and not self.many.intersection(ends)
        return is_best and not self._is_of_lists(pair)

    def _is_of_lists(self, pair: Scored) -> bool:
        for side, index in ((0, pair.left), (1, pair.right)):
            siblings = (i for i in self.lists[side][self.sides[side][index].parent] if i != index)
            holding = self.texts.holding(pair.left, pair.right, side, siblings, SHARED)
            if holding >= SIBLINGS:
                return True
        return False

    def _ends(self, pair: Scored) -> tuple[_End, _End]:
        rows = self.sides[0][pair.left].unit.kind == "row", self.sides[1][pair.right].unit.kind == "row"
        return (0, pair.left, rows[1]), (1, pair.right, rows[0])


def _with_few_possible(pairs: Sequence[Scored]) -> list[Scored]:
    """The same pairs; of those that are no claim, only the best few of either clause are called possible."""
    scores: dict[tuple[int, int], list[float]] = defaultdict(list)
    for pair in pairs:
        if POSSIBLE <= pair.score < LIKELY:
            scores[0, pair.left].append(pair.score)
            scores[1, pair.right].append(pair.score)
    least = {end: sorted(found, reverse=True)[:SHOWN][-1] for end, found in scores.items()}
    kept = [
        pair._replace(score=POSSIBLE - 0.01)
        if POSSIBLE <= pair.score < LIKELY and pair.score < max(least[0, pair.left], least[1, pair.right])
        else pair
        for pair in pairs
    ]
    return sorted(kept, key=lambda pair: (-pair.score, pair.left + pair.right, abs(pair.left - pair.right)))
