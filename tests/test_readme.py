"""What the README and the guides show is what the commands print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "docs/architecture.md", "docs/check.md"]
CUT = "[...]"
OWN_FOLDER = " plans "
"""A folder of the reader's own, in an example."""
_BLOCK = re.compile(r"^( *)```console\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def shown():
    """Every command that a page shows, with the lines below it."""
    for page in PAGES:
        for indent, block in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
            lines = [line.removeprefix(indent).rstrip() for line in block.splitlines()]
            starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
            for start, stop in pairwise([*starts, len(lines)]):
                if OWN_FOLDER in lines[start]:
                    continue
                yield pytest.param(lines[start][2:], lines[start + 1 : stop], id=f"{page}: {lines[start][2:60]}")


@pytest.mark.parametrize(("command", "lines"), [*shown()])
def test_a_command_prints_what_the_page_shows(command, lines):
    if "| jq" in command and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    at, may_skip = 0, False
    for line in lines:
        if line == CUT:
            may_skip = True
            continue
        rest = printed[at:] if may_skip else printed[at : at + 1]
        assert line in rest, f"{command} does not print this line (again): {line!r}"
        at += rest.index(line) + 1
        may_skip = False
    assert may_skip or at == len(printed), f"{command} prints more: {printed[at]!r}"
