"""A picture of a page → words with their places, by the program tesseract.

It answers in hOCR, a page of HTML that names for every line its base line, for every word its box and how sure it is,
and the lines that are drawn. What is read stands on a page as if it had been typed: `page.py` makes lines of it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from vbparse.errors import InputError
from vbparse.readers.options import DEFAULTS, Limits, too_much
from vbparse.readers.page import NO_ORDER, Glyph, page_lines
from vbparse.readers.picture import POINTS, Picture
from vbparse.readers.ruled import Stroke, Strokes
from vbparse.shape import replace, shape
from vbparse.source import Remark, Span

LANGUAGE = "vie"
DOUBT = 60
"""Per cent; a line below is doubtful."""
UPRIGHT, FEW = 75, 20
"""Per cent, and words, below which a page may lie on its side."""
SPECK, SMALL_SPECK = 60, 30
"""Per cent below which a sign without letter or digit, and any word of one or two signs, is taken for a speck."""
SURE = 70
"""Per cent from which on a word among stamps and signatures is one."""
_WHOLE_PAGE, _LONE_WORDS = "3", "11"
"""How tesseract parts a page (`--psm`)."""
_BORDERS = "|¦¬"
"""What the borders of a cell are taken for."""
_STEEPEST = 0.1
"""Slope of a page, as height by width; more is no slant of a scanner."""
_KEPT = ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX")
"""Variables of the user that tesseract is given: where programs and its languages are."""
_Box = tuple[float, float, float, float]


@shape
class Recognised:
    """What OCR read of a page."""

    lines: tuple[str, ...] = ()
    words: int = 0
    confidence: int = 0
    """Of its words in the mean, in per cent."""
    doubtful: int = 0
    """Lines below `DOUBT`."""


class _Line(NamedTuple):
    """A line of tesseract; in dots, y downwards."""

    box: _Box
    slope: float
    base: float
    """Height of the base line at the left end."""
    size: float
    words: tuple[tuple[str, _Box, float], ...]
    """Each with its box and how sure it is."""


@shape
class _Sheet:
    lines: tuple[_Line, ...] = ()
    separators: tuple[_Box, ...] = ()
    photos: tuple[_Box, ...] = ()
    """What tesseract takes for a picture: stamps and signatures, with the words below them."""


class _Bench(NamedTuple):
    """Where tesseract works on one page, until its time is over."""

    named: str
    limits: Limits
    ends: float

    @classmethod
    def of(cls, named: str, limits: Limits) -> _Bench:
        """A bench of which the time begins now."""
        return cls(named, limits, time.monotonic() + limits.seconds)

    def run(self, *arguments: str, image: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What tesseract answers, with next to none of the user's variables.

        Raises `OSError` where it cannot be started, `InputError` when the time is over.
        """
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            done = subprocess.run(
                ["tesseract", *arguments],
                input=image,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Its threads cost more than they bring.
                env={**kept, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
                timeout=max(0.0, self.ends - time.monotonic()),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._too_slow() from None
        # The limit of the process that calls holds for each that it starts, and may be there a moment earlier.
        if done.returncode == -getattr(signal, "SIGXCPU", 0) != 0:
            raise self._too_slow()
        return done

    def _too_slow(self) -> InputError:
        return too_much(self.named, "the seconds that OCR of a page takes are", "seconds", self.limits.seconds)


def require_tesseract(named: str, limits: Limits = DEFAULTS.limits) -> None:
    """Raises `InputError` with the command to run if tesseract or its Vietnamese is not installed."""
    try:
        done = _Bench.of(named, limits).run("--list-langs")
    except OSError:
        needed = f"tesseract-ocr tesseract-ocr-{LANGUAGE}"
    else:
        if LANGUAGE in done.stdout.decode(errors="replace").split():
            return
        needed = f"tesseract-ocr-{LANGUAGE}"
    raise InputError(f"{named}: OCR needs tesseract with Vietnamese; to read it, run: apt install {needed}")


def tell_page(named: str, page: int, count: int) -> None:
    """Say on standard error which page is looked at: one takes seconds."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in named)
    print(f"vbparse: {shown}: OCR of page {page} of {count}", file=sys.stderr, flush=True)


def read_by_ocr(found: Recognised, page: int) -> Remark:
    """What is said of a page that was read by OCR."""
    return Remark(
        code="VB007",
        severity="info",
        message="page {page} was read by OCR, {confidence} % sure on average, {doubtful} line(s) below 60 %",
        values={"page": str(page), "confidence": str(found.confidence), "doubtful": str(found.doubtful)},
        span=Span(page, page),
    )


def recognise(picture: Picture, named: str = "-", limits: Limits = DEFAULTS.limits) -> Recognised:
    """What stands on a page; nothing, if tesseract finds no word. A page on its side is turned.

    Raises `InputError` for a page that takes more seconds than the limits allow.
    """
    bench = _Bench.of(named, limits)
    found = _recognised(picture, bench)
    if found.confidence >= UPRIGHT and found.words >= FEW:
        return found
    turns = _turns(picture, bench)
    return max(found, _recognised(picture.turned(turns), bench), key=_certainty) if turns else found


def _certainty(found: Recognised) -> int:
    return found.words * found.confidence


def _recognised(picture: Picture, bench: _Bench) -> Recognised:
    sheet = _look(picture, _WHOLE_PAGE, bench)
    if sheet.photos:
        # The name of who signed is often below a stamp.
        stamped = _stamped(_look(picture, _LONE_WORDS, bench), sheet.photos)
        sheet = replace(sheet, lines=(*sheet.lines, *stamped))
    sure = [confidence for line in sheet.lines for _, _, confidence in line.words]
    if not sure:
        return Recognised()
    glyphs, strokes = _placed(sheet, picture)
    return Recognised(
        lines=tuple(page_lines(glyphs, strokes)),
        words=len(sure),
        confidence=round(sum(sure) / len(sure)),
        doubtful=sum(_confidence(line) < DOUBT for line in sheet.lines),
    )


def _confidence(line: _Line) -> float:
    return sum(confidence for _, _, confidence in line.words) / len(line.words)


def _look(picture: Picture, mode: str, bench: _Bench) -> _Sheet:
    return _sheet(_tesseract(picture, bench, "-l", LANGUAGE, "--psm", mode, "hocr"))


def _stamped(sheet: _Sheet, photos: Iterable[_Box]) -> Iterator[_Line]:
    """Lines with the words that are sure inside of pictures."""
    boxes = tuple(photos)
    for line in sheet.lines:
        words = tuple(
            (text, box, confidence)
            for text, box, confidence in line.words
            if confidence >= SURE and any(map(str.isalpha, text)) and any(_holds(photo, box) for photo in boxes)
        )
        if words:
            yield line._replace(words=words)


def _holds(photo: _Box, box: _Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return photo[0] <= x <= photo[2] and photo[1] <= y <= photo[3]


def _tesseract(picture: Picture, bench: _Bench, *arguments: str) -> bytes:
    """What tesseract writes; nothing, if it cannot read the picture."""
    image = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.dots
    done = bench.run("stdin", "stdout", "--dpi", str(picture.dpi), *arguments, image=image)
    return b"" if done.returncode else done.stdout


# --- pages on their side ------------------------------------------------------------------------------------------


def _turns(picture: Picture, bench: _Bench) -> int:
    """By how many quarter turns with the clock a page stands upright."""
    for line in _tesseract(picture, bench, "-l", "osd", "--psm", "0").splitlines():
        name, _, value = line.partition(b":")
        if name == b"Rotate" and value.strip().isdigit():
            return int(value) // 90 % 4
    return 0


# --- hOCR ---------------------------------------------------------------------------------------------------------


def _sheet(hocr: bytes) -> _Sheet:
    """Lines with words, and lines that are drawn."""
    try:
        root = ElementTree.fromstring(hocr)
    except ElementTree.ParseError:
        return _Sheet()
    lines = (_line(element) for element in root.iter() if "baseline" in element.get("title", ""))
    return _Sheet(
        lines=tuple(line for line in lines if line.words),
        separators=tuple(_boxes(root, "ocr_separator")),
        photos=tuple(_boxes(root, "ocr_photo")),
    )


def _boxes(root: ElementTree.Element, name: str) -> Iterator[_Box]:
    return (_box(_facts(element)) for element in root.iter() if element.get("class") == name)


def _line(element: ElementTree.Element) -> _Line:
    facts = _facts(element)
    box = _box(facts)
    slope, offset = facts["baseline"]
    [size] = facts.get("x_size", [box[3] - box[1]])
    return _Line(box=box, slope=slope, base=box[3] + offset, size=size, words=tuple(_words(element)))


def _words(line: ElementTree.Element) -> Iterator[tuple[str, _Box, float]]:
    for element in line.iter():
        if element.get("class") != "ocrx_word":
            continue
        text, facts = "".join(element.itertext()).strip().strip(_BORDERS), _facts(element)
        [confidence] = facts.get("x_wconf", [0.0])
        if text and not _is_speck(text, confidence):
            yield text, _box(facts), confidence


def _is_speck(text: str, confidence: float) -> bool:
    if all(unicodedata.category(char) in ("Sk", "Lm") for char in text):
        return True  # Accents that stand alone.
    return confidence < SPECK and (not any(map(str.isalnum, text)) or (len(text) < 3 and confidence < SMALL_SPECK))


def _facts(element: ElementTree.Element) -> dict[str, list[float]]:
    """What a title says in numbers: "bbox 0 0 9 9; x_wconf 96"."""
    facts = {}
    for words in element.get("title", "").split(";"):
        name, *values = words.split() or [""]
        try:
            facts[name] = [float(value) for value in values]
        except ValueError:
            continue
    return facts


def _box(facts: dict[str, list[float]]) -> _Box:
    left, top, right, bottom = facts["bbox"]
    return left, top, right, bottom


# --- places -------------------------------------------------------------------------------------------------------


def _placed(sheet: _Sheet, picture: Picture) -> tuple[tuple[Glyph, ...], Strokes]:
    """Words and strokes on a page without slant; in points, y upwards."""
    slope = _slope(sheet.lines)
    scale = POINTS / picture.dpi
    glyphs = tuple(glyph for line in sheet.lines for glyph in _glyphs(line, slope, scale))
    return glyphs, _strokes(sheet.separators, slope, scale)


def _slope(lines: Iterable[_Line]) -> float:
    """How much the page slants; long lines tell."""
    longest = sorted(lines, key=lambda line: line.box[0] - line.box[2])[:20]
    slopes = sorted(line.slope for line in longest if abs(line.slope) < _STEEPEST)
    return slopes[len(slopes) // 2] if slopes else 0.0


def _glyphs(line: _Line, slope: float, scale: float) -> Iterator[Glyph]:
    for text, (left, _, right, _), _ in line.words:
        y = line.base + line.slope * (left - line.box[0])
        # A line that is too short, or no line, has any slope.
        if abs(line.slope - slope) > _STEEPEST:
            y = line.base
        aside = slope * y
        yield Glyph(
            text,
            (left + aside) * scale,
            (right + aside) * scale,
            -(y - slope * left) * scale,
            line.size * scale,
            NO_ORDER,
            is_word=True,
        )


def _strokes(boxes: Iterable[_Box], slope: float, scale: float) -> Strokes:
    """Separators as lines; the box of one that slants is wider than the line, its middle is right."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    for left, top, right, bottom in boxes:
        x, y = (left + right) / 2, (top + bottom) / 2
        if right - left > bottom - top:
            aside = slope * y
            across.append(Stroke(-(y - slope * x) * scale, (left + aside) * scale, (right + aside) * scale))
        else:
            drop = slope * x
            down.append(Stroke((x + slope * y) * scale, -(bottom - drop) * scale, -(top - drop) * scale))
    return Strokes(across=tuple(across), down=tuple(down))
