"""References to places in the document itself: "khoản 1 Điều này", "Điều 3 Quyết định này"."""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.grammar import Grammar, Match
from vbparse.model import Component, Node, Reference


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
