"""Two documents → a `Comparison`: an overlay that leaves both untouched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from vbparse.grammar import Grammar, default_grammar
from vbparse.matching.align import align_clauses
from vbparse.matching.candidates import Texts
from vbparse.matching.changes import changes_of, cited_documents
from vbparse.matching.grams import Lexicon, Side
from vbparse.matching.lineage import find_lineage
from vbparse.matching.relate import difference_of, relation_of, word_diff
from vbparse.matching.scored import LIKELY, POSSIBLE, Scored
from vbparse.matching.shapes import Group, group_pairs
from vbparse.matching.units import Clause, compared_components, read_clauses
from vbparse.matching.versions import align_versions, are_versions
from vbparse.model import Comparison, Document, Evidence, Link, LinkRelation, Noted, Reason, Rejected, Tier
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
    linker = _Linker(lefts, rights, (left, right), pairs, texts, rules)
    links = [linker.link(group) for group in groups]
    claimed = [link for link in links if link.tier != "possible"]
    linked_left = {unit for link in claimed for unit in link.left}
    linked_right = {unit for link in claimed for unit in link.right}
    alone_left = [c.index for c in lefts if c.unit.id not in linked_left]
    alone_right = [c.index for c in rights if c.unit.id not in linked_right]
    only_left = tuple(lefts[index].unit.id for index in alone_left)
    only_right = tuple(rights[index].unit.id for index in alone_right)
    return Comparison(
        left_document=left,
        right_document=right,
        left=read_side(left, lefts),
        right=read_side(right, rights),
        links=tuple(links),
        only_left=only_left,
        only_right=only_right,
        rejected=tuple(_rejected(pairs, texts, alone_left, alone_right)),
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
        documents: tuple[Document, Document],
        pairs: Sequence[Scored],
        texts: Texts,
        grammar: Grammar,
    ) -> None:
        self.lefts = lefts
        self.rights = rights
        self.texts = texts
        self.grammar = grammar
        self.notes = [_notes(document) for document in documents]
        self.cited = [cited_documents(clauses) for clauses in (lefts, rights)]
        self.places = {(pair.left, pair.right) for pair in pairs if pair.score >= LIKELY}
        self.linked = frozenset(pair[0] for pair in self.places), frozenset(pair[1] for pair in self.places)

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
            changes=changes_of(lefts, rights, self.cited, self.grammar),
            footnotes=tuple(self._footnotes(lefts, rights)),
            diff=word_diff(lefts, rights),
        )

    def _relation(self, lefts: Sequence[Clause], rights: Sequence[Clause], is_slot: bool) -> LinkRelation:
        if len(lefts) > 1 and len(rights) > 1:
            return "identical" if difference_of(lefts, rights) == "none" else "reworded"
        if len(rights) > 1:
            return "split"
        return "merged" if len(lefts) > 1 else relation_of(lefts[0], rights[0], is_slot)

    def _is_moved(self, left: Clause, right: Clause) -> bool:
        """Whether the headings above do not correspond; two clauses at the top have none.

        An article that wraps a whole plan ("Điều 1. Phê duyệt Đề án …") and has no counterpart is looked through.
        """
        up_left = _unwrapped(self.lefts, left.parent, self.linked[0])
        up_right = _unwrapped(self.rights, right.parent, self.linked[1])
        if up_left is None and up_right is None:
            return False
        return up_left is None or up_right is None or (up_left, up_right) not in self.places

    def _footnotes(self, lefts: Sequence[Clause], rights: Sequence[Clause]) -> Iterator[Noted]:
        """Footnotes on clauses and on the headings above them."""
        sides: tuple[tuple[Literal["left", "right"], Sequence[Clause], Sequence[Clause]], ...] = (
            ("left", self.lefts, lefts),
            ("right", self.rights, rights),
        )
        for (side, clauses, linked), notes in zip(sides, self.notes, strict=True):
            if not notes:
                continue
            found = {
                note
                for clause in linked
                for above in _upwards(clauses, clause)
                for note in notes.get(above.unit.id, ())
            }
            yield from (Noted(side=side, number=number) for number in sorted(found))

    def _evidence(self, lefts: Sequence[Clause], rights: Sequence[Clause], pairs: Sequence[Scored]) -> Evidence:
        best = pairs[0]
        return Evidence(
            why=tuple(dict.fromkeys(reason for pair in pairs for reason in pair.why)),
            text=round(best.text, 3),
            context=round(best.context, 3),
            citations=_shared_citations(lefts, rights),
            shared=tuple(_shared_words(self.lefts[best.left], self.rights[best.right], self.texts)),
        )


def _notes(document: Document) -> dict[str, list[int]]:
    """Numbers of the footnotes on each clause."""
    notes: dict[str, list[int]] = defaultdict(list)
    for note in document.footnotes:
        if note.node:
            notes[note.node].append(note.number)
    return notes


def _unwrapped(clauses: Sequence[Clause], parent: int | None, linked: frozenset[int]) -> int | None:
    """The heading above, or the one above that where it is an article without counterpart."""
    while parent is not None and clauses[parent].unit.kind == "article" and parent not in linked:
        parent = clauses[parent].parent
    return parent


def _upwards(clauses: Sequence[Clause], clause: Clause) -> Iterator[Clause]:
    """A clause and the headings above it."""
    yield clause
    while clause.parent is not None:
        clause = clauses[clause.parent]
        yield clause


def _shared_citations(lefts: Sequence[Clause], rights: Sequence[Clause]) -> float | None:
    first, second = (cited_documents(side) for side in (lefts, rights))
    return round(len(first & second) / len(first | second), 3) if first | second else None


def _shared_words(left: Clause, right: Clause, texts: Texts) -> list[str]:
    """The heaviest word pairs that both clauses have, as the left one writes them."""
    text = left.reading.text if left.reading else left.unit.text
    others = set(pairwise(right.keys))
    found: dict[str, float] = {}
    for at, pair in enumerate(pairwise(left.keys)):
        if pair in others and not (pair[0].startswith("⟨") or pair[1].startswith("⟨")):
            found[text[left.words[at].start : left.words[at + 1].end]] = texts.weight(" ".join(pair))
    return sorted(found, key=lambda words: (-found[words], words))[:SHOWN]


# --- what is left -------------------------------------------------------------------------------------------------

FEW = 0.1
"""Overlap below which two clauses have too few words in common to be held against each other."""


def _rejected(
    pairs: Sequence[Scored], texts: Texts, only_left: Sequence[int], only_right: Sequence[int]
) -> Iterator[Rejected]:
    """The best counterpart of each unlinked unit, and why it is no claim."""
    for side, only in ((0, only_left), (1, only_right)):
        best = _best_candidates(pairs, texts, side, frozenset(only))
        own, others = texts.sides[side].clauses, texts.sides[1 - side].clauses
        linked = {(p.left, p.right)[1 - side] for p in pairs if p.score >= LIKELY}
        for index in only:
            unit = own[index].unit.id
            found = best.get(index)
            if found is None:
                yield Rejected(unit=unit, counterpart=None, score=0.0, reason="no_words")
                continue
            other, score, text = found
            reason = _reason(score, text, other in linked)
            near = round(score or text, 3)
            yield Rejected(unit=unit, counterpart=others[other].unit.id, score=near, reason=reason)


def _best_candidates(
    pairs: Sequence[Scored], texts: Texts, side: int, only: frozenset[int]
) -> dict[int, tuple[int, float, float]]:
    """By clause: the counterpart with the best score, or with the most words in common if none was scored."""
    best: dict[int, tuple[int, float, float]] = {}
    for pair in pairs:
        own, other = (pair.left, pair.right)[:: 1 if side == 0 else -1]
        if own in only and own not in best:
            best[own] = (other, pair.score, pair.text)
    words: dict[int, tuple[int, float, float]] = {}
    for (left, right), overlap in texts.pairs.items():
        own, other = (left, right) if side == 0 else (right, left)
        if own in only and own not in best and overlap.text > words.get(own, (0, 0.0, 0.0))[2]:
            words[own] = (other, 0.0, overlap.text)
    return words | best


def _reason(score: float, text: float, is_linked: bool) -> Reason:
    if score >= POSSIBLE:
        return "possible"
    if text < FEW:
        return "few_words"
    return "taken" if is_linked else "places_differ"


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
        "moved": sum(link.moved for link in links if link.tier != "possible"),
        "typing": sum(link.difference == "typing" for link in links if link.tier != "possible"),
        **{relation: relations[relation] for relation in sorted(relations)},
    }
