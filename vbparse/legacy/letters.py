"""Text in an encoding of before Unicode → the same in Unicode, with its map home."""

from __future__ import annotations

import re
from functools import lru_cache

from vbparse.legacy.evidence import UNICODE_ONLY, Weight, code_pattern, in_letters, weigh, word_pattern
from vbparse.legacy.tables import CAPITALS, CODINGS, PUNCTUATION, UNCAPITAL, Coding
from vbparse.syllables import is_syllable

Seams = tuple[tuple[int, int], ...]

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_PUNCTUATION = str.maketrans(PUNCTUATION)
_EDGE = r"[^\W\d_]"
_SHOUTED = re.compile(rf"(?<!{_EDGE})(?=\w*[{UNCAPITAL}])(?=\w+[{CAPITALS}])[{CAPITALS}{UNCAPITAL}]+(?!{_EDGE})")
"""A word in capitals but for letters that have none in TCVN3: "CHíNH", "ủY"."""
_OPEN = re.compile(rf"(?<!{_EDGE})[{CAPITALS}]?[{UNCAPITAL}]+(?!{_EDGE})")
"""A word that may begin a name or stand in capitals: "Bộ"."""


def to_unicode(text: str, name: str, upper: bool = False) -> tuple[str, Seams]:
    """The text converted where it is in that encoding, and pairs (offset in it, offset in the old text)."""
    whole = weigh(text, name)
    if whole.unicode or whole.foreign:
        prevails = whole.unicode > whole.good
        lines = [(line, _is_legacy(weigh(line, name), prevails)) for line in _LINES.findall(text)]
    else:
        lines = [(text, True)]
    new: list[str] = []
    seams = [(0, 0)]
    here = there = 0
    for line, is_legacy in lines:
        done, inner = _stretch(line, name) if is_legacy else (line, [])
        seams += [(here + to, there + back) for to, back in inner]
        new.append(done)
        here += len(done)
        there += len(line)
    done = "".join(new)
    if upper:
        return _in_capitals(done), tuple(seams)
    return _shouted(done) if name == "tcvn3" else done, tuple(seams)


def _is_legacy(line: Weight, unicode_prevails: bool) -> bool:
    """Whether a line is converted: by its own words where it has Unicode, or the text mostly; else unless foreign."""
    if line.unicode or unicode_prevails:
        return line.good > line.unicode
    return line.good > 0 or not line.foreign


def _stretch(text: str, name: str) -> tuple[str, list[tuple[int, int]]]:
    pieces: list[str] = []
    seams: list[tuple[int, int]] = []
    here = done = 0
    for match in word_pattern(name).finditer(text):
        plain = text[done : match.start()]
        letters, inner = _word(match[0], name)
        here += len(plain)
        seams += [(here + to, match.start() + back) for to, back in inner]
        here += len(letters)
        pieces += [plain, letters]
        done = match.end()
    whole = "".join([*pieces, text[done:]])
    return whole if name == "viscii" else whole.translate(_PUNCTUATION), seams


@lru_cache(maxsize=20_000)
def _word(word: str, name: str) -> tuple[str, Seams]:
    """One word, converted unless it is in Unicode, and the seams after each letter that took two codes."""
    if UNICODE_ONLY.search(word):
        return word, ()
    coding = CODINGS[name]
    standing = _signs(word, coding)
    pieces: list[str] = []
    seams: list[tuple[int, int]] = []
    here = done = 0
    for match in code_pattern(name).finditer(word):
        plain = word[done : match.start()]
        pieces += [plain, match[0] if match.start() in standing else coding.letters[match[0]]]
        here += len(plain) + 1
        done = match.end()
        if len(match[0]) > 1:
            seams.append((here, done))
    return "".join([*pieces, word[done:]]), tuple(seams)


def _signs(word: str, coding: Coding) -> frozenset[int]:
    """Places of codes that stand for the signs that they look like: "·Các", "Hà Nội−Hải Phòng", "5 × 3"."""
    places = frozenset(at for at, char in enumerate(word) if char in coding.signs)
    if not places or _reads(word, coding):
        return frozenset()
    signs = "".join(coding.signs)
    core = next((part for part in (word.lstrip(signs), word.rstrip(signs)) if _reads(part, coding)), word.strip(signs))
    start = word.find(core)
    outside = {at for at in places if not start <= at < start + len(core)}
    if _reads(core, coding):
        return frozenset(outside)
    # A dash between two words; white space stays whatever it parts.
    are_words = all(_reads(part, coding) for part in re.split(f"[{re.escape(signs)}]", core))
    return frozenset(outside | {at for at in places if are_words or word[at].isspace()})


def _reads(word: str, coding: Coding) -> bool:
    """Whether a word with its codes is a syllable; with a blank for a letter only one in capitals."""
    letters = in_letters(word, coding)
    return len(word) > 1 and is_syllable(letters) and (letters.isupper() or not any(map(str.isspace, word)))


def _shouted(text: str) -> str:
    """Words and lines that were typed in capitals, wholly so: TCVN3 has no capitals with tone marks."""
    if not _SHOUTED.search(text):
        return text
    lines = []
    for line in _LINES.findall(text):
        raised = _SHOUTED.sub(lambda match: match[0].upper(), line)
        alone = raised != line and _OPEN.sub("", raised).upper() == _OPEN.sub("", raised)
        lines.append(_in_capitals(raised) if alone else raised)
    return "".join(lines)


def _in_capitals(text: str) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)
