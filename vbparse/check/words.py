"""VB5xx: letters, blanks, residue, slips of the pen and of OCR.

These rules look at the text itself, for a clause is read over marks and blanks. They leave out what is no document:
news pages, and texts whose letters were read in the wrong encoding.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import compress, islice, pairwise
from operator import eq

from vbparse.check.finding import Context, Finding, finds
from vbparse.check.slips import find_slips, is_impossible, like
from vbparse.check.texts import (
    WORD,
    component_at,
    is_prose,
    is_read,
    known_words,
    matches_of,
    one_line,
    small_letters,
    span_of,
    word_counts,
)
from vbparse.fold import fold_word
from vbparse.grammar import Match
from vbparse.source import Span

_LETTERS = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
"""Letters of other alphabets that look like Đ, by their code: U+00D0, U+00F0, U+0189, U+0256."""
_NEXT_WORD = re.compile(r"\s+(\w+)")
_DOUBLE = re.compile(
    r"(?<![\w/.,-])(?P<first>[^\W\d_]+)(?:[ \u00a0]+|[ ]*\r?\n[ ]*)(?P<second>(?i:(?P=first)))(?![\w/-])"
)
_ON_FIRST = re.compile("(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)$")
_ON_SECOND = re.compile("(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")
_TONE_ENDS = frozenset("aeyàáảãạèéẻẽẹỳýỷỹỵ")
"""Where a word has its tone mark, on the first or the second of two vowels that end it."""

_FEWEST_TONES = 2
"""Words in the rarer style; a single one is more often a name, which its bearer spells."""
_SHORTEST_LINE = 40
"""Characters before a doubled word whose second half begins a line; shorter lines are cells, not broken sentences."""


# --- letters ------------------------------------------------------------------------------------------------------


@finds("VB501")
def foreign_letter(context: Context) -> Iterator[Finding]:
    """Ð (U+00D0) is a letter of Icelandic; who looks for Đ does not find it."""
    for match in matches_of(context, "eth"):
        yield Finding(span_of(match), {"letter": match[0], "meant": _LETTERS[match[0]]}, _LETTERS[match[0]])


@finds("VB502")
def mixed_tone_places(context: Context) -> Iterator[Finding]:
    """One document writes "hòa" or "hoà", not both."""
    styles: list[Counter[str]] = [Counter(), Counter()]
    for word, count in word_counts(context.text).items():
        small = word.lower()
        if small[-1] in _TONE_ENDS:
            styles[0][small] += count * bool(_ON_FIRST.search(small))
            styles[1][small] += count * bool(_ON_SECOND.search(small))
    rare, usual = sorted(styles, key=Counter.total)
    if rare.total() < _FEWEST_TONES:
        return
    for match in WORD.finditer(context.text):
        if rare[match[0].lower()] and is_read(context, match.start()):
            alike = [word for word in usual if usual[word] and fold_word(word) == fold_word(match[0])]
            example = alike[0] if alike else usual.most_common(1)[0][0]
            counts = {"count": str(rare.total()), "usual_count": str(usual.total())}
            yield Finding(span_of(match), {"word": match[0], "usual": example, **counts})
            return


@finds("VB503")
def invisible_character(context: Context) -> Iterator[Finding]:
    """Zero-width blanks, direction marks, control characters: nobody sees them, every search trips over them."""
    for match in matches_of(context, "invisible"):
        names = {f"U+{ord(char):04X}" for char in match[0]}
        # A soft hyphen often stands for a hyphen that was there: only a reader can tell.
        yield Finding(span_of(match), {"code": ", ".join(sorted(names))}, None if "\u00ad" in match[0] else "")


@finds("VB504")
def odd_no_break_space(context: Context) -> Iterator[Finding]:
    """A blank that keeps words together keeps nothing at the end of a line or beside another blank."""
    for match in matches_of(context, "no_break"):
        at_end = context.text[match.end() : match.end() + 1] in ("", "\r", "\n")
        yield Finding(span_of(match), {}, "" if at_end else match[0].replace("\u00a0", " "))


# --- residue ------------------------------------------------------------------------------------------------------


@finds("VB505")
def markdown_residue(context: Context) -> Iterator[Finding]:
    """Marks of Markdown in a text that is none."""
    if (context.document.source.path or "").lower().endswith((".md", ".markdown")):
        return
    for name in ("bold", "hash"):
        yield from (Finding(span_of(match), {"mark": match[0].strip()}, "") for match in matches_of(context, name))
    for name in ("italic", "underline"):
        for match in matches_of(context, name):
            start, end = match.span("words")
            for span in (Span(match.start(), start), Span(end, match.end())):
                yield Finding(span, {"mark": context.text[span.start : span.end]}, "")
    for match in matches_of(context, "link"):
        # An address that is left out is lost.
        yield Finding(span_of(match), {"mark": match[0]})


@finds("VB506")
def html_residue(context: Context) -> Iterator[Finding]:
    """Entities and tags of a web page."""
    for match in matches_of(context, "entity"):
        letters = html.unescape(match[0])
        if letters.replace("\u00a0", " ").isprintable() and letters != match[0]:
            yield Finding(span_of(match), {"mark": match[0]}, letters.replace("\u00a0", " "))
    for match in matches_of(context, "tag"):
        yield Finding(span_of(match), {"mark": match[0]}, "" if _joins(context.text, match) else " ")


def _joins(text: str, match: Match) -> bool:
    """Whether nothing stands between two words when a tag is taken out that did not part them."""
    parts = re.match(r"</?(?:br|p|div|t[drh]|table|li|h[1-6r])\b", match[0])
    beside = text[match.start() - 1 : match.start()].strip() and text[match.end() : match.end() + 1].strip()
    return not (parts and beside)


@finds("VB507")
def website_words(context: Context) -> Iterator[Finding]:
    """Words of the website around a document, one finding for each part of the file that has some."""
    seen: set[str] = set()
    for match in matches_of(context, "website"):
        component = context.document.components[component_at(context, match.start())]
        if component.id not in seen:
            yield Finding(Span(*match.span("words")), {"words": match["words"]})
        seen.add(component.id)


# --- words --------------------------------------------------------------------------------------------------------


@finds("VB508")
def doubled_word(context: Context) -> Iterator[Finding]:
    """ "của của" is a slip; "luôn luôn" is Vietnamese, "hành vi vi phạm" two words that meet."""
    rows = {row["word"]: row for row in context.grammar.table("doubles")}
    doubled = _neighbours_alike(context.text)
    doubled -= {word for word, row in rows.items() if row["slip"] == "never"}
    for match in _doubles(context.text, doubled):
        first, second = match["first"], match["second"]
        row = rows.get(second.lower(), {"slip": "", "after": ""})
        # "Trưởng ban Ban Tổ chức", "xã Xuân Thành thành xã": a name begins or ends between them.
        is_same = first == second or (row["slip"] == "always" and first.lower() == second)
        if is_same and _is_slip(context, match, row) and is_read(context, match.start()):
            yield Finding(span_of(match), {"word": first}, first)


def _neighbours_alike(text: str) -> set[str]:
    """Words that may stand twice in a row, in small letters: punctuation after the second does not count here."""
    line = one_line(text)
    for mark in ",.;:)*”":
        line = line.replace(mark, "")
    words = line.split(" ")
    return {word for word in compress(words, map(eq, words, islice(words, 1, None))) if word.isalpha()}


def _doubles(text: str, words: set[str]) -> Iterator[re.Match[str]]:
    """Where one of these words, in small letters, stands twice."""
    small = small_letters(text)
    places = {found.start() for word in words for found in re.finditer(re.escape(word) + r"\s", small)}
    for place in sorted(places):
        match = _DOUBLE.match(text, place)
        if match:
            yield match


def _is_slip(context: Context, match: re.Match[str], row: dict[str, str]) -> bool:
    text, word = context.text, match["second"]
    line = text.rfind("\n", 0, match.start()) + 1
    if "\n" in match[0] and match.start() - line < _SHORTEST_LINE:
        return False
    before = WORD.findall(text, max(0, match.start() - 12), match.start())[-1:]
    if before and before[0].lower() in row["after"].split("|"):
        return False
    after = _NEXT_WORD.match(text, match.end())
    if row["slip"]:
        return row["slip"] == "always" or (row["slip"] == "number" and after is not None and after[1].isdigit())
    last = _NEXT_WORD.match(text, after.end()) if after else None
    if not before or after is None or last is None:
        return False
    # "xã | hội hội | xem xét": words end and begin around the double; in "xuất bản | bản tin" they meet inside it.
    words = [fold_word(part) for part in (before[0], word, after[1], last[1])]
    ends, meets, begins = (" ".join(pair) in known_words(context.grammar) for pair in pairwise(words))
    return ends and begins and not meets


@finds("VB509")
def likely_slip(context: Context) -> Iterator[Finding]:
    """Words of the table of slips (`grammars/slips.tsv`), unless the words beside them make them right."""
    for match, meant in find_slips(context.text, context.grammar):
        if is_read(context, match.start()):
            words = like(match[0], meant)
            yield Finding(
                span_of(match), {"words": " ".join(match[0].split()), "meant": " ".join(words.split())}, words
            )


@finds("VB510")
def impossible_syllable(context: Context) -> Iterator[Finding]:
    """A syllable has one tone at most, and before a final p, t, c, ch only the rising or the heavy one."""
    stopped = context.grammar.rules("text").pattern("stopped")
    odd = {word for word in word_counts(context.text) if word.islower() and is_impossible(word, stopped)}
    if not odd:
        return
    slips = [span_of(match) for match, _ in find_slips(context.text, context.grammar)]
    for match in WORD.finditer(context.text):
        # Names of places and persons of other languages are written with capitals.
        is_odd = match[0] in odd and is_read(context, match.start())
        if is_odd and not any(slip.covers(span_of(match)) for slip in slips):
            yield Finding(span_of(match), {"word": match[0]})


@finds("VB511")
def placeholder(context: Context) -> Iterator[Finding]:
    """What was to be filled in: "Đang cập nhật", "xxx", "…/KH-UBND"; the blanks of a form are right."""
    for name in ("not_yet", "to_fill"):
        yield from (Finding(span_of(match), {"words": match[0]}) for match in matches_of(context, name))
    for match in matches_of(context, "dots"):
        kind = context.document.components[component_at(context, match.start())].kind
        # Forms stand in appendices, a small one with two blanks or three.
        if kind != "appendix" and is_prose(context, match.start()):
            yield Finding(span_of(match), {"words": " ".join(match[0].split())})


@finds("VB512")
def blank_before_mark(context: Context) -> Iterator[Finding]:
    """A comma or full stop follows its word at once."""
    for match in matches_of(context, "blank_before"):
        if is_prose(context, match.start()):
            blank = Span(len(context.text[: match.start()].rstrip(" \t")), match.start())
            yield Finding(blank, {"mark": match[0]}, "")


@finds("VB513")
def blank_missing(context: Context) -> Iterator[Finding]:
    """A blank follows a comma, and what stands between words has blanks on both sides or on none."""
    for name in ("blank_after", "blank_after_dots"):
        for match in matches_of(context, name):
            if is_prose(context, match.start()):
                around = context.text[match.start() - 2 : match.end() + 2]
                yield Finding(span_of(match), {"words": around}, f"{match[0]} ")
    for match in matches_of(context, "lopsided"):
        if is_prose(context, match.start()):
            start = match.start() - (context.text[match.start() - 1] == " ")
            mark = match[0].strip()
            words = context.text[start - 2 : match.end() + 2]
            yield Finding(Span(start, match.end()), {"words": words}, mark if mark == "/" else f" {mark} ")


@finds("VB514")
def small_name(context: Context) -> Iterator[Finding]:
    """A name whose second word is written small: "Việt nam"."""
    words = word_counts(context.text)
    for name in context.grammar.words("names"):
        first, *rest = name.split()
        small = " ".join([first, *map(str.lower, rest)])
        if words.keys() >= set(small.split()) and small in context.text:
            for match in re.finditer(rf"\b{small}\b", context.text):
                if is_read(context, match.start()):
                    yield Finding(span_of(match), {"words": small, "name": name}, name)
