"""A file → `Source`. Every format has a module of its own; this page picks it."""

from __future__ import annotations

from pathlib import Path

from vbparse.errors import InputError
from vbparse.source import Source

_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
)
_PAGES = (b"<!doctype html", b"<html")
_LOOKED_AT = 4096


def read(path: str | Path) -> Source:
    """Read a text file into a `Source`.

    Raises `InputError` for a path that cannot be read, or that holds something other than text.
    """
    return read_bytes(read_raw(Path(path)), str(path))


def read_bytes(data: bytes, named: str) -> Source:
    """The same for bytes that are read already; `named` is what messages call them."""
    kind = next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)
    if data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        kind = "an HTML page"
    if kind:
        raise InputError(f"{named}: this is {kind}; only text and Markdown can be read")
    source = Source.decode(data, path=named)
    if _is_binary(source.text[:_LOOKED_AT]):
        raise InputError(f"{named}: this is a binary file, not text")
    return source


def read_raw(path: Path) -> bytes:
    """The bytes of a file; raises `InputError` for a path that cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder, not a file") from None
    except PermissionError:
        raise InputError(f"{path}: no permission to read this file") from None
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: cannot be read ({problem})") from None


def _is_binary(text: str) -> bool:
    """Whether control characters and undecodable bytes are too many for a text."""
    odd = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd")
    return odd * 20 > len(text)
