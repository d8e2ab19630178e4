"""The signs that a browser puts before the items of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vbparse.shape import sketch

_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*(?:(?:inside|outside)\s+)?([a-z-]+)", re.I)
_NUMBER = re.compile(r"\s*(-?\d{1,6})")
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@sketch
class Listed:
    """A list while it is read."""

    style: str
    number: int
    """Of the next item."""


def new_list(tag: str, attributes: Mapping[str, str]) -> Listed:
    """A list by its own attributes."""
    style = "decimal" if tag == "ol" else "disc"
    return Listed(style=_style(attributes, style), number=_number(attributes.get("start"), 1))


def marker_of(listed: Listed, attributes: Mapping[str, str]) -> str:
    """What stands before the next item, with the blank after it; "" for a list without signs."""
    number = _number(attributes.get("value"), listed.number)
    listed.number = number + 1
    style = _style(attributes, listed.style)
    if style == "none":
        return ""
    sign = _BULLETS.get(style)
    return f"{sign} " if sign else f"{_written(number, style)}. "


def _style(attributes: Mapping[str, str], style: str) -> str:
    found = _STYLE.search(attributes.get("style") or "")
    kind = (attributes.get("type") or "").strip()
    return found[1].lower() if found else _TYPES.get(kind, kind.lower() if kind.lower() in _BULLETS else style)


def _number(words: str | None, otherwise: int) -> int:
    found = _NUMBER.match(words or "")
    return int(found[1]) if found else otherwise


def _written(number: int, style: str) -> str:
    """A number in a style of CSS; what the style cannot write stands in digits, as in browsers."""
    kind = style.partition("-")[2]
    if kind in ("alpha", "latin") and number > 0:
        letters = ""
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(97 + place) + letters
    elif kind == "roman" and 0 < number < 4000:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
    else:
        return f"{number:02}" if style == "decimal-leading-zero" else str(number)
    return letters.upper() if style.startswith("upper") else letters
