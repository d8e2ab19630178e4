"""`Block…` → `Block…`: a paragraph that swallowed the clauses after it is parted where the numbering proves it.

Copying out of a PDF or a web page runs clauses together: "… 1. Mục đích … 2. Yêu cầu …". A number inside a paragraph
is a marker only if it goes on what is counted above it, or begins a count of its own, and if the clause that follows
the paragraph takes the count up. Words such as "Điều" or "tháng" before a number make it a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vbparse.grammar import Grammar
from vbparse.markers import Marker, find_marker
from vbparse.model import Block
from vbparse.reading import cut
from vbparse.shape import replace
from vbparse.source import Source, Span

_INNER = re.compile(r" (?=(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5})[./) -]|Điều \d|[a-zđ][).])")
"""The blank before a place where a marker may stand inside a paragraph; most paragraphs have none."""
_BULLET = re.compile(r"[.;] (?=[-–+] [^\W\d_a-zđ])")
"""A dash after the end of a sentence; between words it is punctuation."""
_ENDS = ".;:!?”)/"
_STYLES = frozenset({"roman", "arabic", "decimal2", "decimal3", "article", "letter", "letter_dot"})
_DEEPER = {"article": "arabic", "roman": "arabic", "arabic": "letter"}
"""What a paragraph that opens with a style may begin to count inside."""
_HEADING = 60
"""Longest heading without a known word, in characters, that a count begins right after."""
AHEAD = 400
"""Most blocks that are looked at for the clause that takes a count up."""

_Open = dict[str, Marker]
"""The last marker of each style that is still counted on."""


def split_merged(source: Source, blocks: Sequence[Block], grammar: Grammar) -> tuple[Block, ...]:
    """The blocks with merged paragraphs parted; their spans still tile the text."""
    own = [find_marker(block.reading.text, 0, grammar) if block.marker else None for block in blocks]
    opened: _Open = {}
    parted: list[Block] = []
    for index, block in enumerate(blocks):
        if marker := own[index]:
            _open(opened, marker)
        inner = _proven(source, block, opened, own, index, grammar) if block.kind == "text" else []
        for marker in inner:
            _open(opened, marker)
        parted.extend(_parts(source, block, inner, grammar) if inner or _is_list(block) else [block])
    return tuple(parted)


def _open(opened: _Open, marker: Marker) -> None:
    """Count on from a marker; what stood deeper is closed."""
    for style in [style for style, above in opened.items() if above.rank > marker.rank]:
        del opened[style]
    opened[marker.style] = marker


# --- is it a marker? ----------------------------------------------------------------------------------------------


def _proven(
    source: Source, block: Block, opened: _Open, own: Sequence[Marker | None], index: int, grammar: Grammar
) -> list[Marker]:
    """The markers inside a paragraph that its numbering proves; `own` are those that the blocks open with."""
    text = block.reading.text
    candidates = list(_candidates(text, grammar))
    if not candidates:
        return []
    last_place = {(marker.style, marker.ordinals): marker.start for marker in candidates}
    counted = dict(opened)
    chain: list[Marker] = []
    for marker in candidates:
        before = counted.get(marker.style)
        follows = before is not None and _next(before.ordinals) == marker.ordinals
        begins = marker.ordinals[-1] == 1 and last_place.get((marker.style, _next(marker.ordinals)), 0) > marker.start
        above = chain[-1] if chain else own[index]
        if follows or (begins and _may_begin(text, marker, above, grammar)):
            chain.append(marker)
            _open(counted, marker)
    later = own[index + 1 : index + AHEAD]
    counts = {style: _Count(chain, style, later) for style in {marker.style for marker in chain}}
    return [
        marker
        for marker in chain
        if counts[marker.style].is_taken_up
        or (counts[marker.style].is_last and _stands(source, block, marker, counts, grammar))
    ]


class _Count:
    """What is counted in one style inside a paragraph, and whether the clauses after it go on with it."""

    def __init__(self, chain: Sequence[Marker], style: str, later: Sequence[Marker | None]) -> None:
        alike = [marker for marker in chain if marker.style == style]
        last = alike[-1]
        after = next((m for m in later if m and (m.style == style or m.rank < last.rank)), None)
        self.length = len(alike)
        self.is_last = after is None or after.style != style
        """No clause of the style follows before one that closes it."""
        self.is_taken_up = after is not None and after.style == style and after.ordinals == _next(last.ordinals)


def _stands(source: Source, block: Block, marker: Marker, counts: dict[str, _Count], grammar: Grammar) -> bool:
    """Whether the words alone are enough: a heading's word, the beginning of a line, or several after sentences."""
    text = block.reading.text
    if grammar.rules("roles").union.match(text[marker.end : marker.end + 200].lstrip()) or _opens_line(
        source, block, marker
    ):
        return True
    ends_sentence = text[max(0, marker.start - 8) : marker.start].rstrip()[-1:] in _ENDS
    return counts[marker.style].length > 1 and (ends_sentence or marker.ordinals[-1] == 1)


def _opens_line(source: Source, block: Block, marker: Marker) -> bool:
    """Whether a marker is the first word of a physical line, which was taken for the line before going on."""
    at = block.reading.home(marker.start, marker.end).start
    return not source.text[source.line_starts[source.position(at)[0] - 1] : at].strip()


def _candidates(text: str, grammar: Grammar) -> Iterator[Marker]:
    references = grammar.words("references")
    for found in _INNER.finditer(text):
        marker = find_marker(text, found.end(), grammar)
        if marker is None or marker.style not in _STYLES:
            continue
        last = text[max(0, found.end() - 24) : found.end()].rsplit(None, 1)[-1:]
        after = text[marker.end : marker.end + 8].lstrip()[:2].lstrip('“"(')[:1]
        if after.isupper() and not (last and last[0].strip('(“"').casefold() in references):
            yield marker


def _next(ordinals: tuple[int, ...]) -> tuple[int, ...]:
    return (*ordinals[:-1], ordinals[-1] + 1)


def _may_begin(text: str, marker: Marker, above: Marker | None, grammar: Grammar) -> bool:
    """Whether a count may begin here: after a sentence, or right after the heading that it stands under."""
    before = text[above.end if above else 0 : marker.start].strip()
    if before[-1:] in _ENDS:
        return True
    is_short = 0 < len(before) < _HEADING or before.isupper() or bool(grammar.rules("roles").union.match(before))
    return is_short and len(before) < 120 and above is not None and _DEEPER.get(above.style) == marker.style


# --- parting ------------------------------------------------------------------------------------------------------


def _is_list(block: Block) -> bool:
    """Whether a bullet has swallowed the bullets after it."""
    return block.kind == "text" and block.marker == "dash" and bool(_BULLET.search(block.reading.text))


def _parts(source: Source, block: Block, inner: Sequence[Marker], grammar: Grammar) -> Iterator[Block]:
    """A block's clauses as blocks of their own."""
    text = block.reading.text
    dashes = [found.end() for found in _BULLET.finditer(text)]
    dashes += [at for marker in inner if (at := _dash_after_heading(text, marker, grammar))]
    starts = sorted({0, *(marker.start for marker in inner), *dashes})
    names = {marker.start: marker.rule.name for marker in inner}
    readings = [cut(block.reading, start, end) for start, end in pairwise([*starts, len(text)])]
    words = [reading.home(0, len(reading.text)) for reading in readings]
    words[0] = Span(block.words.start, words[0].end)
    begins = [block.span.start, *(piece.start for piece in words[1:])]
    for position, (begin, end) in enumerate(pairwise([*begins, block.span.end])):
        start = starts[position]
        yield replace(
            block,
            span=Span(begin, end),
            words=words[position],
            lines=_lines(source, block, words[position]),
            reading=readings[position],
            marker=names.get(start, "plus" if text[start] == "+" else "dash") if start else block.marker,
            why="parted from a paragraph: the numbering goes on" if start else block.why,
        )


def _dash_after_heading(text: str, marker: Marker, grammar: Grammar) -> int:
    """Where the bullets under a heading begin on its line ("1. Mục đích - Nâng cao …"), or 0."""
    dash = text.find(" - ", marker.end, marker.end + 80)
    heading = text[marker.end : dash].strip() if dash > 0 else ""
    is_heading = heading and (heading.isupper() or grammar.rules("roles").union.fullmatch(heading))
    return dash + 1 if is_heading and text[dash + 3 : dash + 4].isupper() else 0


def _lines(source: Source, block: Block, words: Span) -> tuple[int, ...]:
    """Numbers of the block's lines that hold a piece of it."""
    first, last = source.position(words.start)[0], source.position(max(words.start, words.end - 1))[0]
    return tuple(number for number in block.lines if first <= number <= last) or block.lines[:1]
