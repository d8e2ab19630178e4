"""Letters in fonts of before Unicode → the letters that they show: in .VnTime "µ" is "à".

A PDF names the font of every letter, so that this is known and not guessed; letters are converted a run at a time, for
in VNI a letter takes two codes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vbparse import legacy

SOFT_HYPHEN = "\u00ad"
"""In TCVN3 the code of "ư"; elsewhere, in a PDF, a hyphen that is shown."""
_CAPITALS = "¡¢£¤¥¦§"
"""Codes of "ĂÂÊÔƠƯĐ" in TCVN3."""
_NAME = re.compile(r"(?:[A-Z]{6}\+)?\.?(?P<name>vni.*?|vn[^,-]*?)(?:bold|italic|mt)*(?:[,-].*)?", re.IGNORECASE)


class Older(NamedTuple):
    """An encoding of before Unicode, and whether the font draws capitals only."""

    name: str
    upper: bool


def older_of(font: str) -> Older | None:
    """The encoding of a font by its name in a PDF, which may have lost its dot: "ABCDEF+VnTimeHBold"."""
    match = _NAME.fullmatch(font)
    if not match:
        return None
    name = match["name"].lower()
    found = legacy.encoding_of_font("vni-" if name.startswith("vni") else f".{name}")
    return Older(*found) if found else None


def in_unicode(run: Iterable[tuple[str, str]], older: Older) -> list[str]:
    """What each code of a run shows; nothing for one that is a part of the letter before it.

    Each code comes with what stands before it: nothing, a blank, or a line feed.
    """
    text = ""
    places: list[int] = []
    for before, code in run:
        text += before
        places.append(len(text))
        is_dash = code == SOFT_HYPHEN and len(text) > 1 and all(map(_is_capital, text[-2:]))
        text += "-" if is_dash else code  # "QĐ-" at the end of a line
    converted, seams = legacy.convert(text, *older)
    shown = dict.fromkeys(places, "")
    for here, char in enumerate(converted):
        new, old = seams[bisect_right(seams, (here, 1 << 62)) - 1]
        place = places[max(0, bisect_right(places, old + here - new) - 1)]
        if not char.isspace() or text[place].isspace():
            shown[place] += char
    return list(shown.values())


def _is_capital(code: str) -> bool:
    return code.isupper() or code in _CAPITALS


def converted_lines(lines: Sequence[str], name: str | None) -> tuple[list[str], str | None]:
    """Lines of a file whose fonts tell nothing, in Unicode, and the encoding that they were in, if one is certain."""
    text = "\n".join(lines)
    older = legacy.named(name) or legacy.detect(text)
    if older:
        changed = legacy.convert(text, older)[0]
        if changed != text:
            return changed.replace(SOFT_HYPHEN, "-").split("\n"), older
    return [line.replace(SOFT_HYPHEN, "-") for line in lines], None
