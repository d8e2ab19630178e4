"""A `Document` → the clauses that are compared.

Of a file that holds a decision and its plan, the plan is compared; appendix rows are clauses too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from vbparse.fold import plain_words
from vbparse.grammar import Grammar
from vbparse.matching.words import WORD, Word, compared_words, document_key, is_national, keys_by_piece
from vbparse.model import (
    Agency,
    Amount,
    Citation,
    Component,
    Document,
    Indicator,
    Node,
    Reading,
    Table,
    TableGroup,
    TableRow,
    Task,
    Time,
    Unit,
)
from vbparse.reading import read_span
from vbparse.shape import field, sketch
from vbparse.source import Span

_PROMULGATORS = frozenset({"decision", "resolution", "circular", "decree"})
_PROMULGATED = frozenset(
    {
        "plan", "programme", "project", "scheme", "strategy", "master_plan", "platform", "regulation", "statute",
        "charter", "house_rules", "guideline", "list",
    }
)  # fmt: skip
"""What another document brings into force; notices, reports and minutes that come with it are its forms."""


@sketch
class Clause:
    """A unit with what the matching looks at."""

    index: int
    unit: Unit
    words: list[Word]
    pieces: list[list[str]]
    """Keys of its content, by sentence and semicolon."""
    parent: int | None
    """Index of the clause that it stands under."""
    depth: int
    is_heading: bool
    marker: str = ""
    """As written; a table's cell may hold it as a word."""
    documents: dict[str, Citation] = field(default_factory=dict)
    """National documents that it cites, by the keys that stand for them among its words."""
    agencies: tuple[Agency, ...] = ()
    """Organs that a heading or field names."""
    time: Time | None = None
    deadline: Time | None = None
    """By when it is to be reported."""
    lead: tuple[Agency, ...] = ()
    """Organs that its running text names as leading."""
    coordinating: tuple[Agency, ...] = ()
    amounts: tuple[Amount, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    children: list[int] = field(default_factory=list)
    reading: Reading | None = None

    @cached_property
    def content(self) -> list[str]:
        """Keys of the words by which it is found: its own without organs that help, and a row's columns."""
        return [key for piece in self.pieces for key in piece]

    @cached_property
    def keys(self) -> list[str]:
        """Keys of its words, placeholders in the place of local names."""
        return [word.key for word in self.words]

    @cached_property
    def named(self) -> list[Word]:
        """Its places, dates and documents: words that became placeholders."""
        return [word for word in self.words if word.key[0] == "⟨"]

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Its own words, folded, without punctuation."""
        return plain_words(self.unit.text)

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The same with its marker."""
        return (*plain_words(self.marker), *self.plain)


def compared_components(document: Document) -> list[Component]:
    """The components whose clauses are compared."""
    bodies = [c for c in document.components if c.body is not None and c.kind not in ("news_article", "unknown")]
    main = [c for c in bodies if c.kind != "appendix"]
    if main and main[0].kind in _PROMULGATORS and any(c.kind in _PROMULGATED for c in main[1:]):
        bodies = [c for c in bodies if c is not main[0]]
    return bodies or [c for c in document.components if c.body]


def read_clauses(document: Document, grammar: Grammar) -> list[Clause]:
    """The clauses of a document in the order of the text."""
    grammar.begin()
    reader = _Reader(document, grammar)
    for component in compared_components(document):
        reader.read(component)
    return reader.clauses


class _Reader:
    """Walks a document once, numbering its clauses."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.document = document
        self.grammar = grammar
        self.clauses: list[Clause] = []
        self.by_node: dict[str, list[Citation]] = {}
        for citation in document.citations:
            self.by_node.setdefault(citation.node or f"{citation.component}/title", []).append(citation)
        self.agencies = _named_agencies(document)
        self.tasks = {task.node: task for task in document.tasks}
        self.times = {task.node: task.time for task in document.tasks if task.time and "time" not in task.inherited}
        self.times |= {group.node: group.time for group in document.task_groups if group.time}
        self.amounts = {budget.node: budget.amounts for budget in document.budget}
        self.indicators: dict[str, tuple[Indicator, ...]] = {}
        for indicator in document.indicators:
            self.indicators[indicator.node] = (*self.indicators.get(indicator.node, ()), indicator)
        self.deadlines = {duty.node: duty.deadline for duty in document.reporting if duty.deadline}

    def read(self, component: Component) -> None:
        province = component.header.province if component.header else None
        self._title(component, province)
        for node in component.body or ():
            self._node(node, None, 0, province)
        for table in self.document.tables:
            if table.component == component.id:
                self._rows(table, province)

    def _title(self, component: Component, province: str | None) -> None:
        header = component.header
        title = _title_reading(component, self.document)
        if header is None or title is None:
            return
        citations = [c for c in self.by_node.get(f"{component.id}/title", ()) if c.role != "attached_to"]
        unit = Unit(
            id=f"{component.id}/title", kind="title", role="title", span=title.home(0, len(title.text)), text=title.text
        )
        self._add(unit, title, 0, citations, None, 0, True, province)

    def _node(self, node: Node, parent: int | None, depth: int, province: str | None) -> None:
        if node.kind == "table" and any(node.span.covers(table.span) for table in self.document.tables):
            # Its rows are clauses.
            return
        if not node.children and not WORD.search(node.text):
            # A drawn line, the sign of equality between two cells: nothing that could be compared.
            return
        unit = Unit(id=node.id, kind=node.kind, role=node.role, span=node.span, text=node.text)
        start = len(node.reading.text) - len(node.text)
        citations = self.by_node.get(node.id, [])
        heads = bool(node.heading)
        clause = self._add(unit, node.reading, start, citations, parent, depth, heads, province)
        clause.marker = node.marker or ""
        clause.agencies = self.agencies.get(node.id, ())
        clause.time = self.times.get(node.id)
        clause.deadline = self.deadlines.get(node.id)
        clause.amounts = self.amounts.get(node.id, ())
        clause.indicators = self.indicators.get(node.id, ())
        clause.lead, clause.coordinating = _organs_of(self.tasks.get(node.id))
        _set_apart(clause, [agency.span for agency in clause.coordinating], self.grammar)
        for child in node.children:
            self._node(child, clause.index, depth + 1, province)

    def _rows(self, table: Table, province: str | None) -> None:
        group: int | None = None
        entries: list[TableGroup | TableRow] = sorted([*table.groups, *table.rows], key=lambda entry: entry.span.start)
        for number, entry in enumerate(entries, 1):
            is_group = isinstance(entry, TableGroup)
            reading = read_span(self.document.source, [entry.span])
            role = "task_group" if is_group else "task"
            unit = Unit(id=f"{table.id}/r{number}", kind="row", role=role, span=entry.span, text=reading.text)
            parent = None if is_group else group
            clause = self._add(unit, reading, 0, [], parent, 0 if is_group else 1, is_group, province)
            _set_apart(clause, list(_columns(entry)), self.grammar)
            if isinstance(entry, TableGroup):
                group = clause.index
            else:
                clause.agencies = entry.lead
                clause.time = entry.time

    def _add(
        self, unit: Unit, reading: Reading, start: int, citations: list[Citation], parent: int | None,
        depth: int, is_heading: bool, province: str | None,
    ) -> Clause:  # fmt: skip
        words = compared_words(reading, start, citations, province, self.grammar)
        clause = Clause(
            index=len(self.clauses),
            unit=unit,
            words=words,
            pieces=keys_by_piece(reading.text, words, self.grammar),
            parent=parent,
            depth=depth,
            is_heading=is_heading,
            documents={key: citation for citation in citations if (key := _national_key(citation, self.grammar))},
            reading=reading,
        )
        self.clauses.append(clause)
        if parent is not None:
            self.clauses[parent].children.append(clause.index)
        return clause


def _national_key(citation: Citation, grammar: Grammar) -> str | None:
    """The key of a document that other provinces cite too; null for a local one and one known by no name or number."""
    number = citation.canonical or citation.number
    is_law = bool(citation.name) and citation.type in grammar.words("laws")
    return document_key(citation, grammar) if is_law or (number and is_national(number, grammar)) else None


def _columns(entry: TableGroup | TableRow) -> Iterator[Span]:
    """Where a row has its number and its columns of organs and times."""
    number = entry.marker if isinstance(entry, TableGroup) else entry.number
    if number:
        yield Span(entry.span.start, entry.span.start + len(number))
    if isinstance(entry, TableRow):
        yield from (agency.span for agency in (*entry.lead, *entry.coordinating))
        if entry.time:
            yield entry.time.span


def _set_apart(clause: Clause, spans: Sequence[Span], grammar: Grammar) -> None:
    """Leave what is compared as organs, times and numbers out of the words by which a clause is found.

    Where nothing else is left, it is found by all its words.
    """
    reading = clause.reading
    if not spans or reading is None:
        return
    homes = ((word, reading.home(word.start, word.end)) for word in clause.words)
    content = [word for word, home in homes if not any(span.covers(home) for span in spans)]
    clause.pieces = keys_by_piece(reading.text, content, grammar) or clause.pieces


def _organs_of(task: Task | None) -> tuple[tuple[Agency, ...], tuple[Agency, ...]]:
    """Who leads and who helps by a task's own words."""
    if task is None:
        return (), ()
    lead = task.lead if "lead" not in task.inherited else ()
    return lead, task.coordinating if "coordinating" not in task.inherited else ()


def _named_agencies(document: Document) -> dict[str, tuple[Agency, ...]]:
    """Organs by the node that names them: assignment headings and field lines."""
    named = {assignment.node: assignment.agencies for assignment in document.assignments}
    fields = {
        (node.id, child.role): child.id
        for component in document.components
        for node in component.walk()
        for child in node.children
        if child.kind == "field"
    }
    for group in document.task_groups:
        for role, agencies in (("lead_agency", group.lead), ("coordinating_agencies", group.coordinating)):
            if (group.node, role) in fields:
                named[fields[group.node, role]] = agencies
    return named


def _title_reading(component: Component, document: Document) -> Reading | None:
    """The words of a title at their place in the source."""
    title = component.header.title if component.header else None
    if not title:
        return None
    end = component.body[0].span.start if component.body else component.span.end
    whole = read_span(document.source, [type(component.span)(component.span.start, end)])
    at = whole.text.find(title)
    if at < 0:
        return None
    span = whole.home(at, at + len(title))
    return read_span(document.source, [span])
