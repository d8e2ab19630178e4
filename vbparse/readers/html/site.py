"""Which lines of a page are the web site's: menus, lists of links, what stands outside of the element that holds the
document.

A document is found by its own first and last words (`grammars/letterhead.toml`), and by where most of the prose stands.
Where a site puts it is never looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby, islice, takewhile

from vbparse.grammar import Grammar, default_grammar
from vbparse.readers.html.line import PageLine
from vbparse.readers.html.page import Page

_SHORT = 240
"""Longest line, in characters, that can be part of a letterhead or signature."""
_SENTENCE = 60
"""Fewest characters of a line that counts as prose; menus are shorter."""
_BULK = 0.8
"""Share of the prose that a page without letterhead has in its main element."""
_FIRST = ("number", "place_date", "type", "addressee", "resolve")
_NEAR, _AROUND = 12, 24
"""Most lines between the motto and the rest of a letterhead, empty ones left out and counted."""
_SIGNING = ("recipients", "archive", "authority")
_ATTACHED = ("appendix", "attached")
_CLAUSES = ("part", "chapter", "article", "roman")
_TYPED = (*_CLAUSES, "arabic", "arabic_paren", "letter", "letter_dot", "dash", "plus")
_NUMBERED_ROW = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6})[.)]?\t[^\t]*\t")
"""A row that a document has: its number, and two cells at least; properties of a document are not numbered."""
_CHOICES = 4
"""Fewest lines of a menu among those of a document."""
_AGAIN, _OFTEN, _AGAIN_SHARE = 40, 8, 1 / 6
"""Longest line that a site may repeat after clauses, how often it does, and for how many of the lines."""


def find_apart(page: Page) -> set[int]:
    """Indexes of the lines that are the site's; only those that are hidden where an office program wrote the page."""
    lines = page.lines
    if page.is_office or not lines:
        return {i for i, line in enumerate(lines) if line.text and line.apart}
    grammar = default_grammar()
    first = _first(lines, grammar)
    shown = _shown(page, first)
    if first is None:
        headings = [i for i in shown if lines[i].is_heading and not lines[i].is_link]
        box = _common(page, [_bulk(page, shown), *(lines[i].box for i in headings)])
        inside = _inside(page, box)
        own = {i for i in shown if inside[lines[i].box] and not lines[i].is_link}
    else:
        following = [i for i in shown if i > first]
        anchors = [first, *_anchors(lines, following, _is_own, grammar)]
        box = _grown(page, _common(page, [lines[i].box for i in anchors]), shown)
        inside = _inside(page, box)
        last = _last(lines, anchors, [i for i in following if inside[lines[i].box]], grammar)
        own = {i for i in shown if inside[lines[i].box] and (first <= i <= last or not lines[i].is_link)}
        own -= _below(page, last) | _menus(lines, [i for i in own if i <= last], grammar)
    own -= _again(lines, own, grammar)
    return {i for i, line in enumerate(lines) if line.text and i not in own}


def _first(lines: Sequence[PageLine], grammar: Grammar) -> int | None:
    """The line with which a document begins: the country's motto, else its number, type or addressee.

    Sites have the country's name in their own heads and feet; a letterhead has a number, a date or a type near it.
    Lines that are made for something else count only where no others begin a document.
    """
    for is_apart in (False, True):
        among = [i for i, line in enumerate(lines) if line.text and not line.is_link and (is_apart or not line.apart)]
        mottos = [index for index in among if _finds(lines[index].text.strip(), ("motto",), grammar)]
        for index in mottos:
            if _is_letterhead(lines[max(0, index - _AROUND) : index][::-1], grammar) or _is_letterhead(
                lines[index : index + _AROUND], grammar
            ):
                return index
        weaker = next((index for index in among if not is_apart and _begins(lines[index], grammar)), None)
        if weaker is not None or mottos:
            return weaker if weaker is not None else mottos[0]
    return None


def _is_letterhead(lines: Iterable[PageLine], grammar: Grammar) -> bool:
    """Whether a letterhead goes on in these lines, before any link."""
    full = islice((line for line in lines if line.text), _NEAR)
    return any(_begins(line, grammar) for line in takewhile(lambda line: not line.is_link, full))


def _begins(line: PageLine, grammar: Grammar) -> bool:
    """Whether a line is a number, a place and date, a type or an addressee, and not among a site's properties."""
    words = line.text.strip()
    is_one = not line.is_row and _finds(words, _FIRST, grammar)
    return is_one and not grammar.rules("letterhead")["metadata"].match(words)


def _shown(page: Page, first: int | None) -> list[int]:
    """Lines with words that are not made for something else; what holds the first words is not."""
    around: set[int] = set()
    if first is not None and page.lines[first].apart:
        around = set(_path(page, page.lines[first].box))
    return [i for i, line in enumerate(page.lines) if line.text and (not line.apart or line.apart in around)]


def _anchors(
    lines: Sequence[PageLine], among: Iterable[int], is_one: Callable[[PageLine, Grammar], bool], grammar: Grammar
) -> list[int]:
    """Lines of a kind that are not links."""
    return [index for index in among if not lines[index].is_link and is_one(lines[index], grammar)]


def _last(lines: Sequence[PageLine], anchors: Sequence[int], following: Iterable[int], grammar: Grammar) -> int:
    """The last line that is surely the document's: its last clause, where nobody signs it."""
    if any(_is_signing(lines[index], grammar) for index in anchors):
        return anchors[-1]
    clauses = (index for index in following if _marker(lines[index].text.strip(), grammar) in _TYPED)
    return max((anchors[-1], *clauses))


def _is_own(line: PageLine, grammar: Grammar) -> bool:
    """Whether only a document has such a line: recipients, signature, appendix, article, section, row of a table."""
    words = line.text.strip()
    if line.is_row:
        return bool(_NUMBERED_ROW.match(words))
    return _is_signing(line, grammar) or _finds(words, _ATTACHED, grammar) or _marker(words, grammar) in _CLAUSES


def _is_signing(line: PageLine, grammar: Grammar) -> bool:
    return _finds(line.text.strip(), _SIGNING, grammar)


def _finds(words: str, names: tuple[str, ...], grammar: Grammar) -> bool:
    """Whether a line is one of a letterhead's or signature's."""
    rules = grammar.rules("letterhead").among(names, words) if len(words) <= _SHORT else ()
    return any(rule.find(words) for rule in rules)


def _marker(words: str, grammar: Grammar) -> str | None:
    """Name of the marker that a line opens with."""
    found = grammar.rules("markers").first_match(words)
    return found[0].name if found else None


# --- elements inside each other -----------------------------------------------------------------------------------


def _path(page: Page, box: int) -> Iterable[int]:
    """An element and those around it, the page left out."""
    while box:
        yield box
        box = page.above[box]


def _common(page: Page, boxes: Sequence[int]) -> int:
    """The innermost element around all of these; an element has a greater index than the one around it."""
    common = boxes[0]
    for other in boxes[1:]:
        while common != other:
            if common > other:
                common = page.above[common]
            else:
                other = page.above[other]
    return common


def _prose(page: Page, shown: Iterable[int]) -> list[int]:
    """Characters of prose inside each element."""
    total = [0] * len(page.above)
    for index in shown:
        line = page.lines[index]
        if len(line.text) >= _SENTENCE and not line.is_link:
            total[line.box] += len(line.text)
    for box in range(len(total) - 1, 0, -1):
        total[page.above[box]] += total[box]
    return total


def _grown(page: Page, box: int, shown: Iterable[int]) -> int:
    """The innermost element around one that holds half of the prose."""
    total = _prose(page, shown)
    while box and total[box] * 2 < total[0]:
        box = page.above[box]
    return box


def _bulk(page: Page, shown: Iterable[int]) -> int:
    """The innermost element that holds nearly all of the prose."""
    total = _prose(page, shown)
    return max((box for box in range(len(total)) if total[box] >= _BULK * total[0]), default=0) if total[0] else 0


def _below(page: Page, last: int) -> set[int]:
    """Lines below the document's last own words whose element holds links or controls, and no prose: files to load.

    Their element is the outermost that begins below these words.
    """
    lines = page.lines
    is_begun = [False] * len(page.above)
    for line in lines[: last + 1]:
        is_begun[line.box] = True
    for box in range(len(is_begun) - 1, 0, -1):
        is_begun[page.above[box]] |= is_begun[box]
    outer = [0] * len(page.above)
    for box in range(1, len(outer)):
        outer[box] = 0 if is_begun[box] else outer[page.above[box]] or box
    following = range(last + 1, len(lines))
    linked = {outer[lines[i].box] for i in following if lines[i].links}
    prose = {outer[lines[i].box] for i in following if len(lines[i].text) >= _SENTENCE and not lines[i].is_link}
    return {i for i in following if outer[lines[i].box] in linked - prose - {0}}


def _inside(page: Page, outer: int) -> list[bool]:
    """Whether each element is inside of one, or is it."""
    inside = [False] * len(page.above)
    for box in range(len(inside)):
        inside[box] = box == outer or (box > 0 and inside[page.above[box]])
    return inside


def _menus(lines: Sequence[PageLine], own: Iterable[int], grammar: Grammar) -> set[int]:
    """Several lines on end that are a link and nothing more; those of a document have more words or a number."""
    found: set[int] = set()
    for is_menu, group in groupby(sorted(own), lambda index: _is_choice(lines[index], grammar)):
        run = list(group)
        if is_menu and len(run) >= _CHOICES:
            found.update(run)
    return found


def _is_choice(line: PageLine, grammar: Grammar) -> bool:
    words = line.text.strip().lstrip("•◦▪ ")
    return 0 < len(words) <= line.links and not line.is_row and _marker(words, grammar) is None


def _again(lines: Sequence[PageLine], own: Collection[int], grammar: Grammar) -> set[int]:
    """Short lines that stand again and again between the clauses: what readers of the site may do with each.

    Lines that are no links count only where a good share of all lines is the same, as no document has it.
    """
    places: dict[tuple[str, bool], list[int]] = {}
    for index in own:
        line = lines[index]
        if len(line.text) <= _AGAIN and not line.is_row:
            places.setdefault((line.text, line.is_link), []).append(index)
    again: set[int] = set()
    for (words, is_link), found in places.items():
        least = _OFTEN if is_link else max(_OFTEN, len(own) * _AGAIN_SHARE)
        if (
            least <= len(found) <= len(own) / 2
            and any(map(str.isalpha, words))
            and not grammar.rules("markers").first_match(words)
        ):
            again.update(found)
    return again
