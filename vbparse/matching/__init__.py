"""Two documents → a `Comparison`: an overlay that leaves both untouched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from vbparse.grammar import Grammar, default_grammar
from vbparse.matching.align import align_clauses
from vbparse.matching.candidates import Texts
from vbparse.matching.changes import changes_of
from vbparse.matching.grams import Lexicon, Side
from vbparse.matching.lineage import find_lineage
from vbparse.matching.relate import difference_of, relation_of, word_diff
from vbparse.matching.scored import LIKELY, POSSIBLE, Scored
from vbparse.matching.shapes import Group, group_pairs
from vbparse.matching.units import Clause, compared_components, read_clauses
from vbparse.matching.versions import align_versions, are_versions
from vbparse.matching.words import is_national
from vbparse.model import Comparison, Document, Evidence, Link, LinkRelation, Rejected, Tier
from vbparse.model import Side as SideOf

SHOWN = 5
"""Most shared word sequences named as evidence."""


def compare(left: Document, right: Document, grammar: Grammar | None = None) -> Comparison:
    """Line up the clauses of two documents and say what differs."""
    rules = grammar or default_grammar()
    lefts, rights = read_clauses(left, rules), read_clauses(right, rules)
    lexicon = Lexicon(rules)
    texts = Texts(Side(lefts, lexicon), Side(rights, lexicon))
    pairs, groups = _align(texts, rules)
    linker = _Linker(lefts, rights, pairs, texts, rules)
    links = [linker.link(group) for group in groups]
    claimed = [link for link in links if link.tier != "possible"]
    linked_left = {unit for link in claimed for unit in link.left}
    linked_right = {unit for link in claimed for unit in link.right}
    only_left = tuple(c.unit.id for c in lefts if c.unit.id not in linked_left)
    only_right = tuple(c.unit.id for c in rights if c.unit.id not in linked_right)
    return Comparison(
        left_document=left,
        right_document=right,
        left=read_side(left, lefts),
        right=read_side(right, rights),
        links=tuple(links),
        only_left=only_left,
        only_right=only_right,
        rejected=tuple(_rejected(pairs, lefts, rights, set(only_left), set(only_right))),
        lineage=find_lineage(left, right),
        summary=_summary(links, lefts, rights, only_left, only_right),
    )


class BareLink(NamedTuple):
    """Units of two plans that correspond, and how surely; see `Link`."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    tier: Tier
    score: float


def find_links(left: Side, right: Side, grammar: Grammar) -> list[BareLink]:
    """The links of `compare` between the clauses of two documents, without the cost of saying why and what differs."""
    links = []
    for group in _align(Texts(left, right), grammar)[1]:
        weakest = group.pairs[-1]
        assert weakest.tier
        lefts = tuple(left.clauses[index].unit.id for index in group.lefts)
        rights = tuple(right.clauses[index].unit.id for index in group.rights)
        links.append(BareLink(lefts, rights, weakest.tier, round(weakest.score, 3)))
    return links


def _align(texts: Texts, grammar: Grammar) -> tuple[list[Scored], list[Group]]:
    """All pairs that were scored, and those that may correspond in groups that make a link each."""
    lefts, rights = (side.clauses for side in texts.sides)
    align = align_versions if are_versions(lefts, rights) else align_clauses
    pairs = align(lefts, rights, texts, grammar)
    return pairs, group_pairs([pair for pair in pairs if pair.score >= POSSIBLE], texts)


def read_side(document: Document, clauses: Sequence[Clause]) -> SideOf:
    """What a document is, and the units of its clauses."""
    components = compared_components(document)
    header = next((c.header for c in components if c.header), None)
    numbered = next((c.header for c in document.components if c.header and c.header.number), None)
    return SideOf(
        path=document.source.path,
        number=(header.number if header else None) or (numbered.number if numbered else None),
        province=header.province if header else None,
        title=header.title if header else None,
        units=tuple(clause.unit for clause in clauses),
    )


# --- links --------------------------------------------------------------------------------------------------------


class _Linker:
    """Groups of scored pairs → links."""

    def __init__(
        self,
        lefts: Sequence[Clause],
        rights: Sequence[Clause],
        pairs: Sequence[Scored],
        texts: Texts,
        grammar: Grammar,
    ) -> None:
        self.lefts = lefts
        self.rights = rights
        self.texts = texts
        self.grammar = grammar
        self.places = {(pair.left, pair.right) for pair in pairs if pair.score >= LIKELY}

    def link(self, group: Group) -> Link:
        """The link of a group; of several pairs it takes the weakest tier."""
        lefts = [self.lefts[index] for index in group.lefts]
        rights = [self.rights[index] for index in group.rights]
        weakest = group.pairs[-1]
        tier = weakest.tier
        assert tier is not None
        return Link(
            left=tuple(clause.unit.id for clause in lefts),
            right=tuple(clause.unit.id for clause in rights),
            relation=self._relation(lefts, rights, weakest.is_slot),
            tier=tier,
            score=round(weakest.score, 3),
            moved=any(self._is_moved(left, right) for left in lefts for right in rights),
            difference=difference_of(lefts, rights),
            evidence=self._evidence(lefts, rights, group.pairs),
            changes=changes_of(lefts, rights, self.grammar),
            diff=word_diff(lefts, rights),
        )

    def _relation(self, lefts: Sequence[Clause], rights: Sequence[Clause], is_slot: bool) -> LinkRelation:
        if len(lefts) > 1 and len(rights) > 1:
            return "identical" if difference_of(lefts, rights) == "none" else "reworded"
        if len(rights) > 1:
            return "split"
        return "merged" if len(lefts) > 1 else relation_of(lefts[0], rights[0], is_slot)

    def _is_moved(self, left: Clause, right: Clause) -> bool:
        """Whether the headings above do not correspond; two clauses at the top have none."""
        if left.parent is None and right.parent is None:
            return False
        return left.parent is None or right.parent is None or (left.parent, right.parent) not in self.places

    def _evidence(self, lefts: Sequence[Clause], rights: Sequence[Clause], pairs: Sequence[Scored]) -> Evidence:
        best = pairs[0]
        return Evidence(
            why=tuple(dict.fromkeys(reason for pair in pairs for reason in pair.why)),
            text=round(best.text, 3),
            context=round(best.context, 3),
            citations=_shared_citations(lefts, rights, self.grammar),
            shared=tuple(_shared_words(self.lefts[best.left], self.rights[best.right], self.texts)),
        )


def _shared_citations(lefts: Sequence[Clause], rights: Sequence[Clause], grammar: Grammar) -> float | None:
    first, second = (
        {c.canonical for clause in side for c in clause.citations if c.canonical and is_national(c.canonical, grammar)}
        for side in (lefts, rights)
    )
    return round(len(first & second) / len(first | second), 3) if first | second else None


def _shared_words(left: Clause, right: Clause, texts: Texts) -> list[str]:
    """The heaviest word pairs that both clauses have, as the left one writes them."""
    text = left.reading.text if left.reading else left.unit.text
    others = set(zip(right.keys, right.keys[1:], strict=False))
    found: dict[str, float] = {}
    for first, second in zip(left.words, left.words[1:], strict=False):
        if (first.key, second.key) in others and not first.key.startswith("⟨") and not second.key.startswith("⟨"):
            found[text[first.start : second.end]] = texts.weight(f"{first.key} {second.key}")
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
