"""What is answered without typer is answered as typer would: output, messages and exit code."""

import json
import subprocess
import sys

import pytest
from conftest import environment

from vbparse.direct import direct_call

BY_TYPER = "import sys, vbparse.direct as d; d.direct_call = lambda _: None; from vbparse.__main__ import main; main()"

PLAN = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\nNâng cao nhận thức./.\n"
NEWS = "Trang chủ\nChia sẻ\n"

CALLS = [
    ["parse", "plan.txt", "--json"],
    ["parse", "--json", "plan.txt", "-o", "out"],
    ["parse", "plan.txt", "news.txt", "--json", "--output", "out"],
    ["parse", "plan.txt", "none.txt", "--json"],
    ["parse", "none.txt", "--json", "-o", "out"],
    ["parse", "scan.txt", "--json"],
    ["parse", "", "--json"],
    ["parse", "plan.txt", "-o", "plan.txt", "--json"],
    ["parse", "plan.txt", "-o", "", "--json"],
    ["parse", "plan.txt", "-o", "no/folder", "--json"],
    ["compare", "plan.txt", "news.txt", "--json"],
    ["compare", "-o", "out", "plan.txt", "--json", "plan.txt"],
    ["compare", "plan.txt", "none.txt", "--json"],
    ["compare", "plan.txt", "none\x1b[31m.txt", "--json", "-o", "out"],
]
"""Answered without typer, whether they go well or not."""

OTHERS = [
    [],
    ["parse"],
    ["parse", "--json"],
    ["parse", "plan.txt"],
    ["parse", "-", "--json"],
    ["parse", "plan.txt", "--json", "-o"],
    ["parse", "plan.txt", "--json", "-o", "--json"],
    ["parse", "plan.txt", "--json", "-o", "out", "-o", "other"],
    ["parse", "plan.txt", "--json", "-oout"],
    ["parse", "plan.txt", "--json", "--output=out"],
    ["parse", "plan.txt", "--json", "--by", "agency"],
    ["parse", "plan.txt", "--json", "--", "-x.txt"],
    ["compare", "plan.txt", "--json"],
    ["compare", "plan.txt", "news.txt", "scan.txt", "--json"],
    ["compare", "plan.txt", "news.txt", "--json", "--exit-code"],
    ["matrix", "plan.txt", "news.txt", "--json"],
    ["--json", "parse", "plan.txt"],
]
"""For the command line."""


@pytest.fixture
def folder(tmp_path):
    """A folder with files that can and cannot be read."""
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "scan.txt").write_bytes(bytes(range(32)) * 8)
    return tmp_path


def answer(code, arguments, folder):
    """All that a call gives: exit code, both streams, and the file that it wrote."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, env=environment(), check=False)
    written = folder / "out"
    file = written.read_bytes() if written.exists() else None
    written.unlink(missing_ok=True)
    return done.returncode, done.stdout, done.stderr, file


@pytest.mark.parametrize("arguments", CALLS, ids=json.dumps)
def test_both_ways_give_one_answer(arguments, folder):
    assert direct_call(arguments)
    assert answer("from vbparse.__main__ import main; main()", arguments, folder) == answer(BY_TYPER, arguments, folder)


@pytest.mark.parametrize("arguments", OTHERS, ids=json.dumps)
def test_every_other_call_is_for_the_command_line(arguments):
    assert direct_call(arguments) is None
