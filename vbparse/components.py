"""`Block…` → `Part…`: letterhead and body of each document, recipients, signatures, appendices, site furniture.

A decision and the plan that it promulgates are two documents; an appendix stands after the signature.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.fold import bare
from vbparse.grammar import Grammar
from vbparse.labels import SHORT, Labelled, label_blocks
from vbparse.model import Block, Part

_HEAD_LABELS = frozenset({"motto", "organ", "organ_place", "number", "number_word", "place_date", "marks", "position"})
_DOTS = " .,:;'`*_-–"
"""What OCR sees beside a type word."""
_SITE = 60
"""Blocks after a document by which a site that goes on there is known; forms and lists may be longer."""
_NEAR = 8
"""Blocks between a letterhead and its type word, or between a type word and "(Kèm theo …)"."""
_FORM = 4
"""Blocks between the name of an appendix and the letterhead of its form."""
_MARK = 40
"""Longest mark of a typist, in characters."""
_SIGNING = 60
"""Most blocks of recipients and signature."""
_BULLETS = ("dash", "plus", "dot", "star")
_RIGHT, _CENTRED = 25, 12
"""Column from which words stand right, and by how much centred lines of that column differ."""


def find_parts(blocks: tuple[Block, ...], grammar: Grammar, is_scan: bool = False) -> tuple[Part, ...]:
    """The parts of a file; they hold all its blocks, in order. Of a scan, pages are pictures that nobody has read."""
    labelled = label_blocks(blocks, grammar)
    top, bottom = _inside_site(labelled)
    items = labelled[top:bottom]
    starts = _starts(items, grammar) if any(item.is_words for item in items) else []
    first = starts[0][0] if starts else 0
    parts: list[Part] = []
    if top or any(item.is_words for item in items[:first]):
        parts.append(_part("site_header", labelled[: top + first]))
    elif starts:
        starts[0] = (0, *starts[0][1:])
    if not starts:
        parts.append(_without_document(items, grammar, is_scan))
    ends = [start for start, _, _ in starts[1:]] + [len(items)]
    for (start, type_at, kind), end in zip(starts, ends, strict=bool(starts)):
        parts.extend(_document(items[start:end], type_at - start, kind, len(parts), grammar))
    if bottom < len(labelled):
        parts.append(_part("site_footer", labelled[bottom:]))
    return tuple(parts)


def _inside_site(labelled: list[Labelled]) -> tuple[int, int]:
    """First block, and the one after the last, between those that the reader knows to be the site's."""
    own = [index for index, item in enumerate(labelled) if item.block.kind != "site"]
    return (own[0], own[-1] + 1) if own else (0, len(labelled))


# --- where documents begin ----------------------------------------------------------------------------------------


def _starts(labelled: list[Labelled], grammar: Grammar) -> list[tuple[int, int, str]]:
    """(first block, block of the type word, kind) of every document and appendix."""
    starts: list[tuple[int, int, str]] = []
    ended = True
    for index, item in enumerate(labelled):
        is_signed = item.label == "position" and item.is_upper and bool(starts) and _is_signed(labelled, index)
        if item.ends_body or is_signed or (starts and item.label in ("recipients", "authority", "archive")):
            ended = True
        elif kind := _kind_begun(labelled, index, ended, bool(starts), grammar):
            floor = starts[-1][1] + 1 if starts else 0
            title = _title_above(labelled, index) if item.label == "attached" else None
            first = title if title is not None else index
            starts.append((_letterhead_start(labelled, max(first, floor), floor), index, kind))
            ended = False
    if starts and not _is_attached(labelled, starts[0][1]):
        return starts
    # What came with a decision has that before it, even where its type word cannot be read.
    return _without_type(labelled[: starts[0][0] if starts else len(labelled)], grammar) + starts


def _kind_begun(labelled: list[Labelled], index: int, ended: bool, has_document: bool, grammar: Grammar) -> str | None:
    """Kind of the document whose type word stands here, or null."""
    item = labelled[index]
    is_apart = ended or _is_attached(labelled, index) or _has_own_letterhead(labelled, index)
    if item.label == "appendix" and has_document and is_apart:
        return "appendix"
    if item.label == "attached" and has_document and ended and _title_above(labelled, index) is not None:
        return "appendix"
    if not has_document and _is_named(labelled, index, grammar):
        return _genre(item.text, grammar)
    if item.label in ("type", "type_title", "resolve") or _is_lower_type(labelled, index, grammar):
        if item.label == "resolve" and item.text.rstrip().endswith(":"):
            return None
        if _is_attached(labelled, index) and has_document and _genre(item.text, grammar) == "unknown":
            # What a decision promulgates and no registry of documents knows: "QUY TRÌNH … (Kèm theo Quyết định …)".
            return None if index and labelled[index - 1].label == "appendix" else "appendix"
        if _is_attached(labelled, index) or _has_letterhead(labelled, index):
            return _genre(item.text, grammar)
        if ended and not _is_site(labelled, index, grammar):
            return _genre(item.text, grammar)
    return None


def _is_named(labelled: list[Labelled], index: int, grammar: Grammar) -> bool:
    """A type word with its issuer ("Nghị định của Chính phủ số …"), the legal bases below, as old gazettes print it."""
    rules = grammar.rules("letterhead")
    item = labelled[index]
    if item.marker or not (
        rules.pattern("type_named").match(item.text)
        or (rules.pattern("type_lower").fullmatch(item.text) and _below(labelled, index).startswith("của "))
    ):
        return False
    return any(later.is_basis for later in labelled[index + 1 : index + _NEAR])


def _below(labelled: list[Labelled], index: int) -> str:
    """The next words below a block."""
    return next((item.text for item in labelled[index + 1 : index + _NEAR] if item.is_words), "")


def _is_site(labelled: list[Labelled], index: int, grammar: Grammar) -> bool:
    """Whether a website's own words stand right above: its notices have titles too."""
    site = grammar.rules("letterhead").pattern("site")
    above = labelled[max(0, index - 2 * _NEAR) : index]
    return any(item.label == "metadata" or site.search(item.text) for item in above)


def _is_attached(labelled: list[Labelled], index: int) -> bool:
    """Whether "(Kèm theo …)" stands below, before any numbered clause."""
    for item in labelled[index + 1 : index + _NEAR]:
        if item.label == "attached":
            return True
        if item.marker in ("roman", "article", "arabic", "chapter"):
            return False
    return False


def _has_own_letterhead(labelled: list[Labelled], index: int) -> bool:
    """Whether the country's name and motto stand right below: the form of an appendix, wherever the signature is."""
    return any(item.label == "motto" for item in labelled[index + 1 : index + _FORM])


def _title_above(labelled: list[Labelled], index: int) -> int | None:
    """First block of the title in capitals or bold that stands right above "(Kèm theo …)"; null if there is none.

    Where a title is wrapped, a line of it may begin with an organ.
    """
    start = None
    for back in range(index - 1, max(-1, index - _NEAR), -1):
        item = labelled[back]
        is_title = (
            (item.is_upper or item.block.is_bold) and item.label in (None, "organ", "organ_place") and not item.marker
        )
        if not is_title or _is_name(item):
            break
        if item.label is None:
            start = back
    return start


def _has_letterhead(labelled: list[Labelled], index: int) -> bool:
    near = [item.label for item in labelled[max(0, index - _NEAR) : index]]
    return "motto" in near and ("number" in near or "place_date" in near)


def _is_lower_type(labelled: list[Labelled], index: int, grammar: Grammar) -> bool:
    """A type word whose capitals were lost (fonts such as .VnTimeH), right under a letterhead."""
    item = labelled[index]
    if item.label or len(item.text) > 40 or not grammar.rules("letterhead").pattern("type_lower").fullmatch(item.text):
        return False
    near = [near.label for near in labelled[max(0, index - 4) : index]]
    return "metadata" not in near and bool({"number", "place_date", "motto"} & set(near))


def _genre(text: str, grammar: Grammar) -> str:
    """Kind of document that a type word names (Nghị định 30/2020/NĐ-CP, Điều 7)."""
    words = text.strip(' #“”":').casefold()
    genres = {row["name"].casefold(): row["genre"] for row in grammar.table("document_types")}
    named = max((name for name in genres if words.startswith(name)), key=len, default="")
    if not named:
        # Marks that OCR lost.
        misread = " ".join(bare(words).split()).strip(_DOTS)
        named = next((name for name in genres if bare(name) == misread), "")
    return genres.get(named, "unknown")


def _letterhead_start(labelled: list[Labelled], index: int, floor: int) -> int:
    """First block of the letterhead above a type word."""
    start = index
    for back in range(index - 1, floor - 1, -1):
        item = labelled[back]
        if item.label in _HEAD_LABELS or (not item.label and not item.marker and len(item.text) < 80 and item.is_upper):
            start = back
        elif item.is_words:
            break
    return start


def _without_type(labelled: list[Labelled], grammar: Grammar) -> list[tuple[int, int, str]]:
    """A document without a type word on a line of its own: an official letter, or one that copying damaged."""
    for index, item in enumerate(labelled):
        if item.label == "number" and any(near.label in ("motto", "place_date") for near in labelled[: index + _NEAR]):
            last = _letterhead_end(labelled, index, grammar)
            kind = _genre_without_type(labelled[index : last + 1], grammar)
            return [(_letterhead_start(labelled, index, 0), last, kind)]
        if item.label == "addressee":
            return [(_letterhead_start(labelled, index, 0), max(0, index - 1), "official_letter")]
    return _by_words(labelled, grammar)


def _letterhead_end(labelled: list[Labelled], index: int, grammar: Grammar) -> int:
    """Last block of a letterhead without a type word: place and date, "V/v …", capitals; not whom it is for."""
    subject = grammar.rules("letterhead").pattern("subject")
    last = index
    for at in range(index + 1, min(index + _NEAR, len(labelled))):
        item = labelled[at]
        if item.label in _HEAD_LABELS or subject.match(item.text.lstrip(" (*")):
            last = at
        elif item.is_words and not (item.is_upper and not item.marker and item.label is None):
            break
    return last


def _by_words(labelled: list[Labelled], grammar: Grammar) -> list[tuple[int, int, str]]:
    """A letterhead with its type word among scanning noise, or a plan that begins with its preamble."""
    rules = grammar.rules("letterhead")
    opening = [item for item in labelled[: 2 * _NEAR] if item.is_words]
    motto = next((i for i, item in enumerate(labelled[: 2 * _NEAR]) if item.label == "motto"), None)
    for index, item in enumerate(labelled[: 3 * _NEAR]):
        found = rules["type_spaced"].search(item.text) if len(item.text) < SHORT else None
        if motto is not None and index > motto and found:
            spaced = " ".join(found["type"].replace("ĐỊNH", " ĐỊNH").replace("  ", " ").split())
            return [(_letterhead_start(labelled, motto, 0), index, _genre(spaced, grammar))]
    for item in opening[:4]:
        found = rules.pattern("issues_plan").search(item.text)
        if found:
            return [(0, -1, _genre(found["type"], grammar))]
    return []


def _genre_without_type(letterhead: list[Labelled], grammar: Grammar) -> str:
    """Kind of a document that names none: by the code in its number, which stands first.

    "V/v …" below the number makes it an official letter, whatever the code of the organ looks like: 5528/CT-CS is a
    letter of the Cục Thuế, no chỉ thị (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.5).
    """
    rules = grammar.rules("letterhead")
    if any(rules.pattern("subject").search(item.text.lstrip(" (*")) for item in letterhead):
        return "official_letter"
    code = rules.pattern("number").match(letterhead[0].text)
    return _genre_of_code(code["number"] if code else "", grammar)


def _genre_of_code(number: str, grammar: Grammar) -> str:
    """Kind that the type code in a document's symbol names; a symbol without one is an official letter's."""
    groups = number.replace("–", "-").replace("-", "/").split("/")
    codes = {row["code"]: row["genre"] for row in grammar.table("document_types") if row["system"] == "state"}
    return next((codes[group.strip()] for group in groups if group.strip() in codes), "official_letter")


# --- inside a document --------------------------------------------------------------------------------------------


def _document(items: list[Labelled], type_at: int, kind: str, index: int, grammar: Grammar) -> Iterator[Part]:
    """A document's own part, then what follows its body."""
    head = _header_end(items, type_at, grammar) if type_at >= 0 else 0
    end = _body_end(items, head, kind)
    if not any(item.is_words for item in items[end:]):
        end = len(items)
    own = Part(
        kind=kind, blocks=tuple(i.block for i in items[:end]), head=head, type_at=type_at if type_at >= 0 else None
    )
    yield own
    yield from _tail(items[end:], index, grammar)


def _header_end(items: list[Labelled], type_at: int, grammar: Grammar) -> int:
    """Index of the first block of the body."""
    title: list[Labelled] = []
    for index in range(type_at + 1, len(items)):
        item = items[index]
        if not item.is_words or item.label in ("attached", "number", "number_word", "place_date", "motto", "marks"):
            continue
        if item.marker or item.block.kind == "row" or _is_authority_line(items, index) or item.label == "resolve":
            return index
        if not _goes_on_title(item, title):
            return index
        title.append(item)
    return len(items)


def _goes_on_title(item: Labelled, title: list[Labelled]) -> bool:
    if not title:
        return not (item.is_basis and (item.text.startswith("Căn cứ") or item.text[-1:] in ":;,"))
    last = title[-1]
    if last.is_upper:
        return item.is_upper
    if item.is_basis or len(item.text) > SHORT:
        return False
    is_next = item.block.lines[0] == last.block.lines[-1] + 1
    return (item.block.is_bold and last.block.is_bold) or (
        is_next and last.text[-1:] not in ".:;" and len(last.text) < SHORT
    )


def _is_authority_line(items: list[Labelled], index: int) -> bool:
    """Whether a line names who decides: capitals, with the legal bases or the decision right below."""
    item = items[index]
    if item.label not in ("organ", "position") and not (item.label is None and item.is_upper):
        return False
    below = next((after for after in items[index + 1 :] if after.is_words and after.label != "organ"), None)
    return item.label in ("organ", "position") and below is not None and (below.is_basis or below.label == "resolve")


def _body_end(items: list[Labelled], head: int, kind: str) -> int:
    """Index of the first block after the body."""
    for index in range(head, len(items)):
        item = items[index]
        if item.label in ("recipients", "metadata") or (item.label == "authority" and item.is_upper):
            return index
        if item.label == "position" and item.is_upper and index > head + 1 and _is_signed(items, index):
            return index
        if (item.ends_body or item.label == "adopted") and not _body_goes_on(items, index):
            return index + 1
    return len(items)


def _is_signed(items: list[Labelled], index: int) -> bool:
    """Whether the block above a position closes a sentence and one below is a name."""
    above = next((item for item in reversed(items[max(0, index - _NEAR) : index]) if item.is_words), None)
    below = [item for item in items[index + 1 : index + 4] if item.is_words]
    return above is not None and above.text[-1:] in "./;”" and any(_is_name(item) for item in below)


def _is_name(item: Labelled) -> bool:
    words = item.text.split()
    return (
        item.label is None
        and 2 <= len(words) <= 7
        and all(w[0].isupper() and (w[1:].islower() or len(w) == 1 or "." in w) for w in words)
    )


def _body_goes_on(items: list[Labelled], index: int) -> bool:
    """Whether numbered clauses follow an end mark, so that it did not end the body."""
    after = [item for item in items[index + 1 : index + 3] if item.is_words]
    return (
        bool(after) and after[0].label is None and after[0].marker in ("roman", "article", "arabic", "chapter", "upper")
    )


def _tail(items: list[Labelled], of: int, grammar: Grammar) -> Iterator[Part]:
    """Recipients, signature and what the website put below."""
    yield from (beside := _side_by_side(items, of))
    start = sum(len(part.blocks) for part in beside)
    while start < len(items):
        kind, length = _tail_kind(items[start:], grammar)
        if not any(item.is_words for item in items[start + length :]):
            length = len(items) - start
        yield _part(kind, items[start : start + length], None if kind.startswith("site") else of)
        start += length


def _side_by_side(items: list[Labelled], of: int) -> list[Part]:
    """Recipients left and signature right, line by line: each is read from its column, cut where the name stands."""
    right = min((i.block.column for i in items[:_SIGNING] if _is_right(i)), default=0)
    at = [index for index, item in enumerate(items[:_SIGNING]) if right and item.block.column >= right - _CENTRED]
    left = [index for index, item in enumerate(items[:_SIGNING]) if index not in at and item.is_words]
    archive = next((index for index in left if items[index].label == "archive"), len(items))
    left = [index for index in left if index <= archive]
    if not at or not left or not at[0] < left[-1] or not any(items[i].label == "recipients" for i in left):
        return []
    end = max(at[-1], left[-1]) + 1
    # Columns that do not interleave are one after the other.
    cut = max(at[-1], 1) if at[-1] > left[0] else left[0]
    blocks = [item.block for item in items]
    recipients = tuple(blocks[index] for index in left)
    signature = tuple(blocks[index] for index in at)
    return [
        Part(kind="recipients", blocks=tuple(blocks[:cut]), of=of, read_from=recipients),
        Part(kind="signature_block", blocks=tuple(blocks[cut:end]), of=of, read_from=signature),
    ]


def _is_right(item: Labelled) -> bool:
    """Whether a block opens the right column of a signature."""
    return item.block.column >= _RIGHT and item.is_upper and item.label in ("authority", "position", "organ")


def _tail_kind(items: list[Labelled], grammar: Grammar) -> tuple[str, int]:
    """Kind of what begins here and how many blocks it has."""
    first = next((item for item in items if item.is_words), None)
    if first is None:
        return "signature_block", len(items)
    if first.label in ("recipients", "archive") or first.marker == "dash":
        return "recipients", _recipients_length(items, grammar)
    is_signed = grammar.rules("letterhead").pattern("signed").match(first.text.strip(" ("))
    if first.label in ("authority", "position") or _is_name(first) or is_signed:
        return "signature_block", _signature_length(items)
    if first.marker == "footnote":
        return "footnotes", len(items)
    site = grammar.rules("letterhead").pattern("site")
    top = [item for item in items if item.is_words and len(item.text) < 2000][:_SITE]
    if any(item.label == "metadata" or site.search(item.text) for item in top):
        later = (i for i, item in enumerate(items) if i and item.label in ("recipients", "authority") and item.is_upper)
        return "site_footer", next(later, len(items))
    later = (i for i, item in enumerate(items) if i and item.label in ("recipients", "authority"))
    return "unknown", next(later, len(items))


def _recipients_length(items: list[Labelled], grammar: Grammar) -> int:
    """Recipients go on to the archive line, or as long as they are a list."""
    for index, item in enumerate(items):
        if index and item.label in ("authority", "position") and item.is_upper:
            return index
        if item.label == "archive":
            return index + 1 + _typist_length(items[index + 1 :])
        if (
            index
            and item.is_words
            and not item.marker
            and item.label != "recipients"
            and not _is_recipient(item, grammar)
        ):
            return index
    return len(items)


def _typist_length(items: list[Labelled]) -> int:
    """Blocks of the typist's mark ("Manhpn/11/25") below the archive line, the signature right after it."""
    full = [index for index, item in enumerate(items[:_NEAR]) if item.is_words][:2]
    if len(full) < 2 or items[full[1]].label not in ("authority", "position"):
        return 0
    mark = items[full[0]]
    is_mark = mark.label is None and not mark.marker and len(mark.text) <= _MARK and not _is_name(mark)
    return full[0] + 1 if is_mark else 0


def _is_recipient(item: Labelled, grammar: Grammar) -> bool:
    """A line of recipients that lost its dash still ends as the others do; a purpose belongs to the one above it."""
    if item.text.startswith("(") and grammar.rules("letterhead").pattern("purpose").fullmatch(item.text):
        return True
    return item.text.startswith(("- ", "– ", "+ ")) or (len(item.text) < 120 and item.text[-1:] in ";,")


def _signature_length(items: list[Labelled]) -> int:
    """A signature goes on to the signer's name, or to the next numbered clause: a form has no name yet."""
    for index, item in enumerate(items):
        if item.label in ("recipients", "metadata") or (index and item.marker and item.marker not in _BULLETS):
            return index
        if _is_name(item):
            below = items[index + 1] if index + 1 < len(items) else None
            has_post = below is not None and below.is_upper and below.block.lines[0] == item.block.lines[-1]
            return index + 1 + has_post
        if (
            index
            and item.is_words
            and item.label not in ("authority", "position", "organ", "organ_place")
            and len(item.text) > 60
        ):
            return index
    return len(items)


# --- files without a document -------------------------------------------------------------------------------------


def _without_document(labelled: list[Labelled], grammar: Grammar, is_scan: bool) -> Part:
    """A news page, or something that cannot be told."""
    news = grammar.rules("letterhead").pattern("news")
    sections = sum(item.marker == "roman" for item in labelled)
    if sections < 2 and sum(bool(news.search(item.text)) for item in labelled if len(item.text) < 400) >= 1:
        return _part("news_article", labelled, reason="a dateline and no letterhead, type word or numbered sections")
    if any(item.is_words for item in labelled):
        return _part("unknown", labelled, reason="no letterhead or type word")
    return _part("unknown", labelled, reason="its pages are pictures" if is_scan else "the file has no words")


def _part(kind: str, items: list[Labelled], of: int | None = None, reason: str | None = None) -> Part:
    return Part(kind=kind, blocks=tuple(item.block for item in items), of=of, reason=reason)
