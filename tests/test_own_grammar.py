"""A grammar that a caller brings: what does not fit is one sentence that names file and rule, and no pattern runs on."""

import shutil
from pathlib import Path
from time import process_time

import pytest

from vbparse import GrammarError, Source, parse
from vbparse.check import run_rules
from vbparse.grammar import Clock, Grammar, default_grammar
from vbparse.matching.units import read_clauses

TEXT = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n1. Tỷ lệ đạt 95% vào quý I/2025.\n2. Kinh phí: 5 tỷ đồng.\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the grammar."""
    return Path(shutil.copytree(default_grammar().folder, tmp_path / "grammars"))


def put_first(folder: Path, name: str, rule: str) -> Grammar:
    """The grammar with a rule, or anything, put before the rules of one of its files."""
    path = folder / f"{name}.toml"
    head, mark, rest = path.read_text(encoding="utf-8").partition("[[rule]]")
    path.write_text(f"{head}{rule}\n{mark}{rest}", encoding="utf-8")
    return Grammar(folder, seconds=0.2)


def test_a_copy_reads_as_the_original_does(folder):
    assert parse(Source.of(TEXT), Grammar(folder)).to_json() == parse(Source.of(TEXT)).to_json()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ('[[rule]]\nname = "x"', "rule x: match is missing"),
        ("[[rule]]\nname = 5\nmatch = 'a'", "rule 5: name is no string"),
        ('[[rule]]\nname = "x"\nmatch = "a"\nhits = "a"', "rule x: hits is no list of strings"),
        ('[[rule]]\nname = "x"\nmatch = "a"\nneeds = [1]', "rule x: needs holds something else than strings"),
        ('[[rule]]\nname = "x"\nmatch = "a"\nhow = "guess"', "rule x: how is none of match, search, fullmatch"),
        ('[[rule]]\nname = "x"\nmatch = "a"\ndigit = 1', "rule x: digit is no true or false"),
        ('[[rule]]\nname = "x"\nmatch = "(a"', "rule x: missing )"),
        ('[[rule]]\nname = "x"\nmatch = "{nowhere}"', "rule x: there is no part 'nowhere'"),
        ('[[rule]]\nname = "x"\nmatch = "a{999999999999999999999}"', "rule x: "),
        ('[[rule]]\nname = "x"\nmatch = "%s"' % ("(" * 20_000), "rule x: groups inside groups, too deep"),
        ("[[rule]]\nname = %s" % ("[" * 20_000), "brackets inside brackets, too deep"),
        ('[[rule]]\nname = "day"\nmatch = "a"', "two rules have one name"),
        ('[[rule]]\nname = "x"\nmatch = "(?=[A-Z])"', "rule x: kind is missing"),
        ("\0", "times.toml: "),
    ],
)
def test_what_is_broken_is_named(rule, told, folder):
    with pytest.raises(GrammarError) as caught:
        parse(Source.of(TEXT), put_first(folder, "times", rule))
    assert str(caught.value).startswith("times.toml")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", ["rule = 5", "rule = [5]", "part = [1]", "[rule]\nname = 'x'"])
def test_a_file_of_something_else_is_named(content, folder):
    (folder / "times.toml").write_text(content, encoding="utf-8")
    with pytest.raises(
        GrammarError, match=r"times\.toml: \[part\] is a table of patterns, and each \[\[rule\]\] a table"
    ):
        parse(Source.of(TEXT), Grammar(folder))


def test_a_rule_must_have_the_groups_that_the_code_asks_for(folder):
    path = folder / "results.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("(?P<at_least>", "(?:"), encoding="utf-8")
    with pytest.raises(GrammarError, match=r"results\.toml, rule indicator: the group at_least is missing"):
        parse(Source.of(TEXT), Grammar(folder))


@pytest.mark.parametrize("opening", ["(?P<Số>", "(?<x_1>"])
def test_groups_of_any_name_do_not_lead_to_another_rule(opening, folder):
    """All labels are one alternation, whose last group tells the rule."""
    rule = f'[[rule]]\nname = "x"\nrole = "x"\nmatch = \'{opening}Kinh phí)\\s*:\''
    fields = put_first(folder, "fields", rule).rules("fields")
    found = fields.union.match("Kinh phí: 5 tỷ đồng")
    assert found
    assert fields.which(found).name == "x"


def test_a_file_without_rules_matches_nothing(folder):
    (folder / "roles.toml").write_text("", encoding="utf-8")
    roles = {node.role for component in parse(Source.of(TEXT), Grammar(folder)).components for node in component.walk()}
    assert "purpose" not in roles


EXPLODES = '[[rule]]\nname = "x"\nkind = "date"\nmatch = \'(?:a|aa)+!\''


def test_a_pattern_that_explodes_is_stopped_and_named(folder):
    start = process_time()
    with pytest.raises(GrammarError) as caught:
        parse(Source.of(TEXT + "1. " + "a" * 60 + "; a!\n"), put_first(folder, "times", EXPLODES))
    assert str(caught.value) == "times.toml, rule x: the patterns took more than 0.2 s for one document"
    assert process_time() - start < 30


def test_every_document_has_the_time_anew(folder, monkeypatch):
    """Whether it is read, compared or checked; many documents may take more than the time of one."""
    grammar = Grammar(folder)
    starts = []
    monkeypatch.setattr(Clock, "start", lambda self: starts.append(self))
    document = parse(Source.of(TEXT), grammar)
    assert starts == [grammar.clock]
    read_clauses(document, grammar)
    assert starts == [grammar.clock] * 2


def test_time_that_is_over_stays_over(folder):
    grammar = Grammar(folder, seconds=0.0)
    with pytest.raises(GrammarError, match="more than 0 s"):
        parse(Source.of(TEXT), grammar)


def test_the_grammar_that_ships_looks_at_no_clock():
    """A call for each match that no document needs: its patterns are shown not to explode."""
    assert default_grammar().clock is None
    assert run_rules(parse(Source.of(TEXT))) is not None
