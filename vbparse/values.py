"""Printed words → values: ordinals, dates, EDTF. Pure."""

from __future__ import annotations

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Order of points in legal texts: a, b, c, d, đ, e … without f, j, w, z (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_WORD_VARIANTS = {"một": 1, "bốn": 4}


def roman(text: str) -> int:
    """Value of a Roman numeral.

    >>> roman("XIV"), roman("iv")
    (14, 4)
    """
    total = 0
    values = [_ROMAN[letter] for letter in text.upper()]
    for here, after in zip(values, [*values[1:], 0], strict=True):
        total += -here if here < after else here
    return total


def letter(text: str) -> int:
    """Place of a point's letter, counted from 1; "b1" counts as "b".

    >>> letter("a"), letter("đ"), letter("e")
    (1, 5, 6)
    """
    return LETTERS.find(text[0].lower()) + 1


def spelled(word: str) -> int | None:
    """Value of "nhất", "hai" … as in "Phần thứ hai"."""
    word = word.lower()
    return _WORDS.index(word) + 1 if word in _WORDS else _WORD_VARIANTS.get(word)


def edtf(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A date in EDTF (ISO 8601-2), or null if it is no date.

    >>> edtf(2021, 9), edtf(2025, 5, 29), edtf(2025, 13, 1), edtf(2025, 2, 30)
    ('2021-09', '2025-05-29', None, None)
    """
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= _days_in(year, month) else None


def month_day(month: int, day: int) -> str | None:
    """ "11-20" for the 20th of November, or null if there is no such day."""
    return f"{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= _days_in(2000, month) else None


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
