"""Reporting: who reports to whom, through whom, by when."""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.grammar import Grammar
from vbparse.model import Agency, Node, Reporting, Time
from vbparse.organs import organ_opening, subject_end
from vbparse.records.agency import read_agencies, read_subject
from vbparse.records.time import find_times

_OWN_SUBJECT = 160
"""How far before the duty its own subject may stand, in characters."""


_NO_DUTY = frozenset(
    {
        "legal_basis",
        "preamble",
        "purpose",
        "requirements",
        "purpose_requirements",
        "objectives",
        "general_objectives",
        "context",
    }
)
"""Roles of clauses that say why, or what was."""


def find_reporting(nodes: Iterator[tuple[Node, tuple[Agency, ...]]], grammar: Grammar) -> Iterator[Reporting]:
    """One record for each duty to report; `nodes` come with the organs of the heading above them."""
    rule = grammar.rules("reporting")["duty"]
    for node, heading in nodes:
        if (
            node.role in _NO_DUTY
            or node.kind in ("field", "table")
            or (node.role == "agency_assignment" and node.heading)
        ):
            continue
        found = rule.search(node.reading.text)
        if found:
            yield _record(node, heading, found.start(), grammar)


def _record(node: Node, heading: tuple[Agency, ...], start: int, grammar: Grammar) -> Reporting:
    text = node.reading.text
    end = next((at for at in (text.find(". ", start), text.find("./.", start)) if at > 0), len(text.rstrip(".")))
    words = text[start:end].rstrip(" ;.,")
    sentence = _sentence(node, start, grammar)
    return Reporting(
        node=node.id,
        span=node.reading.home(start, start + len(words)),
        text=words,
        who=_who(node, sentence, start, heading, grammar),
        to=_to(node, start, end, grammar),
        via=_via(node, start, end, grammar),
        deadline=_deadline(node, sentence, start, end, grammar),
    )


def _sentence(node: Node, start: int, grammar: Grammar) -> int:
    """Where the sentence of a duty begins; a semicolon ends one, unless it parts the organs of its subject."""
    text = node.reading.text
    clause = text.rfind("; ", 0, start) + 1
    whole = max(text.rfind(". ", 0, start), text.rfind(": ", 0, start)) + 1
    if whole >= clause:
        return whole
    often = grammar.rules("reporting").pattern("often").match(text, whole)
    _, end = read_subject(node.reading, often.end() if often else _words(text, whole), grammar)
    return whole if end > clause else clause


def _words(text: str, start: int) -> int:
    while start < len(text) and text[start] in " -+;.,":
        start += 1
    return start


def _who(node: Node, sentence: int, start: int, heading: tuple[Agency, ...], grammar: Grammar) -> tuple[Agency, ...]:
    """The subject of the sentence, else of the sentence before, else the organs of the heading."""
    text = node.reading.text
    comma = text.rfind(", ", sentence, start)
    while comma > sentence:
        # "…, nếu có vướng mắc, các cơ quan, đơn vị kịp thời báo cáo": the subject stands right before the verb.
        agencies, end = read_subject(node.reading, comma + 2, grammar)
        if agencies and end <= start <= end + _VERB and organ_opening(text[comma + 2 : comma + 82], grammar) == 0:
            whole = _whole_subject(text, sentence, comma, grammar)
            return read_subject(node.reading, whole, grammar)[0]
        comma = text.rfind(", ", sentence, comma)
    for first in (sentence, max(0, text.rfind(". ", 0, max(0, sentence - 1)) + 1)):
        often = grammar.rules("reporting").pattern("often").match(text, first)
        first = often.end() if often else _words(text, first)
        cue = grammar.rules("organs").pattern("request").match(text, first)
        asked = text.find("Yêu cầu ", first, start)
        first = asked + len("Yêu cầu ") if asked >= 0 else cue.end() if cue else first
        if first < start:
            agencies, end = read_subject(node.reading, first, grammar)
            if agencies and end <= start + _OWN_SUBJECT:
                return agencies
    return heading


_VERB = 30
"""Most characters between a subject and the duty that it has: "kịp thời"."""


def _whole_subject(text: str, sentence: int, comma: int, grammar: Grammar) -> int:
    """Where a list of organs begins whose last stands after a comma."""
    first = comma + 2
    while (before := text.rfind(", ", sentence, first - 2)) > sentence:
        if organ_opening(text[before + 2 : before + 82], grammar) != 0:
            break
        first = before + 2
    return first


def _to(node: Node, start: int, end: int, grammar: Grammar) -> tuple[Agency, ...]:
    rules = grammar.rules("reporting")
    text = node.reading.text
    found = rules.pattern("to").search(text, start, end)
    organs: list[Agency] = []
    while found:
        stop = rules.pattern("object_start").search(text, found.end(), end)
        last = min(stop.start() if stop else end, subject_end(text, found.end(), grammar), end)
        organs += read_agencies(node.reading, found.end(), last, grammar)
        # "… gửi Bộ X, đồng gửi Ủy ban nhân dân tỉnh" names both.
        also = rules.pattern("also").search(text, last, end)
        found = rules.pattern("to").search(text, also.start(), end) if also else None
    return tuple(organs)


def _via(node: Node, start: int, end: int, grammar: Grammar) -> Agency | None:
    found = grammar.rules("reporting").pattern("via").search(node.reading.text, start, end + 1)
    if not found:
        return None
    return next(iter(read_agencies(node.reading, found.start("via"), found.end("via"), grammar)), None)


def _deadline(node: Node, start: int, verb: int, end: int, grammar: Grammar) -> Time | None:
    """The time of the sentence that names a day, else one after the verb, else any in it."""
    text = node.reading.text
    if text[end:].lstrip(" .").startswith(("Thời gian", "Thời hạn")):
        # The next sentence is its label: "… gửi Bộ Tài chính. Thời gian hoàn thành: Trước ngày 31/5/2026."
        after = text.find(". ", end + 2)
        end = after if after > 0 else len(text)
    last = node.reading.home(0, end).end
    times = [time for time in find_times(node.reading, start, grammar) if time.span.start < last]
    later = [time for time in times if time.span.start >= node.reading.home(verb, verb + 1).start]
    ranked: tuple[list[Time], ...] = (
        [time for time in times if time.month_day],
        [time for time in later if time.bound or time.rrule],
        later,
        times,
    )
    return next((some[0] for some in ranked if some), None)
