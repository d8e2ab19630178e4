"""A file → `Source`. Every format has a module of its own; this page picks it.

Such a module has one function, `read_it(data, named, options) -> Source`, and is imported when such a file comes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from vbparse.errors import InputError
from vbparse.readers.formats import BINARY, TEXT, Format, format_of
from vbparse.readers.options import DEFAULTS, ReadOptions
from vbparse.readers.raw import read_raw
from vbparse.source import Source

if TYPE_CHECKING:
    from pathlib import Path

_LOOKED_AT = 4096


class Reader(Protocol):
    """What the module of a format has."""

    def read_it(self, data: bytes, named: str, options: ReadOptions) -> Source:
        """Read bytes of that format."""


def read(path: str | Path, options: ReadOptions = DEFAULTS) -> Source:
    """Read a file into a `Source`: text, Word, PDF, a saved web page, or an image if OCR is asked for.

    Raises `InputError` for a path that cannot be read, for a kind of file that is not supported, for one whose reader
    is not installed, and for one that costs more than the limits allow.
    """
    return read_bytes(read_raw(path, options), str(path), options)


def read_bytes(data: bytes, named: str, options: ReadOptions = DEFAULTS) -> Source:
    """The same for bytes that are read already; `named` is what messages call them."""
    kind = format_of(data)
    if kind is not TEXT:
        return _reader(kind, named).read_it(data, named, options)
    try:
        source = Source.decode(data, path=named, encoding=options.encoding)
    except LookupError:
        raise InputError(f"--encoding {options.encoding}: there is no such encoding") from None
    if _is_binary(source.text[:_LOOKED_AT]):
        raise InputError(f"{named}: this is {BINARY.what}")
    return source


def _reader(kind: Format, named: str) -> Reader:
    """The module that reads a format; says what to install where it cannot."""
    if kind.module is None:
        raise InputError(f"{named}: this is {kind.what}; {kind.instead or 'it cannot be read (see vbparse formats)'}")
    lacking = kind.missing()
    if lacking:
        raise InputError(f"{named}: this is {kind.what}; to read it, run: {lacking}")
    reader: Reader = import_module(f"vbparse.readers.{kind.module}")
    return reader


def _is_binary(text: str) -> bool:
    """Whether control characters and undecodable bytes are too many for a text."""
    odd = sum(1 for char in text if (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd")
    return odd * 20 > len(text)
