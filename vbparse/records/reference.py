"""References to places in the document itself ("khoản 1 Điều này"), and by short forms to documents cited before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vbparse.grammar import Grammar, Match
from vbparse.model import Citation, Component, Node, Reference


def find_references(component: Component, grammar: Grammar) -> Iterator[Reference]:
    """Every reference of a component to its own clauses; the target is null if there is no such clause."""
    pattern = grammar.rules("citations").pattern("internal")
    articles = {node.ordinal: node for node in component.walk() if node.kind == "article"}
    sections = {(node.marker or "").strip(" .)/-"): node for node in component.body or ()}
    for top in component.body or ():
        for node, article in _with_article(top):
            if "này" not in node.text:
                continue
            for found in pattern.finditer(node.reading.text, len(node.reading.text) - len(node.text)):
                target = _target(found, article, articles, sections)
                yield Reference(
                    node=node.id,
                    span=node.reading.home(*found.span()),
                    text=found[0],
                    target=target.id if target else None,
                )


def _with_article(top: Node) -> Iterator[tuple[Node, Node | None]]:
    """Every clause with the article that it stands in."""
    article: Node | None = None
    for node in top.walk():
        if node.kind == "article":
            article = node
        yield node, article


def _target(
    found: Match, article: Node | None, articles: dict[int | None, Node], sections: dict[str, Node]
) -> Node | None:
    if found["section"]:
        return sections.get(found["section"])
    number = found["article"]
    node = articles.get(int(number)) if number and number.isdigit() else None if number else article
    for kind, written in (("clause", found["clause"]), ("point", found["point"])):
        if node is not None and written:
            node = next((c for c in node.children if c.kind == kind and _number(c) == written), None)
    return node


def _number(node: Node) -> str:
    return (node.marker or "").strip(" .)")


# --- short forms --------------------------------------------------------------------------------------------------

_SHORTEST = 6
"""Fewest characters of a short form that is looked for; shorter ones are words of other things too."""


def find_short_forms(components: Iterable[Component], citations: Iterable[Citation]) -> Iterator[Reference]:
    """Every later mention of a short form that was defined: "(sau đây gọi tắt là Chiến lược)"."""
    cited = list(citations)
    forms = [(c.alias, c) for c in cited if c.alias and len(c.alias) >= _SHORTEST and " " in c.alias]
    if not forms:
        return
    taken: dict[str | None, list[tuple[int, int]]] = {}
    for citation in cited:
        taken.setdefault(citation.node, []).append((citation.span.start, citation.span.end))
    for component in components:
        for node in component.walk():
            for form, citation in forms:
                yield from _mentions(node, form, citation, taken.get(node.id, []))


def _mentions(node: Node, form: str, citation: Citation, taken: list[tuple[int, int]]) -> Iterator[Reference]:
    text = node.reading.text
    at = text.find(form)
    while at >= 0:
        span = node.reading.home(at, at + len(form))
        is_word = not text[at - 1 : at].isalnum() and not text[at + len(form) : at + len(form) + 1].isalnum()
        is_definition = text[max(0, at - 12) : at].rstrip().endswith(("là", "là:", "“", "("))
        is_cited = any(start < span.end and span.start < end for start, end in taken)
        if is_word and not is_definition and not is_cited and span.start > citation.span.end:
            yield Reference(node=node.id, span=span, text=form, document=citation.number or citation.name)
        at = text.find(form, at + len(form))
