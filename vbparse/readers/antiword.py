"""antiword: an old Word file → lines of text.

Its DocBook tells paragraphs and the cells of tables, but swallows line breaks inside a paragraph, together with the
blank that they are; its plain text has those. The two are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from vbparse.readers.docx.tables import Cell, Row, Table
from vbparse.readers.formats import DOC
from vbparse.readers.options import ReadOptions, too_much
from vbparse.readers.programs import run, workplace
from vbparse.source import Piece, Remark, Source, Span

PROGRAM = "antiword"

_NO_XML = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORD = re.compile(r"[^\s|]+")
_RULED = {"insideH": True}
"""antiword does not tell borders: what has more than two rows is a table to its reader."""
_MARKER = re.compile(r"\s*(?:[-+*•–]|\(?(?:\w{1,2}|[ivxlcIVXLC]{1,7})[.)/])")
"""A number or sign that was typed; antiword would give the paragraph one more."""
_UNTOLD = "headers, footers, footnotes and automatic numbers, which antiword does not tell; LibreOffice reads them"


def read_by_antiword(data: bytes, named: str, options: ReadOptions) -> Source | None:
    """Read an old Word file; null where antiword makes nothing of it."""
    limits = options.limits
    with workplace("document.doc", data) as folder:
        command = [PROGRAM, "-w", "0", "-m", "UTF-8.txt", "document.doc"]
        done = run([*command[:1], "-x", "db", "document.doc"], folder, named, limits, "book")
        if not done or not run(command, folder, named, limits, "plain"):
            return None
        book, plain = (_bytes(folder / name) for name in ("book", "plain"))
    try:
        root = fromstring(_NO_XML.sub(b"", book))
    except (ParseError, ValueError):
        return None
    if _depth(root) > limits.depth:
        raise too_much(named, "it has", "depth", limits.depth)
    pieces = _Book(plain.decode("utf-8", "replace")).lines(root)
    remark = Remark(
        code="VB009", severity="info", message="left out: {what}", values={"what": _UNTOLD}, span=Span(0, 0)
    )
    return Source.of_pieces(pieces, data, named, DOC.media_type, "paragraph", remarks=[remark])


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _depth(root: Element) -> int:
    """Of elements inside each other."""
    depth, level = 0, [root]
    while level:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


class _Book:
    """Reads the DocBook of one file, with its plain text at hand."""

    def __init__(self, plain: str) -> None:
        self._words = frozenset(_WORD.findall(plain))
        self._numbers = {rest: number for number, rest in map(_numbered, plain.splitlines()) if number}
        self._place = 0

    def lines(self, root: Element) -> list[Piece]:
        """Paragraphs and rows in the order of the file."""
        chapter = [element for element in root if element.tag not in ("title", "bookinfo")]
        return [piece for element in chapter for piece in self._under(element)]

    def _under(self, element: Element) -> Iterator[Piece]:
        """What stands under an element; tables stand inside paragraphs."""
        if element.tag == "informaltable":
            yield from self._table(element)
        elif element.tag in ("para", "title"):
            yield from self._paragraph(element)
        elif element.tag == "listitem":
            for number, piece in enumerate(p for child in element for p in self._under(child)):
                yield piece._replace(text=self._numbered(piece.text)) if number == 0 else piece
        else:
            for child in element:
                yield from self._under(child)

    def _paragraph(self, element: Element) -> Iterator[Piece]:
        inner = [child for child in element if child.tag in ("informaltable", "orderedlist", "itemizedlist")]
        words = "".join(_words(element, inner)).strip("\n")
        # A chapter has a title always, a table stands in a paragraph of its own.
        if words.strip() or not (inner or element.tag == "title"):
            self._place += 1
            yield Piece(self._parted(" ".join(words.split("\n"))).strip(), self._place)
        for child in inner:
            yield from self._under(child)

    def _table(self, element: Element) -> Iterator[Piece]:
        table = Table(borders=_RULED)
        for row in element.iter("row"):
            table.rows.append(Row(place=self._place + 1, cells=[self._cell(entry) for entry in row.findall("entry")]))
        yield from table.as_lines()

    def _cell(self, entry: Element) -> Cell:
        lines: list[Piece] = []
        for line in "".join(entry.itertext()).strip("\n").split("\n"):
            self._place += 1
            lines.extend(Piece(part.strip(), self._place) for part in self._parted(line).split("\n"))
        return Cell(lines=lines)

    def _parted(self, line: str) -> str:
        """A line with the breaks that antiword swallowed: what is no word of the plain text is two of them."""
        return _WORD.sub(lambda match: self._halves(match[0]), line)

    def _halves(self, word: str) -> str:
        if word in self._words:
            return word
        at = next((at for at in range(1, len(word)) if word[:at] in self._words and word[at:] in self._words), None)
        return f"{word[:at]}\n{word[at:]}" if at else word

    def _numbered(self, text: str) -> str:
        """An item of a list with the number that the plain text gives it."""
        number = None if _MARKER.match(text) else self._numbers.get(" ".join(text.split()))
        return f"{number} {text}" if number else text


def _numbered(line: str) -> tuple[str, str]:
    number, _, rest = " ".join(line.split()).partition(" ")
    return (number, rest) if _MARKER.fullmatch(number) else ("", "")


def _words(element: Element, but: list[Element]) -> Iterator[str]:
    """The text under an element, but for that of some inside it."""
    yield element.text or ""
    for child in element:
        if child not in but:
            yield from _words(child, [])
        yield child.tail or ""
