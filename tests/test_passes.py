"""Most rules are left out before a text is searched: what is counted is passes of patterns, never seconds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from plan_texts import SAMPLES

import vbparse.grammar
from vbparse import Source, compare, parse
from vbparse.grammar import Grammar, default_grammar


class Counted:
    """A pattern that counts what it is asked."""

    def __init__(self, pattern: Any, where: str, passes: Counter[str]) -> None:
        self.pattern, self.where, self.passes = pattern, where, passes

    def __getattr__(self, method: str) -> Any:
        self.passes[self.where] += 1
        return getattr(self.pattern, method)


@pytest.fixture
def passes(monkeypatch) -> Counter[str]:
    """Passes by rule, of grammars that are made in this test."""
    found: Counter[str] = Counter()
    compile_pattern = vbparse.grammar.compile_pattern
    monkeypatch.setattr(
        vbparse.grammar,
        "compile_pattern",
        lambda source, where: Counted(compile_pattern(source, where), where, found),
    )
    return found


@pytest.mark.parametrize(("name", "most"), [("hp1631", 16), ("bg", 16), ("hp274", 17), ("hn", 22)])
def test_a_line_of_a_plan_takes_few_passes(name, most, passes):
    """On average 14, 14, 15 and 20; 19, 19, 20 and 25 where every label and time was tried on every clause."""
    source = Source.of(SAMPLES[name])
    parse(source, Grammar(default_grammar().folder))
    assert 0 < passes.total() < most * source.line_count


def test_a_clause_is_searched_for_dates_and_places_where_it_has_their_words(passes):
    """On average 1.7 passes, symbols of documents too; 3 for each clause where all were searched."""
    grammar = Grammar(default_grammar().folder)
    plans = [parse(Source.of(SAMPLES[name]), grammar) for name in ("hp1631", "bg")]
    passes.clear()
    found = compare(*plans, grammar)
    searches = sum(count for where, count in passes.items() if where.startswith(("comparing", "provinces")))
    assert 0 < searches < 2 * (len(found.left.units) + len(found.right.units))


def test_running_text_is_tried_for_no_time_and_few_labels(passes):
    """For 26 labels a paragraph before it was looked at how they begin."""
    words = "Các cơ quan nghiên cứu, vận dụng sáng tạo các mô hình hay ở cơ sở và lan tỏa cách làm mới.\n\n"
    parse(Source.of(words * 50), Grammar(default_grammar().folder))
    files: Counter[str] = Counter()
    for where, count in passes.items():
        files[where.split(".")[0]] += count
    assert files["times"] == 0
    assert 0 < files["letterhead"] < 12 * 50
