"""VB2xx: form by Nghị định 30/2020/NĐ-CP, and by Hướng dẫn 36-HD/VPTW for documents of the Party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vbparse.check.finding import Context, Finding, finds
from vbparse.check.letterhead import (
    Letterhead,
    administrative,
    dates,
    find_in,
    first_words,
    legal_bases,
    letterheads,
    missing_parts,
    place_of,
    printed_numbers,
    signatures,
)
from vbparse.fold import fold
from vbparse.grammar import Match
from vbparse.model import Node
from vbparse.source import Span

_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_PARTS = {"motto": "Quốc hiệu, Tiêu ngữ", "organ": "tên cơ quan ban hành", "number": "số, ký hiệu",
          "date": "địa danh, ngày tháng"}  # fmt: skip
"""Parts of a letterhead (Nghị định 30/2020/NĐ-CP, Điều 8)."""

_A_LIST = 3
"""Recipients from which on a list was surely read."""
_BESIDE = 1500
"""Characters below a list of recipients in which the rest of it may stand."""


def _complete(context: Context) -> Iterator[tuple[Letterhead, str | None]]:
    """Letterheads that a capture has not lost, with the one part that is not there."""
    for letterhead in administrative(context):
        missing = missing_parts(letterhead, context)
        if len(missing) < 2:
            yield letterhead, next(iter(missing), None)


# --- letterhead ---------------------------------------------------------------------------------------------------


@finds("VB201")
def blank_number(context: Context) -> Iterator[Finding]:
    """A document that is sent has its number."""
    for letterhead in letterheads(context):
        header = letterhead.header
        is_read = header.number_status in ("present", "blank")
        lost = None if is_read else find_in(context, "blank_symbol", letterhead.head)
        if header.number_status == "blank" and header.number_span:
            yield Finding(header.number_span)
        elif lost and letterhead.is_administrative:
            yield Finding(Span(*lost.span("symbol")))


@finds("VB202")
def lost_letterhead(context: Context) -> Iterator[Finding]:
    """A capture may have lost most of the letterhead: one finding, not four."""
    for letterhead in administrative(context):
        missing = missing_parts(letterhead, context)
        if len(missing) > 1 and context.document.source.text.strip():
            yield Finding(first_words(letterhead, context), {"parts": "; ".join(_PARTS[part] for part in missing)})


@finds("VB203")
def missing_motto(context: Context) -> Iterator[Finding]:
    """Quốc hiệu and Tiêu ngữ stand at the top."""
    for letterhead, missing in _complete(context):
        if missing == "motto":
            yield Finding(first_words(letterhead, context))


@finds("VB204")
def wrong_motto(context: Context) -> Iterator[Finding]:
    """Quốc hiệu and Tiêu ngữ are spelled as the decree has them."""
    for letterhead in letterheads(context):
        for name, right in (("national_title", _TITLE), ("motto", _MOTTO)):
            found = find_in(context, name, letterhead.head)
            if found and _letters(found[0]) != _letters(right) and not _is_parted(found, letterhead, context):
                yield Finding(Span(*found.span()), {"words": " ".join(found[0].split()), "right": right})


def _is_parted(found: Match, letterhead: Letterhead, context: Context) -> bool:
    """Whether the last words stand elsewhere: two columns may be read line by line."""
    last = "VIỆT NAM"
    return last not in found[0] and last in context.text[found.end() : letterhead.head.end]


@finds("VB205")
def wrong_dashes(context: Context) -> Iterator[Finding]:
    """Tiêu ngữ has hyphens with blanks around them."""
    for letterhead in administrative(context):
        found = find_in(context, "motto", letterhead.head)
        if found and (found["first"], found["second"]) != (" - ", " - ") and _letters(found[0]) == _letters(_MOTTO):
            yield Finding(Span(*found.span()), {"words": found[0]}, fix=_MOTTO)


@finds("VB206")
def missing_number(context: Context) -> Iterator[Finding]:
    """A letterhead has a number."""
    for letterhead, missing in _complete(context):
        if missing == "number":
            yield Finding(first_words(letterhead, context))


@finds("VB207")
def malformed_number(context: Context) -> Iterator[Finding]:
    """State: 15/QĐ-UBND; Party: 15-QĐ/TU."""
    for letterhead, number, span in printed_numbers(context):
        rules = context.grammar.rules("checking")
        lost = rules.pattern("broken_symbol").match(context.text, span.end, letterhead.head.end)
        is_broken = bool(lost) and "-" not in number
        forms = [rules.pattern(name) for name in _forms(letterhead, context)]
        if is_broken or not any(form.fullmatch(number) for form in forms):
            end = lost.end() if lost and is_broken else span.end
            yield Finding(Span(span.start, end), {"number": context.text[span.start : end]})


def _forms(letterhead: Letterhead, context: Context) -> tuple[str, ...]:
    """The forms that a number may have; a text that lost its title may be of the state or of the Party."""
    if letterhead.is_party:
        return ("party_number",)
    is_state = find_in(context, "national_title", letterhead.head) is not None
    return ("state_number",) if is_state else ("state_number", "party_number")


@finds("VB208")
def type_against_title(context: Context) -> Iterator[Finding]:
    """The type code of the symbol is that of the title: CT is no decision."""
    for letterhead, number, span in printed_numbers(context):
        title = letterhead.header.doc_type or ""
        # A consolidated text has the title of the text that it consolidates.
        rows = [row for row in context.grammar.table("document_types") if row["code"] not in ("", "VBHN")]
        # An official letter's symbol has no type code: what looks like one is its issuer's, as in 5528/CT-CS.
        codes = {row["code"] for row in rows if row["name"] == title and row["genre"] != "official_letter"}
        named = {row["code"]: row["name"] for row in rows}
        code = next((group for group in re.split(r"[/-]", number)[1:] if group in named), None)
        if code and codes and code not in codes:
            at = span.start + context.text[span.start : span.end].find(code)
            yield Finding(Span(at, at + len(code)), {"code": code, "meant": named[code], "title": title})


@finds("VB209")
def no_leading_zero(context: Context) -> Iterator[Finding]:
    """Numbers below 10 have a zero before them."""
    for _, number, span in printed_numbers(context):
        if re.match(r"[1-9](?!\d)", number) and context.text[span.start] == number[0]:
            yield Finding(Span(span.start, span.start + 1), {"number": number[0]}, fix=f"0{number[0]}")


@finds("VB210")
def missing_date(context: Context) -> Iterator[Finding]:
    """A letterhead has place and date."""
    for letterhead, missing in _complete(context):
        if missing == "date":
            yield Finding(first_words(letterhead, context))


@finds("VB211")
def blank_date(context: Context) -> Iterator[Finding]:
    """A document that is sent has its day, month and year."""
    for _, found in dates(context):
        blank = [name for name in ("day", "month", "year") if not any(map(str.isdigit, found[name]))]
        if blank:
            span = Span(found.start("day") - len("ngày"), found.end())
            yield Finding(span, {"date": " ".join(context.text[span.start : span.end].split())})


@finds("VB212")
def date_without_zero(context: Context) -> Iterator[Finding]:
    """Days below 10 and the months 1 and 2 have a zero before them."""
    for _, found in dates(context):
        for name, small in (("day", "123456789"), ("month", "12")):
            if found[name].strip() in tuple(small):
                end = found.end(name)
                yield Finding(Span(end - 1, end), {"number": found[name].strip()}, fix=f"0{found[name].strip()}")


@finds("VB213")
def place_without_comma(context: Context) -> Iterator[Finding]:
    """A comma stands after the place."""
    for _, found in dates(context):
        if not found["comma"]:
            place = found["place"]
            start = found.end("place") - len(place.split()[-1])
            yield Finding(
                Span(start, found.end("place")), {"place": " ".join(place.split())}, fix=f"{place.split()[-1]},"
            )


def _letters(words: str) -> str:
    """Words without what stands between them."""
    return fold(" ".join(re.findall(r"[^\W\d_]+", words)))


# --- signature ----------------------------------------------------------------------------------------------------


@finds("VB220")
def number_without_colon(context: Context) -> Iterator[Finding]:
    """State: "Số: 15/QĐ-UBND"; Party: "Số 15-QĐ/TU"."""
    for letterhead, _, span in printed_numbers(context):
        line = Span(max(letterhead.head.start, span.start - 10), span.start)
        found = find_in(context, "number_word", line)
        if found and letterhead.is_administrative and not letterhead.is_party:
            yield Finding(Span(*found.span("word")), {}, fix="Số:")


@finds("VB214")
def authority_against_issuer(context: Context) -> Iterator[Finding]:
    """Who decides signs: TM. is for a committee, KT. alone for its chairman."""
    rules = context.grammar.rules("checking")
    for letterhead, signing, authority, _ in signatures(context):
        decides = next((node.text for node in letterhead.nodes[:2] if node.text.isupper()), "")
        is_collective = authority.startswith("TM")
        is_person = bool(rules.pattern("chairman").match(decides))
        is_committee = bool(rules.pattern("committee").match(decides))
        if (is_person and is_collective) or (is_committee and not is_collective and not authority.startswith("TUQ")):
            yield Finding(place_of(authority, signing, context), {"authority": authority, "decides": decides})


@finds("VB215")
def deputy_without_authority(context: Context) -> Iterator[Finding]:
    """A deputy signs for the head: "KT. CHỦ TỊCH" above "PHÓ CHỦ TỊCH"; nobody signs for himself."""
    deputy = context.grammar.rules("checking").pattern("deputy")
    for letterhead, signing, authority, position in signatures(context):
        # Columns side by side may have gone to the list of recipients.
        is_for_head = any(find_in(context, "for_head", part.span) for part in letterhead.tail)
        is_deputy = bool(deputy.match(position))
        own = authority.rpartition("KT.")[2].strip()
        lacks = is_deputy and not is_for_head and _names_one_head(authority, context)
        if lacks or (is_for_head and own and fold(own) == fold(position)):
            yield Finding(place_of(position, signing, context), {"position": position, "authority": authority or "–"})


def _names_one_head(authority: str, context: Context) -> bool:
    """Whether a deputy cannot sign so: a standing committee's deputy signs for the collective itself."""
    committee = context.grammar.rules("checking").pattern("committee")
    return not authority or authority.startswith("TL") or bool(committee.match(authority.removeprefix("TM.").strip()))


@finds("VB216")
def authority_abbreviation(context: Context) -> Iterator[Finding]:
    """State: "TM.", "KT."; Party: "T/M", "K/T"."""
    for letterhead, signing, _, _ in signatures(context):
        found = find_in(context, "party_sign" if letterhead.is_party else "state_sign", signing.span)
        if found:
            letters = found["sign"].replace("/", "").rstrip(".")
            right = f"{letters[0]}/{letters[1:]}" if letterhead.is_party else f"{letters}."
            written = found["sign"] + ("." if letterhead.is_party else "")
            start = found.start("sign")
            yield Finding(Span(start, start + len(written)), {"written": written, "right": right}, fix=right)


# --- recipients and legal bases -----------------------------------------------------------------------------------


@finds("VB217")
def missing_archive(context: Context) -> Iterator[Finding]:
    """The list of recipients ends with what is kept: "Lưu: VT, …"."""
    for letterhead in administrative(context):
        part = letterhead.recipients
        if part is None or part.archive or len(part.recipients or ()) < _A_LIST or letterhead.is_party:
            continue
        # The line may have gone to the part below: a signature beside the list, or a site's own words.
        below = Span(part.span.start, part.span.end + _BESIDE)
        if not find_in(context, "archive_word", below):
            yield Finding((part.recipients or ())[-1].span)


@finds("VB218")
def archive_without_colon(context: Context) -> Iterator[Finding]:
    """A colon stands after "Lưu"."""
    for letterhead in administrative(context):
        part = letterhead.recipients
        found = find_in(context, "archive_colon", part.span) if part and not letterhead.is_party else None
        if found:
            yield Finding(Span(*found.span("word")), {"words": found["word"]}, fix="Lưu:")


@finds("VB219")
def bases_punctuation(context: Context) -> Iterator[Finding]:
    """Each legal basis ends with a semicolon, the last one with a full stop."""
    for letterhead in administrative(context):
        is_letter = letterhead.component.kind in ("official_letter", "telegram")
        if letterhead.header.date is None or letterhead.is_party or is_letter:
            continue
        for node, following in legal_bases(letterhead, context):
            due = _due_sign(node, following, context)
            if due:
                end = node.span.end
                last = context.text[end - 1]
                fix = due if last in ".,;:" else last + due
                yield Finding(Span(end - 1, end), {"due": due, "basis": _shortened(node.text)}, fix=fix)


def _due_sign(node: Node, following: Node, context: Context) -> str:
    """The sign that should end a legal basis and does not; else nothing."""
    rules = context.grammar.rules("checking")
    last = node.text.rstrip()[-1:]
    if rules.pattern("basis_line").match(following.text):
        return ";" if last != ";" and node.text.startswith("Căn cứ") else ""
    goes_on = following.text[:1].islower() or rules.pattern("document_name").match(following.text)
    return "." if last in (",", ";") and not goes_on else ""


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60].rpartition(' ')[0]} …"
