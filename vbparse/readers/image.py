"""An image of pages → `Source`, by OCR. What it shows is read in a process of its own (`apart.py`)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vbparse.errors import InputError
from vbparse.readers.apart import Reading, read_apart
from vbparse.readers.ocr import Recognised, read_by_ocr, recognise, require_tesseract, tell_page
from vbparse.readers.options import ReadOptions, too_much
from vbparse.readers.picture import DPI, MOST_DOTS, Picture
from vbparse.source import Piece, Remark, Source, Span

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE = 11.7
"""Inches of an A4 page, which an image shows unless it says something likelier."""
_SIDES = (4.0, 24.0)
"""Inches that the long side of a page has, from a postcard to A2."""
_FAR_OFF = 1.25
"""By how much an image may be larger or smaller than tesseract likes it."""


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """The text of an image, a page for each picture in it; raises `InputError` unless OCR was asked for."""
    if not options.ocr:
        raise InputError(f"{named}: this is an image, which has no text; --ocr reads it")
    found = read_apart("vbparse.readers.image", data, named, options)
    return Source.of_pieces(found.pieces, data, named, _media_type(data), "page", remarks=found.remarks)


def look_at(data: bytes, named: str, options: ReadOptions) -> Reading:
    """The text of each picture; raises `InputError` for a broken image and if there is no tesseract."""
    require_tesseract(named, options.limits)
    pages = [recognise(picture, named, options.limits) for picture in _pictures(data, named, options)]
    pieces = (Piece("\f" * (number > 1) + "\n".join(page.lines), number) for number, page in enumerate(pages, 1))
    return Reading(pieces=tuple(pieces), remarks=tuple(map(_remark, pages, range(1, len(pages) + 1))))


def _remark(page: Recognised, number: int) -> Remark:
    if page.lines:
        return read_by_ocr(page, number)
    return Remark(
        code="VB009",
        severity="info",
        message="left out: {what}",
        values={"what": "1 pictures without words"},
        span=Span(number, number),
    )


def _pictures(data: bytes, named: str, options: ReadOptions) -> Iterator[Picture]:
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = options.limits.unpacked * (1 << 20) // 4
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")) as image:
            count = getattr(image, "n_frames", 1)
            if count > options.limits.pages:
                raise too_much(named, f"its {count} pages are", "pages", options.limits.pages)
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                tell_page(named, number, count)
                yield _picture(ImageOps.exif_transpose(frame))
    except InputError:
        raise
    except Image.DecompressionBombError:
        raise too_much(named, "the megabytes of its dots are", "unpacked", options.limits.unpacked) from None
    except Exception as problem:  # Pillow raises what its formats raise: OSError, SyntaxError, struct.error …
        raise InputError(f"{named}: this image is broken and cannot be opened ({type(problem).__name__})") from None


def _picture(image: Image.Image) -> Picture:
    """An image in shades of grey on white, large enough for OCR."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        below = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(below, image.convert("RGBA"))
    grey = image.convert("L")
    dpi = _dpi(image)
    scale = min(DPI / dpi, MOST_DOTS / max(grey.size))
    if not 1 / _FAR_OFF < scale < _FAR_OFF:
        grey = grey.resize((max(1, round(grey.width * scale)), max(1, round(grey.height * scale))))
        dpi = dpi * scale
    return Picture(grey.width, grey.height, grey.tobytes(), round(dpi))


def _dpi(image: Image.Image) -> float:
    """Dots per inch that an image says, if that makes a page."""
    side = max(image.size)
    told = max(float(dots) for dots in image.info.get("dpi", (0, 0)))
    return told if told and _SIDES[0] < side / told < _SIDES[1] else side / LONG_SIDE


def _media_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "image/png"
    if data.startswith(b"GIF8"):
        return "image/gif"
    if data.startswith(b"RIFF"):
        return "image/webp"
    if data.startswith(b"BM"):
        return "image/bmp"
    return "image/jpeg" if data.startswith(b"\xff\xd8") else "image/tiff"
