"""Scored pairs → `Link…`: what kind of correspondence, which words differ, which facts changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz.distance import Indel

from vbparse.fold import fold, plain_words
from vbparse.grammar import Grammar
from vbparse.matching.kinship import same_agency
from vbparse.matching.units import Clause
from vbparse.matching.words import DATE, LOCAL_DOCUMENT, PLACE, Word
from vbparse.model import Agency, Change, ChangeKind, LinkRelation, Time

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_PLAIN = re.compile(r"[\w]+")
PARTIAL = 0.75
"""From this share of one side's weight inside the other, the shorter is a part of the longer."""
LONGER = 1.6
"""How many times longer the other side must be for that."""


def relation_of(left: Clause, right: Clause, is_slot: bool) -> LinkRelation:
    """The relation of two linked clauses by their own words."""
    if plain_words(left.unit.text) == plain_words(right.unit.text):
        return "identical"
    if [word.key for word in left.words] == [word.key for word in right.words]:
        return "local"
    if is_slot:
        return "counterpart"
    short, long = sorted((left.keys, right.keys), key=len)
    shared = len(set(short) & set(long)) / max(1, len(set(short)))
    return "partial" if shared >= PARTIAL and len(long) >= LONGER * len(short) else "reworded"


def word_diff(left: Clause, right: Clause) -> tuple[tuple[str, ...], ...]:
    """Pieces that rebuild both texts: equal, delete, insert, and local for names that stand for each other."""
    first, second = _TOKEN.findall(left.unit.text), _TOKEN.findall(right.unit.text)
    pieces: list[list[str]] = []
    for step in Indel.opcodes([word.casefold() for word in first], [word.casefold() for word in second]):
        before, after = first[step.src_start : step.src_end], second[step.dest_start : step.dest_end]
        if step.tag == "equal":
            pieces.extend(_same_words(before, after))
        else:
            pieces.append([step.tag, "".join(before or after)])
    merged = _with_locals(_merged(pieces), _local_words(left), _local_words(right))
    return tuple(tuple(part) for piece in merged for part in _exact(piece))


def _same_words(left: list[str], right: list[str]) -> Iterator[list[str]]:
    """The same words in runs: with the same capitals ("equal"), or with others ("case")."""
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


def _local_words(clause: Clause) -> set[str]:
    """Words of a clause that stand for its own place, organs, dates and documents."""
    text = clause.reading.text if clause.reading else clause.unit.text
    local: set[str] = set()
    for word in clause.words:
        if word.key.startswith("⟨") and _is_local(word):
            local.update(fold(part) for part in _PLAIN.findall(text[word.start : word.end]))
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
    parts = [fold(part) for part in _PLAIN.findall(words)]
    return bool(parts) and all(part in local for part in parts)


# --- facts --------------------------------------------------------------------------------------------------------


def changes_of(left: Clause, right: Clause, grammar: Grammar) -> tuple[Change, ...]:
    """Typed differences between two linked clauses: organs of a field, times, cited national documents."""
    changes: list[Change] = []
    if left.unit.kind == right.unit.kind == "field" and left.unit.role in ("lead_agency", "coordinating_agencies"):
        changes.append(_agency_change(left.unit.role, left.agencies, right.agencies, grammar))
    elif left.unit.kind == right.unit.kind == "row":
        changes.append(_agency_change("lead_agency", left.agencies, right.agencies, grammar))
    elif left.unit.role == right.unit.role == "agency_assignment":
        organs = _agency_change("lead_agency", left.agencies, right.agencies, grammar)
        changes += [organs] if organs.change == "renamed" else []
    if left.time or right.time:
        changes.append(_time_change("time", left.time, right.time))
    if left.deadline and right.deadline:
        # Where only one of the clauses speaks of reports, the other plan may do so elsewhere.
        changes.append(_time_change("deadline", left.deadline, right.deadline))
    if left.unit.kind != "title" and not left.is_heading:
        changes.extend(_citation_changes(left, right))
    return tuple(changes)


def _agency_change(role: str, left: Sequence[Agency], right: Sequence[Agency], grammar: Grammar) -> Change:
    first, second = "; ".join(a.name for a in left) or None, "; ".join(a.name for a in right) or None
    agree = [max((same_agency(a, b, grammar) for b in right), default=0.0) for a in left]
    back = [max((same_agency(a, b, grammar) for a in left), default=0.0) for b in right]
    every = [*agree, *back]
    if not first or not second:
        return Change(field=role, left=first, right=second, change=_plain_change(first, second))
    if every and min(every) >= 0.8:
        renamed = any(0.8 < value < 1 for value in every)
        return Change(field=role, left=first, right=second, change="renamed" if renamed else "same")
    return Change(field=role, left=first, right=second, change="different")


def _time_change(field: str, left: Time | None, right: Time | None) -> Change:
    """Times are the same if they name the same day, period or recurrence, whatever their words."""
    first, second = (time.text if time else None for time in (left, right))
    change = _plain_change(first, second)
    if left and right and change == "different":
        values = [(time.edtf, time.rrule, time.month_day, time.bound) for time in (left, right)]
        change = "same" if values[0] == values[1] and any(values[0][:3]) else "different"
    return Change(field=field, left=first, right=second, change=change)


def _plain_change(left: str | None, right: str | None) -> ChangeKind:
    if left is None or right is None:
        return "same" if left == right else "added" if left is None else "dropped"
    return "same" if fold(left) == fold(right) else "different"


def _citation_changes(left: Clause, right: Clause) -> list[Change]:
    first = {word.key[1:-1]: word for word in left.words if word.key.startswith("⟨") and "/" in word.key}
    second = {word.key[1:-1]: word for word in right.words if word.key.startswith("⟨") and "/" in word.key}
    dropped = [_shown(left, first[key]) for key in first if key not in second]
    added = [_shown(right, second[key]) for key in second if key not in first]
    return [Change(field="citation", left=words, right=None, change="dropped") for words in dropped] + [
        Change(field="citation", left=None, right=words, change="added") for words in added
    ]


def _shown(clause: Clause, word: Word) -> str:
    text = clause.reading.text if clause.reading else clause.unit.text
    return text[word.start : word.end]
