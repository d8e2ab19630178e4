"""Scored pairs → groups: one clause that became several, several that became one, and all other pairs by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vbparse.matching.candidates import Texts
from vbparse.matching.scored import LIKELY, Scored

NEW, LEAST = 0.5, 0.03
"""Share of what a part holds of the whole that no other part holds, and of the whole: a clause that says the same twice
was not split."""

Pair = tuple[int, int]


class Group(NamedTuple):
    """Pairs that are one correspondence."""

    lefts: tuple[int, ...]
    rights: tuple[int, ...]
    pairs: tuple[Scored, ...]
    """Best first."""


def group_pairs(pairs: Sequence[Scored], texts: Texts) -> list[Group]:
    """One clause and its parts in the other text make one group; every other pair is one by itself."""
    recut = list(_given(pairs))
    claims = [pair for pair in pairs if pair.score >= LIKELY and pair.group is None]
    groups = [*recut, *_wholes(claims, 0, texts), *_wholes(claims, 1, texts)]
    taken = {(pair.left, pair.right) for group in groups for pair in group.pairs}
    alone = [Group((p.left,), (p.right,), (p,)) for p in pairs if (p.left, p.right) not in taken]
    return sorted([*groups, *alone], key=lambda group: (group.lefts, group.rights))


def _given(pairs: Sequence[Scored]) -> Iterator[Group]:
    """Clauses that are known to hold the same words together."""
    by_group: dict[int, list[Scored]] = defaultdict(list)
    for pair in pairs:
        if pair.group is not None:
            by_group[pair.group].append(pair)
    for members in by_group.values():
        ends = ({pair.left for pair in members}, {pair.right for pair in members})
        yield Group(tuple(sorted(ends[0])), tuple(sorted(ends[1])), tuple(members))


def _wholes(claims: Sequence[Scored], side: int, texts: Texts) -> Iterator[Group]:
    """Clauses of one side with those that hold parts of them and nothing else on the other side."""
    by_whole: dict[int, list[Scored]] = defaultdict(list)
    degree: dict[int, int] = defaultdict(int)
    for pair in claims:
        whole, part = _ends(pair, side)
        degree[part] += 1
        if not pair.is_slot:
            by_whole[whole].append(pair)
    for whole, found in by_whole.items():
        parts = _parts(whole, side, [pair for pair in found if degree[_ends(pair, side)[1]] == 1], texts)
        if len(parts) > 1:
            others = tuple(sorted(_ends(pair, side)[1] for pair in parts))
            ends = ((whole,), others) if side == 0 else (others, (whole,))
            yield Group(ends[0], ends[1], tuple(parts))


def _parts(whole: int, side: int, pairs: Sequence[Scored], texts: Texts) -> list[Scored]:
    """The pairs of a clause that each add to what the others hold of it."""
    kept: list[Scored] = []
    held = 0.0
    for pair in sorted(pairs, key=lambda p: (-texts.held(side, whole, [_ends(p, side)[1]]), _ends(p, side)[1])):
        own = texts.held(side, whole, [_ends(pair, side)[1]])
        together = texts.held(side, whole, [_ends(p, side)[1] for p in (*kept, pair)])
        if together >= held + max(LEAST, NEW * own):
            kept.append(pair)
            held = together
    return sorted(kept, key=lambda pair: -pair.score)


def _ends(pair: Scored, side: int) -> Pair:
    """A pair as (clause of a side, clause of the other side)."""
    return (pair.left, pair.right) if side == 0 else (pair.right, pair.left)
