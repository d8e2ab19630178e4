"""N documents' clauses → their bonds: what every clause of the one is linked with in the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vbparse.grammar import Grammar
from vbparse.matching import BareLink, find_links
from vbparse.matching.grams import Lexicon, Side
from vbparse.matching.units import Clause
from vbparse.model import Tier
from vbparse.workers import can_fork, worker_pool

FEW = 10
"""Pairs of documents for which starting more processes does not pay."""

Key = tuple[int, int]
"""Column of a document, and which of its clauses."""
Pair = tuple[int, int]
"""Columns of two documents that are compared."""
Bonds = dict[Key, dict[Key, tuple[float, Tier]]]
"""Score and tier of all links of a clause, from both its ends."""


class Work(NamedTuple):
    """The clauses of each document with their word sequences, and the grammar by which they are compared."""

    sides: Sequence[Side]
    grammar: Grammar

    @classmethod
    def of(cls, clauses: Iterable[Sequence[Clause]], grammar: Grammar) -> Work:
        """The work on the clauses of each document; their words are counted here, once for all comparisons."""
        lexicon = Lexicon(grammar)
        return cls([Side(own, lexicon) for own in clauses], grammar)

    def links(self, pair: Pair) -> list[BareLink]:
        """The links between two of the documents."""
        return find_links(self.sides[pair[0]], self.sides[pair[1]], self.grammar)


def find_bonds(work: Work, pairs: Sequence[Pair], workers: int = 1) -> Bonds:
    """The bonds of all clauses; a link of several clauses binds each of one side with each of the other."""
    places = [{clause.unit.id: clause.index for clause in side.clauses} for side in work.sides]
    bonds: Bonds = {(column, index): {} for column, own in enumerate(places) for index in own.values()}
    for (first, second), links in zip(pairs, _all_links(work, pairs, workers), strict=True):
        for link in links:
            for left in ((first, places[first][unit]) for unit in link.left):
                for right in ((second, places[second][unit]) for unit in link.right):
                    if link.score > bonds[left].get(right, (0.0, ""))[0]:
                        bonds[left][right] = bonds[right][left] = link.score, link.tier
    return bonds


# --- several processes --------------------------------------------------------------------------------------------


def _all_links(work: Work, pairs: Sequence[Pair], workers: int) -> Iterable[list[BareLink]]:
    """The links of each pair, in the order of the pairs."""
    if workers < 2 or len(pairs) <= FEW or not can_fork():
        return map(work.links, pairs)
    with worker_pool(workers, _inherit, work) as pool:
        return list(pool.map(_inherited_links, pairs, chunksize=4))


_inherited: list[Work] = []
"""The work of a process that was forked for it: too much to send, and there already."""


def _inherit(work: Work) -> None:
    _inherited[:] = [work]


def _inherited_links(pair: Pair) -> list[BareLink]:
    return _inherited[0].links(pair)
