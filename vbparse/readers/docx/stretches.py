"""Stretches of a paragraph → its words in Unicode, by what each font draws: the letters of TCVN3 fonts are others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from vbparse import legacy
from vbparse.readers.docx.styles import Letters
from vbparse.readers.docx.symbols import shown

SOFT_HYPHEN = "\u00ad"
"""Nobody sees it within a line, but in TCVN3 it is the code of "ư"."""


class Older(NamedTuple):
    """An encoding of before Unicode, and whether its letters are shown as capitals."""

    name: str
    upper: bool


class Stretch(NamedTuple):
    """Words in one font."""

    text: str
    older: Older | None = None


def stretch(text: str, letters: Letters) -> Stretch:
    """A text as its letters show it; one in an older encoding stays as it is until the paragraph is whole."""
    older = _older(letters.font) if letters.font else None
    if older:
        return Stretch(text, Older(older.name, older.upper or bool(letters.capitals)))
    text = shown(text, letters.font).replace(SOFT_HYPHEN, "")
    return Stretch(text.upper() if letters.capitals else text)


def in_unicode(stretches: Iterable[Stretch]) -> tuple[str, str | None]:
    """The words of a paragraph, and the encoding that some of them were in. A word may stand in several stretches."""
    words: list[str] = []
    found = None
    for older, group in groupby(stretches, attrgetter("older")):
        text = "".join(one.text for one in group)
        converted = legacy.convert(text, older.name, older.upper)[0] if older else text
        found = older.name if older and converted != text else found
        words.append(converted)
    return "".join(words), found


@lru_cache(maxsize=1000)
def _older(font: str) -> Older | None:
    found = legacy.encoding_of_font(font)
    return Older(*found) if found else None
