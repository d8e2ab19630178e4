"""What fonts and formats make of letters: signs of symbol fonts, letters of before Unicode, capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_NAMED = re.compile(r"(?<![\w-])font(-family)?\s*:\s*([^;,]*)", re.I)
_SIZE = re.compile(r"^.*?\d\S*\s+")
"""What stands before the name where size and font are said together."""
_ODD = re.compile(r"symbol|wingdings|\.vn\w*|vni[ -].*", re.I)
"""Fonts whose letters are not what they are shown as."""
_CASE = re.compile(r"text-transform\s*:\s*([a-z]+)", re.I)


class Look(NamedTuple):
    """How letters look, as far as it changes what is read."""

    font: str | None = None
    is_upper: bool = False


PLAIN = Look()


def look_of(attributes: Mapping[str, str], around: Look) -> Look:
    """The look inside an element."""
    style = attributes.get("style") or ""
    font, is_upper = around
    if face := attributes.get("face"):
        font = _odd(face.partition(",")[0])
    for family, value in _NAMED.findall(style):
        font = _odd(value if family else _SIZE.sub("", value))
    if case := _CASE.search(style):
        is_upper = case[1].lower() == "uppercase"
    return Look(font, is_upper) if font or is_upper else PLAIN


def _odd(name: str) -> str | None:
    plain = name.strip(" \t\r\n\"'")
    return plain if _ODD.fullmatch(plain) else None


def shown(stretches: Iterable[tuple[str, Look]]) -> tuple[str, str | None]:
    """The words of a line as they are shown, and the encoding of before Unicode that some of them were in."""
    from vbparse.readers.docx.stretches import in_unicode, stretch
    from vbparse.readers.docx.styles import Letters

    return in_unicode(stretch(text, Letters(capitals=look.is_upper, font=look.font)) for text, look in stretches)
