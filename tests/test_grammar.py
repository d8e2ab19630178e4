"""Every grammar rule hits and misses what its own examples say."""

import pytest

from vbparse.grammar import default_grammar

RULES = [(name, rule) for name in default_grammar().files() for rule in default_grammar().rules(name)]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}.{rule.name}" for name, rule in RULES])
def test_rule_keeps_its_word(name, rule):
    find = getattr(rule.pattern, rule.get("how", "match"))
    assert rule.hits, "a rule without an example is a guess"
    assert [line for line in rule.hits if not find(line)] == []
    assert [line for line in rule.misses if find(line)] == []
    assert [line for line in rule.hits if not rule.may_hit(line)] == []
    assert rule.get("how") == "search" or [line for line in rule.hits if not rule.may_open(line)] == []


def test_every_role_has_words_for_people():
    grammar = default_grammar()
    roles = {rule["gives"] for rule in grammar.rules("roles") if rule.get("gives")}
    roles |= {rule.name for rule in grammar.rules("roles")} | {rule["role"] for rule in grammar.rules("fields")}
    assert len(roles) > 20
    assert {f"role {role}" for role in roles} <= {row["key"] for row in grammar.table("wording")}
