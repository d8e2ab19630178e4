"""Keys under which spelling, case and spacing do not matter. Text itself is never changed by them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Key under which case, spacing, tone placement and final i/y do not matter.

    >>> fold("Hoà  Bình") == fold("hòa bình"), fold("hoa") == fold("hòa"), fold("tỷ") == fold("tỉ")
    (True, False, True)
    """
    # A registry of names is folded in every run: by far the most of it is plain blanks.
    blank = text.casefold().replace("\u200b", " ").replace("\ufeff", " ")
    return " ".join(map(_fold_syllable, blank.split()))


def bare(text: str) -> str:
    """Letters without any mark, in lower case: what OCR is sure of.

    >>> bare("KÉ HOẠCH") == bare("Kế hoạch")
    True
    """
    marks = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark))


def plain_words(text: str) -> tuple[str, ...]:
    """The folded words of a text without its punctuation; a number is the same with and without leading zeros.

    >>> plain_words("06 tháng;") == plain_words("6 tháng")
    True
    """
    return tuple([key.lstrip("0") or key for key in map(fold_word, _WORD.findall(text))])


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """The same key for a word that holds no blank."""
    return _fold_syllable(word.casefold())


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
