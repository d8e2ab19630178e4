"""A Word file (.docx, .docm, .dotx) → `Source`: the text as a reader of its pages sees it.

The package and its XML are read with the standard library alone; see the decision record on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.readers.docx.names import W
from vbparse.readers.docx.notes import KINDS, note_lines
from vbparse.readers.docx.numbering import Numbering
from vbparse.readers.docx.package import Package, Relation
from vbparse.readers.docx.running import running_parts, without_page_numbers
from vbparse.readers.docx.story import Noticed, Story
from vbparse.readers.docx.styles import Styles
from vbparse.readers.formats import DOCX
from vbparse.readers.options import ReadOptions
from vbparse.source import Piece, Remark, Source, Span

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
    above, below = _running_lines(story, relations, _has_even_pages(package, _part(relations, "settings")), last)
    notes = _note_lines(story, relations, last)
    if any(relation.kind == _MACROS for relation in relations.values()):
        story.noticed.leave_out("macros", 0)
    pieces = [*above, *body, *below, *notes]
    return Source.of_pieces(pieces, data, named, DOCX.media_type, "paragraph", remarks=tuple(remarks_of(story.noticed)))


def _part(relations: dict[str, Relation], kind: str) -> str | None:
    """The part of a kind that there is one of."""
    return next((one.target for one in relations.values() if one.kind == kind), None)


def _has_even_pages(package: Package, part: str | None) -> bool:
    """Whether even pages have headers and footers of their own."""
    for event, element in package.elements(part, {f"{W}evenAndOddHeaders"}) if part else ():
        if event == "whole":
            return element.get(f"{W}val") not in ("0", "false", "off")
    return False


def _running_lines(
    story: Story, relations: dict[str, Relation], has_even: bool, last: int
) -> tuple[list[Piece], list[Piece]]:
    """The lines above the first page, and those above and below other pages; each stands once."""
    above: dict[str, Piece] = {}
    below: dict[str, Piece] = {}
    seen: set[str] = set()
    for running in running_parts(story.sections, has_even):
        relation = relations.get(running.id)
        if relation is None or relation.target in seen:
            continue
        seen.add(relation.target)
        place = 1 if running.is_first else last
        for line in map(without_page_numbers, story.lines_of(relation.target, place)):
            if line and line not in above and line not in below:
                (above if running.is_first else below)[line] = Piece(line, place)
    return list(above.values()), list(below.values())


def _note_lines(story: Story, relations: dict[str, Relation], last: int) -> list[Piece]:
    """The notes that the text refers to; their own parts may refer to no more."""
    notes, texts = tuple(story.notes), {}
    for kind in KINDS:
        part = _part(relations, f"{kind}s")
        texts.update(story.notes_of(part, last) if part else {})
    return list(note_lines(notes, texts, last))


def remarks_of(noticed: Noticed) -> Iterator[Remark]:
    """What was noticed, as it is said of the file."""
    for older, place in noticed.older.items():
        yield Remark(
            code="VB004",
            severity="info",
            message="the text was in {encoding} and was converted to Unicode",
            values={"encoding": older.upper()},
            span=Span(place, place),
        )
    if noticed.changed is not None:
        yield Remark(
            code="VB005",
            severity="warning",
            message="{inserted} insertion(s) were read as text, {deleted} deletion(s) were left out",
            values={name: str(noticed.changes[name]) for name in ("inserted", "deleted")},
            span=Span(noticed.changed, noticed.changed),
        )
    for what, (times, place) in sorted(noticed.left.items()):
        yield Remark(
            code="VB009",
            severity="info",
            message="left out: {what}",
            values={"what": f"{times} × {what}" if times > 1 else what},
            span=Span(place, place),
        )
