"""Results: products that tasks are to bring forth, and indicators that a plan sets for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vbparse.grammar import Grammar, Match
from vbparse.model import Indicator, IndicatorBound, Node, Product, Table
from vbparse.source import Span

_SILENT = frozenset({"basis", "table", "footnote"})
_NO_AIM = _SILENT | {"article", "clause", "point"}
_TOLD = frozenset({"preamble", "context", "legal_basis"})
"""Roles of clauses that tell what was, not what is to be."""


def find_products(nodes: Iterable[Node], tables: Iterable[Table], grammar: Grammar) -> Iterator[Product]:
    """What follows "Sản phẩm:" or "Kết quả:" in a clause, and the cells of such columns."""
    label = grammar.rules("results")["product"]
    for node in nodes:
        if node.kind in _SILENT:
            continue
        text = node.reading.text
        for found in label.finditer(text, len(text) - len(node.text)):
            words = found["words"].strip(" ;.")
            if words:
                start = found.start("words") + found["words"].index(words)
                yield Product(node=node.id, span=node.reading.home(start, start + len(words)), text=words)
    names = grammar.rules("columns").pattern("product")
    for table in tables:
        columns = [name for name in table.columns if names.match(name)]
        for row in table.rows:
            for name in columns:
                if words := row.cells.get(name, "").strip():
                    yield Product(node=table.id, span=row.span, text=words)


def find_indicators(nodes: Iterable[Node], taken: Iterable[Span], grammar: Grammar) -> Iterator[Indicator]:
    """Numbers that a clause sets as its aim; `taken` are spans of citations and times, whose numbers are none."""
    busy = sorted(taken)
    indicator, aim = grammar.rules("results")["indicator"], grammar.rules("results")["aim"]
    for node in nodes:
        text = node.reading.text
        if node.kind in _NO_AIM or node.role in _TOLD or not indicator.may_hit(text) or not aim.search(node.text):
            continue
        for found in indicator.finditer(text, len(text) - len(node.text)):
            span = node.reading.home(found.start(), found.end())
            if _is_aim(text, found, grammar) and not _is_taken(span, busy):
                yield _indicator(node, found, span)


def _is_aim(text: str, found: Match, grammar: Grammar) -> bool:
    """Whether a number is a result to reach: bound by a word of its own, or a share in a sentence that sets aims."""
    results = grammar.rules("results")
    is_bound = any(found[name] for name in ("at_least", "at_most", "verb", "or_more", "or_less"))
    if not found["percent"]:
        return is_bound and not results.pattern("no_unit").match(found["unit"])
    sentence = max(text.rfind(". ", 0, found.start()), 0)
    before = text[max(sentence, found.start() - _SENTENCE) : found.start()]
    after = text[found.end() : found.end() + _NEAR]
    if results.pattern("share_of_money").search(before[-_NEAR:] + " " + after):
        return False
    return is_bound or bool(results["aim"].search(before)) or not before.strip(" .-+")


_SENTENCE, _NEAR = 400, 50
"""How far a sentence is looked back over, and what stands near a number, in characters."""


def _is_taken(span: Span, busy: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in busy)


def _indicator(node: Node, found: Match, span: Span) -> Indicator:
    unit = found["percent"] or (found["unit"] or "").strip()
    return Indicator(
        node=node.id,
        span=span,
        text=found[0].strip(),
        value=float(found["value"].replace(".", "").replace(",", ".")),
        unit="%" if found["percent"] else unit,
        bound=_bound(found),
    )


def _bound(found: Match) -> IndicatorBound:
    if found["at_least"] or found["or_more"]:
        return "at_least"
    return "at_most" if found["at_most"] or found["or_less"] else "exactly"
