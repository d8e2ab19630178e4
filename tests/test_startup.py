"""What a command loads: guards on modules, not on clocks. Each package here costs more than parsing a plan."""

import json
import subprocess
import sys

import pytest
from conftest import environment

HEAVY = {"typer", "click", "regex", "rich", "pydantic", "pydantic_core", "rapidfuzz", "numpy"}
"""Packages that a command loads only if it needs them."""

SLOW = {
    "tomllib",
    "tempfile",
    "random",
    "statistics",
    "fractions",
    "decimal",
    "dataclasses",
    "inspect",
    "shutil",
    "pathlib",
}
"""Modules of Python that take longer to import than what they would do for a command."""

DRIVER = """
import json, runpy, sys
sys.argv = ["vbparse", *sys.argv[1:]]
try:
    runpy.run_module("vbparse", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""

COLLECTIONS = """
import gc, sys
sys.argv = ["vbparse", *sys.argv[1:]]
from vbparse.__main__ import main
found = []
gc.callbacks.append(lambda phase, about: found.append(phase == "start"))
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(sum(found), gc.get_freeze_count(), file=sys.stderr)
"""


def said(code: str, *arguments: object) -> str:
    """The last line that some code writes to standard error."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env=environment(), text=True, encoding="utf-8", check=True)
    return done.stderr.splitlines()[-1]


def packages(code: str, *arguments: object) -> set[str]:
    """The heavy packages that are loaded after some code, as it says itself on standard error."""
    return HEAVY & set(json.loads(said(code, *arguments)))


def loaded(*arguments: object) -> set[str]:
    """What a command of the program loads."""
    return packages(DRIVER, *arguments)


def test_importing_the_package_loads_nothing_heavy():
    code = "import json, sys, vbparse; print(json.dumps([name.partition('.')[0] for name in sys.modules]), file=sys.stderr)"
    assert packages(code) == set()


def test_importing_the_package_loads_none_of_its_own_modules():
    code = "import json, sys, vbparse; print(json.dumps([name for name in sys.modules if name.startswith('vbparse')]), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), text=True, check=True)
    assert json.loads(done.stderr) == ["vbparse"]


def test_the_version_is_answered_without_the_command_line():
    assert loaded("--version") == set()


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "--help"], ["check", "--help"]], ids=" ".join)
def test_help_needs_no_grammar_and_no_renderer(arguments):
    assert loaded(*arguments) & {"regex", "rich", "pydantic", "pydantic_core", "rapidfuzz", "numpy"} == set()


def test_rules_need_no_renderer():
    assert loaded("rules") & {"rich", "pydantic", "pydantic_core", "rapidfuzz", "numpy"} == set()


def test_json_of_a_document_needs_only_the_grammar(samples):
    assert loaded("parse", samples / "bg.txt", "--json") == {"regex"}
    assert loaded("parse", samples / "bg.txt", "-f", "json") <= {"typer", "click", "regex"}


def test_json_of_a_comparison_needs_no_renderer(samples):
    assert loaded("compare", samples / "bg.txt", samples / "hp1631.txt", "--json") == {"regex", "rapidfuzz"}


@pytest.mark.parametrize("command", ["matrix", "check"])
def test_json_of_a_matrix_or_a_report_needs_no_renderer(samples, command):
    found = loaded(command, samples / "hp274.txt", samples / "news141.txt", "--json")
    assert found & {"rich", "pydantic", "pydantic_core", "numpy"} == set()


def test_a_document_on_a_terminal_needs_no_comparison(samples):
    assert loaded("parse", samples / "bg.txt") & {"pydantic", "pydantic_core", "rapidfuzz", "numpy"} == set()


def test_only_the_schema_needs_pydantic():
    found = loaded("schema", "document")
    assert "pydantic" in found
    assert found & {"regex", "rich", "rapidfuzz", "numpy"} == set()


@pytest.mark.parametrize("command", [["parse", "bg.txt"], ["compare", "bg.txt", "hp1631.txt"]], ids=" ".join)
def test_a_second_run_loads_no_slow_module(samples, tmp_path, command):
    arguments = [command[0], *(samples / name for name in command[1:]), "--json", "-o", tmp_path / "out.json"]
    said(DRIVER, *arguments)
    assert SLOW & set(json.loads(said(DRIVER, *arguments))) == set()


def test_a_command_is_prepared_alone(samples):
    code = "import sys; from vbparse import cli; from vbparse.__main__ import main\n" + (
        "try: main()\nfinally: print([command.name for command in cli.app.registered_commands], file=sys.stderr)"
    )
    assert said(code, "rules") == "['rules']"
    assert len(json.loads(said(code, "--help").replace("'", '"'))) == 8


def test_reading_a_plan_is_not_held_up_by_looking_for_cycles(samples, tmp_path):
    collections, frozen = map(
        int, said(COLLECTIONS, "parse", samples / "hp1631.txt", "--json", "-o", tmp_path / "o").split()
    )
    assert collections < 3
    assert frozen > 10_000
