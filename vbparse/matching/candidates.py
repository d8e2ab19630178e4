"""Which clauses may correspond: pairs that share a word sequence, by an inverted index. No full matrix is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from vbparse.matching.grams import UNIT, Side, total, weigh

COMMON = 60
"""A sequence that more clauses of one side hold finds no pairs; it still counts in those that others find."""
PIECE = 12.0
"""Weight from which what two sentences share counts in full."""
SENTENCES = 100
"""Sentences of a clause that are looked at each by itself; each is held against each of another clause."""
LEAD = 1.25
"""How far a sentence's best must be before its second best, by share."""
TOPIC = 0.6
"""What a sequence of either plan's title counts for: all clauses of a plan are about its subject."""
LEAST = 0.02
"""Share of two clauses' weight below which what they have in common says nothing: that is most pairs with a word in
common, and looking at them took half the time."""
KEPT = 12
"""Most candidates kept for a clause."""
PAIRS_SHARE = 0.8
"""What one- and two-word overlap counts against overlap with order; trigrams break on every inserted word."""


class Overlap(NamedTuple):
    """What two clauses share, weighed."""

    text: float
    """Dice coefficient of the weighed sequences, 0 to 1."""
    of_left: float
    """Share of the left clause's weight that the right one has."""
    of_right: float
    weight: float
    """Weight of what both have."""


Pair = tuple[int, int]
_Sentence = tuple[int, int]
"""A clause, and which of its sentences."""


class Texts:
    """The weighed word sequences of two documents, and the overlap of any two clauses."""

    def __init__(self, left: Side, right: Side) -> None:
        self.sides = (left, right)
        rarity = left.lexicon.rarity
        self._shared = {
            gram: weigh(rarity[gram], len(left.holders[gram]) + len(right.holders[gram]))
            for gram in left.holders.keys() & right.holders.keys()
        }
        """By sequence that both documents have: its weight."""
        for gram in self._shared.keys() & (left.subject | right.subject):
            self._shared[gram] = round(self._shared[gram] * TOPIC)
        self._held_by_both = frozenset(self._shared)
        self._less = [
            {gram: weight - side.weights[gram] for gram, weight in self._shared.items()} for side in self.sides
        ]
        """By side and sequence: what its weight loses because the other document has it too."""
        self._short = [self._common(side.short) for side in self.sides]
        """By side and clause: its sequences of one and two words that both documents have."""
        self._triples = [self._common(side.triples) for side in self.sides]
        self._short_sums = [self._sums(i, self._short[i], side.short_sums) for i, side in enumerate(self.sides)]
        self._triple_sums = [self._sums(i, self._triples[i], side.triple_sums) for i, side in enumerate(self.sides)]
        self._known: dict[Pair, Overlap] = {}

    def _common(self, grams: Sequence[frozenset[int]]) -> list[frozenset[int]]:
        """Of each of some sets of sequences, those that both documents have."""
        return list(map(self._held_by_both.__and__, grams))

    def _sums(self, index: int, common: Sequence[frozenset[int]], sums: Sequence[int]) -> list[int]:
        """Weight of each of some sets of sequences, given what they weigh in their document alone."""
        less = self._less[index]
        return [own + total(less, each) for each, own in zip(common, sums, strict=True)]

    def weight(self, gram: str) -> float:
        """Weight of a sequence of one or two words that both documents have; else 0."""
        return self._shared.get(self.sides[0].lexicon.numbers.get(gram, -1), 0) / UNIT

    def overlap(self, left: int, right: int) -> Overlap:
        """The overlap of a left and a right clause."""
        known = self._known.get((left, right))
        if known is None:
            known = self._known[left, right] = self._measure(left, right)
        return known

    def _measure(self, left: int, right: int) -> Overlap:
        both = total(self._shared, self._short[0][left] & self._short[1][right])
        ordered = both + total(self._shared, self._triples[0][left] & self._triples[1][right])
        short = self._short_sums[0][left], self._short_sums[1][right]
        whole = sum(short)
        whole_ordered = whole + self._triple_sums[0][left] + self._triple_sums[1][right]
        loose = 2 * both / whole if whole else 0.0
        dice = 2 * ordered / whole_ordered if whole_ordered else 0.0
        return Overlap(
            text=max(dice, PAIRS_SHARE * loose),
            of_left=both / short[0] if short[0] else 0.0,
            of_right=both / short[1] if short[1] else 0.0,
            weight=both / UNIT,
        )

    def held(self, side: int, index: int, others: Sequence[int]) -> float:
        """Share of a clause's weight that some clauses of the other side have together, 0 to 1."""
        there = self._short[1 - side]
        shared = self._short[side][index] & frozenset().union(*(there[other] for other in others))
        whole = self._short_sums[side][index]
        return total(self._shared, shared) / whole if whole else 0.0

    def holding(self, left: int, right: int, side: int, others: Iterable[int], share: float) -> int:
        """How many other clauses of a side hold so large a share of what a left and a right clause have in common."""
        common = self._short[0][left] & self._short[1][right]
        least = share * total(self._shared, common)
        return sum(total(self._shared, common & self._short[side][other]) >= least for other in others)

    def sentences(self, pairs: Iterable[Pair]) -> dict[Pair, float]:
        """Pairs of clauses of which one sentence each is the other's best, with the overlap of the two.

        A clause of many sentences may correspond by one of them to a clause that its other sentences have nothing of.
        """
        common = [[self._common(each) for each in side.sentences] for side in self.sides]
        sums = [
            [self._sums(i, grams, own) for grams, own in zip(common[i], side.sentence_sums, strict=True)]
            for i, side in enumerate(self.sides)
        ]
        best: tuple[dict[_Sentence, tuple[float, _Sentence]], ...] = ({}, {})
        rivals: tuple[dict[_Sentence, float], ...] = ({}, {})
        for own, other, score in self._sentence_pairs(pairs, common, sums):
            for side, here, there in ((0, own, other), (1, other, own)):
                first = best[side].get(here, (0.0, there))
                if score > first[0]:
                    best[side][here] = (score, there)
                    of_rival = first[0] if first[1][0] != there[0] else 0.0
                else:
                    of_rival = score if first[1][0] != there[0] else 0.0
                rivals[side][here] = max(rivals[side].get(here, 0.0), of_rival)
        found: dict[Pair, float] = {}
        for own, (score, other) in best[0].items():
            leads = score >= LEAD * max(rivals[0].get(own, 0.0), rivals[1].get(other, 0.0))
            if leads and best[1].get(other, (0.0, None))[1] == own:
                pair = own[0], other[0]
                found[pair] = max(found.get(pair, 0.0), score)
        return found

    def _sentence_pairs(
        self,
        pairs: Iterable[Pair],
        grams: Sequence[Sequence[Sequence[frozenset[int]]]],
        sums: Sequence[Sequence[Sequence[int]]],
    ) -> Iterator[tuple[_Sentence, _Sentence, float]]:
        """Sentences of candidate pairs with the share of their weight that both have."""
        for left, right in pairs:
            for i, own in enumerate(grams[0][left][:SENTENCES]):
                for k, other in enumerate(grams[1][right][:SENTENCES]):
                    shared = total(self._shared, own & other)
                    if shared:
                        share = 2 * shared / (sums[0][left][i] + sums[1][right][k])
                        yield (left, i), (right, k), share * min(1.0, shared / UNIT / PIECE)

    @cached_property
    def pairs(self) -> dict[Pair, Overlap]:
        """The best candidates of every clause of either side, with their overlap."""
        first, second = (side.holders for side in self.sides)
        found: list[dict[int, int]] = [{} for _ in self.sides[0].clauses]
        for gram in frozenset().union(*self._short[0]):
            lefts, rights = first[gram], second[gram]
            if len(lefts) <= COMMON and len(rights) <= COMMON:
                weight = self._shared[gram]
                for left in lefts:
                    row = found[left]
                    for right in rights:
                        row[right] = row.get(right, 0) + weight
        return {pair: self.overlap(*pair) for pair in self._best(found)}

    def _best(self, found: Sequence[dict[int, int]]) -> list[Pair]:
        sums = self._short_sums
        by_side: tuple[dict[int, list[tuple[float, Pair]]], ...] = (defaultdict(list), defaultdict(list))
        for left, row in enumerate(found):
            for right, weight in row.items():
                share = weight / ((sums[0][left] + sums[1][right]) or 1)
                if share < LEAST:
                    continue
                entry = (share, (left, right))
                by_side[0][left].append(entry)
                by_side[1][right].append(entry)
        kept: set[Pair] = set()
        for entries in (*by_side[0].values(), *by_side[1].values()):
            limit = sorted((share for share, _ in entries), reverse=True)[KEPT - 1] if len(entries) > KEPT else 0.0
            kept.update(pair for share, pair in entries if share >= limit)
        return sorted(kept)
