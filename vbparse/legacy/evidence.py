"""Words → how strongly a text speaks for an encoding of before Unicode.

A word speaks for it if it is no Vietnamese syllable as it stands and is one when its codes are read as letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from vbparse.legacy.tables import CODINGS, Coding
from vbparse.syllables import is_syllable

FEWEST_KINDS = 6
"""Different words that must speak for an encoding. Measured: docs/decisions/0013."""
BEST_SHARE = 10
"""Words that must speak for it, for each that speaks against it. Measured: docs/decisions/0013."""

Verdict = Literal["for", "against", "foreign", "unicode", "neither"]

LONGEST_SYLLABLE = 7
"""Letters of "nghiêng"."""

UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u036f]")
"""Letters of Vietnamese that no older encoding shows when it is taken for Latin-1 or windows-1252."""


class Weight(NamedTuple):
    """Words of a text that speak for and against an encoding; those that tell nothing are not counted."""

    good: int
    """Words that make sense in the encoding and in no other way."""
    kinds: int
    """How many different ones."""
    bad: int
    """Words with its codes that make no sense in it."""
    unicode: int
    """Words in Vietnamese letters that only Unicode has."""
    foreign: int
    """Of the bad ones those that another language may well have."""


def strongest(text: str, names: Iterable[str]) -> str | None:
    """The encoding for which the words leave no doubt, if there is one."""
    weights = {name: weigh(text, name) for name in names}
    best = max(weights, key=lambda name: weights[name].good)
    weight = weights[best]
    return best if weight.kinds >= FEWEST_KINDS and weight.good >= BEST_SHARE * weight.bad else None


def weigh(text: str, name: str) -> Weight:
    """What all words of a text say together."""
    verdicts: Counter[Verdict] = Counter()
    kinds = 0
    for word, count in Counter(word_pattern(name).findall(text)).items():
        verdict = judge(word, name)
        verdicts[verdict] += count
        kinds += verdict == "for"
    bad = verdicts["against"] + verdicts["foreign"]
    return Weight(verdicts["for"], kinds, bad, verdicts["unicode"], verdicts["foreign"])


@cache
def word_pattern(name: str) -> re.Pattern[str]:
    """Runs of letters and codes, of which one at least is not ASCII."""
    codes = "".join(sorted({char for code in CODINGS[name].letters for char in code if not char.isalpha()}))
    inside = rf"(?:[^\W\d_]|[\u0300-\u036f{re.escape(codes)}])"
    # Looked for at the beginnings of words alone, so that a long one costs no more than its length.
    return re.compile(rf"(?<![A-Za-z])[A-Za-z]*+{inside}++")


def judge(word: str, name: str) -> Verdict:
    """What one word says; a word that is spelt well both ways says nothing."""
    if UNICODE_ONLY.search(word):
        return "unicode" if _is_spelt(word) else "neither"
    coding = CODINGS[name]
    core = word.strip("".join(coding.signs))
    if len(core) < 2 or core.isascii() or _is_spelt(core):
        return "neither"
    read = in_letters(core, coding)
    if is_syllable(read) or is_syllable(in_letters(word, coding)):
        return "for"
    if read.isupper():
        return "neither"  # "QĐ"
    is_long = len(read) > LONGEST_SYLLABLE and core.isalpha() and len(read) == len(core)
    return "foreign" if is_long else "against"


def in_letters(word: str, coding: Coding) -> str:
    """A word with its codes read as letters, whatever they may look like."""
    return code_pattern(coding.name).sub(lambda match: coding.letters[match[0]], word)


@cache
def code_pattern(name: str) -> re.Pattern[str]:
    codes = sorted(CODINGS[name].letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, codes)))


def _is_spelt(word: str) -> bool:
    """Whether a word is a syllable as it stands; small and capital letters do not mix in one."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    return is_syllable(unicodedata.normalize("NFC", word).replace("Ð", "Đ").replace("ð", "đ"))
