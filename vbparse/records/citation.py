"""Citations: every document that a text refers to, anchored on its symbol or its proper name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from vbparse.fold import fold
from vbparse.grammar import Grammar, Match
from vbparse.model import Citation, Reading
from vbparse.organs import known_length, organ_opening
from vbparse.places import find_province, written_out
from vbparse.shape import replace, shape
from vbparse.values import edtf

_LEAD = 70
"""How far before a symbol its type word may stand, in characters."""
_FORM = 20
"""How far before a symbol "Mẫu số" may stand, in characters."""
_BETWEEN = 16
"""Most characters between two symbols of a list."""


@shape
class Passage:
    """Text that may cite, and whose it is."""

    reading: Reading
    component: str
    node: str | None
    start: int = 0
    """Where in the reading to begin, after a marker."""


def find_citations(passage: Passage, province: str | None, grammar: Grammar) -> list[Citation]:
    """The citations of a passage in the order of the text; the province writes out "UBND tỉnh"."""
    text = passage.reading.text
    found = list(_symbols(text, passage.start, grammar)) + list(_names(text, passage.start, grammar))
    found.sort(key=lambda draft: (draft.start, -draft.end))
    drafts = _with_shared_heads(text, list(_without_overlaps(found)), passage.start, grammar)
    return list(_finished(drafts, passage, province, grammar))


@shape
class _Draft:
    """A citation in the making; offsets are in the text of its passage."""

    start: int
    end: int
    type: str | None
    number: str | None = None
    canonical: str | None = None
    date: str | None = None
    issuer: str | None = None
    name: str | None = None
    shares_issuer: bool = False
    """Whether its issuer stands before the symbol, for all of a list."""
    is_listed: bool = False
    """Whether the type word of the one before serves it too."""


# --- by symbol ----------------------------------------------------------------------------------------------------


def _symbols(text: str, start: int, grammar: Grammar) -> Iterator[_Draft]:
    """Citations by symbol; in a list the type word of the first serves the others."""
    before: _Draft | None = None
    for match, kind in _symbol_matches(text, start, grammar):
        if grammar.rules("citations").pattern("form").search(text, max(start, match.start() - _FORM), match.start()):
            continue
        first, type_word, issuer = _lead(text, start, match.start(), grammar)
        is_listed = type_word is None and before is not None and _is_listed(text, before, match.start(), grammar)
        if is_listed and before is not None:
            type_word, issuer = before.type, before.issuer if before.shares_issuer else None
        number, canonical = _number(match, kind, grammar)
        draft = _with_rest(
            text,
            _Draft(
                start=first,
                end=match.end(),
                type=type_word,
                number=number,
                canonical=canonical,
                issuer=issuer,
                shares_issuer=bool(issuer),
                is_listed=is_listed,
            ),
            grammar,
        )
        yield draft
        before = draft


def _lead(text: str, start: int, symbol: int, grammar: Grammar) -> tuple[int, str | None, str | None]:
    """(where a citation begins, its type, its issuer if it stands before the symbol)."""
    rules = grammar.rules("citations")
    if lead := rules.pattern("lead_in").search(text, max(start, symbol - _LEAD), symbol):
        return lead.start(), _type_name(lead["type"], grammar), None
    # The last type word before the symbol, with all its words of issue: "Quyết định của Thủ tướng Chính phủ số …".
    for lead in reversed(list(rules.pattern("issued_lead").finditer(text, max(start, symbol - 2 * _LEAD), symbol))):
        length = _issuer_length(text, lead.end(), grammar)
        if length and rules.pattern("number_lead").fullmatch(text, lead.end() + length, symbol):
            return lead.start(), _type_name(lead["type"], grammar), text[lead.end() : lead.end() + length]
    word = rules.pattern("number_word").search(text, max(start, symbol - 8), symbol)
    return (word.start() if word else symbol), None, None


def _symbol_matches(text: str, start: int, grammar: Grammar) -> Iterator[tuple[Match, str]]:
    taken = start
    rules = grammar.rules("citations")
    if not rules["typed"].may_hit(text):
        # Every symbol has a stroke and a digit, and most clauses have none.
        return
    matches = [
        (match, kind)
        for kind in ("party", "assembly", "typed", "letters")
        for match in rules[kind].finditer(text, start)
    ]
    for match, kind in sorted(matches, key=lambda item: (item[0].start(), -item[0].end())):
        if match.start() >= taken:
            taken = match.end()
            yield match, kind


def _is_listed(text: str, before: _Draft, symbol: int, grammar: Grammar) -> bool:
    """Whether a symbol is the next of a list whose type word stands before its first."""
    near = symbol - before.end <= _BETWEEN
    return near and bool(grammar.rules("citations").pattern("list_lead").fullmatch(text, before.end, symbol))


def _type_name(words: str, grammar: Grammar) -> str:
    """A type word as the registry writes it."""
    return document_types(grammar).get(fold(words)) or words.capitalize()


@lru_cache(maxsize=4)
def document_types(grammar: Grammar) -> dict[str, str]:
    """Names of the registry of types by their folded form."""
    return {fold(row["name"]): row["name"] for row in grammar.table("document_types")}


def _number(match: Match, kind: str, grammar: Grammar) -> tuple[str, str]:
    """A symbol as written, without stray blanks and with its capitals; and repaired where its form is impossible.

    The Party writes 36-NQ/TW, never 36/NQ-TW (Hướng dẫn 36-HD/VPTW); the state writes 15/NĐ-CP, never 15-NĐ/CP
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3).
    """
    groups = match.groupdict()
    organ = "-".join(_code(part, grammar) for part in _parts(groups["org"]))
    year = f"{groups['year']}/" if groups.get("year") else ""
    if kind in ("assembly", "letters"):
        number = f"{groups['num']}/{year}{organ}"
        return number, number
    code = _type_code(groups["type"], grammar)
    if kind == "party":
        number = f"{groups['num']}-{code}/{organ}"
        return number, (f"{groups['num']}/{code}-{organ}" if organ in grammar.words("state_codes") else number)
    if groups["joint"] == ".":
        return f"{groups['num']}/{year}{code}.{organ}", f"{groups['num']}/{year}{code}-{organ}"
    number = f"{groups['num']}/{year}{code}-{organ}"
    return number, (f"{groups['num']}-{code}/{organ}" if organ in ("TW", "TU") and not year else number)


def _parts(codes: str) -> list[str]:
    return [part.strip() for part in codes.replace("–", "-").replace("‐", "-").replace("‑", "-").split("-")]


def _code(code: str, grammar: Grammar) -> str:
    """An organ's code in its own capitals: TTG → TTg, SNGV → SNgV."""
    known = _codes(grammar)
    return known.get(code.upper().replace("Ð", "Đ"), code)


@lru_cache(maxsize=4)
def _codes(grammar: Grammar) -> dict[str, str]:
    """Organ codes by their capitals."""
    codes: dict[str, str] = {}
    for row in grammar.table("organs"):
        for code in row["codes"].split("|"):
            if code:
                codes.setdefault(code.upper(), code)
    return codes


@lru_cache(maxsize=4)
def codes_by_type(grammar: Grammar) -> dict[str, frozenset[str]]:
    """Codes that a type has in symbols, of the state and of the Party, by its name; types without a code left out."""
    codes: dict[str, frozenset[str]] = {}
    for row in grammar.table("document_types"):
        own = {row["code"], *row["codes_lost"].split("|")} - {""}
        if own:
            codes[row["name"]] = codes.get(row["name"], frozenset()) | own
    return codes


@lru_cache(maxsize=4)
def _lost_codes(grammar: Grammar) -> dict[str, str]:
    """Type codes by the forms that copies left of them: QD for QĐ."""
    rows = grammar.table("document_types")
    return {lost: row["code"] for row in rows for lost in row["codes_lost"].split("|") if lost}


def _type_code(code: str, grammar: Grammar) -> str:
    return _lost_codes(grammar).get(code, code)


def _with_shared_heads(text: str, drafts: list[_Draft], start: int, grammar: Grammar) -> list[_Draft]:
    """Give those of a list the type and the issuer that stand once, before the first or after the last."""
    shared = list(drafts)
    for index in range(len(shared) - 1, 0, -1):
        before, last = shared[index - 1], shared[index]
        if last.is_listed and last.issuer and not before.issuer and not last.shares_issuer:
            shared[index - 1] = replace(before, issuer=last.issuer)
    begins = [draft.start for draft in shared]
    for head in grammar.rules("citations")["shared_head"].finditer(text, start) if shared else ():
        first = bisect_right(begins, head.end() - 1)
        if first == len(shared) or shared[first].start - head.end() > _HEAD:
            continue
        length = _issuer_length(text, head.end(), grammar) if head["of"] else 0
        issuer = text[head.end() : head.end() + length] or None
        kind = _type_name(head["type"], grammar)
        stop = text.find(". ", head.end(), head.end() + _CLAUSE)
        for index in range(first, min(first + _MOST_LISTED, len(shared))):
            if 0 <= stop < shared[index].start:
                break
            words = text[max(0, shared[index].start - 4) : shared[index].start].rstrip()
            is_own = words[-1:] in ":;,(" or words.endswith("và") or shared[index].is_listed or index == first
            if is_own and shared[index].type in (None, kind) and shared[index].number:
                shared[index] = replace(shared[index], type=kind, issuer=shared[index].issuer or issuer)
    return shared


_CLAUSE, _MOST_LISTED = 3000, 40
"""Longest sentence and most documents that one head counts."""
_HEAD = 260
"""Most characters between a shared head and the first document that it counts."""


# --- by name ------------------------------------------------------------------------------------------------------


def _names(text: str, start: int, grammar: Grammar) -> Iterator[_Draft]:
    """Laws by name and date, congress and plenum resolutions."""
    rules = grammar.rules("citations")
    for match in rules["congress"].finditer(text, start):
        yield _draft(match, "Nghị quyết", issuer=_congress(match["issuer"]), name=match[0])
    for match in rules["plenum"].finditer(text, start):
        yield _draft(match, "Nghị quyết", issuer=match["issuer"], name=match[0])
    for match in rules["bare"].finditer(text, start):
        number = match["num"]
        draft = _draft(match, _type_name(match["type"], grammar), number=number, canonical=number)
        yield _with_rest(text, draft, grammar)
    for match in rules["constitution"].finditer(text, start):
        yield _draft(match, "Hiến pháp", date=match["year"], name=match[0])
    for kind in ("law", "amending_law"):
        for match in rules[kind].finditer(text, start):
            before = text[max(0, match.start() - 5) : match.start()]
            if before[-1:].isalnum() or before.casefold() == "pháp ":
                continue
            number = match["number"]
            words = match[0] if number else match[0].removesuffix(" và")
            name = f"{match['type']} {match['name']}".removesuffix(" và")
            draft = _draft(match, match["type"].capitalize(), number=number, canonical=number, name=name)
            yield _with_rest(text, replace(draft, end=draft.start + len(words)), grammar)


def _draft(match: Match, kind: str, **said: Any) -> _Draft:
    """A citation that is the whole match."""
    return _Draft(start=match.start(), end=match.end(), type=kind, **said)


def _congress(words: str) -> str:
    """The Party's national congress under its full name."""
    short = words.casefold()
    if short.startswith("đại hội lần thứ") and short.endswith("của đảng"):
        return f"Đại hội đại biểu toàn quốc {words[len('Đại hội ') :]}"
    return words[0].upper() + words[1:]


def _with_province(issuer: str, province: str | None) -> str:
    """The congress of a province's Party branch under the name of the province."""
    branch = _BRANCH.search(issuer)
    return f"{issuer[: branch.end()]} {province}{issuer[branch.end() :]}" if branch and province else issuer


_BRANCH = re.compile(r"Đảng bộ (?:tỉnh|thành phố|Thành phố)(?=\s+lần)")


# --- what follows -------------------------------------------------------------------------------------------------


def _with_rest(text: str, draft: _Draft, grammar: Grammar) -> _Draft:
    """Attach the date and the issuer that stand right after."""
    rules = grammar.rules("citations")
    end, date = draft.end, None
    if found := rules.pattern("date").match(text, end):
        date = edtf(int(found["year"]), int(found["month"]), int(found["day"]))
        end = found.end()
    elif found := rules.pattern("year_of_law" if draft.name else "year").match(text, end):
        date, end = found["year"], found.end()
    issuer = draft.issuer
    if found := rules.pattern("issuer_lead").match(text, end):
        is_joint = "liên tịch" in (draft.type or "").casefold() or "LT" in (draft.number or "")
        length = _issuer_length(text, found.end(), grammar, is_joint)
        if length:
            issuer, end = text[found.end() : found.end() + length], found.end() + length
            if issuer in grammar.words("standing"):
                # "của Ban Thường vụ": whose is not said.
                issuer = None
    if found := rules.pattern("term").match(text, end):
        end = found.end() if issuer else end
    return replace(draft, end=end, date=date, issuer=issuer)


def _issuer_length(text: str, start: int, grammar: Grammar, is_joint: bool = False) -> int:
    """Length of the organ's name after "của": a known name with its place, or one found by its shape.

    A joint document has several: "Ủy ban Thường vụ Quốc hội, Chính phủ và Đoàn Chủ tịch …".
    """
    if found := grammar.rules("citations").pattern("plenum_issuer").match(text, start):
        return found.end() - start
    end = start + _organ_length(text, start, grammar)
    while is_joint and end > start and (joint := grammar.rules("citations").pattern("joint").match(text, end)):
        length = _organ_length(text, joint.end(), grammar)
        if not length:
            break
        end = joint.end() + length
    return end - start


def _organ_length(text: str, start: int, grammar: Grammar) -> int:
    length = known_length(text, start, grammar)
    if not length and organ_opening(text[start : start + 200], grammar) == 0:
        length = _shape_length(text, start, grammar)
    if not length:
        return 0
    place = grammar.rules("organs").pattern("place").match(text, start + length)
    if place:
        length = place.end() - start
    named = find_province(text[start + length : start + length + 30], grammar)
    if named and text[start + length :].lstrip().casefold().startswith(named.casefold()):
        length += len(text[start + length :]) - len(text[start + length :].lstrip()) + len(named)
    return length


def _shape_length(text: str, start: int, grammar: Grammar) -> int:
    """A name goes on while its words are capitals, follow one ("Tổ chức"), or join capitals ("và", "nhân dân").

    It ends with a capital or its follower; a word that begins the subject ("về", "quy định") ends it.
    """
    joining, after = grammar.words("joining"), grammar.words("after_issuer")
    head = grammar.rules("citations").pattern("small_name").match(text, start)
    end = position = start
    if head:
        end, position = head.end(), head.end() + 1
    was_capital = False
    for word in text[position : start + _SHAPE].split(" "):
        bare = word.strip(",;.:()")
        is_capital = bare[:1].isupper()
        if (
            not bare
            or word.startswith("(")
            or (bare in after and not (bare == "và" and end > start))
            or text.startswith("ban hành", position)
        ):
            break
        if not (is_capital or was_capital or bare in joining):
            break
        if is_capital or (was_capital and bare != "và"):
            end = position + len(word.rstrip(",;.:()"))
        position += len(word) + 1
        was_capital = is_capital
        if word[-1] in ",;.:)":
            break
    return end - start


_SHAPE = 160
"""Longest name that is found by its shape, in characters."""


# --- finishing ----------------------------------------------------------------------------------------------------


def _without_overlaps(found: list[_Draft]) -> Iterator[_Draft]:
    taken = -1
    for draft in found:
        if draft.start >= taken:
            taken = draft.end
            yield draft


def _finished(drafts: Iterable[_Draft], passage: Passage, province: str | None, grammar: Grammar) -> Iterator[Citation]:
    text = passage.reading.text
    alias = grammar.rules("citations").pattern("alias_words")
    kept = list(drafts)
    for index, draft in enumerate(kept):
        limit = kept[index + 1].start if index + 1 < len(kept) else len(text)
        defined = alias.search(text, draft.end, min(len(text), draft.end + 400))
        owns = defined is not None and (defined.start() < limit or defined.start("alias") == limit)
        yield Citation(
            span=passage.reading.home(draft.start, draft.end),
            text=text[draft.start : draft.end],
            type=draft.type,
            number=draft.number,
            canonical=draft.canonical,
            date=draft.date,
            issuer=_with_province(written_out(draft.issuer, province, grammar), province) if draft.issuer else None,
            name=draft.name,
            part=_part(text, draft.start, grammar),
            alias=defined["alias"] if defined and owns else None,
            identity=_identity(draft, province, grammar),
            node=passage.node,
            component=passage.component,
        )


def _part(text: str, start: int, grammar: Grammar) -> str | None:
    """The part of a document that is named before it: "khoản 2 Điều 5"."""
    found = grammar.rules("citations").pattern("part").search(text, max(0, start - _LEAD), start)
    return " ".join(found["part"].split()) if found else None


def _identity(draft: _Draft, province: str | None, grammar: Grammar) -> str | None:
    """Issuer's place, type, number and year: two provinces have a 141/KH-UBND each, and one of each year."""
    if not draft.canonical:
        return None
    place = None
    if _is_local(draft.canonical):
        place = (draft.issuer and find_province(draft.issuer, grammar)) or province
    year = draft.date[:4] if draft.date and draft.date[:4] not in draft.canonical else None
    return " · ".join(filter(None, (draft.canonical, place, year)))


_LOCAL = re.compile(r"(?:^|-)(?:UBND|HĐND|CTUBND|TU|HU|ĐU|MTTQ|S[A-ZĐ]\w+|BTV)(?:-|$)")


def _is_local(symbol: str) -> bool:
    """Whether a symbol is that of a local organ: a committee, council or sở."""
    return bool(_LOCAL.search(symbol.replace("/", "-").split("-", 1)[-1]))
