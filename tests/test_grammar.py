"""Every grammar rule hits and misses what its own examples say."""

import unicodedata

import pytest
from plan_texts import SAMPLES

from vbparse.grammar import default_grammar

RULES = [(name, rule) for name in default_grammar().files() for rule in default_grammar().rules(name)]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}.{rule.name}" for name, rule in RULES])
def test_rule_keeps_its_word(name, rule):
    find = getattr(rule.pattern, rule.get("how", "match"))
    assert rule.hits, "a rule without an example is a guess"
    assert [line for line in rule.hits if not find(line)] == []
    assert [line for line in rule.misses if find(line)] == []
    assert [line for line in rule.hits if not rule.may_hit(line)] == []


CHARACTERS = [char for char in map(chr, range(1, 0x3001)) if unicodedata.is_normalized("NFC", char) and char != "ſ"]
"""All that a text of this language may hold, and more; the long s is an s where case does not matter."""


@pytest.mark.parametrize("rule", [rule for _, rule in RULES if rule.opens], ids=lambda rule: rule.where)
def test_a_rule_names_every_character_that_opens_it(rule):
    """A partial match of one character is one that more text could complete."""
    assert rule.get("how") != "search"
    assert [char for char in CHARACTERS if rule.pattern.match(char, partial=True) and not rule.may_open(char)] == []


@pytest.mark.parametrize(
    "rule", [rule for _, rule in RULES if rule.needs or rule.has_digit], ids=lambda rule: rule.where
)
def test_a_rule_hits_no_text_that_lacks_what_it_needs(rule):
    lines = [line for text in SAMPLES.values() for line in text.split("\n")]
    lines += [line for _, other in RULES for line in other.hits]
    assert [line for line in lines if rule.pattern.search(line) and not rule.may_hit(line)] == []


def test_every_role_has_words_for_people():
    grammar = default_grammar()
    roles = {rule["gives"] for rule in grammar.rules("roles") if rule.get("gives")}
    roles |= {rule.name for rule in grammar.rules("roles")} | {rule["role"] for rule in grammar.rules("fields")}
    assert len(roles) > 20
    assert {f"role {role}" for role in roles} <= {row["key"] for row in grammar.table("wording")}
