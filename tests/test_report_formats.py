"""Every format of `check` as those read it who consume it: schemas, parsers, a terminal."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, environment
from jsonschema import Draft4Validator, Draft202012Validator
from rich.cells import cell_len

from vbparse import Source
from vbparse.check import catalog
from vbparse.check.run import _in_order
from vbparse.schema import json_schema

SARIF = json.loads((ROOT / "tests/schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^(/|[.]/)"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab's manual asks of a code quality report."""

HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\nI. MỤC ĐÍCH, YÊU CẦU\n"
WRONG = "1. Thực hiện Nghị quyết số 36/NQ-TW ngày 26/3/2004.\n1. Nâng cao nhận thức của Nhân dân.\n"
HARD = "kế hoạch, 100%: <a> & “b”.txt"
"""A file name with all that a format has to escape."""
RULES = ("--select", "VB101,VB301")


@pytest.fixture
def folder(tmp_path) -> Path:
    """A clean plan, one with findings, one whose name is hard to write down, one that is none."""
    (tmp_path / "clean.txt").write_text(HEAD + "Nâng cao nhận thức của Nhân dân.\n", encoding="utf-8")
    for name in ("wrong.txt", HARD):
        (tmp_path / name).write_text(HEAD + WRONG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def report(vbparse, folder):
    """What a format says of the folder."""

    def run(form: str, *options: str, paths: tuple[str, ...] = (".",)) -> str:
        return vbparse("check", *paths, "--format", form, *RULES, *options, cwd=folder).stdout

    return run


NAMES = ["clean.txt", HARD, "wrong.txt"]
PLACES = [(5, "VB301"), (6, "VB101")]


# --- JSON ---------------------------------------------------------------------------------------------------------


def test_json_follows_its_schema_with_all_that_it_may_hold(report, folder):
    (folder / "scan.txt").write_bytes(b"%PDF-1.7")
    report("json", "--baseline", "known.json", "--write-baseline", paths=("wrong.txt",))
    (folder / "wrong.txt").write_text(HEAD + WRONG.replace("36/", "33/"), encoding="utf-8")
    (folder / f"{HARD}.vbparse.toml").write_text(
        '[[suppress]]\nrule = "VB3"\nreason = "as printed"\n', encoding="utf-8"
    )
    data = json.loads(report("json", "--baseline", "known.json"))
    assert list(Draft202012Validator(json_schema("report")).iter_errors(data)) == []
    assert [file["path"] for file in data["files"]] == NAMES
    assert data["summary"] == {
        "files": 3,
        "clean": 2,
        "errors": 1,
        "warnings": 1,
        "infos": 0,
        "known": 1,
        "suppressed": 1,
        "fixed": 0,
        "rules": {"VB101": 1, "VB301": 1},
    }
    assert [refused["path"] for refused in data["refused"]] == ["scan.txt"]
    assert [entry["code"] for entry in data["stale"]] == ["VB301"]


def test_json_lines_are_the_files_of_the_report(report):
    lines = [json.loads(line) for line in report("jsonl").splitlines()]
    assert lines == json.loads(report("json"))["files"]


# --- SARIF --------------------------------------------------------------------------------------------------------


def complaints(text: str) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in Draft4Validator(SARIF).iter_errors(json.loads(text))]


def test_the_schema_of_sarif_knows_a_wrong_log():
    assert complaints('{"version": "2.1.0", "runs": [{"results": []}]}') != []


@pytest.mark.parametrize("language", ["en", "vi"])
def test_sarif_follows_its_schema(report, folder, language):
    (folder / "scan.txt").write_bytes(b"%PDF-1.7")
    text = report("sarif", "--lang", language, "--select", "ALL")
    assert complaints(text) == []
    [run] = json.loads(text)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.code for rule in catalog()]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    [invocation] = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert "PDF" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_regions_of_sarif_are_the_words_themselves(report, folder):
    [run] = json.loads(report("sarif", paths=("wrong.txt",)))["runs"]
    lines = (folder / "wrong.txt").read_text(encoding="utf-8").split("\n")
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words == region["snippet"]["text"] != ""
    assert [result["level"] for result in run["results"]] == ["error", "warning"]


def test_sarif_tells_new_known_and_gone(report, folder):
    report("sarif", "--baseline", "known.json", "--write-baseline", paths=("wrong.txt", HARD))
    (folder / "wrong.txt").write_text(HEAD + WRONG.replace("36/", "33/"), encoding="utf-8")
    text = report("sarif", "--baseline", "known.json")
    assert complaints(text) == []
    results = json.loads(text)["runs"][0]["results"]
    states = [(result["baselineState"], result["ruleId"]) for result in results]
    assert sorted(states) == [
        ("absent", "VB301"),
        ("new", "VB301"),
        ("unchanged", "VB101"),
        ("unchanged", "VB101"),
        ("unchanged", "VB301"),
    ]
    marks = [
        (r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], *r["partialFingerprints"].values())
        for r in results
    ]
    assert len(set(marks)) == len(marks)
    assert "baselineState" not in json.loads(report("sarif"))["runs"][0]["results"][0]


def test_sarif_holds_what_is_suppressed_with_the_reason(report, folder):
    (folder / "wrong.txt.vbparse.toml").write_text('[[suppress]]\nrule = "VB301"\nreason = "as printed"\n')
    text = report("sarif", paths=("wrong.txt",))
    assert complaints(text) == []
    reasons = [result.get("suppressions") for result in json.loads(text)["runs"][0]["results"]]
    assert reasons == [None, [{"kind": "external", "justification": "as printed"}]]


def test_places_of_sarif_are_addresses(report, folder):
    run = json.loads(report("sarif"))["runs"][0]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
    assert len(uris) == 2 and all(re.fullmatch(r"[!-~]+", uri) for uri in uris)


# --- CI -----------------------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def unescaped(text: str) -> str:
    return re.sub("%([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), text)


def test_github_reads_a_command_a_line(report):
    commands = [COMMAND.fullmatch(line) for line in report("github").splitlines()]
    told = []
    for command in commands:
        assert command
        about = dict(pair.split("=", 1) for pair in command[2].split(","))
        assert set(about) == {"file", "line", "endLine", "col", "endColumn", "title"}
        told.append((unescaped(about["file"]), int(about["line"]), about["title"].split()[0], command[1]))
    levels = {"VB301": "error", "VB101": "warning"}
    assert told == [(name, line, code, levels[code]) for name in NAMES[1:] for line, code in PLACES]
    assert "36-NQ/TW" in unescaped(commands[0][3])


def test_gitlab_reads_a_code_quality_report(report, folder):
    (folder / "sub").mkdir()
    (folder / "sub/wrong.txt").write_text(HEAD + WRONG, encoding="utf-8")
    found = json.loads(report("gitlab", paths=("./wrong.txt", "sub", HARD)))
    assert list(Draft202012Validator(GITLAB).iter_errors(found)) == []
    places = [(one["location"]["path"], one["location"]["lines"]["begin"], one["check_name"][:5]) for one in found]
    assert places == [(name, *place) for name in ("wrong.txt", "sub/wrong.txt", HARD) for place in PLACES]
    assert len({one["fingerprint"] for one in found}) == len(found)
    assert json.loads(report("gitlab", paths=("clean.txt",))) == []


def test_junit_is_xml_with_counts_that_add_up(report, folder):
    (folder / "scan.txt").write_bytes(b"%PDF-1.7")
    (folder / "wrong.txt.vbparse.toml").write_text('[[suppress]]\nrule = "VB301"\nreason = "<as> printed"\n')
    suites = {suite.attrib["name"]: suite for suite in ElementTree.fromstring(report("junit"))}
    assert sorted(suites) == sorted([*NAMES, "scan.txt"])
    for suite in suites.values():
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) > 0
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[count]) == len(suite.findall(f"testcase/{tag}"))
    assert suites[HARD].attrib["failures"] == "1", "a warning alone does not fail"
    assert suites["wrong.txt"].find("testcase/skipped").attrib["message"] == "<as> printed"
    assert suites["scan.txt"].attrib["errors"] == "1"


def test_junit_fails_from_the_severity_that_the_command_fails_on(report):
    counts = [suite.attrib["failures"] for suite in ElementTree.fromstring(report("junit", "--fail-on", "warning"))]
    assert counts == ["0", "2", "2"]


CODES = "\x1b[31m\x00\x85\u202e]]>\ufffe"


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_control_codes_of_a_document_break_no_format(vbparse, tmp_path, form):
    text = HEAD + WRONG.replace("36/NQ-TW", f"36/NQ-TW{CODES}").replace("Nâng", CODES)
    (tmp_path / "plan.txt").write_bytes(text.encode())
    said = vbparse("check", "plan.txt", "--format", form).stdout
    assert {"\x00", "\x1b"} & set(said) == set()
    if form == "junit":
        assert ElementTree.fromstring(said).find("testsuite") is not None
    elif form == "jsonl":
        assert json.loads(said)["path"] == "plan.txt"
    elif form != "github":
        assert json.loads(said)


# --- terminal -----------------------------------------------------------------------------------------------------


def test_a_terminal_shows_the_words_and_what_is_wrong_with_them(report):
    lines = report("terminal", paths=("wrong.txt",)).splitlines()
    assert lines[0].startswith("wrong.txt:5:28: VB301 symbol-impossible [error] 36/NQ-TW")
    marks = [at for at, line in enumerate(lines) if set(line) == {" ", "^"}]
    assert [lines[at - 1][lines[at].index("^") : len(lines[at])] for at in marks] == ["36/NQ-TW", "1."]
    assert lines[marks[0] + 1] == "    fix: write “36-NQ/TW” (read the result)"
    assert lines[-1] == "files 1 · clean 0 · errors 1 · warnings 1"


def test_a_terminal_speaks_vietnamese(report):
    shown = report("terminal", "--lang", "vi", paths=("wrong.txt",))
    assert "[lỗi]" in shown and "[cảnh báo]" in shown
    assert shown.splitlines()[-1] == "tệp 1 · không có lỗi 0 · lỗi 1 · cảnh báo 1"


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_words_fit_on_the_terminal(vbparse, tmp_path, width):
    long = f"1. {'Nâng cao nhận thức ' * 20}Nghị quyết số 36/NQ-TW ngày 26/3/2004 {'của các cấp ' * 20}\n"
    (tmp_path / "plan.txt").write_text(HEAD + long, encoding="utf-8")
    lines = vbparse("check", "plan.txt", *RULES, COLUMNS=str(width)).stdout.splitlines()
    assert [line for line in lines[1:] if cell_len(line) > width] == []
    start = lines[2].index("^")
    assert lines[1][start:].startswith("36/NQ-TW")


def test_statistics_count_by_rule(report):
    lines = report("terminal", "--statistics").splitlines()
    assert [line.split()[:3] for line in lines[:2]] == [
        ["2", "VB101", "number-repeated:"],
        ["2", "VB301", "symbol-impossible:"],
    ]
    assert lines[2:] == ["files 3 · clean 1 · errors 2 · warnings 2"]


# --- many files ---------------------------------------------------------------------------------------------------

SLOW = """
import time
from vbparse.check import look, session
from vbparse.__main__ import main
true, look.read_raw = look.read_raw, lambda *given: (time.sleep(0.4), true(*given))[1]
main()
"""
"""The command where every file takes its time."""

SHORT = """
from vbparse.render import progress
from vbparse.__main__ import main
progress.PATIENCE = float("inf")
main()
"""
"""The command as if it took no time, however busy the machine is."""


def seen(command: list[str], folder: Path, **streams: object) -> bytes:
    """What comes up on a terminal that is standard error, and standard output unless it goes elsewhere."""
    ours, theirs = pty.openpty()
    variables = environment(TERM="xterm-256color")
    process = subprocess.Popen(
        command, cwd=folder, env=variables, stderr=theirs, **{"stdin": subprocess.DEVNULL, "stdout": theirs, **streams}
    )
    os.close(theirs)
    shown = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                piece = os.read(ours, 100_000)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        elif process.poll() is not None:
            break
    process.wait(timeout=60)
    os.close(ours)
    return shown


def test_progress_is_shown_on_a_terminal_and_goes_away(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(HEAD, encoding="utf-8")
    command = [sys.executable, "-c", SLOW, "check", ".", "--select", "VB301", "--json", "-o", "out.json"]
    shown = seen(command, tmp_path)
    assert re.search(rb"\r[1-6]/6", shown)
    assert shown.endswith(b"\r\x1b[K")


def test_progress_is_not_shown_in_a_pipe_or_for_a_short_run(tmp_path, folder):
    assert b"\r\x1b[K" not in seen([sys.executable, "-c", SHORT, "check", "."], folder)
    command = [sys.executable, "-c", SLOW, "check", ".", "--select", "VB301", "--fail-on", "never"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, timeout=60)
    assert done.returncode == 0
    assert done.stderr == b""


def test_findings_of_a_run_in_several_processes_come_in_the_same_order(vbparse, tmp_path):
    text = HEAD + WRONG + "Nâng cao nhận thức của Nhân dân về công tác này.\n" * 400
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(text * (1 + 5 * (number % 7 == 0)), encoding="utf-8")
    (tmp_path / "20.txt").write_bytes(b"\x1f\x8b")
    runs = [vbparse("check", ".", "--format", "jsonl", *RULES, "--jobs", jobs) for jobs in (1, 2, 5)]
    assert len({(run.returncode, run.stdout, run.stderr) for run in runs}) == 1
    assert [json.loads(line)["path"] for line in runs[0].stdout.splitlines()] == [
        f"{n:02}.txt" for n in range(40) if n != 20
    ]
    assert runs[0].stderr == "vbparse: 20.txt: this is a compressed file; it cannot be read (see vbparse formats)\n"
    assert runs[0].returncode == 2


def test_what_cannot_be_read_does_not_keep_the_others_from_being_checked(vbparse, folder):
    (folder / "scan.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = vbparse("check", ".", "missing.txt", *RULES, cwd=folder)
    assert done.returncode == 2
    assert done.stdout.splitlines()[-1] == "files 3 · clean 1 · errors 2 · warnings 2"
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["scan.txt", "missing.txt"]


def test_no_more_files_are_handed_out_than_are_waited_for():
    class Pool:
        """Does at once what it is given."""

        def submit(self, work, name):
            done = Future()
            done.set_result(name)
            return done

    taken = []

    def names():
        for number in range(100):
            taken.append(number)
            yield str(number)

    waiting = [len(taken) - at for at, _ in enumerate(_in_order(Pool(), names(), 8))]
    assert len(waiting) == 100
    assert max(waiting) <= 9


def test_ctrl_c_ends_all_processes_without_a_word(tmp_path):
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(HEAD + "Nâng cao nhận thức của Nhân dân.\n" * 400, encoding="utf-8")
    command = [sys.executable, "-c", SLOW, "check", ".", "--jobs", "2", "--format", "jsonl"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, b"")


def test_only_the_files_under_way_are_in_memory(tmp_path, monkeypatch):
    """Reports are let go as they are written: of many files only a few texts live at a time."""
    import gc

    from vbparse.check.look import Job
    from vbparse.check.session import Session

    names = []
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(f"{HEAD}{number}\n{WRONG}", encoding="utf-8")
        names.append(str(tmp_path / f"{number}.txt"))
    alive = []
    for _ in Session(names, Job()).reports():
        gc.collect()
        alive.append(sum(isinstance(thing, Source) and bool(thing.text) for thing in gc.get_objects()))
    assert max(alive[5:]) <= max(alive[:5])
