"""The program from outside: exit codes, messages, files, and a terminal that no document can take over."""

import itertools
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from conftest import environment
from plan_texts import SAMPLES
from rich.cells import cell_len
from rich.console import Console

from vbparse import Source, compare, parse
from vbparse.errors import InputError
from vbparse.matching.matrix import build_matrix
from vbparse.readers import read
from vbparse.render.comparison import show_comparison
from vbparse.render.heatmap import show_matrix
from vbparse.render.terminal import show_document

COMMANDS = (["parse"], ["check"], ["show", "tree"])
"""Commands that one file is enough for."""

PLAN = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n- Nâng cao nhận thức.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ: Theo dõi./.\n"
SAMPLE_NAMES = ("bg.txt", "hn.txt", "hp1631.txt", "hp274.txt", "news141.txt")


@pytest.fixture
def plan(tmp_path) -> Path:
    """A small clean plan."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def assert_refused(done: subprocess.CompletedProcess[str], *reasons: str) -> None:
    """Exit code 2, nothing on standard output, one sentence that gives the reasons, no traceback."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert all(reason in done.stderr for reason in reasons), done.stderr


def assert_no_traceback(done: subprocess.CompletedProcess[str]) -> None:
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)


# --- what cannot be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [*COMMANDS, ["compare", "plan.txt"], ["matrix", "plan.txt"]], ids=" ".join)
def test_a_missing_file_is_named(vbparse, plan, command):
    assert_refused(vbparse(*command, "no such.txt"), "no such.txt", "no such file")


@pytest.mark.parametrize("command", [["parse"], ["show", "tree"], ["compare", "plan.txt"]], ids=" ".join)
def test_a_folder_is_named(vbparse, plan, tmp_path, command):
    (tmp_path / "plans").mkdir()
    assert_refused(vbparse(*command, "plans"), "plans", "folder")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
    ],
)
def test_what_is_no_text_is_named_with_its_kind(vbparse, tmp_path, data, reason):
    (tmp_path / "scan.txt").write_bytes(data)
    assert_refused(vbparse("parse", "scan.txt", "--json"), "scan.txt", reason)


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (PermissionError(13, "Permission denied"), "no permission to read this file"),
        (OSError(5, "Input/output error"), r"cannot be read \(Input/output error\)"),
        (ValueError("embedded null byte"), r"cannot be read \(embedded null byte\)"),
    ],
    ids=str,
)
def test_what_the_system_says_of_a_file_is_told(monkeypatch, problem, reason):
    def fail(*_arguments, **_options):
        raise problem

    monkeypatch.setattr("builtins.open", fail)
    with pytest.raises(InputError, match=rf"^disk\.txt: {reason}$"):
        read("disk.txt")


def test_a_file_without_end_is_refused(vbparse):
    assert_refused(vbparse("parse", "/dev/zero", "--limit", "megabytes=1"), "/dev/zero", "--limit megabytes=N")


@pytest.mark.parametrize("limit", ["pages", "pages=", "pages=0", "pages=-1", "pages=²", "words=3", "=3"])
def test_a_limit_that_is_none_is_refused(vbparse, samples, limit):
    assert_refused(vbparse("parse", samples / "bg.txt", "--limit", limit), f"--limit {limit}", "pages=100")


def test_an_encoding_that_is_none_is_refused(vbparse, samples):
    assert_refused(vbparse("parse", samples / "bg.txt", "--encoding", "latin-99"), "--encoding latin-99")


def test_formats_are_told_with_what_they_lack(vbparse):
    told = vbparse("formats").stdout
    kinds = json.loads(vbparse("formats", "--json").stdout)
    assert [line.split()[0] for line in told.split("\n\n")[0].split("\n")] == [
        kind["name"] for kind in kinds["formats"]
    ]
    assert {"text", "docx", "pdf", "html", "doc", "rtf", "image"} == {kind["name"] for kind in kinds["formats"]}
    assert all((kind["missing"] or "can be read") in told for kind in kinds["formats"])
    assert kinds["limits"]["pages"] > 0


def test_an_empty_file_is_a_document_of_unknown_genre(vbparse, tmp_path):
    (tmp_path / "empty.txt").touch()
    done = vbparse("parse", "empty.txt", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["genre"] == "unknown"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_encodings_of_text_are_read(vbparse, tmp_path, encoding):
    (tmp_path / "plan.txt").write_bytes(PLAN.encode(encoding))
    done = vbparse("parse", "plan.txt", "--json")
    assert (done.returncode, json.loads(done.stdout)["genre"]) == (0, "plan")


# --- wrong calls --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["parse", "plan.txt", "--colour"], "--colour"),
        (["prase", "plan.txt"], "prase"),
        (["parse"], "FILE"),
        (["compare", "plan.txt"], "RIGHT"),
        (["show", "words", "plan.txt"], "words"),
        (["show", "lines", "plan.txt", "--line", "0"], "--line"),
        (["schema", "everything"], "everything"),
        (["parse", "plan.txt", "--format", "yaml"], "yaml"),
        (["parse", "plan.txt", "--lang", "fr"], "fr"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(vbparse, plan, arguments, reason):
    done = vbparse(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr.strip().splitlines()[-1]
    assert_no_traceback(done)


def test_an_unknown_rule_names_the_nearest(vbparse):
    assert_refused(vbparse("rules", "VB103X"), "VB103X", "VB103")


def test_a_matrix_of_one_is_refused(vbparse, plan):
    assert_refused(vbparse("matrix", "plan.txt"), "two files or more")


def test_every_rule_is_explained(vbparse):
    listed = vbparse("rules").stdout.splitlines()
    assert len(listed) > 3
    for code in (line.split()[0] for line in listed):
        page = vbparse("rules", code.lower())
        assert page.stdout.startswith(f"# {code} ")
        assert "## Wrong" in page.stdout and "## Right" in page.stdout


@pytest.mark.parametrize("command", [["compare", "-", "-"], ["matrix", "-", "-"], ["parse", "-", "-"]], ids=" ".join)
def test_standard_input_is_read_once_only(vbparse, command):
    assert_refused(vbparse(*command, given=PLAN), "-")


# --- files written ------------------------------------------------------------------------------------------------


def test_output_goes_to_the_file_and_nowhere_else(vbparse, plan, tmp_path):
    done = vbparse("parse", "plan.txt", "--json", "-o", "out.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == vbparse("parse", "plan.txt", "--json").stdout
    assert sorted(os.listdir(tmp_path)) == ["out.json", "plan.txt"]


def test_output_takes_the_place_of_an_older_file(vbparse, plan, tmp_path):
    (tmp_path / "out.txt").write_text("older")
    (tmp_path / "out.txt").chmod(0o640)
    assert vbparse("parse", "plan.txt", "-o", "out.txt").returncode == 0
    assert "Tuyên truyền" in (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "command", [["parse"], ["check"], ["compare", "other.txt"], ["matrix", "other.txt"], ["check", "."]], ids=" ".join
)
@pytest.mark.parametrize("name", ["plan.txt", "./plan.txt", "link.txt"])
def test_output_never_overwrites_an_input(vbparse, plan, tmp_path, command, name):
    (tmp_path / "other.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(plan)
    inputs = [] if command[-1] == "." else ["plan.txt"]
    assert_refused(vbparse(*command, *inputs, "--json", "-o", name), name, "overwrite an input")
    assert plan.read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize("name", ["missing/out.json", "plan.txt/out.json", "."])
def test_output_that_cannot_be_written_is_named(vbparse, plan, name):
    assert_refused(vbparse("parse", "plan.txt", "--json", "-o", name), name)


@pytest.mark.parametrize(
    "command",
    [["parse", "plan.txt"], ["compare", "plan.txt"], ["matrix", "plan.txt"]],
    ids=" ".join,
)
def test_a_failure_leaves_nothing_behind(vbparse, plan, tmp_path, command):
    (tmp_path / "out.json").write_text("older")
    assert_refused(vbparse(*command, "missing.txt", "--json", "-o", "out.json"), "missing.txt")
    assert (tmp_path / "out.json").read_text() == "older"
    assert sorted(os.listdir(tmp_path)) == ["out.json", "plan.txt"]


OUTPUTS = [["parse", "plan.txt"], ["parse", "plan.txt", "--json"], ["schema", "report"]]


def redirected(arguments: list[str], redirection: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", f'exec "$0" -m vbparse "$@" {redirection}', sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, cwd=folder, env=environment(), text=True)


@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_standard_output_that_cannot_be_written_is_one_sentence(plan, tmp_path, arguments):
    assert_refused(redirected(arguments, "1<plan.txt", tmp_path), "written")


@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_standard_output_that_is_closed_brings_no_traceback(plan, tmp_path, arguments):
    done = redirected(arguments, ">&-", tmp_path)
    assert_no_traceback(done)
    assert done.returncode != 1, "1 means findings or differences"


# --- standard streams ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [*COMMANDS, ["compare", "plan.txt"]], ids=" ".join)
def test_a_dash_is_standard_input(vbparse, plan, command):
    done = vbparse(*command, "-", given=PLAN)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_standard_input_gives_the_same_document(vbparse, plan):
    piped, read_ = (json.loads(vbparse("parse", name, "--json", given=PLAN).stdout) for name in ("-", "plan.txt"))
    assert piped["source"]["path"] == "-"
    assert {**piped, "source": None} == {**read_, "source": None}


def test_a_file_may_be_called_like_an_option(vbparse, tmp_path):
    (tmp_path / "--json").write_text(PLAN, encoding="utf-8")
    assert json.loads(vbparse("parse", "--json", "--", "--json").stdout)["genre"] == "plan"


def test_several_files_give_a_line_of_json_each(vbparse, samples):
    done = vbparse("parse", *SAMPLE_NAMES, "--json", cwd=samples)
    lines = done.stdout.splitlines()
    assert [json.loads(line)["source"]["path"] for line in lines] == list(SAMPLE_NAMES)
    assert json.loads(lines[0]) == json.loads(vbparse("parse", SAMPLE_NAMES[0], "--json", cwd=samples).stdout)


def test_json_is_short_for_format_json(vbparse, plan):
    outputs = {
        vbparse("parse", "plan.txt", *option).stdout for option in (["--json"], ["--format", "json"], ["-f", "json"])
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["parse", "hp1631.txt"],
        ["compare", "hp1631.txt", "bg.txt"],
        ["parse", "hp274.txt", "--json"],
        ["schema", "document"],
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(samples, arguments):
    command = [sys.executable, "-m", "vbparse", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=samples, env=environment()
    ) as program:
        program.stdout.close()
        complaint = program.stderr.read()
    assert (complaint, program.returncode) == (b"", 0)


@pytest.mark.parametrize(
    "variables",
    [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}],
    ids=str,
)
def test_the_locale_does_not_change_the_letters(vbparse, plan, variables):
    assert "Tuyên truyền" in vbparse("parse", "plan.txt", **variables).stdout
    assert vbparse("parse", "plan.txt", "--json", **variables).stdout == vbparse("parse", "plan.txt", "--json").stdout


# --- exit codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["hp1631.txt", "bg.txt"], 0),
        (["hp1631.txt", "bg.txt", "--exit-code"], 1),
        (["hp1631.txt", "hp1631.txt", "--exit-code"], 0),
        (["hp274.txt", "hp274.txt", "--exit-code", "--json"], 0),
        (["news141.txt", "bg.txt", "--exit-code", "--json"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_compare_tells_differences_by_its_exit_code_only_if_asked(vbparse, samples, arguments, code):
    done = vbparse("compare", *arguments, cwd=samples)
    assert done.returncode == code
    assert done.stderr == (
        "vbparse: news141.txt: this is a news page, not a plan\n" if "news141.txt" in arguments else ""
    )
    assert done.stdout


@pytest.mark.parametrize("stage", ["text", "lines"])
def test_one_line_of_the_file_can_be_shown(vbparse, samples, stage):
    lines = (samples / "bg.txt").read_text(encoding="utf-8").split("\n")
    number = next(at for at, words in enumerate(lines, 1) if words.startswith("I."))
    done = vbparse("show", stage, "bg.txt", "--line", number, cwd=samples)
    assert lines[number - 1] in done.stdout
    assert done.stdout.count("\n") == 1


def test_check_exits_with_one_where_there_is_an_error(vbparse, samples):
    done = vbparse("check", "bg.txt", cwd=samples)
    assert (done.returncode, done.stderr) == (1, "")
    assert "bg.txt:3:1: VB201" in done.stdout
    assert "bg.txt:99:34: VB301" in done.stdout


def test_check_exits_with_zero_where_there_are_warnings_only(vbparse, samples):
    done = vbparse("check", "hp274.txt", cwd=samples)
    assert (done.returncode, done.stderr) == (0, "")
    assert "hp274.txt:161:1: VB101" in done.stdout


def test_check_reads_the_texts_of_a_folder_in_order(vbparse, samples):
    report = json.loads(vbparse("check", ".", "--json", cwd=samples).stdout)
    assert [file["path"] for file in report["files"]] == ["README.md", *SAMPLE_NAMES]


# --- no document takes over the terminal --------------------------------------------------------------------------

MARKUP = ("[khoản 1]", "[/khoản]", "[bold]", "[/]", "[red]x[/red]", "[link=http://a.vn]", ":smile:", "\\[x]")
CODES = (
    "\x1b[31m",
    "\x1b]8;;http://a.vn\x1b\\",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\u202e",
    "\u2066",
    "\x00",
    "\x08",
    "\r",
    "\x7f",
)
HOSTILE = (
    "KẾ HOẠCH\nTuyên truyền {0}\n\nI. MỤC ĐÍCH {0}\n\n- Nâng cao {0} nhận thức.\n\nII. NHIỆM VỤ\n\n1. Tập huấn {0}\n\n- Tổ chức lớp {0}\n\n"
    "Cơ quan chủ trì: Sở {0}\n\nThời gian: Năm 2025 {0}\n\nIII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ {0}: Theo dõi {0}./.\n"
)
SHOWN = [
    ["parse", "plan.txt"],
    ["compare", "plan.txt", "other.txt", "--full", "--explain"],
    ["matrix", "plan.txt", "other.txt"],
    ["matrix", "plan.txt", "--parent", "other.txt"],
    ["check", "plan.txt"],
]
SHOWN += [["show", stage, "plan.txt"] for stage in ("text", "lines", "blocks", "tree", "records")]
NEVER_SENT = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n", "\t"} | set(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
)


@pytest.fixture
def hostile(tmp_path) -> None:
    """A plan full of terminal codes, and another that is as hostile but not the same."""
    for name, words in (("plan.txt", CODES), ("other.txt", CODES[::-1])):
        (tmp_path / name).write_bytes(HOSTILE.format(" ".join(words)).encode("utf-8"))


@pytest.mark.parametrize("arguments", SHOWN, ids=" ".join)
def test_control_codes_are_shown_and_never_sent(vbparse, hostile, arguments):
    done = vbparse(*arguments)
    assert done.returncode in (0, 1)
    assert done.stdout
    assert set(done.stdout) & NEVER_SENT == set()
    assert_no_traceback(done)


def test_control_codes_stay_hidden_on_a_terminal_with_colour(vbparse, hostile):
    done = vbparse("compare", "plan.txt", "other.txt", "--full", FORCE_COLOR="1", TERM="xterm-256color")
    sent = {code.partition("m")[0] for code in done.stdout.split("\x1b[")[1:]}
    assert sent, "no colour at all: this test would see nothing"
    assert all(code.replace(";", "").isdigit() for code in sent)
    assert done.stdout.count("\x1b[") == done.stdout.count("\x1b")


@pytest.mark.parametrize(
    "arguments",
    [["parse", "plan.txt"], ["compare", "plan.txt", "other.txt", "--full"], ["show", "text", "plan.txt"]],
    ids=" ".join,
)
def test_markup_in_a_document_is_words(vbparse, tmp_path, arguments):
    for name in ("plan.txt", "other.txt"):
        for_one = f"{name} {' '.join(MARKUP)}"
        text = (
            f"KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n1. Nhận thức {' '.join(MARKUP)}\n\n2. Tuyên truyền {for_one}\n"
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    shown = "".join(vbparse(*arguments, COLUMNS="400").stdout.split())
    assert [words for words in MARKUP if words.replace(" ", "") not in shown] == []


def test_a_name_of_a_file_is_words_too(vbparse, tmp_path):
    name = "a[bold]\x1b[31m\u202eb.txt"
    (tmp_path / name).write_text(PLAN, encoding="utf-8")
    done = vbparse("parse", name)
    assert "a[bold]" in done.stdout
    assert set(done.stdout) & NEVER_SENT == set()


@pytest.mark.parametrize("command", [["parse"], ["compare", "plan.txt"], ["check"], ["rules"]], ids=" ".join)
def test_messages_send_no_codes_either(vbparse, plan, command):
    done = vbparse(*command, "a\x1b[31m\u202eb.txt")
    assert done.returncode == 2
    assert set(done.stderr) & NEVER_SENT == set()


def test_json_keeps_every_character(vbparse, hostile, tmp_path):
    done = vbparse("parse", "plan.txt", "--json")
    [plan] = [component for component in json.loads(done.stdout)["components"] if component["kind"] == "plan"]
    assert "\x1b[31m" in plan["body"][0]["text"]
    assert "\x1b" not in done.stdout


# --- width and colour ---------------------------------------------------------------------------------------------

WIDTHS = (80, 160)
DOCUMENTS = {name: parse(Source.of(text, path=f"samples/{name}.txt")) for name, text in SAMPLES.items()}


def too_wide(lines: list[str], width: int) -> list[str]:
    return [line for line in lines if cell_len(line) > width]


def shown(show: Callable[..., None], *what: object, width: int) -> list[str]:
    """What a function of the terminal module prints, line by line."""
    console = Console(file=StringIO(), width=width, markup=False, highlight=False)
    show(*what[:1], console, *what[1:])
    lines = console.file.getvalue().splitlines()
    assert len(lines) > 2
    return lines


@pytest.mark.parametrize("arguments", [["parse", "hp274.txt"], ["compare", "hp1631.txt", "bg.txt"]], ids=" ".join)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_program_keeps_to_the_width_of_the_terminal(vbparse, samples, arguments, width):
    lines = vbparse(*arguments, cwd=samples, COLUMNS=str(width)).stdout.splitlines()
    assert max(map(cell_len, lines)) == width
    assert too_wide(lines, width) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SAMPLES)
def test_no_line_of_a_document_is_too_wide(name, width):
    for language in ("en", "vi"):
        assert too_wide(shown(show_document, DOCUMENTS[name], language, width=width), width) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("left", "right"), list(itertools.pairwise(sorted(SAMPLES))))
def test_no_line_of_a_comparison_is_too_wide(left, right, width):
    comparison = compare(DOCUMENTS[left], DOCUMENTS[right])
    for more in ((), (True, True)):
        assert too_wide(shown(show_comparison, comparison, "vi", *more, width=width), width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_a_matrix_is_too_wide(width):
    matrix = build_matrix([DOCUMENTS[name] for name in ("bg", "hp1631", "news141")])
    assert too_wide(shown(show_matrix, matrix, "en", width=width), width) == []


@pytest.mark.parametrize(
    "arguments",
    [["parse", "news141.txt"], ["check", "bg.txt"], ["--help"], ["compare", "news141.txt", "news141.txt"]],
    ids=" ".join,
)
@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}], ids=str)
def test_a_pipe_gets_no_escape_codes(vbparse, samples, arguments, variables):
    done = vbparse(*arguments, cwd=samples, **variables)
    assert done.stdout
    assert "\x1b" not in done.stdout


TERMINALS = [
    ({"TERM": "xterm-256color"}, True),
    ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
    ({"TERM": "dumb"}, False),
]


@pytest.mark.parametrize(("variables", "is_coloured"), TERMINALS, ids=str)
def test_a_terminal_gets_colour_unless_it_asks_for_none(samples, variables, is_coloured):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "vbparse", "check", "bg.txt"]
    subprocess.run(command, stdout=theirs, stderr=theirs, cwd=samples, env=environment(**variables), timeout=60)
    output = os.read(ours, 100_000).decode()
    os.close(ours)
    os.close(theirs)
    codes = re.findall(r"\x1b\[([\d;]*)m", output)
    assert "VB301" in output
    assert any(part[:1] in "349" and len(part) == 2 for code in codes for part in code.split(";")) == is_coloured


def test_vietnamese_headings_are_asked_for_or_taken_from_the_locale(vbparse, samples):
    asked = vbparse("parse", "hp274.txt", "--lang", "vi", cwd=samples).stdout
    assert "Bố cục" in asked
    assert asked == vbparse("parse", "hp274.txt", cwd=samples, LANG="vi_VN.UTF-8").stdout
    assert "Outline" in vbparse("parse", "hp274.txt", "--lang", "en", cwd=samples, LANG="vi_VN.UTF-8").stdout
