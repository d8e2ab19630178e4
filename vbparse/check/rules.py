"""The check rules: one small function each, one table of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from itertools import pairwise
from textwrap import indent

from vbparse.errors import InputError
from vbparse.model import Diagnostic, Document, Node, Severity
from vbparse.shape import shape
from vbparse.source import Span

Finding = tuple[Span, str]
"""Where, and one sentence."""


@shape
class RuleInfo:
    """A rule with what `vbparse rules CODE` tells of it."""

    code: str
    severity: Severity
    title: str
    why: str
    wrong: str
    right: str
    find: Callable[[Document], Iterator[Finding]]


def run_rules(document: Document) -> tuple[Diagnostic, ...]:
    """All findings of a document in the order of the text, those of reading it included."""
    found = list(document.diagnostics)
    for rule in RULES:
        for span, message in rule.find(document):
            found.append(Diagnostic(code=rule.code, severity=rule.severity, message=message, span=span))
    return tuple(sorted(found, key=lambda d: (d.span.start, d.code)))


def found_in_reading(document: Document) -> Iterator[Finding]:
    """Nothing: reading itself has found it, and it stands in the document's diagnostics."""
    del document
    yield from ()


# --- structure ----------------------------------------------------------------------------------------------------


def repeated_number(document: Document) -> Iterator[Finding]:
    """Siblings should not have one number twice."""
    for before, after in _numbered_neighbours(document):
        if after.ordinal == before.ordinal:
            yield _marker(after), f"number {(after.marker or '').strip('.')} stands twice among its siblings"


def skipped_number(document: Document) -> Iterator[Finding]:
    """Siblings should count 1, 2, 3."""
    for before, after in _numbered_neighbours(document):
        if before.ordinal is not None and after.ordinal is not None and after.ordinal > before.ordinal + 1:
            yield _marker(after), f"{after.marker} follows {before.marker}: a number is missing between them"


def mixed_markers(document: Document) -> Iterator[Finding]:
    """Siblings should be numbered in one style: "2.1" beside "2.2." is a slip."""
    for before, after in _numbered_neighbours(document):
        first, second = before.marker or "", after.marker or ""
        if first[-1:].isdigit() != second[-1:].isdigit():
            yield _marker(after), f'"{second}" stands beside "{first}": one has a last dot, the other has none'


def missing_part(document: Document) -> Iterator[Finding]:
    """A plan has a purpose, tasks and an implementation section."""
    for component in document.components:
        if component.kind != "plan" or component.body is None:
            continue
        roles = {node.role for node in component.walk()}
        at = Span(component.span.start, component.span.start)
        for role, name in (
            ("purpose_requirements purpose", "Mục đích, yêu cầu"),
            ("implementation", "Tổ chức thực hiện"),
        ):
            if not roles & set(role.split()):
                yield at, f"the plan has no section {name}"


def _numbered_neighbours(document: Document) -> Iterator[tuple[Node, Node]]:
    for component in document.components:
        lists = [component.body or (), *(node.children for node in component.walk())]
        for siblings in lists:
            numbered = [node for node in siblings if node.ordinal is not None and node.kind != "article"]
            yield from (pair for pair in pairwise(numbered) if pair[0].kind == pair[1].kind)


def _marker(node: Node) -> Span:
    return Span(node.span.start, node.span.start + len(node.marker or " "))


# --- form and references ------------------------------------------------------------------------------------------


def blank_number(document: Document) -> Iterator[Finding]:
    """A document that is sent has its number (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3)."""
    for component in document.components:
        header = component.header
        if header and header.number_status == "blank" and header.number_span:
            yield header.number_span, "the number is blank"


def impossible_symbol(document: Document) -> Iterator[Finding]:
    """The Party puts the dash after the number: 36-NQ/TW, never 36/NQ-TW (Hướng dẫn 36-HD/VPTW)."""
    for citation in document.citations:
        if citation.number and citation.canonical and citation.canonical != citation.number:
            yield citation.span, f"{citation.number} is no Party symbol; {citation.canonical} is meant"


def stray_blank(document: Document) -> Iterator[Finding]:
    """A symbol has no blanks: 25/CT-TTg, not 25/CT- TTg."""
    for citation in document.citations:
        if citation.number and citation.number not in " ".join(citation.text.split()).replace("Ð", "Đ"):
            squeezed = "".join(citation.text.split()).casefold()
            if citation.number.casefold() in squeezed and citation.number.casefold() not in citation.text.casefold():
                yield citation.span, f"blanks inside the symbol {citation.number}"


RULES = (
    RuleInfo(
        code="VB001", severity="warning", title="bytes that are no text", find=found_in_reading,
        why="Bytes that the file's encoding cannot hold were kept visible; the words around them may be damaged.",
        wrong="a byte FF in a UTF-8 file",
        right="the whole file in one encoding, UTF-8 for choice",
    ),
    RuleInfo(
        code="VB002", severity="info", title="text that no rule could place", find=found_in_reading,
        why="It has no letterhead, type word or numbered sections, so that nothing in it can be checked.",
        wrong="Cũng trong sáng nay, hội nghị bàn về ...",
        right="KẾ HOẠCH\nTuyên truyền ...\n\nI. MỤC ĐÍCH, YÊU CẦU",
    ),
    RuleInfo(
        code="VB003", severity="info", title="cells of a table lost", find=found_in_reading,
        why="A row with fewer cells than the head has columns leaves open who leads, who helps and by when.",
        wrong="TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n1 | Tập huấn | Sở Nội vụ",
        right="TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian\n1 | Tập huấn | Sở Nội vụ | Quý I/2025",
    ),
    RuleInfo(
        code="VB101", severity="warning", title="number repeated", find=repeated_number,
        why="Two siblings with one number cannot be told apart when somebody cites them.",
        wrong="5. Sở Kế hoạch và Đầu tư\n5. Sở Thông tin và Truyền thông",
        right="5. Sở Kế hoạch và Đầu tư\n6. Sở Thông tin và Truyền thông",
    ),
    RuleInfo(
        code="VB102", severity="warning", title="number skipped", find=skipped_number,
        why="A gap in the numbers means a clause was lost, or the numbers were not brought up to date.",
        wrong="1. Mục đích\n3. Phạm vi",
        right="1. Mục đích\n2. Phạm vi",
    ),
    RuleInfo(
        code="VB103", severity="info", title="markers of two styles", find=mixed_markers,
        why="Siblings numbered in two styles look like two levels.",
        wrong="2.1 Công tác quảng bá\n2.2. Áp dụng khoa học",
        right="2.1. Công tác quảng bá\n2.2. Áp dụng khoa học",
    ),
    RuleInfo(
        code="VB104", severity="warning", title="required part missing", find=missing_part,
        why="A plan says what it is for and who carries it out.",
        wrong="KẾ HOẠCH\nI. NỘI DUNG",
        right="KẾ HOẠCH\nI. MỤC ĐÍCH, YÊU CẦU\nII. NỘI DUNG\nIII. TỔ CHỨC THỰC HIỆN",
    ),
    RuleInfo(
        code="VB201", severity="warning", title="number blank", find=blank_number,
        why="A document that is sent has its number: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3.",
        wrong="Số:      /KH-UBND",
        right="Số: 141/KH-UBND",
    ),
    RuleInfo(
        code="VB301", severity="error", title="impossible symbol", find=impossible_symbol,
        why="The Party writes the dash after the number (Hướng dẫn 36-HD/VPTW); the slash belongs to state organs.",
        wrong="Nghị quyết số 36/NQ-TW",
        right="Nghị quyết số 36-NQ/TW",
    ),
    RuleInfo(
        code="VB302", severity="info", title="blank inside a symbol", find=stray_blank,
        why="A symbol with a blank in it is not found by a search for the symbol.",
        wrong="Chỉ thị số 25/CT- TTg",
        right="Chỉ thị số 25/CT-TTg",
    ),
    RuleInfo(
        code="VB303", severity="warning", title="one number, two dates", find=found_in_reading,
        why="One of the two dates is a slip; a reader who looks the document up finds another one or none.",
        wrong="Quyết định số 1755/QĐ-TTg ngày 08/9/2016 … Quyết định số 1755/QĐ-TTg ngày 09/8/2016",
        right="Quyết định số 1755/QĐ-TTg ngày 08/9/2016, at every mention",
    ),
    RuleInfo(
        code="VB304", severity="warning", title="one document, two numbers", find=found_in_reading,
        why="One organ, one day and one subject are one document; one of the numbers is a slip.",
        wrong="Kết luận số 12-KL/TW ngày 12/8/2021 về công tác … Kết luận số 21-KL/TW ngày 12/8/2021 về công tác …",
        right="Kết luận số 12-KL/TW ngày 12/8/2021 về công tác …, at every mention",
    ),
)  # fmt: skip
"""Every rule, in the order of the codes."""


def explain_rule(code: str) -> str:
    """The page of one rule. Raises `InputError` that names the nearest code for one that does not exist."""
    rule = next((rule for rule in RULES if rule.code == code.upper()), None)
    if rule is None:
        near = get_close_matches(code.upper(), [rule.code for rule in RULES], n=1, cutoff=0)
        raise InputError(f"there is no rule {code}; the nearest is {near[0]}")
    wrong, right = (indent(words, "    ") for words in (rule.wrong, rule.right))
    return f"{rule.code} {rule.title} ({rule.severity})\n\n{rule.why}\n\nWrong:\n\n{wrong}\n\nRight:\n\n{right}"
