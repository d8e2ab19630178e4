"""Vietnamese encodings of before Unicode: which letter each code stands for.

Codes are written as they show in a text that was taken for Latin-1 or windows-1252: byte B5 is "µ".
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Coding(NamedTuple):
    """One encoding."""

    name: str
    letters: dict[str, str]
    """One or two codes → letter."""
    signs: frozenset[str]
    """Codes that are letters only inside words: at their edges, or alone, they may be the signs that they look like."""


_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"


def _row(first: int, letters: str) -> dict[str, str]:
    """Letters of consecutive codes; a blank for a code that stands for none."""
    return {chr(code): letter for code, letter in enumerate(letters, first) if letter != " "}


# TCVN 5712:1993, table VN3, known as ABC; the fonts .VnTime and so on. It has capitals without tone marks alone; for
# the others the fonts whose names end in H draw capitals in the place of small letters.
_TCVN3 = (
    _row(0xA1, "ĂÂÊÔƠƯĐăâêôơưđ")
    | _row(0xB5, "àảãáạ ằẳẵắ")
    | _row(0xC6, "ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò")
    | _row(0xE1, "ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ")
    # Fonts in a PDF may call the glyphs of AD and B7 by names that lead to other characters.
    | {"\u2212": "ư", "\u2219": "ã"}
)

# RFC 1456. It takes the codes of six control characters and of the no-break space for letters too.
_VISCII = (
    _row(0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ")
    | _row(0xA0, "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ")
    | _row(0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư")
    | _row(0xE0, "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ")
    | {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}
)

# VNI-Windows; the fonts VNI-Times and so on. A letter is followed by a code for all its marks; ô and ö are ơ and ư; i
# with a mark has a code of its own, since the fonts draw no mark over its dot.
# https://en.wikipedia.org/wiki/VNI#VNI_Encoding_(Windows/Unix)
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_MARKS = (
    ("aeouyôö", _VNI_TONES),
    (
        "aeo",
        {
            "â": _CIRCUMFLEX,
            "á": _CIRCUMFLEX + _ACUTE,
            "à": _CIRCUMFLEX + _GRAVE,
            "å": _CIRCUMFLEX + _HOOK,
            "ã": _CIRCUMFLEX + _TILDE,
            "ä": _CIRCUMFLEX + _DOT,
        },
    ),
    (
        "a",
        {
            "ê": _BREVE,
            "é": _BREVE + _ACUTE,
            "è": _BREVE + _GRAVE,
            "ú": _BREVE + _HOOK,
            "ü": _BREVE + _TILDE,
            "ë": _BREVE + _DOT,
        },
    ),
)
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    letters = dict(_VNI_ALONE)
    for bases, marks in _VNI_MARKS:
        for base in bases:
            bare = _VNI_ALONE.get(base, base)
            letters |= {base + code: unicodedata.normalize("NFC", bare + mark) for code, mark in marks.items()}
    # A mark has the case of its letter, but who types capitals for a while may forget that.
    capitals: dict[str, str] = {}
    for code, letter in letters.items():
        capitals |= {code.upper(): letter.upper(), code[0].upper() + code[1:]: letter.upper()}
        capitals |= {code[0] + code[1:].upper(): letter}
    return capitals | letters


def _windows(codes: dict[str, str]) -> dict[str, str]:
    """The same letters for a text that was taken for windows-1252, where codes 80 to 9F show as punctuation."""
    twins = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return codes | {twins[code]: letter for code, letter in codes.items() if twins.get(code)}


def _punctuation() -> dict[str, str]:
    """What windows-1252 has at the codes 80 to 9F, for a text that was taken for Latin-1."""
    shown = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return {code: sign for code, sign in shown.items() if sign}


CAPITALS = "A-Z" + "".join(letter for letter in _TCVN3.values() if letter.isupper())
"""Inside brackets of a pattern: the capitals of TCVN3."""
UNCAPITAL = "".join(letter for letter in _TCVN3.values() if letter.upper() not in _TCVN3.values() and letter.islower())
"""Letters that TCVN3 has in small alone."""
PUNCTUATION = _punctuation()
"""Beside the letters of TCVN3 and VNI."""

CODINGS = {
    coding.name: coding
    for coding in (
        Coding("tcvn3", _TCVN3, frozenset("\u2212\u2219·¨©¡¢£¥»¼½¾×÷")),
        Coding("vni", _vni(), frozenset()),
        Coding("viscii", _windows(_VISCII), frozenset("\u00a0" + "".join(PUNCTUATION.values()))),
    )
}
