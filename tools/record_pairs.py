"""Two documents as JSON → their records in pairs: what one side lacks, what differs. Used by `gold_diff.py`.

No record is known by name: every list of records that a document has is looked at, and those in `PARTS` inside them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import Any, NamedTuple

PARTS: dict[str, dict[str, str]] = {
    "components": {"header": "headers", "body": "nodes", "recipients": "recipients", "signature": "signatures"},
    "nodes": {"children": "nodes"},
    "tables": {"groups": "tables.groups", "rows": "tables.rows"},
}
"""Kind → field → kind of the records in it that are paired on their own; any other field is a value."""

DERIVED = {"nodes": {"id", "extent"}}
"""Fields that follow from other records: one clause more would show in all clauses after it, or above it."""

KEYS = ("text", "number", "title", "heading", "name", "id", "marker", "target", "message")
"""What names a record, the most telling first."""

Record = dict[str, Any]


class Found(NamedTuple):
    """A record and the line that it is about."""

    line: int
    record: Record
    id: str | None = None
    """That of a node; it is no part of its record."""


Pair = tuple[Found | None, Found | None]


def pair_documents(before: Record, after: Record) -> dict[str, list[Pair]]:
    """Kind → pairs of records, in the order of the text."""
    left, right = find_records(before), find_records(after)
    return {kind: pair(left.get(kind, []), right.get(kind, [])) for kind in dict.fromkeys([*left, *right])}


def changes(before: Record, after: Record, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Field, what it held, what it holds: only what differs of a list, only the differing fields of a record."""
    for name in dict.fromkeys([*before, *after]):
        left, right = before.get(name), after.get(name)
        if left == right:
            continue
        if isinstance(left, dict) and isinstance(right, dict) and not is_span(left):
            yield from changes(left, right, f"{path}{name}.")
            continue
        if isinstance(left, list) and isinstance(right, list):
            ours, theirs = [item for item in left if item not in right], [item for item in right if item not in left]
            left, right = (ours, theirs) if ours or theirs else (left, right)
        yield f"{path}{name}", left, right


# --- one document -------------------------------------------------------------------------------------------------


def find_records(data: Record) -> dict[str, list[Found]]:
    """Kind → its records in the order of the output; what is in no list of records describes the document."""
    lists = {name: value for name, value in data.items() if is_records(value)}
    places = find_places(lists)
    found: dict[str, list[Found]] = {kind: [] for kind in ("document", *lists)}
    take("document", {name: value for name, value in data.items() if name not in lists}, 1, places, found)
    for kind, records in lists.items():
        for record in records:
            take(kind, record, 1, places, found)
    return found


def take(kind: str, record: Record, line: int, places: dict[str, str], found: dict[str, list[Found]]) -> None:
    """Add a record, and those inside it that are paired on their own."""
    if is_span(record.get("span")):
        line = record["span"]["line"]
    elif record.get("node") in places:
        line = int(places[record["node"]].partition(":")[0])
    parts = PARTS.get(kind, {})
    kept = record.keys() - parts.keys() - DERIVED.get(kind, set())
    own = settled({name: value for name, value in record.items() if name in kept}, places)
    found.setdefault(kind, []).append(Found(line, own, record.get("id") if kind == "nodes" else None))
    for field, inner in parts.items():
        value = record.get(field) or []
        for item in [value] if isinstance(value, dict) else value:
            nested = {"under": record.get("id", ""), **item} if inner == "nodes" else item
            take(inner, nested, line, places, found)


def find_places(value: Any) -> dict[str, str]:
    """Node id → where the node stands."""
    places = {}
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "children" in item and is_span(item.get("span")):
                places[item["id"]] = position(item["span"])
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return places


def settled(value: Any, places: dict[str, str]) -> Any:
    """A value without its empty fields, so that a new field is no change; places for node ids, which are renumbered."""
    if isinstance(value, dict):
        fields = {name: item if name == "id" else settled(item, places) for name, item in value.items()}
        return {name: item for name, item in fields.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [settled(item, places) for item in value]
    return places.get(value, value) if isinstance(value, str) else value


def is_records(value: Any) -> bool:
    """Whether a value is a list of records; an empty list may be one."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def is_span(value: Any) -> bool:
    """Whether a value is a place in the text."""
    return isinstance(value, dict) and {"start", "end", "line", "column", "end_line"} <= value.keys()


def position(span: Record) -> str:
    """Line and column."""
    return f"{span['line']}:{span['column']}"


# --- two lists of records -----------------------------------------------------------------------------------------


def pair(before: list[Found], after: list[Found]) -> list[Pair]:
    """Each record with its counterpart: the same record, else one of its name on its line, else one in its place."""
    pairs: list[Pair] = []
    left, right = list(before), list(after)
    for match in (*(alike(key) for key in (whole, *map(named, KEYS))), in_place):
        joined = match(left, right)
        pairs += [(left[i], right[j]) for i, j in joined.items()]
        gone = set(joined.values())
        left = [found for i, found in enumerate(left) if i not in joined]
        right = [found for j, found in enumerate(right) if j not in gone]
    pairs += [(found, None) for found in left] + [(None, found) for found in right]
    return sorted(pairs, key=lambda two: min(found.line for found in two if found))


def whole(found: Found) -> Hashable:
    """All that a record says."""
    return found.line, json.dumps(found.record, sort_keys=True)


def named(field: str) -> Callable[[Found], Hashable]:
    """What a field says, and on which line."""

    def key(found: Found) -> Hashable:
        value = found.record.get(field)
        return (found.line, value) if isinstance(value, str) else None

    return key


def alike(key: Callable[[Found], Hashable]) -> Callable[[list[Found], list[Found]], dict[int, int]]:
    """How to join records of the same key, in their order; those without one stay alone."""

    def match(left: list[Found], right: list[Found]) -> dict[int, int]:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(range(len(right))):
            waiting[key(right[j])].append(j)
        waiting.pop(None, None)
        return {i: same.pop() for i, found in enumerate(left) if (same := waiting.get(key(found)))}

    return match


def in_place(left: list[Found], right: list[Found]) -> dict[int, int]:
    """Records that share words, those that share most first; without spans, records of one line."""
    by_line: dict[int, list[int]] = defaultdict(list)
    for j, found in enumerate(right):
        for line in lines_of(found):
            by_line[line].append(j)
    close = {(i, j) for i, found in enumerate(left) for line in lines_of(found) for j in by_line.get(line, ())}
    joined: dict[int, int] = {}
    taken: set[int] = set()
    for shared, i, j in sorted((-overlap(left[i], right[j]), i, j) for i, j in close):
        if shared and i not in joined and j not in taken:
            joined[i] = j
            taken.add(j)
    return joined


def lines_of(found: Found) -> range:
    """The lines that a record touches."""
    return range(found.line, found.record.get("span", {}).get("end_line", found.line) + 1)


def overlap(left: Found, right: Found) -> int:
    """How many code points two records share; 1 where one of them has no span."""
    ours, theirs = left.record.get("span"), right.record.get("span")
    if not ours or not theirs:
        return 1
    return int(max(0, min(ours["end"], theirs["end"]) - max(ours["start"], theirs["start"])))
