"""Linked clauses → what differs between them as facts: organs, times, sums, figures, cited documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import TypeVar

from rapidfuzz.distance import Indel

from vbparse.fold import fold
from vbparse.grammar import Grammar
from vbparse.matching.grams import FIGURE, weighed_key
from vbparse.matching.kinship import ALIKE, RENAMED, same_agency
from vbparse.matching.relate import coded
from vbparse.matching.units import Clause
from vbparse.matching.words import DATE, Word
from vbparse.model import Agency, Amount, Change, ChangeKind, Citation, Indicator, Time

Fact = TypeVar("Fact", Amount, Indicator)

_FIGURES = frozenset({FIGURE, DATE})


def changes_of(
    lefts: Sequence[Clause], rights: Sequence[Clause], cited: Sequence[Set[str]], grammar: Grammar
) -> tuple[Change, ...]:
    """Typed differences between clauses that correspond; `cited` are the keys of what the whole left text cites, and
    the whole right one: what stands elsewhere there was not dropped."""
    is_text = not any(c.unit.kind == "title" or c.is_heading for c in (*lefts, *rights))
    return (
        *_organs(lefts[0], rights[0], grammar),
        *(_organs_in_text(lefts, rights, grammar) if is_text else ()),
        *_times(lefts, rights),
        *_amounts(lefts, rights),
        *_results(lefts, rights),
        *_figures(lefts, rights),
        *(_citations(lefts, rights, cited) if is_text else ()),
    )


# --- organs -------------------------------------------------------------------------------------------------------


def _organs(left: Clause, right: Clause, grammar: Grammar) -> Iterator[Change]:
    """Organs of a field, a row, or the heading of an organ's duties."""
    kinds = {left.unit.kind, right.unit.kind}
    if kinds == {"field"} and left.unit.role in ("lead_agency", "coordinating_agencies"):
        yield _organ_change(left.unit.role, left.agencies, right.agencies, grammar)
    elif kinds == {"row"} and left.agencies and right.agencies:
        # One of the tables may have no column for who leads.
        yield _organ_change("lead_agency", left.agencies, right.agencies, grammar)
    elif left.unit.role == right.unit.role == "agency_assignment":
        organs = _organ_change("lead_agency", left.agencies, right.agencies, grammar)
        if organs.change == "renamed":
            yield organs


def _organs_in_text(lefts: Sequence[Clause], rights: Sequence[Clause], grammar: Grammar) -> Iterator[Change]:
    """Organs that running text names as leading or helping, where both plans name some."""
    for field, of in (("lead_agency", _lead), ("coordinating_agencies", _helping)):
        first, second = _all(lefts, of), _all(rights, of)
        change = _organ_change(field, first, second, grammar) if first and second else None
        if change and change.change != "same":
            yield change


def _lead(clause: Clause) -> Iterable[Agency]:
    return clause.lead


def _helping(clause: Clause) -> Iterable[Agency]:
    return clause.coordinating


def _all(clauses: Sequence[Clause], of: Callable[[Clause], Iterable[Agency]]) -> list[Agency]:
    return list(chain.from_iterable(map(of, clauses)))


def _organ_change(field: str, left: Sequence[Agency], right: Sequence[Agency], grammar: Grammar) -> Change:
    """How two lists of organs differ, and which members only one of them has."""
    first, second = "; ".join(a.name for a in left) or None, "; ".join(a.name for a in right) or None
    if not first or not second:
        return Change(field=field, left=first, right=second, change=_plain_change(first, second))
    agree = [max(same_agency(a, b, grammar) for b in right) for a in left]
    back = [max(same_agency(a, b, grammar) for a in left) for b in right]
    dropped = tuple(a.name for a, value in zip(left, agree, strict=True) if value < ALIKE)
    added = tuple(b.name for b, value in zip(right, back, strict=True) if value < ALIKE)
    if dropped or added:
        return Change(field=field, left=first, right=second, change="different", dropped=dropped, added=added)
    is_renamed = RENAMED in agree or RENAMED in back
    return Change(field=field, left=first, right=second, change="renamed" if is_renamed else "same")


# --- times --------------------------------------------------------------------------------------------------------


def _times(lefts: Sequence[Clause], rights: Sequence[Clause]) -> Iterator[Change]:
    left, right = (next(map(_own_time, filter(_own_time, clauses)), None) for clauses in (lefts, rights))
    are_headings = all(c.is_heading and c.unit.kind != "row" for c in (*lefts, *rights))
    if (left and right) or ((left or right) and are_headings):
        # Of two paragraphs one may say when, and the other plan say it in another clause; so may columns of tables.
        yield _time_change("time", left, right)
    first, second = (next((c.deadline for c in clauses if c.deadline), None) for clauses in (lefts, rights))
    if first and second:
        # Where only one of the clauses speaks of reports, the other plan may do so elsewhere.
        yield _time_change("deadline", first, second)


def _own_time(clause: Clause) -> Time | None:
    """When a clause is to be done; when it is to be reported is another fact."""
    return None if clause.time and clause.deadline and clause.time.span == clause.deadline.span else clause.time


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


# --- sums and figures ---------------------------------------------------------------------------------------------


def _amounts(lefts: Sequence[Clause], rights: Sequence[Clause]) -> Iterator[Change]:
    first = [amount for clause in lefts for amount in clause.amounts]
    second = [amount for clause in rights for amount in clause.amounts]
    kept = {amount.vnd for amount in first} & {amount.vnd for amount in second}
    yield from _paired(
        "amount",
        [amount.text for amount in first if amount.vnd not in kept],
        [amount.text for amount in second if amount.vnd not in kept],
    )


def _results(lefts: Sequence[Clause], rights: Sequence[Clause]) -> Iterator[Change]:
    """Measurable results, unit by unit."""
    first = [figure for clause in lefts for figure in clause.indicators]
    second = [figure for clause in rights for figure in clause.indicators]
    for unit in dict.fromkeys(figure.unit for figure in (*first, *second)):
        here, there = ([f for f in figures if f.unit == unit] for figures in (first, second))
        kept = {(f.value, f.bound) for f in here} & {(f.value, f.bound) for f in there}
        left = [f.text for f in here if (f.value, f.bound) not in kept]
        right = [f.text for f in there if (f.value, f.bound) not in kept]
        if (left or _has_no_figure(lefts)) and (right or _has_no_figure(rights)):
            # A figure that is not among the results of the other side may still stand there in other words.
            yield from _paired("number", left, right)


def _figures(lefts: Sequence[Clause], rights: Sequence[Clause]) -> Iterator[Change]:
    """Other figures, years and days that stand among the same words with another value."""
    keys = [[weighed_key(key) for clause in side for key in clause.keys] for side in (lefts, rights)]
    if any(_FIGURES.isdisjoint(each) for each in keys):
        return
    told = {f.text for clause in (*lefts, *rights) for f in clause.indicators}
    told |= {amount.text for clause in (*lefts, *rights) for amount in clause.amounts}
    told |= {time.text for clause in (*lefts, *rights) for time in (clause.time, clause.deadline) if time}
    first, second = ([(clause, word) for clause in side for word in clause.words] for side in (lefts, rights))
    for block in Indel.editops(*coded(*keys)).as_matching_blocks():
        for step in range(block.size if block.size > 1 else 0):
            (left, word), (right, other) = first[block.a + step], second[block.b + step]
            before, after = _figure(left, word), _figure(right, other)
            if before and after and _differ(before, after) and not any(before in t or after in t for t in told):
                field = "time" if word.key == DATE or _is_year(before) else "number"
                yield Change(field=field, left=before, right=after, change="different")


def _figure(clause: Clause, word: Word) -> str | None:
    """A number or a day as written, with its per cent."""
    if word.key != DATE and weighed_key(word.key) != FIGURE:
        return None
    text = clause.reading.text if clause.reading else clause.unit.text
    return text[word.start : word.end + (text[word.end : word.end + 1] == "%")]


def _differ(before: str, after: str) -> bool:
    """Whether two figures say something else; a period and its last year, cut otherwise, do not."""
    first, second = _value(before), _value(after)
    is_period = before[:2] == after[:2] == "20" and len(first) != len(second)
    return first != second and not (is_period and set(first) & set(second))


def _value(figure: str) -> list[int]:
    """What a figure says, however it is written: "ngày 05/4" and "ngày 5 tháng 4"."""
    return [int(part) for part in re.findall(r"\d+", figure)]


def _is_year(figure: str) -> bool:
    return len(figure) == len("2030") and figure[:2] in ("19", "20") and figure.isdigit()


def _has_no_figure(clauses: Sequence[Clause]) -> bool:
    return not any(char.isdigit() for clause in clauses for char in clause.unit.text)


def _paired(field: str, left: Sequence[str], right: Sequence[str]) -> Iterator[Change]:
    """One value each is one that differs; any others were dropped and added."""
    if len(left) == len(right) == 1:
        yield Change(field=field, left=left[0], right=right[0], change="different")
        return
    yield from (Change(field=field, left=words, right=None, change="dropped") for words in left)
    yield from (Change(field=field, left=None, right=words, change="added") for words in right)


# --- cited documents ----------------------------------------------------------------------------------------------


def _citations(lefts: Sequence[Clause], rights: Sequence[Clause], cited: Sequence[Set[str]]) -> Iterator[Change]:
    """National documents that only one text cites; one of each side, of one type, is another document or version."""
    left, right = _cited(lefts), _cited(rights)
    for key in filter(right.__contains__, left):
        # A law of the same name may be a newer one.
        if left[key].number and right[key].number and left[key].number != right[key].number:
            yield from _paired("citation", [left[key].text], [right[key].text])
    dropped = {key: citation.text for key, citation in left.items() if key not in cited[1]}
    added = {key: citation.text for key, citation in right.items() if key not in cited[0]}
    for kind in dict.fromkeys(map(_type_of, (*dropped, *added))):
        yield from _paired(
            "citation",
            [words for key, words in dropped.items() if _type_of(key) == kind],
            [words for key, words in added.items() if _type_of(key) == kind],
        )


def cited_documents(clauses: Sequence[Clause]) -> frozenset[str]:
    """Keys of the national documents that a whole text cites."""
    return frozenset(_cited(clauses))


def _cited(clauses: Sequence[Clause]) -> dict[str, Citation]:
    return {key: citation for clause in clauses for key, citation in clause.documents.items()}


def _type_of(key: str) -> str:
    """The letters of a symbol: type and issuer, "nđ-cp"; a law's name."""
    symbol = key.strip("⟨⟩")
    return symbol.rpartition("/")[2] if symbol[:1].isdigit() else symbol
