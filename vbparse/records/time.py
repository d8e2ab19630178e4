"""Times: dates, periods, deadlines and recurrences, as EDTF (ISO 8601-2) and iCalendar rules (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vbparse.grammar import Grammar, Match, Rule
from vbparse.model import Bound, Reading, Time, TimeKind
from vbparse.source import Span
from vbparse.values import edtf, month_day, roman

_BOUNDS: dict[str, Bound] = {
    "trước": "before", "lúc": "in", "chậm nhất": "by", "muộn nhất": "by", "trong": "in", "vào": "in", "từ": "from",
    "đến": "until", "hết": "until",
}  # fmt: skip
_FREQUENCIES = {
    "năm": "YEARLY",
    "quý": "MONTHLY;INTERVAL=3",
    "quí": "MONTHLY;INTERVAL=3",
    "tháng": "MONTHLY",
    "tuần": "WEEKLY",
    "ngày": "DAILY",
}
_FIRST_QUARTER = 33
"""EDTF level 2 writes quarters 33 to 36 in the place of the month."""


def find_times(reading: Reading, start: int, grammar: Grammar, taken: Iterable[Span] = ()) -> list[Time]:
    """The times in a text from an offset on; `taken` are source spans that hold none of this plan's own."""
    busy = list(taken)
    times = []
    for rule, match in _places(reading.text, start, grammar):
        if rule.name in _NAMING and _is_in_a_name(reading.text, start, match.start(), grammar):
            continue
        first = match.start() + len(match[0]) - len(match[0].lstrip())
        span = reading.home(first, match.end())
        if _overlaps(span, busy):
            continue
        is_yearly = rule.name == "yearly_day" and _says_yearly(reading.text, match.start())
        time = _time(rule.name, rule["kind"], match, span, match[0].strip(), is_yearly)
        if time:
            times.append(time)
    return times


def _places(text: str, start: int, grammar: Grammar) -> Iterator[tuple[Rule, Match]]:
    """Where times stand, with their rules: the leftmost match, of the first rule that has it there.

    As the rules' union would find them; each rule alone is searched for three times as fast.
    """
    rules = grammar.rules("times").hitting(text)
    waiting = [(rule, rule.pattern.search(text, start)) for rule in rules if rule.name != "named"]
    while True:
        found = [(match.start(), index) for index, (_, match) in enumerate(waiting) if match]
        if not found:
            return
        rule, match = waiting[min(found)[1]]
        assert match is not None
        yield rule, match
        end = max(match.end(), match.start() + 1)
        waiting = [
            (rule, rule.pattern.search(text, end) if match and match.start() < end else match)
            for rule, match in waiting
        ]


_NAMING = frozenset({"period", "year", "until_year"})
"""Rules of times that may stand in the name of a programme or strategy."""
_NAME = 200
"""Longest such name, in characters."""


def _is_in_a_name(text: str, start: int, end: int, grammar: Grammar) -> bool:
    """Whether a period belongs to the name of a programme, strategy or plan that the words before it begin."""
    first = max(start, end - _NAME)
    return bool(grammar.rules("times").pattern("named").search(text[first:end] + " "))


def _overlaps(span: Span, busy: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in busy)


def _says_yearly(text: str, end: int) -> bool:
    """Whether the sentence says before that it is so every year: "Định kỳ hằng năm, … chậm nhất ngày 17 tháng 12"."""
    sentence = text[max(0, text.rfind(". ", 0, end)) : end].casefold()
    return any(words in sentence for words in ("hằng năm", "hàng năm", "mỗi năm"))


def _time(name: str, kind: TimeKind, match: Match, span: Span, text: str, is_yearly: bool) -> Time | None:
    groups = match.groupdict()
    bound = _BOUNDS.get((groups.get("bound") or "").casefold())
    date = rrule = day = None
    if name == "yearly_day":
        day = month_day(int(groups["month"]), int(groups["day"]))
        if day is None:
            return None
        rrule = f"FREQ=YEARLY;BYMONTH={int(groups['month'])};BYMONTHDAY={int(groups['day'])}"
        yearly = groups["yearly"] or is_yearly
        kind = "recurrence" if yearly else "deadline"
        rrule = rrule if yearly else None
    elif name == "day":
        date = edtf(int(groups["year"]), int(groups["month"]), int(groups["day"]))
        day = month_day(int(groups["month"]), int(groups["day"]))
        if date is None:
            return None
    elif name in ("days", "months"):
        date = _between(groups)
        if date is None:
            return None
    elif name == "period":
        date = f"{groups['from']}/{groups['until']}"
    elif name == "until_year":
        date, bound = f"../{groups['until']}", "until"
    elif name == "quarter":
        number = int(groups["quarter"]) if groups["quarter"].isdigit() else roman(groups["quarter"])
        date = f"{groups['year']}-{_FIRST_QUARTER - 1 + number}"
    elif name == "month":
        date = edtf(int(groups["year"]), int(groups["month"]))
        if date is None:
            return None
    elif name == "year":
        date = groups["year"]
    elif name == "hour_of_day":
        hours = ",".join(str(int(groups[key] or 0)) for key in ("hour", "second_hour") if groups[key])
        rrule = f"FREQ=DAILY;BYHOUR={hours};BYMINUTE={int(groups['minute'] or 0)}"
    elif name == "every":
        rrule = "FREQ=MONTHLY;INTERVAL=6" if groups["half"] else f"FREQ={_FREQUENCIES[groups['every'].casefold()]}"
    if bound in ("before", "by") and kind == "date":
        kind = "deadline"
    return Time(span=span, text=text, kind=kind, edtf=date, rrule=rrule, month_day=day, bound=bound)


def _between(groups: dict[str, str | None]) -> str | None:
    """An EDTF interval; what the first day leaves out, its month or year, is that of the last."""
    numbers = {name: int(digits) for name, digits in groups.items() if digits and digits.isdigit()}
    last = edtf(numbers["year"], numbers["month"], numbers.get("day"))
    first_month = numbers.get("first_month", numbers["month"])
    first = edtf(numbers.get("first_year", numbers["year"]), first_month, numbers.get("first_day"))
    return f"{first}/{last}" if first and last and first <= last else None
