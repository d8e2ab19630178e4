"""Header: whose document it is, its number, date, type and title, from the letterhead and what stands near it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vbparse.fold import bare, fold
from vbparse.grammar import Grammar
from vbparse.labels import Labelled, label_block
from vbparse.model import Citation, Header, NumberStatus, Part, Reading
from vbparse.organs import organ_id
from vbparse.places import find_provinces, province_of_place, with_level, written_out
from vbparse.reading import joined
from vbparse.records.citation import Passage, document_types, find_citations
from vbparse.shape import replace, shape
from vbparse.source import Span
from vbparse.values import edtf

_HEAD_ONLY = (
    "attached",
    "number",
    "number_word",
    "place_date",
    "motto",
    "marks",
    "type",
    "type_title",
    "resolve",
    "appendix",
)
_HOLDS_SYMBOL = re.compile(r"\d\s*/|/\s*\w+-")
_OPENING = 25
"""Most blocks of legal bases above the words of issue."""


@shape
class _Facts:
    """What the blocks above a body say, before it is put together."""

    organs: tuple[str, ...]
    number: str | None
    number_status: NumberStatus
    number_span: Span | None
    place: str | None
    date: str | None
    attached: Labelled | None
    title: str | None
    doc_type: str | None


def read_header(part: Part, province_hint: str | None, grammar: Grammar) -> Header:
    """The header of a document's part; `province_hint` is the province of the document that it is attached to."""
    if part.kind == "news_article":
        return Header(date=_dateline(part, grammar))
    facts = _facts(part, grammar)
    told = _province(part, facts, grammar)
    province = told[0] if told else province_hint
    authority = _authority_line(part, province, grammar)
    body = _issuing_body(part, facts, province, grammar) or (authority and _without_title(authority, grammar))
    is_local = body is None or not _is_central(body, grammar)
    return Header(
        issuing_body=body and _as_in_text(body, part, grammar),
        authority=authority and _as_in_text(authority, part, grammar),
        number=facts.number,
        number_status=facts.number_status,
        number_span=facts.number_span,
        place=facts.place,
        date=facts.date or _adopted(part, grammar),
        doc_type=facts.doc_type,
        title=facts.title,
        attached_to=_attached_number(facts.attached, grammar),
        province=province if is_local else None,
        province_span=told[1] if told and is_local else None,
        urgency=_mark(part, grammar, "urgency"),
        secrecy=_mark(part, grammar, "secrecy"),
    )


def _as_in_text(name: str, part: Part, grammar: Grammar) -> str:
    """An organ's name that no registry has in the capitals that running text gives it: "Cục Hải quan"."""
    if organ_id(name, grammar) is not None:
        return name
    for block in part.blocks:
        start = block.reading.text.lower().find(name.lower())
        words = block.reading.text[start : start + len(name)] if start >= 0 else ""
        if words[:1].isupper() and not words.isupper():
            return words
    return name


def _dateline(part: Part, grammar: Grammar) -> str | None:
    """Day of publication of a news page: "Thứ Tư, 31/05/2023"."""
    pattern = grammar.rules("letterhead").pattern("dateline")
    found = next((m for block in part.blocks[:6] if (m := pattern.search(block.reading.text))), None)
    return edtf(int(found["year"]), int(found["month"]), int(found["day"])) if found else None


def _is_central(body: str, grammar: Grammar) -> bool:
    return body.startswith(grammar.words("central"))


def _facts(part: Part, grammar: Grammar) -> _Facts:
    rules = grammar.rules("letterhead")
    items = [label_block(block, rules) for block in part.blocks[: part.head]]
    above = items[: (part.type_at or 0)]
    number, status, span = _number(items, grammar)
    place, date = _place_date(items, grammar)
    attached = next((item for item in items if item.label == "attached"), None)
    facts = _Facts(
        organs=_organs(above, grammar),
        number=number,
        number_status=status,
        number_span=span,
        place=place,
        date=date,
        attached=attached,
        title=_title(items, part.type_at, grammar),
        doc_type=_doc_type(items, part, grammar),
    )
    return facts if number else _of_gazette(facts, items, part.type_at, grammar)


def _of_gazette(facts: _Facts, items: Sequence[Labelled], type_at: int | None, grammar: Grammar) -> _Facts:
    """Number, date, issuer and title in one sentence, as gazettes printed them until 2004.

    "Nghị định của Chính phủ số 109/2004/NĐ-CP ngày 02 tháng 4 năm 2004 về đăng ký kinh doanh".
    """
    if type_at is None or type_at >= len(items):
        return facts
    reading = items[type_at].block.reading
    below = [item.block.reading for item in items[type_at + 1 :] if item.is_words]
    if below and below[0].text.startswith("của "):
        reading = joined(reading, below.pop(0))
    if " của " not in reading.text[:40]:
        return facts
    cited = next(iter(find_citations(Passage(reading=reading, component="", node=None), None, grammar)), None)
    if cited is None or not cited.number or reading.offset(cited.span.start):
        return facts
    return replace(
        facts,
        number=cited.number,
        number_status="present",
        number_span=reading.home(*_place_of_number(reading, cited, grammar)),
        date=facts.date or cited.date,
        organs=facts.organs or ((cited.issuer,) if cited.issuer else ()),
        title=" ".join(_rest_of_title(reading, cited, below)).strip(" .*") or None,
    )


def _rest_of_title(reading: Reading, cited: Citation, below: Sequence[Reading]) -> Iterator[str]:
    """The subject after the document's own number and date, and the lines below up to the issuer's name."""
    yield reading.text[reading.offset(cited.span.end) :].strip()
    for line in below:
        if fold(line.text) == fold(cited.issuer or ""):
            return
        yield line.text


_RULE = " -–—_=*.…"
"""A line drawn below an organ's name, on its line."""


# --- letterhead ---------------------------------------------------------------------------------------------------


def _organs(above: Sequence[Labelled], grammar: Grammar) -> tuple[str, ...]:
    """Organ names of the left column, a name broken over lines put together."""
    names: list[str] = []
    for item in above:
        words = item.text.strip(" *|/").rstrip(_RULE)
        if _HOLDS_SYMBOL.search(words):
            # The number line, its "Số:" on the line above.
            continue
        if item.label in ("organ", "position"):
            whole = f"{names[-1]} {words}" if names else ""
            if whole and organ_id(whole, grammar) and not organ_id(names[-1], grammar):
                names[-1] = whole
            else:
                names.append(words)
        elif names and (item.label == "organ_place" or (item.label is None and item.is_upper and item.is_words)):
            names[-1] = f"{names[-1]} {words}"
    return tuple(names)


def _number(items: Sequence[Labelled], grammar: Grammar) -> tuple[str | None, NumberStatus, Span | None]:
    """The number line: "Số: 1631/QĐ-UBND", its number left blank, or broken after "Số:"."""
    pattern = grammar.rules("letterhead").pattern("number")
    for index, item in enumerate(items):
        text, shift = item.text, 0
        if item.label == "number_word" and index + 1 < len(items):
            after = next((later for later in items[index + 1 : index + 3] if later.is_words), item)
            text, shift, item = f"Số: {after.text}", len("Số: "), after
        elif item.label not in ("number", "place_date", "motto"):
            continue
        found = pattern.match(text)
        if not found:
            continue
        words = "".join(found["number"].split())
        if not words[:1].isdigit():
            return None, "blank", item.block.reading.home(0, len(item.text))
        start, end = max(0, found.start("number") - shift), found.end("number") - shift
        return words.replace("–", "-").replace("Ð", "Đ"), "present", item.block.reading.home(start, end)
    return None, "none", None


def _place_date(items: Sequence[Labelled], grammar: Grammar) -> tuple[str | None, str | None]:
    """Place and EDTF date of "Bắc Giang, ngày tháng 9 năm 2021": 2021-09 if the day is blank."""
    pattern = grammar.rules("letterhead").pattern("place_date")
    for item in items:
        found = pattern.search(item.text) if item.label in ("place_date", "number", "motto") else None
        if not found:
            continue
        day, month, year = (
            int(found[name]) if found[name].strip().isdigit() else None for name in ("day", "month", "year")
        )
        date = edtf(year, month, day if month else None) if year else None
        return found["place"].strip(" ,.") or None, date
    return None, None


def _doc_type(items: Sequence[Labelled], part: Part, grammar: Grammar) -> str | None:
    if part.type_at is None or part.type_at >= len(items):
        return None
    if part.kind == "appendix":
        return "Phụ lục"
    words = fold(items[part.type_at].text.strip(' #“”":'))
    names = document_types(grammar)
    glued = items[part.type_at].text.casefold()
    fits = [name for name in names if words.startswith(name) or glued.startswith(names[name].casefold())]
    named = max(fits, key=len, default=None)
    if named is None and part.kind != "official_letter":
        misread = " ".join(bare(items[part.type_at].text).split()).strip(" .,:;'`*_-–")
        named = next((name for name in names if bare(names[name]) == misread), None)
    if named is None and part.kind == "official_letter":
        return "Công văn"
    return names[named] if named else None


def _title(items: Sequence[Labelled], type_at: int | None, grammar: Grammar) -> str | None:
    """The lines between the type word and the body, joined, and what follows the type word on its own line."""
    if type_at is None or type_at >= len(items):
        return None
    pattern = grammar.rules("letterhead").pattern("subject")
    subject = next((item.text for item in items if pattern.match(item.text.lstrip(" (*"))), None)
    if subject and items[type_at].label not in ("type", "type_title"):
        return subject.strip(" .*()")
    named = grammar.rules("letterhead").pattern("type_title").match(items[type_at].text)
    lines = [items[type_at].text[named.end() :].strip()] if named else []
    lines += [item.text.strip() for item in items[type_at + 1 :] if item.is_words and item.label not in _HEAD_ONLY]
    if items[type_at].label == "attached":
        lines = [item.text.strip() for item in _right_above(items[:type_at])] or lines
    # A heading glued to the type word is often repeated on its own line.
    lines = [line for index, line in enumerate(lines) if not index or line != lines[index - 1]]
    return " ".join(lines).strip(" .*") or None


def _right_above(items: Sequence[Labelled]) -> list[Labelled]:
    """The title above "(Kèm theo …)", of an appendix without a type word: capitals or bold, no letterhead."""
    lines: list[Labelled] = []
    for item in reversed([item for item in items if item.is_words]):
        if item.label in _HEAD_ONLY or item.ends_body or not (item.is_upper or item.block.is_bold):
            break
        lines.insert(0, item)
    return lines


# --- who and where ------------------------------------------------------------------------------------------------


def _province(part: Part, facts: _Facts, grammar: Grammar) -> tuple[str, Span] | None:
    """Province and the words that tell it: letterhead, place, "(Kèm theo …)", title, issuing sentence, legal bases."""
    rules = grammar.rules("letterhead")
    items = [label_block(block, rules) for block in part.blocks[: part.head]]
    above = [item.block.reading for item in items[: part.type_at or 0] if item.label in ("organ", "organ_place", None)]
    if found := _first_named(above if facts.organs else [], grammar):
        return found
    dated = next((item for item in items if facts.place and facts.place in item.text), None)
    if dated is not None and facts.place and (named := province_of_place(facts.place, grammar)):
        at = dated.text.index(facts.place)
        return named, dated.block.reading.home(at, at + len(facts.place))
    attached = [facts.attached.block.reading] if facts.attached else []
    title = [item.block.reading for item in items[part.type_at or 0 :] if item.label not in _HEAD_ONLY]
    opening = part.blocks[part.head : part.head + _OPENING]
    issuing = [block.reading for block in opening[:4] if _issuer_words(block.reading.text, grammar)]
    if found := _first_named([*attached, *title, *issuing], grammar):
        return found
    # A commune's plan names its province among the legal bases: "… của Ủy ban nhân dân tỉnh Quảng Ninh".
    bases = [block.reading for block in opening if rules["basis"].match(block.reading.text)]
    return _first_named(bases, grammar, with_level=True) if facts.organs else None


def _first_named(readings: Iterable[Reading], grammar: Grammar, with_level: bool = False) -> tuple[str, Span] | None:
    """The first province that texts name; `with_level` asks for "tỉnh" or "thành phố" before it."""
    for reading in readings:
        for start, end, name in find_provinces(reading.text, grammar):
            before = reading.text[max(0, start - 12) : start].rstrip().casefold()
            if not with_level or before.endswith(("tỉnh", "thành phố")):
                return name, reading.home(start, end)
    return None


def _mark(part: Part, grammar: Grammar, kind: str) -> str | None:
    """The mark of urgency or secrecy above the body, written as the decree names it."""
    pattern = grammar.rules("letterhead").pattern(kind)
    for block in part.blocks[: part.head]:
        found = pattern.fullmatch(block.reading.text.strip())
        if found:
            return found["mark"].capitalize().replace("Hoả", "Hỏa")
    return None


def _issuing_body(part: Part, facts: _Facts, province: str | None, grammar: Grammar) -> str | None:
    """Letterhead organ; without a letterhead, who "ban hành Kế hoạch" in the preamble, or who issued the parent."""
    standing = grammar.words("standing")
    if len(facts.organs) > 1 and (own := _first(standing, facts.organs[-1])):
        return f"{own} {written_out(facts.organs[-2], province, grammar)}"
    for part_of in standing if facts.organs else ():
        if (whole := facts.organs[-1].removesuffix(f" {part_of.upper()}")) != facts.organs[-1]:
            return f"{part_of} {written_out(whole, province, grammar)}"
    if facts.organs:
        return _with_place(written_out(facts.organs[-1], province, grammar), province, grammar)
    for block in part.blocks[part.head : part.head + 6]:
        words = _issuer_words(block.reading.text, grammar)
        if words:
            return _without_title(written_out(words, province, grammar), grammar)
    if facts.attached:
        passage = Passage(reading=facts.attached.block.reading, component="", node=None)
        issuer = next((c.issuer for c in find_citations(passage, province, grammar) if c.issuer), None)
        found = grammar.rules("citations").pattern("issuer_lead").search(facts.attached.text)
        if issuer or found:
            words = issuer or (facts.attached.text[found.end() :].strip(" ).") if found else "")
            return _without_title(written_out(words, province, grammar), grammar)
    return None


def _without_title(authority: str, grammar: Grammar) -> str:
    """The organ of one who decides; the Prime Minister is an organ of his own (Luật Tổ chức Chính phủ)."""
    title = next((title for title in grammar.words("titles") if authority.startswith(title)), "")
    return authority if authority.startswith("Thủ tướng") else authority.removeprefix(title)


def _adopted(part: Part, grammar: Grammar) -> str | None:
    """The day on which an assembly adopted a law or resolution is its date."""
    pattern = grammar.rules("letterhead").pattern("adopted")
    for block in reversed(part.blocks[part.head :]):
        if block.kind == "text":
            found = pattern.match(block.reading.text)
            return edtf(int(found["year"]), int(found["month"]), int(found["day"])) if found and found["day"] else None
    return None


def _first(names: Sequence[str], words: str) -> str | None:
    """The name that words in capitals spell."""
    return next((name for name in names if name.casefold() == words.strip().casefold()), None)


def _with_place(body: str, province: str | None, grammar: Grammar) -> str:
    """A people's committee or council whose letterhead lost its second line gets the province of the document."""
    if body in ("Ủy ban nhân dân", "Hội đồng nhân dân") and province:
        return f"{body} {with_level(province, grammar)}"
    return body


def _issuer_words(text: str, grammar: Grammar) -> str | None:
    found = grammar.rules("letterhead").pattern("issuer").search(text)
    return found["issuer"] if found else None


def _authority_line(part: Part, province: str | None, grammar: Grammar) -> str | None:
    """Who decides, by the line in capitals above the legal bases."""
    for block in part.blocks[part.head : part.head + 2]:
        item = label_block(block, grammar.rules("letterhead"))
        if item.label in ("organ", "position") and item.is_upper:
            return written_out(item.text, province, grammar)
    pattern = grammar.rules("letterhead").pattern("promulgates")
    opening = (pattern.search(block.reading.text) for block in part.blocks[part.head : part.head + _OPENING])
    found = next(filter(None, opening), None)
    return written_out(found["organ"], province, grammar) if found else None


def _attached_number(attached: Labelled | None, grammar: Grammar) -> str | None:
    if attached is None:
        return None
    found = grammar.rules("citations").pattern("typed").search(attached.text)
    return "".join(found[0].split()) if found else None


def is_attached_to(part: Part, header: Header, above: Header, grammar: Grammar) -> bool:
    """Whether "(Kèm theo Quyết định số      /QĐ-TTg …)", its number left blank, means the document above."""
    if header.attached_to or part.kind == "appendix":
        return False
    pattern = grammar.rules("letterhead").pattern("attached")
    named = next((m for block in part.blocks[: part.head] if (m := pattern.match(block.reading.text))), None)
    return named is not None and fold(named["type"]) == fold(above.doc_type or "")


def _place_of_number(reading: Reading, cited: Citation, grammar: Grammar) -> tuple[int, int]:
    """Where the number stands in the words of a citation."""
    start = reading.offset(cited.span.start)
    found = grammar.rules("citations").pattern("typed").search(reading.text, start)
    return found.span() if found else (start, reading.offset(cited.span.end))


@shape
class Attached:
    """The document that "(Kèm theo …)" names."""

    type: str | None
    number: str | None
    date: str | None
    span: Span
    """Of the number."""


def attached_words(part: Part, grammar: Grammar) -> Attached | None:
    """What the line "(Kèm theo Kế hoạch số … ngày …)" of a part's header says."""
    rules = grammar.rules("letterhead")
    for block in part.blocks[: part.head]:
        if not rules.pattern("attached").match(block.reading.text):
            continue
        passage = Passage(reading=block.reading, component="", node=None)
        cited = next((c for c in find_citations(passage, None, grammar) if c.number), None)
        if cited:
            words = block.reading.home(*_place_of_number(block.reading, cited, grammar))
            return Attached(type=cited.type, number=cited.number, date=cited.date, span=words)
    return None
