"""Text that was taken for Latin-1 → text in Unicode: TCVN3, VNI-Windows and VISCII, encodings of before Unicode.

Their letters show as others: "Bé Tµi chÝnh" is "Bộ Tài chính" in TCVN3. Works on decoded strings, knows nothing of
plans. The modules below are imported when a text needs them, which is seldom.
"""

from __future__ import annotations

import re

Seams = tuple[tuple[int, int], ...]
"""Pairs (offset in the new text, offset in the old) from which both advance together again."""

NAMES = ("tcvn3", "vni", "viscii")

_FEWEST = 6
_SIGNS = re.compile("[\x80-\x9f¡-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþ]")
"""Every text in these encodings has many of them, one in Unicode a few at most."""
_VIETNAMESE = re.compile("[ĂăĐđƠơƯư\u1ea0-\u1ef9]")
_FONT = re.compile(r"(?:[A-Z]{6}\+)?(?:(\.vn[^,-]*)|vni[ -]).*", re.IGNORECASE)


def named(name: str | None) -> str | None:
    """The one of `NAMES` that is meant, if one is: "TCVN-3" is tcvn3."""
    plain = (name or "").lower().replace("-", "").replace("_", "")
    return plain if plain in NAMES else None


def detect(text: str) -> str | None:
    """Name of the encoding that a text, or some of its lines, must have been in; null without strong evidence."""
    if len(_SIGNS.findall(text)) < _FEWEST:
        return None
    from vbparse.legacy.evidence import strongest

    return strongest(text, NAMES)


def convert(text: str, name: str, upper: bool = False) -> tuple[str, Seams]:
    """The text in Unicode, and where its parts stood before; `upper` for fonts that draw capitals only.

    Where Unicode prevails, only lines that speak for the encoding are converted; elsewhere all but those in Unicode or
    in another language. White space and line ends stay. Raises `KeyError` for a name that is not in `NAMES`.
    """
    if text.isascii() and not upper:
        return text, ((0, 0),)
    from vbparse.legacy.letters import to_unicode

    return to_unicode(text, name, upper)


def is_mixed(text: str) -> bool:
    """Whether a text that is not converted yet has Vietnamese letters of Unicode too."""
    return _VIETNAMESE.search(text) is not None


def encoding_of_font(font: str) -> tuple[str, bool] | None:
    """The encoding of a text set in a font, and whether the font draws capitals only; null for any other font.

    >>> encoding_of_font(".VnTimeH"), encoding_of_font("VNI-Times"), encoding_of_font("Times New Roman")
    (('tcvn3', True), ('vni', False), None)
    """
    match = _FONT.fullmatch(font.strip())
    if not match:
        return None
    return ("tcvn3", match[1].lower().endswith("h")) if match[1] else ("vni", False)
