"""An RTF file → `Source`: the text as a reader of its pages sees it. Nothing in it is run, opened or fetched."""

from __future__ import annotations

import re
import time

from vbparse.errors import InputError
from vbparse.readers.docx import remarks_of
from vbparse.readers.formats import RTF
from vbparse.readers.options import ReadOptions, too_much
from vbparse.readers.rtf.story import Story
from vbparse.readers.rtf.tokens import tokens
from vbparse.source import Source

_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_HALF = re.compile("[\ud800-\udfff]")
_LOOKS = 10_000
"""Tokens between two looks at the clock."""
_ODD = 20
"""Of so many characters one at most may be no text."""


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """Read an RTF file; raises `InputError` for one that holds no text or is beyond the limits."""
    story = Story(named, options.limits)
    ends = time.monotonic() + options.limits.seconds
    for count, token in enumerate(tokens(data), 1):
        if not story.take(token):
            break
        if count % _LOOKS == 0 and time.monotonic() > ends:
            raise too_much(named, "the seconds that it takes are", "seconds", options.limits.seconds)
    pieces = story.closed()
    source = Source.of_pieces(
        pieces, data, named, RTF.media_type, "paragraph", remarks=tuple(remarks_of(story.noticed))
    )
    # Halves of letters, which the file names by their numbers, prove no damage.
    odd = len(_NO_TEXT.findall(source.text)) - sum(len(_HALF.findall(piece.text)) for piece in pieces)
    if not source.text.replace("\ufffd", "").strip() or odd * _ODD > len(source.text):
        raise InputError(f"{named}: this RTF file cannot be read; it is damaged or empty")
    return source.with_unknown_letters()
