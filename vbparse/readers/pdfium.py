"""What pdfium finds on a page: letters with their places, straight lines, pictures, and what was stamped on it."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_double, c_float, c_int, c_uint, c_void_p, cast, create_string_buffer
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from vbparse.readers.damage import is_damaged
from vbparse.readers.older import SOFT_HYPHEN, Older, in_unicode, older_of
from vbparse.readers.page import NO_ORDER, WORD_GAP, Glyph
from vbparse.readers.picture import DPI, MOST_DOTS, POINTS, Picture
from vbparse.readers.ruled import MOST_STROKES, Stroke, Strokes
from vbparse.shape import shape

UNKNOWN = "\ufffd"
"""Stands for a letter whose font does not tell which it is."""
THIN = 3.0
"""Points up to which a box is a line."""
LEAST_PICTURE = 0.02
"""Share of a page from which on a picture may hold text; smaller ones are emblems and signs."""
_LEVEL = 0.01
"""Points by which the letters of a level line differ in height at most."""
_LEAST_SIZE, _LARGEST_SIZE = 1.0, 1000.0
"""Points that a letter may be high; what a file says beyond that is no size."""
_ASLANT = -1
_SLANT = math.radians(10)
_WHITE = 245
_DEPTH = 4
"""How deep groups inside each other are searched for lines."""
_LONGEST_PATH = 400
"""Points; longer paths are drawings."""
_MOST_THINGS = 100_000
_MOST_ANNOTATIONS = 5000
_LONGEST_NAME = 128
"""Bytes of the name of a font."""
_HYPHENS = (0x02, ord(SOFT_HYPHEN))
"""What pdfium gives for any hyphen at the end of a line, and what some fonts call every one."""
_NO_LETTERS = ("Cc", "Cn", "Co", "Cs")
_DRAWN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
_LEFT_OUT = {
    raw.FPDF_ANNOT_TEXT: "comments",
    raw.FPDF_ANNOT_FILEATTACHMENT: "embedded files",
    raw.FPDF_ANNOT_SOUND: "sounds",
    raw.FPDF_ANNOT_MOVIE: "films",
    raw.FPDF_ANNOT_SCREEN: "films",
    raw.FPDF_ANNOT_RICHMEDIA: "films",
    raw.FPDF_ANNOT_THREED: "3D models",
}
_SYMBOLS = {
    **dict.fromkeys("\uf0b7\uf06c\uf0a8", "•"),
    **dict.fromkeys("\uf02d\uf0be", "-"),
    **dict.fromkeys("\uf0a7\uf06e", "▪"),
    **dict.fromkeys("\uf0d8\uf0e0", "➢"),
    "\uf076": "❖",
    "\uf02b": "+",
    "\uf0fc": "✓",
    **dict.fromkeys("\uf0a3\uf06f", "□"),
}
"""Signs of the fonts Symbol and Wingdings that open items of lists; they have private codes instead of their own."""


@shape
class Content:
    """A page as it was drawn; in points, y upwards, turned so that most of its text runs from left to right."""

    glyphs: tuple[Glyph, ...]
    apart: tuple[tuple[Glyph, ...], ...]
    """Stamps and text that runs in another direction: each by itself."""
    strokes: Strokes
    pictured: float
    """Share of the page that pictures cover, small ones left out; two on one place count twice."""
    shapes: int
    """Lines, boxes and drawings."""
    is_read: bool
    """Whether it has text that nobody sees, which OCR put below a picture."""
    left_out: tuple[str, ...]
    """What was not read, each thing by its name."""
    unknown: int
    """Letters whose font does not tell which they are."""
    older: frozenset[str]
    """Encodings of before Unicode that its fonts are in."""


class _Letter(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    """Where it is put on the line."""
    y: float
    size: float
    turn: int
    """Quarter turns against the clock, or `_ASLANT`."""
    order: int
    older: Older | None = None
    """What its font is in, if that is of before Unicode."""


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)

    def holds(self, letter: _Letter) -> bool:
        """Whether the middle of a letter lies inside."""
        x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def picture(document: Any, index: int) -> Picture:
    """A page as a scanner would see it, without what was stamped on it later."""
    page = document[index]
    scale = min(DPI / POINTS, MOST_DOTS / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    rows = memoryview(bitmap.buffer).cast("B")
    dots = b"".join(rows[row : row + bitmap.width] for row in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    return Picture(bitmap.width, bitmap.height, dots, round(POINTS * scale))


def content(document: Any, index: int) -> Content:
    """What stands on a page, with what was filled in and stamped on it.

    Raises `pypdfium2.PdfiumError` for a page that is broken.
    """
    page = document[index]
    fields, left_out = _annotations(page)
    if raw.FPDFPage_CountObjects(page) < 1 and is_damaged(document, index):
        left_out = (*left_out, "broken pages")
    own = 1 << 62
    if fields:
        own = raw.FPDFText_CountChars(page.get_textpage())
        # Fields and stamps lie over the page; laid flat they become letters of it, the last ones.
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page = document[index]
    drawn = _drawn(page)
    letters, unknown = _letters(page, drawn.older)
    letters, older = _modern(letters)
    stamps, letters = _stamps(letters, own, fields)
    turns = Counter(letter.turn for letter in letters)
    main = max(range(4), key=lambda turn: (turns[turn], -turn))
    return Content(
        glyphs=tuple(_glyph(letter, own) for letter in letters if letter.turn == main),
        apart=(
            *(_together(letters, turn) for turn in (*range(4), _ASLANT) if turn != main and turns[turn]),
            *(_together(stamp, stamp[0].turn) for stamp in stamps),
        ),
        strokes=_turned(drawn.strokes, main),
        pictured=drawn.pictured,
        shapes=drawn.shapes,
        is_read=drawn.is_read,
        left_out=left_out,
        unknown=unknown,
        older=older,
    )


# --- letters ------------------------------------------------------------------------------------------------------


def _letters(page: Any, older: dict[int, Older]) -> tuple[list[_Letter], int]:
    """The letters in the order in which the file draws them, and how many of them are unknown."""
    # The object must live as long as its handle is used: it closes the page of text when nothing names it any more.
    owner = page.get_textpage()
    text = owner.raw
    box, x, y, matrix = raw.FS_RECTF(), c_double(), c_double(), raw.FS_MATRIX()
    to_box, to_x, to_y, to_matrix = byref(box), byref(x), byref(y), byref(matrix)
    letters: list[_Letter] = []
    turn, scale, height, unknown = 0, 1.0, math.nan, 0
    for order in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, order)
        raw.FPDFText_GetLooseCharBox(text, order, to_box)
        if box.right <= box.left and raw.FPDFText_IsGenerated(text, order):
            continue
        raw.FPDFText_GetCharOrigin(text, order, to_x, to_y)
        if not abs(y.value - height) < _LEVEL:
            height = y.value
            if raw.FPDFText_GetMatrix(text, order, to_matrix):
                turn, scale = _turn(math.atan2(matrix.b, matrix.a)), math.hypot(matrix.c, matrix.d)
        size = min(max(raw.FPDFText_GetFontSize(text, order) * scale, _LEAST_SIZE), _LARGEST_SIZE)
        char, is_unknown = _char(code, raw.FPDFText_HasUnicodeMapError(text, order) == 1)
        unknown += is_unknown
        was = older.get(_font(raw.FPDFText_GetTextObject(text, order))) if older else None
        place = (box.left, box.bottom, box.right, box.top, x.value, y.value)
        letters.append(_Letter(char, *place, size, turn, order, was))
    owner.close()
    return letters, unknown


def _modern(letters: Sequence[_Letter]) -> tuple[list[_Letter], frozenset[str]]:
    """The letters, those of older fonts in Unicode, and which encodings of before it there were."""
    done: list[_Letter] = []
    names: set[str] = set()
    for older, group in groupby(letters, key=attrgetter("older")):
        run = list(group)
        if older:
            codes = [letter.text for letter in run]
            before = (_between(last, letter) for last, letter in pairwise((run[0], *run)))
            shown = in_unicode(zip(before, codes, strict=True), older)
            names |= {older.name} if shown != codes else set()
            run = list(_put_together(zip(run, shown, strict=True)))
        done.extend(run)
    return done, frozenset(names)


def _put_together(shown: Iterable[tuple[_Letter, str]]) -> Iterator[_Letter]:
    """Letters with what they show; a code that shows nothing is a mark on the letter before it."""
    last: _Letter | None = None
    for letter, text in shown:
        if last and text:
            yield last
        last = last._replace(right=max(last.right, letter.right)) if last and not text else letter._replace(text=text)
    if last:
        yield last


def _between(last: _Letter, letter: _Letter) -> str:
    """What parts two letters in the order of the file."""
    if abs(last.y - letter.y) > last.size:
        return "\n"
    return " " if abs(letter.left - last.right) > WORD_GAP * last.size and last is not letter else ""


def _char(code: int, is_guess: bool) -> tuple[str, bool]:
    """The letter that a code stands for, and whether that is in doubt."""
    if code in _HYPHENS:
        return SOFT_HYPHEN, False
    char = chr(code) if 0 < code < 0x110000 else UNKNOWN
    if char.isspace():
        return " ", False
    if char in _SYMBOLS:
        return _SYMBOLS[char], False
    if not char.isprintable() and unicodedata.category(char) in _NO_LETTERS:
        is_private = unicodedata.category(char) == "Co"
        return char if is_private else UNKNOWN, True
    return char, is_guess or char == UNKNOWN


def _turn(angle: float) -> int:
    turn = round(angle / (math.pi / 2))
    return turn % 4 if abs(angle - turn * math.pi / 2) < _SLANT else _ASLANT


def _glyph(letter: _Letter, own: int) -> Glyph:
    """A letter on its line, the page turned so that it runs from left to right."""
    order = letter.order if letter.order < own else NO_ORDER
    left, bottom, right, top = letter.left, letter.bottom, letter.right, letter.top
    match letter.turn:
        case 1:
            return Glyph(letter.text, bottom, top, -letter.x, letter.size, order)
        case 2:
            return Glyph(letter.text, -right, -left, -letter.y, letter.size, order)
        case 3:
            return Glyph(letter.text, -top, -bottom, letter.x, letter.size, order)
        case _:
            return Glyph(letter.text, left, right, letter.y, letter.size, order)


def _together(letters: Iterable[_Letter], turn: int) -> tuple[Glyph, ...]:
    if turn == _ASLANT:
        # Words across a page, such as "draft": one line, in the order in which they are drawn.
        own = enumerate(letter for letter in letters if letter.turn == turn)
        return tuple(Glyph(letter.text, 6 * i, 6 * i + 6, 0, 12, i) for i, letter in own)
    return tuple(_glyph(letter, letter.order + 1) for letter in letters if letter.turn == turn)


def _stamps(letters: list[_Letter], own: int, fields: Sequence[_Box]) -> tuple[list[list[_Letter]], list[_Letter]]:
    """Fields of several lines, which are stamps and no part of the text around them, and the other letters."""
    added = [letter for letter in letters if letter.order >= own]
    held: list[list[_Letter]] = [[] for _ in fields]
    # A field may lie in another one.
    smallest = sorted(range(len(fields)), key=lambda i: fields[i].area)
    for letter in added:
        home = next((i for i in smallest if fields[i].holds(letter)), None)
        if home is not None:
            held[home].append(letter)
    stamps = [stamp for stamp in held if len({round(letter.y) for letter in stamp}) > 1]
    stamped = {letter.order for stamp in stamps for letter in stamp}
    return stamps, [letter for letter in letters if letter.order not in stamped]


# --- fields and notes ---------------------------------------------------------------------------------------------


def _annotations(page: Any) -> tuple[list[_Box], tuple[str, ...]]:
    """Where something is filled in or stamped on a page, and what is only attached to it."""
    fields: list[_Box] = []
    left_out: list[str] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        box = raw.FS_RECTF()
        if kind in _DRAWN and raw.FPDFAnnot_GetRect(note, byref(box)):
            fields.append(_Box(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)))
        elif kind in _LEFT_OUT:
            left_out.append(_LEFT_OUT[kind])
        raw.FPDFPage_CloseAnnot(note)
    return fields, tuple(left_out)


# --- lines and pictures -------------------------------------------------------------------------------------------


@shape
class _Drawn:
    strokes: Strokes
    pictured: float
    shapes: int
    is_read: bool
    older: dict[int, Older]
    """Fonts of before Unicode, by where pdfium keeps them."""


_Matrix = tuple[float, float, float, float, float, float]
_AS_IS: _Matrix = (1, 0, 0, 1, 0, 0)


def _drawn(page: Any) -> _Drawn:
    """The straight lines of a page, and how many pictures and shapes it has."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    fonts: dict[int, Older | None] = {}
    pictured, shapes, is_read = 0.0, 0, False
    whole = raw.FPDF_GetPageWidthF(page) * raw.FPDF_GetPageHeightF(page)
    for thing, matrix in _things(page):
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(thing, matrix)
            share = box.area / whole if box and whole > 0 else 0.0
            pictured += share if share >= LEAST_PICTURE else 0.0
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            is_read = is_read or raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            font = _font(thing)
            if font not in fonts:
                fonts[font] = older_of(_font_name(thing))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            if len(across) + len(down) <= MOST_STROKES:
                _add_strokes(thing, matrix, across, down)
    return _Drawn(
        strokes=Strokes(across=tuple(across), down=tuple(down)),
        pictured=pictured,
        shapes=shapes,
        is_read=is_read,
        older={font: older for font, older in fonts.items() if older},
    )


def _font(thing: Any) -> int:
    """The font of a text as a number; 0 for none."""
    return (cast(raw.FPDFTextObj_GetFont(thing), c_void_p).value or 0) if thing else 0


def _font_name(thing: Any) -> str:
    name = create_string_buffer(_LONGEST_NAME)
    font = raw.FPDFTextObj_GetFont(thing)
    return name.value.decode("utf-8", "replace") if font and raw.FPDFFont_GetBaseFontName(font, name, len(name)) else ""


def _things(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """What is drawn on a page, with what is drawn in groups, each thing with the place of its group."""
    count = min(raw.FPDFPage_CountObjects(page), _MOST_THINGS)
    waiting = [(raw.FPDFPage_GetObject(page, index), _AS_IS, 0) for index in range(count - 1, -1, -1)]
    seen = 0
    while waiting and seen < _MOST_THINGS:
        thing, matrix, depth = waiting.pop()
        seen += 1
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_FORM:
            yield thing, matrix
        elif depth < _DEPTH:
            inner = _times(_matrix(thing), matrix)
            parts = min(raw.FPDFFormObj_CountObjects(thing), _MOST_THINGS)
            waiting.extend((raw.FPDFFormObj_GetObject(thing, part), inner, depth + 1) for part in range(parts))


def _add_strokes(path: Any, matrix: _Matrix, across: list[Stroke], down: list[Stroke]) -> None:
    """The straight lines of a path: its own if they are drawn, or the path itself if it is a thin box."""
    fill, is_drawn = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, byref(fill), byref(is_drawn))
    box = _bounds(path, matrix)
    if box is None or not (is_drawn.value or (fill.value and not _is_white(path))):
        return
    width, height = box.right - box.left, box.top - box.bottom
    if width <= THIN or height <= THIN:
        if width > height:
            across.append(Stroke((box.bottom + box.top) / 2, box.left, box.right))
        else:
            down.append(Stroke((box.left + box.right) / 2, box.bottom, box.top))
    elif is_drawn.value:
        for (x, y), (to_x, to_y) in _sides(path, _times(_matrix(path), matrix)):
            if abs(y - to_y) < 1:
                across.append(Stroke(y, min(x, to_x), max(x, to_x)))
            elif abs(x - to_x) < 1:
                down.append(Stroke(x, min(y, to_y), max(y, to_y)))


_Point = tuple[float, float]


def _sides(path: Any, matrix: _Matrix) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a path."""
    count = raw.FPDFPath_CountSegments(path)
    if count > _LONGEST_PATH:
        return
    x, y = c_float(), c_float()
    first = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        a, b, c, d, e, f = matrix
        here = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, first
        last = here


def _is_white(path: Any) -> bool:
    """Whether a shape is filled with the colour of paper, or not at all."""
    colours = [c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(path, *map(byref, colours)):
        return False
    return colours[3].value == 0 or min(colour.value for colour in colours[:3]) >= _WHITE


def _bounds(thing: Any, matrix: _Matrix) -> _Box | None:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return _Box(min(xs), min(ys), max(xs), max(ys))


def _matrix(thing: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, byref(found)):
        return _AS_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    k, m, n, p, q, r = outer
    return a * k + b * n, a * m + b * p, c * k + d * n, c * m + d * p, e * k + f * n + q, e * m + f * p + r


def _turned(strokes: Strokes, turn: int) -> Strokes:
    """Lines on a page that is turned as `_glyph` turns its letters."""
    match turn:
        case 1:
            return Strokes(across=_flipped(strokes.down, 1, -1), down=_flipped(strokes.across, -1, 1))
        case 2:
            return Strokes(across=_flipped(strokes.across, -1, -1), down=_flipped(strokes.down, -1, -1))
        case 3:
            return Strokes(across=_flipped(strokes.down, -1, 1), down=_flipped(strokes.across, 1, -1))
        case _:
            return strokes


def _flipped(strokes: Iterable[Stroke], along: int, aside: int) -> tuple[Stroke, ...]:
    """Lines, turned round or put on the other side of zero where a sign is negative."""
    return tuple(Stroke(at * aside, *sorted((start * along, end * along))) for at, start, end in strokes)
