"""Signs of symbol fonts, which Word keeps as U+F020–U+F0FF and draws by the font alone.

Tables of the fonts: the Unicode Consortium's mappings of Adobe's Symbol encoding, and its proposal for Wingdings
(ISO/IEC 10646, U+1F5xx and following). Only signs that stand in lists, forms and sums are here; the others stay as
they are.
"""

from __future__ import annotations

_FIRST, _LAST = "\uf020", "\uf0ff"
_SYMBOL = {
    **{0x20 + i: c for i, c in enumerate(" !∀#∃%&∋()*+,-./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_")},
    **{0x61 + i: c for i, c in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")},
    **{0xA1 + i: c for i, c in enumerate("ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…")},
    **{0xC4 + i: c for i, c in enumerate("⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇")},
    **{0xD5 + i: c for i, c in enumerate("∏√⋅¬∧∨⇔⇐⇑⇒⇓◊")},
    0xE5: "∑",
    0xF2: "∫",
}
_WINGDINGS = {
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x74: "⧫",
    0x75: "◆",
    0x76: "❖",
    0x77: "⬥",
    0x9F: "•",
    0xA0: "▪",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_BY_FONT = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_OF_ANY = {0x2B: "+", 0x2D: "-", 0xA7: "▪", 0xB7: "•"}
"""What lists open with where the font is not said."""


def shown(text: str, font: str | None) -> str:
    """A text with the signs that its font shows."""
    table = _BY_FONT.get(font.casefold()) if font else None
    if table:
        return "".join(table.get(ord(char) % 0xF000, char) for char in text)
    if any(_FIRST <= char <= _LAST for char in text):
        return "".join(_OF_ANY.get(ord(char) - 0xF000, char) for char in text)
    return text


def symbol(code: str | None, font: str | None) -> str:
    """The sign that a `w:sym` names, by its number in hexadecimal."""
    try:
        return shown(chr(int(code or "", 16)), font)
    except (ValueError, OverflowError):
        return "\ufffd"
