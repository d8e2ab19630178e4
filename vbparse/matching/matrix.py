"""N documents → a `Matrix`: one row a clause, one column a document.

A row is a clique: every two of its clauses of different documents are linked, so that none is there because of a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from vbparse.grammar import Grammar, default_grammar
from vbparse.matching import compare
from vbparse.model import Document, Matrix, MatrixColumn, MatrixRow, Tier, Unit

_SHORT = 120
"""Longest label of a row, in characters."""
_STRENGTH: dict[Tier, int] = {"certain": 2, "likely": 1, "possible": 0}

Key = tuple[int, str]
"""Column of a document and unit id."""


@dataclass(frozen=True, slots=True)
class _Edge:
    score: float
    tier: Tier
    left: Key
    right: Key


def build_matrix(documents: Sequence[Document], grammar: Grammar | None = None) -> Matrix:
    """Line up the clauses of any number of documents, pair by pair."""
    rules = grammar or default_grammar()
    units: list[dict[str, Unit]] = [{} for _ in documents]
    columns: list[MatrixColumn | None] = [None] * len(documents)
    edges: list[_Edge] = []
    for i, k in combinations(range(len(documents)), 2):
        comparison = compare(documents[i], documents[k], rules)
        for column, side in ((i, comparison.left), (k, comparison.right)):
            units[column] = {unit.id: unit for unit in side.units}
            columns[column] = MatrixColumn(path=side.path, number=side.number, province=side.province, title=side.title)
        edges += [
            _Edge(link.score, link.tier, (i, link.left[0]), (k, link.right[0]))
            for link in comparison.links
            if link.tier != "possible"
        ]
    rows = _rows(edges, units)
    return Matrix(documents=tuple(column for column in columns if column), rows=tuple(rows))


def _rows(edges: list[_Edge], units: list[dict[str, Unit]]) -> list[MatrixRow]:
    tiers = {frozenset((edge.left, edge.right)): edge.tier for edge in edges}
    groups: dict[Key, set[Key]] = {(c, unit): {(c, unit)} for c, column in enumerate(units) for unit in column}
    for edge in sorted(edges, key=lambda e: (-e.score, e.left, e.right)):
        first, second = groups[edge.left], groups[edge.right]
        if first is not second and _may_join(first, second, tiers):
            first |= second
            for key in second:
                groups[key] = first
    order = {key: (key[0], place) for c, column in enumerate(units) for place, key in enumerate((c, u) for u in column)}
    seen: set[int] = set()
    rows: list[MatrixRow] = []
    for key in sorted(groups, key=lambda key: order[key]):
        if id(groups[key]) not in seen:
            seen.add(id(groups[key]))
            rows.append(_row(f"r{len(rows) + 1}", groups[key], units, tiers, order))
    return rows


def _may_join(first: set[Key], second: set[Key], tiers: dict[frozenset[Key], Tier]) -> bool:
    """Whether every clause of one row is linked with every clause of the other."""
    return all(a[0] != b[0] and frozenset((a, b)) in tiers for a in first for b in second)


def _row(
    row_id: str,
    keys: set[Key],
    units: list[dict[str, Unit]],
    tiers: dict[frozenset[Key], Tier],
    order: dict[Key, tuple[int, int]],
) -> MatrixRow:
    members = sorted(keys, key=lambda key: order[key])
    head = units[members[0][0]][members[0][1]]
    held = [tiers[frozenset(pair)] for pair in combinations(members, 2)]
    return MatrixRow(
        id=row_id,
        label=head.text if len(head.text) <= _SHORT else f"{head.text[: _SHORT - 1].rstrip()}…",
        role=head.role,
        cells=tuple(tuple(unit for c, unit in members if c == column) for column in range(len(units))),
        coverage=len({column for column, _ in members}),
        tier=min(held, key=lambda tier: _STRENGTH[tier]) if held else "certain",
    )
