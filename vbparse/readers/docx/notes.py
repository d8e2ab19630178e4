"""Footnotes and endnotes: their marks in the text, and their words below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vbparse.readers.docx.numbering import written
from vbparse.source import Piece

KINDS = ("footnote", "endnote")
"""As the elements are called, in the order in which they stand below the text."""
_STROKE = " " * 30
"""A line of blanks stands for the stroke above footnotes, see `vbparse.footnotes`."""


class Note(NamedTuple):
    """A note that the text refers to."""

    kind: str
    id: str
    number: int | None
    """Null where the text has a mark of its own."""

    @property
    def mark(self) -> str:
        """Its mark, in brackets: a bare digit would become part of the word or number before it."""
        if self.number is None:
            return ""
        # Endnotes are counted in small roman numbers, as Word does if it is not told otherwise.
        return f"[{written(self.number, 'lowerRoman' if self.kind == 'endnote' else 'decimal')}]"


def note_lines(notes: Sequence[Note], texts: dict[tuple[str, str], list[str]], place: int) -> Iterator[Piece]:
    """The notes below a stroke, each with its mark, in the order in which the text refers to them.

    `texts` are their lines by kind and id; each stands once, however often the text refers to it.
    """
    if notes:
        yield Piece(_STROKE, place)
    for kind in KINDS:
        for note in (note for note in notes if note.kind == kind):
            first, *others = texts.pop((kind, note.id), None) or [""]
            yield Piece(f"{note.mark} {first}".strip(), place)
            yield from (Piece(text, place) for text in others)
