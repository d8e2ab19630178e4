"""Bytes and replacements → bytes: fixes go into the file, everything around them stays as it was, byte for byte."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import unified_diff
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

from vbparse.check import run_rules
from vbparse.model import Diagnostic, Document
from vbparse.pipeline import parse
from vbparse.source import Source, Span, guess_encoding

Item = TypeVar("Item")
Edit = tuple[Span, str]
"""Words of `Source.text`, and what to write in their place."""

MOST_ROUNDS = 20
"""How often a file is read again to see what a fix has laid bare ("&amp;nbsp;", a slip inside bold marks)."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\]')
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
"""Encodings that may begin with a byte order mark, as `Source.encoding` names them."""
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le" if sys.byteorder == "little" else "utf-16-be"}
"""Encodings that would write a mark before every piece, and the same without."""


class Mended(NamedTuple):
    """A file after mending."""

    data: bytes
    """What to write; the same bytes as before if nothing was mended."""
    fixed: tuple[Diagnostic, ...]
    """What was mended, round by round; spans are offsets in the text as that round found it."""


def mend(data: bytes, source: Source, edits: Sequence[Edit]) -> bytes:
    """Write replacements into the bytes that a source was decoded from; no byte outside their spans changes.

    Spans are half-open, in code points of `source.text`. Of edits that overlap, the one that begins first is made; of
    two that begin together, the one given first. Encoding, byte order mark, line ends and decomposed letters elsewhere
    stay. An edit is left out where the encoding cannot hold its text, or does not lead back to the file's own bytes.
    Raises `ValueError` for a span outside the text.
    """
    for span, _ in edits:
        if not 0 <= span.start <= span.end <= len(source.text):
            raise ValueError(f"{span} lies outside a text of {len(source.text)} characters")
    chosen = [(source.raw_span(span), encoded(text, source.encoding)) for span, text in _apart(edits, _span)]
    offsets = _byte_offsets(data, source.encoding, sorted({place for span, _ in chosen for place in span}))
    pieces, done = [], 0
    for span, words in chosen:
        if words is not None and span.start in offsets and span.end in offsets:
            pieces += [data[done : offsets[span.start]], words]
            done = offsets[span.end]
    return b"".join([*pieces, data[done:]])


def is_mendable(source: Source) -> bool:
    """Whether a file is a text in an encoding that Python can write; Word files and PDF are left as they are."""
    try:
        codecs.lookup(source.encoding)
    except LookupError:
        return False
    return source.unit is None


def mend_until_still(
    data: bytes,
    find: Callable[[Document], Iterable[Diagnostic]] = run_rules,
    *,
    path: str | None = None,
    encoding: str | None = None,
    unsafe: bool = False,
) -> Mended:
    """Read, check and mend a file until there is nothing left to mend, so that mending it once more changes nothing.

    `find` gives the findings of a parsed document; those with a fix are mended, the unsafe ones only if asked for.
    A round after which the file would be taken for one in another encoding is not made.
    """
    fixed: list[Diagnostic] = []
    for _ in range(MOST_ROUNDS):
        source = Source.decode(data, path, encoding)
        found = [d for d in find(parse(source)) if d.fix and (d.fix.safe or unsafe)]
        made = _apart(found, lambda diagnostic: diagnostic.span)
        after = mend(data, source, [(d.span, d.fix.text) for d in made if d.fix])
        if after == data or (encoding is None and guess_encoding(after) != guess_encoding(data)):
            break
        data = after
        fixed += made
    return Mended(data, tuple(fixed))


def diff(before: bytes, after: bytes, path: str, encoding: str | None = None) -> str:
    """What mending changes, as a unified diff; empty if nothing. Letters stand as in the file, composed or not."""
    name = encoding or guess_encoding(before)
    found, label = [], _label(path)
    for line in unified_diff(_lines(before, name), _lines(after, name), fromfile=label, tofile=label):
        found.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(found)


def _label(path: str) -> str:
    """The name of a file in a diff; one with line ends, quotes or the like in quotes, as `git` and `patch` read it."""
    quoted = _UNSAFE.sub(lambda found: f"\\{ord(found[0]):03o}", path)
    return path if quoted == path else f'"{quoted}"'


def encoded(text: str, encoding: str) -> bytes | None:
    """Text as bytes, or null if the encoding cannot hold it; windows-1258 has most tones only as marks of their own."""
    name = codecs.lookup(encoding).name
    try:
        return text.encode(_WITHOUT_MARK.get(name, name))
    except UnicodeEncodeError:
        pass
    try:
        return "".join(map(_with_loose_tones, text)).encode(name)
    except UnicodeEncodeError:
        return None


def _with_loose_tones(char: str) -> str:
    marks = unicodedata.normalize("NFD", char)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return letter + "".join(mark for mark in marks if mark in _TONES)


def _span(edit: Edit) -> Span:
    return edit[0]


def _apart(items: Iterable[Item], span_of: Callable[[Item], Span]) -> list[Item]:
    """Those that are made, in the order of the text: of overlapping ones the first."""
    chosen: list[Item] = []
    last = Span(-1, -1)
    for item in sorted(items, key=lambda item: span_of(item).start):
        span = span_of(item)
        if span.start >= last.end and span.start > last.start:
            chosen.append(item)
            last = span
    return chosen


def _byte_offsets(data: bytes, encoding: str, places: Sequence[int]) -> dict[int, int]:
    """Offsets in the decoded text → offsets in the bytes, as far as they are certain."""
    found: dict[int, int] = {}
    name = codecs.lookup(encoding).name
    here = 0
    for start, end, words in _stretches(data, name):
        inside = places[bisect_right(places, here) : bisect_left(places, here + len(words))]
        cuts = [words[a - here : b - here] for a, b in pairwise([here, *inside, here + len(words)])]
        written = [cut.encode(_WITHOUT_MARK.get(name, name), "replace") for cut in cuts]
        # Bytes that decode, but are not what the letters encode to, have places only at both ends.
        if b"".join(written) == data[start:end]:
            found |= zip(inside, accumulate(map(len, written[1:]), initial=start + len(written[0])), strict=False)
        found |= {here: start, here + len(words): end}
        here += len(words)
    return found


def _stretches(data: bytes, encoding: str) -> Iterator[tuple[int, int, str]]:
    """Bytes from, to, and the characters that they decode to; bytes that are no text are one character each time."""
    mark = _MARKS.get(encoding, b"")
    at = len(mark) if mark and data.startswith(mark) else 0
    view = memoryview(data)
    while True:
        try:
            yield at, len(data), str(view[at:], encoding)
            return
        except UnicodeDecodeError as damage:
            first, last = at + damage.start, at + damage.end
        yield at, first, str(view[at:first], encoding)
        yield first, last, "\ufffd"
        at = last


def _lines(data: bytes, encoding: str) -> list[str]:
    """Lines with their ends, as they stand in the file; a byte order mark is none of the text."""
    text = "".join(words for _, _, words in _stretches(data, codecs.lookup(encoding).name))
    return re.findall(r"[^\n]*\n|[^\n]+", text)
