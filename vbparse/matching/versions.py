"""Two versions of one text → scored links. Most of their clauses are word for word the same, so identity comes first,
then what stands under a heading, then words and numbers under headings that correspond already."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product

from rapidfuzz.distance import Indel

from vbparse.grammar import Grammar
from vbparse.matching.candidates import Texts
from vbparse.matching.grams import SAYS
from vbparse.matching.scored import LIKELY, Scored
from vbparse.matching.units import Clause

SAME = 0.5
"""From this share of the shorter text's clauses that stand word for word in the other, the two are versions."""
LEAST = 8
"""Fewest clauses that tell anything about that."""
ALIKE = 0.3
"""Overlap from which two clauses of two versions are one, reworded."""
NUMBERED = 0.1
"""The same for clauses of one number under one heading."""
HOLDS = 0.75
"""Share of a clause that another one holds if it was merged into it, or split from it."""
ADDS = 0.1
"""Share of the whole that a part must add to what its counterpart has of it."""
ALL_PAIRS = 40_000
"""Most pairs of clauses under one heading that are all looked at. Lists of the corpus have a tenth of that."""
NUMBER_SHARED = 12
"""Most clauses of one number under one heading that are looked at in longer lists."""

ONE_TEXT = 0.8
"""Share of words in common from which two stretches are one text that was cut differently."""
SAME_BAG, SHUFFLED = 0.9, 20
"""Share of words in common, whatever their order, from which two stretches of so many words are one table."""
RECUT = 0.98
"""Score of clauses that hold the same words, cut differently."""

Pair = tuple[int, int]


def are_versions(lefts: Sequence[Clause], rights: Sequence[Clause]) -> bool:
    """Whether two texts are versions of one: most clauses of the shorter stand word for word in the other."""
    first, second = (Counter(_words(clause) for clause in clauses) for clauses in (lefts, rights))
    return min(len(lefts), len(rights)) >= LEAST and (first & second).total() >= SAME * min(len(lefts), len(rights))


def align_versions(lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts, grammar: Grammar) -> list[Scored]:
    """The links of two versions, best first; each clause has one counterpart, or is a part of one."""
    if _texts(rights) < _texts(lefts):
        # Where equal words allow several ways, the texts decide which is taken, not which of them came first.
        turned = _align(rights, lefts, Texts(texts.sides[1], texts.sides[0]), grammar)
        scored = [pair._replace(left=pair.right, right=pair.left) for pair in turned]
    else:
        scored = _align(lefts, rights, texts, grammar)
    return sorted(scored, key=lambda pair: (-pair.score, pair.left + pair.right, abs(pair.left - pair.right)))


def _texts(clauses: Sequence[Clause]) -> list[str]:
    return [clause.unit.text for clause in clauses]


def _align(lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts, grammar: Grammar) -> list[Scored]:
    versions = _Versions(lefts, rights, texts, grammar)
    versions.link_unique()
    versions.link_recut()
    versions.link_by_children()
    for depth in range(1 + max((clause.depth for clause in (*lefts, *rights)), default=0)):
        versions.link_level(depth)
    versions.link_moved()
    return [*versions.scored(), *versions.parts()]


def _words(clause: Clause) -> tuple[str, ...]:
    """What makes two clauses one, word for word: what they are, their number left out."""
    form = clause.unit.kind if clause.unit.kind in ("title", "row") else ""
    return (form, *clause.plain)


class _Versions:
    """The pairs found so far."""

    def __init__(self, lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts, grammar: Grammar) -> None:
        self.lefts = lefts
        self.rights = rights
        self.texts = texts
        self.grammar = grammar
        self.right_of: dict[int, int] = {}
        self.left_of: dict[int, int] = {}
        self.words = [[_words(clause) for clause in clauses] for clauses in (lefts, rights)]
        self.overlaps = texts.pairs
        self.recut: list[tuple[list[int], list[int]]] = []
        """Groups of clauses whose words together are the same."""

    def link(self, left: int, right: int) -> None:
        """Take two clauses for one; both must be free."""
        self.right_of[left] = right
        self.left_of[right] = left

    def free(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those pairs of which neither clause has a counterpart."""
        return [(left, right) for left, right in pairs if left not in self.right_of and right not in self.left_of]

    # --- whatever the place ---

    def link_unique(self) -> None:
        """Clauses whose words stand once in either text."""
        counts = [Counter(words) for words in self.words]
        at = {words: index for index, words in enumerate(self.words[1])}
        for left, words in enumerate(self.words[0]):
            if counts[0][words] == 1 == counts[1][words]:
                self.link(left, at[words])

    def link_recut(self) -> None:
        """Stretches of the same words that were cut into clauses differently, between clauses that correspond."""
        for lefts, rights in self._gaps():
            for group in recut([self.lefts[i].marked for i in lefts], [self.rights[i].marked for i in rights]):
                self._take([lefts[i] for i in group[0]], [rights[i] for i in group[1]])

    def _take(self, lefts: list[int], rights: list[int]) -> None:
        """Link clauses that hold the same words together. Those that are cut alike are left to their places."""
        if [self.words[0][i] for i in lefts] == [self.words[1][i] for i in rights]:
            return
        if len(lefts) == len(rights) == 1:
            self.link(lefts[0], rights[0])
            return
        self.right_of.update(dict.fromkeys(lefts, rights[0]))
        self.left_of.update(dict.fromkeys(rights, lefts[0]))
        self.recut.append((lefts, rights))

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """The free clauses between neighbouring pairs of those that stand in the same order in both texts."""
        kept = _in_order(sorted(self.right_of.items()))
        ends = [(-1, -1), *kept, (len(self.lefts), len(self.rights))]
        for (left, right), (next_left, next_right) in pairwise(ends):
            lefts = [i for i in range(left + 1, next_left) if i not in self.right_of]
            rights = [i for i in range(right + 1, next_right) if i not in self.left_of]
            if lefts and rights:
                yield lefts, rights

    def link_by_children(self) -> None:
        """Headings under which the same clauses stand."""
        votes: Counter[Pair] = Counter()
        for left, right in list(self.right_of.items()):
            votes.update(zip(_chain(self.lefts, left), _chain(self.rights, right), strict=False))
        self.link_best({pair: float(count) for pair, count in votes.items()})

    def link_best(self, scores: dict[Pair, float]) -> None:
        """Free pairs of which each is the other's best, then what is left, until nothing is."""
        for left, right in sorted(scores, key=lambda pair: (-scores[pair], pair[0] + pair[1], abs(pair[0] - pair[1]))):
            if self.free([(left, right)]):
                self.link(left, right)

    def link_moved(self) -> None:
        """What is left, by its words alone."""
        self.link_best({pair: self.overlaps[pair].text for pair in self.free(self._alike(ALIKE))})

    def _alike(self, least: float) -> Iterator[Pair]:
        for (left, right), overlap in self.overlaps.items():
            if overlap.text >= least and self.lefts[left].is_heading == self.rights[right].is_heading:
                yield left, right

    # --- under headings that correspond ---

    def link_level(self, depth: int) -> None:
        """Clauses of one depth under headings that correspond: the same words, alike words, the same number."""
        together = self._together(depth)
        for lefts, rights in together:
            places: dict[tuple[str, ...], list[int]] = defaultdict(list)
            for right in reversed(rights):
                places[self.words[1][right]].append(right)
            for left in lefts:
                if places[self.words[0][left]]:
                    self.link(left, places[self.words[0][left]].pop())
        for lefts, rights in together:
            self.link_best(self._alike_pairs(*self._still_free(lefts, rights)))
            self._link_places(*self._still_free(lefts, rights))

    def _still_free(self, lefts: Iterable[int], rights: Iterable[int]) -> tuple[list[int], list[int]]:
        return [i for i in lefts if i not in self.right_of], [i for i in rights if i not in self.left_of]

    def _link_places(self, lefts: Sequence[int], rights: Sequence[int]) -> None:
        """Fields with another value, and numbers of which one version says that they were abolished."""
        at_place: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for right in rights:
            at_place[self._place_held(self.rights[right])].append(right)
        all_there = {place: iter(there) for place, there in at_place.items()}
        giving_way = {
            place: iter([i for i in there if self._gives_way(self.rights[i])]) for place, there in at_place.items()
        }
        for left in lefts:
            clause = self.lefts[left]
            near = (all_there if self._gives_way(clause) else giving_way).get(self._place_held(clause), iter(()))
            other = next((right for right in near if right not in self.left_of), None)
            if other is not None:
                self.link(left, other)

    def _place_held(self, clause: Clause) -> tuple[str, str | None]:
        """What two clauses have in common if they hold one place: the role of a field, the number of a clause."""
        unit = clause.unit
        return unit.kind, unit.role if unit.kind == "field" else _label(unit.id)

    def _gives_way(self, clause: Clause) -> bool:
        """Whether a clause may have quite other words than its counterpart: a field, or a number that was abolished."""
        abolished = self.grammar.rules("comparing").pattern("abolished")
        return clause.unit.kind == "field" or abolished.match(clause.unit.text) is not None

    def _together(self, depth: int) -> list[tuple[list[int], list[int]]]:
        """The free clauses of a depth, by the heading that they stand under."""
        under: dict[int | None, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for clause in self.lefts:
            if clause.depth == depth and clause.index not in self.right_of:
                under[self._place(clause.parent)][0].append(clause.index)
        for clause in self.rights:
            if clause.depth == depth and clause.index not in self.left_of:
                under[clause.parent][1].append(clause.index)
        return [(lefts, rights) for lefts, rights in under.values() if lefts and rights]

    def _place(self, parent: int | None) -> int | None:
        return self.right_of.get(parent, -1) if parent is not None else None

    def _alike_pairs(self, lefts: Sequence[int], rights: Sequence[int]) -> dict[Pair, float]:
        scores = {}
        for left, right in self._within_reach(lefts, rights):
            same = self._same_number(left, right)
            overlap = self.texts.overlap(left, right).text
            if overlap >= (NUMBERED if same else ALIKE) and self._same_form(left, right):
                scores[left, right] = overlap + 0.2 * same
        return scores

    def _within_reach(self, lefts: Sequence[int], rights: Sequence[int]) -> Iterable[Pair]:
        """All pairs of two lists; of long lists only those that share what few clauses have, or a number."""
        if len(lefts) * len(rights) <= ALL_PAIRS:
            return product(lefts, rights)
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for right in rights:
            places[self.rights[right].unit.kind, _label(self.rights[right].unit.id)].append(right)
        numbered = {
            (left, right)
            for left in lefts
            for right in places[self.lefts[left].unit.kind, _label(self.lefts[left].unit.id)][:NUMBER_SHARED]
        }
        first, second = set(lefts), set(rights)
        return sorted(numbered | {pair for pair in self.overlaps if pair[0] in first and pair[1] in second})

    def _same_number(self, left: int, right: int) -> bool:
        first, second = self.lefts[left].unit, self.rights[right].unit
        return first.kind == second.kind and _label(first.id) == _label(second.id)

    def _same_form(self, left: int, right: int) -> bool:
        first, second = self.lefts[left].unit, self.rights[right].unit
        return (first.kind == "field") == (second.kind == "field") and (first.kind == "title") == (
            second.kind == "title"
        )

    # --- the outcome ---

    def scored(self) -> Iterator[Scored]:
        """The pairs with their scores: by their words, and by whether what they stand under corresponds."""
        in_groups = {left for lefts, _ in self.recut for left in lefts}
        for number, (lefts, rights) in enumerate(self.recut):
            for left in lefts:
                for right in rights:
                    yield Scored(left, right, RECUT, 1.0, 1.0, why=("same_words", "recut"), group=number)
        for left, right in self.right_of.items():
            if left in in_groups:
                continue
            first, second = self.lefts[left], self.rights[right]
            stays = self._place(first.parent) == second.parent
            if self._are_same(left, right):
                yield Scored(left, right, 1.0, 1.0, float(stays), is_slot=True, why=("same_words",))
                continue
            text = self.texts.overlap(left, right).text
            score = 0.5 + 0.3 * stays + 0.2 * text if stays or text >= SAME else 0.4 + 0.5 * text
            is_place = (first.is_heading and second.is_heading) or first.unit.kind == "field" or text < NUMBERED
            reasons = {"words": text >= NUMBERED, "place": stays, "number": stays and self._same_number(left, right)}
            why = tuple(reason for reason, holds in reasons.items() if holds)
            yield Scored(left, right, min(0.99, score), text, float(stays), is_slot=is_place, why=why)

    def parts(self) -> Iterator[Scored]:
        """Clauses without counterpart that hold the rest of one whose counterpart has only some of it."""
        for side, free, linked in ((1, self._free(1), self.right_of), (0, self._free(0), self.left_of)):
            best: dict[int, tuple[float, int]] = {}
            for left, right in self.overlaps:
                whole, part = (left, right) if side == 1 else (right, left)
                other = linked.get(whole)
                if (
                    part in free
                    and other is not None
                    and not self._are_same(*((whole, other) if side else (other, whole)))
                ):
                    held = self._rest_held(whole, other, part, side)
                    if held >= HOLDS:
                        best[part] = max(best.get(part, (0.0, 0)), (held, -whole))
            for part, (held, whole) in best.items():
                pair = (-whole, part) if side == 1 else (part, -whole)
                text = self.texts.overlap(*pair).text
                yield Scored(*pair, max(LIKELY, 0.9 * held), text, 1.0, why=("part",))

    def _free(self, side: int) -> set[int]:
        """Clauses of a side without counterpart that have words enough to be told from others."""
        clauses, linked = ((self.lefts, self.right_of), (self.rights, self.left_of))[side]
        return {c.index for c in clauses if c.index not in linked and len(c.words) >= SAYS and not c.is_heading}

    def _rest_held(self, whole: int, other: int, part: int, side: int) -> float:
        """Share of a part that a clause of the other version has; nothing if its counterpart has that already."""
        held = self.texts.held(side, part, [whole])
        alone = self.texts.held(1 - side, whole, [other])
        together = self.texts.held(1 - side, whole, [other, part])
        return held if together >= alone + ADDS else 0.0

    def _are_same(self, left: int, right: int) -> bool:
        return self.words[0][left] == self.words[1][right]


def recut(lefts: Sequence[tuple[str, ...]], rights: Sequence[tuple[str, ...]]) -> list[tuple[list[int], list[int]]]:
    """Which texts of two lists hold each other's words in one order.

    If the two lists are one text, cut differently, every text counts, and one without words goes with the text before
    it; if they only have much in common, short ones go with longer ones beside them. Of a table that was read by rows
    in one capture and by columns in the other, all cells together are one text.
    """
    owners = [[index for index, words in enumerate(side) for _ in words] for side in (lefts, rights)]
    first, second = ([word for words in side for word in words] for side in (lefts, rights))
    if not first or not second:
        return []
    is_one = Indel.normalized_similarity(first, second) >= ONE_TEXT
    if not is_one and min(len(first), len(second)) >= SHUFFLED:
        both = (Counter(first) & Counter(second)).total()
        if both >= SAME_BAG * max(len(first), len(second)):
            return [(list(range(len(lefts))), list(range(len(rights))))]
    shared: Counter[Pair] = Counter()
    for block in Indel.editops(first, second).as_matching_blocks():
        shared.update((owners[0][block.a + k], owners[1][block.b + k]) for k in range(block.size))
    sizes = {pair: min(len(lefts[pair[0]]), len(rights[pair[1]])) for pair in shared}
    held = [pair for pair, count in shared.items() if count >= ONE_TEXT * sizes[pair]]
    sure = {pair for pair in held if is_one or sizes[pair] >= SAYS}
    beside = {(left + a, right + b) for left, right in sure for a, b in ((-1, 0), (1, 0), (0, -1), (0, 1))}
    return _components(sorted(sure | (beside & set(held))), lefts, rights)


def _components(
    links: Sequence[Pair], lefts: Sequence[tuple[str, ...]], rights: Sequence[tuple[str, ...]]
) -> list[tuple[list[int], list[int]]]:
    """Sets of texts that links hold together, in their order."""
    group_of: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for left, right in links:
        first, second = (group_of.setdefault(key, {key}) for key in ((0, left), (1, right)))
        if first is not second:
            first |= second
            group_of.update((key, first) for key in second)
    for side, texts in ((0, lefts), (1, rights)):
        for index, words in enumerate(texts):
            before = group_of.get((side, index - 1))
            if not words and before is not None:
                before.add((side, index))
                group_of[side, index] = before
    groups = {id(group): sorted(group) for group in group_of.values()}
    return [([i for side, i in group if side == 0], [i for side, i in group if side == 1]) for group in groups.values()]


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs that stand in the same order in both texts."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(pairs):
        place = bisect_left(tails, right)
        before.append(at[place - 1] if place else -1)
        tails[place : place + 1] = [right]
        at[place : place + 1] = [index]
    kept: list[Pair] = []
    index = at[-1] if at else -1
    while index >= 0:
        kept.append(pairs[index])
        index = before[index]
    return kept[::-1]


def _chain(clauses: Sequence[Clause], index: int) -> Iterator[int]:
    """The headings above a clause, innermost first."""
    parent = clauses[index].parent
    while parent is not None:
        yield parent
        parent = clauses[parent].parent


def _label(unit_id: str) -> str:
    """The last part of an id: the clause's own number, or its place among its like."""
    return unit_id.replace("/", ".").rsplit(".", 1)[-1]
