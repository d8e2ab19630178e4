"""The characters of a web page → its lines, as a reader of the page sees them.

The parser of lxml tells where elements start and end, nothing more: no tree is built, no address is opened.
"""

from __future__ import annotations

import re
import time
from array import array
from collections.abc import Mapping

from lxml import etree

from vbparse.errors import InputError
from vbparse.readers.html.fonts import PLAIN, Look, look_of, shown
from vbparse.readers.html.line import PageLine
from vbparse.readers.html.lists import Listed, marker_of, new_list
from vbparse.readers.html.tables import Cell, Table, lines_of, new_cell, new_table
from vbparse.readers.options import Limits, too_much
from vbparse.shape import sketch

_CHUNK = 1 << 16
_BLOCKS = frozenset(
    "address article aside blockquote body button caption center datalist dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li listing main menu "
    "nav noframes ol optgroup option p plaintext pre search section select summary svg table tbody td "
    "textarea tfoot th thead tr ul xmp".split()
)
"""Elements that begin and end lines (HTML Living Standard, section 15.3), and controls, whose words are no sentence."""
_UNSEEN = frozenset("iframe noscript rp script style template title".split())
"""What no reader sees; a frame shows another page, a template only what a script makes of it."""
_KEPT_BLANKS = frozenset("pre listing plaintext textarea xmp".split())
_CONTROLS = frozenset("button datalist label option select textarea".split())
_APART = frozenset("aside button datalist dialog footer header menu nav noframes search select svg textarea".split())
"""Elements made for finding one's way, for controls, for those who see no pictures."""
_APART_ROLES = frozenset(
    "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search status tablist toolbar "
    "tooltip".split()
)
"""The same by their role (WAI-ARIA 1.2, section 5.3)."""
_OBJECTS = frozenset("applet audio canvas embed frame iframe object video".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_COMMENTS = re.compile(r"mso-element\s*:\s*comment|mso-special-character\s*:\s*comment", re.I)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_SMALL = re.compile(r"\s*[0-8](?:\.\d+)?(?:px)?\s*$")
_OWN_SIGN = re.compile(r"(?:[-–+*•·]|\w{1,4}[.)])\s")
"""A sign that was typed, where the style of the list shows none."""
_OFFICE = re.compile(r"\b(?:microsoft (?:word|excel)|libreoffice|openoffice|wps)", re.I)
_SUBSET = re.compile(
    r"""(?:\s+|<!--.*?-->|<\?.*?\?>)*+<!doctype\s(?:[^<>\["']++|"[^"]*"|'[^']*')*+"""
    r"""(?P<subset>\[(?:[^\]"'<]++|"[^"]*"|'[^']*'|<!--.*?-->|<(?!!--))*+\])\s*>""",
    re.I | re.S,
)
"""Declarations inside of a document type (XML 1.0, section 2.8), which a parser of HTML takes for words."""
PICTURE, OBJECT, COMMENT = "picture", "embedded object", "comment"


@sketch
class Page:
    """What was read of a page."""

    lines: list[PageLine]
    """An empty paragraph is a line without words."""
    above: array[int]
    """For each element with lines the one around it; the whole page, element 0, has itself."""
    left: dict[str, list[int]]
    """What is no text: where it stands, as indexes of lines."""
    older: list[tuple[str, int]]
    """Lines that were written in an encoding of before Unicode, with its name."""
    inserted: int = 0
    deleted: int = 0
    is_office: bool = False
    """Whether an office program wrote the page: then all of it is the document."""


def read_page(text: str, named: str, limits: Limits) -> Page:
    """The lines of a page; raises `InputError` for one that is too deep or takes too long. No entity is defined."""
    reading = _Reading(named=named, limits=limits)
    declared = _SUBSET.match(text)
    if declared:
        text = text[: declared.start("subset")] + text[declared.end("subset") :]
    data = text.encode("utf-8", "replace")
    parser = etree.HTMLParser(
        target=reading, encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    started = time.monotonic()
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            if time.monotonic() - started > limits.seconds:
                raise too_much(named, "the seconds that reading takes are", "seconds", limits.seconds)
        if data.strip():
            parser.close()
    except etree.LxmlError as problem:
        raise InputError(f"{named}: this HTML page cannot be read ({problem})") from None
    return reading.page()


@sketch
class _Open:
    """An element that has started and not ended."""

    tag: str
    box: int = -1
    """Its index in `Page.above`; -1 until it has a line."""
    lines_before: int = 0
    table: Table | None = None
    cell: Cell | None = None
    listed: Listed | None = None
    begins_apart: bool = False
    is_hidden: bool = False
    is_link: bool = False
    look: Look = PLAIN
    """Outside of it."""


class _Reading:
    """What the parser tells, made into lines."""

    def __init__(self, named: str, limits: Limits) -> None:
        self._named, self._limits = named, limits
        self._lines: list[PageLine] = []
        self._above = array("q", [0])
        self._left: dict[str, list[int]] = {}
        self._inserted = self._deleted = 0
        self._is_office = False
        self._open: list[_Open] = []
        self._sinks: list[list[PageLine]] = [self._lines]
        self._tables: list[Table] = []
        self._words: list[tuple[str, Look]] = []
        self._look = PLAIN
        self._older: list[tuple[str, int]] = []
        self._links = 0
        self._interrupted: list[tuple[list[tuple[str, Look]], int]] = []
        """Lines that hidden words stand in."""
        self._unseen = self._in_links = self._in_blanks = self._in_headings = 0
        self._apart = 0
        self._marker = ""

    # What follows is called by the parser.

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) >= self._limits.depth:
            raise too_much(self._named, "the elements inside each other are", "depth", self._limits.depth)
        element = _Open(tag=tag)
        if tag in _BLOCKS:
            self._flush()
        self._open.append(element)
        self._note(tag, attributes)
        if self._unseen or tag in _UNSEEN or self._is_left_out(tag, attributes):
            self._unseen += 1
            return
        element.lines_before = len(self._sinks[-1])
        self._begin(element, attributes)
        if tag == "br":
            self._flush(is_break=True)
        elif tag == "q":
            self._add("“")
        elif tag == "table":
            element.table = new_table(attributes)
            self._tables.append(element.table)
            self._sinks.append(element.table.loose)
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            element.cell = new_cell(self._tables[-1], tag, attributes)
            # Tables inside a cell are its own.
            self._sinks.append(element.cell.lines)
        elif tag in ("ol", "ul"):
            element.listed = new_list(tag, attributes)
        elif tag == "li":
            around = next((one.listed for one in reversed(self._open) if one.listed), None)
            self._marker = marker_of(around, attributes) if around else ""

    def end(self, tag: str) -> None:
        element = self._open[-1]
        if self._unseen:
            self._open.pop()
            self._unseen -= 1
            return
        if tag == "q":
            self._add("”")
        if tag in _BLOCKS or element.is_hidden:
            self._flush()
        self._open.pop()
        self._in_blanks -= tag in _KEPT_BLANKS
        self._in_headings -= tag in _HEADINGS
        self._in_links -= element.is_link
        self._look = element.look
        if tag == "p" and len(self._sinks[-1]) == element.lines_before:
            self._add_blank()
        if tag == "li":
            self._marker = ""
        if element.cell is not None:
            self._sinks.pop()
        elif element.table is not None:
            self._end_table(element.table)
        if element.begins_apart:
            self._apart = 0
        if element.is_hidden:
            self._words, self._links = self._interrupted.pop()

    def data(self, words: str) -> None:
        if self._unseen or not words:
            return
        if self._in_links:
            self._links += len(words.strip())
        if not self._in_blanks:
            self._add(words)
            return
        first, *others = words.replace("\r\n", "\n").expandtabs().split("\n")
        self._add(first)
        for line in others:
            self._flush(is_break=True)
            self._add(line)

    def close(self) -> None:
        self._flush()

    # What follows is this module's own.

    def page(self) -> Page:
        lines = self._lines
        while lines and not lines[-1].text:
            lines.pop()
        return Page(
            lines=lines,
            above=self._above,
            left=self._left,
            older=self._older,
            inserted=self._inserted,
            deleted=self._deleted,
            is_office=self._is_office,
        )

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What an element says that is no text."""
        if tag == "meta" and (attributes.get("name") or "").lower() in ("generator", "progid"):
            content = (attributes.get("content") or "").replace(".", " ")
            self._is_office = self._is_office or bool(_OFFICE.search(content)) or content.startswith("Word ")
        elif self._unseen:
            return
        elif tag == "img" and not any(_SMALL.match(attributes.get(side) or "") for side in ("width", "height")):
            self._leave(PICTURE)
        elif tag in _OBJECTS:
            self._leave(OBJECT)
        elif tag == "ins":
            self._inserted += 1
        elif tag == "del":
            self._deleted += 1

    def _leave(self, what: str) -> None:
        """Say that something stands here; inside an element that is apart it is none of the document."""
        if not self._apart:
            self._left.setdefault(what, []).append(len(self._lines))

    def _is_left_out(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether the words of an element were taken back, or are comments on the text."""
        if tag == "del":
            return True
        if _COMMENTS.search(attributes.get("style") or "") or attributes.get("class") == "msocomanchor":
            if tag == "div":
                self._leave(COMMENT)
            return True
        return False

    def _begin(self, element: _Open, attributes: Mapping[str, str]) -> None:
        """What an element is for and whether it is shown."""
        tag = element.tag
        element.is_link = tag in _CONTROLS or (tag == "a" and (attributes.get("href") or "#")[:1] != "#")
        self._in_links += element.is_link
        self._in_blanks += tag in _KEPT_BLANKS
        self._in_headings += tag in _HEADINGS
        element.look = self._look
        if "style" in attributes or "face" in attributes:
            self._look = look_of(attributes, self._look)
        if self._apart:
            return
        is_hidden = "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))
        role = (attributes.get("role") or "").strip().lower()
        if is_hidden or tag in _APART or role in _APART_ROLES:
            element.begins_apart = True
            self._apart = self._box()
            if tag not in _BLOCKS:
                element.is_hidden = True
                self._interrupted.append((self._words, self._links))
                self._words, self._links = [], 0

    def _box(self) -> int:
        """The index of the innermost open element that begins lines; those around it get theirs first."""
        first = len(self._open)
        while first and self._open[first - 1].box < 0:
            first -= 1
        box = self._open[first - 1].box if first else 0
        for element in self._open[first:]:
            element.box = len(self._above)
            self._above.append(box)
            box = element.box
        return box

    def _add(self, words: str) -> None:
        self._words.append((words, self._look))

    def _flush(self, is_break: bool = False) -> None:
        """End the line."""
        if any(look is not PLAIN for _, look in self._words):
            text, older = shown(self._words)
            if older:
                self._older.append((older, len(self._lines)))
        else:
            text = "".join(words for words, _ in self._words)
        if not self._in_blanks:
            text = _BLANKS.sub(" ", text).strip(" ")
        if text and not text.isspace():
            marker, self._marker = self._marker if not _OWN_SIGN.match(text) else "", ""
            line = PageLine(
                text=f"{marker}{text.rstrip()}",
                box=self._box(),
                links=self._links,
                apart=self._apart,
                is_heading=self._in_headings > 0,
            )
            self._sinks[-1].append(line)
        elif is_break:
            self._add_blank()
        self._words.clear()
        self._links = 0

    def _add_blank(self) -> None:
        """An empty line, where lines stand above it and none of them is empty."""
        sink = self._sinks[-1]
        if sink and sink[-1].text:
            sink.append(PageLine(text="", box=sink[-1].box, apart=self._apart))

    def _end_table(self, table: Table) -> None:
        self._sinks.pop()
        self._tables.pop()
        around = next((one.cell for one in reversed(self._open) if one.cell), None)
        if around is not None:
            around.has_table = True
        self._sinks[-1].extend(lines_of(table))
