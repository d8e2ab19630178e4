"""docs/rules says what the rules say, and so does the program."""

import re

import pytest
from write_rules_doc import FOLDER, pages

from vbparse.check import catalog

RULES = [rule.code for rule in catalog()]


def test_the_pages_are_as_the_rules_have_them_and_there_are_no_others():
    written = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    assert written == pages(), "docs/rules is stale: run make docs"


@pytest.mark.parametrize("home", ["", "vi/"])
def test_every_rule_is_listed_and_every_link_leads_to_a_page(home):
    text = (FOLDER / f"{home}README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(VB\d+)\]", text, re.MULTILINE) == RULES
    for target in re.findall(r"\]\((.+?)\)", text):
        assert (FOLDER / home / target).exists(), target


@pytest.mark.parametrize(("language", "home"), [("en", ""), ("vi", "vi/")])
def test_the_program_prints_the_same_page(vbparse, language, home):
    for code in ("VB102", RULES[0], RULES[-1]):
        page = (FOLDER / f"{home}{code}.md").read_text(encoding="utf-8")
        assert vbparse("rules", code, "--lang", language).stdout == page
