"""Two documents → a `Comparison`: an overlay that leaves both untouched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from vbparse.grammar import Grammar, default_grammar
from vbparse.matching.align import LIKELY, POSSIBLE, Scored, align_clauses
from vbparse.matching.candidates import Texts
from vbparse.matching.lineage import find_lineage
from vbparse.matching.relate import changes_of, relation_of, word_diff
from vbparse.matching.units import Clause, compared_components, read_clauses
from vbparse.matching.weights import Weights
from vbparse.matching.words import is_national
from vbparse.model import Comparison, Document, Evidence, Link, LinkRelation, Rejected, Side

SHOWN = 5
"""Most shared word sequences named as evidence."""


def compare(left: Document, right: Document, grammar: Grammar | None = None) -> Comparison:
    """Line up the clauses of two documents and say what differs."""
    rules = grammar or default_grammar()
    lefts, rights = read_clauses(left, rules), read_clauses(right, rules)
    weights = Weights(lefts, rights, rules)
    texts = Texts(lefts, rights, weights)
    pairs = align_clauses(lefts, rights, texts, rules)
    kept = [pair for pair in pairs if pair.score >= POSSIBLE]
    links = _links(kept, lefts, rights, weights, rules)
    claimed = [link for link in links if link.tier != "possible"]
    linked_left = {unit for link in claimed for unit in link.left}
    linked_right = {unit for link in claimed for unit in link.right}
    only_left = tuple(c.unit.id for c in lefts if c.unit.id not in linked_left)
    only_right = tuple(c.unit.id for c in rights if c.unit.id not in linked_right)
    return Comparison(
        left_document=left,
        right_document=right,
        left=_side(left, lefts),
        right=_side(right, rights),
        links=tuple(links),
        only_left=only_left,
        only_right=only_right,
        rejected=tuple(_rejected(pairs, lefts, rights, set(only_left), set(only_right))),
        lineage=find_lineage(left, right),
        summary=_summary(links, lefts, rights, only_left, only_right),
    )


def _side(document: Document, clauses: Sequence[Clause]) -> Side:
    components = compared_components(document)
    header = next((c.header for c in components if c.header), None)
    numbered = next((c.header for c in document.components if c.header and c.header.number), None)
    return Side(
        path=document.source.path,
        number=(header.number if header else None) or (numbered.number if numbered else None),
        province=header.province if header else None,
        title=header.title if header else None,
        units=tuple(clause.unit for clause in clauses),
    )


# --- links --------------------------------------------------------------------------------------------------------


def _links(
    pairs: Sequence[Scored], lefts: Sequence[Clause], rights: Sequence[Clause], weights: Weights, grammar: Grammar
) -> list[Link]:
    """One link for each pair; a clause with several claimed counterparts is marked split or merged."""
    degree_left = Counter(pair.left for pair in pairs if pair.score >= LIKELY and not pair.is_slot)
    degree_right = Counter(pair.right for pair in pairs if pair.score >= LIKELY and not pair.is_slot)
    places = {(pair.left, pair.right) for pair in pairs if pair.score >= LIKELY}
    links = [_link(pair, lefts, rights, places, weights, grammar) for pair in pairs]
    marked = []
    for pair, link in zip(pairs, links, strict=True):
        if pair.score >= LIKELY and link.relation in ("reworded", "partial"):
            link = replace(link, relation=_shape(link.relation, degree_left[pair.left], degree_right[pair.right]))
        marked.append(link)
    return sorted(marked, key=lambda link: (_order(lefts, link.left[0]), _order(rights, link.right[0])))


def _order(clauses: Sequence[Clause], unit: str) -> int:
    return next(clause.index for clause in clauses if clause.unit.id == unit)


def _shape(relation: LinkRelation, of_left: int, of_right: int) -> LinkRelation:
    if of_left > 1 and of_right == 1:
        return "split"
    if of_right > 1 and of_left == 1:
        return "merged"
    return relation


def _link(
    pair: Scored,
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    places: set[tuple[int, int]],
    weights: Weights,
    grammar: Grammar,
) -> Link:
    left, right = lefts[pair.left], rights[pair.right]
    relation = relation_of(left, right, pair.is_slot)
    tier = pair.tier
    assert tier is not None
    return Link(
        left=(left.unit.id,),
        right=(right.unit.id,),
        relation=relation,
        tier=tier,
        score=round(pair.score, 3),
        moved=_is_moved(left, right, places),
        evidence=Evidence(
            text=round(pair.text, 3),
            context=round(pair.context, 3),
            citations=_shared_citations(left, right, grammar),
            shared=tuple(_shared_words(left, right, weights)),
        ),
        changes=changes_of(left, right, grammar),
        diff=word_diff(left, right),
    )


def _is_moved(left: Clause, right: Clause, places: set[tuple[int, int]]) -> bool:
    """Whether the headings above do not correspond; two clauses at the top have none."""
    if left.parent is None and right.parent is None:
        return False
    return left.parent is None or right.parent is None or (left.parent, right.parent) not in places


def _shared_citations(left: Clause, right: Clause, grammar: Grammar) -> float | None:
    first, second = (
        {c.canonical for c in clause.citations if c.canonical and is_national(c.canonical, grammar)}
        for clause in (left, right)
    )
    return round(len(first & second) / len(first | second), 3) if first | second else None


def _shared_words(left: Clause, right: Clause, weights: Weights) -> list[str]:
    """The heaviest word pairs that both clauses have, as the left one writes them."""
    text = left.reading.text if left.reading else left.unit.text
    others = set(zip(right.keys, right.keys[1:], strict=False))
    found: dict[str, float] = {}
    for first, second in zip(left.words, left.words[1:], strict=False):
        if (first.key, second.key) in others and not first.key.startswith("⟨") and not second.key.startswith("⟨"):
            found[text[first.start : second.end]] = weights.of((first.key, second.key))
    return sorted(found, key=lambda words: (-found[words], words))[:SHOWN]


# --- what is left -------------------------------------------------------------------------------------------------


def _rejected(
    pairs: Sequence[Scored],
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    only_left: set[str],
    only_right: set[str],
) -> list[Rejected]:
    """The best counterpart of each unlinked unit, and why it is no claim."""
    best: dict[str, Rejected] = {}
    for pair in pairs:
        left, right = lefts[pair.left].unit.id, rights[pair.right].unit.id
        for unit, other, only in ((left, right, only_left), (right, left, only_right)):
            key = f"{'left' if only is only_left else 'right'} {unit}"
            if unit in only and key not in best:
                best[key] = Rejected(unit=unit, counterpart=other, score=round(pair.score, 3), reason=_reason(pair))
    return list(best.values())


def _reason(pair: Scored) -> str:
    if pair.score >= POSSIBLE:
        return "possible, not enough for a claim"
    return "too few words in common" if pair.text < 0.1 else "other clauses fit better, or the places differ"


def _summary(
    links: Sequence[Link],
    lefts: Sequence[Clause],
    rights: Sequence[Clause],
    only_left: Sequence[str],
    only_right: Sequence[str],
) -> dict[str, int]:
    tiers = Counter(link.tier for link in links)
    relations: dict[str, int] = defaultdict(int)
    for link in links:
        if link.tier != "possible":
            relations[link.relation] += 1
    return {
        "left_units": len(lefts),
        "right_units": len(rights),
        "certain": tiers["certain"],
        "likely": tiers["likely"],
        "possible": tiers["possible"],
        "only_left": len(only_left),
        "only_right": len(only_right),
        **{relation: relations[relation] for relation in sorted(relations)},
    }
