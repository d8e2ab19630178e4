"""Relations: what this document does to the documents that it cites.

Only what the text says of this document itself: the legal bases, the issuing words, the articles. Relations between
two cited documents ("Chỉ thị 45 về việc tiếp tục thực hiện Nghị quyết 36") are not this document's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from vbparse.grammar import Grammar
from vbparse.model import Citation, Component, Header, Reading, Relation
from vbparse.shape import shape

_OWN_ROLES = frozenset({"legal_basis", "preamble", "decision_article", None})


@shape
class Setting:
    """The text that a citation stands in."""

    reading: Reading
    role: str | None
    is_title: bool = False


_CHANGES = frozenset({"amends", "amended_by", "replaces", "replaced_by", "repeals", "corrects"})
_ISSUED = 60
"""How far before a citation "ban hành" may stand, in characters."""
_CLAUSE = 1000
"""How far before a citation its clause may begin, in characters."""


def role_of(citation: Citation, setting: Setting, earlier: Sequence[Citation], grammar: Grammar) -> str:
    """What a citation is to this document, by the words before it; `earlier` are those of its paragraph before it."""
    text = setting.reading.text
    start = _offset(setting.reading, citation)
    earliest = max(0, start - _CLAUSE)
    clause = max(text.rfind(";", earliest, start), text.rfind(". ", earliest, start), earliest - 1) + 1
    words = text[clause:start]
    before = earlier[-1] if earlier else None
    if before is not None and _in_list(text, before, start, setting.reading):
        return before.role
    goes_on = words.rstrip().endswith((",", " và")) or words.strip(" ;,").casefold() in ("", "các", "và", "và các")
    nested = before is not None and _is_nested(text, before, citation, setting.reading, grammar.words("subject"))
    if nested and not goes_on:
        return "mentions"
    is_basis = setting.role == "legal_basis" or grammar.rules("letterhead")["basis"].match(text) is not None
    is_past = grammar.rules("relations").pattern("past").search(words)
    for rule in grammar.rules("relations"):
        # A basis may say that it was itself amended; that is nothing that this document does.
        if rule.name == "past" or (is_basis and rule.name in _CHANGES):
            continue
        if rule.pattern.search(words):
            return "mentions" if is_past else rule.name
    head = next((c.role for c in reversed(earlier) if c.role in _LISTED), None)
    return head if head and goes_on else "mentions"


_LISTED = frozenset({"basis", "implements", "continues"})
"""Roles that go on over a list whose members have subjects of their own."""


def _offset(reading: Reading, citation: Citation) -> int:
    return reading.offset(citation.span.start)


def _is_nested(text: str, before: Citation, citation: Citation, reading: Reading, subject: tuple[str, ...]) -> bool:
    """Whether a citation stands in the subject of the one before it: "về việc …" and no semicolon between."""
    first, last = _offset(reading, before) + len(before.text), _offset(reading, citation)
    between = text[first:last]
    return ";" not in between and any(
        f" {between.strip()} ".startswith(word) or word in f" {between}" for word in subject
    )


def _in_list(text: str, before: Citation, start: int, reading: Reading) -> bool:
    """Whether only a comma or "và" parts a citation from the one before."""
    between = text[_offset(reading, before) + len(before.text) : start]
    return ";" not in between and between.strip(" ,") in ("", "và", "số", "và số")


def news_relations(citations: Iterable[Citation], settings: dict[str, Setting], grammar: Grammar) -> Iterator[Relation]:
    """What a news page tells of: the first document that it says has been issued."""
    issues = grammar.rules("letterhead").pattern("issued")
    for citation in citations:
        setting = settings.get(citation.node or "")
        if setting is None or not citation.number:
            continue
        start = _offset(setting.reading, citation)
        if issues.search(setting.reading.text, max(0, start - _ISSUED), start):
            yield Relation(
                type="reports_on",
                source="SELF",
                target=citation.number,
                target_canonical=citation.canonical or citation.number,
                target_date=citation.date,
                span=citation.span,
                confidence=0.7,
            )
            return


def find_relations(
    citations: Iterable[Citation],
    settings: dict[str, Setting],
    number: str | None,
    headers: dict[str, Header],
    grammar: Grammar,
) -> Iterator[Relation]:
    """The relations of the file's documents to those that they cite, each once."""
    seen: set[tuple[str, str]] = set()
    rules = grammar.rules("relations").by_name
    last: tuple[str | None, str] = (None, "")
    for before, citation in pairwise((None, *citations)):
        assert citation is not None
        kind = citation.role
        # The members of a list after the first are the document's own if it is.
        if kind == "mentions" or not (_is_own(citation, settings) or last == (citation.node, kind)):
            continue
        last = (citation.node, kind)
        if kind in _PASSIVE and before is not None and before.node == citation.node:
            # "Quyết định 50 đã được thay thế bởi Quyết định 70" is said of the two.
            continue
        target = citation.number or citation.name or citation.text
        own = headers.get(citation.component)
        source = (number if kind != "attached_to" else own.number if own else None) or "SELF"
        reverse = rules[kind].get("reverse") if kind in rules else None
        if target == source and kind != "attached_to":
            continue
        kinds = ["basis", "proposed_by"] if kind == "proposed_by" else [reverse or kind]
        for name in kinds:
            key = (name, citation.identity or f"{target} {citation.date}")
            if key in seen:
                continue
            seen.add(key)
            yield Relation(
                type=name,
                source=target if reverse else source,
                target=source if reverse else target,
                target_canonical=source if reverse else citation.canonical or target,
                target_date=None if reverse else citation.date,
                span=citation.span,
                confidence=0.9 if kind in ("replaces", "repeals", "basis", "attached_to") else 0.7,
            )


def find_between(citations: Sequence[Citation], settings: dict[str, Setting], grammar: Grammar) -> Iterator[Relation]:
    """What one cited document does to another: "Chỉ thị số 45 về việc tiếp tục thực hiện Nghị quyết số 36"."""
    rules = grammar.rules("relations")
    seen: set[tuple[str, str, str]] = set()
    for before, citation in pairwise(citations):
        setting = settings.get(citation.node or "")
        if setting is None or before.node != citation.node or citation.role not in ("mentions", *_PASSIVE):
            continue
        text, start = setting.reading.text, _offset(setting.reading, citation)
        first = _offset(setting.reading, before) + len(before.text)
        words = text[first:start]
        source, target, other = before.number or before.name, citation.number or citation.name, citation
        kind: str | None = None
        if citation.role in _PASSIVE and ";" not in words and ". " not in words:
            kind = str(rules[citation.role]["reverse"])
            source, target, other = target, source, before
        elif _is_nested(text, before, citation, setting.reading, grammar.words("subject")):
            kind = next((rule.name for rule in rules if rule.name in _DOES and rule.pattern.search(words)), None)
        if kind and source and target and source != target and (kind, source, target) not in seen:
            seen.add((kind, source, target))
            yield Relation(
                type=kind,
                source=source,
                target=target,
                target_canonical=other.canonical or target,
                target_date=other.date,
                span=citation.span,
                confidence=0.7,
                between_cited=True,
            )


_PASSIVE = frozenset({"replaced_by", "amended_by"})
"""What is said of the document before, not of this one."""
_DOES = frozenset({"implements", "continues", "amends", "replaces", "repeals"})
"""What one cited document may be said to do to another."""


def find_promulgated(components: Iterable[Component], grammar: Grammar) -> Iterator[Relation]:
    """What the first articles of a decision bring into force: "Ban hành kèm theo Quyết định này Kế hoạch …"."""
    pattern = grammar.rules("letterhead").pattern("brings")
    for component in components:
        number = component.header.number if component.header else None
        for node in component.body or ():
            found = pattern.search(node.text) if node.kind == "article" else None
            if found:
                shift = len(node.reading.text) - len(node.text)
                yield Relation(
                    type="promulgates",
                    source=number or "SELF",
                    target=found["name"].strip(),
                    span=node.reading.home(shift + found.start("name"), shift + found.end("name")),
                    confidence=0.9,
                )
                break


def find_consolidated(
    components: Iterable[Component], citations: Iterable[Citation], grammar: Grammar
) -> Iterator[Relation]:
    """What a consolidated text puts together: the document that its first paragraph names, and what amended it."""
    pattern = grammar.rules("letterhead").pattern("consolidates")
    first_of: dict[str | None, Citation] = {}
    for citation in citations:
        first_of.setdefault(citation.node, citation)
    for component in components:
        body = component.body or ()
        if not body or not pattern.search(body[0].text):
            continue
        number = component.header.number if component.header else None
        for node in body[:_CONSOLIDATED]:
            if node.kind == "basis":
                break
            cited = first_of.get(node.id)
            if cited and cited.number and cited.number != number:
                yield Relation(
                    type="consolidates",
                    source=number or "SELF",
                    target=cited.number,
                    target_canonical=cited.canonical,
                    target_date=cited.date,
                    span=cited.span,
                    confidence=0.9,
                )


_CONSOLIDATED = 40
"""Most documents that one text puts together."""


def _is_own(citation: Citation, settings: dict[str, Setting]) -> bool:
    """Whether a citation stands where the document speaks of itself; a task's "tiếp tục thực hiện" counts too."""
    if citation.node is None:
        return True
    setting = settings.get(citation.node)
    if setting is None:
        return False
    return (
        setting.role in _OWN_ROLES or citation.role in ("continues", "replaces", "repeals") or _opens(citation, setting)
    )


def _opens(citation: Citation, setting: Setting) -> bool:
    """Whether a task or duty begins with the verb: "Triển khai thực hiện có hiệu quả Quyết định số …"."""
    start = _offset(setting.reading, citation)
    return citation.role == "implements" and start <= _OPENING and setting.role in _WORK


_OPENING = 70
"""How far into its clause a document stands whose carrying out is the task, in characters."""
_WORK = frozenset({"task", "duty", "agency_assignment"})
