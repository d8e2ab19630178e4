"""Which clauses may correspond: pairs that share a word sequence, by an inverted index. No full matrix is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vbparse.matching.units import Clause
from vbparse.matching.weights import Gram, Weights
from vbparse.matching.words import ngrams

COMMON = 60
"""A sequence that more clauses of one side hold finds no pairs; it still counts in those that others find."""
PIECE = 12.0
"""Weight from which what two sentences share counts in full."""
LEAD = 1.25
"""How far a sentence's best must be before its second best, by share."""
SAYS = 5
"""Fewest words of a sentence that is compared by itself."""
KEPT = 12
"""Most candidates kept for a clause."""
PAIRS_SHARE = 0.8
"""What one- and two-word overlap counts against overlap with order; trigrams break on every inserted word."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two clauses share, weighed."""

    text: float
    """Dice coefficient of the weighed sequences, 0 to 1."""
    of_left: float
    """Share of the left clause's weight that the right one has."""
    of_right: float
    weight: float
    """Weight of what both have."""


_Sentence = tuple[int, int]
"""A clause, and which of its sentences."""


class Texts:
    """The weighed word sequences of both sides, and the overlap of any two clauses."""

    def __init__(self, left: Sequence[Clause], right: Sequence[Clause], weights: Weights) -> None:
        self.weights = weights
        self._long = [_side(clauses, (1, 2, 3), weights) for clauses in (left, right)]
        self._short = [_side(clauses, (1, 2), weights) for clauses in (left, right)]
        self._pieces = [_pieces(clauses, weights) for clauses in (left, right)]
        self._known: dict[tuple[int, int], Overlap] = {}

    def overlap(self, left: int, right: int) -> Overlap:
        """The overlap of a left and a right clause."""
        known = self._known.get((left, right))
        if known is None:
            known = self._known[left, right] = self._measure(left, right)
        return known

    def _measure(self, left: int, right: int) -> Overlap:
        (grams, sums), (other_grams, other_sums) = ((side[0], side[1]) for side in self._long)
        shared = self.weights.total(grams[left] & other_grams[right])
        whole = sums[left] + other_sums[right]
        dice = 2 * shared / whole if whole else 0.0
        (short, short_sums), (other_short, other_short_sums) = self._short
        both = self.weights.total(short[left] & other_short[right])
        total = short_sums[left] + other_short_sums[right]
        loose = 2 * both / total if total else 0.0
        return Overlap(
            text=max(dice, PAIRS_SHARE * loose),
            of_left=both / short_sums[left] if short_sums[left] else 0.0,
            of_right=both / other_short_sums[right] if other_short_sums[right] else 0.0,
            weight=both,
        )

    def held(self, side: int, index: int, others: Sequence[int]) -> float:
        """Share of a clause's weight that some clauses of the other side have together, 0 to 1."""
        grams, sums = self._short[side]
        there = self._short[1 - side][0]
        shared = grams[index] & set().union(*(there[other] for other in others))
        return self.weights.total(shared) / sums[index] if sums[index] else 0.0

    def sentences(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], float]:
        """Pairs of clauses of which one sentence each is the other's best, with the overlap of the two.

        A clause of many sentences may correspond by one of them to a clause that its other sentences have nothing of.
        """
        best: tuple[dict[_Sentence, tuple[float, _Sentence]], ...] = ({}, {})
        rivals: tuple[dict[_Sentence, float], ...] = ({}, {})
        for left, right in pairs:
            for i, (grams, weight) in enumerate(self._pieces[0][left]):
                for k, (others, other_weight) in enumerate(self._pieces[1][right]):
                    shared = self.weights.total(grams & others)
                    score = 2 * shared / (weight + other_weight) * min(1.0, shared / PIECE)
                    for side, own, other in ((0, (left, i), (right, k)), (1, (right, k), (left, i))):
                        first = best[side].get(own, (0.0, other))
                        if score > first[0]:
                            best[side][own] = (score, other)
                            score_of_rival = first[0] if first[1][0] != other[0] else 0.0
                        else:
                            score_of_rival = score if first[1][0] != other[0] else 0.0
                        rivals[side][own] = max(rivals[side].get(own, 0.0), score_of_rival)
        found: dict[tuple[int, int], float] = {}
        for own, (score, other) in best[0].items():
            leads = score >= LEAD * max(rivals[0].get(own, 0.0), rivals[1].get(other, 0.0))
            if leads and best[1].get(other, (0.0, None))[1] == own:
                pair = own[0], other[0]
                found[pair] = max(found.get(pair, 0.0), score)
        return found

    def pairs(self) -> dict[tuple[int, int], Overlap]:
        """The best candidates of every clause of either side, with their overlap."""
        found: dict[tuple[int, int], float] = defaultdict(float)
        holders: dict[Gram, tuple[list[int], list[int]]] = {}
        for side in (0, 1):
            for index, grams in enumerate(self._short[side][0]):
                for gram in grams:
                    holders.setdefault(gram, ([], []))[side].append(index)
        for gram, (lefts, rights) in holders.items():
            if lefts and rights and len(lefts) <= COMMON and len(rights) <= COMMON:
                weight = self.weights.of(gram)
                for left in lefts:
                    for right in rights:
                        found[left, right] += weight
        return {pair: self.overlap(*pair) for pair in self._best(found)}

    def _best(self, found: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
        short, other = self._short
        by_side: tuple[dict[int, list[tuple[float, tuple[int, int]]]], ...] = (defaultdict(list), defaultdict(list))
        for pair, weight in found.items():
            share = weight / ((short[1][pair[0]] + other[1][pair[1]]) or 1.0)
            for side in (0, 1):
                by_side[side][pair[side]].append((share, pair))
        kept: set[tuple[int, int]] = set()
        for entries in (*by_side[0].values(), *by_side[1].values()):
            entries.sort(key=lambda entry: -entry[0])
            limit = entries[min(KEPT, len(entries)) - 1][0]
            kept.update(pair for share, pair in entries if share >= limit)
        return sorted(kept)


def _pieces(clauses: Sequence[Clause], weights: Weights) -> list[list[tuple[set[Gram], float]]]:
    """The weighed one- and two-word sequences of each sentence that has enough words to say something."""
    result = []
    for clause in clauses:
        grams = [{gram for gram in ngrams(piece) if len(gram) < 3} for piece in clause.pieces if len(piece) >= SAYS]
        result.append([(each, weights.total(each)) for each in grams])
    return result


def _side(clauses: Sequence[Clause], sizes: tuple[int, ...], weights: Weights) -> tuple[list[set[Gram]], list[float]]:
    grams = [{gram for gram in ngrams(clause.keys) if len(gram) in sizes} for clause in clauses]
    return grams, [weights.total(each) for each in grams]
