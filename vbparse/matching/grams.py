"""Clauses → word sequences of one to three words as numbers, each with how much it tells.

A sequence tells the more, the rarer it is in documents at large (`grammars/background.tsv`) and the less it is the
topic of the two plans themselves. Weights are whole numbers, so that no sum depends on its order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vbparse.fold import fold
from vbparse.grammar import Grammar
from vbparse.matching.units import Clause
from vbparse.matching.words import DATE, PLACE

UNIT = 1 << 20
"""What a weight of 1 is as a whole number."""
RARER = 0.25
"""Share of the table's least count that stands for what is not in it."""
FIGURE = "⟨figure⟩"
"""Stands for a number while words are weighed: "đạt 100" says no more of a clause than "đạt 90"."""
SAYS = 5
"""Fewest words of a sentence that is compared by itself."""


@lru_cache(maxsize=4)
def _background(grammar: Grammar) -> tuple[dict[str, int], int]:
    rows = grammar.pairs("background")
    return {term: int(count) for term, count in rows.items() if term}, int(rows[""])


@lru_cache(maxsize=4)
def _formula(grammar: Grammar) -> frozenset[str]:
    """Words of the set phrase of a target, which says nothing of a clause: "tỷ lệ … đạt tối thiểu 80 %"."""
    return frozenset((*map(fold, grammar.words("formula_target")), FIGURE))


class Lexicon:
    """Numbers for word sequences, and how rare each is in documents at large."""

    def __init__(self, grammar: Grammar) -> None:
        self._counts, self._documents = _background(grammar)
        self._formula = _formula(grammar)
        self._rarest = self._rarity(min(self._counts.values()) * RARER)
        self._numbers: dict[str, int] = {}
        self._triples: dict[int, int] = {}
        """By the numbers of the two pairs in them."""
        self.rarity: list[float] = []

    def _rarity(self, count: float) -> float:
        return math.log(self._documents / count) + 0.1

    def number(self, gram: str) -> int:
        """The number of a sequence of one or two words."""
        number = self._numbers.get(gram)
        if number is None:
            number = self._numbers[gram] = len(self.rarity)
            count = self._counts.get(gram)
            rarity = self._rarity(count) if count else self._rarest
            self.rarity.append(0.0 if self._formula.issuperset(gram.split(" ")) else rarity)
        return number

    def number_of_three(self, first: int, last: int) -> int:
        """The number of a sequence of three words, as rare as the two pairs in it are on average."""
        key = first << 32 | last
        number = self._triples.get(key)
        if number is None:
            number = self._triples[key] = len(self.rarity)
            self.rarity.append((self.rarity[first] + self.rarity[last]) / 2)
        return number


class Side:
    """The clauses of one document and their sequences."""

    def __init__(self, clauses: Sequence[Clause], lexicon: Lexicon) -> None:
        self.clauses = clauses
        self.lexicon = lexicon
        self.short: list[frozenset[int]] = []
        """By clause: its sequences of one and two words."""
        self.triples: list[frozenset[int]] = []
        """By clause: its sequences of three words."""
        self.sentences: list[list[frozenset[int]]] = []
        """By clause: sequences of one and two words of each sentence that says something."""
        self.holders: dict[int, list[int]] = {}
        """By sequence: the clauses that hold it."""
        for clause in clauses:
            self._add(clause)
        weights = {gram: weigh(lexicon.rarity[gram], len(held)) for gram, held in self.holders.items()}
        self.short_sums = [sum(map(weights.__getitem__, grams)) for grams in self.short]
        self.triple_sums = [sum(map(weights.__getitem__, grams)) for grams in self.triples]
        self.sentence_sums = [[sum(map(weights.__getitem__, grams)) for grams in each] for each in self.sentences]
        self.weights = weights
        """By sequence: its weight if the other document does not have it."""
        self.subject = self._subject()
        """Sequences of the document's title."""

    def _subject(self) -> frozenset[int]:
        has_title = bool(self.clauses) and self.clauses[0].unit.kind == "title"
        return self.short[0] | self.triples[0] if has_title else frozenset()

    def _add(self, clause: Clause) -> None:
        keys, number = [weighed_key(key) for key in clause.content], self.lexicon.number
        words = list(map(number, keys))
        pairs = [number(f"{a} {b}") for a, b in pairwise(keys)]
        short = frozenset((*words, *pairs))
        triples = frozenset(map(self.lexicon.number_of_three, pairs, pairs[1:]))
        self.short.append(short)
        self.triples.append(triples)
        self.sentences.append([frozenset((*words[a:b], *pairs[a : b - 1])) for a, b in _sentences(clause)])
        for gram in (*short, *triples):
            self.holders.setdefault(gram, []).append(clause.index)


def weighed_key(key: str) -> str:
    """The key of a word as it is weighed: one figure tells as little as another."""
    return FIGURE if key[0].isdigit() and not any(char.isalpha() for char in key) else key


def _sentences(clause: Clause) -> Iterator[tuple[int, int]]:
    """First word of each sentence that says something, and the one after its last."""
    start = 0
    for piece in clause.pieces:
        if _says(piece):
            yield start, start + len(piece)
        start += len(piece)


def _says(piece: Sequence[str]) -> bool:
    """Whether a sentence says enough to be compared by itself; one that begins with a document only cites it."""
    return len(piece) >= SAYS and not (piece[0].startswith("⟨") and piece[0] not in (PLACE, DATE))


def weigh(rarity: float, clauses: int) -> int:
    """Weight of a sequence that so many clauses of two documents have; what two clauses share weighs in full."""
    return round(UNIT * rarity / _topic(clauses))


@lru_cache(maxsize=1 << 12)
def _topic(clauses: int) -> float:
    """What a sequence loses as the topic of two documents: nothing while two clauses hold it."""
    return 1 + math.log(max(clauses, 2) / 2)


def total(weights: dict[int, int], grams: Iterable[int]) -> int:
    """Sum of the weights of sequences."""
    return sum(map(weights.__getitem__, grams))
