"""What the registries of organs say of an organ that a document names: whether it existed, how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from vbparse.fold import fold, fold_word
from vbparse.grammar import Grammar
from vbparse.model import Agency
from vbparse.source import Span

# --- whether it existed -------------------------------------------------------------------------------------------

_GRACE = 1
"""Months around a registry's day in which both names are right: the day differs from province to province."""


def standing(agency: Agency, day: str, province: str | None, grammar: Grammar) -> str | None:
    """From when or until when an organ existed, as "2025-03-01 – …", if it did not on a day; else null."""
    first, last = _years(grammar).get(agency.id or "", ("", ""))
    for scope, until, ids in _local_ends(grammar):
        if agency.id in ids and province and fold(scope) == fold(province):
            last = until
    if not agency.id and grammar.rules("assigning")["district"].search(agency.name):
        last = _years(grammar)[_DISTRICT][1]
    if last and _month(day) > _month(last) + _GRACE:
        return f"… – {last}"
    if first and _month(day) < _month(first) - _GRACE:
        return f"{first} – …"
    return None


_DISTRICT = "ubnd_cap_huyen"
"""The registry's row for committees of districts."""


def _month(day: str) -> int:
    """Months since year 0; a year alone is taken as its middle."""
    year, month = (*day.split("-"), "6")[:2]
    return int(year) * 12 + int(month)


@lru_cache(maxsize=4)
def _years(grammar: Grammar) -> dict[str, tuple[str, str]]:
    """First and last day of organs by id; those of many organs at once only say when their level ended."""
    rows = grammar.table("organs")
    return {row["id"]: ("" if row["kind"] == "collective" else row["valid_from"], row["valid_until"]) for row in rows}


@lru_cache(maxsize=4)
def _local_ends(grammar: Grammar) -> list[tuple[str, str, frozenset[str]]]:
    """(province, day, ids) of organs that ended in one province only."""
    found = ((_SCOPE.search(row["note"]), row) for row in grammar.table("successors"))
    return [
        (scope[1].strip(), row["date"], frozenset(row["from"].split("|")))
        for scope, row in found
        if scope and row["relation"] in ("merged_new", "merged_into", "abolished")
    ]


_SCOPE = re.compile(r"scope: ([^;,]+)")


# --- how it is written --------------------------------------------------------------------------------------------


class Named(NamedTuple):
    """An organ of the registry where a text names it."""

    organ: str
    """Its name in the registry."""
    form: str
    """How it is written here, case, blanks and tone placement aside."""
    is_registered: bool
    """Whether that is the registry's own way."""
    words: str
    """As written, without bold marks; broken lines joined."""
    span: Span


_PIECE = re.compile(r"\w+|[-–,&]")
_LONGEST = 16
"""Most words and marks in a name."""
_JOINING = frozenset({fold_word("và"), "-", "–", ",", "&"})


def names_in(text: str, span: Span, grammar: Grammar) -> Iterator[Named]:
    """Ministries and departments named in a stretch of text, however their words are joined."""
    forms = _forms(grammar)
    second = {words[1] for words in forms}
    for head in _HEAD.finditer(text, span.start, span.end):
        if fold_word(head[1]) not in second:
            continue
        pieces = list(islice(_PIECE.finditer(text, head.start(), span.end), _LONGEST))
        written = [fold_word(piece[0]) for piece in pieces]
        best = max(_readings(written, forms), default=None)
        if best:
            is_registered, count, organ = best
            end = pieces[count - 1].end()
            words = " ".join(text[head.start() : end].replace("*", "").split())
            yield Named(organ, " ".join(written[:count]), is_registered, words, Span(head.start(), end))


_HEAD = re.compile(r"(?<!\w)(?:Sở|Bộ)(?=\s+(\w+))")


def _readings(written: list[str], forms: dict[tuple[str, ...], dict[str, str]]) -> Iterator[tuple[bool, int, str]]:
    """(whether just as in the registry, how many pieces, organ); the exact and then the longer one is right."""
    for count in range(2, len(written) + 1):
        if written[count - 1] not in _JOINING:
            known = forms.get(_bare(written[:count]), {})
            exact = known.get(" ".join(written[:count]))
            if known:
                yield exact is not None, count, exact or next(iter(known.values()))


def _bare(pieces: list[str]) -> tuple[str, ...]:
    return tuple(piece for piece in pieces if piece not in _JOINING)


@lru_cache(maxsize=4)
def _forms(grammar: Grammar) -> dict[tuple[str, ...], dict[str, str]]:
    """Words of a name without what joins them → its form in the registry → the name."""
    forms: dict[tuple[str, ...], dict[str, str]] = {}
    for row in grammar.table("organs"):
        if row["kind"] in ("so", "ministry") and row["name"].startswith(("Sở ", "Bộ ")):
            pieces = [fold_word(piece[0]) for piece in _PIECE.finditer(row["name"])]
            if _JOINING & set(pieces):
                forms.setdefault(_bare(pieces), {})[" ".join(pieces)] = row["name"]
    return forms
