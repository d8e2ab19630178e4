"""What is compared: words folded, names of place, organ, date and local documents replaced by typed placeholders.

What is shown and word-diffed is the original; nothing here changes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vbparse.fold import fold, fold_word
from vbparse.grammar import Grammar
from vbparse.model import Citation, Reading
from vbparse.places import find_named

PLACE = "⟨place⟩"
DATE = "⟨date⟩"
LOCAL_DOCUMENT = "⟨local document⟩"

WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*", re.UNICODE)
_SENTENCE = re.compile(r"[.;](?=\s|$)")


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the unit's reading."""

    key: str
    start: int
    end: int


def compared_words(
    reading: Reading, start: int, citations: Sequence[Citation], province: str | None, grammar: Grammar
) -> list[Word]:
    """The words of a reading from an offset on, placeholders in the place of local names."""
    text = reading.text
    marks = sorted(_placeholders(reading, start, citations, province, grammar))
    words: list[Word] = []
    position = start
    for first, last, key in marks:
        if first < position:
            continue
        words.extend(_plain(text, position, first))
        if key:
            words.append(Word(key, first, last))
        position = last
    words.extend(_plain(text, position, len(text)))
    return _with_synonyms(words, "name", grammar)


def _plain(text: str, start: int, end: int) -> Iterable[Word]:
    found = list(WORD.finditer(text, start, end))
    keys = map(fold_word, map(re.Match.group, found))
    return map(Word, keys, map(re.Match.start, found), map(re.Match.end, found))


def _placeholders(
    reading: Reading, start: int, citations: Sequence[Citation], province: str | None, grammar: Grammar
) -> Iterator[tuple[int, int, str]]:
    text = reading.text
    known, reached = 0, start
    for citation in citations:
        # Mostly in the order of the text: each is looked for from the one before it.
        at = _find(reading, citation, reached if citation.span.start >= known else start)
        if at >= 0:
            known, reached = citation.span.start, at
            yield at, at + len(citation.text), document_key(citation, grammar)
    for first, last in find_named(text, province, grammar) if province else ():
        if first >= start:
            yield first, last, PLACE
    for name, key in (("date", DATE), ("place_word", PLACE)):
        for found in grammar.rules("comparing")[name].finditer(text, start):
            yield found.start(), found.end(), key


def _find(reading: Reading, citation: Citation, start: int) -> int:
    """Offset of a citation in the reading, or -1."""
    at = reading.text.find(citation.text, start)
    while at >= 0 and reading.home(at, at + 1).start != citation.span.start:
        at = reading.text.find(citation.text, at + 1)
    return at


def document_key(citation: Citation, grammar: Grammar) -> str:
    """A national document is a strong key; a local one is only its type.

    A law counts by its name, which one text gives with its number and the other with its date.
    """
    number = citation.canonical or citation.number
    if number is None or (citation.name and citation.type in grammar.words("laws")):
        return f"⟨{fold(citation.name or citation.text)}⟩"
    return f"⟨{number.casefold()}⟩" if is_national(number, grammar) else LOCAL_DOCUMENT


def is_national(number: str, grammar: Grammar) -> bool:
    """Whether a symbol is that of a central organ, so that two provinces mean one document by it."""
    return bool(grammar.rules("comparing").pattern("national").search(number))


@lru_cache(maxsize=8)
def _synonyms(kind: str, grammar: Grammar) -> dict[str, list[tuple[list[str], str]]]:
    """(words of a form, what it counts as) by first word, longest first."""
    table: dict[str, list[tuple[list[str], str]]] = {}
    for row in grammar.table("synonyms"):
        if row["kind"] != kind:
            continue
        words = fold(row["form"]).split()
        table.setdefault(words[0], []).append((words, fold(row["counts_as"])))
    for forms in table.values():
        forms.sort(key=lambda form: -len(form[0]))
    return table


def _with_synonyms(words: Sequence[Word], kind: str, grammar: Grammar) -> list[Word]:
    table = _synonyms(kind, grammar)
    result: list[Word] = []
    index = 0
    while index < len(words):
        for form, counts_as in table.get(words[index].key, ()):
            if [word.key for word in words[index : index + len(form)]] == form:
                last = words[index + len(form) - 1].end
                result.extend(Word(key, words[index].start, last) for key in counts_as.split())
                index += len(form)
                break
        else:
            result.append(words[index])
            index += 1
    return result


def keys_by_piece(text: str, words: Sequence[Word], grammar: Grammar) -> list[list[str]]:
    """Keys of a unit's words by sentence and semicolon, words that mean the same as one."""
    stops = [found.end() for found in _SENTENCE.finditer(text)]
    pieces: list[list[str]] = [[]]
    for word in _with_synonyms(words, "word", grammar):
        while stops and word.start >= stops[0]:
            stops.pop(0)
            if pieces[-1]:
                pieces.append([])
        pieces[-1].append(word.key)
    return [piece for piece in pieces if piece]
