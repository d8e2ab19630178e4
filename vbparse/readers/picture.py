"""A page as dots: what a scanner saw, and what OCR looks at."""

from __future__ import annotations

from typing import NamedTuple

DPI = 300
"""Dots per inch at which pages are looked at; what tesseract asks for."""
MOST_DOTS = 6000
"""Along one side; A3 has 4960."""
POINTS = 72
"""Per inch."""


class Picture(NamedTuple):
    """A page in shades of grey, a byte for each dot, row by row."""

    width: int
    height: int
    dots: bytes
    dpi: int = DPI

    def turned(self, turns: int) -> Picture:
        """The same, turned so many quarter turns with the clock."""
        width, height, dots, dpi = self
        for _ in range(turns % 4):
            rows = (dots[column::width][::-1] for column in range(width))
            width, height, dots = height, width, b"".join(rows)
        return Picture(width, height, dots, dpi)
