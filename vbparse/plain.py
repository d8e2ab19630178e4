"""Shapes → plain data, ready for JSON. Knows no shape by name: fields are walked, spans get their lines."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from vbparse.source import Source, Span


def to_plain(value: Any, source: Source) -> Any:
    """Dicts, lists, strings and numbers with the content of a shape; its spans are offsets in `source`."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Span):
        return span_to_plain(value, source)
    if is_dataclass(value) and not isinstance(value, type):
        omitted = _omitted_when_null(type(value))
        pairs = ((name, getattr(value, name)) for name in _names(type(value)))
        return {name: to_plain(item, source) for name, item in pairs if item is not None or name not in omitted}
    if isinstance(value, dict):
        return {key: to_plain(item, source) for key, item in value.items()}
    return [to_plain(item, source) for item in value]


def span_to_plain(span: Span, source: Source) -> dict[str, int]:
    """A span with the lines that it touches, counted from 1."""
    line, column = source.position(span.start)
    end_line = source.position(max(span.start, span.end - 1))[0]
    return {"start": span.start, "end": span.end, "line": line, "column": column, "end_line": end_line}


def dump(data: Any) -> str:
    """JSON text; the same data gives the same bytes."""
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)


def dump_line(data: Any) -> str:
    """The same on one line, for JSON Lines."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@cache
def _names(shape: Any) -> tuple[str, ...]:
    hidden: frozenset[str] = getattr(shape, "HIDDEN", frozenset())
    return tuple(field.name for field in fields(shape) if field.name not in hidden)


@cache
def _omitted_when_null(shape: Any) -> frozenset[str]:
    omitted: frozenset[str] = getattr(shape, "OMITTED_WHEN_NULL", frozenset())
    return omitted
