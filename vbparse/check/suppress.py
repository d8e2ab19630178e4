"""Suppressions: findings that somebody has looked at and lets stand, each with a reason.

Documents cannot carry comments: they stand in the settings, or beside the file (`plan.txt.vbparse.toml`).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from vbparse.check.chosen import codes
from vbparse.check.globs import Patterns
from vbparse.errors import InputError
from vbparse.fold import plain_words
from vbparse.readers.raw import read_bounded
from vbparse.shape import shape

SIDECAR = ".vbparse.toml"
"""What the name of a file's own suppressions adds to the file's name."""
_KEYS = ("rule", "words", "files", "reason")


@shape
class Suppression:
    """Lets findings of some rules stand."""

    rule: str
    """Code, beginning of codes, or name."""
    words: str | None = None
    """If given, only findings with these words in them, or in their clause."""
    reason: str
    files: Patterns | None = None
    """Null beside a file."""
    where: str
    """The file that it stands in, and which one it is there."""

    @property
    def codes(self) -> frozenset[str]:
        """The rules that it speaks of."""
        return codes(self.rule)

    def allows(self, code: str, context: str) -> bool:
        """Whether it speaks of a rule's finding whose own words and those of its clause are `context`."""
        return code in self.codes and _folded(self.words or "") in _folded(context)

    def is_for(self, path: str) -> bool:
        """Whether it speaks of a file (its absolute path)."""
        return self.files is None or self.files.covers(path)


def _folded(words: str) -> str:
    return f" {' '.join(plain_words(words))} " if words else ""


def read_sidecar(path: str) -> tuple[Suppression, ...]:
    """The suppressions beside a file; none where there is no such file. Raises `InputError` for a broken one."""
    beside = Path(f"{path}{SIDECAR}")
    if not os.path.isfile(beside):
        return ()
    try:
        content = tomllib.loads(read_bounded(beside).decode("utf-8"))
        unknown = [key for key in content if key != "suppress"]
        if unknown:
            raise InputError(f"there is no setting {unknown[0]}; beside a file stands only suppress")
        return tuple(read_suppressions(content.get("suppress", []), str(beside), None))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise InputError(f"{beside}: cannot be read ({problem})") from None
    except InputError as problem:
        raise InputError(f"{beside}: {problem}") from None


def read_suppressions(tables: object, where: str, folder: str | None) -> Iterator[Suppression]:
    """`[[suppress]]` tables as they stand in a file; `folder` is what their `files` are taken from.

    Raises `InputError` for one that has no rule or no reason, or a key that does not exist.
    """
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError("suppressions are written [[suppress]]")
    for number, table in enumerate(tables, 1):
        _demand(table, number)
        codes(table["rule"])
        yield Suppression(
            rule=table["rule"],
            words=table.get("words"),
            reason=table["reason"],
            files=None if folder is None else Patterns([table.get("files", "*")], folder),
            where=f"{where}, suppression {number}",
        )


def _demand(table: dict[str, Any], number: int) -> None:
    for key, value in table.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1, cutoff=0)[0]
            raise InputError(f"suppression {number}: there is no setting {key}; the nearest is {near}")
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"suppression {number}: {key} must be a text in quotes")
    for key in ("rule", "reason"):
        if key not in table:
            raise InputError(f"suppression {number}: {key} is missing")


def first_that_allows(suppressions: Iterable[Suppression], code: str, context: str) -> Suppression | None:
    """The suppression by which a finding stands, if there is one."""
    return next((one for one in suppressions if one.allows(code, context)), None)
