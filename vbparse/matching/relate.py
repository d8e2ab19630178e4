"""Linked clauses → what kind of correspondence it is, and which words differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count, groupby

from rapidfuzz.distance import Indel, Levenshtein

from vbparse.fold import fold_word
from vbparse.matching.units import Clause
from vbparse.matching.words import DATE, LOCAL_DOCUMENT, PLACE, Word
from vbparse.model import Difference, LinkRelation

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_PLAIN = re.compile(r"[\w]+")
PARTIAL = 0.75
"""From this share of one side's weight inside the other, the shorter is a part of the longer."""
LONGER = 1.6
"""How many times longer the other side must be for that."""
SLIP = 3
"""Fewest letters of a word in which another letter is a slip and not another word."""


def relation_of(left: Clause, right: Clause, is_slot: bool) -> LinkRelation:
    """The relation of two linked clauses by their own words."""
    if left.plain == right.plain:
        return "identical"
    if left.keys == right.keys:
        return "local"
    if is_slot:
        return "counterpart"
    short, long = sorted((left.keys, right.keys), key=len)
    shared = len(set(short) & set(long)) / max(1, len(set(short)))
    return "partial" if shared >= PARTIAL and len(long) >= LONGER * len(short) else "reworded"


def difference_of(lefts: Sequence[Clause], rights: Sequence[Clause]) -> Difference:
    """How far the words of linked clauses differ: not at all, by names of their own place, by typing, or in fact."""
    first, second = ([word for clause in side for word in clause.plain] for side in (lefts, rights))
    if first == second or _marked(lefts) == _marked(rights):
        return "none"
    keys = [[key for clause in side for key in clause.keys] for side in (lefts, rights)]
    if keys[0] == keys[1]:
        return "local"
    return "typing" if _is_typing(first, second) else "words"


def _marked(clauses: Sequence[Clause]) -> list[str]:
    return [word for clause in clauses for word in clause.marked]


def _is_typing(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words differ only by where blanks stand, or here and there by one letter that is no digit."""
    before = after = ""
    for step in (*Indel.opcodes(left, right), None):
        if step is None or step.tag == "equal":
            if before != after and not _is_slip(before, after):
                return False
            before = after = ""
        else:
            before += "".join(left[step.src_start : step.src_end])
            after += "".join(right[step.dest_start : step.dest_end])
    return True


def _is_slip(left: str, right: str) -> bool:
    if len(left) < SLIP or len(right) < SLIP or any(char.isdigit() for char in left + right):
        return False
    return Levenshtein.distance(left, right, score_cutoff=1) <= 1


def word_diff(lefts: Sequence[Clause], rights: Sequence[Clause]) -> tuple[tuple[str, ...], ...]:
    """Pieces that rebuild both texts: equal, delete, insert, and local for names that stand for each other.

    The texts of several clauses are joined by a blank.
    """
    first, second = (_TOKEN.findall(" ".join(clause.unit.text for clause in side)) for side in (lefts, rights))
    pieces: list[list[str]] = []
    for step in Indel.opcodes(*coded(first, second)):
        before, after = first[step.src_start : step.src_end], second[step.dest_start : step.dest_end]
        if step.tag == "equal":
            pieces.extend(_same_words(before, after))
        else:
            pieces.append([step.tag, "".join(before or after)])
    merged = _with_locals(_merged(pieces), _local_words(lefts), _local_words(rights))
    return tuple(tuple(part) for piece in merged for part in _exact(piece))


def coded(*texts: Sequence[str]) -> list[str]:
    """Each text with one character for a word, the same for the same word whatever its capitals: strings are compared
    faster."""
    folded = [list(map(str.casefold, words)) for words in texts]
    codes = dict(zip(dict.fromkeys(chain.from_iterable(folded)), map(chr, count(_FIRST_CODE)), strict=False))
    return ["".join(map(codes.__getitem__, words)) for words in folded]


_FIRST_CODE = 0xE000
"""Above the surrogates, which no string may hold alone; a million words have room."""


def _same_words(left: list[str], right: list[str]) -> Iterator[list[str]]:
    """The same words in runs: with the same capitals ("equal"), or with others ("case")."""
    if left == right:
        yield ["equal", "".join(left)]
        return
    for is_equal, pairs in groupby(zip(left, right, strict=True), key=lambda pair: pair[0] == pair[1]):
        words = list(pairs)
        both = "".join(before for before, _ in words), "".join(after for _, after in words)
        yield ["equal", both[0]] if is_equal else ["case", *both]


def _exact(piece: list[str]) -> list[list[str]]:
    return [["delete", piece[1]], ["insert", piece[2]]] if piece[0] == "case" else [piece]


def _merged(pieces: list[list[str]]) -> list[list[str]]:
    """One deletion and one insertion a change: a blank or comma between two changes belongs to them."""
    result: list[list[str]] = []
    deleted = inserted = ""
    for index, (tag, words, *rest) in enumerate(pieces):
        is_gap = tag == "equal" and 0 < index < len(pieces) - 1 and (deleted or inserted) and not _PLAIN.search(words)
        if tag == "delete" or is_gap:
            deleted += words
        if tag == "insert" or is_gap:
            inserted += words
        if tag in ("equal", "case") and not is_gap:
            result.extend(_change(deleted, inserted))
            result.append([tag, words, *rest])
            deleted = inserted = ""
    return result + _change(deleted, inserted)


def _change(deleted: str, inserted: str) -> list[list[str]]:
    """A deletion and an insertion; what both end with is equal."""
    size = 0
    while (
        size < min(len(deleted), len(inserted))
        and deleted[-1 - size] == inserted[-1 - size]
        and not deleted[-1 - size].isalnum()
    ):
        size += 1
    tail = deleted[len(deleted) - size :] if size else ""
    deleted, inserted = deleted[: len(deleted) - size], inserted[: len(inserted) - size]
    change = [["delete", deleted]] if deleted else []
    change += [["insert", inserted]] if inserted else []
    return change + ([["equal", tail]] if tail else [])


def _local_words(clauses: Sequence[Clause]) -> set[str]:
    """Words of clauses that stand for their own place, organs, dates and documents."""
    local: set[str] = set()
    for clause in clauses:
        text = clause.reading.text if clause.reading else clause.unit.text
        for word in clause.named:
            if _is_local(word):
                local.update(fold_word(part) for part in _PLAIN.findall(text[word.start : word.end]))
    return local


def _is_local(word: Word) -> bool:
    return word.key == PLACE or word.key in (DATE, LOCAL_DOCUMENT)


def _with_locals(pieces: list[list[str]], left: set[str], right: set[str]) -> list[list[str]]:
    """Turn a change between local words only into one local substitution."""
    result: list[list[str]] = []
    for piece in pieces:
        before = result[-1] if result else None
        if (
            piece[0] == "insert"
            and before
            and before[0] == "delete"
            and _all_local(before[1], left)
            and _all_local(piece[1], right)
        ):
            result[-1] = ["local", before[1], piece[1]]
        else:
            result.append(piece)
    return result


def _all_local(words: str, local: set[str]) -> bool:
    parts = [fold_word(part) for part in _PLAIN.findall(words)]
    return bool(parts) and all(part in local for part in parts)
