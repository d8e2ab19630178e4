"""Every shape, declared once. No patterns, no input or output."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Literal

from vbparse.plain import dump, to_plain
from vbparse.shape import field, shape
from vbparse.source import Source, Span

Severity = Literal["error", "warning", "info"]


@shape
class Fix:
    """What to write in place of the words that a diagnostic is about."""

    text: str
    """Empty where the words are to be left out."""
    safe: bool
    """Whether it cannot change meaning; else a reader has to look at it."""


@shape
class Diagnostic:
    """Something odd in a document, at its place."""

    code: str
    """Stable, as in `vbparse rules`."""
    severity: Severity
    """How much it matters."""
    message: str
    """One sentence."""
    span: Span
    """What it is about."""
    fix: Fix | None = None
    """How to mend it, where a rule can tell."""
    name: str | None = None
    """The rule's name for people and settings; only in a report."""
    fingerprint: str | None = None
    """The same as long as the words of the finding and of its clause are, wherever they stand; only in a report."""
    reason: str | None = None
    """Why it was suppressed, where it was."""
    values: dict[str, str] | None = field(default=None, repr=False)
    """What the message names, for telling it in another language."""

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"values"})
    OMITTED_WHEN_NULL: ClassVar[frozenset[str]] = frozenset({"fix", "name", "fingerprint", "reason"})


# --- text as it is read -------------------------------------------------------------------------------------------


def _in_source(seam: tuple[int, int]) -> int:
    return seam[1]


@shape
class Reading:
    """Words of the source as a person reads them: Markdown marks gone, broken lines joined by one space.

    `seams` are pairs (offset in `text`, offset in the source) from which both advance together.
    """

    text: str
    seams: tuple[tuple[int, int], ...]

    def home(self, start: int, end: int) -> Span:
        """Where a stretch of `text` stands in the source."""
        if start >= end:
            here, there = self.seams[max(0, bisect_right(self.seams, (start, 1 << 62)) - 1)]
            return Span(there + start - here, there + start - here)
        first_here, first_there = self.seams[bisect_right(self.seams, (start, 1 << 62)) - 1]
        last_here, last_there = self.seams[bisect_right(self.seams, (end - 1, 1 << 62)) - 1]
        return Span(first_there + start - first_here, last_there + end - last_here)

    def offset(self, position: int) -> int:
        """Where a position of the source stands in `text`; the end of the words before it if it is between them."""
        at = max(0, bisect_right(self.seams, position, key=_in_source) - 1)
        here, there = self.seams[at]
        last = self.seams[at + 1][0] if at + 1 < len(self.seams) else len(self.text)
        return max(0, min(here + position - there, last))


LineKind = Literal["blank", "text", "rule", "bar", "row", "furniture", "note", "site"]


@shape
class Line:
    """A physical line without its line feed, and what it looks like on its own."""

    number: int
    """From 1."""
    span: Span
    kind: LineKind
    indent: int
    """Leading blanks."""
    marker: str | None
    """Name of the marker style that it may open with."""


@shape
class Block:
    """One paragraph, heading, field or table row; hard-wrapped and page-broken lines are joined as spans."""

    span: Span
    """Tiles the text: up to the beginning of the next block."""
    words: Span
    """From its first to its last visible character."""
    kind: LineKind
    """That of its lines; "row" for a table's row, "blank" for a text without words."""
    lines: tuple[int, ...]
    """Numbers of the lines that hold its words; a page number in between is not one of them."""
    reading: Reading
    marker: str | None = None
    """Name of the marker style that it may open with."""
    column: int = 0
    """How far from the margin its words begin, in characters."""
    is_bold: bool = False
    cells: tuple[Reading, ...] = ()
    """The cells of a table's row."""
    why: str = ""
    """Why its lines were joined, or why it stands alone."""


@shape
class Part:
    """A stretch of blocks that becomes one component."""

    kind: str
    blocks: tuple[Block, ...]
    head: int = 0
    """How many of its blocks stand above the body."""
    type_at: int | None = None
    """Which of its blocks holds the type word ("KẾ HOẠCH")."""
    of: int | None = None
    """Index of the part that it belongs to."""
    reason: str | None = None
    read_from: tuple[Block, ...] | None = None
    """The blocks that it is read from if not its own: recipients and signature may stand side by side, line by line."""


# --- structure ----------------------------------------------------------------------------------------------------


@shape
class Node:
    """A clause of a document: heading, item, bullet, paragraph, field …"""

    id: str
    """Names one clause of the file and tells the way to it: "plan/II.1/-2"."""
    kind: str
    """What form it has: section, item, bullet, paragraph …"""
    marker: str | None = None
    """As written: "I.", "2.1", "-"."""
    ordinal: int | None = None
    """Value of the marker's last number or letter, from 1."""
    role: str | None = None
    """What the clause is for, see `docs/glossary.md`; null if neither words nor place tell."""
    heading: str | None = None
    """The words that name its content, if it is or begins with a heading."""
    text: str = ""
    """Its own words without marker and Markdown marks; broken lines joined by one space."""
    span: Span
    """Its own words, marker included."""
    extent: Span
    """With all descendants."""
    children: tuple[Node, ...] = ()
    """The clauses under it, in the order of the text."""
    reading: Reading = field(repr=False)

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"reading"})

    def walk(self) -> Iterator[Node]:
        """Itself and its descendants in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


NumberStatus = Literal["present", "blank", "none", "inferred"]


@shape
class Header:
    """What stands above a document's body."""

    issuing_body: str | None = None
    """Written out, with its province."""
    authority: str | None = None
    """Who decides or signs: "Chủ tịch Ủy ban nhân dân …"."""
    number: str | None = None
    """As written: "274/KH-UBND"."""
    number_status: NumberStatus = "none"
    """Whether the number is printed, left blank, not there, or was read elsewhere in the file."""
    number_span: Span | None = None
    """Where the number stands, or the blank that was left for it."""
    place: str | None = None
    """Where it was signed."""
    date: str | None = None
    """EDTF; "2021-09" if the day is blank."""
    doc_type: str | None = None
    """As the registry of types writes it: "Kế hoạch"."""
    title: str | None = None
    """What the document is about (trích yếu)."""
    attached_to: str | None = None
    """Number of the document that this one came with."""
    province: str | None = None
    """Whose document it is; null for a central organ's."""
    province_span: Span | None = None
    """The words that tell the province."""
    urgency: str | None = None
    """ "Hỏa tốc", "Thượng khẩn", "Khẩn" (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.8)."""
    secrecy: str | None = None
    """ "Tuyệt mật", "Tối mật", "Mật" (Luật Bảo vệ bí mật nhà nước)."""


@shape
class Recipient:
    """One line of Nơi nhận."""

    text: str
    """Who gets a copy, with the purpose if the line names one."""
    span: Span
    """Those words."""


@shape
class Signature:
    """Who signed and in whose name (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7)."""

    authority: str | None = None
    """ "TM. …", "KT. …", as written."""
    position: str | None = None
    """Of the one who signed, as written."""
    name: str | None = None
    """Of the one who signed."""


@shape
class Component:
    """A part of the file. Components tile the text: in order, no gap, no overlap."""

    id: str
    """Its kind, numbered from the second of that kind on."""
    kind: str
    """Plan, decision, appendix, recipients, signature block …"""
    span: Span
    """Up to the beginning of the next component."""
    reason: str | None = None
    """Why it was given this kind, where that is not plain."""
    of: str | None = None
    """The document that it belongs to."""
    header: Header | None = None
    """Of a document."""
    body: tuple[Node, ...] | None = None
    """Clauses of a document."""
    recipients: tuple[Recipient, ...] | None = None
    """Of the list Nơi nhận."""
    archive: str | None = None
    """What follows "Lưu:"."""
    signature: Signature | None = None
    """Of a signature block."""

    OMITTED_WHEN_NULL: ClassVar[frozenset[str]] = frozenset(
        {"reason", "of", "header", "body", "recipients", "archive", "signature"}
    )

    def walk(self) -> Iterator[Node]:
        """All nodes of its body in the order of the text."""
        for node in self.body or ():
            yield from node.walk()


# --- records ------------------------------------------------------------------------------------------------------


@shape
class Agency:
    """An organ as the text names it; a collective ("các cơ quan liên quan") is one, without id."""

    name: str
    """As written."""
    id: str | None = None
    """In `grammars/organs.tsv`; null if it is not listed there."""
    span: Span
    """Its name."""


@shape
class Citation:
    """A document that the text refers to."""

    span: Span
    """The words of `text`."""
    text: str
    """From the type word to the end of the issuer."""
    type: str | None = None
    """Type word as the registry writes it: "Chỉ thị"."""
    number: str | None = None
    """As written; stray blanks removed, capitals restored."""
    canonical: str | None = None
    """Repaired where the form is impossible ("36/NQ-TW" → "36-NQ/TW"), else the number."""
    date: str | None = None
    """EDTF; null if the text gives none."""
    issuer: str | None = None
    """Only if the text states it; written out."""
    name: str | None = None
    """Proper name of a law or resolution that is cited by name."""
    part: str | None = None
    """The part of it that is meant: "khoản 2 Điều 5"."""
    alias: str | None = None
    """Short form that the text defines for it."""
    node: str | None = None
    """Id of the clause that holds it; null in a letterhead."""
    component: str
    """Id of the component that holds it."""
    role: str = "mentions"
    """What it is to this document: basis, implements, replaces, mentions …"""
    identity: str | None = None
    """Tells documents of one number apart: number, place of a local organ, year. "141/KH-UBND · Hải Phòng · 2023"."""


@shape
class Reference:
    """A place in the document itself ("khoản 1 Điều này"), or a short form that it has defined ("Chiến lược")."""

    node: str
    """Id of the clause that refers."""
    span: Span
    """Its words."""
    text: str
    """The same, broken lines joined."""
    target: str | None = None
    """Id of the clause that is meant, if the document has one of that number."""
    document: str | None = None
    """Number or name of the cited document that a short form stands for."""


@shape
class Footnote:
    """A note at the foot of a page; it is part of no clause."""

    number: int
    """As printed; some texts begin anew on each page."""
    text: str
    """Its words without the number; broken lines and pages joined."""
    span: Span
    """From its first to its last word; the page break that may cut it included."""
    mark: Span | None = None
    """The mark in the text that refers to it; null if none was found."""
    node: str | None = None
    """Id of the clause that holds the mark; null in a title."""
    reading: Reading = field(repr=False)

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"reading"})


@shape
class Relation:
    """What this document does to, or owes, another one."""

    type: str
    """Implements, replaces, amends …"""
    source: str
    """The document's own number, or SELF."""
    target: str
    """Number of the other document, else its name or the words that cite it."""
    target_canonical: str | None = None
    """The same, repaired where its form is impossible."""
    target_date: str | None = None
    """EDTF; null if the text gives none."""
    span: Span
    """The citation that it was read from."""
    confidence: float
    """0 to 1: how plainly the words say it."""
    between_cited: bool = False
    """Whether it holds between two documents that are cited, and is nothing that this document does."""


TimeKind = Literal["date", "interval", "deadline", "recurrence", "condition"]
Bound = Literal["before", "by", "in", "from", "until"]


@shape
class Time:
    """When something is to be done."""

    span: Span
    """The words of `text`."""
    text: str
    """As written."""
    kind: TimeKind
    """A day, a period, a day to be done by, a rhythm, or an event that sets it off."""
    edtf: str | None = None
    """ISO 8601-2: "2022/2026"."""
    rrule: str | None = None
    """RFC 5545: "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"."""
    month_day: str | None = None
    """Day of the year that recurs: "11-20"."""
    bound: Bound | None = None
    """Which side of the time is meant."""


@shape
class TaskGroup:
    """Tasks under one heading, with who leads them and who helps."""

    node: str
    """Id of the heading."""
    number: str | None
    """Of the heading, without punctuation."""
    title: str
    """Words of the heading."""
    lead: tuple[Agency, ...] = ()
    """Organs that lead (chủ trì)."""
    coordinating: tuple[Agency, ...] = ()
    """Organs that help (phối hợp)."""
    implementing: tuple[Agency, ...] = ()
    """Who carries it out, where the text names one beside the lead or instead of it."""
    time: Time | None = None
    """When the tasks are to be done."""
    tasks: tuple[str, ...] = ()
    """Node ids."""


@shape
class Task:
    """One piece of work: a task of a group, a duty of an organ, or an order in running text."""

    node: str
    """Id of the clause that sets it."""
    group: str | None
    """Id of the task group or organ heading that it stands under."""
    lead: tuple[Agency, ...] = ()
    """Who leads: by a label, a heading, or "chủ trì" in its words."""
    coordinating: tuple[Agency, ...] = ()
    """Who helps: "phối hợp với …"."""
    implementing: tuple[Agency, ...] = ()
    """Who carries it out, where nobody is said to lead."""
    time: Time | None = None
    """When, by its words or a label."""
    inherited: dict[str, str]
    """Field → id of the heading that gives it, where the task's own words do not."""


@shape
class Product:
    """What a task is to bring forth: "Sản phẩm: Quyết định của Ủy ban nhân dân tỉnh"."""

    node: str
    """Id of the clause, or of the table that holds it."""
    span: Span
    """Its words."""
    text: str
    """The same, broken lines joined."""


IndicatorBound = Literal["exactly", "at_least", "at_most"]


@shape
class Indicator:
    """A measurable result that the plan sets: "đạt 80 %", "ít nhất 02 lớp tập huấn mỗi năm"."""

    node: str
    """Id of the clause."""
    span: Span
    """Its words."""
    text: str
    """The same, broken lines joined."""
    value: float
    """The number; "trở lên" and "dưới" are in `bound`."""
    unit: str
    """What is counted: "%", "lớp", "con/phụ nữ"."""
    bound: IndicatorBound
    """ "at_least" for "trở lên" and "ít nhất", "at_most" for "dưới" and "không quá"."""


@shape
class Assignment:
    """What one heading under Tổ chức thực hiện gives to one or more organs."""

    node: str
    """Id of the heading."""
    number: str | None
    """Of the heading, without punctuation."""
    agencies: tuple[Agency, ...] = ()
    """Who has to do it."""
    coordinating: tuple[Agency, ...] = ()
    """Organs that help (phối hợp)."""
    duties: tuple[str, ...] = ()
    """Node ids."""
    requested: bool = False
    """Whether it is asked for, not ordered: "Đề nghị Ban Tuyên giáo …"."""


@shape
class Reporting:
    """A duty to report."""

    node: str
    """Id of the clause that sets the duty."""
    span: Span
    """The words that set the duty."""
    text: str
    """The same words, broken lines joined."""
    who: tuple[Agency, ...] = ()
    """Who reports; organs of the heading if the sentence names none."""
    to: tuple[Agency, ...] = ()
    """Who gets the report."""
    via: Agency | None = None
    """Through whom it goes."""
    deadline: Time | None = None
    """By when, or how often."""


@shape
class Amount:
    """A sum of money."""

    vnd: int
    """In đồng."""
    text: str
    """As written: "2,5 tỷ đồng"."""
    span: Span
    """Those words."""


@shape
class Budget:
    """A paragraph on money."""

    node: str
    """Id of the clause."""
    span: Span
    """The whole clause."""
    text: str
    """Words of the clause."""
    amounts: tuple[Amount, ...] = ()
    """Sums that it names."""
    sources: tuple[str, ...] = ()
    """Where the money comes from, as written: "ngân sách tỉnh", "xã hội hóa"."""


@shape
class TableGroup:
    """A row that is a heading for those below it."""

    marker: str | None
    """Without punctuation: "II"."""
    title: str
    """Its words without the marker."""
    span: Span
    """The row."""
    task_group: str | None = None
    """Node id of the task group of the body with the same title."""


@shape
class TableRow:
    """A row of a table of tasks."""

    number: str | None
    """From the column of numbers, without punctuation."""
    group: str | None
    """Marker of the group that it stands under."""
    cells: dict[str, str]
    """Column name → text."""
    lead: tuple[Agency, ...] = ()
    """Organs of the column of those who lead or carry out."""
    coordinating: tuple[Agency, ...] = ()
    """Organs of the column of those who help."""
    time: Time | None = None
    """From the column of times."""
    span: Span
    """The row."""


@shape
class Table:
    """A table; pieces cut by page breaks are one."""

    id: str
    """Names one table of the file: "appendix/t1"."""
    component: str
    """Id of the component that holds it."""
    span: Span
    """From its first row to its last, the head left out."""
    columns: tuple[str, ...] = ()
    """Names in its head, as written."""
    groups: tuple[TableGroup, ...] = ()
    """Rows that are headings."""
    rows: tuple[TableRow, ...] = ()
    """All other rows."""


@shape
class Document:
    """A file, parsed: its components and the records found in them."""

    source: Source
    genre: str
    """Kind of the first document in the file; "unknown" if there is none."""
    components: tuple[Component, ...]
    """Parts of the file in order."""
    citations: tuple[Citation, ...] = ()
    """In the order of the text, component by component."""
    references: tuple[Reference, ...] = ()
    """To the document's own articles and clauses, and by short forms to documents cited before."""
    footnotes: tuple[Footnote, ...] = ()
    """At the foot of pages, in order."""
    relations: tuple[Relation, ...] = ()
    """Each once, in the order of the citations."""
    task_groups: tuple[TaskGroup, ...] = ()
    """From sections of tasks."""
    tasks: tuple[Task, ...] = ()
    """Every piece of work with its organs and time: tasks of groups, duties of organs, orders in running text."""
    products: tuple[Product, ...] = ()
    """What tasks are to bring forth."""
    indicators: tuple[Indicator, ...] = ()
    """Measurable results."""
    assignments: tuple[Assignment, ...] = ()
    """From sections on carrying out (tổ chức thực hiện)."""
    reporting: tuple[Reporting, ...] = ()
    """Duties to report."""
    budget: tuple[Budget, ...] = ()
    """Paragraphs on money."""
    times: tuple[Time, ...] = ()
    """When the plan's own work is to be done; dates of cited documents are not among them."""
    tables: tuple[Table, ...] = ()
    """Of tasks."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What reading itself found odd; `vbparse check` finds more."""

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"source"})

    def to_json(self) -> str:
        """`vbparse.document/1`; the same input gives the same bytes."""
        return dump(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """The same as plain dicts and lists."""
        source = self.source
        about = {
            "path": source.path,
            "media_type": source.media_type,
            "encoding": source.encoding,
            "sha256": source.sha256,
            "chars": len(source.text),
            "lines": source.line_count,
        }
        return {"schema": "vbparse.document/1", "source": about, **to_plain(self, source)}


# --- what each organ has to do -------------------------------------------------------------------------------------

WorkPart = Literal["leads", "helps", "carries_out", "reports"]


@shape
class Work:
    """One thing that an organ has to do."""

    part: WorkPart
    """What the organ's part in it is."""
    node: str
    """Id of the clause or table that sets it."""
    span: Span
    """Words of the clause, the row or the duty to report."""
    text: str
    """The same, broken lines joined."""
    time: Time | None = None
    """When."""


@shape
class AgencyWork:
    """What one organ has to do."""

    name: str
    """As the text first names it."""
    id: str | None = None
    """Of the registry of organs; null for a collective or an organ that it does not list."""
    names: tuple[str, ...] = ()
    """Every name that the text gives it."""
    work: tuple[Work, ...] = ()
    """In the order of the text."""


@shape
class Worklist:
    """What each organ of a document has to do."""

    document: Document = field(repr=False)
    agencies: tuple[AgencyWork, ...] = ()
    """In the order in which the text first gives them work."""

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"document"})

    def to_data(self) -> dict[str, Any]:
        """As plain dicts and lists."""
        about = {"path": self.document.source.path, "sha256": self.document.source.sha256}
        return {"schema": "vbparse.worklist/1", "source": about, **to_plain(self, self.document.source)}

    def to_json(self) -> str:
        """`vbparse.worklist/1`; the same input gives the same bytes."""
        return dump(self.to_data())


# --- comparison ---------------------------------------------------------------------------------------------------

Tier = Literal["certain", "likely", "possible"]
Difference = Literal["none", "local", "typing", "words"]
LinkRelation = Literal["identical", "local", "reworded", "partial", "split", "merged", "counterpart"]


@shape
class Unit:
    """A clause as it is compared."""

    id: str
    kind: str
    role: str | None = None
    span: Span
    text: str


@shape
class Evidence:
    """Why two clauses were held to be the same; 0 to 1 where it is a number."""

    why: tuple[str, ...] = ()
    """What speaks for it: same words, role, organ, slot, children, place …"""

    text: float
    """Similarity of the words that are left when names of place, organ and date are taken out."""
    context: float
    """How well the places in the two plans correspond."""
    citations: float | None = None
    """Share of the national documents cited by either that both cite; null if neither cites one."""
    shared: tuple[str, ...] = ()
    """The rarest words that both have."""


ChangeKind = Literal["same", "different", "renamed", "added", "dropped"]


@shape
class Change:
    """A typed difference between two linked units."""

    field: str
    left: str | None
    right: str | None
    change: ChangeKind
    dropped: tuple[str, ...] = ()
    """Members of a list that only the left has."""
    added: tuple[str, ...] = ()
    """Members of a list that only the right has."""


@shape
class Noted:
    """A footnote that stands on a unit or on a heading above it: in a consolidated text, what changed it."""

    side: Literal["left", "right"]
    number: int


@shape
class Link:
    """Units of two plans that correspond."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: LinkRelation
    tier: Tier
    score: float
    moved: bool
    """Whether the headings above do not correspond."""
    difference: Difference = "words"
    """How far the words differ: not at all, by names of each plan's own place, by slips of typing, or in fact."""
    evidence: Evidence
    changes: tuple[Change, ...] = ()
    footnotes: tuple[Noted, ...] = ()
    """That stand on its units."""
    diff: tuple[tuple[str, ...], ...] = ()
    """["equal", words], ["delete", words], ["insert", words], ["local", left words, right words]."""


Reason = Literal["possible", "few_words", "taken", "places_differ", "no_words"]


@shape
class Rejected:
    """The best counterpart that an unlinked unit had, and why it was not taken."""

    unit: str
    counterpart: str | None
    """Null if no unit of the other side shares a sequence of words with it."""
    score: float
    reason: Reason
    """Possible, but no claim; too few words in common; the counterpart fits another unit; the places differ."""


@shape
class Side:
    """One of the two documents of a comparison."""

    path: str | None
    number: str | None
    province: str | None
    title: str | None
    units: tuple[Unit, ...]


@shape
class Lineage:
    """What the texts say about how the two documents follow each other."""

    relation: str | None = None
    newer: Literal["left", "right"] | None = None
    evidence: tuple[str, ...] = ()


@shape
class Comparison:
    """Two documents, lined up."""

    left_document: Document = field(repr=False)
    right_document: Document = field(repr=False)
    left: Side
    right: Side
    links: tuple[Link, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    rejected: tuple[Rejected, ...] = ()
    lineage: Lineage
    summary: dict[str, int]

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"left_document", "right_document", "left", "right"})

    @property
    def is_same(self) -> bool:
        """Whether every clause has its identical counterpart."""
        return (
            not self.only_left
            and not self.only_right
            and all(link.relation == "identical" for link in self.links if link.tier != "possible")
        )

    def to_json(self) -> str:
        """`vbparse.comparison/1`; the same input gives the same bytes."""
        return dump(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """The same as plain dicts and lists; each side's spans are offsets in its own text."""
        sides = {
            "left": to_plain(self.left, self.left_document.source),
            "right": to_plain(self.right, self.right_document.source),
        }
        rest = to_plain(self, self.left_document.source)
        return {"schema": "vbparse.comparison/1", **sides, **rest}


# --- matrix and report --------------------------------------------------------------------------------------------


Spread = Literal["all", "all_but_one", "most", "some", "partly", "one", "none"]


@shape
class MatrixRow:
    """A clause across the documents, or a point of the parent document; lists have one entry for each document."""

    id: str
    label: str
    """The clause as the first document that has it puts it, shortened; or the point."""
    role: str | None
    under: str | None
    """Row of the heading above it."""
    heading: bool
    """Whether it is a heading, not a clause of its own."""
    point: str | None = None
    """Unit of the parent document, where there is one."""
    cells: tuple[tuple[str, ...], ...]
    """Ids of the units that correspond; several where a clause was split or merged."""
    elsewhere: tuple[tuple[str, ...], ...]
    """Units that are linked with one of the row's, but belong to another row."""
    possible: tuple[tuple[str, ...], ...]
    """Units with nothing but a possible link to one of the row's: worth a look, no claim."""
    scores: tuple[float | None, ...]
    """How well a cell agrees with the others of the row, or with the point: mean score of its links, 0 to 1."""
    coverage: int
    """How many documents have it."""
    spread: Spread
    """How far it spreads: `all_but_one` where the one has nothing of it elsewhere either; `most` more than half of the
    documents; `some` two or more; `one` alone, `partly` one while others have part of it elsewhere; `none` a point
    that nobody takes up."""
    tier: Tier
    """That of the weakest link which holds the row together; `certain` where it needs none."""


@shape
class Matrix:
    """N documents, lined up clause by clause, or along the points of a parent document."""

    documents: tuple[Side, ...]
    parent: Side | None = None
    """The document whose points the rows are; null where the rows are the clauses that the documents have."""
    rows: tuple[MatrixRow, ...]
    sources: tuple[Source, ...] = field(repr=False)
    parent_source: Source | None = field(default=None, repr=False)

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"sources", "parent_source"})

    def to_data(self) -> dict[str, Any]:
        """As plain dicts and lists; each document's spans are offsets in its own text."""
        sides = zip(self.documents, self.sources, strict=True)
        return {
            "schema": "vbparse.matrix/1",
            "documents": [to_plain(side, source) for side, source in sides],
            "parent": to_plain(self.parent, self.parent_source) if self.parent_source else None,
            "rows": to_plain(self.rows, self.sources[0]),
        }

    def to_json(self) -> str:
        """`vbparse.matrix/1`; the same input gives the same bytes."""
        return dump(self.to_data())


@shape
class FileReport:
    """What `check` found in one file."""

    path: str
    clean: bool
    """Whether no error is among the findings that count."""
    diagnostics: tuple[Diagnostic, ...]
    """The findings that count: neither known from the baseline nor suppressed."""
    known: tuple[Diagnostic, ...] = ()
    """Findings that the baseline has."""
    suppressed: tuple[Diagnostic, ...] = ()
    """Findings that somebody has suppressed, with the reason."""
    fixed: int = 0
    """How many findings were mended in the file, or would be."""
    diff: str = ""
    """What mending would change in it, as a unified diff, if that was asked for."""
    source: Source = field(repr=False)

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"diff", "source"})

    def to_data(self) -> dict[str, Any]:
        """As plain dicts and lists; spans are offsets in the file's own text."""
        data: dict[str, Any] = to_plain(self, self.source)
        return data


@shape
class Refused:
    """A file that could not be checked."""

    path: str
    reason: str
    """One sentence that names the file."""


@shape
class KnownFinding:
    """A finding as a baseline keeps it."""

    path: str
    """From the folder of the baseline, with slashes."""
    code: str
    fingerprint: str
    words: str
    """What the finding is about, shortened, for people who read the baseline."""


@shape
class ReportSummary:
    """Counts over all files."""

    files: int
    clean: int
    errors: int
    """Like `warnings` and `infos`: of the findings that count."""
    warnings: int
    infos: int = 0
    known: int = 0
    """Findings that the baseline has."""
    suppressed: int = 0
    fixed: int = 0
    """Findings that were mended, or would be."""
    rules: dict[str, int]
    """How many of the findings that count each rule has made."""


@shape
class Report:
    """What `check` found in all files."""

    files: tuple[FileReport, ...]
    summary: ReportSummary
    refused: tuple[Refused, ...] = ()
    """Files that could not be checked."""
    stale: tuple[KnownFinding, ...] = ()
    """Entries of the baseline that no finding answers to any more."""

    def to_data(self) -> dict[str, Any]:
        """As plain dicts and lists; each file's spans are offsets in its own text."""
        files = [report.to_data() for report in self.files]
        return report_data(files, self.summary, self.refused, self.stale)

    def to_json(self) -> str:
        """`vbparse.report/1`; the same input gives the same bytes."""
        return dump(self.to_data())


def report_data(
    files: list[dict[str, Any]],
    summary: ReportSummary,
    refused: Iterable[Refused] = (),
    stale: Iterable[KnownFinding] = (),
) -> dict[str, Any]:
    """A `Report` as plain data whose files are plain already, so that no text has to be kept for it."""
    nowhere = Source.of("")
    return {
        "schema": "vbparse.report/1",
        "files": files,
        "summary": to_plain(summary, nowhere),
        "refused": to_plain(list(refused), nowhere),
        "stale": to_plain(list(stale), nowhere),
    }
