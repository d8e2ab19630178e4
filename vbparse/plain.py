"""Shapes → plain data, ready for JSON. Knows no shape by name: fields are walked, spans get their lines."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from vbparse.shape import names_of
from vbparse.source import Source, Span

_BARE = (str, int, float, type(None))
"""What JSON has too; a union made for every value, as it is looked at, took longer than all the rest."""
_LISTS = (tuple, list)


def to_plain(value: Any, source: Source) -> Any:
    """Dicts, lists, strings and numbers with the content of a shape; its spans are offsets in `source`."""
    if isinstance(value, _BARE):
        return value
    if isinstance(value, Span):
        return span_to_plain(value, source)
    if isinstance(value, _LISTS):
        return [to_plain(item, source) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item, source) for key, item in value.items()}
    cls: Any = type(value)
    omitted = _omitted_when_null(cls)
    plain = {}
    for name in _names(cls):
        item = getattr(value, name)
        if item is not None or name not in omitted:
            plain[name] = item if isinstance(item, _BARE) else to_plain(item, source)
    return plain


def span_to_plain(span: Span, source: Source) -> dict[str, int]:
    """A span with the lines that it touches, and its page or paragraph where the original has them, from 1."""
    line, column = source.position(span.start)
    end_line = source.position(max(span.start, span.end - 1))[0]
    plain = {"start": span.start, "end": span.end, "line": line, "column": column, "end_line": end_line}
    if source.unit:
        plain[source.unit] = source.place(span.start) or 1
    return plain


def dump(data: dict[str, Any]) -> str:
    """JSON text; the same data gives the same bytes.

    A field a line, a record a line, a clause a line with those below it indented. The encoder in C writes each; one
    that indents every value is Python and takes three times as long.
    """
    fields = (f" {_encode(name)}: {_field(name, value, 1, is_top=True)}" for name, value in data.items())
    return _escaped("{\n" + ",\n".join(fields) + "\n}")


def dump_wide(data: Any) -> str:
    """The same data with every value on a line of its own, for what is read by people alone."""
    return _escaped(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))


def dump_line(data: Any) -> str:
    """The same on one line, for JSON Lines."""
    return _escaped(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


_CODES = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Codes for terminals and of direction that JSON may hold as they are: whoever looks at it would obey them."""


def _escaped(text: str) -> str:
    return _CODES.sub(lambda code: f"\\u{ord(code[0]):04x}", text)


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_OUTLINE = ("body", "children", "units", "rows")
"""Fields of a record whose items stand on lines of their own, since they are records too."""


def _field(name: str, value: Any, depth: int, is_top: bool = False) -> str:
    if isinstance(value, list) and value and (is_top or name in _OUTLINE):
        indent = " " * (depth + 1)
        items = (f"{indent}{_record(item, depth + 1)}" for item in value)
        return "[\n" + ",\n".join(items) + f"\n{' ' * depth}]"
    return _record(value, depth)


def _record(value: Any, depth: int) -> str:
    if not isinstance(value, dict) or not any(map(value.get, _OUTLINE)):
        return _encode(value)
    return "{" + ", ".join(f"{_encode(name)}: {_field(name, item, depth)}" for name, item in value.items()) + "}"


@cache
def _names(shape: Any) -> tuple[str, ...]:
    hidden: frozenset[str] = getattr(shape, "HIDDEN", frozenset())
    return tuple(name for name in names_of(shape) if name not in hidden)


@cache
def _omitted_when_null(shape: Any) -> frozenset[str]:
    omitted: frozenset[str] = getattr(shape, "OMITTED_WHEN_NULL", frozenset())
    return omitted
