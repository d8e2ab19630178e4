"""An RTF file → `Source`, by LibreOffice."""

from __future__ import annotations

from vbparse.errors import InputError
from vbparse.readers import office
from vbparse.readers.formats import RTF
from vbparse.readers.options import ReadOptions, too_much
from vbparse.source import Source


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """Read an RTF file; raises `InputError` for one that is broken or beyond the limits."""
    # Counted with escaped braces and those in pictures, which do no harm: each opens and closes.
    if _depth(data) > options.limits.depth:
        raise too_much(named, "the groups inside each other are", "depth", options.limits.depth)
    source = office.read_by_office(data, named, options, RTF, "Rich Text Format")
    if source is None or not source.text.strip():
        raise InputError(f"{named}: this RTF file cannot be read; it is damaged or empty")
    return source


def _depth(data: bytes) -> int:
    """Of groups inside each other."""
    depth = deepest = 0
    for piece in data.split(b"{")[1:]:
        depth += 1
        deepest = max(deepest, depth)
        depth = max(0, depth - piece.count(b"}"))
    return deepest
