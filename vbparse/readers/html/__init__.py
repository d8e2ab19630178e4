"""A web page or a page saved by an office program (.htm) → `Source`: its words as a reader of the page sees them.

Words of a web site around the document stay in the text, named as such in `Source.apart`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal

from vbparse import legacy
from vbparse.errors import InputError
from vbparse.readers.formats import HTML
from vbparse.readers.html.charset import decode
from vbparse.readers.html.page import Page, read_page
from vbparse.readers.html.site import find_apart
from vbparse.readers.options import ReadOptions
from vbparse.source import Piece, Remark, Source, Span


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """Read a page; raises `InputError` for one that is beyond the limits. Nothing is fetched or run."""
    older = legacy.named(options.encoding)
    try:
        text, encoding = decode(data, None if older else options.encoding)
    except LookupError:
        raise InputError(f"--encoding {options.encoding}: there is no such encoding") from None
    page = read_page(text, named, options.limits)
    encoding = "+".join((encoding, *dict.fromkeys(name for name, _ in page.older)))
    if older or not options.encoding:
        encoding = _to_unicode(page, older, encoding)
    around = find_apart(page)
    places = list(accumulate((bool(line.text) for line in page.lines), initial=0))[1:]
    source = Source.of_pieces(
        (Piece(line.text, max(1, place)) for line, place in zip(page.lines, places, strict=True)),
        data,
        named,
        HTML.media_type,
        "paragraph",
        encoding,
        _remarks(page, around, places),
        {places[index] for index in around},
    )
    return source if "\ufffd" in text else source.with_unknown_letters()


def _to_unicode(page: Page, older: str | None, encoding: str) -> str:
    """Convert letters of before Unicode, and say so; the name of the encoding that the page was in."""
    shown = "\n".join(line.text for line in page.lines)
    found = older or legacy.detect(shown)
    if not found:
        return encoding
    converted, _ = legacy.convert(shown, found)
    for index, words in enumerate(converted.split("\n")):
        if words != page.lines[index].text:
            page.lines[index] = page.lines[index]._replace(text=words)
            page.older.append((found, index))
    return f"{encoding}+{found}" if legacy.is_mixed(shown) else found


def _remarks(page: Page, around: set[int], places: Sequence[int]) -> Iterator[Remark]:
    """What was converted, what was changed without being accepted, and what of the document is no text."""
    for encoding, line in page.older[:1]:
        values, place = {"encoding": encoding.upper()}, _place(places, line)
        yield _remark("VB004", "info", "the text was in {encoding} and was converted to Unicode", values, place)
    if page.inserted or page.deleted:
        values = {"inserted": str(page.inserted), "deleted": str(page.deleted)}
        message = "{inserted} insertion(s) were read as text, {deleted} deletion(s) were left out"
        yield _remark("VB005", "warning", message, values, 0)
    for what, lines in page.left.items():
        own = [line for line in lines if line not in around]
        if own:
            values = {"what": f"{len(own)} × {what}" if len(own) > 1 else what}
            yield _remark("VB009", "info", "left out: {what}", values, _place(places, own[0]))


def _place(places: Sequence[int], line: int) -> int:
    """The paragraph of a line, or the last one where a table that is not yet read stood at the end."""
    return places[min(line, len(places) - 1)] if places else 0


def _remark(
    code: str, severity: Literal["warning", "info"], message: str, values: dict[str, str], place: int
) -> Remark:
    return Remark(code=code, severity=severity, message=message, values=values, span=Span(place, place))
