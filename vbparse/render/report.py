"""What `check` found, for a person at a terminal: each finding at its line with its words marked, then the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from vbparse.check.catalog import find_rule
from vbparse.check.session import Session
from vbparse.model import Diagnostic, FileReport, ReportSummary
from vbparse.render.safe import in_line, one_line, visible
from vbparse.render.wording import wording
from vbparse.source import Source, Span

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_INDENT = 4
REPEATS = 5
"""Most notes of one rule that are shown for a file; the machine-readable formats hold them all."""
_FIX = 120
"""Most characters shown of what is to be written instead."""


Shown = Literal["new", "all", "none"]
"""Which findings are shown: those that count, known and suppressed ones as well, or none."""


def show_session(
    session: Session, console: Console, language: str, shown: Shown = "new", has_statistics: bool = False
) -> None:
    """The findings of each file as soon as it is checked, then a line of counts, before it counts by rule if wanted."""
    say, width = wording(language), console.width
    for report in session.reports():
        if shown != "none":
            show_file(report, console, say, width, shown == "all")
    summary = session.tally.summary()
    if has_statistics:
        _show_statistics(summary, console, language)
    if summary.files or not session.refused:
        console.print(Text(_counts(summary, say), style="bold"))


Pieces = list[tuple[str, str]]
"""Words and their style."""


def show_file(
    report: FileReport, console: Console, say: dict[str, str], width: int = 80, has_all: bool = False
) -> None:
    """The findings of one file."""
    seen: Counter[str] = Counter()
    for found in report.diagnostics:
        seen[found.code] += 1
        if found.severity != "info" or seen[found.code] <= REPEATS:
            _print(console, _finding(report, found, say, width))
    for code, count in sorted(seen.items()):
        more = count - REPEATS
        if more > 0 and next(d for d in report.diagnostics if d.code == code).severity == "info":
            _print(
                console, [(in_line(f"{report.path}: "), ""), (say["more notes"].format(count=more, code=code), "dim")]
            )
    for found in report.known if has_all else ():
        _print(console, _finding(report, found, say, width, say["known"]))
    for found in report.suppressed if has_all else ():
        reason = f"{say['suppressed']}: {one_line(found.reason or '')}"
        _print(console, _finding(report, found, say, width, reason))


def _print(console: Console, pieces: Pieces) -> None:
    """Without a terminal nothing has to be styled, which takes longer than to check the file."""
    if console.is_terminal:
        console.print(Text.assemble(*pieces), soft_wrap=True)
    else:
        console.file.write("".join(words for words, _ in pieces) + "\n")


def _finding(report: FileReport, found: Diagnostic, say: dict[str, str], width: int, note: str = "") -> Pieces:
    line, column = report.source.position(found.span.start)
    kind, number = report.source.where(found.span.start)
    place = "" if kind == "line" else f"{say[f'short {kind}']} {number} "
    pieces = [
        (in_line(f"{report.path}:{line}:{column}: "), ""),
        (place, "dim"),
        (found.code, _STYLES[found.severity]),
        (f" {found.name} [{say[found.severity]}] {one_line(found.message)}{f' ({note})' if note else ''}", ""),
    ]
    for words, style in _marked(report.source, found.span, width, _STYLES[found.severity]):
        pieces.append((f"\n{' ' * _INDENT}{words}", style))
    if found.fix:
        instead = one_line(found.fix.text)[:_FIX]
        what = say["fix write"] if instead else say["fix delete"]
        hint = "" if found.fix.safe else f" ({say['fix unsafe']})"
        pieces.append((f"\n{' ' * _INDENT}{what.format(text=instead)}{hint}", "green"))
    return pieces


def _marked(source: Source, span: Span, width: int, style: str) -> Iterator[tuple[str, str]]:
    """The line on which a finding begins, as far as there is room, and below it a mark under the words."""
    number, column = source.position(span.start)
    start = source.line_starts[number - 1]
    line = visible(source.text[start:].split("\n", 1)[0].rstrip("\r")).replace("\t", " ")
    if not line.strip():
        return
    first, last = column - 1, max(column, min(span.end - start, len(line)))
    begin, end = _window(line, first, last, width - _INDENT)
    before, after = "…" if begin else "", "…" if end < len(line) else ""
    yield f"{before}{line[begin:end]}{after}", ""
    room = cell_len(before + line[begin:first])
    yield " " * room + "^" * max(1, cell_len(line[first : min(last, end)])), style


def _window(line: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Which part of a line is shown: the words with what stands around them."""
    indent = min(len(line) - len(line.lstrip()), first)
    if cell_len(line[indent:]) <= width:
        return indent, len(line)
    around = max(0, width - 2 - (last - first))
    begin = max(indent, first - around // 2)
    return begin, min(len(line), begin + width - 2)


def _show_statistics(summary: ReportSummary, console: Console, language: str) -> None:
    """How often each rule has found something, the most frequent first."""
    for code, count in sorted(summary.rules.items(), key=lambda pair: (-pair[1], pair[0])):
        rule = find_rule(code)
        text = Text(f"{count:>6}  ")
        text.append(code, style=_STYLES[rule.severity])
        console.print(text.append(f" {rule.name}: {rule.title[language]}"), soft_wrap=True)


def _counts(summary: ReportSummary, say: dict[str, str]) -> str:
    always = ("files", "clean", "errors", "warnings")
    more = (name for name in ("infos", "known", "suppressed", "fixed") if getattr(summary, name))
    return " · ".join(f"{say[name]} {getattr(summary, name)}" for name in (*always, *more))
