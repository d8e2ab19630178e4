"""What runs vbparse elsewhere: pre-commit, GitHub, GitLab. Their commands are run on a repository of documents."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, environment

from vbparse.check.config import read_config
from vbparse.check.suppress import read_sidecar

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs/check.md").read_text(encoding="utf-8")

HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\nI. MỤC ĐÍCH, YÊU CẦU\n"
RIGHT = f"{HEAD}Nâng cao nhận thức của Nhân dân.\n"
WRONG = f"{HEAD}Thực hiện Nghị quyết số 36/NQ-TW ngày 26/3/2004.\n"


@pytest.fixture
def repository(tmp_path) -> Path:
    """A git repository of documents, one of them wrong, and the program on the path."""
    for name, text in (("plans/right.txt", RIGHT), ("plans/to sign.txt", WRONG), ("drafts/new.txt", WRONG)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "vbparse.toml").write_text('exclude = ["drafts/"]\nselect = ["VB301", "VB302"]\n')
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/vbparse"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m vbparse "$@"\n')
    program.chmod(0o755)
    git("init", "--quiet", cwd=tmp_path)
    git("add", "plans", "drafts", "vbparse.toml", cwd=tmp_path)
    return tmp_path


def git(*arguments: str, cwd: Path) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=cwd, env=environment(), capture_output=True, text=True, check=True
    ).stdout


def run(command: list[str], cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{cwd / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, cwd=cwd, env=environment(PATH=path, **variables), capture_output=True, text=True, timeout=60
    )


def hook(name: str, repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A hook as pre-commit runs it: its entry, its arguments, then the files that are in the commit."""
    files = git("ls-files", "-z", "*.txt", cwd=repository).split("\0")[:-1]
    return run([*shlex.split(HOOKS[name]["entry"]), *arguments, *files], repository)


# --- pre-commit ---------------------------------------------------------------------------------------------------


def test_the_hook_stops_a_commit_with_an_error_and_heeds_exclude(repository):
    done = hook("vbparse-check", repository)
    assert done.returncode == 1
    assert "plans/to sign.txt:5:" in done.stdout and "drafts/" not in done.stdout
    (repository / "plans/to sign.txt").write_text(RIGHT, encoding="utf-8")
    assert hook("vbparse-check", repository).returncode == 0


def test_the_hook_takes_a_baseline(repository):
    assert hook("vbparse-check", repository, "--baseline", "known.json", "--write-baseline").returncode == 0
    assert hook("vbparse-check", repository, "--baseline", "known.json").returncode == 0


def test_the_other_hook_mends_and_says_what_is_left(repository):
    text = WRONG.replace("36/NQ-TW", "36-NQ /TW")
    (repository / "plans/to sign.txt").write_text(text, encoding="utf-8")
    done = hook("vbparse-fix", repository)
    assert done.returncode == 0
    assert (repository / "drafts/new.txt").read_text(encoding="utf-8") == WRONG


@pytest.mark.parametrize("name", HOOKS)
def test_hooks_say_what_pre_commit_asks_for(name):
    assert {"id", "name", "entry", "language"} <= set(HOOKS[name])
    assert HOOKS[name]["language"] == "python"
    assert set(HOOKS[name]["types_or"]) == {"plain-text", "markdown"}


# --- GitHub -------------------------------------------------------------------------------------------------------


def action(repository: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """The step that checks, as GitHub runs it: its variables from the inputs, its script by bash."""
    [step] = [step for step in ACTION["runs"]["steps"] if "env" in step]
    inputs = {name: about["default"] for name, about in ACTION["inputs"].items()} | given
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in step["env"].items()
    }
    script = repository / "bin/step.sh"
    script.write_text(step["run"], encoding="utf-8")
    return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], repository, **variables)


def test_the_action_notes_findings_at_their_lines(repository):
    done = action(repository)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error file=plans/to sign.txt,line=5,")


def test_the_action_takes_paths_arguments_format_and_output(repository):
    given = {"paths": "plans/to sign.txt\n\nplans/right.txt\n", "arguments": "--fail-on never --lang vi"}
    assert action(repository, **given).returncode == 0
    done = action(repository, **given, format="sarif", output="out.sarif")
    assert (done.returncode, done.stdout) == (0, "")
    assert '"version": "2.1.0"' in (repository / "out.sarif").read_text(encoding="utf-8")


def test_the_action_runs_nothing_that_a_name_holds(repository):
    done = action(repository, paths='$(touch hacked) "; touch hacked; "')
    assert done.returncode == 2
    assert not (repository / "hacked").exists()


def test_the_action_says_what_github_asks_for():
    assert {"name", "description", "inputs", "runs"} <= set(ACTION)
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert "uses" in step or {"run", "shell"} <= set(step)
    assert "${{" not in "".join(step.get("run", "") for step in ACTION["runs"]["steps"])


# --- the page -----------------------------------------------------------------------------------------------------


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_recipes_of_the_page_are_yaml_and_name_what_there_is():
    told = [yaml.safe_load(block) for block in blocks("yaml")]
    steps = [
        step
        for recipe in told
        for step in (recipe if isinstance(recipe, list) else recipe.get("jobs", {}).get("check", {}).get("steps", []))
    ]
    ours = [step for step in steps if "vbparse" in step.get("uses", "")]
    assert len(ours) == 2
    assert all(set(step["with"]) <= set(ACTION["inputs"]) for step in ours)
    [repos] = [recipe["repos"] for recipe in told if isinstance(recipe, dict) and "repos" in recipe]
    assert [one["id"] for one in repos[0]["hooks"]] == ["vbparse-check"]


def test_the_recipe_for_gitlab_writes_the_report_that_it_names(repository):
    [job] = [recipe["documents"] for recipe in map(yaml.safe_load, blocks("yaml")) if "documents" in recipe]
    install, check = job["script"]
    assert install.startswith("pip install")
    run(["vbparse", "check", "plans", "--baseline", "vbparse-baseline.json", "--write-baseline"], repository)
    done = run(["sh", "-c", check], repository)
    assert done.returncode == 0, done.stderr
    assert (repository / job["artifacts"]["reports"]["codequality"]).read_text() == "[]\n"


def test_settings_of_the_page_are_read(tmp_path):
    settings, _, beside = blocks("toml")
    (tmp_path / "vbparse.toml").write_text(settings, encoding="utf-8")
    config = read_config(tmp_path / "vbparse.toml")
    assert config.fail_on == "warning" and config.suppressions
    (tmp_path / "plan.txt.vbparse.toml").write_text(beside, encoding="utf-8")
    [suppression] = read_sidecar(str(tmp_path / "plan.txt"))
    assert suppression.rule == "VB301"


def test_the_registry_of_the_page_is_heeded_as_option_and_as_setting(vbparse, tmp_path):
    (tmp_path / "documents.toml").write_text(blocks("toml")[1], encoding="utf-8")
    plan = f"{HEAD}Thực hiện Quyết định số 1755/QĐ-TTg ngày 08/9/2016 của Thủ tướng Chính phủ.\n"
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/plan.txt").write_text(plan, encoding="utf-8")
    check = ["check", "plans", "--select", "VB311"]
    assert "1909/QĐ-TTg" not in vbparse(*check).stdout
    assert "1909/QĐ-TTg, documents.toml" in vbparse(*check, "--registry", "documents.toml").stdout
    (tmp_path / "vbparse.toml").write_text('registry = "documents.toml"\n')
    assert "1909/QĐ-TTg, documents.toml" in vbparse(*check).stdout
    assert "1909/QĐ-TTg, ../documents.toml" in vbparse("check", ".", *check[2:], cwd=tmp_path / "plans").stdout


@pytest.mark.parametrize("setting", ['registry = "none.toml"', 'required-parts = ["purposes"]'])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_wrong_setting_of_a_rule_is_one_sentence(vbparse, tmp_path, setting, jobs):
    (tmp_path / "vbparse.toml").write_text(f"{setting}\n")
    text = f"{HEAD}Nâng cao nhận thức của Nhân dân.\n\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: Theo dõi./.\n"
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(text + "Tập huấn nghiệp vụ.\n" * 10_000, encoding="utf-8")
    done = vbparse("check", ".", "--select", "VB104,VB311", "--jobs", jobs)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert setting.split('"')[1] in done.stderr
