"""N documents → a `Matrix`: one row a clause, one column a document; or one row a point of a parent document.

Every two clauses of a row are linked, so that none is there because of a third: docs/decisions/0009.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from vbparse.grammar import Grammar, default_grammar
from vbparse.matching import read_side
from vbparse.matching.align import LEAD_ROLES
from vbparse.matching.bonds import Bonds, Key, Work, find_bonds
from vbparse.matching.scored import LIKELY
from vbparse.matching.units import Clause, read_clauses
from vbparse.model import Document, Matrix, MatrixRow, Spread, Tier

_SHORT = 120
"""Longest label of a row, in characters."""
_FRAME_ROLES = LEAD_ROLES | {"title", "closing"}
"""What a document opens and closes with is no point of it."""

Plans = Sequence[Sequence[Clause]]
"""The clauses of each document."""
Group = frozenset[Key]
"""The clauses of a row."""
Cells = tuple[tuple[str, ...], ...]
"""Unit ids of each document."""


def build_matrix(
    documents: Sequence[Document], grammar: Grammar | None = None, parent: Document | None = None, workers: int = 1
) -> Matrix:
    """Line up the clauses of any number of documents, or what they have on each point of a parent document.

    With `workers` above 1 so many processes share the pairs of documents, where the system can fork.
    """
    rules = grammar or default_grammar()
    plans = [read_clauses(document, rules) for document in documents]
    columns = range(len(plans))
    if parent:
        points = read_clauses(parent, rules)
        bonds = find_bonds(Work.of([*plans, points], rules), [(len(plans), column) for column in columns], workers)
        rows = _point_rows(points, plans, bonds)
    else:
        # The text decides which document goes first in every comparison and tie, so the order of the files does not.
        order = sorted(columns, key=lambda column: documents[column].source.sha256)
        bonds = find_bonds(Work.of(plans, rules), list(combinations(order, 2)), workers)
        rows = _clause_rows(plans, join_rows(order, plans, bonds), bonds)
    return Matrix(
        documents=tuple(map(read_side, documents, plans)),
        parent=read_side(parent, points) if parent else None,
        rows=tuple(rows),
        sources=tuple(document.source for document in documents),
        parent_source=parent.source if parent else None,
    )


# --- rows of clauses ----------------------------------------------------------------------------------------------


def join_rows(order: Sequence[int], plans: Plans, bonds: Bonds) -> dict[Key, Group]:
    """The row of each clause. Rows are joined along the claimed links, the best first."""
    places = {
        (column, clause.index): (rank, clause.index) for rank, column in enumerate(order) for clause in plans[column]
    }
    claims = [
        (-score, places[left], places[right], left, right)
        for left, links in bonds.items()
        for right, (score, tier) in links.items()
        if tier != "possible" and places[left] < places[right]
    ]
    groups = {key: frozenset({key}) for key in places}
    for *_, left, right in sorted(claims):
        first, second = groups[left], groups[right]
        if first is not second and _belong_together(first, second, bonds):
            joined = first | second
            groups.update(dict.fromkeys(joined, joined))
    return groups


def _belong_together(first: Group, second: Group, bonds: Bonds) -> bool:
    """Whether all clauses of two rows are linked with each other, and on the average well enough for a claim."""
    total, count = 0.0, 0
    for left in first:
        links = bonds[left]
        for right in second:
            if left[0] != right[0]:
                if right not in links:
                    return False
                total += links[right][0]
                count += 1
    return total >= LIKELY * count


def _clause_rows(plans: Plans, groups: dict[Key, Group], bonds: Bonds) -> list[MatrixRow]:
    """Rows under the rows of their headings, in the order of the first document that has them; then of the second."""
    above: dict[Key, Key | None] = {}
    for column, index in {min(group) for group in groups.values()}:
        parent = plans[column][index].parent
        above[column, index] = None if parent is None else min(groups[column, parent])
    names: dict[Key, str] = {}
    for head in sorted(above, key=lambda head: _way(head, above)):
        names[head] = f"r{len(names) + 1}"
    under = {head: names[up] for head, up in above.items() if up}
    return [_clause_row(groups[head], plans, bonds, name, under.get(head)) for head, name in names.items()]


def _way(head: Key, above: dict[Key, Key | None]) -> list[Key]:
    """From the top heading down to a row. A heading's row begins in the row's first document, or in one before it."""
    up = above[head]
    return [*(_way(up, above) if up else ()), head]


def _clause_row(group: Group, plans: Plans, bonds: Bonds, row_id: str, under: str | None) -> MatrixRow:
    members = sorted(group)
    held = [bonds[left][right] for left, right in combinations(members, 2) if left[0] != right[0]]
    outside = [(key, tier) for member in members for key, (_, tier) in bonds[member].items() if key not in group]
    claimed = {key for key, tier in outside if tier != "possible"}
    cells, elsewhere = _cells(members, plans), _cells(claimed, plans)
    column, index = members[0]
    head = plans[column][index]
    return MatrixRow(
        id=row_id,
        label=_label(head),
        role=head.unit.role,
        under=under,
        heading=head.is_heading,
        cells=cells,
        elsewhere=elsewhere,
        possible=_cells({key for key, _ in outside} - claimed, plans),
        scores=tuple(_agreement(column, members, members, bonds) for column in range(len(plans))),
        coverage=sum(map(bool, cells)),
        spread=_spread(cells, elsewhere),
        tier=_weakest(tier for _, tier in held),
    )


# --- rows of points -----------------------------------------------------------------------------------------------


def _point_rows(points: Sequence[Clause], plans: Plans, bonds: Bonds) -> list[MatrixRow]:
    """The points of the parent document in their order; headings stay above their points."""
    told = [point for point in points if point.unit.role not in _FRAME_ROLES]
    names = {point.index: f"r{number}" for number, point in enumerate(told, 1)}
    return [_point_row(point, plans, bonds, names) for point in told]


def _point_row(point: Clause, plans: Plans, bonds: Bonds, names: dict[int, str]) -> MatrixRow:
    key = len(plans), point.index
    claimed = {other: tier for other, (_, tier) in bonds[key].items() if tier != "possible"}
    cells, nothing = _cells(claimed, plans), _cells((), plans)
    return MatrixRow(
        id=names[point.index],
        label=_label(point),
        role=point.unit.role,
        under=None if point.parent is None else names.get(point.parent),
        heading=point.is_heading,
        point=point.unit.id,
        cells=cells,
        elsewhere=nothing,
        possible=_cells(bonds[key].keys() - claimed, plans),
        scores=tuple(_agreement(column, claimed, [key], bonds) for column in range(len(plans))),
        coverage=sum(map(bool, cells)),
        spread=_spread(cells, nothing),
        tier=_weakest(claimed.values()),
    )


# --- what both kinds have -----------------------------------------------------------------------------------------


def _label(clause: Clause) -> str:
    text = clause.unit.text
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _cells(keys: Iterable[Key], plans: Plans) -> Cells:
    """Unit ids by document, each document's in the order of its text."""
    found = sorted(keys)
    return tuple(
        tuple(clauses[index].unit.id for column, index in found if column == number)
        for number, clauses in enumerate(plans)
    )


def _spread(cells: Cells, elsewhere: Cells) -> Spread:
    have, documents = sum(map(bool, cells)), len(cells)
    if have in (0, documents):
        return "all" if have else "none"
    if have == 1:
        return "partly" if any(elsewhere) else "one"
    if have == documents - 1 and not elsewhere[cells.index(())]:
        return "all_but_one"
    return "most" if 2 * have > documents else "some"


def _agreement(column: int, own: Iterable[Key], others: Iterable[Key], bonds: Bonds) -> float | None:
    """Mean score of the links from the clauses of one column to those of the others, if there are any."""
    scores = [bonds[key][other][0] for key in own if key[0] == column for other in others if other[0] != column]
    return round(sum(scores) / len(scores), 3) if scores else None


def _weakest(tiers: Iterable[Tier]) -> Tier:
    return "certain" if all(tier == "certain" for tier in tiers) else "likely"
