"""Write docs/records.md: every record and field of `vbparse.document/1`, with examples from real texts.

usage: write_records_doc.py
"""

from __future__ import annotations

import ast
import inspect
import json
import types
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from vbparse import model, parse, read
from vbparse.model import Document
from vbparse.plain import to_plain
from vbparse.render.safe import shortened
from vbparse.source import Source, Span

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "records.md"
TEXTS = ("samples", "tests/golden/structure")
"""Where examples are looked for: in the second folder only what the first has none of."""

INTRO = """\
# Records

What `vbparse parse --json` gives, record by record: the fields of `vbparse.document/1`. \
`make docs` writes this page from the shapes in `vbparse/model.py` and from texts of this repository; \
`vbparse schema document` prints the same as JSON Schema, \
and [glossary.md](glossary.md) explains kinds, roles and types.

A field is always there unless it is said to be left out; null or an empty list means that the text does not say. \
In the examples `…` stands where a text, a list or a record is cut.
"""

PLACE = {
    "start": "First code point, from 0.",
    "end": "Code point after the last.",
    "line": "Line of the first code point, from 1.",
    "column": "Its place in that line, from 1.",
    "end_line": "Line of the last code point.",
}
"""Meaning of the fields that a span has in JSON."""

ABOUT = {
    "path": "As given; null for a text that came from no file.",
    "media_type": "What it was read as.",
    "encoding": "In which its bytes were read.",
    "sha256": "Of the bytes as they were read, in hexadecimal.",
    "chars": "Code points of the text.",
    "lines": "Lines of the text.",
}
"""Meaning of the fields that tell of the file."""

WORDS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null", Any: "anything"}
LONGEST = 80
"""Characters of a text that an example shows."""
WIDTH = 100
"""Columns of an example."""

Shape = type[Any]


class Example(NamedTuple):
    """A record as JSON, where it stands, and how many of its fields say something."""

    data: dict[str, Any]
    path: str
    line: int
    filled: int


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


def page() -> str:
    """The whole page: the document, then what it is made of."""
    examples = find_examples()
    parts = [shape for shape in record_shapes() if shape is not Document]
    whole = examples[Document]
    about = whole._replace(data=whole.data["source"])
    place = whole._replace(data=whole.data["components"][0]["span"])
    sections = [
        section("Document", inspect.getdoc(Document), document_rows(), whole),
        section("Source", "The file that was parsed.", known_rows(ABOUT, about), about),
        section("Span", "Where words stand in the text.", known_rows(PLACE, place), place),
        *(section(shape.__name__, inspect.getdoc(shape), field_rows(shape), examples.get(shape)) for shape in parts),
    ]
    return "\n".join([INTRO, *sections])


def section(name: str, about: str | None, rows: Iterable[tuple[str, str, str]], example: Example | None) -> str:
    """One record: what it is, its fields, one from a real text."""
    table = "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)
    where = f"Line {example.line} of `{example.path}`:" if example else "No text of this repository has one.\n"
    shown = f"\n\n```json\n{lay_out(abridged(example.data))}\n```\n" if example else ""
    return f"## {name}\n\n{about}\n\n| field | shape | meaning |\n|---|---|---|\n{table}\n{where}{shown}"


def document_rows() -> Iterator[tuple[str, str, str]]:
    """The fields of a document, with the two that only its JSON has."""
    yield "`schema`", "`vbparse.document/1`", "Name and version of this form."
    yield "`source`", "[Source](#source)", "The file that was parsed."
    yield from field_rows(Document)


def field_rows(shape: Shape) -> Iterator[tuple[str, str, str]]:
    omitted: frozenset[str] = getattr(shape, "OMITTED_WHEN_NULL", frozenset())
    docs = field_docs(shape)
    for name, kind in field_types(shape).items():
        meaning = docs.get(name, "")
        yield f"`{name}`", shape_words(kind), f"{meaning} Left out if null.".strip() if name in omitted else meaning


def known_rows(meanings: dict[str, str], example: Example) -> Iterator[tuple[str, str, str]]:
    """The fields of an object that is no shape, by its example: one without a meaning must not get by."""
    for name, value in example.data.items():
        yield f"`{name}`", "string or null" if name == "path" else WORDS[type(value)], meanings[name]


# --- shapes -------------------------------------------------------------------------------------------------------


def record_shapes() -> list[Shape]:
    """Every shape that a document holds, in the order in which they are declared."""
    reached: set[Any] = set()
    waiting: list[Any] = [Document]
    while waiting:
        item = waiting.pop()
        if is_dataclass(item) and item not in reached:
            reached.add(item)
            waiting.extend(field_types(item).values())
        waiting.extend(get_args(item))
    return sorted(reached, key=list(vars(model).values()).index)


def field_types(shape: Any) -> dict[str, Any]:
    """Field → what it holds; without the fields that JSON does not have."""
    hints = get_type_hints(shape)
    hidden: frozenset[str] = getattr(shape, "HIDDEN", frozenset())
    return {field.name: hints[field.name] for field in fields(shape) if field.name not in hidden}


def field_docs(shape: Shape) -> dict[str, str]:
    """Field → the docstring under it."""
    declared: Any = ast.parse(inspect.getsource(shape)).body[0]
    docs = {}
    for field, below in pairwise(declared.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            docs[field.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    return docs


def shape_words(kind: Any) -> str:
    """A type, as JSON has it."""
    inner = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(map(shape_words, inner))
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if get_origin(kind) is tuple:
        return f"list of {shape_words(inner[0])}"
    if get_origin(kind) is dict:
        return f"object of {shape_words(inner[1])}"
    return WORDS.get(kind) or f"[{kind.__name__}](#{kind.__name__.lower()})"


# --- examples -----------------------------------------------------------------------------------------------------


def find_examples() -> dict[Shape, Example]:
    """For each shape the first record of the texts that has most to say."""
    examples: dict[Shape, Example] = {}
    for folder in TEXTS:
        missing = [shape for shape in record_shapes() if shape not in examples]
        for path in sorted((ROOT / folder).glob("*.txt")) if missing else ():
            name = path.relative_to(ROOT).as_posix()
            document = parse(replace(read(path), path=name))
            places = {node.id: node.span.start for component in document.components for node in component.walk()}
            for record, offset in records_of(document, 0, places):
                shape = type(record)
                filled = sum(value not in (None, "", (), {}) for value in values_of(record))
                if shape in missing and (shape not in examples or filled > examples[shape].filled):
                    examples[shape] = example(record, offset, filled, document.source)
    return examples


def example(record: Any, offset: int, filled: int, source: Source) -> Example:
    data = record.to_data() if isinstance(record, Document) else to_plain(record, source)
    return Example(data, str(source.path), source.position(offset)[0], filled)


def records_of(value: Any, offset: int, places: dict[str, int]) -> Iterator[tuple[Any, int]]:
    """All records inside a value, itself included, each with the offset at which it stands."""
    if isinstance(value, Span) or not (isinstance(value, tuple | dict) or is_dataclass(value)):
        return
    if is_dataclass(value):
        span, node = getattr(value, "span", None), getattr(value, "node", "")
        offset = span.start if isinstance(span, Span) else places.get(node or "", offset)
        yield value, offset
    for item in value if isinstance(value, tuple) else values_of(value):
        yield from records_of(item, offset, places)


def values_of(record: Any) -> Iterable[Any]:
    if isinstance(record, dict):
        return record.values()
    return [getattr(record, name) for name in field_types(type(record))]


def abridged(value: Any, level: int = 0) -> Any:
    """Long texts and lists cut; of records two levels down only the places in the text."""
    if isinstance(value, str):
        return shortened(value, LONGEST)
    if isinstance(value, list):
        # Of records one tells enough, of words one could be the only one.
        shown = 1 if isinstance(next(iter(value), None), dict) else 2
        items = [abridged(item, level) for item in value[:shown]]
        return items if len(value) <= shown or "…" in items else [*items, "…"]
    if isinstance(value, dict):
        if level > 1 and "end_line" not in value:
            return "…"
        return {name: abridged(item, level + 1) for name, item in value.items()}
    return value


def lay_out(value: Any, indent: str = "") -> str:
    """JSON text; what fits on a line stands on one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    deeper = indent + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + lay_out(item, deeper) for item in value) + f"\n{indent}]"
    pairs = (f"{deeper}{json.dumps(name, ensure_ascii=False)}: {lay_out(item, deeper)}" for name, item in value.items())
    return "{\n" + ",\n".join(pairs) + f"\n{indent}}}"


if __name__ == "__main__":
    main()
