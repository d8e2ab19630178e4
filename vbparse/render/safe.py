"""Text of a document on its way to a terminal: control codes are shown, never sent."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\n]")
_PICTURES = 0x2400
"""U+2400 and on are pictures of the control characters."""


def visible(text: str) -> str:
    """The text with every control and direction code replaced by a visible sign of the same length.

    >>> visible("a\\x1b[31mb")
    'a␛[31mb'
    """
    return _CONTROLS.sub(_picture, text.replace("\r\n", "\n"))


def in_line(text: str) -> str:
    """Visible text on one line, every character kept: the name of a file may hold line ends and tabs.

    >>> in_line("a\\nb")
    'a␊b'
    """
    return _BREAKS.sub(_picture, visible(text))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def one_line(text: str) -> str:
    """Visible text with line ends and tabs as blanks."""
    return " ".join(visible(text).split())


def shortened(text: str, width: int) -> str:
    """At most `width` characters, cut at a word, with an ellipsis where something is left out."""
    text = one_line(text)
    if len(text) <= width:
        return text
    cut = text[: max(1, width - 1)]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[width // 2 :] else cut}…"
