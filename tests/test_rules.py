"""Every check rule finds something in its wrong example and nothing in its right one, and tells it in two languages."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from vbparse import Source, parse
from vbparse.check import catalog, explain_rule, run_rules
from vbparse.check.finding import FINDERS

RULES = catalog()
OF_FILES = {"VB001", "VB004", "VB005", "VB006", "VB007", "VB008", "VB009"}
"""Found by the readers; their examples are files, see tests/test_readers.py and those of the formats."""
OF_READING = OF_FILES | {"VB002", "VB003", "VB303", "VB304"}
"""Found while a text is read; the others have a function of their own."""
NO_TEXTS = OF_FILES | {"VB003"}
"""Their examples are files and tables; for tables see tests/test_layouts.py."""


SETTINGS = {"VB312": {"registry": str(Path(__file__).parent / "registry.toml")}}
"""What the examples of a rule need besides their text."""


def found(text: str, code: str, language: str = "en") -> list[str]:
    return [d.message for d in run_rules(parse(Source.of(text)), language, SETTINGS.get(code)) if d.code == code]


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_a_rule_hits_its_wrong_example_and_misses_its_right_one(rule):
    if rule.code in NO_TEXTS:
        assert rule.code not in FINDERS
        return
    assert found(rule.wrong, rule.code) != []
    assert found(rule.right, rule.code) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_a_rule_speaks_both_languages_and_names_the_same_values(rule):
    for texts in (rule.title, rule.message, rule.why):
        assert set(texts) == {"en", "vi"} and all(texts.values())
    names = [{name for _, name, _, _ in string.Formatter().parse(words) if name} for words in rule.message.values()]
    assert names[0] == names[1]
    for language in ("en", "vi"):
        assert rule.code in explain_rule(rule.code, language) and rule.wrong.strip("\n").split("\n")[0] in explain_rule(
            rule.name, language
        )


def test_every_rule_is_found_by_one_function():
    assert {rule.code for rule in RULES} == OF_READING | set(FINDERS)
    assert set(FINDERS) & OF_READING == set()
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
