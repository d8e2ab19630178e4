"""`Line…` → `Block…`: paragraphs, headings, fields, table rows.

Hard-wrapped lines and sentences cut by a page break are joined as spans; the text itself is never edited.
Whether a document is hard-wrapped is decided from its own lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from vbparse.grammar import Grammar, Pattern, RuleSet
from vbparse.grids import Row, find_rows
from vbparse.model import Block, Line
from vbparse.organs import known_length
from vbparse.places import is_name_cut
from vbparse.reading import TRIM, read_span
from vbparse.shape import replace, shape, sketch
from vbparse.source import Source, Span
from vbparse.spaced import find_spaced_rows

_FINAL = ".;:!?…/"
_CLOSERS = "”\"»)]'’*"
_LEVELS = ("article", "division", "chapter", "part", "roman")
_WEAK_MARKERS = ("dash", "arabic", "arabic_paren", "letter", "letter_dot")
_ALONE = frozenset({"article", "item", "subitem", "bullet", "subbullet"})
"""Kinds of clauses whose marker never stands on a line of its own."""
_COLUMNS = re.compile(r"\S[ \u00a0]{4,}\S")
_REFERENCE = re.compile(r"(?:khoản|điểm|[Pp]hụ lục|tại|theo)(?:\s+[\dIVXa-zđ]{1,4})?$")
_HEADING_MARK = re.compile(r"[\s*]*#{1,6}\s")
_WIDE = re.compile(r"[ \u00a0]{2}")
_STRETCH = re.compile(r"\S+(?:[ \u00a0]{1,3}\S+)*")
_SIGNING_LABELS = ("recipients", "authority")
SIGNING, SHORT = 30, 160
"""Most lines of a signature with its recipients, and most characters of the line that begins them."""
HEAD_LINE, BODY_LINE = 0.45, 0.25
"""Shortest line, as a share of the wrap width, that goes on in the next one where only a blank line ends a paragraph:
letterheads and signatures are short lines in capitals; the first line of a paragraph may be short too."""
LONG_LINE = 40
"""Fewest characters of a line that a page break may have cut; headings are shorter (samples, corpus)."""
FULL = 0.6
"""Share of the wrap width from which a line may have been cut by the margin."""
LEAST_WIDTH = 40
"""Fewest characters of a margin that wraps; the corpus has 42 and more."""
WRAPPED_SHARE = 0.15
"""From this share of neighbouring lines that run on in lower case the document is hard-wrapped: 0.18 to 0.91 in
the wrapped captures of a corpus of 100 documents, up to 0.12 in the others."""


@shape
class _Lexicon:
    """The words that joining looks up."""

    open_words: frozenset[str]
    open_names: tuple[str, ...]
    positions: tuple[str, ...]
    markers: RuleSet
    resolve: Pattern
    attached: Pattern
    notes: tuple[str, ...]
    levels: tuple[str, ...]


@shape
class _Strip:
    """A line of text, trimmed of blanks and marks, as the joining looks at it.

    Few lines are asked everything, so nothing is found out before it is asked.
    """

    line: Line
    text: str
    """Its words."""
    words: Span
    bare: str
    """The line without the blanks around it, marks included."""
    lexicon: _Lexicon

    @property
    def length(self) -> int:
        return self.words.end - self.words.start

    @property
    def first(self) -> str:
        return self.text[:1] or " "

    @property
    def last(self) -> str:
        return self.text[-1:] or " "

    @property
    def is_unfinished(self) -> bool:
        return self.last not in _FINAL and self.last not in _CLOSERS

    @property
    def runs_on(self) -> bool:
        """Whether it begins as a sentence goes on."""
        return self.first.islower() or self.first in "(,;/%&)"

    @property
    def is_open(self) -> bool:
        """Whether its last word is one after which no paragraph ends."""
        last = self.text[-24:].replace("*", "").rsplit(None, 1)[-1:]
        return last != [] and (
            last[0].casefold() in self.lexicon.open_words or self.text.endswith(self.lexicon.open_names)
        )

    @property
    def head(self) -> str:
        """First word."""
        return self.text.split(None, 1)[0] if self.text else ""

    @property
    def after_dash(self) -> str:
        """First letter after a bullet."""
        return self.text.lstrip("-–—* ")[:1]

    @property
    def refers(self) -> bool:
        """Whether it ends in a reference whose number or level goes on in the next line: "tại khoản 3"."""
        return bool(_REFERENCE.search(self.text[-24:]))

    @property
    def is_signing(self) -> bool:
        """Whether it is a signer's position, which stands on a line of its own even inside bold marks."""
        return self.head.isupper() and " ".join(self.text[:40].split()).startswith(self.lexicon.positions)

    @property
    def is_resolve(self) -> bool:
        """Whether it is "Quyết định:" or "(Kèm theo …)", which go on no line above."""
        if self.last == ":" and len(self.text) < 20:
            return bool(self.lexicon.resolve.fullmatch(self.text))
        is_note = self.first in "(K" and bool(self.lexicon.attached.match(self.text))
        return is_note or (self.first == "(" and self.text in self.lexicon.notes)

    @property
    def is_lone_word(self) -> bool:
        """Whether it is a level's word alone ("Điều"), its number on the next line."""
        return 0 < len(self.text) < 8 and self.text.replace("*", "").strip() in self.lexicon.levels

    @property
    def stars(self) -> int:
        """Bold marks, an odd number of which leaves bold open."""
        return self.bare.count("**")

    @property
    def opens_italic(self) -> bool:
        """Whether italics begin with it and do not end in it."""
        opens = self.bare[:1] == "*" and (self.bare[1:2] not in "* " or self.bare[1:3] == " (")
        return opens and self.bare.count("*") == 1

    @property
    def closes_italic(self) -> bool:
        return self.bare[-1:] == "*" and self.bare[-2:-1] not in "* " and self.bare.count("*") == 1

    @property
    def tail_is_upper(self) -> bool:
        return bool(self.text) and self.text.rsplit(None, 1)[-1].isupper()

    @property
    def is_only_marker(self) -> bool:
        return self.line.marker is not None and len(self.text) < 16 and _is_marker(self.text, self.lexicon.markers)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return len(self.bare) > 4 and self.bare.startswith("**") and self.bare.endswith("**")

    @property
    def has_columns(self) -> bool:
        """Whether wide blanks part it into columns."""
        # Hardly any text has two blanks in a row; to look for these takes a tenth of the search.
        return _may_be_wide(self.text) and bool(_COLUMNS.search(self.text))


@shape
class Layout:
    """How a document's own lines are laid out."""

    is_wrapped: bool
    width: int
    """Length of a line that the margin cut, in characters."""
    has_blank_lines: bool
    """Whether a blank line stands between paragraphs."""
    indent: int
    """Fewest leading blanks of a paragraph's first line; 0 if paragraphs are not indented."""
    small_bullets: bool
    """Whether bullets of the document begin in lower case."""


HEAD = 12
"""Most lines of a letterhead above the type word."""
GAP = 12
"""Most lines of a page break that cuts a sentence, footnotes not counted."""
_OF_PAGE = ("furniture", "note", "site")
"""Kinds of lines that belong to the page: a paragraph goes on after them."""


def group_blocks(source: Source, lines: tuple[Line, ...], grammar: Grammar) -> tuple[Block, ...]:
    """The blocks of a text; their spans tile it."""
    return _tile(source, _joined(source, lines, grammar))


def _joined(source: Source, lines: tuple[Line, ...], grammar: Grammar) -> list[Block]:
    """Blocks whose spans are their words; what was looked at to find them is as large and not held any longer."""
    rows = find_rows(source, lines, grammar)
    rows |= {row.first: row for row in find_spaced_rows(source, lines, grammar)}
    rows = _apart(rows)
    in_rows = {number for row in rows.values() for number in range(row.first, row.last + 1)}
    lexicon = _Lexicon(
        open_words=frozenset(grammar.words("open")),
        open_names=grammar.words("open_names"),
        positions=grammar.words("positions"),
        notes=grammar.words("notes"),
        markers=grammar.rules("markers"),
        resolve=grammar.rules("letterhead").pattern("resolve"),
        attached=grammar.rules("letterhead").pattern("attached"),
        levels=grammar.words("levels"),
    )
    strips = {
        line.number: _strip(source, line, lexicon)
        for line in lines
        if line.kind == "text" and line.number not in in_rows
    }
    layout = measure(lines, strips)
    bars = _bars_before(lines)
    groups: list[Block | _Group] = []
    signing = -SIGNING
    for line in lines:
        if line.number in rows:
            groups.extend(_row_blocks(source, rows[line.number], grammar))
        if line.number in in_rows or line.kind in ("blank", "bar"):
            continue
        if line.kind == "text" and _signs(source, strips[line.number], grammar):
            signing = line.number
        cells = list(_letterhead(source, strips[line.number], grammar)) if line.kind == "text" else []
        if cells:
            groups.extend(cells)
            continue
        if line.number - signing < SIGNING and line.kind == "text" and strips[line.number].has_columns:
            groups.extend(_columns(source, line))
            continue
        reason = _reason_to_join(groups, line, strips, layout, bars, grammar) if line.kind == "text" else ""
        if reason:
            _join(groups, line, reason, strips)
        else:
            stars = strips[line.number].stars if line.number in strips else 0
            groups.append(_Group(lines=[line], why="stands alone", stars=stars))
    return [_block(source, group, strips) if isinstance(group, _Group) else group for group in groups]


@sketch
class _Group:
    """Lines that become one block."""

    lines: list[Line]
    why: str
    stars: int = 0
    """Bold marks in its lines, an odd number of which leaves bold open."""


def _apart(rows: dict[int, Row]) -> dict[int, Row]:
    """Rows by their first line, without those inside one before: a cell between bars may hold a tab."""
    kept: dict[int, Row] = {}
    last = 0
    for number in sorted(rows):
        if number > last:
            kept[number] = rows[number]
            last = rows[number].last
    return kept


def _row_blocks(source: Source, row: Row, grammar: Grammar) -> Iterator[Block]:
    """A table's row as one block; cells that are no table as blocks of their own."""
    filled = [cell for cell in row.cells if cell]
    if not filled:
        return
    lines = tuple(range(row.first, row.last + 1))
    if not row.is_table:
        for words in (piece for cell in filled for part in cell for piece in _paragraphs(source, part, grammar)):
            reading = read_span(source, [words])
            yield Block(span=words, words=words, kind="text", lines=lines, reading=reading, why="a cell")
        return
    pieces = [piece for cell in filled for piece in cell]
    words = Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))
    reading = read_span(source, pieces)
    cells = tuple(read_span(source, cell) for cell in row.cells)
    yield Block(span=words, words=words, kind="row", lines=lines, reading=reading, cells=cells, why="a table's row")


def _may_be_wide(text: str) -> bool:
    """Whether a text may have two blanks in a row."""
    return "  " in text or "\u00a0" in text


def _columns(source: Source, line: Line) -> Iterator[Block]:
    """The stretches of a line that wide blanks part, each as a block."""
    start = line.span.start
    for found in _STRETCH.finditer(source[line.span]):
        yield _cell(source, line, Span(start + found.start(), start + found.end()), "a column of the signature")


def _cell(source: Source, line: Line, words: Span, why: str) -> Block:
    """A stretch of a line as a block."""
    column = words.start - line.span.start
    return Block(
        span=words,
        words=words,
        kind="text",
        lines=(line.number,),
        reading=read_span(source, [words]),
        marker=line.marker if column == line.indent else None,
        column=column,
        why=why,
    )


def _letterhead(source: Source, strip: _Strip, grammar: Grammar) -> Iterator[Block]:
    """The columns of a letterhead that stand on one line: organ and motto, number and place, two organs."""
    line = strip.line
    if line.marker or not _may_be_wide(strip.bare) or not _WIDE.search(strip.bare):
        return
    words = source[line.span]
    if len(words) > SHORT:
        return
    letterhead = grammar.rules("letterhead")
    start = line.span.start + line.indent
    pieces = list(_paragraphs(source, Span(start, line.span.start + len(words.rstrip())), grammar))
    texts = [" ".join(source[piece].split()) for piece in pieces]
    is_head = any(letterhead.pattern("motto").match(text) for text in texts[1:]) or (
        line.number <= HEAD and all(letterhead.pattern("organ").match(text) for text in texts)
    )
    if len(pieces) > 1 and is_head:
        yield from (_cell(source, line, piece, "a column of the letterhead") for piece in pieces)


def _signs(source: Source, strip: _Strip, grammar: Grammar) -> bool:
    """Whether a line begins the recipients or the signature."""
    if strip.length > SHORT:
        return False
    rules = grammar.rules("letterhead").among(_SIGNING_LABELS, strip.text)
    return bool(rules) and any(rule.find(" ".join(strip.text.split())) for rule in rules)


def _paragraphs(source: Source, cell: Span, grammar: Grammar) -> Iterator[Span]:
    """The paragraphs of a letterhead's or signature's cell, which some converters part by two blanks."""
    start = cell.start
    for gap in grammar.rules("layout").pattern("gap").finditer(source.text, cell.start, cell.end):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, cell.end)


def measure(lines: Iterable[Line], strips: dict[int, _Strip]) -> Layout:
    """Decide from its lines how the document is laid out."""
    pairs = [(strips[n], strips[n + 1]) for n in strips if n + 1 in strips]
    cut = [before for before, after in pairs if before.is_unfinished and after.runs_on and not after.line.marker]
    is_wrapped = len(cut) >= 3 and len(cut) >= WRAPPED_SHARE * len(pairs)
    opening = [strip for strip in strips.values() if strip.line.marker]
    apart = [strip for strip in opening if strip.line.number - 1 not in strips]
    follow = [after.line.indent for before, after in pairs if before.is_unfinished and after.runs_on]
    indents = sorted(strip.line.indent for strip in opening)
    small = indents[len(indents) // 4] if indents else 0
    is_indented = is_wrapped and bool(indents) and _median(indents) >= 2 and _median(follow) < small
    lengths = sorted(strip.length for strip in cut)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    dashes = [strip.after_dash for strip in strips.values() if strip.line.marker == "dash"]
    return Layout(
        # Letterheads are short lines that run on: too few and too short to say anything of the text.
        is_wrapped=is_wrapped and width >= LEAST_WIDTH,
        width=width,
        small_bullets=5 * sum(after.islower() for after in dashes) > len(dashes),
        has_blank_lines=len(apart) * 2 > len(opening),
        indent=max(2, small) if is_indented else 0,
    )


def _median(numbers: list[int]) -> float:
    """The package `statistics` would take longer to import than the rest of this module."""
    in_order = sorted(numbers)
    return (in_order[(len(in_order) - 1) // 2] + in_order[len(in_order) // 2]) / 2


def _strip(source: Source, line: Line, lexicon: _Lexicon) -> _Strip:
    raw = source[line.span]
    heading = _HEADING_MARK.match(raw) if "#" in raw else None
    text = raw[heading.end() if heading else 0 :].strip(TRIM)
    start = line.span.start + (raw.index(text) if text else 0)
    return _Strip(line=line, text=text, words=Span(start, start + len(text)), bare=raw.strip(), lexicon=lexicon)


def _is_marker(words: str, markers: RuleSet) -> bool:
    """Whether a line holds a marker and nothing else; a chapter has its title below."""
    bare = words.replace("*", "") + " "
    found = markers.first_match(bare)
    return found is not None and found[1].end() >= len(bare) - 1 and found[0]["kind"] in _ALONE


def _bars_before(lines: Iterable[Line]) -> dict[int, int]:
    """How many lone bars stand before each line: two lines with another count are in different cells."""
    counts: dict[int, int] = {}
    count = 0
    for line in lines:
        count += line.kind == "bar"
        counts[line.number] = count
    return counts


def _reason_to_join(
    groups: list[Block | _Group],
    line: Line,
    strips: dict[int, _Strip],
    layout: Layout,
    bars: dict[int, int],
    grammar: Grammar,
) -> str:
    """Why a line goes on the paragraph before it, or an empty string."""
    before = _last_text(groups)
    number = before.lines[-1].number if before else 0
    if not before or number not in strips or bars[number] != bars[line.number]:
        return ""
    last, here = strips[number], strips[line.number]
    if here.is_resolve:
        return ""
    if line.number == last.line.number + 1:
        if last.is_lone_word and here.first.isdigit():
            return "a level's word alone is no paragraph"
        if before.stars % 2 and not line.marker:
            return "bold goes on" if not here.is_signing else ""
        if last.opens_italic and here.closes_italic:
            return "italics go on"
        why = (_wrapped(last, here, layout) if layout.is_wrapped else "") or _place_goes_on(last, here, grammar)
        if why or layout.is_wrapped:
            return why or _name_goes_on(last, here, grammar)
    gap = line.number - last.line.number - 1 - _note_lines(groups)
    has_furniture = isinstance(groups[-1], _Group) and groups[-1].lines[0].kind in _OF_PAGE
    return _broken(last, here, layout, has_furniture) if gap <= GAP else ""


def _last_text(groups: list[Block | _Group]) -> _Group | None:
    """The paragraph before, seen through page furniture."""
    for group in reversed(groups):
        if isinstance(group, Block) or group.lines[0].kind not in ("text", *_OF_PAGE):
            return None
        if group.lines[0].kind == "text":
            return group
    return None


def _note_lines(groups: list[Block | _Group]) -> int:
    """How many lines of footnotes stand after the last paragraph."""
    count = 0
    for group in reversed(groups):
        if isinstance(group, Block) or group.lines[0].kind not in _OF_PAGE:
            break
        count += group.lines[0].kind == "note"
    return count


def _join(groups: list[Block | _Group], line: Line, why: str, strips: dict[int, _Strip]) -> None:
    """Put a line to the paragraph before, with the page furniture that interrupts it."""
    pieces = [line]
    while isinstance(last := groups[-1], _Group) and last.lines[0].kind in _OF_PAGE:
        pieces = last.lines + pieces
        groups.pop()
    if isinstance(last, _Group):
        last.lines.extend(pieces)
        last.stars += strips[line.number].stars
        last.why = why


def _wrapped(last: _Strip, here: _Strip, layout: Layout) -> str:
    """Neighbouring lines of a hard-wrapped document."""
    if last.is_only_marker and not here.line.marker:
        return "a marker alone is no paragraph"
    is_own = here.is_bold or (here.is_signing and here.bare.startswith("**"))
    if is_own or (last.is_bold and not here.runs_on) or last.has_columns or here.has_columns:
        return ""
    is_full = last.length + 1 + len(here.head) > layout.width - 4
    may_be_cut = last.is_unfinished and last.length >= FULL * layout.width
    if layout.indent and here.line.indent < layout.indent and (may_be_cut or is_full):
        return "not indented: the margin cut the line"
    if here.line.marker in _LEVELS and last.refers and last.length >= BODY_LINE * layout.width:
        return "a reference goes on"
    if here.line.marker == "dash" and here.after_dash.islower() and may_be_cut and not layout.small_bullets:
        return "a dash that the margin put first"
    if here.line.marker:
        is_word = (
            may_be_cut and not layout.indent and here.line.marker in _WEAK_MARKERS and _no_list(last, here, layout)
        )
        return "what looks like a marker is a word that the margin put first" if is_word else ""
    if last.is_open or last.last in ",-–":
        return "the line before ends in the middle of a phrase"
    if here.runs_on and (last.is_unfinished or last.length >= FULL * layout.width or layout.has_blank_lines):
        return "goes on in lower case"
    if layout.has_blank_lines:
        is_open = last.is_unfinished and here.first.isdigit() and not last.tail_is_upper
        if (is_open or (last.line.marker and last.last not in ".;!?…/")) and not layout.indent:
            return "no blank line between: a paragraph's first line may be short"
        least = HEAD_LINE if last.head.isupper() and last.tail_is_upper else BODY_LINE
        return "no blank line between" if last.length >= least * layout.width and not layout.indent else ""
    goes_on = last.is_unfinished or (last.last == ":" and here.first not in '“"')
    return "the margin cut the line" if is_full and goes_on else ""


def _place_goes_on(last: _Strip, here: _Strip, grammar: Grammar) -> str:
    """Whether a margin, even that of a cell, cut a place's name: "tỉnh Lạng⏎Sơn"."""
    if not last.is_unfinished or here.line.marker or here.is_bold or not here.first.isupper():
        return ""
    return "the margin cut a place's name" if is_name_cut(last.text, here.text, grammar) else ""


def _name_goes_on(last: _Strip, here: _Strip, grammar: Grammar) -> str:
    """Whether the margin cut an organ's name: "Bộ Công⏎Thương"."""
    if not last.is_unfinished or last.tail_is_upper or here.line.marker or here.is_bold or not here.first.isupper():
        return ""
    words = last.text[-60:].split(" ")
    for count in range(1, min(6, len(words)) + 1):
        tail = " ".join(words[-count:])
        if tail[:1].isupper() and known_length(f"{tail} {here.text[:60]}", 0, grammar) > len(tail):
            return "the margin cut an organ's name"
    return ""


def _no_list(last: _Strip, here: _Strip, layout: Layout) -> bool:
    """Whether blank lines part the paragraphs of a document, so that no list item follows a line directly."""
    return layout.has_blank_lines and last.line.marker != here.line.marker


def _broken(last: _Strip, here: _Strip, layout: Layout, has_furniture: bool) -> str:
    """Lines with a gap between them, or of a document that is not wrapped: only a cut sentence is joined."""
    if here.line.marker or last.length < (FULL * layout.width if layout.is_wrapped else LONG_LINE):
        return ""
    if last.is_unfinished and here.first.islower():
        return "a page break cut the sentence"
    if layout.is_wrapped and has_furniture and last.is_open:
        return "a page break cut the phrase"
    return ""


def _block(source: Source, group: _Group, strips: dict[int, _Strip]) -> Block:
    own = [line for line in group.lines if line.kind not in _OF_PAGE] or group.lines
    pieces = [strips[line.number].words if line.number in strips else line.span for line in own]
    is_star = own[0].marker == "star"
    if is_star:
        pieces[0] = Span(source.text.index("*", own[0].span.start), pieces[0].end)
    words = Span(pieces[0].start, pieces[-1].end)
    raw = source.text[own[0].span.start : own[-1].span.end].strip()
    return Block(
        span=words,
        words=words,
        kind=own[0].kind,
        lines=tuple(line.number for line in own),
        reading=read_span(source, pieces, keeps_star=is_star),
        marker=own[0].marker,
        column=own[0].indent,
        is_bold=raw.startswith("**") and raw.endswith("**"),
        why=group.why,
    )


def _tile(source: Source, blocks: list[Block]) -> tuple[Block, ...]:
    """Stretch each block up to the next one, the first to the beginning, the last to the end."""
    if not blocks:
        whole = Span(0, len(source.text))
        empty = Block(span=whole, words=whole, kind="blank", lines=(1,), reading=read_span(source, ()))
        return (empty,)
    ends = [_begin(source, before, block) for before, block in pairwise(blocks)] + [len(source.text)]
    starts = [0, *ends[:-1]]
    return tuple(
        replace(block, span=Span(*ends_)) for block, ends_ in zip(blocks, zip(starts, ends, strict=True), strict=True)
    )


def _begin(source: Source, before: Block, block: Block) -> int:
    """A block begins with its line; a cell beside another one with its words."""
    start = source.line_starts[source.position(block.words.start)[0] - 1]
    return start if start >= before.words.end else block.words.start
