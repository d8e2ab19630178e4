"""VB3xx: cited documents: their symbols, dates and titles, short forms, whether they still apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from vbparse.check.finding import Context, Finding, finds
from vbparse.check.registry import Entry, differs, may_be, read_registry
from vbparse.fold import fold, plain_words
from vbparse.model import Citation, Component, Node
from vbparse.records.citation import codes_by_type
from vbparse.source import Span


def _cited(context: Context) -> Iterator[Citation]:
    """What the documents of a file cite. A bare symbol in a letterhead is the document's own, misread."""
    checked = {component.id for component in context.documents}
    for citation in context.document.citations:
        if citation.component in checked and (citation.node or citation.type):
            yield citation


# --- symbols ------------------------------------------------------------------------------------------------------


@finds("VB301")
def impossible_symbol(context: Context) -> Iterator[Finding]:
    """The Party puts the dash after the number: 36-NQ/TW, never 36/NQ-TW."""
    for citation in _cited(context):
        is_old = bool(citation.date and citation.date < _PARTY_FORM)
        if citation.number and citation.canonical and citation.canonical != citation.number and not is_old:
            span = _symbol(context, citation)
            values = {"number": citation.number, "meant": citation.canonical}
            yield Finding(span or citation.span, values, citation.canonical if span else None)


_PARTY_FORM = "2000"
"""Party documents of the first decades do write 218/CT-TW."""


@finds("VB302")
def stray_blank(context: Context) -> Iterator[Finding]:
    """A symbol has no blanks: 25/CT-TTg, not 25/CT- TTg."""
    for citation, span in _odd_symbols(context):
        written = context.text[span.start : span.end]
        squeezed = "".join(written.split())
        if squeezed != written:
            meant = squeezed if _is_in_capitals(context, span) else citation.number or squeezed
            # What follows a symbol that is whole already may be another thing: "12/NQ-CP - CT".
            yield Finding(span, {"number": meant}, None if _APART.search(written) else meant)


_APART = re.compile(r"/\S*[-–]\S+\s[-–]\s")


@finds("VB305")
def wrong_capitals(context: Context) -> Iterator[Finding]:
    """An organ's code keeps its small letters, 25/CT-TTg, but in a line of capitals."""
    for citation, span in _odd_symbols(context):
        written = context.text[span.start : span.end].replace("Ð", "Đ")
        number = citation.number or ""
        if written != number and len(written) == len(number) and not _is_in_capitals(context, span):
            yield Finding(span, {"written": written, "number": number}, number)


def _odd_symbols(context: Context) -> Iterator[tuple[Citation, Span]]:
    """Citations whose number does not stand in the text just so, with the place of their symbol."""
    for citation in _cited(context):
        if citation.number and citation.number not in context.text[citation.span.start : citation.span.end]:
            span = _symbol(context, citation)
            if span:
                yield citation, span


_DASH = "[-–‐‑]"
_BLANKS = r"[^\S\n]{0,4}"
"""A line may well end after a dash; only blanks within a line are stray."""


def _symbol(context: Context, citation: Citation) -> Span | None:
    """Where the symbol of a citation stands, whatever its blanks and capitals; null if it is written otherwise."""
    parts = [_separator(c) if c in "/-" else "[ĐÐđð]" if c == "Đ" else re.escape(c) for c in citation.number or ""]
    found = re.compile("".join(parts), re.IGNORECASE).search(context.text, citation.span.start, citation.span.end)
    return Span(*found.span()) if found else None


def _separator(mark: str) -> str:
    return f"{_BLANKS}{_DASH if mark == '-' else '/'}{_BLANKS}"


def _is_in_capitals(context: Context, span: Span) -> bool:
    """Whether the line of a symbol is a title in capitals."""
    text = context.text
    end = text.find("\n", span.end)
    line = text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]
    return line.upper() == line


@finds("VB313")
def foreign_type(context: Context) -> Iterator[Finding]:
    """A symbol tells the type: "Quyết định số 210/NĐ-CP" names two (Nghị định 30/2020/NĐ-CP, Phụ lục III)."""
    codes = codes_by_type(context.grammar)
    names = {code: name for name, own in reversed(codes.items()) for code in own}
    for citation in _cited(context):
        own = codes.get(citation.type or "")
        segments = re.split("[/-]", citation.canonical or "")[1:]
        code = next((segment for segment in segments if not segment.isdigit()), "")
        is_old = bool(citation.date and citation.date < _PARTY_FORM)
        if own and code in names and code not in own and not is_old:
            values = {"type": citation.type or "", "number": citation.number or "", "named": names[code]}
            yield Finding(citation.span, values)


# --- one document, two titles -------------------------------------------------------------------------------------

_SUBJECT = 240
"""How many characters after a citation are read as the subject of the document."""
_OPENINGS = ("về ", "phê duyệt ", "ban hành ")
_END = re.compile(r"[.;:()“”\"]|,\s")
_FEWEST = 5
"""A title with fewer words tells too little to be held against another."""
_FOREIGN = 0.3
"""Below this share of the shorter title's words in the other text, the two are titles of different documents."""
_SMALL = frozenset({"về", "việc", "của", "và", "các", "một", "số", "phê", "duyệt", "ban", "hành", "năm"})


@finds("VB306")
def two_titles(context: Context) -> Iterator[Finding]:
    """A document has one title."""
    first: dict[tuple[str, str], tuple[Citation, set[str], set[str]]] = {}
    for citation in _cited(context):
        title, around = _title(context, citation)
        if not citation.canonical or not citation.date or len(title) < _FEWEST:
            continue
        before, known, whole = first.setdefault((citation.canonical, citation.date), (citation, title, around))
        shared = max(len(title & whole) / len(title), len(known & around) / len(known))
        if before is not citation and shared < _FOREIGN:
            yield Finding(citation.span, {"number": citation.number or "", "line": _line(context, before.span)})


def _title(context: Context, citation: Citation) -> tuple[set[str], set[str]]:
    """Words of the subject that follows a citation, and those of the clause up to where it may go on."""
    node = context.node.get(citation.node or "")
    if node is None or citation.part:
        # What follows "khoản 2 Điều 29 Nghị định …" may be the subject of that clause.
        return set(), set()
    start = node.reading.offset(citation.span.end)
    around = node.reading.text[start : start + _SUBJECT]
    own = _END.split(around.lstrip(), maxsplit=1)[0]
    title = set(plain_words(own)) - _SMALL if own.startswith(_OPENINGS) else set()
    return title, set(plain_words(around))


def _line(context: Context, span: Span) -> str:
    return str(context.document.source.position(span.start)[0])


# --- short forms --------------------------------------------------------------------------------------------------


@finds("VB307")
def defined_twice(context: Context) -> Iterator[Finding]:
    """A short form is defined once."""
    for component in context.documents:
        first: dict[str, Span] = {}
        for alias, span in _definitions(context, component):
            before = first.setdefault(alias, span)
            if before is not span:
                yield Finding(span, {"form": alias, "line": _line(context, before)})


@finds("VB308")
def used_early(context: Context) -> Iterator[Finding]:
    """A short form is defined where it is first used."""
    for component in context.documents:
        cited = [c.span for c in context.document.citations if c.component == component.id and c.alias]
        for alias, span in _definitions(context, component):
            if not alias[:1].isupper() or " " not in alias or not any(c.end <= span.start for c in cited):
                continue
            if any(fold(c.alias or "") == fold(alias) for c in context.document.citations):
                yield from _early(context, component, alias, span)


def _early(context: Context, component: Component, alias: str, definition: Span) -> Iterator[Finding]:
    """The first use of a short form above its definition, as a short form: with nothing of a title after it."""
    pattern = re.compile(rf"(?<!\w){re.escape(alias)}(?=[.;,)]|\s+này(?!\w))")
    start = component.body[0].span.start if component.body else component.span.start
    found = pattern.search(context.text, start, definition.start)
    if found:
        yield Finding(Span(*found.span()), {"form": alias, "line": _line(context, definition)})


def _definitions(context: Context, component: Component) -> Iterator[tuple[str, Span]]:
    """Short forms that a document defines, "(sau đây gọi tắt là …)", with where."""
    pattern = context.grammar.rules("citations").pattern("alias_words")
    for node in component.walk():
        if " là" in node.text:
            for found in pattern.finditer(node.reading.text):
                yield found["alias"].strip(' .,;“”"'), node.reading.home(*found.span("alias"))


@finds("VB309")
def undefined_form(context: Context) -> Iterator[Finding]:
    """ "Chỉ thị 25" tells which document is meant only where one of that number was cited in full."""
    rule = context.grammar.rules("naming")["numbered"]
    known = {_serial(c.number) for c in context.document.citations if c.number}
    known |= {_serial(c.header.number) for c in context.document.components if c.header and c.header.number}
    said: set[str] = set()
    for node in context.nodes:
        for found in rule.finditer(node.reading.text):
            serial = found["number"].lstrip("0")
            if serial not in known | said:
                said.add(serial)
                yield Finding(node.reading.home(*found.span("words")), {"form": found["words"]})


def _serial(number: str) -> str:
    """The number that a symbol begins with."""
    return re.split(r"[/-]", number, maxsplit=1)[0].lstrip("0")


# --- the document's own name --------------------------------------------------------------------------------------


@finds("VB310")
def other_type_word(context: Context) -> Iterator[Finding]:
    """A document calls itself by its own type word: "kèm theo Quyết định này" in a decision."""
    for component in context.documents:
        own = component.header.doc_type if component.header else None
        if own and component.kind not in _NAMELESS:
            yield from _misnamed(context, component, own)


_NAMELESS = frozenset({"appendix", "official_letter"})
"""Kinds of documents that do not call themselves by a type word, or quote others."""
_PROMULGATORS = frozenset({"quyết định", "nghị quyết", "chỉ thị", "thông tư", "nghị định"})
"""Kinds that others come with."""


def _misnamed(context: Context, component: Component, own: str) -> Iterator[Finding]:
    is_attached = bool(component.header and component.header.attached_to)
    if not is_attached and own.casefold() not in _PROMULGATORS:
        return
    rule = context.grammar.rules("naming")["attached" if is_attached else "attached_to_this"]
    others = _named_kinds(context, component) if is_attached else ""
    for node in component.walk():
        for found in rule.finditer(node.text):
            word = found["type"].casefold()
            if word != own.casefold() and word not in others:
                span = _home(node, found.span("words"))
                meant = f"{own} này"
                yield Finding(span, {"words": found["words"], "meant": meant}, meant)


def _named_kinds(context: Context, component: Component) -> str:
    """Kinds of documents that the title or a citation names: "Chương trình này" may be one of them."""
    title = component.header.title if component.header else None
    cited = [c.type for c in context.document.citations if c.component == component.id and c.type]
    return " ".join([title or "", *cited]).casefold()


def _home(node: Node, place: tuple[int, int]) -> Span:
    """Where a stretch of a clause's text stands in the source."""
    first = len(node.reading.text) - len(node.text)
    return node.reading.home(first + place[0], first + place[1])


# --- whether it still applies -------------------------------------------------------------------------------------

_RELIED_ON = frozenset({"basis", "implements", "continues"})
"""Roles of citations that hold only while the cited document applies."""


@finds("VB311")
def replaced_document(context: Context) -> Iterator[Finding]:
    """What a document rests on or carries out should apply; whether it does, the text and the registry only hint."""
    told = list(_told_replaced(context))
    entries = [entry for entry in _registry(context) if entry.replaced_by and not _applied(context, entry)]
    for citation in _cited(context):
        if citation.role not in _RELIED_ON or not citation.canonical:
            continue
        said = (words for number, words in told if number == citation.canonical)
        listed = (
            f"{entry.replaced_by}, {context.settings['registry']}" for entry in entries if may_be(citation, entry)
        )
        evidence = next(chain(said, listed), None)
        if evidence:
            yield Finding(citation.span, {"number": citation.number or "", "evidence": evidence})


def _told_replaced(context: Context) -> Iterator[tuple[str, str]]:
    """(number, the words that say so) for each document that the text calls replaced."""
    naming = context.grammar.rules("naming")
    for before, citation in pairwise([None, *_cited(context)]):
        node = context.node.get(citation.node or "") if citation else None
        if citation is None or node is None or not citation.canonical:
            continue
        text, start = node.reading.text, node.reading.offset(citation.span.start)
        if naming["this_replaces"].search(text[max(0, start - _EVIDENCE) : start]):
            yield citation.canonical, _quoted(text, max(0, start - _EVIDENCE), start + len(citation.text))
        if before is None or before.node != citation.node or not before.canonical:
            continue
        first = node.reading.offset(before.span.end)
        whole = _quoted(text, node.reading.offset(before.span.start), start + len(citation.text))
        if naming["replaces"].pattern.fullmatch(text, first, start):
            yield citation.canonical, whole
        elif naming["replaced_by"].pattern.fullmatch(text, first, start):
            yield before.canonical, whole


_EVIDENCE = 120
"""How many characters before a replaced document are read for what replaces it."""


def _quoted(text: str, start: int, end: int) -> str:
    return f"“{text[start:end].strip()}”"


def _registry(context: Context) -> tuple[Entry, ...]:
    path = context.settings.get("registry")
    return read_registry(str(path)) if path else ()


def _applied(context: Context, entry: Entry) -> bool:
    """Whether a document was replaced only after this one was issued."""
    day = next((c.header.date for c in context.documents if c.header and c.header.date), None)
    return bool(day and entry.replaced_on and day < entry.replaced_on)


@finds("VB312")
def unlike_registry(context: Context) -> Iterator[Finding]:
    """A cited document has the number and the day that the registry gives it."""
    entries = _registry(context)
    for citation in _cited(context) if entries else ():
        if citation.canonical and not any(may_be(citation, entry) for entry in entries):
            meant = next((known for entry in entries if (known := differs(citation, entry))), None)
            if meant:
                yield Finding(citation.span, {"number": citation.number or "", "meant": meant})
