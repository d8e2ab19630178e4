"""Clauses and overlaps → scored links. Nothing depends on order: every pair is judged on its own and against the
best that its two clauses could have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import fsum

from vbparse.grammar import Grammar
from vbparse.matching.candidates import Overlap, Texts
from vbparse.matching.claims import settle_claims
from vbparse.matching.kinship import RENAMED, agencies_agree
from vbparse.matching.scored import CERTAIN, LIKELY, POSSIBLE, Scored
from vbparse.matching.units import Clause

HALF = 0.133
"""Overlap at which the words alone speak half for a link."""
WORDS, CONTEXT, RANK = 0.57, 0.30, 0.15
"""Shares of the score: the clauses' words, their places, how far the pair leads its rivals."""
BASE, RIVAL, RIVALRY = 0.55, 0.65, 0.4
LEVELS, SAME = 0.5, 0.8
"""What a heading and a running clause count for, and the overlap from which they count in full."""
SPEAK = 0.06
"""Overlap from which the places of two clauses count in full: a place cannot speak for clauses that share nothing."""
LIST = 5
"""Clauses under one heading from which on their place says less and less which of them correspond."""
HEAD_WORDS, HEAD_SUPPORT, HEAD_LEVEL, SECOND = 0.97, 0.27, 0.15, 0.55
LEFTOVER = 0.1
HELD, ENOUGH = 0.57, 19.0
HELD_ROLE = 0.5
"""Score of a heading that joins two headings of the other plan, with each of them."""
SENTENCE, BY_SENTENCE = 0.2, 0.8
"""Least agreement of two sentences that join their clauses, and what it counts for."""
FAR, FEW = 0.35, 0.17
"""A far second choice that shares few words stands under the same heading, and says something else."""
NEAR = 0.9
"""Strength, as a share of the best rival's, of two measures with one target each that may still be one measure."""
TOLD = 0.1
"""Overlap from which words, or the clauses under two headings, are named as a reason."""
SECTION_ROLES = frozenset(
    {
        "purpose_requirements", "purpose", "requirements", "objectives", "general_objectives", "specific_objectives",
        "targets", "tasks", "solutions", "schedule", "budget", "implementation", "reporting", "viewpoints", "context",
        "criteria", "rewards", "participants", "theme",
    }
)  # fmt: skip
LEAD_ROLES = frozenset({"legal_basis", "preamble"})


Path = tuple[object, ...]
"""The words of a clause and of all headings above it."""


def align_clauses(lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts, grammar: Grammar) -> list[Scored]:
    """All pairs that may be linked, best first; those below `POSSIBLE` are kept as rejected candidates."""
    twins = {(pair.left, pair.right): pair for pair in _twins(lefts, rights)}
    overlaps = texts.pairs
    headings = _match_headings(lefts, rights, texts, overlaps, grammar)
    places = {(pair.left, pair.right): pair.score for pair in headings}
    scored = {(pair.left, pair.right): pair for pair in headings}
    for pair in (*_slots(lefts, rights, places, texts), *_frames(lefts, rights, texts)):
        scored.setdefault((pair.left, pair.right), pair)
    for pair in _match_bodies(lefts, rights, overlaps, places):
        scored.setdefault((pair.left, pair.right), pair)
    for pair in _match_sentences(lefts, rights, texts, overlaps, places):
        known = scored.get((pair.left, pair.right), pair)
        better = max(known, pair, key=lambda each: each.score)
        scored[pair.left, pair.right] = better._replace(why=tuple(dict.fromkeys((*known.why, *pair.why))))
    scored = _without_shadows(scored, twins) | twins
    return settle_claims(list(scored.values()), lefts, rights, texts)


# --- twins --------------------------------------------------------------------------------------------------------


def _twins(lefts: Sequence[Clause], rights: Sequence[Clause]) -> Iterable[Scored]:
    """Clauses with the same words under headings with the same words; repeated ones in their order."""
    places: dict[Path, list[int]] = defaultdict(list)
    for clause, key in zip(rights, _paths(rights), strict=True):
        places[key].append(clause.index)
    seen: dict[Path, int] = defaultdict(int)
    for clause, key in zip(lefts, _paths(lefts), strict=True):
        if seen[key] < len(places.get(key, ())):
            yield Scored(clause.index, places[key][seen[key]], 1.0, 1.0, 1.0, is_slot=True, why=("same_words", "place"))
            seen[key] += 1


def _paths(clauses: Sequence[Clause]) -> list[Path]:
    """A key for the words of each clause and of all headings above it."""
    keys: list[Path] = []
    for clause in clauses:
        above = keys[clause.parent] if clause.parent is not None else ()
        keys.append((above, clause.unit.kind == "title", clause.plain))
    return keys


def _without_shadows(
    scored: dict[tuple[int, int], Scored], twins: dict[tuple[int, int], Scored]
) -> dict[tuple[int, int], Scored]:
    """Leave out pairs whose clauses both have a twin: they resemble each other, but correspond elsewhere."""
    lefts, rights = {left for left, _ in twins}, {right for _, right in twins}
    return {pair: found for pair, found in scored.items() if not (pair[0] in lefts and pair[1] in rights)}


# --- headings -----------------------------------------------------------------------------------------------------


def _match_headings(
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    texts: Texts,
    overlaps: dict[tuple[int, int], Overlap],
    grammar: Grammar,
) -> list[Scored]:
    """Headings that hold the same place: by role, by organ, by words, through what stands under them."""
    pairs = []
    shared: set[tuple[int, int]] = set()
    below = _support(lefts, rights, overlaps)
    for left in (c for c in lefts if _holds_place(c)):
        for right in (c for c in rights if _holds_place(c)):
            if not (left.is_heading or right.is_heading) and not (left.agencies and right.agencies):
                continue
            roles = _roles_agree(_own_role(left, lefts), _own_role(right, rights))
            support = below.get((left.index, right.index), 0.0)
            score = _heading_score(left, right, texts.overlap(left.index, right.index).text, support, roles, grammar)
            if score > 0.1:
                pairs.append((score, left.index, right.index))
                if _holds_role(left, right, lefts) or _holds_role(right, left, rights):
                    shared.add((left.index, right.index))
    agree = {
        (left_at, right_at): agencies_agree(lefts[left_at].agencies, rights[right_at].agencies, grammar)
        for _, left_at, right_at in pairs
    }
    best_left: dict[tuple[int, bool], float] = defaultdict(float)
    best_right: dict[tuple[int, bool], float] = defaultdict(float)
    for score, left_at, right_at in pairs:
        by_left, by_right = (left_at, _is_row(rights[right_at])), (right_at, _is_row(lefts[left_at]))
        best_left[by_left] = max(best_left[by_left], score)
        best_right[by_right] = max(best_right[by_right], score)
    result = []
    for score, left_at, right_at in pairs:
        lead = best_left[left_at, _is_row(rights[right_at])], best_right[right_at, _is_row(lefts[left_at])]
        rank = score / max(lead)
        # An organ may have several headings; a duty in one sentence is a lesser counterpart of a heading.
        alike = lefts[left_at].is_heading == rights[right_at].is_heading
        same_organ = agree[left_at, right_at] >= RENAMED and alike
        final = min(1.0, score) * (1.0 if rank > 0.999 or same_organ else SECOND * rank)
        if (left_at, right_at) in shared:
            # One heading stands for two of the other plan: neither is the other's rival.
            final = max(final, HELD_ROLE)
        text, support = texts.overlap(left_at, right_at).text, below.get((left_at, right_at), 0.0)
        why = _why(lefts[left_at], rights[right_at], lefts, rights, agree[left_at, right_at], text, support)
        result.append(Scored(left_at, right_at, final, text, support, is_slot=True, why=why))
    return _with_leftovers(result, lefts, rights)


def _why(
    left: Clause,
    right: Clause,
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    agree: float,
    text: float,
    support: float,
) -> tuple[str, ...]:
    """What speaks for two headings."""
    found = {
        "role": _roles_agree(_own_role(left, lefts), _own_role(right, rights)),
        "organ": agree == 1.0,
        "successor": RENAMED <= agree < 1.0,
        "words": text >= TOLD,
        "children": support >= TOLD,
    }
    return tuple(reason for reason, holds in found.items() if holds) or ("place",)


def _with_leftovers(pairs: list[Scored], lefts: Sequence[Clause], rights: Sequence[Clause]) -> list[Scored]:
    """Headings that stay alone under corresponding headings correspond if each is the other's best.

    Two that name organs do not: other organs stay others.
    """
    claimed = {(pair.left, pair.right) for pair in pairs if pair.score >= LIKELY}
    taken_left, taken_right = {left for left, _ in claimed}, {right for _, right in claimed}
    alone = [
        pair
        for pair in pairs
        if pair.left not in taken_left
        and pair.right not in taken_right
        and (lefts[pair.left].parent, rights[pair.right].parent) in claimed
        and not (lefts[pair.left].agencies and rights[pair.right].agencies)
    ]
    best_left = {pair.left: max(p.score for p in alone if p.left == pair.left) for pair in alone}
    best_right = {pair.right: max(p.score for p in alone if p.right == pair.right) for pair in alone}
    raised = {
        (pair.left, pair.right)
        for pair in alone
        if pair.score == best_left[pair.left] == best_right[pair.right] and pair.score >= LEFTOVER
    }
    return [p._replace(score=max(p.score, LIKELY)) if (p.left, p.right) in raised else p for p in pairs]


_PARTS = {"purpose_requirements": ("purpose", "requirements")}
"""Roles of headings that one heading may join."""


def _holds_role(whole: Clause, part: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a heading joins what is two headings in the other plan, and has no such headings of its own."""
    parts = _PARTS.get(whole.unit.role or "", ())
    if part.unit.role not in parts or not part.is_heading or not whole.is_heading:
        return False
    return not any(clauses[child].unit.role in parts and clauses[child].is_heading for child in whole.children)


def _roles_agree(left: str | None, right: str | None) -> bool:
    return left is not None and left == right


def _is_row(clause: Clause) -> bool:
    """Rows of an appendix often repeat what the body says: they are no rivals of its clauses."""
    return clause.unit.kind == "row"


def _holds_place(clause: Clause) -> bool:
    """Whether a clause can correspond by its place: a heading, or an organ with its duty in one sentence."""
    return clause.is_heading or clause.unit.role == "agency_assignment"


def _own_role(clause: Clause, clauses: Sequence[Clause]) -> str | None:
    """The section role that a heading has by its own words, not one that it inherits."""
    role = clause.unit.role
    inherited = clauses[clause.parent].unit.role if clause.parent is not None else None
    return role if role in SECTION_ROLES and role != inherited else None


def _heading_score(left: Clause, right: Clause, text: float, below: float, same_role: bool, grammar: Grammar) -> float:
    words = text / (text + HALF) if text else 0.0
    support = min(1.0, 2.5 * below)
    if left.unit.kind == "title" or right.unit.kind == "title":
        # A plan's title stands first; those of its appendices are no counterpart of another plan's.
        is_same = left.unit.kind == right.unit.kind and (left.index == 0) == (right.index == 0)
        return 0.6 + 0.4 * words if is_same else 0.0
    is_agency = left.unit.role == "agency_assignment", right.unit.role == "agency_assignment"
    if all(is_agency):
        agree = agencies_agree(left.agencies, right.agencies, grammar)
        return max(0.75 * agree + 0.25 * max(words, support), 0.5 * words + 0.3 * support)
    if any(is_agency):
        return 0.0
    # The groups of an appendix repeat headings of any level.
    same_depth = (left.depth == 0) == (right.depth == 0) or _is_row(left) != _is_row(right)
    if same_role:
        told = max(words, support)
        score = 0.62 + 0.2 * same_depth + 0.18 * told
        # Sections of one role that share neither words nor clauses are claimed, but not as certain.
        return score if told >= TOLD else min(score, CERTAIN - 0.01)
    return HEAD_WORDS * words + HEAD_SUPPORT * support - HEAD_LEVEL * (not same_depth)


def _support(
    lefts: Sequence[Clause], rights: Sequence[Clause], overlaps: dict[tuple[int, int], Overlap]
) -> dict[tuple[int, int], float]:
    """How well the clauses under two headings correspond by their words: mean of the best overlaps, both ways."""
    best: dict[tuple[int, int], tuple[dict[int, float], dict[int, float]]] = {}
    ups_left, ups_right = _ancestors(lefts), _ancestors(rights)
    for (left, right), overlap in overlaps.items():
        text = overlap.text
        if lefts[left].unit.kind == "field" or rights[right].unit.kind == "field":
            continue
        for up_left in ups_left[left]:
            for up_right in ups_right[right]:
                ends = best.get((up_left, up_right))
                if ends is None:
                    ends = best[up_left, up_right] = ({}, {})
                if text > ends[0].get(left, 0.0):
                    ends[0][left] = text
                if text > ends[1].get(right, 0.0):
                    ends[1][right] = text
    sizes = _sizes(lefts, ups_left), _sizes(rights, ups_right)
    return {
        (up_left, up_right): fsum((*of_left.values(), *of_right.values())) / (sizes[0][up_left] + sizes[1][up_right])
        for (up_left, up_right), (of_left, of_right) in best.items()
    }


def _ancestors(clauses: Sequence[Clause]) -> list[tuple[int, ...]]:
    chains: list[tuple[int, ...]] = []
    for clause in clauses:
        chains.append(() if clause.parent is None else (clause.parent, *chains[clause.parent]))
    return chains


def _sizes(clauses: Sequence[Clause], chains: list[tuple[int, ...]]) -> dict[int, int]:
    """Clauses under each heading, fields left out."""
    sizes: dict[int, int] = defaultdict(int)
    for clause, chain in zip(clauses, chains, strict=True):
        for up in chain:
            sizes[up] += clause.unit.kind != "field"
    return {up: max(1, size) for up, size in sizes.items()} | {c.index: max(1, sizes.get(c.index, 0)) for c in clauses}


# --- slots and frames ---------------------------------------------------------------------------------------------


def _slots(
    lefts: Sequence[Clause], rights: Sequence[Clause], places: dict[tuple[int, int], float], texts: Texts
) -> Iterable[Scored]:
    """Fields of one role under corresponding headings fill one slot, whatever their value."""
    for left in lefts:
        if left.unit.kind != "field" or left.parent is None:
            continue
        for right in rights:
            if right.unit.kind == "field" and right.unit.role == left.unit.role and right.parent is not None:
                place = places.get((left.parent, right.parent), 0.0)
                if place >= LIKELY:
                    text = texts.overlap(left.index, right.index).text
                    score = 0.5 * place + 0.3 + 0.2 * text
                    yield Scored(left.index, right.index, score, text, place, is_slot=True, why=("slot",))


def _frames(lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts) -> Iterable[Scored]:
    """What leads into a plan corresponds to what leads into another, and so do the closings.

    A legal basis corresponds to the one that cites the same document, or to the nearest; to other words only where the
    other plan names no basis.
    """
    frames = _own_frame(lefts), _own_frame(rights)
    for role in ("closing", "preamble", "legal_basis"):
        first, second = (_of_role(clauses, role) for clauses in frames)
        yield from _nearest(list(_frame_pairs(first, second, texts, role)))
    bases, preambles = ([_of_role(clauses, role) for clauses in frames] for role in ("legal_basis", "preamble"))
    if not all(bases):
        yield from _nearest(list(_frame_pairs(bases[0], preambles[1], texts, "preamble")))
        yield from _nearest(list(_frame_pairs(preambles[0], bases[1], texts, "preamble")))


def _own_frame(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of the document that is compared first, not those of its forms and appendices."""
    component = clauses[0].unit.id.partition("/")[0] if clauses else ""
    return [clause for clause in clauses if clause.unit.id.partition("/")[0] == component]


def _nearest(pairs: Sequence[Scored]) -> Iterable[Scored]:
    """Pairs that are each other's best; the others are no claim."""
    best: dict[tuple[int, int], float] = defaultdict(float)
    for pair in pairs:
        for end in ((0, pair.left), (1, pair.right)):
            best[end] = max(best[end], pair.score)
    for pair in pairs:
        is_best = pair.score == best[0, pair.left] == best[1, pair.right]
        yield pair if is_best else pair._replace(score=min(pair.score, POSSIBLE))


def _of_role(clauses: Sequence[Clause], role: str) -> list[Clause]:
    return [clause for clause in clauses if clause.unit.role == role]


def _frame_pairs(lefts: Sequence[Clause], rights: Sequence[Clause], texts: Texts, role: str) -> Iterable[Scored]:
    base = {"closing": 0.55, "preamble": 0.55, "legal_basis": 0.25}[role]
    why = ("closing",) if role == "closing" else ("opening",)
    for left in lefts:
        for right in rights:
            text = texts.overlap(left.index, right.index).text
            same = (
                role == "legal_basis" and _first_cited(left) is not None and _first_cited(left) == _first_cited(right)
            )
            score = (0.55 if same else base) + 0.4 * text / (text + HALF)
            yield Scored(left.index, right.index, score, text, 1.0, is_slot=True, why=why)


def _first_cited(clause: Clause) -> str | None:
    """The national document that a legal basis rests on."""
    return next((word.key for word in clause.named if word.key in clause.documents), None)


# --- bodies -------------------------------------------------------------------------------------------------------


def _match_bodies(
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    overlaps: dict[tuple[int, int], Overlap],
    places: dict[tuple[int, int], float],
) -> Iterable[Scored]:
    """Clauses by their words, helped by the correspondence of what they stand under."""
    usable = {pair: o for pair, o in overlaps.items() if _may_link(lefts[pair[0]], rights[pair[1]])}
    contexts = {pair: _context(lefts, rights, pair, places) for pair in usable}
    strengths = {pair: _strength(o) * (BASE + (1 - BASE) * contexts[pair]) for pair, o in usable.items()}
    best = _best_strengths(strengths, lefts, rights)
    for (left, right), overlap in usable.items():
        strength, context = strengths[left, right], contexts[left, right]
        if not strength:
            continue
        clauses = lefts[left], rights[right]
        lead = strength / best[0][left, _is_row(clauses[1])], strength / best[1][right, _is_row(clauses[0])]
        rank = RIVAL * min(lead) + (1 - RIVAL) * max(lead)
        words = _strength(overlap) / (_strength(overlap) + HALF)
        crowd = max(1.0, min(_siblings(clauses[0], lefts), _siblings(clauses[1], rights)) / LIST)
        place = context * min(1.0, _strength(overlap) / (SPEAK * crowd))
        size = min(1.0, min(len(clause.content) for clause in clauses) / 8)
        one_is_heading = clauses[0].is_heading != clauses[1].is_heading
        score = (WORDS * words + CONTEXT * place + RANK * rank) * (0.7 + 0.3 * size)
        score *= rank**RIVALRY * (_across_levels(overlap.text) if one_is_heading else 1.0)
        is_weak = min(lead) < FAR and overlap.text < FEW
        if is_weak or (min(lead) < NEAR and all(len(clause.indicators) == 1 for clause in clauses)):
            score = min(score, LIKELY - 0.01)
        why = ("words", "place") if context >= LIKELY else ("words",)
        yield Scored(left, right, min(1.0, score), overlap.text, context, why=why)


def _siblings(clause: Clause, clauses: Sequence[Clause]) -> int:
    """How many clauses stand under the same heading, with this one."""
    return len(clauses[clause.parent].children) if clause.parent is not None else 1


def _best_strengths(
    strengths: dict[tuple[int, int], float], lefts: Sequence[Clause], rights: Sequence[Clause]
) -> tuple[dict[tuple[int, bool], float], dict[tuple[int, bool], float]]:
    """By clause of either side, and whether its counterpart is a row of an appendix: the strongest rival.

    Rows often repeat what the body says, so they are no rivals of its clauses; its clauses are rivals of theirs.
    """
    best: tuple[dict[tuple[int, bool], float], dict[tuple[int, bool], float]] = ({}, {})
    for (left, right), strength in strengths.items():
        for side, own, other in ((0, left, rights[right]), (1, right, lefts[left])):
            for is_row in (True,) if _is_row(other) else (True, False):
                best[side][own, is_row] = max(best[side].get((own, is_row), 0.0), strength)
    return best


def _match_sentences(
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    texts: Texts,
    overlaps: dict[tuple[int, int], Overlap],
    places: dict[tuple[int, int], float],
) -> Iterable[Scored]:
    """Clauses that correspond by one sentence: each is the other's best among all sentences of its plan."""
    usable = [pair for pair in overlaps if _may_link(lefts[pair[0]], rights[pair[1]])]
    for (left, right), agree in texts.sentences(usable).items():
        if agree >= SENTENCE and (len(lefts[left].pieces) > 1 or len(rights[right].pieces) > 1):
            context = _context(lefts, rights, (left, right), places)
            score = min(CERTAIN - 0.01, BY_SENTENCE * agree + 0.2 + 0.1 * context)
            yield Scored(left, right, score, agree, context, why=("sentence",))


def _across_levels(text: float) -> float:
    """What a heading and a running clause count for: in full if they say the same, in part if they share a topic."""
    return LEVELS + (1 - LEVELS) * min(1.0, text / SAME)


def _strength(overlap: Overlap) -> float:
    """Overlap of two clauses, or what the longer one holds of the shorter, if that is enough to tell."""
    held = max(overlap.of_left, overlap.of_right) * min(1.0, overlap.weight / ENOUGH)
    return max(overlap.text, HELD * held)


def _may_link(left: Clause, right: Clause) -> bool:
    """Fields link by slot, titles and section headings by role; the rest by words."""
    if left.unit.kind == "field" or right.unit.kind == "field":
        return False
    if "title" in (left.unit.kind, right.unit.kind):
        return False
    if left.unit.role in LEAD_ROLES or right.unit.role in LEAD_ROLES:
        return False
    heads = [c for c in (left, right) if c.is_heading and c.unit.role in ("agency_assignment", *SECTION_ROLES)]
    if heads:
        return False
    return not (left.is_heading and right.is_heading)


def _context(
    lefts: Sequence[Clause], rights: Sequence[Clause], pair: tuple[int, int], places: dict[tuple[int, int], float]
) -> float:
    """How well the headings above two clauses correspond, 0 to 1; a level between counts for less."""
    ups_left, ups_right = _ups(lefts, pair[0]), _ups(rights, pair[1])
    best = 0.0
    for i, up_left in enumerate(ups_left):
        for k, up_right in enumerate(ups_right):
            best = max(best, places.get((up_left, up_right), 0.0) * (1.0, 0.6, 0.4)[i + k])
    return best


def _ups(clauses: Sequence[Clause], index: int) -> list[int]:
    """The heading above a clause and the one above that; of a duty, its organ alone.

    All organs' duties stand in one section: that the sections correspond says nothing about two duties.
    """
    parent = clauses[index].parent
    if parent is None:
        return []
    above = clauses[parent].parent
    is_organ = clauses[parent].unit.role == "agency_assignment"
    return [parent] if above is None or is_organ else [parent, above]
