"""The tool that draws small mistakes and says how many of them the tests notice."""

import json
import tomllib

import mutants
import pytest
from conftest import ROOT
from mutants import PARTS, draw, results, tell

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another():
    names = [f"m{number}" for number in range(1000)]
    assert draw(names, 50, 1) == draw(names[::-1], 50, 1) != draw(names, 50, 2)
    assert len(set(draw(names, 50, 1))) == 50
    assert draw(names[:7], 50, 1)


@pytest.mark.parametrize(("missed", "untried", "enough"), [(15, 0, True), (16, 0, False), (0, 1, False), (0, 0, True)])
def test_enough_are_noticed_from_85_of_100(missed, untried, enough, capsys):
    noted = {f"m{number}": 0 if number < missed else 1 for number in range(100)}
    noted |= {f"m{number}": None for number in range(99, 99 - untried, -1)}
    assert tell("tree", list(noted), noted) == enough
    assert capsys.readouterr().out.count("survived") == missed


def test_what_no_test_reaches_is_not_noticed(capsys):
    assert not tell("tree", ["one"], {"one": 33})
    assert "one: no test reaches it" in capsys.readouterr().out


def test_nothing_tried_is_not_enough():
    assert not tell("tree", [], {})


def test_results_are_read_where_mutmut_keeps_them(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "KEPT", tmp_path)
    (tmp_path / "vbparse/records").mkdir(parents=True)
    (tmp_path / "vbparse/records/time.py.meta").write_text(json.dumps({"exit_code_by_key": {"a": 1, "b": None}}))
    (tmp_path / "vbparse/tree.py.meta").write_text(json.dumps({"exit_code_by_key": {"c": 0}}))
    assert dict(results("records")) == {"a": 1, "b": None}
    assert dict(results("tree")) == {"c": 0}


def test_the_settings_speak_of_the_parts_and_of_tests_that_exist():
    assert set(SETTINGS["only_mutate"]) == set(PARTS.values())
    assert all((ROOT / path).exists() for path in SETTINGS["pytest_add_cli_args_test_selection"])
    assert all((ROOT / path).exists() for path in SETTINGS["also_copy"])
