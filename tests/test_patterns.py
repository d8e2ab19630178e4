"""No pattern of the grammar explodes: on texts made to mislead it, its time grows as they do.

Each pattern is tried on its own examples with one piece repeated, cut off or followed by what fits nowhere; on the
texts that took longest, processor time at one length is held against that at four times the length. Linear time grows
fourfold, a square sixteenfold. What is measured is this ratio alone, the best of several, so a busy machine does not
matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from time import process_time
from typing import Any

import pytest
from plan_texts import SAMPLES

import vbparse.grammar
from vbparse import Source, parse
from vbparse.check import run_rules
from vbparse.grammar import Grammar, Pattern, default_grammar

SHORT, LONG = 3000, 12_000
"""Characters; more than any bound in a pattern."""
MOST_GROWTH = 8.0
"""Between fourfold and sixteenfold: an exponent of 1.5."""
ENDLESS = 1.0
"""Seconds after which a match is taken for endless; a linear one of this length needs a thousandth."""
TRIED = 600
"""Characters of the texts of which the dearest are looked at."""
STRANGE = "\0"
"""Fits nowhere."""

PIECES = (
    "1|.|1.|1. |a|A|a |A |Đ|,|, |- |–|/|(|)|[1]|*|1/|1-|/A|1.000|năm |của |và |số |Sở |tháng |“|:|;|A. |a, A ".split(
        "|"
    )
)
PIECES += ["|", "| ", "|a "]
BLANKS = [" ", "\t", "\n", "\u00a0", "  ", "a\t", "\ta", " \n"]


def misleading(hits: list[str], with_blanks: bool) -> list[tuple[str, str, str]]:
    """Texts as what stands before, what is repeated, and what stands after.

    A whole example stands at the end of most: a search for what a text lacks altogether is given up at once.
    """
    pieces = PIECES + BLANKS * with_blanks
    found = [("", piece, after) for piece in pieces for after in ("", STRANGE, STRANGE + hits[0])]
    for hit in hits[:2]:
        cut = STRANGE + hit
        tokens = re.findall(r"\w+|\s+|[^\w\s]", hit)
        found += [("", f"{hit} ", ""), ("", hit, cut), ("", f"{hit}; ", "")]
        for i, token in enumerate(tokens):
            before, after = "".join(tokens[:i]), "".join(tokens[i + 1 :])
            found += [(before, blank, end) for blank in BLANKS[:3] * with_blanks for end in (token + after, cut)]
            if not token.isspace():
                repeated = (token, f"{token} ", "1", "a ", "A ", "1.")
                found += [(before, piece, end) for piece in repeated for end in (after, cut)]
                found += [(start, "".join(tokens[i : i + n]), cut) for n in (2, 3) for start in ("", before)]
    return list(dict.fromkeys(found))


def text_of(parts: tuple[str, str, str], length: int, with_blanks: bool) -> str:
    """A misleading text; stages but the first see a run of blanks as one."""
    before, piece, after = parts
    text = before + piece * (length // len(piece)) + after
    return text if with_blanks else re.sub(r"\s+", " ", text)


def seconds(find: Callable[..., Any], text: str) -> float:
    """What one search took, of processor time."""
    start = process_time()
    try:
        found = find(text, timeout=ENDLESS)
        if isinstance(found, Iterator) or hasattr(found, "__next__"):
            all(True for _ in found)
    except TimeoutError:
        return ENDLESS
    return process_time() - start


def growth(find: Callable[..., Any], parts: tuple[str, str, str], with_blanks: bool, tries: int = 6) -> float:
    """How many times longer a text of four times the length takes: the best of some tries."""
    short, long = (text_of(parts, length, with_blanks) for length in (SHORT, LONG))
    least = best = ENDLESS
    for _ in range(tries):
        least, best = min(least, seconds(find, short)), min(best, seconds(find, long))
        if best == ENDLESS:
            return float("inf")
        if best <= MOST_GROWTH * least:
            break
    return best / least


def explosions(
    pattern: Pattern, methods: set[str], hits: list[str], with_blanks: bool
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Methods and texts on which a pattern takes more than linear time."""
    for method in sorted(methods):
        find = getattr(pattern, method)
        dearest: list[tuple[float, tuple[str, str, str]]] = []
        for parts in misleading(hits, with_blanks):
            dearest.append((seconds(find, text_of(parts, TRIED, with_blanks)), parts))
            if dearest[-1][0] > ENDLESS / 4:
                break
        for _, parts in sorted(dearest, reverse=True)[:2]:
            if growth(find, parts, with_blanks) > MOST_GROWTH:
                yield method, parts


@lru_cache(maxsize=100)
def has_blanks_in_a_row(text: str) -> bool:
    return re.search(r"\s\s|[^\S ]", text) is not None


class Watched:
    """A pattern that notes how it is called, and whether it is shown blanks in a row."""

    def __init__(self, pattern: Pattern, where: str, calls: dict[str, set[str]], blanks: set[str]) -> None:
        self.pattern, self.where, self.calls, self.blanks = pattern, where, calls, blanks

    def __getattr__(self, method: str) -> Any:
        def find(text: str, *rest: Any, **named: Any) -> Any:
            self.calls.setdefault(self.where, set()).add(method)
            if has_blanks_in_a_row(text):
                self.blanks.add(self.where)
            return getattr(self.pattern, method)(text, *rest, **named)

        return find


@pytest.fixture(scope="module")
def watched() -> tuple[dict[str, set[str]], set[str]]:
    """By rule, the methods by which the stages call it; the rules that see blanks in a row."""
    calls: dict[str, set[str]] = {}
    blanks: set[str] = set()
    compile_pattern = vbparse.grammar.compile_pattern
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            vbparse.grammar,
            "compile_pattern",
            lambda source, where: Watched(compile_pattern(source, where), where, calls, blanks),
        )
        grammar = Grammar(default_grammar().folder, seconds=None)
        patch.setattr("vbparse.check.finding.default_grammar", lambda: grammar)
        for text in (SAMPLES["hp1631"], SAMPLES["bg"]):
            wide = re.sub(r"(?<=[\w,;:]) (?=\w)", " \t ", text)
            run_rules(parse(Source.of(wide), grammar))
    return calls, blanks


RULES = [rule for name in default_grammar().files() for rule in default_grammar().rules(name)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.where)
def test_a_pattern_grows_as_its_text_does(rule, watched):
    calls, blanks = watched
    how = rule.get("how", "match")
    methods = calls.get(rule.where, set()) | {how} | ({"finditer"} if how == "search" else set())
    assert list(explosions(rule.pattern, methods, rule.hits, rule.where in blanks)) == []


@pytest.mark.parametrize("name", ["columns", "fields", "roles", "times", "markers"])
def test_all_rules_of_a_file_grow_as_their_text_does(name, watched):
    rules = default_grammar().rules(name)
    where = f"{name}.toml"
    methods = watched[0].get(where, set()) | {"match", "fullmatch"}
    assert list(explosions(rules.union, methods, [rule.hits[0] for rule in rules], where in watched[1])) == []


@pytest.mark.parametrize(
    ("source", "hit"),
    [(r"(?:\w+\s?)+:", "a b:"), (r"\s*x\s*,?\s*y", "x, y"), (r"(?:a|aa)+!", "aa!"), (r"\w+\d\w+!", "a1a!")],
)
def test_a_pattern_that_explodes_is_seen(source, hit):
    """Exponential, cubic, exponential, square."""
    pattern = vbparse.grammar.compile_pattern(source, "here")
    assert next(explosions(pattern, {"search"}, [hit], with_blanks=True), None)


def test_rules_that_see_a_file_as_it_is_are_known(watched):
    """The others are shown readings, where a run of blanks is one."""
    calls, blanks = watched
    assert {where.partition(".")[0] for where in blanks} <= {
        "assigning",
        "checking",
        "layout",
        "letterhead",
        "markers",
        "results",
        "text",
        "times",
    }
    assert "layout.toml, rule row" in blanks
    assert "fields.toml" in calls.keys() - blanks
