"""Texts that nobody wrote for a reader: laws hold, output stays clean, and work grows as the text does."""

from collections.abc import Callable
from io import StringIO
from time import process_time
from types import SimpleNamespace

import pytest
from hostile import HOSTILE, commands, complaints, text_of
from laws import assert_claimed_or_alone, assert_diffs_rebuild_both_texts, assert_lawful, assert_mirrors

from vbparse import Document, Source, compare, parse
from vbparse.check import run_rules
from vbparse.render.diff import write_diff

MOST_GROWTH = 8.0
"""Times more work for four times the text: between fourfold, which is linear, and sixteenfold, which is a square."""
SMALL = 300
"""Part of the full size that the shorter text has, """
FEWEST = 101
"""but not fewer pieces: below that, few sentences of a clause, and few clauses, are compared each with each."""

CODES = ["zero bytes", "escape sequences", "text that runs right to left", "markup of the terminal", "lone surrogates"]


def document(name: str, pieces: int) -> Document:
    return parse(Source.decode(text_of(name, pieces)))


@pytest.mark.parametrize("name", HOSTILE)
def test_laws_hold(name):
    here = document(name, max(2, HOSTILE[name].full // 2000))
    assert_lawful(here)
    there = parse(
        Source.of("KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n1. Sở Nội vụ: Nâng cao nhận thức của Nhân dân.\n")
    )
    assert_mirrors(here, there)
    for comparison in (compare(here, there), compare(here, here)):
        assert_diffs_rebuild_both_texts(comparison)
        assert_claimed_or_alone(comparison)


def growth(work: Callable[[Document], object], short: Document, long: Document) -> float:
    """How many times longer the longer text takes, in processor time: the best of some tries."""
    least = most = float("inf")
    for _ in range(5):
        least, most = min(least, seconds(work, short)), min(most, seconds(work, long))
        if most <= MOST_GROWTH * least:
            break
    return most / least


def seconds(work: Callable[[Document], object], text: Document) -> float:
    start = process_time()
    work(text)
    return process_time() - start


WORK = {
    "parse": lambda document: parse(document.source),
    "check": run_rules,
    "compare": lambda document: compare(document, document),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("work", WORK)
def test_work_grows_as_the_text_does(name, work):
    pieces = max(FEWEST, HOSTILE[name].full // SMALL)
    assert growth(WORK[work], document(name, pieces), document(name, 4 * pieces)) <= MOST_GROWTH


def test_no_code_reaches_a_terminal_and_json_stays_json(vbparse, tmp_path):
    (tmp_path / "hostile.txt").write_bytes(b"".join(text_of(name, 4) for name in CODES))
    (tmp_path / "other.txt").write_text("KẾ HOẠCH\nTuyên truyền\n\n1. Sở Nội vụ: Theo dõi.\n", encoding="utf-8")
    for command in commands("hostile.txt", "other.txt"):
        done = vbparse(*command)
        assert list(complaints(command, done.returncode, done.stdout.encode(), done.stderr.encode())) == [], command


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_diff_is_to_the_letter_but_on_a_terminal(is_seen, monkeypatch):
    out = StringIO()
    monkeypatch.setattr(out, "isatty", lambda: is_seen)
    session = SimpleNamespace(reports=lambda: [SimpleNamespace(diff="-a\x1b[31m\n+a\n")])
    write_diff(session, out)
    assert out.getvalue() == ("-a␛[31m\n+a\n" if is_seen else "-a\x1b[31m\n+a\n")


@pytest.mark.parametrize("out", ["\x1b[31m", "\x9b2J", "\u202e", "{"])
def test_a_code_on_its_way_out_is_seen(out):
    command = ("parse", "a.txt", "--format", "json")
    assert list(complaints(command, 0, out.encode(), b""))
