"""Whether a page of a PDF that shows nothing is blank, or its content is damaged.

pdfium reads either as a page with nothing on it and hands out no content. What it writes when it copies the page is
plain enough to find the content in: no object stands in another one, lengths stand beside their streams.
"""

from __future__ import annotations

import io
import re
import zlib
from base64 import a85decode
from binascii import Error, unhexlify
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2

_CONTENTS = re.compile(rb"/Contents ?\[?((?: ?\d+ 0 R)+)")
_NUMBER = re.compile(rb"(\d+) 0 R")
_LENGTH = re.compile(rb"/Length (\d+)")
_FILTERS = re.compile(rb"/Filter ?(\[[^\]]*\]|/\w+)")
_ODD = re.compile(rb"[^\t\n\f\r -~]")
_OPERATORS = frozenset(
    b"q Q cm w J j M d ri i gs W W* n re m l c v y h S s f F f* B B* b b* BT ET Tf Td TD Tm T* Tc Tw Tz TL Tr Ts "
    b"Tj TJ ' \" BMC BDC EMC MP DP CS cs SC SCN sc scn G g RG rg K k BX EX Do sh BI d0 d1".split()
)
"""See ISO 32000-1, annex A."""
_MOST_STREAMS = 100
_MOST = 1 << 20
"""Bytes looked at of a stream; what shows nothing is short."""


def is_damaged(document: Any, index: int) -> bool:
    """Whether a page that shows nothing has a content that does not unpack, or that no operator of PDF is in."""
    data = _copy(document, index)
    return any(_is_no_content(entries, stream) for entries, stream in _contents(data))


def _copy(document: Any, index: int) -> bytes:
    """The page alone, as pdfium writes it."""
    copy = pypdfium2.PdfDocument.new()
    stream = io.BytesIO()
    try:
        copy.import_pages(document, [index])
        copy.save(stream)
    finally:
        copy.close()
    return stream.getvalue()


def _contents(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The streams that the content of the only page stands in, with their entries."""
    found = _CONTENTS.search(data)
    named = _NUMBER.findall(found[1]) if found else []
    waiting = named[:_MOST_STREAMS]
    for number in waiting:
        _, _, rest = data.partition(b"\n%s 0 obj\r\n" % number)
        if rest.startswith(b"["):
            # An array of its own, which names streams; hardly one that names itself.
            waiting.extend(_NUMBER.findall(rest.partition(b"]")[0])[: _MOST_STREAMS - len(waiting)])
            continue
        entries, _, stream = rest.partition(b">>stream\r\n")
        length = _LENGTH.search(entries)
        if length and b"endobj" not in entries:
            yield entries, stream[: int(length[1])]


def _is_no_content(entries: bytes, stream: bytes) -> bool:
    filters = _FILTERS.search(entries)
    names = re.findall(rb"\w+", filters[1]) if filters else []
    if b"Predictor" in entries or not all(name in _UNPACK for name in names):
        return False  # It cannot be told.
    try:
        for name in names:
            stream = _UNPACK[name](stream)
    except (ValueError, Error, zlib.error):
        return True
    words = stream.split()
    return bool(words) and (len(_ODD.findall(stream)) * 10 > len(stream) or _OPERATORS.isdisjoint(words))


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _MOST)


def _from_85(data: bytes) -> bytes:
    return a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))


def _from_hex(data: bytes) -> bytes:
    digits = b"".join(data.partition(b">")[0].split())
    return unhexlify(digits + b"0" * (len(digits) % 2))


_UNPACK: dict[bytes, Callable[[bytes], bytes]] = {
    b"FlateDecode": _inflate,
    b"Fl": _inflate,
    b"ASCII85Decode": _from_85,
    b"A85": _from_85,
    b"ASCIIHexDecode": _from_hex,
    b"AHx": _from_hex,
}
