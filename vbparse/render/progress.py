"""How far a long run has come: a line on standard error that goes away again; nothing where nobody looks."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from time import monotonic

PATIENCE = 1.0
"""Seconds before the line appears."""
_PAUSE = 0.1
"""Seconds between two changes of it."""
_GONE = "\r\x1b[K"


class Progress:
    """Counts files on a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._is_watched = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = monotonic() + PATIENCE
        self._is_shown = False

    def tell(self, done: int) -> None:
        """Show how many files are done; 0 takes the line away, so that something else can be written."""
        if done and self._is_watched and monotonic() >= self._next:
            self._next = monotonic() + _PAUSE
            self._write(f"\r{done}/{self._total}")
            self._is_shown = True
        elif not done and self._is_shown:
            self._write(_GONE)
            self._is_shown = False

    def _write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()
