"""Words → what was probably meant: the table of slips, and syllables that Vietnamese does not have."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from vbparse.check.texts import VIETNAMESE, WORD, one_line, word_counts
from vbparse.grammar import Grammar, Pattern

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = {"\u0301", "\u0323"}
_WORD_BEFORE = re.compile(r"(\w+)\s+$")
_WORD_AFTER = re.compile(r"\W*(\w+)")
_LONGEST = 12
"""Letters and blanks of a word beside a slip that are looked at; syllables have seven letters at most."""


Match = re.Match[str]


class _Slip(NamedTuple):
    form: str
    words: frozenset[str]
    meant: str
    not_after: frozenset[str]
    not_before: frozenset[str]


@lru_cache(maxsize=4)
def find_slips(text: str, grammar: Grammar) -> tuple[tuple[Match, str], ...]:
    """Where words of the table stand, and what is meant; of overlapping ones the longest of those that begin first."""
    words, line = {word.lower() for word in word_counts(text)}, one_line(text)
    # First the words of a form, then the form, then its places: nearly all forms end at the first step.
    forms = [slip for slip in _slip_table(grammar) if slip.words <= words and slip.form in line]
    found = [
        (match, slip.meant) for slip in forms for match in _pattern(slip.form).finditer(text) if _fits(slip, match)
    ]
    found.sort(key=lambda hit: (hit[0].start(), -hit[0].end()))
    ends = accumulate((match.end() for match, _ in found), max, initial=-1)
    return tuple(hit for hit, end in zip(found, ends, strict=False) if hit[0].start() >= end)


@lru_cache(maxsize=4)
def _slip_table(grammar: Grammar) -> tuple[_Slip, ...]:
    return tuple(
        _Slip(
            form=row["form"],
            words=frozenset(WORD.findall(row["form"])),
            meant=row["meant"],
            not_after=frozenset(row["not_after"].split("|")) - {""},
            not_before=frozenset(row["not_before"].split("|")) - {""},
        )
        for row in grammar.table("slips")
    )


@lru_cache(maxsize=1000)
def _pattern(form: str) -> re.Pattern[str]:
    """Compiled when a text has the form: most of the table is never seen."""
    words = r"\s+".join(map(re.escape, form.split()))
    return re.compile(rf"(?i)(?<!\w){words}" + (r"(?!\w)" if form[-1].isalpha() else ""))


def _fits(slip: _Slip, match: Match) -> bool:
    """Whether none of the words that would make it right stands beside it."""
    before = _WORD_BEFORE.search(match.string[max(0, match.start() - _LONGEST) : match.start()].lower())
    after = _WORD_AFTER.match(match.string[match.end() : match.end() + _LONGEST].lower())
    return not (before and before[1] in slip.not_after) and not (after and after[1] in slip.not_before)


def like(words: str, meant: str) -> str:
    """What is meant, in the capitals and with the blanks of what is written."""
    written, wanted = re.split(r"(\s+)", words), meant.split()
    if len(written) != 2 * len(wanted) - 1:
        return meant
    written[::2] = [_in_case(*pair) for pair in zip(written[::2], wanted, strict=True)]
    return "".join(written)


def _in_case(written: str, wanted: str) -> str:
    if written.isupper() and len(written) > 1:
        return wanted.upper()
    return wanted[:1].upper() + wanted[1:] if written[:1].isupper() else wanted


@lru_cache(maxsize=20_000)
def is_impossible(word: str, stopped: Pattern) -> bool:
    """Whether no syllable is written so: two tone marks, or a wrong one where `stopped` matches it without its mark."""
    if word.isascii():
        return False
    marks = unicodedata.normalize("NFD", word)
    tones = [mark for mark in marks if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 and {*tones} == {"\u0301"} and not VIETNAMESE.search(word):
        return False  # "sécurité"
    return len(tones) > 1 or (not _STOP_TONES & {*tones} and stopped.fullmatch(bare) is not None)
