"""An old Word file (.doc) → `Source`, by LibreOffice or antiword, whichever is there."""

from __future__ import annotations

from collections.abc import Callable
from shutil import which

from vbparse.errors import InputError
from vbparse.readers import antiword, office
from vbparse.readers.formats import DOC
from vbparse.readers.options import ReadOptions
from vbparse.source import Source

_OTHERS = tuple(name.encode("utf-16-le") for name in ("Workbook", "PowerPoint Document", "VisioDocument"))
"""Streams of other programs, which write such files too."""
_FIB_AT = 512
"""Where the main stream nearly always begins: after the header of the file."""
_FIB = b"\xec\xa5"
_ENCRYPTED = 0x01
"""Bit of byte 11 of the main stream, see [MS-DOC] 2.5.2."""


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """Read an old Word file; raises `InputError` for one that is broken, protected, no Word file or beyond the limits.

    LibreOffice comes first: it knows automatic numbers, fonts, headers and footnotes.
    """
    if any(name in data for name in _OTHERS) and "WordDocument".encode("utf-16-le") not in data:
        raise InputError(
            f"{named}: this is an old Office file other than Word; it cannot be read (see vbparse formats)"
        )
    if data[_FIB_AT : _FIB_AT + 2] == _FIB and data[_FIB_AT + 11] & _ENCRYPTED:
        raise InputError(f"{named}: this old Word file (.doc) is protected by a password")
    for read in _readers():
        source = read(data, named, options)
        if source is not None and source.text.strip():
            return source
    raise InputError(f"{named}: this old Word file (.doc) cannot be read; it is damaged, protected or empty")


def _readers() -> list[Callable[[bytes, str, ReadOptions], Source | None]]:
    """What is installed, the better one first."""
    found: list[Callable[[bytes, str, ReadOptions], Source | None]] = []
    if office.is_there():
        found.append(lambda data, named, options: office.read_by_office(data, named, options, DOC, "MS Word 97"))
    if which(antiword.PROGRAM):
        found.append(antiword.read_by_antiword)
    return found
