"""A TOML file of documents → what is known of them: day, issuer, what took their place.

```toml
[[document]]
number = "1755/QĐ-TTg"              # needed; all other keys may be left out
date = 2016-09-08
issuer = "Thủ tướng Chính phủ"
replaced_by = "1909/QĐ-TTg"
replaced_on = 2021-11-12
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from vbparse.errors import InputError
from vbparse.fold import fold
from vbparse.model import Citation
from vbparse.readers.raw import read_bounded
from vbparse.shape import names_of, shape


@shape
class Entry:
    """A document of the registry; days are "2016-09-08"."""

    number: str
    date: str | None = None
    issuer: str | None = None
    replaced_by: str | None = None
    """Number of the document that took its place."""
    replaced_on: str | None = None
    """First day on which it no longer applied; null if that is not known."""


_KEYS = names_of(Entry)
_DAYS = frozenset({"date", "replaced_on"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOCAL = re.compile(r"[-/](?:UBND|HĐND|CTUBND|TU|ĐU|S[A-ZĐ]\w+)(?:-|$)")
"""Symbols of organs that every province or commune has: number and symbol alone tell no document."""


@lru_cache(maxsize=4)
def read_registry(path: str) -> tuple[Entry, ...]:
    """The documents of a registry file.

    Raises `InputError` for a file that cannot be read, is no TOML, or has an entry that is not as it should be.
    """
    try:
        content = tomllib.loads(read_bounded(Path(path)).decode("utf-8"))
    except OSError as problem:
        raise InputError(f"{path}: {(problem.strerror or 'it cannot be read').lower()}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise InputError(f"{path}: {problem}") from None
    tables = content.pop("document", [])
    if content:
        raise InputError(f"{path}: {next(iter(content))}: the file holds nothing but [[document]] tables")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(f"{path}: documents are written as [[document]] tables")
    return tuple(_entry(table, f"{path}: document {place}") for place, table in enumerate(tables, 1))


def _entry(table: Mapping[str, Any], where: str) -> Entry:
    said = {key: _value(key, value, where) for key, value in table.items()}
    if "number" not in said:
        raise InputError(f"{where} has no number")
    return Entry(**said)


def _value(key: str, value: Any, where: str) -> str:
    if key not in _KEYS:
        near = get_close_matches(key, _KEYS, n=1, cutoff=0)[0]
        raise InputError(f"{where}: there is no key {key}; the nearest is {near}")
    if type(value) is date:
        value = value.isoformat()
    if not isinstance(value, str) or (key in _DAYS) != bool(_DAY.fullmatch(value)):
        raise InputError(f"{where}: {key} should be {'a day such as 2016-09-08' if key in _DAYS else 'text'}")
    return value


def same_number(number: str, other: str) -> bool:
    """Whether two symbols are one, leading zeros and the letter Ð aside."""
    return _key(number) == _key(other)


def _key(number: str) -> str:
    return number.lstrip("0").replace("Ð", "Đ")


def may_be(citation: Citation, entry: Entry) -> bool:
    """Whether nothing that a citation says speaks against its being this document; a local symbol needs more."""
    told = [
        fold(said) == fold(known)
        for said, known in ((citation.date, entry.date), (citation.issuer, entry.issuer))
        if said and known
    ]
    is_local = bool(_LOCAL.search(entry.number))
    return same_number(citation.canonical or "", entry.number) and all(told) and bool(told or not is_local)


def differs(citation: Citation, entry: Entry) -> str | None:
    """What the registry has instead, where a citation is plainly this document but for its day or its number."""
    number, day = citation.canonical or "", citation.date or ""
    issuers = (citation.issuer, entry.issuer)
    is_other_organ = all(issuers) and fold(citation.issuer or "") != fold(entry.issuer or "")
    if not entry.date or not _DAY.fullmatch(day) or is_other_organ:
        return None
    if same_number(number, entry.number):
        # Numbers begin anew each year.
        return entry.date if day != entry.date and day[:4] == entry.date[:4] and all(issuers) else None
    is_transposed = sorted(number) == sorted(entry.number) and _serial(number) != _serial(entry.number)
    return entry.number if is_transposed and day == entry.date else None


def _serial(number: str) -> str:
    return re.split(r"[-/]", number, maxsplit=1)[0]
