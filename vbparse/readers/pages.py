"""The pages of a PDF as text: pdfium tells where the letters stand (`pdfium.py`), `page.py` makes lines of them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from vbparse.errors import InputError
from vbparse.readers.apart import Reading
from vbparse.readers.ocr import Recognised, read_by_ocr, recognise, require_tesseract, tell_page
from vbparse.readers.older import converted_lines
from vbparse.readers.options import Limits, ReadOptions, too_much
from vbparse.readers.page import page_lines
from vbparse.readers.pdfium import Content, content, picture
from vbparse.shape import shape
from vbparse.source import SCAN, Piece, Remark, Span

LEAST_TEXT, LEAST_BESIDE = 20, 200
"""Letters below which a page that has a picture, or is mostly one, is a scan; page numbers have 10, stamps some 150."""
MOSTLY = 0.6
"""Share of a page that the picture of a scan covers."""
MORE = 1.5
"""What OCR reads, by what the page itself tells, from which on it is a page with a picture of text."""
MANY_SHAPES = 100
"""Shapes from which on they may be letters that were drawn as outlines."""
_PASSWORD = 4
"""What pdfium calls a file that needs a password, see FPDF_GetLastError."""


@shape
class _Page:
    """What was read of one page."""

    lines: tuple[str, ...]
    is_scan: bool = False
    """Whether there is a picture where its text should be, and nobody has read it."""
    unknown: int = 0
    left_out: tuple[str, ...] = ()
    recognised: Recognised | None = None
    older: frozenset[str] = frozenset()
    """Encodings of before Unicode that its fonts are in."""


def look_at(data: bytes, named: str, options: ReadOptions) -> Reading:
    """The text of a PDF, a piece for each page, which begins with a form feed from the second on.

    Raises `InputError` for a file that is broken or encrypted, that has too many pages, or that needs what is not
    installed.
    """
    document = _opened(data, named)
    scanner = Scanner(data, named, options.limits) if options.ocr else None
    try:
        pages = list(_pages(document, named, options, scanner))
        remarks = tuple(_remarks(pages, _left_out(document, pages)))
    finally:
        document.close()
    pieces, older = _pieces(pages, options.encoding)
    return Reading(pieces=pieces, remarks=(*_older_remarks(pages, older), *remarks))


def _pieces(pages: Sequence[_Page], encoding: str | None) -> tuple[tuple[Piece, ...], str | None]:
    """The text of each page, and the encoding of before Unicode that its letters were in, if the fonts do not tell."""
    texts = ["\n".join(page.lines) for page in pages]
    lines, older = converted_lines([line for text in texts for line in text.split("\n")], encoding)
    rest = iter(lines)
    pieces = (
        Piece("\f" * (number > 1) + "\n".join(islice(rest, text.count("\n") + 1)), number)
        for number, text in enumerate(texts, 1)
    )
    return tuple(pieces), older


def _opened(data: bytes, named: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == _PASSWORD:
            raise InputError(f"{named}: this PDF is encrypted; save a copy that opens without a password") from None
        raise InputError(f"{named}: this PDF is broken and cannot be opened") from None


def _pages(document: Any, named: str, options: ReadOptions, scanner: Scanner | None) -> Iterator[_Page]:
    count, limits = len(document), options.limits
    if count > limits.pages:
        raise too_much(named, f"its {count} pages are", "pages", limits.pages)
    for index in range(count):
        yield _page(document, index, scanner)


def _page(document: Any, index: int, scanner: Scanner | None) -> _Page:
    try:
        found = content(document, index)
        recognised = _recognised(found, index, scanner)
    except pypdfium2.PdfiumError:
        return _Page(lines=(), left_out=("broken pages",))
    lines = () if recognised and not _tells_more(found) else tuple(page_lines(found.glyphs, found.strokes))
    apart = [line for glyphs in found.apart for line in page_lines(glyphs)]
    return _Page(
        lines=(*(recognised.lines if recognised else ()), *lines, *apart),
        is_scan=_is_scan(found) and not recognised,
        unknown=0 if recognised else found.unknown,
        left_out=found.left_out,
        recognised=recognised,
        older=found.older,
    )


def _recognised(found: Content, index: int, scanner: Scanner | None) -> Recognised | None:
    """What OCR reads of a page that needs it; null if the page itself tells as much."""
    if not scanner or not (_is_scan(found) or _is_unreadable(found)):
        return None
    recognised = scanner.read(index)
    is_less = _tells_more(found) and sum(map(len, recognised.lines)) < MORE * _letters(found)
    return None if is_less else recognised


def _tells_more(found: Content) -> bool:
    """Whether a page has text of its own, such as a stamp, that OCR does not replace."""
    return _letters(found) >= LEAST_TEXT and not _is_unreadable(found)


def _is_scan(found: Content) -> bool:
    """Whether a page shows something, but hardly any letters."""
    letters = _letters(found)
    if letters < LEAST_TEXT:
        return found.pictured > 0 or found.shapes > MANY_SHAPES
    return letters < LEAST_BESIDE and found.pictured > MOSTLY and not found.is_read


def _is_unreadable(found: Content) -> bool:
    """Whether the fonts of a page tell next to nothing."""
    return found.unknown * 2 > _letters(found)


def _letters(found: Content) -> int:
    return sum(not glyph.text.isspace() for glyph in found.glyphs)


class Scanner:
    """Shows the pages of a file to OCR, and says on standard error how far it is.

    The file is opened a second time: stamps are laid flat to be read, and a scan is looked at without them.
    """

    def __init__(self, data: bytes, named: str, limits: Limits) -> None:
        self.data, self.named, self.limits = data, named, limits
        self.document: Any = None
        self.caller = os.getppid()

    def read(self, index: int) -> Recognised:
        """What stands on a page; raises `InputError` if there is no tesseract."""
        if self.document is None:
            require_tesseract(self.named, self.limits)
            self.document = _opened(self.data, self.named)
        if os.getppid() != self.caller:
            sys.exit("nobody waits for these pages any more")
        tell_page(self.named, index + 1, len(self.document))
        return recognise(picture(self.document, index), self.named, self.limits)


# --- what is said -------------------------------------------------------------------------------------------------


def _older_remarks(pages: Sequence[_Page], older: str | None) -> Iterator[Remark]:
    """What is said of encodings of before Unicode: one remark for each, at its first page."""
    first = {older: 0} if older else {}
    for number, page in enumerate(pages, 1):
        for name in sorted(page.older):
            first.setdefault(name, number)
    for name, number in first.items():
        yield Remark(
            code="VB004",
            severity="info",
            message="the text was in {encoding} and was converted to Unicode",
            values={"encoding": name.upper()},
            span=Span(number, number),
        )


def _remarks(pages: Iterable[_Page], left_out: Counter[str]) -> Iterator[Remark]:
    numbered = list(enumerate(pages, 1))
    scans = [number for number, page in numbered if page.is_scan]
    if scans:
        yield Remark(
            code=SCAN,
            severity="warning",
            message="{count} page(s) are pictures, a scan; the first is page {page}; --ocr reads them",
            values={"count": str(len(scans)), "page": str(scans[0])},
            span=Span(scans[0], scans[0]),
        )
    for number, page in numbered:
        if page.recognised and page.recognised.lines:
            yield read_by_ocr(page.recognised, number)
    doubtful = [number for number, page in numbered if page.unknown]
    if doubtful:
        yield Remark(
            code="VB008",
            severity="warning",
            message="{count} letter(s) of this file have no meaning in Unicode or stand apart from their words",
            values={"count": str(sum(page.unknown for _, page in numbered))},
            span=Span(doubtful[0], doubtful[0]),
        )
    if left_out:
        what = ", ".join(f"{count} {name}" for name, count in sorted(left_out.items()))
        yield Remark(code="VB009", severity="info", message="left out: {what}", values={"what": what}, span=Span(0, 0))


def _left_out(document: Any, pages: Iterable[_Page]) -> Counter[str]:
    """What the file holds besides text, by its name."""
    found = Counter(
        {
            "embedded files": max(0, raw.FPDFDoc_GetAttachmentCount(document)),
            "scripts": max(0, raw.FPDFDoc_GetJavaScriptActionCount(document)),
        }
    )
    for page in pages:
        found.update(page.left_out)
        found["pictures without words"] += page.recognised is not None and not page.recognised.lines
    return +found
