"""The bytes of a Word file → its parts, element after element.

A part is unpacked while it is read and forgotten as soon as it was read, so that what a file takes in memory does not
depend on what is packed in it. Nothing outside the file is ever looked at.
"""

from __future__ import annotations

import io
import posixpath
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import suppress
from typing import NamedTuple, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

from vbparse.errors import InputError
from vbparse.readers.docx.names import STRICT
from vbparse.readers.options import Limits, too_much

_MEGABYTE = 1 << 20
_CHUNK = 1 << 15
"""Bytes read at a time; the first hold all that stands before the root element of a part."""
_SILENCE = 8 * _MEGABYTE
"""Most of a part that is read without coming to an element."""
_LETTERS = 20_000
"""Most on a page: its letters, and for each paragraph, stretch of letters, style and list as many as `_LEAST`."""
_LEAST = 30
_KEPT = 20_000
"""Most elements inside one that is kept whole: properties, a style, the levels of a list."""
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Relation(NamedTuple):
    """From one part to another, or to something outside the file."""

    kind: str
    """The end of its type: "header"."""
    target: str
    """Name of a part; empty where it is outside."""


class Package:
    """The parts of a file. Raises `InputError` for one that is broken or beyond the limits."""

    def __init__(self, data: bytes, named: str, limits: Limits) -> None:
        self.named = named
        self._limits = limits
        self._unpacked = 0
        self._letters = 0
        self._ends = time.monotonic() + limits.seconds
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as problem:
            raise self.broken(str(problem)) from None
        entries = self._archive.infolist()
        if sum(entry.file_size for entry in entries) > limits.unpacked * _MEGABYTE:
            raise self._too_big()
        self._names = Counter(entry.filename for entry in entries)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def count(self, letters: int = 0) -> None:
        """Count something that is kept of the file, with its letters; raises where it fills too many pages."""
        self._letters += _LEAST + letters
        if self._letters > self._limits.pages * _LETTERS:
            raise too_much(self.named, "the pages that it fills are", "pages", self._limits.pages)

    def broken(self, reason: str) -> InputError:
        """What is said of a file that cannot be read."""
        return InputError(f"{self.named}: this Word file is broken ({' '.join(reason.split())})")

    def main_part(self) -> str:
        """Name of the part that holds the text."""
        found = next((r.target for r in self.relations("").values() if r.kind == "officeDocument"), None)
        name = found if found and found in self._names else "word/document.xml"
        if name not in self._names:
            raise self.broken("the part with its text is missing")
        return name

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids."""
        folder, name = posixpath.split(part)
        own = posixpath.join(folder, "_rels", f"{name}.rels")
        if own not in self._names:
            return {}
        return {
            element.get("Id", ""): _relation(element, folder)
            for event, element in self.elements(own, {_RELATION})
            if event == "whole"
        }

    def elements(self, part: str, kept: Container[str]) -> Iterator[tuple[str, Element]]:
        """The elements of a part: "start" and "end" of each, but "whole" of those that are kept with what they hold."""
        opened: list[Element] = []
        inside = 0
        """Elements so far of the one that is kept."""
        outside = 0
        """How many elements are open around it."""
        for event, element in self._events(part):
            if event == "start":
                if inside or element.tag in kept:
                    outside = outside if inside else len(opened)
                    inside += 1
                else:
                    yield "start", element
                opened.append(element)
                self._hold(part, len(opened), inside)
                continue
            opened.pop()
            if inside and len(opened) > outside:
                continue
            yield ("whole" if inside else "end"), element
            inside = 0
            if opened:
                # What was read is forgotten.
                opened[-1].remove(element)

    def _hold(self, part: str, depth: int, kept: int) -> None:
        """Raises where more is open, or kept at once, than may be."""
        if depth > self._limits.depth:
            raise too_much(self.named, "the elements inside each other are", "depth", self._limits.depth)
        if kept > _KEPT:
            raise self.broken(f"{part} has too many properties in one place")

    def _events(self, part: str) -> Iterator[tuple[str, Element]]:
        """Where each element of a part starts and ends."""
        parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
        silence = 0
        try:
            for chunk in self._chunks(part):
                parser.feed(chunk)
                silence += len(chunk)
                for event in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                    silence = 0
                    yield event
                if silence > _SILENCE:
                    raise self.broken(f"{part} has too many letters in one place")
            parser.close()
        except (ParseError, LookupError, ValueError) as problem:
            raise self.broken(f"{part}: {problem}") from None

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, its names in the form that everybody uses."""
        if self._names[part] > 1:
            raise self.broken(f"it holds {part} {self._names[part]} times")
        try:
            with self._archive.open(part) as stream:
                chunk = _plain(stream.read(_CHUNK))
                if not _begins_with_an_element(chunk):
                    raise self.broken(f"{part} does not begin with an element")
                while chunk:
                    self._unpacked += len(chunk)
                    if self._unpacked > self._limits.unpacked * _MEGABYTE:
                        raise self._too_big()
                    if time.monotonic() > self._ends:
                        raise too_much(self.named, "the seconds that it takes are", "seconds", self._limits.seconds)
                    yield chunk
                    chunk = stream.read(_CHUNK)
        except _BROKEN as problem:
            raise self.broken(f"{part}: {problem}") from None

    def _too_big(self) -> InputError:
        most = self._limits.unpacked
        return too_much(self.named, "the megabytes that are packed in it are", "unpacked", most)


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    # A part under a password of its own.
    RuntimeError,
    # Names and offsets that lie.
    ValueError,
    KeyError,
)


def _plain(head: bytes) -> bytes:
    """The beginning of a part, strict names written as everybody does."""
    for strict, usual in STRICT:
        head = head.replace(strict, usual)
    return head


def _begins_with_an_element(head: bytes) -> bool:
    """Whether no document type comes first: it could declare entities, and ECMA-376, part 2, allows none."""
    seen: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("document type")
    parser.StartElementHandler = lambda *_: seen.append("element")
    # What else is wrong is told by the parser that reads it all.
    with suppress(expat.ExpatError, LookupError, ValueError):
        parser.Parse(head, False)
    return seen[:1] == ["element"]


def _relation(element: Element, folder: str) -> Relation:
    kind = element.get("Type", "").rpartition("/")[2]
    if element.get("TargetMode") == "External":
        return Relation(kind, "")
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/"))
