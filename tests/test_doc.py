"""Old Word files, read by programs of the system: what they are asked, what is made of their answers, and their limits.

The real documents stand beside the checkout; without them, or without the programs, the tests that need them are
skipped. The others have programs of their own making.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from shutil import which

import pytest
from agreement import agreement, words_kept

from vbparse import parse, read
from vbparse.errors import InputError
from vbparse.readers import office, read_bytes
from vbparse.readers.options import Limits, ReadOptions

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FILES = sorted(CORPUS.glob("*.doc"))
LAID_OUT_OTHERWISE = {
    "qd-12-2001-btc-tcvn3.doc": "150 tables, a cell a line in the transcript; without its capitals the title of what is attached is lost",
    "tt-13-2001-btc-tcvn3.doc": "the transcript has each cell of 30 tables on a line of its own",
    "nd-30-2020-cp-phu-luc-1.doc": "antiword tells no lists, text boxes and merged cells",
}

HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC = HEAD + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(100)
BOOK = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.1.2//EN" "http://www.oasis-open.org/docbook/xml/4.1.2/docbookx.dtd">
<book><title>from the properties</title><bookinfo><title>likewise</title></bookinfo><chapter><title/>
<para><informaltable frame='none'><tgroup cols='2'><tbody><row><entry>
ỦY BAN NHÂN DÂN
TỈNH A
</entry><entry>
CỘNG HÒA
Độc lập
</entry></row></tbody></tgroup></informaltable></para>
<para><emphasis role='bold'>KẾ HOẠCHTuyên truyền năm 2005</emphasis></para>
<sect1><title>I. Mục đích</title>
<orderedlist numeration='arabic'><listitem><para>Nâng cao nhận thức.</para></listitem>
<listitem><para>2. Phối hợp.</para></listitem></orderedlist>
<para><informaltable><tgroup cols='2'><tbody>
<row><entry>TT</entry><entry>Nhiệm vụ</entry></row>
<row><entry>1</entry><entry>Tập huấncho cán bộ
ở xã</entry></row>
<row><entry>2</entry><entry/></row>
</tbody></tgroup></informaltable></para></sect1></chapter></book>
"""
PLAIN = """KẾ HOẠCH
Tuyên truyền năm 2005
I. Mục đích
1. Nâng cao nhận thức.
2. 2. Phối hợp.
|TT |Nhiệm vụ |
|1 |Tập huấn|
| |cho cán bộ |
| |ở xã |
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Make the one program that is there: its lines in Python, which write to the folder that they begin in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))

    def make(name: str, *lines: str) -> None:
        path = folder / name
        path.write_text("\n".join([f"#!{sys.executable}", "import sys, time, os, subprocess", *lines]), "utf-8")
        path.chmod(0o755)

    return make


def of_antiword(book: str, plain: str) -> str:
    return f"sys.stdout.buffer.write(({book!r} if 'db' in sys.argv else {plain!r}).encode())"


def limited(**limits: int) -> ReadOptions:
    return ReadOptions(limits=Limits(**limits))


def test_what_antiword_tells_is_read(program, tmp_path):
    program("antiword", of_antiword(BOOK, PLAIN))
    source = read_bytes(DOC, "a.doc")
    assert source.text.split("\n") == [
        *("ỦY BAN NHÂN DÂN", "TỈNH A", "CỘNG HÒA", "Độc lập", "KẾ HOẠCH", "Tuyên truyền năm 2005"),
        *("I. Mục đích", "1. Nâng cao nhận thức.", "2. Phối hợp."),
        *("TT\tNhiệm vụ", "1\tTập huấn cho cán bộ ở xã", "2\t", ""),
    ]
    assert (source.media_type, source.unit) == ("application/msword", "paragraph")
    assert source.place(source.text.index("Tuyên")) == source.place(source.text.index("KẾ")) == 5
    assert [remark.code for remark in source.remarks] == ["VB009"]
    assert list((tmp_path / "scratch").iterdir()) == []


def test_text_of_before_unicode_is_converted(program):
    lines = "Nghị định của Chính phủ|Căn cứ Luật Tổ chức|Điều 1. Phạm vi điều chỉnh|Bộ trưởng Bộ Tài chính".split("|")
    old = "NghÞ ®Þnh cña ChÝnh phñ|C¨n cø LuËt Tæ chøc|§iÒu 1. Ph¹m vi ®iÒu chØnh|Bé tr\xadëng Bé Tµi chÝnh".split("|")
    book = "".join(f"<para>{line}</para>" for line in old)
    program("antiword", of_antiword(f"<book><chapter>{book}</chapter></book>", "\n".join(old)))
    source = read_bytes(DOC, "a.doc")
    assert source.text.splitlines() == lines
    [older] = [remark for remark in source.remarks if remark.code == "VB004"]
    assert older.values == {"encoding": "TCVN3"} and source[older.span] == lines[0]


def test_no_name_of_a_file_reaches_a_program(program, tmp_path, monkeypatch):
    noted = tmp_path / "arguments"
    program("antiword", f"open({str(noted)!r}, 'a').write(repr(sys.argv[1:]))", of_antiword(BOOK, PLAIN))
    monkeypatch.chdir(tmp_path)
    for name in ("-s", "--help", "a b; touch x.doc", "$(reboot)", "a\nb.doc"):
        Path(name).write_bytes(DOC)
        assert read(name).path == name
    assert set(noted.read_text().replace("][", "]\n[").split("\n")) == {
        "['-x', 'db', 'document.doc']",
        "['-w', '0', '-m', 'UTF-8.txt', 'document.doc']",
    }


def test_a_program_sees_no_variables_of_the_user(program, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "secret")
    program("antiword", "assert 'SOME_TOKEN' not in os.environ and sys.stdin.read() == ''", of_antiword(BOOK, PLAIN))
    assert read_bytes(DOC, "a.doc").text


@pytest.mark.parametrize("name", ["antiword", "soffice"])
def test_a_program_that_takes_too_long_is_stopped_with_all_it_started(program, tmp_path, name):
    noted = tmp_path / "child"
    program(name, f"child = subprocess.Popen(['{sys.executable}', '-c', 'import time; time.sleep(60)'])",
            f"open({str(noted)!r}, 'w').write(str(child.pid))", "time.sleep(60)")  # fmt: skip
    with pytest.raises(InputError, match=r"^a\.doc: the seconds that it takes are more than 1; .*--limit seconds=N$"):
        read_bytes(DOC, "a.doc", limited(seconds=1))
    assert is_gone(int(noted.read_text()))
    assert list((tmp_path / "scratch").iterdir()) == []


def is_gone(process: int) -> bool:
    """Whether a process has ended; what nobody waits for may stay as a name."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("where", ["sys.stdout", "open('x', 'w')"])
def test_a_program_that_writes_too_much_is_stopped(program, tmp_path, where):
    program("antiword", f"out = {where}", "while True: out.write('x' * 100_000)")
    with pytest.raises(InputError, match=r"^a\.doc: .* more than 2; .*--limit unpacked=N$"):
        read_bytes(DOC, "a.doc", limited(unpacked=2))
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    "answer",
    ["sys.exit(1)", "pass", of_antiword("<book><para>", "x"), of_antiword("<book/>", ""), of_antiword("\0\1\2", "")],
)
def test_what_a_program_cannot_read_is_refused(program, answer):
    program("antiword", answer)
    with pytest.raises(InputError, match=r"^a\.doc: this old Word file \(\.doc\) cannot be read; it is damaged"):
        read_bytes(DOC, "a.doc")


def test_deep_elements_are_refused(program):
    deep = "<para>" * 5000 + "x" + "</para>" * 5000
    program("antiword", of_antiword(f"<book>{deep}</book>", "x"))
    with pytest.raises(InputError, match=r"--limit depth=N$"):
        read_bytes(DOC, "a.doc")


def test_without_programs_the_package_is_named(program):
    with pytest.raises(
        InputError, match=r"^a\.doc: this is an old Word file \(\.doc\); to read it, run: apt install antiword$"
    ):
        read_bytes(DOC, "a.doc")


def test_what_is_no_word_file_or_locked_is_said(program):
    program("antiword", of_antiword(BOOK, PLAIN))
    sheet = HEAD + bytes(600) + "Workbook".encode("utf-16-le")
    with pytest.raises(InputError, match="an old Office file other than Word"):
        read_bytes(sheet, "a.doc")
    locked = HEAD + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(100)
    with pytest.raises(InputError, match="protected by a password"):
        read_bytes(locked, "a.doc")


def test_the_other_program_helps_where_the_first_fails(program):
    program("soffice", "sys.exit(0)")
    program("antiword", of_antiword(BOOK, PLAIN))
    assert "Tập huấn" in read_bytes(DOC, "a.doc").text


def test_libreoffice_is_told_what_to_leave_alone(program, tmp_path):
    noted = tmp_path / "settings"
    program("soffice", "profile = next(a for a in sys.argv if 'UserInstallation' in a).partition('file://')[2]",
            f"open({str(noted)!r}, 'w').write(open(profile + '/user/registrymodifications.xcu').read() + repr(sys.argv))")  # fmt: skip
    with pytest.raises(InputError):
        read_bytes(DOC, "a.doc")
    for words in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "--infilter=MS Word 97", "--headless"):
        assert words in noted.read_text()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *((path, "antiword") for path in FILES),
        # A start takes seconds.
        *(
            (path, "soffice")
            for path in FILES
            if path.name.startswith(("nd-29", "quy-dinh", "nd-30-2020-cp-phu-luc-1"))
        ),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_real_files_agree_with_their_other_form(path, name, monkeypatch, capsys):
    if not which(name):
        pytest.skip(f"{name} is not installed")
    monkeypatch.setattr(office, "is_there", lambda: name == "soffice")
    stem = path.stem.replace("-tcvn3", "").replace("-vni", "")
    other = next(form for form in (CORPUS / f"{stem}.txt", CORPUS / f"{stem}.docx") if form.exists())
    left, right = parse(read(other)), parse(read(path))
    kept, agreed = words_kept(left.source.text, right.source.text), agreement(left, right)
    with capsys.disabled():
        reason = LAID_OUT_OTHERWISE.get(path.name, "")
        print(f"\n{path.name} by {name}, {other.suffix}: outline {agreed:.3f}, words {kept:.4f} {reason}", end="")
    assert kept >= (0.99 if name == "soffice" or other.suffix == ".txt" else 0.96)
    assert agreed >= 0.89 or reason


@pytest.mark.skipif(not FILES, reason="no old Word files beside the checkout")
@pytest.mark.parametrize("change", ["cut", "noise"])
def test_broken_files_are_refused_or_read(change, monkeypatch):
    if not which("antiword"):
        pytest.skip("antiword is not installed")
    monkeypatch.setattr(office, "is_there", lambda: False)
    data = next(path for path in FILES if path.name.startswith("nd-29")).read_bytes()
    for at in range(1000, len(data), 9000):
        broken = data[:at] if change == "cut" else data[:at] + bytes(range(256)) * 4 + data[at + 1024 :]
        try:
            assert read_bytes(broken, "a.doc").text.strip()
        except InputError as problem:
            assert str(problem).startswith("a.doc: ")
