"""Documents and comparisons for a person at a terminal: 80 columns or more, with or without colour.

The document's words are always `Text`, never markup, and control codes in them are shown, not sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, cast

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from vbparse.model import (
    Agency,
    Component,
    Document,
    Header,
    Node,
    TaskGroup,
    Worklist,
)
from vbparse.render.output import Writer
from vbparse.render.safe import one_line, shortened, visible
from vbparse.render.wording import remark_words, wording

WORK = 160
"""Most characters shown of a piece of work."""
_READING = "VB00"
"""How the codes of what reading finds begin."""
NARROW = 100
"""From this width on, tables have room for all their columns."""
_OUTLINE_KINDS = frozenset({"part", "chapter", "division", "article", "section", "item", "subitem", "clause", "point"})


def make_console(out: Writer) -> Console:
    """A console that never reads markup, links or emoji out of text; without a terminal it has no colour."""
    return Console(file=cast("IO[str]", out), markup=False, highlight=False, emoji=False, legacy_windows=False)


# --- parse --------------------------------------------------------------------------------------------------------


def show_found(found: Document | Worklist, console: Console, language: str) -> None:
    """A document, or what each of its organs has to do."""
    if isinstance(found, Worklist):
        show_worklist(found, console, language)
    else:
        show_document(found, console, language)


def show_worklist(worklist: Worklist, console: Console, language: str) -> None:
    """A table for each organ: its part, what is to be done, when, and the line."""
    say = wording(language)
    document = worklist.document
    console.print(_title_rule(document.source.path or "-"))
    if not worklist.agencies:
        console.print(Text(say["no work"]))
    for agency in worklist.agencies:
        console.print()
        heading = Text(one_line(agency.name), style="bold")
        heading.append(f"  ({len(agency.work)})", style="dim")
        console.print(heading)
        table = Table(box=None, padding=(0, 1), show_header=False, expand=True)
        table.add_column(style="dim", justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(style="dim", overflow="fold", max_width=24)
        for work in agency.work:
            kind, number = document.source.where(work.span.start)
            place = str(number) if kind == "line" else f"{say[f'short {kind}']} {number}"
            when = one_line(work.time.text) if work.time else ""
            table.add_row(place, say[work.part], Text(shortened(work.text, WORK)), Text(when))
        console.print(table)


def show_document(document: Document, console: Console, language: str) -> None:
    """Header facts, the outline with roles, the tasks and assignments as tables."""
    say = wording(language)
    console.print(_title_rule(document.source.path or "-"))
    for said in _of_reading(document, language):
        console.print(Text(visible(said), style="yellow"))
    if document.genre in ("news_article", "unknown"):
        console.print(_not_a_plan(document, say))
        return
    for component in document.components:
        if component.header:
            console.print(Padding(_header(component, component.header, say), (1, 0, 0, 0)))
    console.print()
    console.print(Text(say["outline"], style="bold underline"))
    for component in document.components:
        if component.body:
            console.print(_outline(component, console.width, say))
    if _with_facts(document) or document.tables:
        console.print()
        console.print(Text(say["tasks"], style="bold underline"))
        console.print(_tasks(document, console.width, say))
    if document.assignments:
        console.print()
        console.print(Text(say["assignments"], style="bold underline"))
        console.print(_assignments(document, say))


def _of_reading(document: Document, language: str) -> list[str]:
    """What a reader of the document must know: pages that are pictures, letters in doubt, bytes that are no text."""
    found = (d for d in document.diagnostics if d.code.startswith(_READING) and d.severity == "warning")
    return [remark_words(d, language) for d in found]


def _title_rule(words: str) -> Rule:
    return Rule(Text(visible(words), style="bold"), characters="─", align="left", style="dim")


def _not_a_plan(document: Document, say: dict[str, str]) -> Text:
    """What a file is that is no plan, and which documents it speaks of."""
    text = Text(say["news"] if document.genre == "news_article" else say["unknown"], style="bold")
    numbers = list(dict.fromkeys(c.number for c in document.citations if c.number))
    if numbers:
        own = [number for number in numbers if "/KH-" in number] or numbers
        text.append(f" ({say['about']} {', '.join(map(one_line, own))})")
    reason = next((c.reason for c in document.components if c.reason), None)
    if reason:
        text.append(f"\n{say.get(reason, reason)}", style="dim")
    return text


def _header(component: Component, header: Header, say: dict[str, str]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    name = f"{header.doc_type or component.kind}"
    number = header.number or f"({say.get(header.number_status, header.number_status)})"
    if header.number and header.number_status == "inferred":
        number = f"{header.number} ({say['inferred']})"
    grid.add_row(component.kind, Text(visible(f"{name} {number}"), style="bold"))
    for label, value in (
        ("title", header.title), ("issued by", header.issuing_body), ("signed for", header.authority),
        ("date", header.date), ("province", header.province), ("attached to", header.attached_to),
    ):  # fmt: skip
        if value:
            grid.add_row(say[label], Text(one_line(value)))
    return grid


def _outline(component: Component, width: int, say: dict[str, str]) -> Group:
    lines: list[RenderableType] = [Text(component.id, style="bold cyan")]
    for node in component.body or ():
        lines.extend(_outline_lines(node, 1, width, say))
    return Group(*lines)


def _outline_lines(node: Node, depth: int, width: int, say: dict[str, str]) -> Iterator[Text]:
    """A line for each numbered clause, and one that counts the rest."""
    indent = "  " * depth
    role = _role(node.role, say)
    marker = f"{node.marker} " if node.marker else ""
    room = max(20, width - len(indent) - len(marker) - len(role))
    text = Text(indent)
    text.append(visible(marker), style="bold")
    text.append(shortened(node.heading or node.text, room), style="bold" if node.heading else "")
    text.append(role, style="dim")
    text.truncate(width)
    yield text
    rest = 0
    for child in node.children:
        if child.kind in _OUTLINE_KINDS or child.kind == "field":
            yield from _outline_lines(child, depth + 1, width, say)
        else:
            rest += 1
    if rest:
        yield Text(f"{indent}    · {rest}", style="dim")


def _with_facts(document: Document) -> list[TaskGroup]:
    """Groups of tasks of which more is known than their heading, which stands in the outline."""
    return [group for group in document.task_groups if group.lead or group.coordinating or group.time]


def _tasks(document: Document, width: int, say: dict[str, str]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="dim", expand=True)
    table.add_column(say["task"], ratio=5, overflow="fold")
    table.add_column(say["lead"], ratio=3, overflow="fold")
    table.add_column(say["coordinating"], ratio=4, overflow="fold")
    table.add_column(say["time"], ratio=2, overflow="fold")
    limit = 400 if width >= NARROW else 160
    for group in _with_facts(document):
        time = one_line(group.time.text) if group.time else "–"
        table.add_row(
            Text(shortened(f"{group.number or ''}. {group.title}", limit)),
            _names(group.lead),
            _names(group.coordinating),
            Text(time),
        )
    for row in (row for found in document.tables for row in found.rows):
        # The longest cell is what is to be done; organs, time and number have cells of their own.
        content = max(row.cells.values(), key=len, default="")
        number = f"{row.group}.{row.number}" if row.group and row.number else row.number or "–"
        time = one_line(row.time.text) if row.time else "–"
        table.add_row(
            Text(shortened(f"{number}  {content}", limit)), _names(row.lead), _names(row.coordinating), Text(time)
        )
    return table


def _role(role: str | None, say: dict[str, str]) -> str:
    """What a clause is for, to stand after it; nothing where that is not known."""
    return f"  {say.get('role ' + role, role)}" if role else ""


def _names(agencies: Iterable[Agency]) -> Text:
    return Text("; ".join(one_line(agency.name) for agency in agencies) or "–")


def _assignments(document: Document, say: dict[str, str]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="dim", expand=True)
    table.add_column(say["organ"], ratio=8, overflow="fold")
    table.add_column(say["duties"], justify="right")
    for assignment in document.assignments:
        table.add_row(_names(assignment.agencies), str(len(assignment.duties)))
    return table
