"""What `check --fix` and `--diff` do to files, and what they leave alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import environment

from vbparse.check.mend import encoded

HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\nI. MỤC ĐÍCH, YÊU CẦU\n"
WRONG = f"{HEAD}Thực hiện Chỉ thị số 25/CT- TTg ngày 10/9/2021 và Nghị quyết số 36/NQ-TW ngày 26/3/2004.\n"
"""A blank in a symbol, which mends itself (VB302), and an impossible symbol, which a reader must see (VB301)."""
SAFE = WRONG.replace("CT- TTg", "CT-TTg")
ALL = SAFE.replace("36/NQ-TW", "36-NQ/TW")
RULES = ("--select", "VB301,VB302")


@pytest.fixture
def plan(tmp_path) -> Path:
    """The wrong plan as a file."""
    path = tmp_path / "plan.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_fix_mends_what_cannot_change_meaning_and_reports_the_rest(vbparse, plan):
    done = vbparse("check", "plan.txt", *RULES, "--fix")
    assert plan.read_text(encoding="utf-8") == SAFE
    assert done.returncode == 1
    assert "VB302" not in done.stdout and "VB301" in done.stdout
    assert done.stdout.splitlines()[-1] == "files 1 · clean 0 · errors 1 · warnings 0 · mended 1"


def test_unsafe_fixes_mend_all_and_a_second_time_nothing(vbparse, plan):
    assert vbparse("check", "plan.txt", *RULES, "--fix", "--unsafe-fixes").returncode == 0
    assert plan.read_text(encoding="utf-8") == ALL
    before = plan.stat()
    assert "mended" not in vbparse("check", "plan.txt", *RULES, "--fix", "--unsafe-fixes").stdout
    assert (plan.stat().st_ino, plan.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns), "written for nothing"


@pytest.mark.parametrize(("options", "expected"), [([], SAFE), (["--unsafe-fixes"], ALL)], ids=["safe", "unsafe"])
def test_a_diff_writes_nothing_and_git_can_apply_it(vbparse, plan, tmp_path, options, expected):
    subprocess.run(["git", "init", "--quiet", tmp_path], env=environment(), check=True)
    done = vbparse("check", ".", *RULES, "--diff", *options)
    assert plan.read_text(encoding="utf-8") == WRONG
    assert done.returncode == 1, "the findings are still there"
    command = ["git", "apply", "-p0", "--unidiff-zero", "-"]
    subprocess.run(command, input=done.stdout.encode(), cwd=tmp_path, env=environment(), check=True)
    assert plan.read_text(encoding="utf-8") == expected


def test_a_diff_of_standard_input_is_shown_and_mending_it_refused(vbparse):
    assert "+Thực hiện Chỉ thị số 25/CT-TTg" in vbparse("check", "-", *RULES, "--diff", given=WRONG).stdout
    done = vbparse("check", "-", *RULES, "--fix", given=WRONG)
    assert (done.returncode, done.stdout) == (2, "")
    assert "standard input cannot be mended" in done.stderr


def test_a_diff_is_no_format(vbparse, plan):
    done = vbparse("check", "plan.txt", "--diff", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--diff" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_encoding_line_ends_and_mode_are_kept(vbparse, tmp_path, encoding):
    def written(text: str) -> bytes:
        # As windows-1258 has it: the letter, then its tone.
        data = encoded(text.replace("\n", "\r\n"), encoding)
        assert data
        return data

    path = tmp_path / "plan.txt"
    path.write_bytes(written(WRONG))
    path.chmod(0o640)
    vbparse("check", "plan.txt", *RULES, "--fix")
    assert path.read_bytes() == written(SAFE)
    assert path.stat().st_mode & 0o7777 == 0o640
    assert os.listdir(tmp_path) == ["plan.txt"]


def test_what_is_suppressed_or_not_selected_is_not_mended(vbparse, plan, tmp_path):
    vbparse("check", "plan.txt", "--select", "VB301", "--fix")
    assert plan.read_text(encoding="utf-8") == WRONG
    (tmp_path / "plan.txt.vbparse.toml").write_text('[[suppress]]\nrule = "VB302"\nreason = "as printed"\n')
    vbparse("check", "plan.txt", *RULES, "--fix", "--unsafe-fixes")
    assert plan.read_text(encoding="utf-8") == WRONG.replace("36/NQ-TW", "36-NQ/TW")


# --- links and files that cannot be written -----------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path_factory, tmp_path) -> Path:
    """A plan outside, to which a link in the folder leads."""
    path = tmp_path_factory.mktemp("elsewhere") / "plan.txt"
    path.write_text(WRONG, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.txt").symlink_to(path)
    return path


@pytest.mark.parametrize("named", ["in", "in/link.txt"])
def test_a_link_that_leads_out_is_not_followed_and_that_is_said(vbparse, elsewhere, tmp_path, named):
    done = vbparse("check", named, *RULES, "--fix")
    assert done.returncode == 2
    assert "in/link.txt: this is a link to" in done.stderr and "not mended" in done.stderr
    assert elsewhere.read_text(encoding="utf-8") == WRONG
    assert (tmp_path / "in/link.txt").is_symlink()
    assert "VB302" in done.stdout, "it is checked all the same"


def test_a_link_whose_target_was_named_too_stays_a_link(vbparse, elsewhere, tmp_path):
    done = vbparse("check", "in", elsewhere.parent, *RULES, "--fix")
    assert (done.returncode, done.stderr) == (1, "")
    assert elsewhere.read_text(encoding="utf-8") == SAFE
    assert (tmp_path / "in/link.txt").is_symlink()


def test_a_file_that_cannot_be_written_is_said_and_the_others_are_mended(vbparse, plan, tmp_path):
    (tmp_path / "locked").mkdir()
    locked = tmp_path / "locked/plan.txt"
    locked.write_text(WRONG, encoding="utf-8")
    # To whoever runs as root nothing is locked but what a name cannot hold: here, the place of the temporary file.
    script = (
        "import os, sys\n"
        "from vbparse.check import rewrite\n"
        "true = os.replace\n"
        "def replace(source, target):\n"
        "    if 'locked' in target: raise OSError(30, 'Read-only file system')\n"
        "    true(source, target)\n"
        "rewrite.os.replace = replace\n"
        "from vbparse.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", script, "check", ".", "--json", "--fix", *RULES]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "vbparse: locked/plan.txt: cannot be written (Read-only file system)\n"
    assert locked.read_text(encoding="utf-8") == WRONG and os.listdir(locked.parent) == ["plan.txt"]
    assert plan.read_text(encoding="utf-8") == SAFE
    report = json.loads(done.stdout)
    assert [(file["path"], file["fixed"]) for file in report["files"]] == [("locked/plan.txt", 0), ("plan.txt", 1)]
    assert [refused["path"] for refused in report["refused"]] == ["locked/plan.txt"]


def test_several_processes_mend_the_same(vbparse, tmp_path):
    filler = "Nâng cao nhận thức của Nhân dân về công tác này.\n" * 400
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(WRONG + filler, encoding="utf-8")
    done = vbparse("check", ".", "--select", "VB302", "--fix", "--jobs", "3")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].endswith("mended 30")
    assert {path.read_text(encoding="utf-8") for path in tmp_path.glob("*.txt")} == {SAFE + filler}
