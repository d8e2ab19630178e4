"""Agencies: the organs that a stretch of text names, one entry an organ."""

from __future__ import annotations

from vbparse.grammar import Grammar
from vbparse.model import Agency, Reading
from vbparse.organs import addressed_organ, organ_id, organ_opening, split_organs, subject_end


def read_agencies(reading: Reading, start: int, end: int, grammar: Grammar) -> tuple[Agency, ...]:
    """The organs listed between two offsets of a reading."""
    return tuple(
        Agency(name=name, id=organ_id(name, grammar), span=reading.home(first, last))
        for first, last, name in split_organs(reading.text, start, end, grammar)
    )


def read_subject(reading: Reading, start: int, grammar: Grammar) -> tuple[tuple[Agency, ...], int]:
    """The organs that a heading or sentence begins with, and where they end; a request's verb is left out."""
    text = reading.text
    opening = organ_opening(text[start:], grammar)
    if opening < 0:
        opening = addressed_organ(text, start, grammar) - start
        if opening < 0:
            return (), start
    organs = grammar.rules("organs")
    factored = organs.pattern("factored").match(text, start + opening)
    if factored:
        end = min(factored.end(), subject_end(text, factored.start("names"), grammar))
    else:
        end = subject_end(text, start + opening, grammar)
    return read_agencies(reading, start + opening, end, grammar), end


def read_coordinating(reading: Reading, start: int, grammar: Grammar) -> tuple[Agency, ...]:
    """The organs after "phối hợp với" in a heading such as "Sở X chủ trì, phối hợp với các sở, ngành:"."""
    found = grammar.rules("organs").pattern("helpers").search(reading.text, start)
    if not found or organ_opening(reading.text[found.end() : found.end() + 80], grammar) != 0:
        return ()
    return read_agencies(reading, found.end(), subject_end(reading.text, found.end(), grammar), grammar)
