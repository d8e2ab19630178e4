"""A line of a web page."""

from __future__ import annotations

from typing import NamedTuple


class PageLine(NamedTuple):
    """A line with what the page says of it."""

    text: str
    box: int
    """The innermost element around it: an index of `Page.above`."""
    links: int = 0
    """How many of its characters are links or controls."""
    apart: int = 0
    """The outermost element around it that is made for something else than a document; 0 if there is none."""
    is_row: bool = False
    is_heading: bool = False

    @property
    def is_link(self) -> bool:
        """Whether most of it is links or controls."""
        return self.links * 2 > len(self.text)
