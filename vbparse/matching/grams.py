"""Clauses → word sequences of one to three words as numbers, each with how much it tells.

A sequence tells the more, the rarer it is in documents at large (`grammars/background.tsv`) and the less it is the
topic of the two plans themselves. Weights are whole numbers, so that no sum depends on its order.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count, islice, pairwise, product

from vbparse.fold import fold
from vbparse.grammar import Grammar
from vbparse.matching.units import Clause
from vbparse.matching.words import DATE, PLACE

Gram = str | tuple[int, int]
"""A sequence of one or two words, or one of three: the numbers of the two pairs in it."""

UNIT = 1 << 20
"""What a weight of 1 is as a whole number."""
RARER = 0.25
"""Share of the table's least count that stands for what is not in it."""
FIGURE = "⟨figure⟩"
"""Stands for a number while words are weighed: "đạt 100" says no more of a clause than "đạt 90"."""
SAYS = 5
"""Fewest words of a sentence that is compared by itself."""


class Lexicon:
    """Numbers for word sequences, and how rare each is in documents at large."""

    def __init__(self, grammar: Grammar) -> None:
        self._known, self._rarest = _rarities(grammar)
        self.numbers: defaultdict[Gram, int] = defaultdict(count().__next__)
        """By sequence, in the order in which they were first asked for."""
        self.rarity: list[float] = []
        """By number, as far as `learn` has come."""

    def learn(self) -> None:
        """Find out how rare the sequences are that have a number by now."""
        for gram in islice(self.numbers, len(self.rarity), None):
            if isinstance(gram, str):
                self.rarity.append(self._known.get(gram, self._rarest))
            else:
                first, second = gram
                self.rarity.append((self.rarity[first] + self.rarity[second]) / 2)


@lru_cache(maxsize=4)
def _rarities(grammar: Grammar) -> tuple[dict[str, float], float]:
    """How rare each sequence of the table is, and one that is not in it.

    The set phrase of a target says nothing of a clause: "tỷ lệ … đạt tối thiểu 80 %".
    """
    rows = grammar.pairs("background")
    documents = int(rows.pop(""))
    counts = {digits: int(digits) for digits in set(rows.values())}
    rarities = {digits: _rarity(number, documents) for digits, number in counts.items()}
    known = dict(zip(rows, map(rarities.__getitem__, rows.values()), strict=True))
    phrase = [*map(fold, grammar.words("formula_target")), FIGURE]
    known |= dict.fromkeys((*phrase, *map(" ".join, product(phrase, phrase))), 0.0)
    return known, _rarity(min(counts.values()) * RARER, documents)


def _rarity(count: float, documents: int) -> float:
    return math.log(documents / count) + 0.1


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
        self.holders: defaultdict[int, list[int]] = defaultdict(list)
        """By sequence: the clauses that hold it."""
        for clause in clauses:
            self._add(clause)
        lexicon.learn()
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
        keys, number = list(map(weighed_key, clause.content)), self.lexicon.numbers.__getitem__
        words = list(map(number, keys))
        pairs = list(map(number, map(" ".join, pairwise(keys))))
        short = frozenset((*words, *pairs))
        triples = frozenset(map(number, pairwise(pairs)))
        self.short.append(short)
        self.triples.append(triples)
        self.sentences.append([frozenset((*words[a:b], *pairs[a : b - 1])) for a, b in _sentences(clause)])
        for gram in (*short, *triples):
            self.holders[gram].append(clause.index)


@lru_cache(maxsize=20_000)
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
    return round(UNIT * rarity / (1 + math.log(clauses / 2)) if clauses > 2 else UNIT * rarity)


def total(weights: dict[int, int], grams: Iterable[int]) -> int:
    """Sum of the weights of sequences."""
    return sum(map(weights.__getitem__, grams))
