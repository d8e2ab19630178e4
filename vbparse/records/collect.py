"""Components → `Document`: every kind of record in its turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vbparse.grammar import Grammar
from vbparse.model import Agency, Citation, Component, Diagnostic, Document, Footnote, Node, Part, Time
from vbparse.records.agency import read_subject
from vbparse.records.budget import find_budget
from vbparse.records.citation import Passage, find_citations
from vbparse.records.conflict import find_conflicts
from vbparse.records.reference import find_references, find_short_forms
from vbparse.records.relation import (
    Setting,
    find_between,
    find_consolidated,
    find_promulgated,
    find_relations,
    news_relations,
    role_of,
)
from vbparse.records.reporting import find_reporting
from vbparse.records.result import find_indicators, find_products
from vbparse.records.table import find_lost_cells, find_tables, with_task_groups
from vbparse.records.task import find_assignments, find_task_groups
from vbparse.records.time import find_times
from vbparse.records.work import find_tasks
from vbparse.shape import replace
from vbparse.source import Source, Span

_PROMULGATORS = frozenset({"decision", "resolution", "decree", "circular"})
_NORMATIVE = frozenset({"law", "ordinance", "decree", "circular", "consolidated_text", "statute", "regulation"})
"""Documents whose clauses are rules for everyone, not work for an organ."""
_HEAD_CITES = ("attached", None, "subject")


def collect_records(
    source: Source,
    parts: Sequence[Part],
    components: tuple[Component, ...],
    footnotes: tuple[Footnote, ...],
    grammar: Grammar,
    diagnostics: tuple[Diagnostic, ...],
) -> Document:
    """The document with all its records; a news article has citations only."""
    documents = [(part, c) for part, c in zip(parts, components, strict=True) if c.body is not None]
    plans = [c for _, c in documents if c.kind not in ("news_article", "unknown", "footnotes")]
    settings: dict[str, Setting] = {}
    citations = (
        *(citation for part, component in documents for citation in _citations(part, component, settings, grammar)),
        *_noted_citations(source, footnotes, components, grammar),
    )
    headers = {c.id: c.header for c in components if c.header}
    number = next((header.number for header in headers.values() if header.number), None)
    genre = _genre(components)
    relations = (
        news_relations(citations, settings, grammar)
        if genre == "news_article"
        else (
            *find_relations(citations, settings, number, headers, grammar),
            *find_promulgated(components, grammar),
            *find_consolidated(components, citations, grammar),
            *find_between(citations, settings, grammar),
        )
    )
    nodes = [node for component in plans for node in component.walk()]
    groups = tuple(find_task_groups(iter(nodes), grammar))
    times = _times(plans, citations, grammar)
    found = [t for part, c in documents if c in plans for t in find_tables(source, part, c.id, grammar)]
    tables = [with_task_groups(table, groups) for table in found]
    taken = [citation.span for citation in citations] + [time.span for found in times.values() for time in found]
    return Document(
        source=source,
        genre=genre,
        components=components,
        citations=citations,
        references=(
            *(reference for component in plans for reference in find_references(component, grammar)),
            *find_short_forms(plans, citations),
        ),
        footnotes=footnotes,
        relations=tuple(relations),
        task_groups=groups,
        tasks=tuple(find_tasks((c for c in plans if c.kind not in _NORMATIVE), groups, times, grammar)),
        products=tuple(find_products(nodes, tables, grammar)),
        indicators=tuple(find_indicators(nodes, taken, grammar)),
        assignments=tuple(find_assignments(iter(nodes), grammar)),
        reporting=tuple(find_reporting(_with_headings(plans, grammar), grammar)),
        budget=tuple(find_budget(iter(nodes), grammar)),
        times=tuple(time for found in times.values() for time in found),
        tables=tuple(tables),
        diagnostics=(*diagnostics, *find_lost_cells(tables), *find_conflicts(source, citations)),
    )


def _genre(components: tuple[Component, ...]) -> str:
    return next((c.kind for c in components if c.body is not None), "unknown")


def _citations(part: Part, component: Component, settings: dict[str, Setting], grammar: Grammar) -> Iterator[Citation]:
    """Citations of a document: in its title and "(Kèm theo …)", then clause by clause."""
    province = component.header.province if component.header else None
    letterhead = grammar.rules("letterhead")
    for block in part.blocks[: part.head]:
        if letterhead.pattern("number").match(block.reading.text) or block.kind != "text":
            continue
        passage = Passage(reading=block.reading, component=component.id, node=None)
        cited = _with_roles(passage, Setting(reading=block.reading, role=None, is_title=True), province, grammar)
        # A heading in one sentence holds the document's own number, which is no citation.
        own = component.header.number_span if component.header else None
        yield from (c for c in cited if not (own and c.span.start <= own.start and own.end <= c.span.end))
    for block in part.blocks[part.head :]:
        # What a cell of a table cites is mentioned: the table's clauses have no words of their own around it.
        for cell in block.cells if block.kind == "row" else ():
            for citation in find_citations(Passage(reading=cell, component=component.id, node=None), province, grammar):
                yield replace(citation, role="mentions")
    for node in component.walk():
        if node.kind == "table":
            continue
        setting = Setting(reading=node.reading, role=node.role)
        settings[node.id] = setting
        start = len(node.reading.text) - len(node.text)
        passage = Passage(reading=node.reading, component=component.id, node=node.id, start=start)
        yield from _with_roles(passage, setting, province, grammar)


def _noted_citations(
    source: Source, footnotes: Sequence[Footnote], components: Sequence[Component], grammar: Grammar
) -> Iterator[Citation]:
    """What footnotes cite is mentioned."""
    for note in footnotes:
        component = next(c for c in components if c.span.start <= note.span.start < c.span.end)
        province = component.header.province if component.header else None
        passage = Passage(reading=note.reading, component=component.id, node=None)
        for citation in find_citations(passage, province, grammar):
            yield replace(citation, role="mentions")


def _with_roles(passage: Passage, setting: Setting, province: str | None, grammar: Grammar) -> Iterator[Citation]:
    earlier: list[Citation] = []
    for citation in find_citations(passage, province, grammar):
        citation = replace(citation, role=role_of(citation, setting, earlier[-_EARLIER:], grammar))
        yield citation
        earlier.append(citation)


_EARLIER = 12
"""How many citations back a list may have begun."""


def _with_headings(plans: Iterable[Component], grammar: Grammar) -> Iterator[tuple[Node, tuple[Agency, ...]]]:
    """Every node with the organs of the assignment heading above it."""
    for component in plans:
        for top in component.body or ():
            yield from _below(top, (), grammar)


def _below(node: Node, heading: tuple[Agency, ...], grammar: Grammar) -> Iterator[tuple[Node, tuple[Agency, ...]]]:
    yield node, heading
    if node.role == "agency_assignment":
        heading = read_subject(node.reading, len(node.reading.text) - len(node.text), grammar)[0]
    for child in node.children:
        yield from _below(child, heading, grammar)


def _times(plans: Iterable[Component], citations: Sequence[Citation], grammar: Grammar) -> dict[str, list[Time]]:
    """Times of the plan itself by clause: those in a citation or in the name of a cited document are not."""
    found: dict[str, list[Time]] = {}
    taken: dict[str | None, list[Span]] = {}
    for citation in citations:
        taken.setdefault(citation.node, []).append(citation.span)
    for component in plans:
        for node in component.walk():
            if node.kind in ("basis", "table", "footnote"):
                continue
            spans = taken.get(node.id, [])
            start = len(node.reading.text) - len(node.text)
            times = find_times(node.reading, start, grammar, [*spans, *_subjects(node, spans)])
            if node.role == "closing" and grammar.rules("letterhead").pattern("adopted").match(node.text):
                continue
            # What happened, and what was asked for before, is told above the plan's own work.
            if node.role in _TOLD:
                times = [
                    time
                    for time in times
                    if time.kind == "interval" and time.text[-4:].isdigit() and "/" not in time.text
                ]
            if times := [time for time in times if not (time.kind == "condition" and _is_vague(time, grammar))]:
                found[node.id] = times
    return found


_TOLD = frozenset({"preamble", "context"})
"""Roles of clauses that tell what was; only the plan's period is taken from them."""


def _is_vague(time: Time, grammar: Grammar) -> bool:
    """Whether a condition says no more than that a duty may come at any time: "đột xuất", "khi có yêu cầu"."""
    return time.text.casefold() in grammar.words("vague")


_SUBJECT = 1000
"""Longest subject of a cited document, in characters."""


def _subjects(node: Node, spans: Iterable[Span]) -> Iterator[Span]:
    """The subject after each citation, up to the end of its clause."""
    text = node.reading.text
    for span in spans:
        offset = node.reading.offset(span.end)
        if text[offset : offset + 2].lstrip().startswith(","):
            # A comma ends what is cited: "Căn cứ Đề án số …, tổ chức … trước ngày 30/9/2025".
            continue
        end = next(
            (
                i
                for i in range(min(offset, len(text)), min(offset + _SUBJECT, len(text)))
                if text[i] in ";." and not text[i + 1 : i + 2].isdigit()
            ),
            min(offset + _SUBJECT, len(text)),
        )
        yield Span(span.end, node.reading.home(offset, max(offset + 1, end)).end) if offset < len(text) else span
