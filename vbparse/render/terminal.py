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
    Comparison,
    Component,
    Document,
    Header,
    Link,
    Node,
    Report,
    Side,
    Unit,
    Worklist,
)
from vbparse.render.output import Writer
from vbparse.render.safe import one_line, shortened, visible
from vbparse.render.wording import wording

CONTEXT = 5
"""Equal words shown on each side of a difference."""
_MARKS = {"delete": ("[-", "-]", "red"), "insert": ("{+", "+}", "green"), "local": ("~", "~", "yellow")}
"""What stands before and after words that differ, and their style."""
WORK = 160
"""Most characters shown of a piece of work."""
NARROW = 100
"""From this width on, tables have room for all their columns."""
_OUTLINE_KINDS = frozenset({"part", "chapter", "division", "article", "section", "item", "subitem", "clause", "point"})
_SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


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
            line = document.source.position(work.span.start)[0]
            when = one_line(work.time.text) if work.time else ""
            table.add_row(str(line), say[work.part], Text(shortened(work.text, WORK)), Text(when))
        console.print(table)


def show_document(document: Document, console: Console, language: str) -> None:
    """Header facts, the outline with roles, the tasks and assignments as tables."""
    say = wording(language)
    console.print(_title_rule(document.source.path or "-"))
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
    if document.task_groups or document.tables:
        console.print()
        console.print(Text(say["tasks"], style="bold underline"))
        console.print(_tasks(document, console.width, say))
    if document.assignments:
        console.print()
        console.print(Text(say["assignments"], style="bold underline"))
        console.print(_assignments(document, say))


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
        text.append(f"\n{reason}", style="dim")
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


def _tasks(document: Document, width: int, say: dict[str, str]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="dim", expand=True)
    table.add_column(say["task"], ratio=5, overflow="fold")
    table.add_column(say["lead"], ratio=3, overflow="fold")
    table.add_column(say["coordinating"], ratio=4, overflow="fold")
    table.add_column(say["time"], ratio=2, overflow="fold")
    limit = 400 if width >= NARROW else 160
    for group in document.task_groups:
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


def _names(agencies: Iterable[Agency]) -> Text:
    return Text("; ".join(one_line(agency.name) for agency in agencies) or "–")


def _assignments(document: Document, say: dict[str, str]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="dim", expand=True)
    table.add_column(say["organ"], ratio=8, overflow="fold")
    table.add_column(say["duties"], justify="right")
    for assignment in document.assignments:
        table.add_row(_names(assignment.agencies), str(len(assignment.duties)))
    return table


# --- compare ------------------------------------------------------------------------------------------------------


def show_comparison(
    comparison: Comparison, console: Console, language: str, explain: bool = False, full: bool = False
) -> None:
    """Who the two are, counts, what differs in assignment, what stands on one side only, then clause by clause."""
    say = wording(language)
    left = {unit.id: unit for unit in comparison.left.units}
    right = {unit.id: unit for unit in comparison.right.units}
    console.print(_identities(comparison, say))
    _section(console, say["counts"])
    console.print(_counts(comparison, say))
    _section(console, say["assignment"])
    console.print(_assignment_changes(comparison, left, right, say))
    for title, names, units in (
        ("only left", comparison.only_left, left), ("only right", comparison.only_right, right),
    ):  # fmt: skip
        _section(console, f"{say[title]} ({len(names)})")
        console.print(_only([units[name] for name in names], comparison, title, say, explain, full))
    _section(console, say["matched"])
    console.print(Text(say["legend"], style="dim"))
    for link in comparison.links:
        if link.tier != "possible":
            show = _once if link.relation == "identical" else _pair
            console.print(show(link, left, right, say, explain, full))


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold underline"))


def _identities(comparison: Comparison, say: dict[str, str]) -> Group:
    table = Table(expand=True, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(say["left"], ratio=1, overflow="fold")
    table.add_column(say["right"], ratio=1, overflow="fold")
    table.add_row(_identity(comparison.left, say), _identity(comparison.right, say))
    parts: list[RenderableType] = [table]
    lineage = comparison.lineage
    if lineage.relation and lineage.newer:
        words = f"{say['lineage']}: {lineage.relation}, {say['newer']}: {say[lineage.newer].lower()}"
        parts.append(Text(f"{words} ({'; '.join(one_line(w) for w in lineage.evidence)})", style="bold"))
    return Group(*parts)


def _identity(side: Side, say: dict[str, str]) -> Text:
    text = Text(one_line(side.number or say["no number"]), style="bold")
    if side.province:
        text.append(f"  {side.province}")
    text.append(f"\n{one_line(side.title or say['no title'])}", style="")
    text.append(f"\n{one_line(side.path or '-')}", style="dim")
    return text


def _pair(
    link: Link, left: dict[str, Unit], right: dict[str, Unit], say: dict[str, str], explain: bool, full: bool
) -> Padding:
    """Two clauses side by side, the words that differ marked."""
    table = Table(expand=True, show_header=False, show_edge=False, box=None, pad_edge=False, padding=(0, 1))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    about = f"{say[link.relation]}{', ' + say['moved'] if link.moved else ''} · {say[link.tier]} {link.score:.2f}"
    table.add_row(
        _place(left[link.left[0]], say), "", Text(f"{_short_id(right[link.right[0]])}   {about}", style="dim")
    )
    first, second = _marked(link, full)
    table.add_row(first, "│", second)
    if explain:
        evidence = link.evidence
        words = "; ".join(one_line(w) for w in evidence.shared)
        table.add_row(
            Text(f"text {evidence.text:.2f}, context {evidence.context:.2f}: {words}", style="dim italic"), "", ""
        )
    return Padding(table, (1, 0, 0, 0))


def _once(
    link: Link, left: dict[str, Unit], right: dict[str, Unit], say: dict[str, str], explain: bool, full: bool
) -> RenderableType:
    """A clause that both have word for word is shown once, a heading as a heading."""
    unit, other = left[link.left[0]], right[link.right[0]]
    is_heading = unit.kind in _OUTLINE_KINDS and unit.role not in ("task", "duty")
    words = one_line(unit.text) if full else shortened(unit.text, 240)
    text = Text(f"{_short_id(unit)} ↔ {_short_id(other)}  {say['identical']}", style="dim")
    text.append(f"{', ' + say['moved'] if link.moved else ''}\n", style="dim")
    text.append(words, style="bold" if is_heading else "")
    return Padding(text, (1, 0, 0, 0))


def _place(unit: Unit, say: dict[str, str]) -> Text:
    return Text(f"{_short_id(unit)}{_role(unit.role, say)}", style="dim")


def _role(role: str | None, say: dict[str, str]) -> str:
    """What a clause is for, to stand after it; nothing where that is not known."""
    return f"  {say.get('role ' + role, role)}" if role else ""


def _short_id(unit: Unit) -> str:
    return visible(unit.id.partition("/")[2] or unit.id)


def _marked(link: Link, full: bool) -> tuple[Text, Text]:
    """Both texts with their differences, capitals aside; long equal stretches are cut to the words around one."""
    first, second = Text(), Text()
    runs = list(_runs(link.diff))
    for index, (tag, before, after) in enumerate(runs):
        if tag == "equal":
            ends = index == 0, index == len(runs) - 1
            first.append(before if full else _trimmed(before, *ends))
            second.append(after if full else _trimmed(after, *ends))
            continue
        opening, closing, style = _MARKS[tag]
        first.append(_framed(before, opening, closing), style=style)
        second.append(_framed(after, opening, closing), style=style)
    return first, second


def _runs(diff: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """(tag, words of the left, words of the right), what differs by capitals only joined with what is equal."""
    same = ["", ""]
    pieces = list(diff)
    skip = False
    for piece, following in zip(pieces, [*pieces[1:], ("",)], strict=True):
        if skip:
            skip = False
            continue
        tag, words = piece[0], visible(piece[1])
        skip = tag == "delete" and following[0] == "insert" and piece[1].casefold() == following[1].casefold()
        if tag == "equal" or skip:
            same[0] += words
            same[1] += visible(following[1]) if skip else words
            continue
        if same[0]:
            yield "equal", same[0], same[1]
            same = ["", ""]
        left = "" if tag == "insert" else words
        yield tag, left, words if tag == "insert" else visible(piece[2]) if tag == "local" else ""
    if same[0]:
        yield "equal", same[0], same[1]


def _framed(words: str, before: str, after: str) -> str:
    """Marks around the words, not around the blanks beside them."""
    core = words.strip()
    if not core:
        return words
    start = words.index(core)
    return f"{words[:start]}{before}{core}{after}{words[start + len(core) :]}"


def _trimmed(words: str, is_first: bool, is_last: bool) -> str:
    parts = words.split(" ")
    keep = CONTEXT * (1 if is_first or is_last else 2)
    if is_first and is_last:
        return shortened(words, 240)
    if len(parts) <= keep + 2:
        return words
    if is_first:
        return f"… {' '.join(parts[-CONTEXT:])}"
    if is_last:
        return f"{' '.join(parts[:CONTEXT])} …"
    return f"{' '.join(parts[:CONTEXT])} … {' '.join(parts[-CONTEXT:])}"


def _assignment_changes(
    comparison: Comparison, left: dict[str, Unit], right: dict[str, Unit], say: dict[str, str]
) -> RenderableType:
    """Lead organs, coordinating organs and times that are not the same under corresponding headings."""
    table = Table(expand=True, show_edge=False, pad_edge=False, header_style="dim")
    for name, ratio in ((say["field"], 3), (say["left"], 4), (say["right"], 4)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for link in comparison.links:
        for change in link.changes:
            is_claim = link.tier != "possible" or change.field == "deadline"
            if not is_claim or change.change == "same" or change.field == "citation":
                continue
            place = f"{_short_id(left[link.left[0]])} ↔ {_short_id(right[link.right[0]])}"
            about = Text(f"{say.get(change.field, change.field)}: {say[change.change]}\n", style="bold")
            about.append(f"{place} ({say[link.tier]})" if link.tier == "possible" else place, style="dim")
            table.add_row(about, Text(one_line(change.left or "–")), Text(one_line(change.right or "–")))
    return table if table.row_count else Text(say["nothing"], style="dim")


def _only(
    units: list[Unit], comparison: Comparison, title: str, say: dict[str, str], explain: bool, full: bool
) -> RenderableType:
    if not units:
        return Text(say["nothing"], style="dim")
    rejected = {r.unit: r for r in comparison.rejected}
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for unit in units:
        text = Text(one_line(unit.text) if full else shortened(unit.text, 320))
        near = rejected.get(unit.id)
        if explain and near:
            text.append(f"\n≁ {near.counterpart or '–'} ({near.score:.2f}): {near.reason}", style="dim italic")
        grid.add_row(_short_id(unit), text)
    return grid


def _counts(comparison: Comparison, say: dict[str, str]) -> Text:
    summary = comparison.summary
    sizes = (f"{say[side].lower()} {summary[f'{side}_units']}" for side in ("left", "right"))
    parts = [f"{say['clauses']}: {', '.join(sizes)}"]
    parts += [f"{say[tier]} {summary[tier]}" for tier in ("certain", "likely", "possible")]
    parts += [
        f"{say['only left'].lower()} {summary['only_left']}",
        f"{say['only right'].lower()} {summary['only_right']}",
    ]
    return Text(" · ".join(parts))


# --- report -------------------------------------------------------------------------------------------------------


def show_report(report: Report, console: Console, language: str) -> None:
    """Each finding at its line, with the text it is about."""
    say = wording(language)
    for file in report.files:
        for found in file.diagnostics:
            line, column = file.source.position(found.span.start)
            text = Text(visible(f"{file.path}:{line}:{column}: "))
            text.append(found.code, style=_SEVERITY_STYLES[found.severity])
            text.append(f" {visible(found.message)}")
            console.print(text, soft_wrap=True)
    summary = report.summary
    counts = (f"{say[name]} {getattr(summary, name)}" for name in ("files", "clean", "errors", "warnings"))
    console.print(Text(" · ".join(counts), style="bold"))
