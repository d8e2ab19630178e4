"""A comparison for a person at a terminal: what differs as facts first, then what one side only has, then all clauses
side by side with the words that differ marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vbparse.model import Change, Comparison, Lineage, Link, Noted, Rejected, Side, Unit
from vbparse.render.safe import one_line, shortened, visible
from vbparse.render.wording import wording
from vbparse.source import Source

CONTEXT = 5
"""Equal words shown on each side of a difference."""
ENTRY, ONCE = 320, 240
"""Most characters shown of a clause that one side only has, and of one that both have word for word."""
RUN = 3
"""From so many neighbours that both have word for word, a run of them is shown as one line."""
_MARKS = {"delete": ("[-", "-]", "red"), "insert": ("{+", "+}", "green"), "local": ("~", "~", "yellow")}
"""What stands before and after words that differ, and their style."""
_ASSIGNMENT = frozenset({"lead_agency", "coordinating_agencies", "time", "deadline"})
"""Facts that people look for first."""
_HEADS = frozenset({"part", "chapter", "division", "article", "section", "item", "subitem", "clause", "point"})

Units = dict[str, Unit]


def show_comparison(
    comparison: Comparison, console: Console, language: str, explain: bool = False, full: bool = False
) -> None:
    """Who the two are, counts, facts that differ, what stands on one side only, then clause by clause."""
    _Shown(comparison, console, wording(language), explain, full).show()


class _Shown:
    """A comparison with the language and the length in which it is shown."""

    def __init__(
        self, comparison: Comparison, console: Console, say: dict[str, str], explain: bool, full: bool
    ) -> None:
        self.comparison = comparison
        self.console = console
        self.say = say
        self.explain = explain
        self.full = full
        self.left: Units = {unit.id: unit for unit in comparison.left.units}
        self.right: Units = {unit.id: unit for unit in comparison.right.units}
        self.labels = {
            **_labels(comparison.left.units, comparison.left_document.source, say),
            **_labels(comparison.right.units, comparison.right_document.source, say),
        }
        self.claims = [link for link in comparison.links if link.tier != "possible"]
        self.best: dict[tuple[str, str], float] = {}
        """Score of the surest claim of each clause."""
        for link in self.claims:
            for name in (*(("left", unit) for unit in link.left), *(("right", unit) for unit in link.right)):
                self.best[name] = max(self.best.get(name, 0.0), link.score)

    def show(self) -> None:
        """Print all parts in their order."""
        self.console.print(self._identities())
        self._section(self.say["counts"], self._counts())
        self._section(self.say["assignment"], self._facts(is_assignment=True))
        other = self._facts(is_assignment=False)
        if isinstance(other, Table):
            self._section(self.say["other facts"], other)
        for side, only, units in (
            ("only left", self.comparison.only_left, self.left),
            ("only right", self.comparison.only_right, self.right),
        ):
            self._section(f"{self.say[side]} ({len(only)})", self._only([units[name] for name in only]))
        self._section(self.say["matched"], Text(self.say["legend"], style="dim"))
        self._matched()

    def _section(self, title: str, content: RenderableType) -> None:
        self.console.print()
        self.console.print(Text(title, style="bold underline"))
        self.console.print(content)

    # --- who they are ---

    def _identities(self) -> Group:
        table = Table(expand=True, show_edge=False, pad_edge=False, header_style="bold")
        table.add_column(self.say["left"], ratio=1, overflow="fold")
        table.add_column(self.say["right"], ratio=1, overflow="fold")
        table.add_row(self._identity(self.comparison.left), self._identity(self.comparison.right))
        lineage = self.comparison.lineage
        return Group(table, self._lineage(lineage)) if lineage.relation else Group(table)

    def _identity(self, side: Side) -> Text:
        text = Text(one_line(side.number or self.say["no number"]), style="bold")
        if side.province:
            text.append(f"  {side.province}")
        text.append(f"\n{one_line(side.title or self.say['no title'])}", style="")
        text.append(f"\n{one_line(side.path or '-')}", style="dim")
        return text

    def _lineage(self, lineage: Lineage) -> Text:
        """What the texts say about how they follow each other, with the words that say it."""
        words = self.say.get(f"lineage {lineage.relation}", f"{self.say['lineage']}: {lineage.relation}")
        newer, older = (self.say["left side"], self.say["right side"])[:: -1 if lineage.newer == "right" else 1]
        sentence = words.format(newer=newer, older=older)
        text = Text(f"\n{sentence[:1].upper()}{sentence[1:]}", style="bold")
        text.append(f" ({'; '.join(one_line(words) for words in lineage.evidence)})", style="dim")
        return text

    def _counts(self) -> Text:
        summary, say = self.comparison.summary, self.say
        sizes = (f"{say[side].lower()} {summary[f'{side}_units']}" for side in ("left", "right"))
        parts = [f"{say['clauses']}: {', '.join(sizes)}"]
        parts += [f"{say[tier]} {summary[tier]}" for tier in ("certain", "likely", "possible")]
        parts += [f"{say['moved']} {summary['moved']}"] if summary["moved"] else []
        parts += [f"{say['typing']} {summary['typing']}"] if summary["typing"] else []
        parts += [f"{say[f'only {side}'].lower()} {summary[f'only_{side}']}" for side in ("left", "right")]
        text = Text(" · ".join(parts))
        if self.comparison.lineage.relation == "consolidates":
            changed = [link for link in self.claims if link.difference == "words"]
            noted = sum(bool(link.footnotes) for link in changed)
            text.append(f"\n{say['noted'].format(noted=noted, other=len(changed) - noted)}")
        return text

    # --- facts ---

    def _facts(self, is_assignment: bool) -> RenderableType:
        """Organs and times that are not the same, or sums, figures and cited documents."""
        table = Table(expand=True, show_edge=False, pad_edge=False, header_style="dim")
        for name, ratio in ((self.say["field"], 3), (self.say["left"], 4), (self.say["right"], 4)):
            table.add_column(name, ratio=ratio, overflow="fold")
        for link in self.comparison.links:
            for change in link.changes:
                is_claim = link.tier != "possible" and self._is_nearest(link)
                if is_claim and change.change != "same" and (change.field in _ASSIGNMENT) == is_assignment:
                    table.add_row(self._fact(link, change), *self._values(change))
        return table if table.row_count else Text(self.say["nothing"], style="dim")

    def _is_nearest(self, link: Link) -> bool:
        """Whether no other claim of its clauses is surer: what a second counterpart says is no difference."""
        names = (*(("left", name) for name in link.left), *(("right", name) for name in link.right))
        return link.score >= max(self.best[name] for name in names)

    def _fact(self, link: Link, change: Change) -> Text:
        places = f"{self._names(link.left, self.left)} ↔ {self._names(link.right, self.right)}"
        about = Text(f"{self.say.get(change.field, change.field)}: {self.say[change.change]}\n", style="bold")
        about.append(f"{places} ({self.say[link.tier]})" if link.tier == "possible" else places, style="dim")
        return about

    def _values(self, change: Change) -> tuple[Text, Text]:
        """Both values; of two lists, the members that only one has are marked."""
        return (
            _members(change.left, change.dropped, "delete"),
            _members(change.right, change.added, "insert"),
        )

    # --- on one side only ---

    def _only(self, units: Sequence[Unit]) -> RenderableType:
        if not units:
            return Text(self.say["nothing"], style="dim")
        rejected = {r.unit: r for r in self.comparison.rejected}
        grid = Table.grid(padding=(0, 2), expand=True)
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(ratio=1, overflow="fold")
        for unit in units:
            text = Text(one_line(unit.text) if self.full else shortened(unit.text, ENTRY))
            if self.explain and unit.id in rejected:
                text.append(f"\n{self._nearest(rejected[unit.id])}", style="dim italic")
            grid.add_row(self._label(unit), text)
        return grid

    def _nearest(self, near: Rejected) -> str:
        """What comes nearest on the other side, and why it is no counterpart."""
        reason = self.say[f"reason {near.reason}"]
        if near.counterpart is None:
            return f"≁ {reason}"
        other = self.left.get(near.counterpart) or self.right[near.counterpart]
        return f"≁ {self._label(other)} ({near.score:.2f}): {reason}"

    # --- clause by clause ---

    def _matched(self) -> None:
        """All claims in the order of the left text; runs of the same words as one line unless all is asked for."""
        for is_same, run in groupby(self.claims, key=lambda link: link.relation == "identical" and not link.moved):
            links = list(run)
            if is_same and len(links) >= RUN and not self.full:
                self.console.print(self._run(links))
                continue
            for link in links:
                self.console.print(self._once(link) if link.relation == "identical" else self._pair(link))

    def _run(self, links: Sequence[Link]) -> Padding:
        first, last = (self.left[link.left[0]] for link in (links[0], links[-1]))
        text = Text(f"{self._label(first)} – {self._label(last)}  ", style="dim")
        text.append(self.say["identical run"].format(count=len(links)), style="dim")
        return Padding(text, (1, 0, 0, 0))

    def _pair(self, link: Link) -> Padding:
        """Clauses side by side, the words that differ marked."""
        table = Table(expand=True, show_header=False, show_edge=False, box=None, pad_edge=False, padding=(0, 1))
        table.add_column(ratio=1, overflow="fold")
        table.add_column(width=1)
        table.add_column(ratio=1, overflow="fold")
        left = Text(f"{self._names(link.left, self.left)}{self._role(self.left[link.left[0]].role)}", style="dim")
        right = Text(f"{self._names(link.right, self.right)}   {self._about(link)}", style="dim")
        table.add_row(left, "", right)
        first, second = _marked(link, self.full)
        table.add_row(first, "│", second)
        parts: list[RenderableType] = [table]
        if self.explain:
            parts.append(Text(self._evidence(link), style="dim italic"))
        return Padding(Group(*parts), (1, 0, 0, 0))

    def _about(self, link: Link) -> str:
        """What kind of correspondence it is, and how sure."""
        kinds = [self.say[link.relation]]
        kinds += [self.say["typing"]] if link.difference == "typing" else []
        kinds += [self.say["moved"]] if link.moved else []
        notes = "".join(f" · {self._note(note)}" for note in link.footnotes)
        return f"{', '.join(kinds)} · {self.say[link.tier]} {link.score:.2f}{notes}"

    def _note(self, note: Noted) -> str:
        return self.say["footnote"].format(number=note.number)

    def _evidence(self, link: Link) -> str:
        """What speaks for a link."""
        evidence = link.evidence
        reasons = ", ".join(self.say[f"why {reason}"] for reason in evidence.why)
        measures = f"{self.say['words']} {evidence.text:.2f}, {self.say['places']} {evidence.context:.2f}"
        shared = "; ".join(one_line(words) for words in evidence.shared)
        return f"{self.say['because']} {reasons} · {measures}{' · ' + shared if shared else ''}"

    def _once(self, link: Link) -> RenderableType:
        """Clauses that both have word for word are shown once, a heading as a heading."""
        unit = self.left[link.left[0]]
        is_heading = unit.kind in _HEADS and unit.role not in ("task", "duty")
        words = " ".join(self.left[name].text for name in link.left)
        names = f"{self._names(link.left, self.left)} ↔ {self._names(link.right, self.right)}"
        text = Text(f"{names}  {self.say['identical']}", style="dim")
        text.append(f"{', ' + self.say['moved'] if link.moved else ''}\n", style="dim")
        text.append(one_line(words) if self.full else shortened(words, ONCE), style="bold" if is_heading else "")
        return Padding(text, (1, 0, 0, 0))

    def _names(self, names: Iterable[str], units: Units) -> str:
        return " + ".join(self._label(units[name]) for name in names)

    def _label(self, unit: Unit) -> str:
        return self.labels[id(unit)]

    def _role(self, role: str | None) -> str:
        """What a clause is for, to stand after it; nothing where that is not known."""
        return f"  {self.say.get('role ' + role, role)}" if role else ""


def _labels(units: Iterable[Unit], source: Source, say: dict[str, str]) -> dict[int, str]:
    """What each clause is called, with its page or paragraph where the original has them."""
    labels = {}
    for unit in units:
        name = visible(unit.id.partition("/")[2] or unit.id)
        kind, number = source.where(unit.span.start)
        labels[id(unit)] = name if kind == "line" else f"{name} ({say[f'short {kind}']} {number})"
    return labels


def _members(value: str | None, marked: Sequence[str], tag: str) -> Text:
    """A value; the members of a list that only this side has are marked."""
    text = Text()
    opening, closing, style = _MARKS[tag]
    for index, member in enumerate((value or "–").split("; ")):
        text.append("; " if index else "")
        is_marked = member in marked
        words = one_line(member)
        text.append(f"{opening}{words}{closing}" if is_marked else words, style=style if is_marked else "")
    return text


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
