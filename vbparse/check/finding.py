"""What a rule gets and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from vbparse.grammar import Grammar, default_grammar
from vbparse.model import Component, Document, Node
from vbparse.source import Span


class Finding(NamedTuple):
    """One thing that a rule found."""

    span: Span
    """The words that it is about."""
    values: Mapping[str, str] = MappingProxyType({})
    """What the rule's message names in braces."""
    fix: str | None = None
    """What to write in place of the span; null if nobody but a reader can tell."""


Settings = dict[str, object]
"""Settings of rules by their name: `required-parts`, `registry` …"""


class Context:
    """A document as the rules see it, with what several of them look up."""

    def __init__(self, document: Document, settings: Settings | None = None, grammar: Grammar | None = None) -> None:
        self.document = document
        self.settings = settings or {}
        self.grammar = grammar or default_grammar()
        self.grammar.begin()
        self.text = document.source.text

    @cached_property
    def documents(self) -> tuple[Component, ...]:
        """Components with a body: decision, plan, appendix …; news pages and unknown text are not checked."""
        left_out = ("news_article", "unknown", "footnotes")
        return tuple(c for c in self.document.components if c.body is not None and c.kind not in left_out)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All clauses of those, in the order of the text."""
        return tuple(node for component in self.documents for node in component.walk())

    @cached_property
    def node(self) -> dict[str, Node]:
        """Clauses by their id."""
        return {node.id: node for node in self.nodes}


Rule = Callable[[Context], Iterator[Finding]]

FINDERS: dict[str, Rule] = {}
"""Rule code → its function."""


def finds(code: str) -> Callable[[Rule], Rule]:
    """Names the rule that a function finds."""

    def register(rule: Rule) -> Rule:
        FINDERS[code] = rule
        return rule

    return register
