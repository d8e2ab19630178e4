"""How much a word sequence tells: rare in many documents, and not the topic of the two plans themselves."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from vbparse.grammar import Grammar
from vbparse.matching.units import Clause
from vbparse.matching.words import ngrams

Gram = tuple[str, ...]

RARER = 0.25
"""Share of the table's least count that stands for what is not in it."""


@lru_cache(maxsize=4)
def _background(grammar: Grammar) -> tuple[dict[str, int], int]:
    rows = grammar.pairs("background")
    return {term: int(count) for term, count in rows.items() if term}, int(rows[""])


class Weights:
    """Weight of each word sequence for one pair of documents."""

    def __init__(self, left: Sequence[Clause], right: Sequence[Clause], grammar: Grammar) -> None:
        self._counts, self._documents = _background(grammar)
        self._least = min(self._counts.values()) * RARER
        self._here = Counter(gram for clause in (*left, *right) for gram in set(ngrams(clause.keys)))
        self._clauses = len(left) + len(right)
        self._known: dict[Gram, float] = {}

    def of(self, gram: Gram) -> float:
        """Weight of a sequence of one to three words, 0 or more."""
        weight = self._known.get(gram)
        if weight is None:
            weight = self._known[gram] = self._weigh(gram)
        return weight

    def total(self, grams: Iterable[Gram]) -> float:
        """Sum of the weights."""
        return sum(map(self.of, grams))

    def _weigh(self, gram: Gram) -> float:
        return self._background_rarity(gram) * self._rarity_here(gram)

    def _background_rarity(self, gram: Gram) -> float:
        """Log of how rare the sequence is in documents at large, 0 for what every document has."""
        if len(gram) == 3:
            return (self._background_rarity(gram[:2]) + self._background_rarity(gram[1:])) / 2
        term = " ".join(gram)
        count = self._counts.get(term, self._least)
        return math.log(self._documents / count) + 0.1

    def _rarity_here(self, gram: Gram) -> float:
        """Near 1 for what two clauses share, falling for the words of the plans' common topic."""
        return 1 / (1 + math.log(max(self._here[gram], 2) / 2))
