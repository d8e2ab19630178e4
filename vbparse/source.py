"""bytes → `Source`: one text in NFC that knows its way home. Knows nothing of plans."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from vbparse import legacy
from vbparse.shape import replace, shape

Seams = tuple[tuple[int, int], ...]

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SURROGATES = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")
_UNLIKELY = re.compile(r"[^\t-\u206f\u2190-\u25ff\ufeff]|[\0-\x08\x0e-\x1f]")
"""What a Vietnamese text has little of: other scripts, control characters."""
_MARKED = re.compile("[^\0-\x7f]")
_COMPOSING = re.compile(r"[\u0300-\u036f]")


class Span(NamedTuple):
    """Half-open range of code points in `Source.text`."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """In JSON a span also tells its lines: the schema describes that object."""
        from pydantic_core import core_schema

        whole = core_schema.int_schema(ge=0)
        names = ("start", "end", "line", "column", "end_line")
        fields = {name: core_schema.typed_dict_field(whole, required=True) for name in names}
        extras = {name: core_schema.typed_dict_field(whole, required=False) for name in ("page", "paragraph")}
        return core_schema.typed_dict_schema({**fields, **extras}, extra_behavior="forbid", ref="Span")


DITTO = "〃"
"""What a reader writes in each row below the first that a filled cell runs over."""


class Piece(NamedTuple):
    """A stretch of text as a reader found it, with the page or paragraph of the original that it stands on."""

    text: str
    place: int
    cells: tuple[int, ...] = ()
    """Of a table's row, whose cells are parted by tabs: where each of them stands."""


SCAN = "VB006"
"""Code of the remark that pages are pictures."""


@shape
class Remark:
    """What a reader noticed while it made the text; it becomes a `Diagnostic`."""

    code: str
    severity: Literal["warning", "info"]
    message: str
    """In English, with the names of `values` in braces."""
    values: dict[str, str]
    span: Span


@shape
class Source:
    """A decoded text and where it came from.

    `text` is in Unicode normal form C, line ends and invisible characters as they were.
    Bytes that are no text in the encoding stand as U+FFFD and are listed in `damage`.
    """

    text: str
    path: str | None = None
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    sha256: str
    """Of the bytes as they were read, in hexadecimal."""
    damage: tuple[int, ...] = ()
    """Offsets in `text` of characters that stand for undecodable bytes."""
    seams: Seams = ((0, 0),)
    """Pairs (offset in `text`, offset in the decoded text) from which both advance together again."""
    line_starts: tuple[int, ...]
    unit: Literal["page", "paragraph"] | None = None
    """What the original is counted in; null for a text, which has lines."""
    places: tuple[int, ...] = ()
    """Offsets in `text` at which words of another page or paragraph of the original begin, rising from 0."""
    numbers: tuple[int, ...] = ()
    """Page or paragraph from each of `places` on; columns read one after the other make them fall again."""
    remarks: tuple[Remark, ...] = ()
    """What the reader noticed, in the order of the text."""
    apart: tuple[Span, ...] = ()
    """Lines that the reader knows to be the web site's around the document, in the order of the text."""

    @classmethod
    def of(cls, text: str, path: str | None = None) -> Source:
        """A source made from a string; lone surrogates become U+FFFD."""
        safe = _SURROGATES.sub("\ufffd", text)
        return _compose(safe, safe.encode("utf-8"), "utf-8", path)

    @classmethod
    def decode(cls, data: bytes, path: str | None = None, encoding: str | None = None) -> Source:
        """A source made from bytes of any kind; it never fails on their content.

        Tried in order: `encoding` if given, a byte order mark, UTF-8, UTF-16 without a mark,
        windows-1258; else UTF-8 with the undecodable bytes kept visible. What shows strong signs of TCVN3, VNI or
        VISCII, as bytes or as letters of Latin-1, is converted; so is what `encoding` says to be one of them.
        Raises `LookupError` for an `encoding` that neither Python nor `vbparse.legacy` knows.
        """
        older = legacy.named(encoding)
        name = guess_encoding(data) if older or not encoding else encoding
        decoded, name = _decoded(data, name)
        if encoding and not older:
            return _compose(decoded, data, name, path)
        for view in _views(data, decoded, name):
            found = older or legacy.detect(view)
            if found:
                return _compose_older(view, found, data, name, path)
        return _compose(decoded, data, name, path)

    @classmethod
    def of_pieces(
        cls,
        pieces: Iterable[Piece],
        data: bytes,
        path: str | None,
        media_type: str,
        unit: Literal["page", "paragraph"],
        encoding: str = "utf-8",
        remarks: Iterable[Remark] = (),
        apart: Collection[int] = (),
    ) -> Source:
        """A source made by a reader: each piece is a line or more; their places need not rise.

        `data` are the bytes of the file. A remark whose span is empty is moved to the place that its span names:
        `Span(3, 3)` is page or paragraph 3, `Span(0, 0)` the whole file. The places in `apart` are no part of the
        document. Text in an encoding of before Unicode is converted, as in `decode`.
        """
        listed = list(pieces)
        shown = _SURROGATES.sub("\ufffd", "\n".join([*(piece.text for piece in listed), ""]))
        older = legacy.detect(shown)
        text = legacy.convert(shown, older)[0] if older else shown
        if older:
            encoding = f"{encoding}+{older}" if legacy.is_mixed(shown) else older
        made = _compose(text, data, encoding, path)
        places: list[int] = []
        numbers: list[int] = []
        around: list[Span] = []
        line = 0
        for piece in listed:
            here = made.line_starts[line]
            for start, place in _stretches(made.text, here, piece):
                if numbers[-1:] != [place]:
                    places.append(start)
                    numbers.append(place)
            line += piece.text.count("\n") + 1
            if piece.place in apart and piece.text.strip():
                around.append(Span(here, made.line_starts[line]))
        firsts = {0: 0, **dict(zip(reversed(numbers), reversed(places), strict=True))}
        starts = sorted(firsts.items())
        noticed = [_at_home(remark, starts, len(made.text)) for remark in remarks]
        return replace(
            made,
            media_type=media_type,
            unit=unit,
            places=tuple(places),
            numbers=tuple(numbers),
            remarks=(*_was_older(made, shown, text, older), *noticed),
            apart=tuple(around),
        )

    def with_unknown_letters(self) -> Source:
        """The same for a file whose bytes are whole: U+FFFD is what it names and no letter is (VB008), no damage."""
        if not self.damage:
            return self
        remark = Remark(
            code="VB008",
            severity="warning",
            message="{count} letter(s) of this file have no meaning in Unicode or stand apart from their words",
            values={"count": str(len(self.damage))},
            span=Span(self.damage[0], self.damage[0] + 1),
        )
        return replace(self, damage=(), remarks=(*self.remarks, remark))

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @property
    def line_count(self) -> int:
        """Physical lines; a last line feed begins no new one."""
        return len(self.line_starts) - (self.text.endswith("\n") or not self.text)

    @property
    def scan(self) -> Remark | None:
        """The remark that pages are pictures, which nobody has read."""
        return next((remark for remark in self.remarks if remark.code == SCAN), None)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def where(self, offset: int) -> tuple[str, int]:
        """Where a reader finds an offset: "line", "page" or "paragraph", and its number from 1."""
        place = self.place(offset)
        return (self.unit, place) if self.unit and place else ("line", self.position(offset)[0])

    def place(self, offset: int) -> int | None:
        """Page or paragraph of the original in which an offset lies, counted from 1; null for a text."""
        if not self.unit:
            return None
        return max(1, self.numbers[bisect_right(self.places, offset) - 1]) if self.numbers else 1

    def raw_span(self, span: Span) -> Span:
        """The same words in the decoded text before composing (code points, byte order mark left out)."""
        return Span(_home(self.seams, span.start), _home(self.seams, span.end))


def _stretches(text: str, start: int, piece: Piece) -> Iterator[tuple[int, int]]:
    """The place of a piece that begins at `start`, or of each of its cells, after the offset that it begins at."""
    if not piece.cells:
        yield start, piece.place
        return
    for words, place in zip(text[start : text.index("\n", start)].split("\t"), piece.cells, strict=False):
        yield start, place
        start += len(words) + 1


def _at_home(remark: Remark, starts: Sequence[tuple[int, int]], size: int) -> Remark:
    """A remark on a page or paragraph, its span being words of it, or of the next one that has any.

    `starts` are the places in their order, each with the offset where it begins first.
    """
    start, end = remark.span
    if start != end:
        return remark
    at = min(bisect_left(starts, start, key=itemgetter(0)), len(starts) - 1)
    first = min(starts[at][1], max(0, size - 1))
    return replace(remark, span=Span(first, min(size, first + 1)))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text without its byte order mark, and the encoding that the mark names."""
    for bom, marked in _BOMS:
        if data.startswith(bom) and codecs.lookup(name).name in (marked, "utf-16", "utf-8-sig"):
            return data[len(bom) :].decode(marked, "replace"), marked
    return data.decode(name, "replace"), name


def _views(data: bytes, decoded: str, name: str) -> list[str]:
    """How the text may show: as it was decoded, or its bytes as Latin-1 where that is likelier than damage."""
    lost = decoded.count("\ufffd")
    if name == "cp1258" or (name == "utf-8" and lost * 2 > len(_MARKED.findall(decoded))):
        return [data.decode("latin-1"), decoded]
    return [decoded]


def guess_encoding(data: bytes) -> str:
    """Name of the encoding in which the bytes make sense: strict evidence first, UTF-8 when there is none."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    try:
        data.decode("utf-8")
        return "utf-8" if b"\0" not in data else _utf16_without_mark(data) or "utf-8"
    except UnicodeDecodeError:
        return _utf16_without_mark(data) or _vietnamese_1258(data) or "utf-8"


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows itself by characters of which one byte is zero: in Vietnamese more than half."""
    if len(data) % 2 or b"\0" not in data:
        return None
    big, little = data[::2].count(0), data[1::2].count(0)
    if max(little, big) * 4 < len(data):
        return None
    name = "utf-16-le" if little > big else "utf-16-be"
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    return name if len(_UNLIKELY.findall(text)) * 10 < len(text) else None


def _vietnamese_1258(data: bytes) -> str | None:
    """windows-1258 writes tone marks as combining bytes: many of them after letters mean Vietnamese."""
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return None
    tones = len(_COMPOSING.findall(text))
    return "cp1258" if tones * 20 > len(_LETTER.findall(text)) else None


def _compose(decoded: str, data: bytes, encoding: str, path: str | None) -> Source:
    text, seams = _to_nfc(_SURROGATES.sub("\ufffd", decoded))
    starts = [0]
    starts.extend(m.end() for m in re.finditer("\n", text))
    damage = tuple(m.start() for m in re.finditer("\ufffd", text)) if "\ufffd" in text else ()
    return Source(
        text=text,
        path=path,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        damage=damage,
        seams=seams,
        line_starts=tuple(starts),
    )


def _compose_older(shown: str, older: str, data: bytes, name: str, path: str | None) -> Source:
    """A source made from text that shows letters of an encoding of before Unicode as letters of Latin-1."""
    shown = _SURROGATES.sub("\ufffd", shown)
    converted, inner = legacy.convert(shown, older)
    made = _compose(converted, data, f"{name}+{older}" if legacy.is_mixed(shown) else older, path)
    return replace(made, seams=_chained(made.seams, inner), remarks=_was_older(made, shown, converted, older))


def _was_older(source: Source, shown: str, converted: str, older: str | None) -> tuple[Remark, ...]:
    """Says of what encoding the text was, at the first line that was converted."""
    pairs = zip(shown.split("\n"), converted.split("\n"), strict=True)
    line = next((at for at, (before, after) in enumerate(pairs) if before != after), None) if older else None
    if line is None or not older:
        return ()
    start = source.line_starts[line]
    words = source.text[start:].partition("\n")[0]
    first = start + len(words) - len(words.lstrip())
    remark = Remark(
        code="VB004",
        severity="info",
        message="the text was in {encoding} and was converted to Unicode",
        values={"encoding": older.upper()},
        span=Span(first, first + len(words.strip())),
    )
    return (remark,)


def _home(seams: Seams, offset: int) -> int:
    here, there = seams[bisect_right(seams, (offset, 1 << 62)) - 1]
    return there + offset - here


def _chained(outer: Seams, inner: Seams) -> Seams:
    """Seams that lead straight home, where `outer` leads to a text from which `inner` leads on."""
    if len(outer) == 1:
        return inner
    places = {here for here, _ in outer}
    for middle, _ in inner:
        at = bisect_right(outer, middle, key=itemgetter(1)) - 1
        here, there = outer[at]
        # What became part of one letter has no place of its own.
        places.add(min(here + middle - there, *(seam[0] for seam in outer[at + 1 : at + 2]), 1 << 62))
    return tuple((here, _home(inner, _home(outer, here))) for here in sorted(places))


def _to_nfc(decoded: str) -> tuple[str, Seams]:
    """Compose to NFC, noting every place after which the two texts run in step again."""
    if unicodedata.is_normalized("NFC", decoded):
        return decoded, ((0, 0),)
    pieces: list[str] = []
    seams = [(0, 0)]
    here = there = 0
    for cluster in _pieces(decoded):
        composed = unicodedata.normalize("NFC", cluster)
        pieces.append(composed)
        here += len(composed)
        there += len(cluster)
        if len(composed) != len(cluster):
            seams.append((here, there))
    return "".join(pieces), tuple(seams)


def _pieces(text: str) -> Iterable[str]:
    """Lines that are composed already, whole, and the clusters of the others; nothing composes with a line feed."""
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        if unicodedata.is_normalized("NFC", line):
            yield line
        else:
            yield from _clusters(line)


def _clusters(text: str) -> Iterable[str]:
    """Stretches that compose on their own: a letter with what combines with it."""
    start = 0
    for index in range(1, len(text)):
        if text[index] < "\u0300" or not _joins_left(text[index]):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _joins_left(char: str) -> bool:
    """Whether a character may compose with the one before it: marks, and Hangul vowels and finals."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"
