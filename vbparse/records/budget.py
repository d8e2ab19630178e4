"""Budget: paragraphs on money, with the sums that they name in đồng."""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.grammar import Grammar, Match
from vbparse.model import Amount, Budget, Node, Reading

_UNITS = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12,
}
_MAY_SPEAK = frozenset({"duty", "task", "agency_assignment", "implementation"})
"""Roles of clauses on other things that may speak of money too."""
_BODY_KINDS = frozenset({"bullet", "subbullet", "paragraph", "item", "subitem", "clause", "point", "field"})


def find_budget(nodes: Iterator[Node], grammar: Grammar) -> Iterator[Budget]:
    """One record for each paragraph on money that is not a heading."""
    rules = grammar.rules("reporting")
    for node in nodes:
        if node.kind not in _BODY_KINDS or node.heading is not None:
            continue
        text = node.reading.text
        if node.role == "budget" or (
            node.role in _MAY_SPEAK and (rules["money"].search(text) or rules["amount"].search(text))
        ):
            yield Budget(
                node=node.id,
                span=node.span,
                text=node.text,
                amounts=_amounts(node.reading, grammar),
                sources=_sources(text, grammar),
            )


def _sources(text: str, grammar: Grammar) -> tuple[str, ...]:
    """The sources that a paragraph names, each once, in its order."""
    pattern = grammar.rules("results").pattern("source_of_money")
    return tuple(dict.fromkeys(found[0] for found in pattern.finditer(text)))


def _amounts(reading: Reading, grammar: Grammar) -> tuple[Amount, ...]:
    amount = grammar.rules("reporting")["amount"]
    return tuple(
        Amount(vnd=_value(match), text=match[0], span=reading.home(match.start(), match.end()))
        for match in amount.finditer(reading.text)
    )


def _value(match: Match) -> int:
    """Value in đồng; the comma is decimal, the dot parts thousands."""
    unit = _UNITS.get((match["unit"] or "").casefold(), 1)
    value = int(match["value"].replace(".", "")) * unit
    fraction = match["fraction"]
    return value + int(fraction) * unit // 10 ** len(fraction) if fraction else value
