"""Headers and footers: which of them the pages show, and their lines without the numbers of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vbparse.readers.docx.names import R, W, switch
from vbparse.readers.docx.story import GAP, PAGE

_PAGE_WORDS = 2
"""Most words beside the number of a page that are nothing but its label: "Page 2 of 9"."""


class Running(NamedTuple):
    """A header or footer."""

    id: str
    """Of the relation to its part."""
    is_first: bool
    """Whether it stands above the first page."""


def running_parts(sections: Sequence[Element], has_even: bool) -> Iterator[Running]:
    """The headers and footers of all sections, those left out that no page shows.

    `has_even` tells whether even pages have their own.
    """
    for index, section in enumerate(sections):
        has_title = bool(switch(section, "titlePg"))
        kinds = {"default", *(["first"] if has_title else []), *(["even"] if has_even else [])}
        for name in ("headerReference", "footerReference"):
            for element in section.iterfind(f"{W}{name}"):
                kind = element.get(f"{W}type", "default")
                is_first = index == 0 and name == "headerReference" and kind == ("first" if has_title else "default")
                if kind in kinds:
                    yield Running(element.get(f"{R}id", ""), is_first)


def without_page_numbers(words: str) -> str:
    """A line of a header or footer, its stretches left out that are a number of the page and its label."""
    if PAGE not in words:
        return words
    stretches = (
        stretch
        for stretch in words.split(GAP)
        if PAGE not in stretch or len(stretch.replace(PAGE, " ").split()) > _PAGE_WORDS or stretch.isupper()
    )
    return GAP.join(stretches).replace(PAGE, "").strip(" -–/")
