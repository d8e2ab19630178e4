"""parse(): the order of the stages, nothing else."""

from __future__ import annotations

from collections import Counter

from vbparse.blocks import group_blocks
from vbparse.components import find_parts
from vbparse.footnotes import Note, find_notes, named_notes, without_marks
from vbparse.grammar import Grammar, default_grammar
from vbparse.lines import split_lines
from vbparse.merged import split_merged
from vbparse.model import Block, Component, Diagnostic, Document, Line, Part
from vbparse.nodes import freeze
from vbparse.records.collect import collect_records
from vbparse.records.footnote import find_footnotes
from vbparse.records.frame import frame_components
from vbparse.roles import assign_roles
from vbparse.shape import replace, shape
from vbparse.source import Source, Span
from vbparse.tree import Draft, nest_blocks

NOT_DOCUMENTS = frozenset({"site_header", "site_footer", "recipients", "signature_block", "attachments"})


@shape
class Stages:
    """What every stage saw, for `vbparse show`."""

    source: Source
    """The text as it is read: the marks of footnotes left out, every offset as in the file."""
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    drafts: tuple[tuple[Draft, ...], ...]
    """Nested drafts, by part."""
    notes: tuple[Note, ...] = ()
    """At the foot of pages."""


def parse(source: Source, grammar: Grammar | None = None) -> Document:
    """Parse any text into a `Document`; never raises for what a document holds.

    The grammar is the one that ships with the package unless another is given; another may raise `GrammarError`.
    """
    rules = grammar or default_grammar()
    rules.begin()
    stages = run_stages(source, rules)
    bodies = [freeze(list(drafts), name) for drafts, name in zip(stages.drafts, _names(stages.parts), strict=True)]
    view = stages.source
    components = frame_components(view, stages.parts, bodies, _names(stages.parts), rules)
    notes = find_footnotes(view, stages.notes, components, rules)
    document = collect_records(view, stages.parts, components, notes, rules, _diagnostics(source, components))
    return replace(document, source=source)


def run_stages(source: Source, grammar: Grammar) -> Stages:
    """Lines, blocks, parts and drafts of a text."""
    lines = split_lines(source, grammar)
    notes = find_notes(source, lines, grammar)
    view = source
    if notes:
        view = without_marks(source, notes)
        lines = named_notes(split_lines(view, grammar), notes)
    blocks = split_merged(view, group_blocks(view, lines, grammar), grammar)
    parts = find_parts(blocks, grammar, is_scan=source.scan is not None)
    drafts = tuple(_drafts(view, part, grammar) for part in parts)
    return Stages(source=view, lines=lines, blocks=blocks, parts=parts, drafts=drafts, notes=notes)


def _drafts(source: Source, part: Part, grammar: Grammar) -> tuple[Draft, ...]:
    if part.kind in NOT_DOCUMENTS:
        return ()
    drafts = nest_blocks(source, part, grammar)
    if part.kind in ("news_article", "unknown", "footnotes"):
        return tuple(drafts)
    return tuple(assign_roles(drafts, part, grammar))


def _names(parts: tuple[Part, ...]) -> list[str]:
    """Ids of the components: their kind, numbered from the second on."""
    counts: Counter[str] = Counter()
    names: list[str] = []
    for part in parts:
        counts[part.kind] += 1
        names.append(part.kind if counts[part.kind] == 1 else f"{part.kind}-{counts[part.kind]}")
    return names


def _diagnostics(source: Source, components: tuple[Component, ...]) -> tuple[Diagnostic, ...]:
    """What reading itself found odd."""
    found = []
    if source.damage:
        at = source.damage[0]
        values = {"count": str(len(source.damage)), "encoding": source.encoding}
        message = "{count} byte(s) are not valid {encoding}".format(**values)
        found.append(
            Diagnostic(code="VB001", severity="warning", message=message, span=Span(at, at + 1), values=values)
        )
    found += [
        Diagnostic(
            code=remark.code,
            severity=remark.severity,
            message=remark.message.format(**remark.values),
            span=remark.span,
            values=remark.values,
        )
        for remark in source.remarks
    ]
    for component in components:
        if component.kind == "unknown":
            reason = component.reason or "no rule could place this text"
            found.append(Diagnostic(code="VB002", severity="info", message=reason, span=component.span))
    return tuple(found)
