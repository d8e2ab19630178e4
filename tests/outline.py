"""The outline of a document as text that a person can hold against the plan, line by line."""

from collections.abc import Iterator

from vbparse import Document
from vbparse.model import Component, Node

WORDS = 7
"""First words shown of each clause."""


def outline(document: Document) -> str:
    """Every component with its lines, every clause with its first line, kind, role, marker and first words."""
    return "".join(f"{line}\n" for component in document.components for line in component_lines(document, component))


def component_lines(document: Document, component: Component) -> Iterator[str]:
    first, last = lines_of_words(document, component)
    of = f" of {component.of}" if component.of else ""
    yield f"{first:4} # {component.kind}{of}, to line {last}"
    for node in component.body or ():
        yield from node_lines(document, node, 0)


def lines_of_words(document: Document, component: Component) -> tuple[int, int]:
    """First and last line of a component that has words; blank lines belong to either neighbour."""
    words = document.source[component.span]
    start = component.span.start + len(words) - len(words.lstrip())
    return document.source.position(start)[0], document.source.position(start + max(0, len(words.strip()) - 1))[0]


def node_lines(document: Document, node: Node, depth: int) -> Iterator[str]:
    line = document.source.position(node.span.start)[0]
    role = f" ({node.role})" if node.role else ""
    words = node.text.split()
    more = " …" if len(words) > WORDS else ""
    yield " ".join([f"{line:4} {'  ' * depth}{node.kind}{role}", *filter(None, [node.marker]), *words[:WORDS]]) + more
    for child in node.children:
        yield from node_lines(document, child, depth + 1)
