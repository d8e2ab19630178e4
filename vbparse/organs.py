"""Names of organs in running text: where one begins and ends, and how a list of them is cut.

Known names come from `grammars/organs.tsv`; others are found by their shape ("Trung tâm …", "Chi cục …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vbparse.fold import fold, fold_word
from vbparse.grammar import Grammar, Match

_CLOSERS = ')]”"’'
_TRIM = " \t\u00a0.;,:/*"
_APPOSITION = re.compile(r"\s(?:[-–]\s+|\()(?:[Cc]ơ quan|[Đđ]ơn vị)\s")
"""What an organ is besides its name: "Sở Tài chính - Cơ quan Thường trực Ban Chỉ đạo", "Sở Y tế (cơ quan chủ trì)"."""
_DANGLING = re.compile(
    r"(?:\s+(?:và|các|được|hoặc|nêu trên|cùng|để|trong|vẫn|về|tại|với|(?<!trực )thuộc|theo|sẽ|phải|cần|đã))+$"
)
"""Small words that the end of a list leaves behind."""
_BARE = frozenset({"Ban", "Bộ", "Các", "các", "Sở", "Hội", "Phòng", "ngành"})
"""Words that begin an organ's name and are none alone."""
_NAME_WORD = re.compile(r"\w+|,")
_LEVELS = frozenset({"xã", "phường", "huyện", "quận", "tỉnh", "đặc", "thị"})
_PERSON = "Đồng chí"
_NOTE = re.compile(r"[(\[]")
_PLACE_WORDS = 5
"""Longest place at the end of an organ's name, in words: "thành phố Hồ Chí Minh"."""
_FACTOR = 60
"""Longest words before the colon after which the places are named, in characters."""
_LONGEST = 200
"""No organ's name in the registry or the corpus is longer, in characters."""


def organ_opening(text: str, grammar: Grammar) -> int:
    """Where the organ's name begins if the text opens with one ("Đề nghị Sở …" begins at "Sở"), else -1."""
    found = grammar.rules("organs").pattern("opening").match(text)
    return found.start("name") if found else -1


def addressed_organ(text: str, start: int, grammar: Grammar) -> int:
    """Where the organ's name begins in "Nhiệm vụ chung cho các Sở …" or "Đối với Sở …", else -1."""
    found = grammar.rules("organs").pattern("addressed").match(text, start)
    return found.end() if found and organ_opening(text[found.end() : found.end() + 80], grammar) == 0 else -1


def subject_end(text: str, start: int, grammar: Grammar) -> int:
    """Where the organs that a sentence begins with end: before its verb, a colon, or the end of the text."""
    window = min(len(text), start + 4 * _LONGEST)
    verbs = grammar.rules("organs").pattern("verb").finditer(text, start, window)
    verb = next((found for found in verbs if not _inside_bracket(text, start, found.start())), None)
    colon = text.find(":", start, start + 4 * _LONGEST)
    if colon >= 0 and text.startswith(_PERSON, start):
        # A person's position may hold a verb: "Đồng chí Trưởng Ban Xây dựng Đảng: …".
        return colon
    stops = [stop for stop in (verb.start() if verb else -1, colon) if stop >= 0]
    end = min(stops, default=len(text))
    sentence = text.find(". ", start, end)
    if sentence >= 0 and text[sentence - 3 : sentence] not in ("TP", " TP"):
        end = sentence
    if 0 <= colon == end:
        # The names of several places follow the colon; the list of organs may go on after them.
        first = max(start, colon - _FACTOR)
        for places in grammar.rules("organs").pattern("places").finditer(text, first, colon + 4 * _LONGEST):
            if places.start() < colon < places.end():
                return subject_end(text, places.end(), grammar)
    return end


def names_many(head: str, rest: str, grammar: Grammar) -> bool:
    """Whether what follows the colon are the names of the places or organs before it: "UBND các phường: Ba Đình, …"."""
    organs = grammar.rules("organs")
    names = [name.strip() for name in rest.split(". ")[0].replace(";", ",").split(",")]
    many = organs.pattern("many").search(head)
    first = names[:2] if len(names) > 2 else names[:1]
    return bool(many) and len(names) > 1 and all(organs.pattern("proper").fullmatch(name) for name in first)


def split_organs(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of each organ in a list, one entry an organ; a collective stays whole.

    A factored head ("Các Sở: Công Thương, Tài chính") gives its kind to every name.
    """
    factored = grammar.rules("organs").pattern("factored").match(text, start, end)
    if factored:
        kind = factored["kind"].split(",")[0].capitalize()
        for first, last in _cut_names(text, factored.start("names"), end, kind, grammar):
            name = text[first:last]
            whole = f"{kind} {name}"
            yield first, last, name if organ_opening(name, grammar) == 0 and not organ_id(whole, grammar) else whole
        return
    for first, last in _cut(text, start, end, grammar):
        yield from _of_places(text, first, last, grammar)


def _of_places(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int, str]]:
    """One entry a place where committees of several are named once: "UBND các phường: Hoàn Kiếm, Ba Đình"."""
    places = grammar.rules("organs").pattern("places").match(text, start, end)
    if not places:
        yield start, end, text[start:end]
        return
    for first, last in _at_commas(text, places.start("names"), places.end("names")):
        for name_first, name_last in _trimmed(text, first, last):
            name = text[name_first:name_last]
            level = "" if name.split()[0] in _LEVELS else f"{places['level']} "
            yield name_first, name_last, f"{places['factor']} {level}{name}"


def _cut(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    kept = list(_known_spans(text, start, end, grammar))
    first = start
    for found in grammar.rules("organs").pattern("separator").finditer(text, start, end):
        inside = any(begin < found.end() and found.start() < stop for begin, stop in kept)
        if inside or _inside_bracket(text, first, found.start()) or not _parts_organs(text, first, found, grammar):
            continue
        yield from _trimmed(text, first, found.start())
        first = found.end()
    yield from _trimmed(text, first, end)


def _parts_organs(text: str, first: int, found: Match, grammar: Grammar) -> bool:
    """Whether a separator parts two organs: always a semicolon, else only before another name.

    After one organ's name a collective may do without "các": "Sở Tài chính và cơ quan, đơn vị liên quan".
    """
    if found["hard"]:
        return True
    if found["run_on"] and text[: found.start()].rsplit(None, 1)[-1] in grammar.words("governing"):
        return False
    ahead = text[found.end() : found.end() + 80]
    head, _, rest = text[first : found.start()].partition(" ")
    is_one = head[:1].isupper() and head != "Các" and not head.endswith(",") and rest != ""
    if is_one and grammar.rules("organs").pattern("others").match(ahead):
        return True
    return organ_opening(ahead, grammar) == 0


def _known_spans(text: str, start: int, end: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Where registry names stand that hold a comma or "và", longest first."""
    known = _known_by_head(grammar)
    words = [(fold(found[0]), found.start(), found.end()) for found in _NAME_WORD.finditer(text, start, end)]
    keys = [word[0] for word in words]
    for index, (key, begin, _) in enumerate(words):
        for name in known.get(key, ()):
            if keys[index : index + len(name)] == name:
                yield begin, words[index + len(name) - 1][2]
                break


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


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    apposition = _APPOSITION.search(text, start, end)
    if apposition:
        end = apposition.start()
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    if dangling := _DANGLING.search(text, start, end):
        end = dangling.start()
    if start < end and text[start:end] not in _BARE:
        yield start, end


@lru_cache(maxsize=4)
def _known_names(grammar: Grammar) -> frozenset[str]:
    """Folded names and aliases of the registry that hold a comma or "và", the only ones that a cut could break."""
    names = (n for row in grammar.table("organs") for n in (row["name"], *row["aliases"].split("|")))
    return frozenset(fold(name) for name in names if "," in name or " và " in name)


@lru_cache(maxsize=4)
def _known_by_head(grammar: Grammar) -> dict[str, list[list[str]]]:
    """The words and commas of those names by their first word, longest first."""
    heads: dict[str, list[list[str]]] = {}
    for name in _known_names(grammar):
        words = _NAME_WORD.findall(name)
        heads.setdefault(words[0], []).append(words)
    return {head: sorted(names, key=len, reverse=True) for head, names in heads.items()}


@lru_cache(maxsize=4)
def _ids(grammar: Grammar) -> dict[str, str]:
    ids: dict[str, str] = {}
    for row in grammar.table("organs"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name and row["kind"] != "collective":
                ids.setdefault(fold(name), row["id"])
    return ids


@lru_cache(maxsize=4)
def _below(grammar: Grammar) -> frozenset[str]:
    return frozenset(fold(word) for word in grammar.words("below"))


def organ_id(name: str, grammar: Grammar) -> str | None:
    """Registry id of an organ's name, place words at its end left aside; null for a collective or an unknown name."""
    words = _NOTE.split(name)[0].strip(_TRIM).split()
    keys = [fold_word(word) for word in words]
    below, ids = _below(grammar), _ids(grammar)
    for end in range(len(words), max(1, len(words) - _PLACE_WORDS - 1), -1):
        found = ids.get(" ".join(keys[:end]))
        if found:
            return None if words[end:] and fold_word(words[end].strip(_TRIM)) in below else found
    return None


@lru_cache(maxsize=4)
def _heads(grammar: Grammar) -> dict[str, set[str]]:
    """Folded registry names by their first word."""
    heads: dict[str, set[str]] = {}
    for row in grammar.table("organs"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name and row["kind"] != "collective" and (" " in name or name.isupper()):
                heads.setdefault(fold(name).split()[0], set()).add(fold(name))
    return heads


def known_length(text: str, start: int, grammar: Grammar) -> int:
    """Length of the longest registry name that stands at a place of a text, or 0; "Chủ tịch" of it counts too."""
    window = text[start : start + _LONGEST]
    prefix = 0
    for title in grammar.words("titles"):
        if window.startswith(title) and len(window) > len(title):
            prefix = len(title)
    words = window[prefix:].split(" ")
    if not words or not words[0]:
        return 0
    names = _heads(grammar).get(fold(words[0].strip(_TRIM)))
    if names is None:
        return 0
    for count in range(min(14, len(words)), 0, -1):
        phrase = " ".join(words[:count])
        trimmed = phrase.rstrip(_TRIM + _CLOSERS)
        if fold(trimmed) in names or fold(trimmed.replace(" ,", ",")) in names:
            return prefix + len(trimmed)
    return 0
