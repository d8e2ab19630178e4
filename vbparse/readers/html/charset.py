"""bytes of a web page → its characters: what the bytes prove goes before what the page says of itself."""

from __future__ import annotations

import codecs
import re

from vbparse import legacy
from vbparse.source import guess_encoding

_LOOKED_AT = 8192
"""Word puts styles above the declaration; browsers look at 1,024 bytes."""
_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.I,
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What browsers read for these names (WHATWG Encoding Standard, section 4.2)."""


def decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The characters and the name of the encoding; bytes that make no sense in it stand as U+FFFD.

    Tried in order: `encoding` if given, a byte order mark, UTF-8 where letters beyond ASCII are valid in it, letters
    of before Unicode (see `vbparse.legacy`; left as letters of Latin-1), what the page declares, what the bytes tell of
    themselves. Raises `LookupError` for an `encoding` that Python does not know.
    """
    for bom, marked in _BOMS:
        if data.startswith(bom) and encoding is None:
            return data[len(bom) :].decode(marked, "replace"), marked
    name = encoding or _proven(data) or _older(data) or _declared(data) or guess_encoding(data)
    return data.decode(name, "replace"), codecs.lookup(name).name


def _older(data: bytes) -> str | None:
    return "latin-1" if not data.isascii() and legacy.detect(data.decode("latin-1")) else None


def _proven(data: bytes) -> str | None:
    """UTF-8 and UTF-16 hardly ever happen by chance."""
    found = guess_encoding(data)
    if found.startswith("utf-16"):
        return found
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if data.isascii() else "utf-8"


def _declared(data: bytes) -> str | None:
    """What the page says of itself; null where Python does not know it or the bytes deny it."""
    found = _DECLARED.search(data[:_LOOKED_AT])
    if not found:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
        "".encode(name)
    except LookupError:
        return None
    # Bytes that are UTF-8 or UTF-16 are known already; no other page is.
    return None if name.startswith("utf") else _MEANT.get(name, name)
