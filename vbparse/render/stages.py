"""What each stage saw, as plain text: `vbparse show`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vbparse.model import Block, Document, Line
from vbparse.pipeline import Stages
from vbparse.plain import dump_wide, to_plain
from vbparse.render.safe import one_line, shortened, visible
from vbparse.tree import Draft

_WIDTH = 100
_RECORDS = (
    "citations", "relations", "task_groups", "assignments", "reporting", "budget", "times", "tables", "diagnostics",
)  # fmt: skip


def show_stage(stage: str, stages: Stages, document: Document, line: int | None) -> Iterator[str]:
    """The lines of output for a stage, or for one line of the file in it."""
    if stage == "text":
        yield visible(document.source.text if line is None else document.source.text.split("\n")[line - 1])
    elif stage == "lines":
        yield from (_line(item, stages) for item in stages.lines if line in (None, item.number))
    elif stage == "blocks":
        yield from (_block(item) for item in stages.blocks if line is None or line in item.lines)
    elif stage == "tree":
        yield from _tree(stages, line)
    else:
        yield _records(document, line)


def _line(item: Line, stages: Stages) -> str:
    marker = f" [{item.marker}]" if item.marker else ""
    return f"{item.number:5} {item.kind}{marker}: {shortened(stages.source[item.span], _WIDTH)}"


def _block(item: Block) -> str:
    lines = f"{item.lines[0]}" if len(item.lines) == 1 else f"{item.lines[0]}–{item.lines[-1]}"
    why = f"  ({item.why})" if item.why else ""
    return f"{lines:>9} {item.kind}{' bold' if item.is_bold else ''}: {shortened(item.reading.text, _WIDTH)}{why}"


def _tree(stages: Stages, line: int | None) -> Iterator[str]:
    for part, drafts in zip(stages.parts, stages.drafts, strict=True):
        first, last = part.blocks[0].lines[0], part.blocks[-1].lines[-1]
        if line is None or first <= line <= last:
            yield f"# {part.kind} (lines {first}–{last}){': ' + part.reason if part.reason else ''}"
        for draft in drafts:
            yield from _draft(draft, 0, line)


def _draft(draft: Draft, depth: int, line: int | None) -> Iterator[str]:
    if line is None or line in draft.lines:
        marker = f"{visible(draft.marker)} " if draft.marker else ""
        role = f" ({draft.role})" if draft.role else ""
        yield f"{draft.lines[0]:5} {'  ' * depth}{draft.kind}{role} {marker}{shortened(draft.text, 60)}"
        if line is not None:
            yield f"      {'  ' * depth}why: {draft.why or 'a paragraph stands under the last heading'}"
            chain = " > ".join(one_line(up.marker or up.kind) for up in _ups(draft))
            yield f"      {'  ' * depth}under: {chain or 'the document'}"
    for child in draft.children:
        yield from _draft(child, depth + 1, line)


def _ups(draft: Draft) -> list[Draft]:
    ups: list[Draft] = []
    while draft.parent is not None and draft.parent.kind != "root":
        draft = draft.parent
        ups.insert(0, draft)
    return ups


def _records(document: Document, line: int | None) -> str:
    data: dict[str, Any] = {name: to_plain(getattr(document, name), document.source) for name in _RECORDS}
    if line is not None:
        data = {name: [r for r in records if _touches(r, line)] for name, records in data.items()}
    return visible(dump_wide({name: records for name, records in data.items() if records}))


def _touches(record: dict[str, Any], line: int) -> bool:
    span: dict[str, int] = record.get("span") or {"line": 0, "end_line": 0}
    return span["line"] <= line <= span["end_line"]
