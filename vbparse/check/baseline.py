"""Findings that were there before: known by their words, not by their lines."""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vbparse.check.tally import is_clean
from vbparse.errors import InputError
from vbparse.fold import plain_words
from vbparse.model import Diagnostic, Document, FileReport, KnownFinding, Node
from vbparse.plain import dump
from vbparse.readers.raw import read_bounded
from vbparse.shape import replace
from vbparse.source import Source, Span

SCHEMA = "vbparse.baseline/1"
_DIGITS = 16
"""Hexadecimal digits of a fingerprint: two findings of one file never share them by chance."""
_TELLING = 40
"""Words of a finding that count: one that is about a whole text stays the same when its end changes."""
_SHOWN = 80
"""Characters of a finding's words that a baseline shows."""


# --- fingerprints -------------------------------------------------------------------------------------------------


class Surroundings:
    """The clause that a place of a document stands in."""

    def __init__(self, document: Document) -> None:
        nodes = (node for component in document.components for node in component.walk())
        self._nodes: list[Node] = sorted(nodes, key=lambda node: node.span)
        self._starts = [node.span.start for node in self._nodes]
        self._source = document.source
        self._folded: dict[int, str] = {}
        """By place of the clause in the list, or by line, which is kept negative."""

    def words(self, span: Span) -> str:
        """The text of the clause, without its number; the line where there is no clause, as in a letterhead."""
        at = self._clause(span)
        if at is not None:
            node = self._nodes[at]
            return f"{node.heading or ''} {node.text}"
        return _line(self._source, self._source.position(span.start)[0])

    def folded(self, span: Span) -> str:
        """The folded words of the clause or line, made once: thousands of findings may stand in one."""
        at = self._clause(span)
        key = at if at is not None else -self._source.position(span.start)[0]
        if key not in self._folded:
            self._folded[key] = " ".join(plain_words(self.words(span)))
        return self._folded[key]

    def _clause(self, span: Span) -> int | None:
        at = bisect_right(self._starts, span.start) - 1
        return at if at >= 0 and self._nodes[at].span.end > span.start else None


def _line(source: Source, number: int) -> str:
    start = source.line_starts[number - 1]
    end = source.text.find("\n", start)
    return source.text[start:] if end < 0 else source.text[start:end]


def with_fingerprints(diagnostics: Sequence[Diagnostic], around: Surroundings, source: Source) -> Iterator[Diagnostic]:
    """The findings, each with a fingerprint that no other finding of the file has.

    It is made of the rule, the folded words of the finding and those of its clause; repeats are counted. A finding
    without words of its own ("a part is missing") is known by what its message names.
    """
    seen: Counter[str] = Counter()
    for found in diagnostics:
        own = source[found.span] or " ".join((found.values or {}).values())
        told = " ".join(plain_words(own)[:_TELLING] or (own,))
        mark = _digest(found.code, told, around.folded(found.span))
        seen[mark] += 1
        yield replace(found, fingerprint=f"{mark}-{seen[mark]}")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


# --- the file -----------------------------------------------------------------------------------------------------


class Baseline:
    """The findings that a file lists; those that come up again are marked as known."""

    def __init__(self, path: Path, entries: Iterable[KnownFinding] = ()) -> None:
        self.path = path
        self._folder = os.path.abspath(path.parent)
        self._entries: dict[str, dict[str, KnownFinding]] = {}
        for entry in entries:
            self._entries.setdefault(entry.path, {})[entry.fingerprint] = entry

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Raises `InputError` for a file that is missing or no baseline."""
        try:
            content = json.loads(read_bounded(path).decode("utf-8"))
            if content["schema"] != SCHEMA:
                raise InputError(f"{path}: this is {content['schema']}, not {SCHEMA}")
            return cls(
                path, [KnownFinding(path=name, **row) for name, rows in content["files"].items() for row in rows]
            )
        except FileNotFoundError:
            raise InputError(f"{path}: no such baseline; --write-baseline makes it") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
            raise InputError(f"{path}: this is no baseline of vbparse ({problem})") from None

    def split(self, report: FileReport) -> FileReport:
        """The report with its known findings apart."""
        known = self._entries.get(self.place(report.path), {})
        new = tuple(found for found in report.diagnostics if found.fingerprint not in known)
        old = tuple(found for found in report.diagnostics if found.fingerprint in known)
        return replace(report, diagnostics=new, known=old, clean=is_clean(new))

    def place(self, path: str) -> str:
        """How a file is called here: its path from the folder of the baseline, with slashes."""
        return path if path == "-" else Path(os.path.relpath(path, self._folder)).as_posix()

    def stale(self, report: FileReport, codes: Iterable[str]) -> Iterator[KnownFinding]:
        """Entries of a file that its findings by the rules that were run do not answer to."""
        found = {d.fingerprint for d in (*report.diagnostics, *report.known)}
        run = frozenset(codes)
        for entry in self._entries.get(self.place(report.path), {}).values():
            if entry.fingerprint not in found and entry.code in run:
                yield entry

    def lost(self) -> Iterator[KnownFinding]:
        """Entries of files that are no more."""
        for place, rows in self._entries.items():
            if place != "-" and not os.path.exists(os.path.join(self._folder, place)):
                yield from rows.values()

    def renew(self, report: FileReport, codes: Iterable[str]) -> None:
        """Take the findings of a file in place of what was known of it; other rules' entries stay."""
        place, run = self.place(report.path), frozenset(codes)
        kept = [entry for entry in self._entries.pop(place, {}).values() if entry.code not in run]
        found = [_entry(place, d, report.source) for d in (*report.diagnostics, *report.known)]
        if kept or found:
            self._entries[place] = {entry.fingerprint: entry for entry in (*kept, *found)}

    @property
    def size(self) -> int:
        """How many findings are known."""
        return sum(map(len, self._entries.values())) - len(list(self.lost()))

    def text(self) -> str:
        """The file's content: entries of files that are no more left out, in an order that moves little."""
        lost = {entry.path for entry in self.lost()}
        files = {
            place: [
                {"code": e.code, "fingerprint": e.fingerprint, "words": e.words}
                for e in sorted(rows.values(), key=_order)
            ]
            for place, rows in sorted(self._entries.items())
            if place not in lost
        }
        return dump({"schema": SCHEMA, "files": files}) + "\n"


def _order(entry: KnownFinding) -> tuple[str, str, str]:
    return entry.code, entry.words, entry.fingerprint


def _entry(place: str, found: Diagnostic, source: Source) -> KnownFinding:
    words = " ".join((source[found.span] or _line(source, source.position(found.span.start)[0])).split())
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return KnownFinding(path=place, code=found.code, fingerprint=found.fingerprint or "", words=shown)
