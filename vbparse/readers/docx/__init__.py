"""A Word file (.docx, .docm, .dotx) → `Source`: the text as a reader of its pages sees it.

The package and its XML are read with the standard library alone; see the decision record on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from vbparse.readers.docx.names import R, W, switch
from vbparse.readers.docx.numbering import Numbering
from vbparse.readers.docx.package import Package, Relation
from vbparse.readers.docx.story import Left, Note, Noticed, Story, label_of
from vbparse.readers.docx.styles import Styles
from vbparse.readers.formats import DOCX
from vbparse.readers.options import ReadOptions
from vbparse.source import Piece, Remark, Source, Span

_STROKE = " " * 30
"""A line of blanks stands for the stroke above footnotes, see `vbparse.footnotes`."""
_MACROS = "vbaProject"


def read_it(data: bytes, named: str, options: ReadOptions) -> Source:
    """Read a Word file; raises `InputError` for one that is broken or beyond the limits."""
    package = Package(data, named, options.limits)
    main = package.main_part()
    relations = {key: one for key, one in package.relations(main).items() if one.target in package}
    styles = Styles(package, _part(relations, "styles"))
    story = Story(package, styles, Numbering(package, _part(relations, "numbering"), styles))
    body = story.body(main)
    last = max((piece.place for piece in body), default=1)
    first_page, others = _running_lines(story, relations, _has_even_pages(package, _part(relations, "settings")), last)
    notes = _note_lines(story, relations, last)
    pieces = [*(Piece(text, 1) for text in first_page), *body, *(Piece(text, last) for text in others), *notes]
    if any(relation.kind == _MACROS for relation in relations.values()):
        story.noticed.left.append(Left("macros", 0))
    return Source.of_pieces(pieces, data, named, DOCX.media_type, "paragraph", remarks=tuple(_remarks(story.noticed)))


def _part(relations: dict[str, Relation], kind: str) -> str | None:
    """The part of a kind that there is one of."""
    return next((one.target for one in relations.values() if one.kind == kind), None)


def _has_even_pages(package: Package, part: str | None) -> bool:
    """Whether even pages have headers and footers of their own."""
    for event, element in package.elements(part, {f"{W}evenAndOddHeaders"}) if part else ():
        if event == "whole":
            return element.get(f"{W}val") not in ("0", "false", "off")
    return False


# --- headers and footers ------------------------------------------------------------------------------------------


def _running_lines(
    story: Story, relations: dict[str, Relation], has_even: bool, last: int
) -> tuple[list[str], list[str]]:
    """The lines above the first page, and those above and below other pages; each stands once."""
    first: list[str] = []
    others: list[str] = []
    seen: set[str] = set()
    for index, section in enumerate(story.sections):
        has_title = switch(section, "titlePg")
        for reference in _references(section, has_even):
            relation = relations.get(reference.get(f"{R}id", ""))
            if relation is None or relation.target in seen:
                continue
            seen.add(relation.target)
            is_above = reference.tag == f"{W}headerReference"
            is_first = index == 0 and is_above and (reference.get(f"{W}type") == "first") == bool(has_title)
            lines = story.running(relation.target, 1 if is_first else last)
            (first if is_first else others).extend(line for line in lines if line not in (*first, *others))
    return first, others


def _references(section: Element, has_even: bool) -> Iterator[Element]:
    """The headers of a section and then its footers, those that no page shows left out."""
    kinds = {"default", *(["first"] if switch(section, "titlePg") else []), *(["even"] if has_even else [])}
    for name in ("headerReference", "footerReference"):
        for element in section.iterfind(f"{W}{name}"):
            if element.get(f"{W}type", "default") in kinds:
                yield element


# --- notes ----------------------------------------------------------------------------------------------------------


def _note_lines(story: Story, relations: dict[str, Relation], last: int) -> list[Piece]:
    """The notes below a stroke, each with its number, in the order in which the text refers to them."""
    notes = list(story.notes)
    texts = {kind: _texts(story, relations, kind, last) for kind in ("footnote", "endnote")}
    lines: list[Piece] = []
    for kind in ("footnote", "endnote"):
        lines.extend(_of_kind([note for note in notes if note.kind == kind], texts[kind], last))
    return [Piece(_STROKE, last), *lines] if lines else []


def _texts(story: Story, relations: dict[str, Relation], kind: str, last: int) -> dict[str, list[Piece]]:
    part = _part(relations, f"{kind}s")
    return story.notes_of(part, last) if part else {}


def _of_kind(notes: Sequence[Note], texts: dict[str, list[Piece]], last: int) -> Iterator[Piece]:
    count = 0
    for note in notes:
        count += note.has_number
        first, *others = [piece.text for piece in texts.get(note.id, [])] or [""]
        yield Piece(f"[{label_of(note.kind, count)}] {first}".rstrip() if note.has_number else first, last)
        yield from (Piece(text, last) for text in others)


# --- what is said -----------------------------------------------------------------------------------------------------


def _remarks(noticed: Noticed) -> Iterator[Remark]:
    if noticed.changed is not None:
        yield Remark(
            code="VB005",
            severity="warning",
            message="{inserted} insertion(s) were read as text, {deleted} deletion(s) were left out",
            values={name: str(noticed.changes[name]) for name in ("inserted", "deleted")},
            span=Span(noticed.changed, noticed.changed),
        )
    for what, group in groupby(sorted(noticed.left), key=lambda left: left.what):
        places = [left.place for left in group]
        yield Remark(
            code="VB009",
            severity="info",
            message="left out: {what}",
            values={"what": f"{len(places)} × {what}" if len(places) > 1 else what},
            span=Span(places[0], places[0]),
        )
