"""What is kept between runs: whatever happened to it, the answers are those of a run without it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, environment

from vbparse.cache import keep, load

COUNT_COMPILED = """
import sys, regex
compile, count = regex.compile, [0]
def counting(*arguments):
    count[0] += 1
    return compile(*arguments)
regex.compile = counting
from vbparse import parse, read
print(parse(read(sys.argv[1])).to_json())
print(count[0] - 1, "tomllib" in sys.modules, file=sys.stderr)
"""
"""The program's answer, and how much of the grammar had to be read and compiled for it; "" always is."""


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """Where cache folders stand, and the cache turned on for this process."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("VBPARSE_NO_CACHE", raising=False)
    return tmp_path


@pytest.fixture
def kept(home) -> Path:
    """The file of a thing that was kept."""
    keep("thing", b"key", DATA)
    assert load("thing", b"key") == DATA
    return home / "vbparse" / "thing"


DATA = {"pattern": (1, b"\x00", {"group": 1}), b"digest": {"rule": [{"match": "Điều"}], "rank": 1.5}}


def parse_counting(path: Path, **variables: str) -> tuple[str, int, bool]:
    """JSON of a document, how many patterns were compiled, whether TOML was read."""
    command = [sys.executable, "-c", COUNT_COMPILED, str(path)]
    done = subprocess.run(command, capture_output=True, env=environment(**variables), encoding="utf-8", check=True)
    count, has_read = done.stderr.split()
    return done.stdout, int(count), has_read == "True"


# --- what the grammar keeps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hp1631.txt", "bg.txt", "hn.txt", "hp274.txt", "news141.txt"])
def test_a_second_run_compiles_nothing_and_says_the_same(name, samples, home):
    without, compiled, has_read = parse_counting(samples / name, VBPARSE_NO_CACHE="1")
    assert compiled > 50 and has_read
    first = parse_counting(samples / name, XDG_CACHE_HOME=str(home))
    second = parse_counting(samples / name, XDG_CACHE_HOME=str(home))
    assert first == (without, compiled, True)
    assert second == (without, 0, False)


def test_another_text_adds_to_what_is_kept(samples, home):
    for name in ("news141.txt", "hp1631.txt"):
        assert parse_counting(samples / name, XDG_CACHE_HOME=str(home))[1] > 0
    for name in ("news141.txt", "hp1631.txt"):
        assert parse_counting(samples / name, XDG_CACHE_HOME=str(home))[1] == 0


def test_a_rule_that_was_changed_is_read_anew(tmp_path, home):
    folder = tmp_path / "grammars"
    folder.mkdir()
    code = (
        "import sys; from pathlib import Path; from vbparse.grammar import Grammar;"
        "print(Grammar(Path(sys.argv[1])).rules('one').pattern('a').pattern)"
    )
    found = []
    for match in ("x", "y", "x"):
        (folder / "one.toml").write_text(f"[[rule]]\nname = 'a'\nmatch = '{match}'\n")
        command = [sys.executable, "-c", code, str(folder)]
        done = subprocess.run(command, capture_output=True, env=environment(XDG_CACHE_HOME=str(home)), text=True)
        found.append(done.stdout.strip())
    assert found == ["x", "y", "x"]


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 5000], ids=len)
def test_a_spoilt_file_is_replaced(samples, home, damage):
    sound, compiled, _ = parse_counting(samples / "news141.txt", XDG_CACHE_HOME=str(home))
    file = home / "vbparse" / "grammar"
    file.write_bytes(damage)
    assert parse_counting(samples / "news141.txt", XDG_CACHE_HOME=str(home)) == (sound, compiled, True)
    assert parse_counting(samples / "news141.txt", XDG_CACHE_HOME=str(home)) == (sound, 0, False)


def test_runs_at_once_do_not_disturb_each_other(samples, home):
    command = [sys.executable, "-m", "vbparse", "parse", str(samples / "bg.txt"), "--json"]
    expected = subprocess.run(command, capture_output=True, env=environment(VBPARSE_NO_CACHE="1"), check=True).stdout
    shared = environment(XDG_CACHE_HOME=str(home))
    for _ in range(2):
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, env=shared) for _ in range(4)]
        assert [run.communicate()[0] for run in runs] == [expected] * 4
    assert [path.name for path in (home / "vbparse").iterdir()] == ["grammar"]
    assert parse_counting(samples / "bg.txt", XDG_CACHE_HOME=str(home))[1] == 0


@pytest.mark.parametrize("place", ["a file", "a device", "a relative path", "no home", "no folder above"])
def test_where_nothing_can_be_kept_the_program_does_without(place, samples, tmp_path):
    homes = {
        "a file": {"XDG_CACHE_HOME": str(samples / "bg.txt")},
        "a device": {"XDG_CACHE_HOME": os.devnull},
        "a relative path": {"XDG_CACHE_HOME": "here", "HOME": str(tmp_path / "none")},
        "no home": {"XDG_CACHE_HOME": "", "HOME": ""},
        "no folder above": {"XDG_CACHE_HOME": str(tmp_path / "none" / "none")},
    }
    command = [sys.executable, "-m", "vbparse", "parse", str(samples / "news141.txt"), "--json"]
    expected = subprocess.run(command, capture_output=True, env=environment(VBPARSE_NO_CACHE="1"), check=True)
    done = subprocess.run(command, capture_output=True, env=environment(**homes[place]), cwd=tmp_path, check=True)
    assert (done.stdout, done.stderr) == (expected.stdout, expected.stderr)
    assert list(tmp_path.iterdir()) == []


# --- what is trusted ----------------------------------------------------------------------------------------------


def test_folder_and_file_are_for_their_owner_alone(kept):
    assert (kept.parent.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_byte_that_changed_spoils_the_whole(kept):
    sound = kept.read_bytes()
    for at in range(len(sound)):
        kept.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        assert load("thing", b"key") is None


def test_a_file_cut_short_or_grown_is_not_read(kept):
    sound = kept.read_bytes()
    for content in [*(sound[:length] for length in range(len(sound))), sound + b"\0"]:
        kept.write_bytes(content)
        assert load("thing", b"key") is None


def test_what_another_version_kept_is_not_read(kept):
    assert load("thing", b"other key") is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_may_touch_is_not_read(kept, mode):
    kept.chmod(mode)
    assert load("thing", b"key") is None


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o770, 0o707])
def test_a_folder_that_others_may_touch_is_not_used(kept, mode):
    kept.parent.chmod(mode)
    assert load("thing", b"key") is None
    keep("more", b"key", DATA)
    assert [path.name for path in kept.parent.iterdir()] == ["thing"]


def test_what_belongs_to_another_user_is_not_used(kept, monkeypatch):
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert load("thing", b"key") is None
    keep("more", b"key", DATA)
    assert [path.name for path in kept.parent.iterdir()] == ["thing"]


def test_a_linked_file_is_not_read_and_not_written_through(kept, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)
    assert load("thing", b"key") is None
    before = elsewhere.read_bytes()
    keep("thing", b"key", {"new": 1})
    assert elsewhere.read_bytes() == before
    assert load("thing", b"key") == {"new": 1}


def test_a_linked_folder_is_not_used(kept, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    kept.parent.rename(elsewhere)
    kept.parent.symlink_to(elsewhere)
    assert load("thing", b"key") is None
    keep("more", b"key", DATA)
    assert [path.name for path in elsewhere.iterdir()] == ["thing"]


def test_a_pipe_in_its_place_does_not_make_the_program_wait(home):
    (home / "vbparse").mkdir(mode=0o700)
    os.mkfifo(home / "vbparse" / "thing", 0o600)
    assert load("thing", b"key") is None


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(kept, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    keep("thing", b"key", {"new": 1})
    assert load("thing", b"key") == DATA
    assert [path.name for path in kept.parent.iterdir()] == ["thing"]


def test_a_folder_that_cannot_be_written_is_still_read(kept, monkeypatch):
    really_open = os.open

    def open_to_read(path, flags, *arguments, **options):
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return really_open(path, flags, *arguments, **options)

    monkeypatch.setattr(os, "open", open_to_read)
    keep("thing", b"key", {"new": 1})
    assert load("thing", b"key") == DATA


def test_what_is_no_plain_data_is_not_kept(kept):
    keep("thing", b"key", {"path": ROOT})
    assert load("thing", b"key") == DATA


def test_a_variable_turns_it_off(kept, monkeypatch):
    monkeypatch.setenv("VBPARSE_NO_CACHE", "1")
    assert load("thing", b"key") is None
    keep("more", b"key", DATA)
    assert [path.name for path in kept.parent.iterdir()] == ["thing"]
