"""Files and processes as the world has them: links, pipes, devices, odd names, full disks, signals, two runs at once."""

import json
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import environment

PLAN = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n- Nâng cao nhận thức.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ: Theo dõi./.\n"
WRONG = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\nThực hiện Nghị quyết số 36/NQ-TW ngày 26/3/2004.\n"
OLD = "what was there before\n"
PATIENCE = 60
"""Seconds after which a program that should have ended is held to wait for ever."""


@pytest.fixture
def plan(tmp_path) -> Path:
    """A small clean plan."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def start(
    *arguments: object, cwd: Path, code: str = "", largest: int | None = None, **streams: object
) -> subprocess.Popen[bytes]:
    """The program under way, or some code of Python's in its place; no file may grow beyond the `largest`, in bytes."""
    command = [sys.executable, *(["-c", code] if code else ["-m", "vbparse"]), *map(os.fspath, arguments)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    # Whoever runs the tests in the background of a shell has made them deaf to Ctrl-C.
    # Where files may not grow, Python would leave modules half compiled in the checkout.
    env = environment(PYTHONDONTWRITEBYTECODE="1")

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True, preexec_fn=prepare, **pipes)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Exit code and what was said."""
    try:
        out, said = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    return process.returncode, (out or b"").decode(), (said or b"").decode()


def until(holds: Callable[[], object]) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def names_in(folder: Path) -> set[str]:
    return {entry.name for entry in os.scandir(folder)}


def assert_refused(done: tuple[int, str, str], *reasons: str) -> None:
    """Exit code 2, nothing on standard output, one sentence, no traceback."""
    code, out, said = done
    assert (code, out, said.count("\n")) == (2, "", 1), done
    assert all(reason in said for reason in reasons), said


# --- what output never does ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["old.json", "nowhere", "link"], ids=["a file", "nothing", "itself"])
@pytest.mark.parametrize("command", [["parse", "plan.txt", "--json"], ["check", "plan.txt"]], ids=["direct", "typer"])
def test_output_does_not_go_through_a_link(plan, tmp_path, command, target):
    (tmp_path / "old.json").write_text(OLD)
    (tmp_path / "link").symlink_to(target)
    before = names_in(tmp_path)
    assert_refused(ended(start(*command, "-o", "link", cwd=tmp_path)), "link: this is a link")
    assert os.readlink(tmp_path / "link") == target
    assert (tmp_path / "old.json").read_text() == OLD
    assert names_in(tmp_path) == before


@pytest.mark.parametrize("output", ["same.txt", "plan.txt"], ids=["another name of it", "its name"])
def test_output_does_not_go_over_what_standard_input_reads(plan, tmp_path, output):
    os.link(plan, tmp_path / "same.txt")
    with plan.open("rb") as given:
        done = ended(start("parse", "-", "--json", "-o", output, cwd=tmp_path, stdin=given))
    assert_refused(done, "overwrite an input")
    assert plan.read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize("output", ["vbparse.toml", "known.json", "laws.toml", "plan.txt.vbparse.toml"])
def test_output_does_not_go_over_settings_lists_or_what_stands_beside_a_file(plan, tmp_path, output):
    (tmp_path / "vbparse.toml").write_text('baseline = "known.json"\nregistry = "laws.toml"\n')
    (tmp_path / "laws.toml").write_text("")
    (tmp_path / "plan.txt.vbparse.toml").write_text("")
    code, _, _ = ended(start("check", "plan.txt", "--baseline", "known.json", "--write-baseline", cwd=tmp_path))
    assert code == 0
    before = (tmp_path / output).read_bytes()
    assert_refused(ended(start("check", "plan.txt", "--json", "-o", output, cwd=tmp_path)), "overwrite an input")
    assert (tmp_path / output).read_bytes() == before


def test_a_baseline_does_not_go_over_a_document(plan, tmp_path):
    code, _, said = ended(start("check", "plan.txt", "--baseline", "plan.txt", "--write-baseline", cwd=tmp_path))
    assert (code, said.count("\n")) == (2, 1)
    assert plan.read_text(encoding="utf-8") == PLAN


# --- output whole or not at all -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["parse"], ["parse", "--by", "agency"], ["compare", "plan.txt"]], ids=" ".join)
@pytest.mark.parametrize("was_there", [True, False])
def test_on_a_full_disk_the_old_file_stays_and_nothing_else(plan, tmp_path, command, was_there):
    if was_there:
        (tmp_path / "out.json").write_text(OLD)
    before = names_in(tmp_path)
    done = ended(start(*command, "plan.txt", "--json", "-o", "out.json", cwd=tmp_path, largest=256))
    assert_refused(done, "out.json: cannot be written (File too large)")
    assert names_in(tmp_path) == before
    assert not was_there or (tmp_path / "out.json").read_text() == OLD


def test_mending_on_a_full_disk_leaves_the_document_as_it_was(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(WRONG * 20, encoding="utf-8")
    code, _, said = ended(start("check", "plan.txt", "--fix", "--unsafe-fixes", cwd=tmp_path, largest=256))
    assert (code, said) == (2, "vbparse: plan.txt: cannot be written (File too large)\n")
    assert path.read_text(encoding="utf-8") == WRONG * 20
    assert names_in(tmp_path) == {"plan.txt"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_device_that_is_full_is_named(plan, tmp_path):
    done = ended(start("parse", "plan.txt", "--json", "-o", "/dev/full", cwd=tmp_path))
    assert_refused(done, "/dev/full: cannot be written (No space left on device)")


@pytest.mark.parametrize("folder", [path for path in ("/proc", "/sys") if os.path.isdir(path)] or ["/none"])
def test_a_folder_that_nobody_may_write_to_is_named(plan, tmp_path, folder):
    assert_refused(ended(start("parse", "plan.txt", "--json", "-o", f"{folder}/out.json", cwd=tmp_path)), folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="this user may write anywhere")
def test_what_is_write_protected_stays(plan, tmp_path):
    (tmp_path / "out.json").write_text(OLD)
    (tmp_path / "out.json").chmod(0o444)
    assert_refused(ended(start("parse", "plan.txt", "--json", "-o", "out.json", cwd=tmp_path)), "out.json")
    tmp_path.chmod(0o555)
    try:
        assert_refused(ended(start("parse", "plan.txt", "--json", "-o", "new.json", cwd=tmp_path)), "new.json")
    finally:
        tmp_path.chmod(0o755)
    assert (tmp_path / "out.json").read_text() == OLD


def test_two_runs_that_write_one_file_leave_one_whole_result(samples, tmp_path):
    runs = [start("parse", samples / name, "--json", "-o", "out.json", cwd=tmp_path) for name in ("bg.txt", "hn.txt")]
    assert [ended(run)[0] for run in runs] == [0, 0]
    assert names_in(tmp_path) == {"out.json"}
    written = (tmp_path / "out.json").read_text(encoding="utf-8")
    alone = [ended(start("parse", samples / name, "--json", cwd=tmp_path))[1] for name in ("bg.txt", "hn.txt")]
    assert written in alone


# --- stopped ------------------------------------------------------------------------------------------------------

CALLS = {
    "direct": ["parse", "slow.txt", "--json", "-o", "out.json"],
    "typer": ["parse", "slow.txt", "-o", "out.json"],
    "compare": ["compare", "plan.txt", "slow.txt", "--json", "-o", "out.json"],
    "check": ["check", "plan.txt", "slow.txt", "-o", "out.json"],
}


STOPS = [
    *((call, signal.SIGINT, 130) for call in CALLS),
    *((call, number, 128 + number) for call in ("direct", "check") for number in (signal.SIGTERM, signal.SIGHUP)),
]


@pytest.mark.parametrize(("call", "number", "code"), STOPS)
def test_who_is_stopped_leaves_nothing_behind(plan, tmp_path, call, number, code):
    """The program has begun its output and waits for its input, a pipe that nobody writes to, when the signal comes."""
    (tmp_path / "out.json").write_text(OLD)
    os.mkfifo(tmp_path / "slow.txt")
    before = names_in(tmp_path)
    process = start(*CALLS[call], cwd=tmp_path)
    until(lambda: names_in(tmp_path) != before)
    process.send_signal(number)
    assert ended(process) == (code, "", "")
    assert names_in(tmp_path) == before
    assert (tmp_path / "out.json").read_text() == OLD


@pytest.mark.parametrize(
    "stop",
    [
        "os.kill(os.getpid(), signal.SIGINT)",
        "exec('os.kill(os.getpid(), signal.SIGINT)')",
        "type('Made', (), {'member': Stopping()})",
    ],
    ids=["plainly", "in exec", "while a class is made"],
)
def test_who_is_stopped_before_the_command_line_is_there_is_as_quiet(tmp_path, stop):
    code = (
        "import sys, os, signal\n"
        "class Stopping:\n"
        "    def __set_name__(self, owner, name):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "class Slow:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == 'vbparse.cli': {stop}\n"
        "sys.meta_path.insert(0, Slow())\n"
        "from vbparse.__main__ import main\n"
        "main()"
    )
    assert ended(start("rules", cwd=tmp_path, code=code)) == (130, "", "")


MATRIX = """
import os, signal, sys, time
from vbparse.matching import bonds
true, first = bonds._inherited_links, os.getpid()
def slow(pair):
    print(os.getpid(), file=sys.stderr, flush=True)
    time.sleep(60)
bonds._inherited_links = slow
os.cpu_count = lambda: 2
from vbparse.__main__ import main
main()
"""
"""A matrix in several processes, each of which says its number and takes its time."""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_processes_that_share_the_work_end_with_the_one_that_was_stopped(plan, tmp_path, number, code):
    names = [f"{index}.txt" for index in range(6)]
    for name in names:
        shutil.copy(plan, tmp_path / name)
    process = start("matrix", *names, "--json", cwd=tmp_path, code=MATRIX)
    workers = {int(process.stderr.readline()) for _ in range(2)}
    assert process.pid not in workers
    process.send_signal(number)
    until(lambda: not any(map(is_alive, workers)))
    assert ended(process) == (code, "", "")


def is_alive(process: int) -> bool:
    """Whether a process is there and runs; one that nobody has waited for yet is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_process_of_the_work_that_is_killed_is_one_sentence(plan, tmp_path):
    names = [f"{index}.txt" for index in range(6)]
    for name in names:
        shutil.copy(plan, tmp_path / name)
    code = MATRIX.replace(
        "    print(os.getpid(), file=sys.stderr, flush=True)\n    time.sleep(60)",
        "    os.kill(os.getpid(), signal.SIGKILL)",
    )
    assert_refused(ended(start("matrix", *names, "--json", cwd=tmp_path, code=code)), "stopped from outside")


def test_a_fault_of_the_program_is_told_from_findings(plan, tmp_path):
    code = (
        "from vbparse import pipeline\n"
        "def broken(*_): raise RuntimeError('a slip \\x1b[31m')\n"
        "pipeline.parse = broken\n"
        "from vbparse.__main__ import main\n"
        "main()"
    )
    code_, out, said = ended(start("parse", "plan.txt", "--json", "-o", "out.json", cwd=tmp_path, code=code))
    assert (code_, out) == (70, "")
    assert "fault of vbparse (RuntimeError)" in said.splitlines()[-1]
    assert "\x1b" not in said
    assert names_in(tmp_path) == {"plan.txt"}


# --- pipes and devices --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["parse", "--json"], ["check"], ["matrix", "plan.txt", "-f", "csv"], ["show", "text"]], ids=" ".join
)
def test_who_reads_only_the_beginning_is_no_error(plan, tmp_path, arguments):
    plan.write_text(PLAN + "- Nâng cao nhận thức của Nhân dân.\n" * 3000, encoding="utf-8")
    ours, theirs = os.pipe()
    process = start(*arguments, "plan.txt", cwd=tmp_path, stdout=theirs)
    os.close(theirs)
    os.close(ours)
    code, _, said = ended(process)
    assert (code in (0, 1), said) == (True, "")


@pytest.mark.parametrize("command", [["parse", "--json"], ["check", "--json"]], ids=" ".join)
def test_a_pipe_is_read_like_a_file(plan, tmp_path, command):
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(plan.read_bytes(),))
    writer.start()
    code, out, said = ended(start(*command, "pipe", cwd=tmp_path))
    writer.join(PATIENCE)
    assert (code, said) == (0, "")
    assert out == ended(start(*command, "plan.txt", cwd=tmp_path))[1].replace("plan.txt", "pipe")


def test_a_pipe_is_written_and_stays_a_pipe(plan, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    assert ended(start("parse", "plan.txt", "--json", "-o", "pipe", cwd=tmp_path)) == (0, "", "")
    reader.join(PATIENCE)
    assert json.loads(read[0])["schema"] == "vbparse.document/1"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert names_in(tmp_path) == {"pipe", "plan.txt"}


def test_a_device_is_written_and_stays_a_device(plan, tmp_path):
    assert ended(start("parse", "plan.txt", "--json", "-o", os.devnull, cwd=tmp_path)) == (0, "", "")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    code, out, _ = ended(start("parse", "plan.txt", "--json", "-o", "/dev/stdout", cwd=tmp_path))
    assert (code, json.loads(out)["schema"]) == (0, "vbparse.document/1")


def test_a_socket_is_neither_read_nor_written(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        assert_refused(ended(start("parse", "socket", cwd=tmp_path)), "socket: cannot be read")
        assert_refused(ended(start("parse", "plan.txt", "-o", "socket", cwd=tmp_path)), "socket: this is no file")


def test_a_pipe_in_the_place_of_settings_is_not_waited_for(plan, tmp_path):
    for name in ("vbparse.toml", "plan.txt.vbparse.toml", ".gitignore"):
        os.mkfifo(tmp_path / name)
    assert ended(start("check", ".", "--json", cwd=tmp_path))[0] == 0


def test_settings_without_end_are_refused(plan, tmp_path):
    """Not read for ever: a device has no end, brackets without end are deeper than a reader can go."""
    (tmp_path / "deep.toml").write_text(f"a = {'[' * 100_000}")
    assert_refused(ended(start("check", "plan.txt", "--config", "deep.toml", cwd=tmp_path)), "deep.toml")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    assert_refused(ended(start("check", "plan.txt", "--baseline", "deep.json", cwd=tmp_path)), "deep.json")
    assert_refused(ended(start("check", "plan.txt", "--config", "/dev/zero", cwd=tmp_path)), "/dev/zero")


@pytest.mark.parametrize("command", [["parse"], ["check"], ["compare", "plan.txt"]], ids=" ".join)
def test_links_in_a_circle_are_named(plan, tmp_path, command):
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    assert_refused(ended(start(*command, "one.txt", cwd=tmp_path, stdout=subprocess.DEVNULL)), "one.txt")


def test_links_in_a_circle_do_not_hold_up_a_folder(plan, tmp_path):
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "up").symlink_to(tmp_path)
    code, out, said = ended(start("check", ".", "--json", cwd=tmp_path))
    assert (code, said, [file["path"] for file in json.loads(out)["files"]]) == (0, "", ["plan.txt"])


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_stream_that_is_closed_brings_no_traceback(plan, tmp_path, closed):
    command = {"stdin": "parse - --json", "stdout": "parse plan.txt", "stderr": "compare none.txt plan.txt"}[closed]
    number = {"stdin": 0, "stdout": 1, "stderr": 2}[closed]
    script = f'exec "$0" -m vbparse {command} {number}{"<" if number == 0 else ">"}&-'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable], cwd=tmp_path, env=environment(), capture_output=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert (done.stderr.count(b"\n") == 1) == (closed != "stderr")


# --- names --------------------------------------------------------------------------------------------------------

FORMS = ("terminal", "json", "jsonl", "sarif", "github", "gitlab", "junit")


@pytest.fixture
def odd(tmp_path) -> Path:
    """A folder whose files have names that are not UTF-8, hold line ends, or look like options and patterns."""
    for name in (b"k\xff.txt", b"a\nb.txt", b"--json.txt", b"[x].txt", b"\x1b[31m.txt", b'q".txt'):
        (tmp_path / os.fsdecode(name)).write_text(WRONG, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("form", FORMS)
def test_odd_names_break_no_report(odd, form):
    code, out, said = ended(start("check", ".", "--select", "VB301", "-f", form, cwd=odd))
    assert (code, said) == (1, "")
    assert out.count("VB301") >= 6
    assert "\x1b" not in out
    if form == "terminal":
        assert "a␊b.txt:6:" in out
    elif form == "github":
        assert all(line.startswith("::") for line in out.splitlines())
    elif form == "junit":
        from xml.etree import ElementTree

        assert ElementTree.fromstring(out).tag == "testsuites"
    elif form == "jsonl":
        assert [json.loads(line) for line in out.splitlines()]
    else:
        assert json.loads(out)


def test_names_come_back_from_json_as_they_are(odd):
    code, out, _ = ended(start("check", ".", "--json", cwd=odd))
    told = {os.fsencode(file["path"]) for file in json.loads(out)["files"]}
    assert code == 1
    assert told == {os.fsencode(name) for name in names_in(odd)}


def test_a_diff_of_odd_names_is_one_that_git_applies(odd):
    code, out, _ = ended(start("check", ".", "--diff", "--unsafe-fixes", cwd=odd))
    assert code in (0, 1)
    assert '"a\\012b.txt"' in out and '"q\\042.txt"' in out
    (odd / "k\udcff.txt").unlink()
    code, out, _ = ended(start("check", ".", "--diff", "--unsafe-fixes", cwd=odd))
    applied = subprocess.run(
        ["git", "apply", "-p0", "-"], input=out.encode(), cwd=odd, capture_output=True, check=False
    )
    assert applied.returncode == 0, applied.stderr.decode()
    assert all("36-NQ/TW" in (odd / name).read_text(encoding="utf-8") for name in names_in(odd))


@pytest.mark.parametrize("name", [b"k\xff.txt", b"a\nb.txt", b"./--json.txt"])
@pytest.mark.parametrize("command", [["parse", "--json"], ["parse"], ["matrix", "[x].txt"]], ids=" ".join)
def test_a_file_with_an_odd_name_is_read_and_written(odd, name, command):
    assert ended(start(*command, os.fsdecode(name), "-o", os.fsdecode(name) + ".out", cwd=odd))[::2] == (0, "")
    assert (odd / (os.fsdecode(name) + ".out")).stat().st_size


@pytest.mark.parametrize("name", [b"none\xff.txt", b"no\nne.txt", b"x" * 5000, b""])
@pytest.mark.parametrize("command", [["parse"], ["check"], ["parse", "plan.txt", "-o"]], ids=" ".join)
def test_an_odd_name_of_nothing_is_one_sentence(plan, tmp_path, name, command):
    known = os.fsdecode(name) + ("/x" if command[-1] == "-o" and name else "")
    code, _, said = ended(start(*command, known, cwd=tmp_path))
    assert (code, said.count("\n")) == (2, 1)
    assert names_in(tmp_path) == {"plan.txt"}


@pytest.mark.slow
def test_ten_thousand_files_are_checked(plan, tmp_path):
    """The pipes between the processes, the list of names and the open files all have their limits."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(10_000):
        os.link(plan, folder / f"{number:05}.txt")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(64, hard), hard))
    try:
        process = start("check", "many", "--select", "VB101", "-f", "jsonl", "--jobs", "2", cwd=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    lines = sum(1 for _ in process.stdout)
    assert (ended(process)[0], lines) == (0, 10_000)
