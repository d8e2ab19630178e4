"""Lines at the foot of pages → `Footnote…`, each with the clause that holds its mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vbparse.footnotes import Note
from vbparse.grammar import Grammar
from vbparse.model import Component, Footnote, Node
from vbparse.reading import cut, read_span
from vbparse.source import Source, Span


def find_footnotes(
    source: Source, notes: Sequence[Note], components: Iterable[Component], grammar: Grammar
) -> tuple[Footnote, ...]:
    """The footnotes of a text in order."""
    nodes = [node for component in components for node in component.walk()] if notes else []
    return tuple(_footnote(source, note, nodes, grammar) for note in notes)


def _footnote(source: Source, note: Note, nodes: Sequence[Node], grammar: Grammar) -> Footnote:
    whole = read_span(source, [line.span for line in note.lines])
    opening = grammar.rules("footnotes").pattern("note").match(whole.text)
    assert opening is not None
    words = cut(whole, opening.end(), len(whole.text))
    return Footnote(
        number=note.number,
        text=words.text,
        span=words.home(0, len(words.text)),
        mark=note.mark,
        node=_holder(note.mark, nodes) if note.mark else None,
        reading=words,
    )


def _holder(mark: Span, nodes: Sequence[Node]) -> str | None:
    """The innermost clause whose own words hold a mark; it hangs on the last of them, or on the clause's number."""
    holding = [node for node in nodes if node.span.start <= mark.start <= node.span.end]
    return min(holding, key=lambda node: node.span.end - node.span.start).id if holding else None
