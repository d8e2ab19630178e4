"""The pages of a PDF as text: pdfium tells where the letters stand (`pdfium.py`), `page.py` makes lines of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from vbparse.errors import InputError
from vbparse.readers.apart import Reading
from vbparse.readers.options import ReadOptions, too_much
from vbparse.readers.page import page_lines
from vbparse.readers.pdfium import Content, content
from vbparse.shape import shape
from vbparse.source import Piece, Remark, Span

LEAST_TEXT = 20
"""Letters below which a page that has a picture or many shapes is taken for a scan; a page number has up to 10."""
MANY_SHAPES = 100
"""Shapes from which on they may be letters that were drawn as outlines."""
_PASSWORD = 4
"""What pdfium calls a file that needs a password, see FPDF_GetLastError."""


@shape
class _Page:
    """What was read of one page."""

    lines: tuple[str, ...]
    is_scan: bool = False
    unknown: int = 0
    left_out: tuple[str, ...] = ()


def look_at(data: bytes, named: str, options: ReadOptions) -> Reading:
    """The text of a PDF, a piece for each page, which begins with a form feed from the second on.

    Raises `InputError` for a file that is broken or encrypted, or that has too many pages.
    """
    document = _opened(data, named)
    try:
        pages = list(_pages(document, named, options))
        remarks = tuple(_remarks(pages, _left_out(document, pages)))
    finally:
        document.close()
    pieces = (Piece("\f" * (number > 1) + "\n".join(page.lines), number) for number, page in enumerate(pages, 1))
    return Reading(pieces=tuple(pieces), remarks=remarks)


def _opened(data: bytes, named: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == _PASSWORD:
            raise InputError(f"{named}: this PDF is encrypted; save a copy that opens without a password") from None
        raise InputError(f"{named}: this PDF is broken and cannot be opened") from None


def _pages(document: Any, named: str, options: ReadOptions) -> Iterator[_Page]:
    count, limits = len(document), options.limits
    if count > limits.pages:
        raise too_much(named, f"its {count} pages are", "pages", limits.pages)
    for index in range(count):
        yield _page(document, index)


def _page(document: Any, index: int) -> _Page:
    try:
        found = content(document, index)
    except pypdfium2.PdfiumError:
        return _Page(lines=(), left_out=("broken pages",))
    lines = page_lines(found.glyphs, found.strokes)
    apart = [line for glyphs in found.apart for line in page_lines(glyphs)]
    return _Page(
        lines=(*lines, *apart),
        is_scan=_is_scan(found),
        unknown=found.unknown,
        left_out=found.left_out,
    )


def _is_scan(found: Content) -> bool:
    """Whether a page shows something, but hardly any letters."""
    letters = sum(not glyph.text.isspace() for glyph in found.glyphs)
    return letters < LEAST_TEXT and (found.pictures > 0 or found.shapes > MANY_SHAPES)


# --- what is said -------------------------------------------------------------------------------------------------


def _remarks(pages: Iterable[_Page], left_out: Counter[str]) -> Iterator[Remark]:
    numbered = list(enumerate(pages, 1))
    scans = [number for number, page in numbered if page.is_scan]
    if scans:
        yield Remark(
            code="VB006",
            severity="warning",
            message="{count} page(s) have no text, the first is page {page}; --ocr reads them",
            values={"count": str(len(scans)), "page": str(scans[0])},
            span=Span(scans[0], scans[0]),
        )
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
    return +found
