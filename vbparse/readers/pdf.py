"""A PDF → `Source`; what stands on its pages is read by `pages.py`, in a process of its own."""

from __future__ import annotations

from vbparse.readers.apart import read_apart
from vbparse.readers.formats import PDF
from vbparse.readers.options import ReadOptions
from vbparse.source import Source


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """The text of a PDF, a piece for each page, which begins with a form feed from the second on."""
    found = read_apart("vbparse.readers.pages", data, named, options)
    return Source.of_pieces(found.pieces, data, named, PDF.media_type, "page", remarks=found.remarks)
