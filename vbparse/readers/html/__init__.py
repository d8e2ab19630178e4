"""A web page or a page saved by an office program (.htm) → `Source`: its words as a reader of the page sees them.

Words of a web site around the document stay in the text, named as such in `Source.apart`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.errors import InputError
from vbparse.readers.formats import HTML
from vbparse.readers.html.charset import decode
from vbparse.readers.html.page import Page, read_page
from vbparse.readers.html.site import find_apart
from vbparse.readers.options import ReadOptions
from vbparse.source import Piece, Remark, Source, Span


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """Read a page; raises `InputError` for one that is beyond the limits. Nothing is fetched or run."""
    try:
        text, encoding = decode(data, options.encoding)
    except LookupError:
        raise InputError(f"--encoding {options.encoding}: there is no such encoding") from None
    page = read_page(text, named, options.limits)
    around = find_apart(page)
    pieces: list[Piece] = []
    places: list[int] = []
    apart: set[int] = set()
    here = 0
    for index, line in enumerate(page.lines):
        here += bool(line.text)
        if line.text and index in around:
            apart.add(here)
        pieces.append(Piece(line.text, max(1, here)))
        places.append(max(1, here))
    return Source.of_pieces(
        pieces, data, named, HTML.media_type, "paragraph", encoding, tuple(_remarks(page, around, places)), apart
    )


def _remarks(page: Page, around: set[int], places: list[int]) -> Iterator[Remark]:
    """What of the document is no text, and what was changed in it without being accepted."""
    if page.inserted or page.deleted:
        yield Remark(
            code="VB005",
            severity="warning",
            message="{inserted} insertion(s) were read as text, {deleted} deletion(s) were left out",
            values={"inserted": str(page.inserted), "deleted": str(page.deleted)},
            span=Span(0, 0),
        )
    for what, lines in page.left.items():
        own = [line for line in lines if line not in around]
        if own:
            place = places[min(own[0], len(places) - 1)] if places else 0
            yield Remark(
                code="VB009",
                severity="info",
                message="left out: {what}",
                values={"what": f"{len(own)} × {what}" if len(own) > 1 else what},
                span=Span(place, place),
            )
