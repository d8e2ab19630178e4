"""Settings of `check`: where they are found, which rules they choose, and what is wrong with those that are wrong."""

import json
from pathlib import Path

import pytest

from vbparse.check import catalog
from vbparse.check.chosen import Choice, Layer, codes
from vbparse.check.config import find_config, read_config
from vbparse.check.globs import Patterns
from vbparse.errors import InputError

PLAN = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n1. Thực hiện Nghị quyết số 36/NQ-TW ngày 26/3/2004.\n1. Nâng cao nhận thức.\n"
"""Holds a repeated number (VB101) and an impossible symbol (VB301)."""
ALL = {rule.code for rule in catalog()}


def chosen(*layers: Layer) -> set[str]:
    return set(Choice(layers=layers).severities("/plan.txt"))


def test_without_settings_every_rule_is_run_with_its_own_weight():
    assert Choice().severities("/plan.txt") == {rule.code: rule.severity for rule in catalog()}


def test_rules_are_named_by_code_by_its_beginning_or_by_name():
    assert codes("vb301") == codes("symbol-impossible") == {"VB301"}
    assert codes("VB3") == {code for code in ALL if code.startswith("VB3")} > {"VB301"}
    assert codes("all") == ALL


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("VB3O1", "VB301"), ("symbol-imposible", "VB301 (symbol-impossible)"), ("VB9", "VB"), ("VB", "VB")],
)
def test_a_rule_that_does_not_exist_is_told_the_nearest(word, nearest):
    with pytest.raises(InputError) as refused:
        codes(word)
    assert f"there is no rule {word}; the nearest is {nearest}" in str(refused.value)


def test_what_is_named_more_closely_wins_and_ignoring_wins_a_tie():
    assert chosen(Layer(select=("VB3",))) == codes("VB3")
    assert chosen(Layer(select=("VB3",), ignore=("VB301",))) == codes("VB3") - {"VB301"}
    assert chosen(Layer(select=("VB301",), ignore=("VB3",))) == {"VB301"}
    assert chosen(Layer(select=("symbol-impossible",), ignore=("VB301",))) == set()
    assert chosen(Layer(ignore=("VB3",))) == ALL - codes("VB3")


def test_the_command_line_has_the_last_word():
    settings = Layer(select=("VB3",), ignore=("VB301",), severity=(("VB302", "error"),))
    assert chosen(settings, Layer(ignore=("VB302",))) == codes("VB3") - {"VB301", "VB302"}
    assert chosen(settings, Layer(select=("VB302",))) == {"VB302"}
    weights = Choice(layers=(settings, Layer(severity=(("VB3", "info"),)))).severities("/plan.txt")
    assert weights["VB302"] == "info"


def test_of_two_weights_the_one_for_fewer_rules_counts():
    weights = Choice(layers=(Layer(severity=(("VB301", "warning"), ("VB3", "info"), ("ALL", "error"))),))
    found = weights.severities("/plan.txt")
    assert (found["VB301"], found["VB302"], found["VB101"]) == ("warning", "info", "error")


def test_files_may_be_spared_single_rules():
    choice = Choice(per_file=((Patterns(["old/", "*.md"], "/plans"), ("VB2", "VB301")),))
    for path in ("/plans/old/a.txt", "/plans/2024/old/a.txt", "/plans/notes.md"):
        assert set(choice.severities(path)) == ALL - codes("VB2") - {"VB301"}
    for path in ("/plans/a.txt", "/elsewhere/old/a.txt"):
        assert set(choice.severities(path)) == ALL


# --- files --------------------------------------------------------------------------------------------------------


def test_settings_are_those_of_the_nearest_folder_above(tmp_path):
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.vbparse]\nselect = ["VB1"]\n')
    (tmp_path / "a/pyproject.toml").write_text('[project]\nname = "other"\n')
    assert find_config(tmp_path / "a/b/c").layer.select == ("VB1",)
    (tmp_path / "a/vbparse.toml").write_text('select = ["VB2"]\n')
    assert find_config(tmp_path / "a/b/c").layer.select == ("VB2",)
    (tmp_path / "a/pyproject.toml").write_text('[tool.vbparse]\nselect = ["VB3"]\n')
    assert find_config(tmp_path / "a/b").layer.select == ("VB2",), "its own file comes before a shared one"
    assert find_config(tmp_path).layer.select == ("VB1",)


def test_every_setting_is_read(tmp_path):
    path = tmp_path / "vbparse.toml"
    path.write_text(
        """
select = ["VB1", "VB3"]
ignore = ["VB302"]
fail-on = "warning"
lang = "vi"
include = ["*.text"]
exclude = ["old/"]
baseline = "known.json"
registry = "documents.toml"
required-parts = ["purpose"]
[severity]
VB101 = "error"
[per-file-ignores]
"2019/*" = ["VB3"]
[[suppress]]
rule = "VB101"
files = "2020/*"
reason = "printed so"
""",
        encoding="utf-8",
    )
    config = read_config(path)
    assert (config.layer.select, config.layer.ignore) == (("VB1", "VB3"), ("VB302",))
    assert config.layer.severity == (("VB101", "error"),)
    assert (config.fail_on, config.lang, config.include, config.exclude) == ("warning", "vi", ("*.text",), ("old/",))
    assert Path(config.baseline or "").resolve() == tmp_path.resolve() / "known.json"
    assert Path(config.registry or "").resolve() == tmp_path.resolve() / "documents.toml"
    assert config.rules == (("required-parts", ["purpose"]),)
    assert [where.covers(str(tmp_path / "2019/a.txt")) for where, _ in config.per_file] == [True]
    [suppression] = config.suppressions
    assert suppression.is_for(str(tmp_path / "2020/a.txt")) and not suppression.is_for(str(tmp_path / "2021/a.txt"))


WRONG = [
    ('selct = ["VB1"]', "there is no setting selct; the nearest is select"),
    ('select = "VB1"', "select must be a list of texts"),
    ('ignore = ["VB1O2"]', "there is no rule VB1O2; the nearest is VB102"),
    ('fail-on = "errors"', "there is no fail-on errors; the nearest is error"),
    ("fail-on = 1", "fail-on must be one of error, warning, info, never"),
    ('severity = "error"', "severity must be a table"),
    ('severity = { VB101 = "warn" }', "there is no severity warn; the nearest is warning"),
    ('per-file-ignores = { "*.md" = ["numbr-repeated"] }', "the nearest is VB101"),
    ("baseline = 1", "baseline must be the name of a file"),
    ('suppress = ["VB101"]', "suppressions are written [[suppress]]"),
    ('[[suppress]]\nrule = "VB101"', "suppression 1: reason is missing"),
    ('[[suppress]]\nrule = "VB101"\nreason = " "', "suppression 1: reason must be a text"),
    ('[[suppress]]\nrule = "VB101"\nreason = "x"\nline = "3"', "suppression 1: there is no setting line"),
    ("select = [", "this is no TOML"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG, ids=[reason for _, reason in WRONG])
@pytest.mark.parametrize("name", ["vbparse.toml", "pyproject.toml"])
def test_a_wrong_setting_is_one_sentence_that_names_the_file(vbparse, tmp_path, name, text, reason):
    shared = f"[tool.vbparse]\n{text}".replace("[[suppress]]\n", "[[tool.vbparse.suppress]]\n")
    (tmp_path / name).write_text(text if name == "vbparse.toml" else shared)
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    done = vbparse("check", "plan.txt")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert name in done.stderr and reason in done.stderr


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def found(vbparse, tmp_path):
    """Codes and severities that the command finds in the plan, and its exit code."""
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")

    def run(*options: str) -> tuple[dict[str, str], int]:
        done = vbparse("check", "plan.txt", "--json", *options)
        [file] = json.loads(done.stdout)["files"]
        return {d["code"]: d["severity"] for d in file["diagnostics"]}, done.returncode

    return run


def test_options_choose_rules_and_weights(found):
    assert found("--select", "VB101,VB3") == ({"VB101": "warning", "VB301": "error"}, 1)
    assert found("--select", "VB1", "--select", "VB3", "--ignore", "VB301")[0].keys() & {"VB101", "VB301"} == {"VB101"}
    assert found("--select", "VB301", "--severity", "VB3=info") == ({"VB301": "info"}, 0)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--select", "VB101"], 0),
        (["--select", "VB101", "--fail-on", "warning"], 1),
        (["--select", "VB101", "--fail-on", "info"], 1),
        (["--select", "VB301", "--fail-on", "never"], 0),
        (["--select", "VB101", "--severity", "VB101=info", "--fail-on", "warning"], 0),
    ],
    ids=str,
)
def test_the_exit_code_says_whether_a_finding_weighs_enough(found, options, code):
    assert found(*options)[1] == code


def test_settings_of_the_folder_hold_and_options_come_after_them(found, tmp_path):
    (tmp_path / "vbparse.toml").write_text(
        'select = ["VB101", "VB301"]\nfail-on = "never"\n[severity]\nVB301 = "info"\n'
    )
    assert found() == ({"VB101": "warning", "VB301": "info"}, 0)
    assert found("--ignore", "VB101", "--fail-on", "info") == ({"VB301": "info"}, 1)
    (tmp_path / "other.toml").write_text('select = ["VB101"]\n')
    assert found("--config", "other.toml")[0] == {"VB101": "warning"}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--select", "VB1O1"], "there is no rule VB1O1; the nearest is VB101"),
        (["--severity", "VB101"], "RULE=LEVEL"),
        (["--severity", "VB101=fatal"], "there is no severity fatal"),
        (["--config", "none.toml"], "none.toml: cannot be read"),
        (["--format", "xml"], "xml"),
        (["--unsafe-fixes"], "--unsafe-fixes"),
        (["--write-baseline"], "--write-baseline"),
        (["--jobs", "0"], "--jobs"),
    ],
    ids=str,
)
def test_a_wrong_option_is_one_sentence(vbparse, tmp_path, options, reason):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    done = vbparse("check", "plan.txt", *options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert reason in done.stderr


def test_the_language_may_be_set_for_the_folder(vbparse, tmp_path):
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "vbparse.toml").write_text('lang = "vi"\n')
    assert "lỗi" in vbparse("check", "plan.txt").stdout
    assert "lỗi" not in vbparse("check", "plan.txt", "--lang", "en").stdout
