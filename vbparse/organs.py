"""Names of organs in running text: where one begins and ends, and how a list of them is cut.

Known names come from `grammars/organs.tsv`; others are found by their shape ("Trung tâm …", "Chi cục …").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from vbparse.fold import fold
from vbparse.grammar import Grammar

_TRIM = " \t\u00a0.;,:/*"
_LONGEST = 200
"""No organ's name in the registry or the corpus is longer, in characters."""


def organ_opening(text: str, grammar: Grammar) -> int:
    """Where the organ's name begins if the text opens with one ("Đề nghị Sở …" begins at "Sở"), else -1."""
    found = grammar.rules("organs").pattern("opening").match(text)
    return found.start("name") if found else -1


def subject_end(text: str, start: int, grammar: Grammar) -> int:
    """Where the organs that a sentence begins with end: before its verb, a colon, or the end of the text."""
    verb = grammar.rules("organs").pattern("verb").search(text, start, min(len(text), start + 4 * _LONGEST))
    colon = text.find(":", start, start + 4 * _LONGEST)
    stops = [stop for stop in (verb.start() if verb else -1, colon) if stop >= 0]
    return min(stops, default=len(text))


def split_organs(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of each organ in a list, one entry an organ; a collective stays whole.

    A factored head ("Các Sở: Công Thương, Tài chính") gives its kind to every name.
    """
    factored = grammar.rules("organs").pattern("factored").match(text, start, end)
    if factored:
        kind = factored["kind"].split(",")[0].capitalize()
        for first, last in _cut_names(text, factored.start("names"), end, kind, grammar):
            name = text[first:last]
            yield first, last, name if organ_opening(name, grammar) == 0 else f"{kind} {name}"
        return
    for first, last in _cut(text, start, end, grammar):
        yield first, last, text[first:last]


def _cut(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    pattern = grammar.rules("organs").pattern("separator")
    depth_start = start
    for found in pattern.finditer(text, start, end):
        if _inside_bracket(text, depth_start, found.start()) or _inside_known(
            text, found.start(), found.end(), grammar
        ):
            continue
        yield from _trimmed(text, depth_start, found.start())
        depth_start = found.end()
    yield from _trimmed(text, depth_start, end)


def _cut_names(text: str, start: int, end: int, kind: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Cut "Văn hóa, Thể thao và Du lịch, Ngoại vụ" at commas, the longest known name first."""
    known = _known_names(grammar)
    pieces = list(_at_commas(text, start, end))
    index = 0
    while index < len(pieces):
        for last in range(len(pieces), index, -1):
            first_at, last_at = pieces[index][0], pieces[last - 1][1]
            if last == index + 1 or fold(f"{kind} {text[first_at:last_at]}") in known:
                yield from _trimmed(text, first_at, last_at)
                index = last
                break


def _at_commas(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for index in range(start, end):
        if text[index] in ",;":
            yield first, index
            first = index + 1
    yield first, end


def _inside_bracket(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) > text.count(")", start, end)


def _inside_known(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a separator stands inside the known name of one organ."""
    known = _known_names(grammar)
    before = text[max(0, start - 60) : start]
    after = text[end : end + 60]
    for head in _word_starts(before):
        for tail in _word_ends(after):
            if fold(before[head:] + text[start:end] + after[:tail]) in known:
                return True
    return False


def _word_starts(text: str) -> Iterator[int]:
    return (i for i in range(len(text)) if not text[i].isspace() and (i == 0 or text[i - 1].isspace()))


def _word_ends(text: str) -> Iterator[int]:
    return (i for i in range(1, len(text) + 1) if i == len(text) or not text[i].isalnum())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if start < end:
        yield start, end


@lru_cache(maxsize=4)
def _known_names(grammar: Grammar) -> frozenset[str]:
    """Folded names and aliases of the registry that hold a comma or "và", the only ones that a cut could break."""
    names = (n for row in grammar.table("organs") for n in (row["name"], *row["aliases"].split("|")))
    return frozenset(fold(name) for name in names if "," in name or " và " in name)


@lru_cache(maxsize=4)
def _ids(grammar: Grammar) -> dict[str, str]:
    ids: dict[str, str] = {}
    for row in grammar.table("organs"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name and row["kind"] != "collective":
                ids.setdefault(fold(name), row["id"])
    return ids


def organ_id(name: str, grammar: Grammar) -> str | None:
    """Registry id of an organ's name, place words at its end left aside; null for a collective or an unknown name."""
    key = fold(name.split("(")[0].strip(_TRIM))
    if key.startswith("các ") or key.startswith("ubnd các ") or " nhân dân các " in key:
        return None
    ids = _ids(grammar)
    words = key.split()
    for end in range(len(words), max(1, len(words) - 5), -1):
        found = ids.get(" ".join(words[:end]))
        if found:
            return found
    return None


@lru_cache(maxsize=4)
def _heads(grammar: Grammar) -> dict[str, list[str]]:
    """Folded registry names, longest first, by their first word."""
    heads: dict[str, list[str]] = {}
    for row in grammar.table("organs"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name and row["kind"] != "collective" and (" " in name or name.isupper()):
                heads.setdefault(fold(name).split()[0], []).append(fold(name))
    return {head: sorted(names, key=len, reverse=True) for head, names in heads.items()}


def known_length(text: str, start: int, grammar: Grammar) -> int:
    """Length of the longest registry name that stands at a place of a text, or 0; "Chủ tịch" of it counts too."""
    window = text[start : start + _LONGEST]
    prefix = 0
    for title in ("Chủ tịch ", "CHỦ TỊCH ", "Phó Chủ tịch ", "Giám đốc ", "Thường trực "):
        if window.startswith(title) and len(window) > len(title):
            prefix = len(title)
    words = window[prefix:].split(" ")
    if not words or not words[0]:
        return 0
    names = set(_heads(grammar).get(fold(words[0].strip(_TRIM)), ()))
    for count in range(min(14, len(words)), 0, -1):
        phrase = " ".join(words[:count])
        trimmed = phrase.rstrip(_TRIM)
        if fold(trimmed) in names or fold(trimmed.replace(" ,", ",")) in names:
            return prefix + len(trimmed)
    return 0
