"""Fields: codes that Word computes, and their results, which are what the page shows (ECMA-376, part 1, 17.16)."""

from __future__ import annotations

from vbparse.shape import sketch

_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}


@sketch
class _Field:
    code: str = ""
    shows: bool = False
    """Whether its result has begun."""

    @property
    def is_page(self) -> bool:
        return self.code.split()[:1] != [] and self.code.split()[0].upper() in _PAGE_FIELDS


class Fields:
    """The fields that are open, one inside the other."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._computing = 0
        """How many have no result yet."""
        self._pages = 0
        """How many show the number of a page."""

    @property
    def hide(self) -> bool:
        """Whether words are part of a code, and not of the page."""
        return self._computing > 0

    @property
    def show_page(self) -> bool:
        """Whether words are the number of a page, as it was when the file was saved."""
        return self._pages > 0

    def begin(self, code: str = "") -> None:
        """A field begins with its code."""
        self._open.append(_Field(code=code))
        self._computing += 1

    def add(self, code: str) -> None:
        """The code goes on."""
        if self._open and not self._open[-1].shows:
            self._open[-1].code += code

    def separate(self) -> bool:
        """The result begins; true where it is the number of a page."""
        if not self._open or self._open[-1].shows:
            return False
        self._open[-1].shows = True
        self._computing -= 1
        self._pages += self._open[-1].is_page
        return self._open[-1].is_page

    def end(self) -> None:
        """The innermost field ends."""
        if self._open:
            field = self._open.pop()
            self._computing -= not field.shows
            self._pages -= field.shows and field.is_page

    def end_codes(self) -> None:
        """No code goes beyond its paragraph: one that never ends takes nothing with it."""
        while self.hide:
            self.end()
