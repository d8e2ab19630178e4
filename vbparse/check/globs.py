"""File patterns as `.gitignore` writes them: the same for include, exclude, per-file ignores and suppressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

_PIECE = re.compile(r"(?s)/\*\*/|^\*\*/|/\*\*$|\*+|\?|\\.|\[[!^]?\]?[^\]]*\]|.")
_STARS = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.+", "?": "[^/]"}
_NEVER = re.compile(r"(?!)")


class Patterns:
    """Patterns of one folder; the last that matches a path decides, `!` takes it out again."""

    def __init__(self, lines: Iterable[str], base: str = "") -> None:
        self.base = base
        """The folder that the paths are taken from; empty where they are relative to it already."""
        self.lines = tuple(line for line in map(_trimmed, lines) if line and not line.startswith("#"))

    def verdict(self, path: str, is_folder: bool = False) -> bool | None:
        """True if the path is meant, False if it is taken out, null if no pattern speaks of it."""
        inner = self._inner(path)
        if inner is None:
            return None
        for pattern, is_taken_out, only_folders in reversed(self._compiled):
            if (is_folder or not only_folders) and pattern.fullmatch(inner):
                return not is_taken_out
        return None

    def covers(self, path: str) -> bool:
        """Whether a file is meant, or one of the folders that it stands in."""
        inner = self._inner(path)
        if inner is None:
            return False
        start = len(path) - len(inner)
        folders = (path[: start + at] for at, letter in enumerate(inner) if letter == "/")
        return bool(self.verdict(path) or any(self.verdict(folder, is_folder=True) for folder in folders))

    def _inner(self, path: str) -> str | None:
        if not self.base:
            return path
        base = self.base.rstrip("/") + "/"
        return path[len(base) :] if path.startswith(base) else None

    @cached_property
    def _compiled(self) -> list[tuple[re.Pattern[str], bool, bool]]:
        return [_compile(line) for line in self.lines]


def _trimmed(line: str) -> str:
    """Without its line end, and without blanks at its end unless one is escaped."""
    line = line.rstrip("\r\n")
    bare = line.rstrip(" ")
    return f"{bare} " if bare.endswith("\\") and bare != line else bare


def _compile(line: str) -> tuple[re.Pattern[str], bool, bool]:
    """What a pattern matches, whether it takes out, and whether it speaks of folders alone."""
    is_taken_out = line.startswith("!")
    body = line[is_taken_out:]
    only_folders = body.endswith("/")
    body = body.rstrip("/") if only_folders else body
    if "/" not in body:
        body = f"**/{body}"
    pieces = "".join(_translated(piece) for piece in _PIECE.findall(body.removeprefix("/")))
    try:
        return re.compile(pieces, re.DOTALL), is_taken_out, only_folders
    except re.error:
        # git, too, takes a broken class of letters for a pattern that matches nothing.
        return _NEVER, is_taken_out, only_folders


def _translated(piece: str) -> str:
    if piece in _STARS:
        return _STARS[piece]
    if piece.startswith("*"):
        return "[^/]*"
    if piece.startswith("\\") and len(piece) > 1:
        return re.escape(piece[1:])
    if piece.startswith("["):
        return _letters(piece)
    return re.escape(piece)


def _letters(piece: str) -> str:
    """A class of letters; an opening bracket that none closes matches nothing, as with git."""
    if len(piece) < 3:
        return "(?!)"
    inner = piece[1:-1]
    negated = "^" if inner[0] in "!^" else ""
    letters = inner[len(negated) :].replace("[", r"\[").replace("]", r"\]").replace("^", r"\^")
    return f"(?!/)[{negated}{letters}]"
