"""`Line…` → `Block…`: paragraphs, headings, fields, table rows.

Hard-wrapped lines and sentences cut by a page break are joined as spans; the text itself is never edited.
Whether a document is hard-wrapped is decided from its own lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from vbparse.model import Block, Line
from vbparse.reading import read_span
from vbparse.source import Source, Span

_FINAL = ".;:!?…/"
_CLOSERS = "”\"»)]'’*"
_MARKS = " \t\r\n\f\v\u00a0\u200b\ufeff*"
_OPEN_WORDS = frozenset(
    "số ngày tháng năm điều khoản điểm mục của và về các những theo tại cho với trong là từ đến thứ lần"
    " hoặc do để bởi gồm".split()
)
"""Words after which no paragraph ends."""
_POSITIONS = (
    "PHÓ ",
    "CHỦ TỊCH",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "GIÁM ĐỐC",
    "TRƯỞNG ",
    "CHÁNH ",
    "KT.",
    "TL.",
    "TUQ.",
    "Q.",
)
_WEAK_MARKERS = ("dash", "arabic", "arabic_paren", "letter", "letter_dot")
_COLUMNS = re.compile(r"\S[ \u00a0]{4,}\S")
HEAD_LINE, BODY_LINE = 0.45, 0.25
"""Shortest line, as a share of the wrap width, that goes on in the next one where only a blank line ends a paragraph:
letterheads and signatures are short lines in capitals; the first line of a paragraph may be short too."""
LONG_LINE = 40
"""Fewest characters of a line that a page break may have cut; headings are shorter (samples, corpus)."""
FULL = 0.6
"""Share of the wrap width from which a line may have been cut by the margin."""
WRAPPED_SHARE = 0.15
"""From this share of neighbouring lines that run on in lower case the document is hard-wrapped: 0.35–0.8 in
wrapped captures of the corpus, under 0.02 in the others."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line of text, trimmed of blanks and marks, as the joining looks at it."""

    line: Line
    words: Span
    first: str
    last: str
    tail: str
    """Last word, in lower case."""
    head: str
    """First word."""
    start: str
    """First words."""
    stars: int
    """Bold marks, an odd number of which leaves bold open."""
    tail_is_upper: bool
    is_bold: bool
    """Whether all of it is bold."""
    has_columns: bool
    """Whether wide blanks part it into columns."""

    @property
    def length(self) -> int:
        return self.words.end - self.words.start

    @property
    def is_unfinished(self) -> bool:
        return self.last not in _FINAL and self.last not in _CLOSERS

    @property
    def runs_on(self) -> bool:
        """Whether it begins as a sentence goes on."""
        return self.first.islower() or self.first in "(,;/%&)"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document's own lines are laid out."""

    is_wrapped: bool
    width: int
    """Length of a line that the margin cut, in characters."""
    has_blank_lines: bool
    """Whether a blank line stands between paragraphs."""
    indent: int
    """Fewest leading blanks of a paragraph's first line; 0 if paragraphs are not indented."""


def group_blocks(source: Source, lines: tuple[Line, ...]) -> tuple[Block, ...]:
    """The blocks of a text; their spans tile it."""
    strips = {line.number: _strip(source, line) for line in lines if line.kind == "text"}
    layout = measure(lines, strips)
    groups: list[tuple[list[Line], str]] = []
    cells = _cells(lines)
    for line in lines:
        if line.kind in ("blank", "bar"):
            continue
        reason = _reason_to_join(groups, line, strips, layout, cells) if line.kind == "text" else ""
        if reason:
            groups[-1] = ([*_without_furniture(groups, line), line], reason)
        else:
            groups.append(([line], "stands alone"))
    return _tile(source, [_block(source, group, strips, cells, why) for group, why in groups])


def measure(lines: Iterable[Line], strips: dict[int, _Strip]) -> Layout:
    """Decide from its lines how the document is laid out."""
    pairs = [(strips[n], strips[n + 1]) for n in strips if n + 1 in strips]
    cut = [before for before, after in pairs if before.is_unfinished and after.runs_on and not after.line.marker]
    is_wrapped = len(cut) >= 3 and len(cut) >= WRAPPED_SHARE * len(pairs)
    opening = [strip for strip in strips.values() if strip.line.marker]
    apart = [strip for strip in opening if strip.line.number - 1 not in strips]
    follow = [after.line.indent for before, after in pairs if before.is_unfinished and after.runs_on]
    indents = sorted(strip.line.indent for strip in opening)
    is_indented = is_wrapped and bool(indents) and median(indents) >= 2 and median(follow) < indents[len(indents) // 4]
    lengths = sorted(strip.length for strip in cut)
    return Layout(
        is_wrapped=is_wrapped,
        width=lengths[len(lengths) * 9 // 10] if lengths else 0,
        has_blank_lines=len(apart) * 2 > len(opening),
        indent=max(2, indents[len(indents) // 4]) if is_indented else 0,
    )


def _strip(source: Source, line: Line) -> _Strip:
    raw = source[line.span]
    words = raw.strip(_MARKS)
    bare = raw.strip()
    start = line.span.start + len(raw) - len(raw.lstrip(_MARKS))
    parts = words.split(None, 1)
    return _Strip(
        line=line,
        words=Span(start, start + len(words)),
        first=words[:1] or " ",
        last=words[-1:] or " ",
        tail=words[-24:].replace("*", "").rsplit(None, 1)[-1].casefold() if parts else "",
        head=parts[0] if parts else "",
        start=words[:24],
        stars=raw.count("**"),
        tail_is_upper=bool(parts) and words.rsplit(None, 1)[-1].isupper(),
        is_bold=len(bare) > 4 and bare.startswith("**") and bare.endswith("**"),
        has_columns=bool(_COLUMNS.search(words)),
    )


def _cells(lines: Iterable[Line]) -> dict[int, int]:
    """Number of the cell in which each line stands, counted by the lone bars before it."""
    cells: dict[int, int] = {}
    cell = 0
    for line in lines:
        if line.kind == "bar":
            cell += 1
        cells[line.number] = cell
    return cells


def _reason_to_join(
    groups: list[tuple[list[Line], str]], line: Line, strips: dict[int, _Strip], layout: Layout, cells: dict[int, int]
) -> str:
    """Why a line goes on the paragraph before it, or an empty string."""
    before = _last_text(groups)
    if not before or before[-1].number not in strips or cells[before[-1].number] != cells[line.number]:
        return ""
    last, here = strips[before[-1].number], strips[line.number]
    if line.number == last.line.number + 1:
        if sum(strips[part.number].stars for part in before if part.number in strips) % 2 and not line.marker:
            return "bold goes on" if not _is_signing(here) else ""
        if layout.is_wrapped:
            return _wrapped(last, here, layout)
    gap = line.number - last.line.number - 1
    return _broken(last, here, layout) if gap <= 12 else ""


def _last_text(groups: list[tuple[list[Line], str]]) -> list[Line]:
    """The paragraph before, seen through page furniture."""
    for group, _ in reversed(groups):
        if group[0].kind == "text":
            return group
        if group[0].kind != "furniture":
            return []
    return []


def _without_furniture(groups: list[tuple[list[Line], str]], line: Line) -> list[Line]:
    """Take page furniture into the paragraph that it interrupts."""
    pieces: list[Line] = []
    while groups[-1][0][0].kind == "furniture":
        pieces = groups.pop()[0] + pieces
    return groups[-1][0] + pieces


def _is_signing(here: _Strip) -> bool:
    """Whether a line is a signer's position, which stands on a line of its own even inside bold marks."""
    return here.head.isupper() and here.start.startswith(_POSITIONS)


def _wrapped(last: _Strip, here: _Strip, layout: Layout) -> str:
    """Neighbouring lines of a hard-wrapped document."""
    if here.is_bold or (last.is_bold and not here.runs_on) or last.has_columns or here.has_columns:
        return ""
    is_full = last.length + 1 + len(here.head) > layout.width - 4
    may_be_cut = last.is_unfinished and last.length >= FULL * layout.width
    if layout.indent and here.line.indent < layout.indent and (may_be_cut or is_full):
        return "not indented: the margin cut the line"
    if here.line.marker:
        is_word = (
            may_be_cut and not layout.indent and here.line.marker in _WEAK_MARKERS and _no_list(last, here, layout)
        )
        return "what looks like a marker is a word that the margin put first" if is_word else ""
    if last.tail in _OPEN_WORDS or last.last in ",-–":
        return "the line before ends in the middle of a phrase"
    if here.runs_on and (last.is_unfinished or last.length >= FULL * layout.width or layout.has_blank_lines):
        return "goes on in lower case"
    if layout.has_blank_lines:
        least = HEAD_LINE if last.head.isupper() and last.tail_is_upper else BODY_LINE
        return "no blank line between" if last.length >= least * layout.width and not layout.indent else ""
    return "the margin cut the line" if is_full and last.is_unfinished else ""


def _no_list(last: _Strip, here: _Strip, layout: Layout) -> bool:
    """Whether blank lines part the paragraphs of a document, so that no list item follows a line directly."""
    return layout.has_blank_lines and last.line.marker != here.line.marker


def _broken(last: _Strip, here: _Strip, layout: Layout) -> str:
    """Lines with a gap between them, or of a document that is not wrapped: only a cut sentence is joined."""
    if here.line.marker or last.length < (FULL * layout.width if layout.is_wrapped else LONG_LINE):
        return ""
    if last.is_unfinished and here.first.islower():
        return "a page break cut the sentence"
    return ""


def _block(source: Source, group: list[Line], strips: dict[int, _Strip], cells: dict[int, int], why: str) -> Block:
    own = [line for line in group if line.kind != "furniture"] or group
    pieces = [strips[line.number].words if line.number in strips else line.span for line in own]
    is_star = own[0].marker == "star"
    if is_star:
        pieces[0] = Span(source.text.index("*", own[0].span.start), pieces[0].end)
    words = Span(pieces[0].start, pieces[-1].end)
    kind = own[0].kind if own[0].kind != "bar" else "text"
    raw = source.text[own[0].span.start : own[-1].span.end].strip()
    return Block(
        span=words,
        words=words,
        kind=kind,
        lines=tuple(line.number for line in own),
        reading=read_span(source, pieces, keeps_star=is_star),
        is_bold=raw.startswith("**") and raw.endswith("**"),
        cell=cells[own[0].number],
        why=why,
    )


def _tile(source: Source, blocks: list[Block]) -> tuple[Block, ...]:
    """Stretch each block up to the next one, the first to the beginning, the last to the end."""
    if not blocks:
        whole = Span(0, len(source.text))
        empty = Block(span=whole, words=whole, kind="blank", lines=(1,), reading=read_span(source, ()))
        return (empty,)
    ends = [_line_start(source, block.words.start) for block in blocks[1:]] + [len(source.text)]
    starts = [0, *ends[:-1]]
    return tuple(
        replace(block, span=Span(*ends_)) for block, ends_ in zip(blocks, zip(starts, ends, strict=True), strict=True)
    )


def _line_start(source: Source, offset: int) -> int:
    return source.line_starts[source.position(offset)[0] - 1]
