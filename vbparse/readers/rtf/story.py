"""The tokens of an RTF file → lines of text, each with the number of its paragraph.

What a group changes ends with it: the state before it waits on a stack, so that no depth of nesting costs more than
another. The words are those of the Rich Text Format Specification 1.9.1, Microsoft 2008.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vbparse.readers.docx.notes import Note, note_lines
from vbparse.readers.docx.story import Noticed, spread
from vbparse.readers.docx.stretches import SOFT_HYPHEN, Stretch, in_unicode, stretch
from vbparse.readers.docx.styles import Letters
from vbparse.readers.options import Limits, too_much
from vbparse.readers.rtf.fonts import Font, Fonts, known_codepage
from vbparse.readers.rtf.rows import Rows
from vbparse.readers.rtf.tokens import Token
from vbparse.source import Piece

_SIGNS = {
    b"tab": "\t",
    b"line": "\n",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
}
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": SOFT_HYPHEN, b"\\": "\\", b"{": "{", b"}": "}"}
_SILENT = frozenset(
    b"""
    colortbl stylesheet info listtable listoverridetable rsidtbl generator themedata datastore xmlnstbl latentstyles
    filetbl revtbl pn pnseclvl fldinst datafield bkmkstart bkmkend objdata objclass objname nonesttables shprslt sp
    ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn template operator tc xe rxe mmathPr pgptbl protusertbl userprops
    """.split()
)
"""Groups that show nothing."""
_SHOWN = frozenset(b"shpinst shptxt ud nesttableprops fldrslt result".split())
"""Groups that are shown though they are marked as unknown to some programs."""
_LEFT_OUT = {b"pict": "picture", b"annotation": "comment", b"objdata": "embedded object"}
_RUNNING = frozenset(b"header headerl headerr headerf footer footerl footerr footerf".split())
_FIRST_PAGE = frozenset((b"headerf", b"footerf"))
_PAGE_FIELD = re.compile(rb"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")


class _State(NamedTuple):
    """What holds until the group ends."""

    font: int | None = None
    capitals: bool = False
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    fallback: int = 1
    """Characters after a letter of Unicode for programs that do not know it."""
    to: bytes = b""
    """The group that the words belong to, where they do not belong to the text."""
    unknown: bool = False
    """Whether the group is marked as one that some programs do not know."""


class _Aside(NamedTuple):
    """A note, a header or a text box that is being read, and what waits until it ends."""

    kind: bytes
    depth: int
    rows: Rows
    words: list[Stretch]


class Story:
    """Takes one token after the other."""

    def __init__(self, named: str, limits: Limits) -> None:
        self.noticed = Noticed()
        self._named = named
        self._limits = limits
        self._state = _State()
        self._stack: list[_State] = []
        self._codepage = "cp1252"
        self._default_font = 0
        self._fonts = Fonts()
        self._skipped = 0
        """Characters still to be passed over."""
        self._bytes = bytearray()
        self._words: list[Stretch] = []
        self._instruction = b""
        self._place = 1
        self._body = Rows()
        self._rows = self._body
        self._asides: list[_Aside] = []
        self._running: dict[bytes, list[str]] = {}
        self._has_title_page = False
        """Whether the first page has a header and footer of its own."""
        self._notes: list[Note] = []
        self._note_texts: dict[tuple[str, str], list[str]] = {}
        self._boxes: list[Piece] = []

    # --- tokens -------------------------------------------------------------------------------------------------

    def take(self, token: Token) -> bool:
        """One token; false when the file has said all."""
        kind = token.kind
        if kind in ("text", "hex"):
            self._take_bytes(token.bytes)
        elif kind == "open":
            self._flush()
            if len(self._stack) >= self._limits.depth:
                raise too_much(self._named, "the groups inside each other are", "depth", self._limits.depth)
            self._stack.append(self._state)
            self._state = self._state._replace(unknown=False)
        elif kind == "shut":
            self._flush()
            self._shut()
            return bool(self._stack)
        elif kind == "sign":
            self._take_sign(token.bytes)
        else:
            self._take_word(token.bytes, token.number)
        return True

    def closed(self) -> list[Piece]:
        """All lines, when the last token was taken."""
        self._flush()
        if self._stack:
            self.noticed.leave_out("the end: the file breaks off", self._place)
        while self._stack:
            self._shut()
        if self._words:
            self._end_paragraph()
        body, last = self._body.closed(), self._place
        first = [line for name in _FIRST_PAGE for line in self._running.pop(name, ())]
        above = [Piece(line, 1) for line in first] if self._has_title_page else []
        lines = {line: None for lines in self._running.values() for line in lines}
        below = [Piece(line, last) for line in lines if line not in {piece.text for piece in above}]
        return [*above, *body, *below, *note_lines(tuple(self._notes), self._note_texts, last)]

    def _take_bytes(self, data: bytes) -> None:
        if self._skipped:
            skipped = min(self._skipped, len(data))
            self._skipped -= skipped
            data = data[skipped:]
        to = self._state.to
        if not to:
            self._bytes += data
        elif to == b"fonttbl":
            self._fonts.name(data)
        elif to == b"fldinst":
            self._instruction += data[:64]

    def _take_sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._state = self._state._replace(unknown=True)
        elif sign in (b"\r", b"\n"):
            self._take_word(b"par", None)
        elif sign in _ESCAPED and not self._state.to:
            self._flush()
            self._write(_ESCAPED[sign])

    def _take_word(self, word: bytes, number: int | None) -> None:
        if self._skipped and word != b"u":
            self._skipped -= 1
        self._flush()
        state = self._state
        if word in _LEFT_OUT and not state.to:
            self.noticed.leave_out(_LEFT_OUT[word], self._place)
        if word == b"ud":
            self._state = state._replace(to=b"", unknown=False)
        elif state.unknown and word not in _SHOWN and word not in (b"fldinst", b"footnote"):
            self._state = state._replace(to=b"*")
        elif word in (b"fonttbl", b"fldinst") and not state.to:
            self._instruction = b""
            self._state = state._replace(to=word)
        elif word in _SILENT or word in _LEFT_OUT or word == b"upr":
            self._state = state._replace(to=state.to or word)
        elif state.to == b"fonttbl":
            self._fonts.describe(word, number)
        elif not state.to:
            self._do(word, number)
        self._state = self._state._replace(unknown=False)

    # --- words --------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Write the bytes that came so far in the letters of their font."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        older = self._stretch("x").older
        self._write(data.decode("latin-1" if older else self._font().codepage or self._codepage, "replace"))

    def _font(self) -> Font:
        return self._fonts[self._default_font if self._state.font is None else self._state.font]

    def _stretch(self, text: str) -> Stretch:
        return stretch(text, Letters(self._state.capitals, False, self._font().name))

    def _write(self, text: str) -> None:
        if self._state.deleted:
            self.noticed.change("deleted", self._place)
        elif not self._state.hidden:
            self._words.append(self._stretch(text))
        elif text.strip():
            self.noticed.leave_out("hidden text", self._place)

    def _unicode(self, number: int | None) -> None:
        code = (number or 0) % 0x10000
        words = self._words
        if 0xDC00 <= code < 0xE000 and words and "\ud800" <= words[-1].text[-1:] < "\udc00":
            pair = words[-1].text[-1] + chr(code)
            joined = pair.encode("utf-16", "surrogatepass").decode("utf-16")
            words[-1] = words[-1]._replace(text=words[-1].text[:-1] + joined)
        else:
            self._write(chr(code))
        self._skipped = self._state.fallback

    def _line(self) -> str:
        words, older = in_unicode(self._words)
        self._words = []
        if older:
            self.noticed.older.setdefault(older, self._place)
        return words

    # --- what words do ------------------------------------------------------------------------------------------

    def _do(self, word: bytes, number: int | None) -> None:
        state = self._state
        if word in _SIGNS:
            self._write(_SIGNS[word])
        elif word == b"u":
            self._unicode(number)
        elif word in (b"par", b"sect", b"page", b"column"):
            self._end_paragraph()
        elif word in (b"cell", b"nestcell"):
            self._end_paragraph(in_table=True)
            if word == b"cell":
                self._rows.end_cell()
        elif word == b"row":
            self._rows.end_row()
        elif word == b"f":
            self._state = state._replace(font=number or 0)
        elif word == b"caps":
            self._state = state._replace(capitals=number != 0)
        elif word == b"v":
            self._state = state._replace(hidden=number != 0)
        elif word == b"deleted":
            self._state = state._replace(deleted=number != 0)
        elif word == b"revised":
            self.noticed.change("inserted", self._place)
        elif word == b"plain":
            self._state = state._replace(font=None, capitals=False, hidden=False, deleted=False)
        elif word == b"pard":
            self._state = state._replace(in_table=False)
        elif word == b"intbl":
            self._state = state._replace(in_table=True)
        elif word == b"uc":
            self._state = state._replace(fallback=max(0, number or 0))
        elif word == b"ansicpg":
            self._codepage = known_codepage(number)
        elif word == b"titlepg":
            self._has_title_page = True
        elif word == b"deff":
            self._default_font = number or 0
        elif word == b"fldrslt":
            self._state = state._replace(to=b"page" if _PAGE_FIELD.match(self._instruction) else b"")
        elif word in _RUNNING or word in (b"footnote", b"shptxt"):
            self._begin_aside(word)
        elif word == b"ftnalt" and state.to == b"" and self._notes and self._asides:
            self._notes[-1] = self._notes[-1]._replace(kind="endnote")
        else:
            self._rows.describe(word, number)

    def _end_paragraph(self, in_table: bool = False) -> None:
        lines = [Piece(line.strip(), self._place) for line in spread(self._line()).split("\n")]
        if self._boxes and self._rows is self._body:
            lines += self._boxes
            self._boxes = []
        self._rows.add(lines, in_table or self._state.in_table)
        self._place += self._rows is self._body

    # --- notes, headers, text boxes -----------------------------------------------------------------------------

    def _begin_aside(self, word: bytes) -> None:
        if word == b"footnote":
            number = 1 + len(self._notes)
            self._notes.append(Note("footnote", str(number), number))
            self._write(self._notes[-1].mark)
        self._asides.append(_Aside(word, len(self._stack), self._rows, self._words))
        self._rows, self._words = Rows(), []
        self._state = self._state._replace(in_table=False, hidden=False)

    def _shut(self) -> None:
        if self._asides and self._asides[-1].depth == len(self._stack):
            self._end_aside()
        if self._stack:
            self._state = self._stack.pop()

    def _end_aside(self) -> None:
        if self._words:
            self._end_paragraph()
        lines = [piece for piece in self._rows.closed() if piece.text]
        kind, _, self._rows, self._words = self._asides.pop()
        if kind == b"footnote":
            note = self._notes[-1]
            self._note_texts[note.kind, note.id] = [piece.text for piece in lines]
        elif kind == b"shptxt":
            self._boxes += lines
        else:
            self._running.setdefault(kind, []).extend(piece.text for piece in lines)
