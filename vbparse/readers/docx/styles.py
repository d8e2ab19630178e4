"""What the styles of a Word file say of letters, numbers and borders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vbparse.readers.docx.names import W, number, switch, value
from vbparse.readers.docx.package import Package

_STYLE = f"{W}style"
_DEFAULTS = f"{W}docDefaults"
_EDGES = {
    "left": "vertical",
    "start": "vertical",
    "right": "vertical",
    "end": "vertical",
    "insideV": "vertical",
    "top": "horizontal",
    "bottom": "horizontal",
    "insideH": "horizontal",
}
_DEEPEST = 50
"""Most styles that are based on each other; Word allows fewer."""
_UNSEEN = ("nil", "none")


class Letters(NamedTuple):
    """How a run shows its letters; null where nothing is said."""

    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, other: Letters) -> Letters:
        """The same, with what the other says where this says nothing."""
        return Letters(
            other.capitals if self.capitals is None else self.capitals,
            other.hidden if self.hidden is None else self.hidden,
            other.font if self.font is None else self.font,
        )


_NOTHING = Letters()


class Numbered(NamedTuple):
    """The list that a paragraph is in, and its level there; null where nothing is said. List 0 is none."""

    list: int | None = None
    level: int | None = None


class Style(NamedTuple):
    """What one style says itself."""

    based_on: str | None
    letters: Letters
    numbered: Numbered
    borders: dict[str, bool]


class Styles:
    """All styles of a file."""

    def __init__(self, package: Package, part: str | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        """Of paragraphs that name none."""
        self._of_all = Letters()
        self._known: dict[tuple[str | None, str | None], Letters] = {}
        for event, element in package.elements(part, {_STYLE, _DEFAULTS}) if part else ():
            if event == "whole" and element.tag == _STYLE:
                package.count()
                self._add(element)
            elif event == "whole":
                self._of_all = letters_of(element.find(f"{W}rPrDefault/{W}rPr"))

    def _add(self, element: Element) -> None:
        name = element.get(f"{W}styleId", "")
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            self._default = name
        self._styles[name] = Style(
            based_on=value(element, "basedOn"),
            letters=letters_of(element.find(f"{W}rPr")),
            numbered=numbered_of(element.find(f"{W}pPr")),
            borders=borders_of(element.find(f"{W}tblPr/{W}tblBorders")),
        )

    def chain(self, name: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while name in self._styles and name not in seen and len(seen) < _DEEPEST:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].based_on

    def paragraph(self, name: str | None) -> str | None:
        """The style of a paragraph that names this one, or none."""
        return name if name in self._styles else self._default

    def letters(self, paragraph: str | None, run: str | None, own: Letters) -> Letters:
        """How a run looks, by what it says itself and by the styles of paragraph and run."""
        known = self._known.get((paragraph, run))
        if known is None:
            known = self._known[paragraph, run] = self._by_styles(paragraph, run)
        return known if own == _NOTHING else own.over(known)

    def _by_styles(self, paragraph: str | None, run: str | None) -> Letters:
        above, within, all_ = self._inherited(paragraph), self._inherited(run), self._of_all
        # ECMA-376, part 1, 17.7.3: what both styles switch on is off again.
        capitals = bool(above.capitals) != bool(within.capitals) or bool(all_.capitals)
        hidden = bool(above.hidden) != bool(within.hidden) or bool(all_.hidden)
        return Letters(capitals, hidden, within.font or above.font or all_.font)

    def _inherited(self, name: str | None) -> Letters:
        found = Letters()
        for _, style in self.chain(name):
            found = found.over(style.letters)
        return found

    def borders(self, name: str | None) -> dict[str, bool]:
        """The borders that a table's style draws."""
        found: dict[str, bool] = {}
        for _, style in self.chain(name):
            found = {**style.borders, **found}
        return found


def letters_of(properties: Element | None) -> Letters:
    """What the properties of a run say."""
    if properties is None or not len(properties):
        return Letters()
    fonts = properties.find(f"{W}rFonts")
    font = None if fonts is None else fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")
    return Letters(switch(properties, "caps"), switch(properties, "vanish"), font)


def numbered_of(properties: Element | None) -> Numbered:
    """What the properties of a paragraph say of its number."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    return Numbered(number(found, "numId"), number(found, "ilvl"))


def borders_of(borders: Element | None) -> dict[str, bool]:
    """Which edges are drawn, and which are said not to be."""
    if borders is None:
        return {}
    edges = ((edge.tag[len(W) :], edge.get(f"{W}val")) for edge in borders)
    return {name: line not in _UNSEEN for name, line in edges if name in _EDGES}


def is_ruled(borders: dict[str, bool]) -> bool:
    """Whether lines part a cell from its neighbours: one at a side, or both above and below."""
    seen = {name for name, is_drawn in borders.items() if is_drawn}
    return any(_EDGES[name] == "vertical" for name in seen) or {"top", "bottom"} <= seen or "insideH" in seen
