"""Conflicts: what is plainly one document, cited with two numbers, or one number with two dates.

They are said, not merged: which of the two is right stands outside the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from vbparse.fold import fold
from vbparse.model import Citation, Diagnostic
from vbparse.source import Source

_SUBJECT = 60
"""How many characters after a citation tell its subject."""
_OPENINGS = ("về ", "phê duyệt ", "ban hành ", "quy định ", "hướng dẫn ")
"""How the subject of a document begins."""
_END = re.compile(r"[.;:()]")
_FULL_DATE = len("2021-09-10")


def find_conflicts(source: Source, citations: Iterable[Citation]) -> Iterator[Diagnostic]:
    """VB303 for one number with two dates, VB304 for one subject, organ and day with two numbers."""
    dated = [c for c in citations if c.canonical and c.date and len(c.date) == _FULL_DATE]
    yield from _second(source, dated, "VB303", lambda c: (c.canonical or "", c.issuer or ""), lambda c: c.date or "")
    told = [c for c in dated if _subject(source, c)]

    def same(c: Citation) -> tuple[str, ...]:
        return c.type or "", _organ(c), c.date or "", _subject(source, c)

    yield from _second(source, told, "VB304", same, lambda c: c.canonical or "")


def _second(
    source: Source,
    citations: Iterable[Citation],
    code: str,
    key: Callable[[Citation], tuple[str, ...]],
    value: Callable[[Citation], str],
) -> Iterator[Diagnostic]:
    """A diagnostic at each citation that gives what is one document another value than its first mention did."""
    first: dict[tuple[str, ...], Citation] = {}
    said: set[tuple[tuple[str, ...], str]] = set()
    for citation in citations:
        before = first.setdefault(key(citation), citation)
        if value(before) == value(citation) or (key(citation), value(citation)) in said:
            continue
        if code == "VB304" and not _are_transposed(value(before), value(citation)):
            # Two numbers of a day may well be two documents; transposed digits are a slip.
            continue
        said.add((key(citation), value(citation)))
        line = source.position(before.span.start)[0]
        what = citation.number if code == "VB303" else "the document of this day and subject"
        message = f"{what} is {value(citation)} here and {value(before)} on line {line}"
        values = {
            "number": citation.number or "",
            "here": value(citation),
            "there": value(before),
            "line": str(line),
        }
        yield Diagnostic(code=code, severity="warning", message=message, span=citation.span, values=values)


def _are_transposed(first: str, second: str) -> bool:
    return sorted(first) == sorted(second)


def _organ(citation: Citation) -> str:
    """The organ's code in a symbol: "TW" of "12-KL/TW"."""
    return (citation.canonical or "").replace("/", "-").rsplit("-", 1)[-1]


def _subject(source: Source, citation: Citation) -> str:
    """The first words after a citation, if they tell its subject: "về tiếp tục thực hiện …"."""
    words = source.text[citation.span.end : citation.span.end + 2 * _SUBJECT]
    after = " ".join(_END.split(words, maxsplit=1)[0].split())[:_SUBJECT]
    return fold(after) if after.startswith(_OPENINGS) else ""
