"""The table of fonts of an RTF file: their names, and the code pages of their letters."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_CHARSETS = {
    **{128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258"},
    **{177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
_LONGEST = 64
"""Letters of a name that are kept."""


class Font(NamedTuple):
    """One font; its code page is null where it has that of the file."""

    name: str = ""
    codepage: str | None = None
    is_named: bool = False
    """Whether the name is whole."""


class Fonts:
    """Takes what stands in the table, in the order of the file."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        self._last = 0

    def __getitem__(self, number: int) -> Font:
        return self._fonts.get(number, Font())

    def describe(self, word: bytes, number: int | None) -> None:
        """A word in the table: a new font, or the letters of the last one."""
        if word == b"f":
            self._last = number or 0
            self._fonts[self._last] = Font()
        elif word == b"fcharset":
            self._fonts[self._last] = self[self._last]._replace(codepage=_CHARSETS.get(number or 0))

    def name(self, data: bytes) -> None:
        """A part of the name of the last font; a semicolon ends it."""
        font = self[self._last]
        if not font.is_named:
            part, end, _ = data.decode("latin-1").partition(";")
            name = (font.name + part)[:_LONGEST]
            self._fonts[self._last] = font._replace(name=name.strip() if end else name, is_named=bool(end))


def known_codepage(number: int | None) -> str:
    """The code page that a file names, as Python calls it; that of Western Europe for one that is none."""
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"
