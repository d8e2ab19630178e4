"""Automatic numbers, as a reader of the page sees them (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vbparse.readers.docx.names import MC, W, number, switch, value, whole
from vbparse.readers.docx.package import Package
from vbparse.readers.docx.stretches import in_unicode, stretch
from vbparse.readers.docx.styles import Letters, Numbered, Styles, letters_of
from vbparse.shape import field, sketch

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)
_LARGEST = 32767
"""Word counts no further."""
_ABSTRACT, _NUM = f"{W}abstractNum", f"{W}num"


class Level(NamedTuple):
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    """With "%1" for the number of the first level, and so on."""
    suffix: str = " "
    is_legal: bool = False
    """Whether the numbers of all levels are shown as decimals."""
    restart: int | None = None
    """The level, counted from 1, that makes it begin anew; 0: none does; null: any above."""
    style: str | None = None
    """The style whose paragraphs stand on this level."""
    letters: Letters = Letters()


@sketch
class _Abstract:
    levels: dict[int, Level]
    style: str | None
    """The style that says which list is meant instead."""
    counts: dict[int, int] = field(default_factory=dict)
    """The last number of each level that is under way."""


@sketch
class _List:
    abstract: int
    starts: dict[int, int]
    """Levels that begin anew with this list."""
    levels: dict[int, Level]
    """Levels that are its own."""
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The lists of a file, counting on from paragraph to paragraph."""

    def __init__(self, package: Package, part: str | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[int, _Abstract] = {}
        self._lists: dict[int, _List] = {}
        for event, element in package.elements(part, {_ABSTRACT, _NUM}) if part else ():
            package.count()
            if event == "whole" and element.tag == _ABSTRACT:
                key = whole(element.get(f"{W}abstractNumId"))
                levels = dict(_levels(element))
                self._abstracts[key or 0] = _Abstract(levels=levels, style=value(element, "numStyleLink"))
            elif event == "whole":
                self._lists[whole(element.get(f"{W}numId")) or 0] = _list(element)

    def place(self, own: Numbered, style: str | None) -> Numbered | None:
        """The list and level of a paragraph, by what it says itself and by its style; null where it has no number."""
        by_style = self._by_style(style) if own.list is None else None
        key = own.list if by_style is None else by_style.list
        if not key or key not in self._lists:
            return None
        level = own.level if own.level is not None else (by_style.level if by_style else 0)
        return Numbered(key, min(max(level or 0, 0), _LEVELS - 1))

    def _by_style(self, name: str | None) -> Numbered | None:
        """What the nearest style with a list says; its level is the one that names the style."""
        for link, style in self._styles.chain(name):
            key = style.numbered.list
            if key is not None:
                found = self._lists.get(key)
                levels = self._abstract(found).levels if found else {}
                named = (level for level, what in levels.items() if what.style == link)
                return Numbered(key, next(named, style.numbered.level or 0))
        return None

    def _abstract(self, found: _List) -> _Abstract:
        """The definition behind a list; some only name a style that names another list."""
        abstract = self._abstracts.get(found.abstract) or _Abstract(levels={}, style=None)
        for _, style in self._styles.chain(abstract.style):
            other = self._lists.get(style.numbered.list or 0)
            if other is not None:
                return self._abstracts.get(other.abstract) or abstract
        return abstract

    def next_label(self, place: Numbered) -> str:
        """The number of the next paragraph at a place, with the blank after it."""
        found, level = self._lists[place.list or 0], place.level or 0
        abstract = self._abstract(found)
        levels = {**abstract.levels, **found.levels}
        self._count(found, abstract, levels, level)
        what = levels.get(level)
        if what is None or what.letters.hidden:
            return ""
        label = _PLACE.sub(lambda m: _written(levels, abstract.counts, int(m[1]) - 1, what), what.text)
        label, _ = in_unicode([stretch(label, what.letters)])
        return label + what.suffix if label else ""

    @staticmethod
    def _count(found: _List, abstract: _Abstract, levels: dict[int, Level], level: int) -> None:
        """Count one on at a level; levels above that were left out begin, those below end."""
        counts = abstract.counts
        for above in range(level):
            counts.setdefault(above, found.starts.get(above, levels.get(above, Level()).start))
        start = found.starts.get(level, levels.get(level, Level()).start)
        begins = level in found.starts and level not in found.begun
        found.begun.add(level)
        counts[level] = min(counts[level] + 1, _LARGEST) if level in counts and not begins else start
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, Level()).restart
            if restart != 0 and (restart is None or level < restart):
                counts.pop(below, None)


def _levels(holder: Element) -> Iterator[tuple[int, Level]]:
    for element in holder.iterfind(f"{W}lvl"):
        key = whole(element.get(f"{W}ilvl"))
        if key is not None and 0 <= key < _LEVELS:
            yield key, _level(element)


def _list(element: Element) -> _List:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        key = whole(override.get(f"{W}ilvl"))
        start = number(override, "startOverride")
        if key is not None and start is not None:
            starts[key] = start
        levels.update(_levels(override))
    return _List(abstract=number(element, "abstractNumId") or 0, starts=starts, levels=levels)


def _level(element: Element) -> Level:
    start = number(element, "start")
    return Level(
        start=1 if start is None else start,
        format=_format(element),
        text=value(element, "lvlText") or "",
        suffix="" if value(element, "suff") == "nothing" else " ",
        is_legal=bool(switch(element, "isLgl")),
        restart=number(element, "lvlRestart"),
        style=value(element, "pStyle"),
        letters=letters_of(element.find(f"{W}rPr")),
    )


def _format(level: Element) -> str:
    """The name of a format; one that only new versions of Word know is spelled out: "001, 002, …"."""
    named = level.find(f"{W}numFmt")
    if named is None:
        named = level.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if named is None:
        return "decimal"
    return named.get(f"{W}format") or named.get(f"{W}val") or "decimal"


def _written(levels: dict[int, Level], counts: dict[int, int], place: int, what: Level) -> str:
    """The number of a level as it is written in the label of another."""
    level = levels.get(place, Level())
    number_ = counts.get(place, level.start)
    return written(number_, "decimal" if what.is_legal and level.format != "none" else level.format)


def written(number_: int, format_: str) -> str:
    """A number in a format; in decimals where Word would spell it in the words of some language."""
    if format_ in ("none", "bullet"):
        return ""
    if format_[:1].isdecimal():
        return str(number_).zfill(len(format_.partition(",")[0]))
    if format_ == "decimalZero":
        return f"{number_:02}"
    if format_ == "numberInDash":
        return f"- {number_} -"
    if number_ < 1:
        return str(number_)
    if format_ in ("upperRoman", "lowerRoman"):
        return _cased(_roman(number_), format_)
    if format_ in ("upperLetter", "lowerLetter"):
        # After "z" come "aa", "bb", …
        return _cased(chr(ord("A") + (number_ - 1) % 26) * min(1 + (number_ - 1) // 26, 30), format_)
    if format_ == "ordinal":
        return f"{number_}{_ordinal_ending(number_)}"
    return str(number_)


def _cased(letters: str, format_: str) -> str:
    return letters if format_.startswith("upper") else letters.lower()


def _roman(number_: int) -> str:
    letters = []
    for size, letter in _ROMAN:
        letters.append(letter * (number_ // size))
        number_ %= size
    return "".join(letters)


def _ordinal_ending(number_: int) -> str:
    if number_ // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number_ % 10, "th")
