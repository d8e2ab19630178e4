"""`Block…` → nested drafts of nodes: which clause stands under which.

The markers decide: their style, their number, and what stands open above. Each reading has a cost, the cheapest wins,
and the runner-up is kept for `vbparse show tree --line N`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from vbparse.grammar import Grammar, Rule
from vbparse.markers import QUOTES, Marker, find_marker
from vbparse.model import Block, Part, Reading
from vbparse.organs import names_many, organ_opening, subject_end
from vbparse.reading import cut, joined, read_span
from vbparse.shape import field, shape, sketch
from vbparse.source import Source, Span

HEADING_KINDS = frozenset({"part", "chapter", "division", "article", "section", "item", "subitem", "clause", "point"})
BULLETS = frozenset({"bullet", "subbullet"})
INLINE = 170
"""Longest heading, in characters, that a colon parts from its text on one line."""
QUOTED = 400
"""Most clauses of one quoted amendment."""
LABEL = 60
"""Longest heading of a list of "Heading: text", in characters."""
PROVISION = 120
"""From how many characters on a sentence above paragraphs is no heading."""


@sketch
class Draft:
    """A node in the making."""

    kind: str
    style: str
    rank: int
    reading: Reading
    """Its own words, marker included."""
    body: int
    """Where in the reading its words begin after the marker."""
    words: Span
    lines: tuple[int, ...]
    ordinals: tuple[int, ...] = ()
    marker: str | None = None
    role: str | None = None
    heading: str | None = None
    is_bold: bool = False
    is_basis: bool = False
    starts: tuple[int, ...] = ()
    children: list[Draft] = field(default_factory=list)
    parent: Draft | None = None
    why: str = ""

    @property
    def text(self) -> str:
        return self.reading.text[self.body :]

    @property
    def ordinal(self) -> int | None:
        return self.ordinals[-1] if self.ordinals else None

    def add(self, child: Draft) -> None:
        """Put a draft under this one."""
        child.parent = self
        self.children.append(child)

    def walk(self) -> Iterator[Draft]:
        """Itself and its descendants in the order of the text."""
        stack = [self]
        while stack:
            draft = stack.pop()
            yield draft
            stack.extend(reversed(draft.children))


def nest_blocks(source: Source, part: Part, grammar: Grammar) -> list[Draft]:
    """The top drafts of a document's body, with their descendants."""
    root = Draft(kind="root", style="root", rank=-1, reading=read_span(source, ()), body=0, words=Span(0, 0), lines=())
    stack = [root]
    drafts = list(_merge_titles(source, _drafts(source, part, grammar)))
    quoted_until = _quotations(drafts, grammar)
    floor, end = 0, -1
    for index, draft in enumerate(drafts):
        if index > end and floor:
            del stack[floor + 1 :]
            floor = 0
        if index in quoted_until:
            floor, end = len(stack) - 1, quoted_until[index]
        _place(draft, stack, floor)
    for draft in list(root.walk()):
        _give_fields(draft)
        _fill_fields(draft)
    for draft in list(root.walk()):
        _split_heading(source, draft, grammar)
    for draft in list(root.walk()):
        _split_alike(draft)
    _name_legal_levels(root)
    return root.children


def _quotations(drafts: list[Draft], grammar: Grammar) -> dict[int, int]:
    """First and last draft of each quoted amendment: "… sửa đổi như sau:", then a paragraph that opens a quotation."""
    found: dict[int, int] = {}
    article = index = 0
    while index < len(drafts):
        above = drafts[index - 1].text.rstrip() if index else ""
        if drafts[index].reading.text.startswith(QUOTES) and above.endswith((":", "như sau", "sau đây")):
            found[index] = _quotation_end(drafts, index, article, grammar)
            index = found[index]
        elif drafts[index].style == "article":
            article = drafts[index].ordinal or 0
        index += 1
    return found


def _quotation_end(drafts: list[Draft], first: int, article: int, grammar: Grammar) -> int:
    """The draft that closes a quotation; where its mark was lost, the last before a clause that amends, or itself."""
    amends = grammar.rules("letterhead").pattern("amends_clause")
    quotes = 0
    for index in range(first, min(len(drafts), first + QUOTED)):
        draft = drafts[index]
        text = draft.reading.text
        if index > first and not text.startswith(QUOTES):
            counts_on = draft.style == "article" and draft.ordinal == article + 1 > 1
            if counts_on or amends.match(draft.text):
                return index - 1
        quotes += text.count("“") - text.count("”")
        if text.count('"') % 2:
            quotes += 1 if index == first and text.startswith('"') else -1
        if quotes <= 0:
            return index
    return first


# --- blocks → drafts ----------------------------------------------------------------------------------------------


def _drafts(source: Source, part: Part, grammar: Grammar) -> Iterator[Draft]:
    """A draft for each paragraph and table; the table of an appendix is a record, not a clause."""
    rows: list[Block] = []
    for block in part.blocks[part.head :]:
        if block.kind == "row":
            if part.kind != "appendix":
                rows.append(block)
            continue
        if block.kind == "text":
            if rows:
                yield _table(source, rows)
                rows = []
            yield _draft(block, grammar)
    if rows:
        yield _table(source, rows)


def _table(source: Source, rows: list[Block]) -> Draft:
    reading = read_span(source, [row.words for row in rows])
    words = Span(rows[0].words.start, rows[-1].words.end)
    lines = tuple(line for row in rows for line in row.lines)
    return Draft(kind="table", style="text", rank=99, reading=reading, body=0, words=words, lines=lines)


def _draft(block: Block, grammar: Grammar) -> Draft:
    text = block.reading.text
    marker = find_marker(text, 0, grammar)
    body = _after_blanks(text, marker.end if marker else 0)
    label = _field_rule(text, body, marker, grammar)
    if label:
        written = text[: marker.end].strip() if marker else None
        return _text_draft(block, "field", body, marker=written, role=label["role"])
    if marker is None:
        is_basis = bool(grammar.rules("letterhead")["basis"].match(text))
        return _text_draft(block, "paragraph", 0, is_basis=is_basis)
    draft = _text_draft(block, marker.kind, body, marker=text[marker.start : marker.end].strip())
    if marker.start:
        # The mark that opens a quotation is neither the marker's nor the text's.
        draft.words = Span(block.reading.home(marker.start, marker.start + 1).start, block.words.end)
    draft.style, draft.rank, draft.ordinals = marker.style, marker.rank, marker.ordinals
    return draft


def _text_draft(
    block: Block, kind: str, body: int, marker: str | None = None, role: str | None = None, is_basis: bool = False
) -> Draft:
    return Draft(
        kind=kind,
        style="text",
        rank=999,
        reading=block.reading,
        body=body,
        words=block.words,
        lines=block.lines,
        marker=marker,
        role=role,
        is_bold=block.is_bold,
        is_basis=is_basis,
        why=block.why,
    )


def _field_rule(text: str, body: int, marker: Marker | None, grammar: Grammar) -> Rule | None:
    """The label that a line opens with, bare or after a bullet or a letter."""
    if (
        marker is not None
        and marker.kind not in ("bullet", "subbullet")
        and marker.style not in ("letter", "letter_dot")
    ):
        return None
    if ":" not in text[body : body + 80]:
        return None
    fields = grammar.rules("fields")
    found = fields.union.match(text, body)
    return fields.which(found) if found else None


def _after_blanks(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _merge_titles(source: Source, drafts: Iterator[Draft]) -> Iterator[Draft]:
    """Give "Chương I" the title that stands below it, and a heading in capitals its second line."""
    waiting: Draft | None = None
    for draft in drafts:
        if waiting is not None and _continues_title(waiting, draft):
            _absorb(source, waiting, draft)
            continue
        if waiting is not None:
            yield waiting
        waiting = draft
    if waiting is not None:
        yield waiting


def _continues_title(above: Draft, draft: Draft) -> bool:
    if draft.kind != "paragraph" or draft.is_basis or above.kind not in HEADING_KINDS | {"part", "chapter", "division"}:
        return False
    is_next = draft.lines[0] == above.lines[-1] + 1
    if above.kind in ("part", "chapter", "division") and not above.text:
        return draft.text.isupper() or draft.is_bold or len(draft.text) < 120
    return is_next and above.text.isupper() and draft.text.isupper() and above.text[-1:] not in ".:;"


def _absorb(source: Source, above: Draft, draft: Draft) -> None:
    above.words = Span(above.words.start, draft.words.end)
    above.lines = above.lines + draft.lines
    above.reading = joined(above.reading, draft.reading)
    above.body = _after_blanks(above.reading.text, above.body)


# --- nesting ------------------------------------------------------------------------------------------------------


@shape
class _Place:
    """One way to read a marker."""

    cost: float
    depth: int
    """Index in the stack of the draft that it goes under."""
    why: str


REPEAT, SMALL_GAP, GAP, RESTART, BACKWARD = 2.0, 1.5, 3.0, 2.5, 4.0
FIRST, NOT_FIRST, INVERSION, SAME_STYLE, CLOSED, WRONG_PREFIX = 0.5, 2.5, 2.0, 2.0, 1.0, 1.5
"""Costs, in points: what a numbering must do wrong for a reading to be true. Measured against the outlines in
tests/golden: docs/decisions/0005."""


def _place(draft: Draft, stack: list[Draft], floor: int) -> None:
    """Put a draft under the open one where its marker costs least; what it closes is dropped from the stack.

    Nothing at or above `floor`, the clause that quotes an amendment, is closed.
    """
    if draft.style == "text":
        is_deeper = draft.kind == "field" and draft.marker == "+"
        while len(stack) > floor + 1 and stack[-1].kind in BULLETS and not (is_deeper and stack[-1].kind == "bullet"):
            stack.pop()
        stack[-1].add(draft)
        return
    places = sorted(_places(draft, stack, floor), key=lambda place: (place.cost, -place.depth))
    best = places[0]
    rejected = f"; instead of: {places[1].why} ({places[1].cost:g} points)" if len(places) > 1 else ""
    draft.why = f"{best.why} ({best.cost:g} points){rejected}"
    del stack[best.depth + 1 :]
    stack[-1].add(draft)
    stack.append(draft)


def _places(draft: Draft, stack: list[Draft], floor: int) -> Iterator[_Place]:
    seen = {open_draft.style for open_draft in stack[floor:]}
    for depth, open_draft in enumerate(stack):
        if depth < floor:
            continue
        if open_draft.style == draft.style and depth > floor:
            cost, why = _continues(draft, open_draft)
            yield _Place(cost=cost, depth=depth - 1, why=why)
        closed = len(stack) - 1 - depth
        cost = (FIRST if draft.ordinals in ((), (1,)) or draft.ordinals[-1:] == (1,) else NOT_FIRST) + CLOSED * closed
        is_inverted = open_draft.rank > draft.rank or open_draft.style == draft.style
        cost += INVERSION * is_inverted + SAME_STYLE * (draft.style in seen)
        cost += WRONG_PREFIX * (not _has_prefix(draft, open_draft))
        where = f'under "{(open_draft.marker or "").strip()}"' if depth else "at the top"
        yield _Place(cost=cost, depth=depth, why=f"begins a new level {where}")


def _continues(draft: Draft, before: Draft) -> tuple[float, str]:
    """Cost of following an open draft of the same style."""
    follows = f'follows "{before.marker}"'
    if not draft.ordinals or not before.ordinals:
        return 0.0, follows
    prefix = 0.0 if draft.ordinals[:-1] == before.ordinals[:-1] else WRONG_PREFIX
    gap = draft.ordinals[-1] - before.ordinals[-1]
    if gap == 1:
        return prefix, follows
    if gap == 0:
        return prefix + REPEAT, f'repeats "{before.marker}"'
    if gap > 1:
        return prefix + (SMALL_GAP if gap <= 3 else GAP), f'follows "{before.marker}" with a gap'
    if draft.ordinals[-1] == 1:
        return prefix + RESTART, f'restarts after "{before.marker}"'
    return prefix + BACKWARD, f'goes back after "{before.marker}"'


def _has_prefix(draft: Draft, above: Draft) -> bool:
    """Whether "2.1" stands under a "2."."""
    if len(draft.ordinals) < 2:
        return True
    return above.ordinals == draft.ordinals[:-1] or (above.style == "roman" and len(draft.ordinals) == 2)


def _give_fields(above: Draft) -> None:
    """Where fields follow each bullet, they are that bullet's; fields after the last of many are the clause's."""
    kinds = [(child.kind in BULLETS, child.kind == "field" and not child.marker) for child in above.children]
    followed = sum(bullet and field for (bullet, _), (_, field) in pairwise(kinds))
    in_a_row = sum(first and second for (first, _), (second, _) in pairwise(kinds))
    if followed < 2 or in_a_row:
        return
    kept: list[Draft] = []
    for child in above.children:
        if child.kind == "field" and not child.marker and kept and kept[-1].kind in BULLETS:
            kept[-1].add(child)
        else:
            kept.append(child)
    above.children = kept


def _fill_fields(above: Draft) -> None:
    """A label with nothing after its colon has the deeper bullets below it as its words: "Thời gian thực hiện:"."""
    kept: list[Draft] = []
    for child in above.children:
        last = kept[-1] if kept else None
        is_empty = last is not None and last.kind == "field" and last.marker and last.text.rstrip().endswith(":")
        if last is not None and is_empty and child.kind == "subbullet" and last.marker != child.marker:
            child.role = last.role
            last.add(child)
        else:
            kept.append(child)
    above.children = kept


# --- headings -----------------------------------------------------------------------------------------------------


def _split_heading(source: Source, draft: Draft, grammar: Grammar) -> None:
    """Part a heading from the text that follows it on the line, or take the whole line as heading."""
    if draft.kind not in HEADING_KINDS | BULLETS:
        return
    end = _inline_end(source, draft, grammar) if draft.kind != "article" else 0
    if end:
        label = grammar.rules("fields").union.fullmatch(draft.reading.text, draft.body, end - 1)
        _split_at(draft, end)
        if label and not grammar.rules("roles").union.match(draft.heading or ""):
            draft.role = draft.children[0].role = grammar.rules("fields").which(label)["role"]
        return
    if draft.kind in BULLETS:
        return
    if _is_heading(draft, grammar):
        draft.heading = draft.text.strip(" :.") or None


def _split_at(draft: Draft, end: int) -> None:
    """Make the words up to an offset the heading, and what follows on the line its first child."""
    child = _rest(draft, end)
    draft.children.insert(0, child)
    child.parent = draft
    draft.heading = draft.reading.text[draft.body : end - 1].strip(" :.")
    draft.reading = cut(draft.reading, 0, end)
    draft.words = Span(draft.words.start, draft.reading.home(0, len(draft.reading.text)).end)


def _split_alike(above: Draft) -> None:
    """Where most of a list are "Heading: text", the few whose heading no rule knows are read so too."""
    numbered = [child for child in above.children if child.kind in HEADING_KINDS and child.kind != "article"]
    rest = [child for child in numbered if child.heading is None and not child.children]
    if len(numbered) < 3 or not rest or 2 * len(rest) > len(numbered):
        return
    known = [child for child in numbered if child not in rest]
    has_colons = all(child.heading and child.text.endswith(":") for child in known)
    begins_alike = len({tuple(child.text.split()[:2]) for child in numbered}) == 1
    if not has_colons and not (begins_alike and all(child.heading for child in known)):
        return
    ends = [child.reading.text.find(": ", child.body, child.body + LABEL) for child in rest]
    if min(ends) > 0:
        for child, end in zip(rest, ends, strict=True):
            _split_at(child, end + 2)


def _inline_end(source: Source, draft: Draft, grammar: Grammar) -> int:
    """Where the text after an inline heading begins, or 0."""
    text = draft.reading.text
    colon = text.find(": ", draft.body, draft.body + INLINE)
    factored = grammar.rules("organs").pattern("factored").match(text, draft.body)
    if factored and colon >= 0:
        colon = text.find(": ", colon + 1, draft.body + INLINE)
    if colon < 0:
        return 0
    begins = _after_blanks(text, colon + 1)
    opens = organ_opening(text[draft.body : colon], grammar) >= 0
    is_organ = opens and (bool(factored) or subject_end(text, draft.body, grammar) >= colon)
    if is_organ and begins < len(text):
        return 0 if names_many(text[draft.body : colon], text[begins:], grammar) else begins
    if draft.kind in BULLETS:
        return 0
    is_bold = "*" in source.text[draft.words.start : draft.words.end] and _bold_ends(source, draft, colon)
    words = text[draft.body : colon + 1]
    names = grammar.rules("roles").union.match(words.rstrip(" :")) or grammar.rules("fields").union.fullmatch(words)
    return begins if is_bold or (names and colon - draft.body < 80) else 0


def _bold_ends(source: Source, draft: Draft, colon: int) -> bool:
    """Whether bold or italic marks close right at the colon."""
    at = draft.reading.home(colon, colon + 1)
    return source.text[at.end : at.end + 4].lstrip().startswith("*")


def _rest(draft: Draft, start: int) -> Draft:
    reading = cut(draft.reading, start, len(draft.reading.text))
    words = reading.home(0, len(reading.text))
    return Draft(kind="paragraph", style="text", rank=999, reading=reading, body=0, words=words, lines=draft.lines)


def _is_heading(draft: Draft, grammar: Grammar) -> bool:
    text = draft.text
    if not text or len(text) > 420:
        return False
    if draft.children:
        if _is_sentence(draft, grammar) or _is_provision(draft):
            return False
        inner = text[:-1]
        return not (". " in inner and len(text) > 160) and (text[-1:] not in ";" or draft.kind in ("section", "part"))
    return draft.is_bold or text.isupper() or bool(grammar.rules("roles").union.fullmatch(text.strip(" .:")))


def _is_provision(draft: Draft) -> bool:
    """Whether a clause is a whole sentence that unmarked paragraphs go on; a heading has clauses of its own below."""
    follow = {child.kind for child in draft.children}
    return not draft.is_bold and draft.text[-1:] in ".;" and len(draft.text) > PROVISION and follow <= {"paragraph"}


def _is_sentence(draft: Draft, grammar: Grammar) -> bool:
    """Whether a clause above others is a whole sentence: an article's provision, or an organ with its duty."""
    text = draft.text
    if draft.kind == "article":
        return text[-1:] in ".;"
    begins = organ_opening(text, grammar)
    has_verb = begins >= 0 and subject_end(text, begins, grammar) < len(text.rstrip(" .:"))
    return has_verb and text[-1:] != ":" and (len(text) > 160 or ";" in text)


def _name_legal_levels(root: Draft) -> None:
    """Inside an article "1." is a clause (khoản) and "a)" a point (điểm), in its quoted amendments too."""
    inside = [(child, False) for child in root.children]
    while inside:
        draft, in_article = inside.pop()
        in_article = in_article or draft.kind == "article"
        if in_article and draft.style == "arabic":
            draft.kind = "clause"
        elif in_article and draft.style in ("letter", "letter_dot"):
            draft.kind = "point"
        inside += [(child, in_article) for child in draft.children]
