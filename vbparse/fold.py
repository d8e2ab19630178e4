"""Keys under which spelling, case and spacing do not matter. Text itself is never changed by them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Key under which case, spacing, tone placement and final i/y do not matter.

    >>> fold("Hoà  Bình") == fold("hòa bình"), fold("hoa") == fold("hòa"), fold("tỷ") == fold("tỉ")
    (True, False, True)
    """
    return " ".join(_fold_syllable(word) for word in _BLANKS.split(text.casefold()) if word)


def plain_words(text: str) -> tuple[str, ...]:
    """The folded words of a text without its punctuation."""
    return tuple(fold(word) for word in _WORD.findall(text))


@lru_cache(maxsize=10_000)
def _fold_syllable(word: str) -> str:
    """Move the tone mark to the end of the syllable; write final y after h k l m s t as i; Ð as đ."""
    if word.isascii():
        return _plain_y(word)
    marks = unicodedata.normalize("NFD", word.replace("ð", "đ"))
    tones = "".join(mark for mark in marks if mark in _TONES)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return _plain_y(bare) + tones


def _plain_y(word: str) -> str:
    return word[:-1] + "i" if len(word) == 2 and word[1] == "y" and word[0] in "hklmst" else word
