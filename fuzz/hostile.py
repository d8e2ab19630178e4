"""Texts that nobody wrote for a reader, and a run of every command on each at full size.

usage: hostile.py [--json] [NAME...]     (default: all of them; takes long)

The tests run the same texts at smaller sizes. With --json only parse, compare and check are run, each writing JSON.
What is printed: seconds of processor time, memory at most and size of the output of each command, and what is wrong: a
traceback, a control code on the way to a terminal, JSON that is none. Exit code 1 if anything is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple


class Hostile(NamedTuple):
    """A text of any size."""

    of: Callable[[int], str]
    """The text with so many pieces of what makes it hostile."""
    full: int
    """Pieces in the full size."""


def _frame(body: str) -> str:
    return f"KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n{body}\n"


def _within(opening: str, words: str, closing: str = "") -> Callable[[int], str]:
    return lambda n: _frame(f"{opening * n}{words}{closing * n}")


def _each(piece: str) -> Callable[[int], str]:
    return lambda n: _frame(piece * n)


ESCAPES = "\x1b[31mđỏ\x1b[0m \x1b]0;tên\x07 \x1b]8;;http://a.vn\x1b\\nhấn\x1b]8;;\x1b\\ \x9b2J \x1bP1$q\x1b\\ \x08\x7f"
MARKS = "[/khoản] [red]Sở[/red] [link=http://a.vn]Y tế[/link] \\[ [@click=x] :smile: [bold"

HOSTILE: dict[str, Hostile] = {
    "zero bytes": Hostile(_each("- Nâng cao\0 nhận thức của Nhân dân trên địa bàn tỉnh;\n"), 20_000),
    "escape sequences": Hostile(_each(f"- Sở Nội vụ {ESCAPES} chủ trì Kế hoạch số 1/KH-UBND\x1b[0m;\n"), 5_000),
    "text that runs right to left": Hostile(_each("1. \u202eSở Nội vụ\u202c \u2066chủ trì\u2069 \u200f;\n"), 20_000),
    "markup of the terminal": Hostile(_each(f"1. Sở Nội vụ {MARKS}: Theo dõi {MARKS}.\n"), 5_000),
    "lone surrogates": Hostile(_each("- \ud800Nâng cao\udfff nhận thức \udc00;\n"), 20_000),
    "a line of words": Hostile(_each("Nâng cao nhận thức của Nhân dân "), 320_000),
    "a line without blanks": Hostile(_each("nhận"), 2_500_000),
    "a line of blanks": Hostile(_each(" "), 10_000_000),
    "a line of marks": Hostile(lambda n: _frame("̣" * n), 1_000_000),
    "bullets": Hostile(_each("- Nâng cao nhận thức.\n"), 100_000),
    "bullets without words": Hostile(_each("-\n"), 100_000),
    "empty lines": Hostile(_each("\n"), 1_000_000),
    "articles": Hostile(_each("Điều 1. Phạm vi\n"), 100_000),
    "the word Điều alone": Hostile(_each("Điều "), 100_000),
    "references": Hostile(_each("khoản 1 Điều 2 và điểm a khoản 3 "), 30_000),
    "nested brackets": Hostile(_within("(", "Sở Nội vụ", ")"), 50_000),
    "brackets that stay open": Hostile(_within("(", "Sở Nội vụ"), 50_000),
    "nested quotations": Hostile(_within("“", "Điều 1. Mức chi", "”"), 50_000),
    "quotations, a line each": Hostile(_each("1. Sửa đổi như sau:\n“1. Sửa đổi như sau:\n"), 10_000),
    "marks of Markdown": Hostile(_within("**", "Sở Nội vụ", "**"), 50_000),
    "quoted deep in Markdown": Hostile(_within("> ", "- Sở Nội vụ"), 10_000),
    "a heading of 10,000 levels": Hostile(lambda n: _frame("#" * n + " Mục đích"), 10_000),
    "a number of many levels": Hostile(lambda n: _frame("1." * n + " Mục đích"), 10_000),
    "levels in turn": Hostile(_each("I. A\n1. B\n1.1. C\na) D\n- E\n+ F\n(1) G\ni) H\n* K\nb. L\n"), 1_000),
    "deeper and deeper": Hostile(lambda n: _frame("".join(f"{' ' * level}- A\n" for level in range(n))), 3_000),
    "a long number": Hostile(lambda n: f"Số: {'1' * n}/KH-UBND\n" + _frame(f"{'9' * n}. A {'9' * n} tỷ đồng"), 10_000),
    "long numbers everywhere": Hostile(
        lambda n: _frame(
            f"1. Kinh phí: {'1.000' * n} đồng; {'7' * n},{'5' * n} tỷ đồng; đạt {'9' * n}%; "
            f"ngày {'1' * n}/{'1' * n}/{'2' * n}; năm {'2' * n}; quý {'1' * n}/2025; số {'0' * n}/QĐ-TTg\n"
            f"Điều {'3' * n}. Phạm vi\n{'2' * n}) B\n[{'4' * n}] C\n"
        ),
        10_000,
    ),
    "digits and dots": Hostile(_each("1."), 500_000),
    "dots": Hostile(_each("."), 1_000_000),
    "dashes": Hostile(_each("-"), 1_000_000),
    "figures of money": Hostile(_each("1.000.000 đồng, 2,5 tỷ đồng; "), 20_000),
    "a row of a table": Hostile(lambda n: _frame("TT\tNội dung\tĐơn vị\n1" + "\ta" * n), 500_000),
    "a row between bars": Hostile(lambda n: _frame("| TT | Nội dung |\n|---|---|\n|" + " a |" * n), 250_000),
    "a table of many rows": Hostile(lambda n: _frame("TT\tNội dung\tĐơn vị chủ trì\n" + "1\tA\tSở Y tế\n" * n), 30_000),
    "cells between lone bars": Hostile(_each("|\na\n"), 100_000),
    "citations": Hostile(_each("Quyết định số 1/QĐ-UBND ngày 1/1/2024 của Ủy ban nhân dân tỉnh; "), 15_000),
    "citations, a line each": Hostile(_each("Căn cứ Quyết định số 1/QĐ-UBND ngày 1/1/2024;\n"), 15_000),
    "organs": Hostile(_each("Sở Nội vụ, "), 80_000),
    "capitals": Hostile(_each("SỞ NỘI VỤ\n"), 100_000),
    "letterheads": Hostile(_each("ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG\nSố: 1/KH-UBND\nKẾ HOẠCH\nVề việc A\n"), 10_000),
    "recipients": Hostile(_each("Nơi nhận:\n- Như trên;\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn An\n"), 10_000),
    "appendices": Hostile(_each("PHỤ LỤC\n(Kèm theo Kế hoạch số 1/KH-UBND)\n1. A\n"), 10_000),
    "footnotes": Hostile(lambda n: _frame("".join(f"Nội dung{i}.\n\n{i} Chú thích.\n" for i in range(1, n))), 5_000),
    "fields": Hostile(_each("1. A\nCơ quan chủ trì: Sở Y tế\nThời gian: Năm 2025\n"), 20_000),
    "lines that end with a return": Hostile(_each("- A\r"), 100_000),
    "letters in pieces": Hostile(_each("- Nâng cao nhận thức;\n"), 50_000),
}
"""By name."""


def text_of(name: str, size: int | None = None) -> bytes:
    """A hostile text as a file holds it; full size unless another is given."""
    hostile = HOSTILE[name]
    text = hostile.of(hostile.full if size is None else size)
    return text.encode("utf-8", "surrogatepass")


# --- a run of every command ---------------------------------------------------------------------------------------

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What must reach no terminal but as a visible sign."""


IN_JSON = ("parse", "compare", "check")


def commands(path: str, other: str) -> Iterator[tuple[str, ...]]:
    """Every command that reads documents, in every format."""
    for form in ("terminal", "json"):
        yield ("parse", path, "--format", form)
        yield ("compare", path, other, "--format", form)
    yield ("parse", path, "--by", "agency")
    yield from (("matrix", path, other, "--format", form) for form in ("terminal", "json", "csv"))
    for form in ("terminal", "json", "jsonl", "sarif", "github", "gitlab", "junit"):
        yield ("check", path, "--format", form)
    yield ("check", path, "--diff", "--unsafe-fixes")
    yield from (("show", stage, path) for stage in ("text", "lines", "blocks", "tree", "records"))


def complaints(command: tuple[str, ...], code: int, out: bytes, err: bytes) -> Iterator[str]:
    """What is wrong with what a command gave, a sentence each."""
    if code not in (0, 1):
        yield f"exit code {code}"
    if b"Traceback" in err:
        yield "a traceback"
    text = out.decode("utf-8")
    as_json = command[-1] in ("json", "sarif", "gitlab")
    # A diff is for a program unless a terminal shows it, and then it must be to the letter.
    for stream in (err.decode("utf-8"), "" if "--diff" in command else text):
        if found := CONTROLS.search(stream.replace("\r\n", "\n")):
            yield f"the control code {found[0]!r}"
    try:
        for piece in [text] if as_json else text.rstrip("\n").split("\n") if command[-1] == "jsonl" else ():
            json.loads(piece)
    except ValueError as problem:
        yield f"no JSON: {problem}"


class Ran(NamedTuple):
    """What a command took and gave."""

    seconds: float
    """Of processor time."""
    memory: float
    """MB, at most."""
    code: int
    out: bytes
    err: bytes


def run(command: tuple[str, ...], folder: str) -> Ran:
    """Run the program."""
    paths = [Path(folder, name) for name in ("out", "err")]
    with paths[0].open("wb") as out, paths[1].open("wb") as err:
        process = subprocess.Popen([sys.executable, "-m", "vbparse", *command], stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    texts = [path.read_bytes() for path in paths]
    return Ran(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode, *texts)


def main() -> None:
    """Print a row for each text and command."""
    names = [name for name in sys.argv[1:] if name != "--json"]
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "other.txt")
        other.write_text(_frame("1. Sở Nội vụ: Theo dõi, báo cáo.\n- Nâng cao nhận thức.\n"), encoding="utf-8")
        for name in names or HOSTILE:
            path = Path(folder, "hostile.txt")
            path.write_bytes(text_of(name))
            print(f"{name} ({path.stat().st_size / 1e6:.1f} MB)")
            for command in commands(str(path), str(other)):
                if "--json" in sys.argv and (command[0] not in IN_JSON or command[-1] != "json"):
                    continue
                ran = run(command, folder)
                wrong = list(complaints(command, ran.code, ran.out, ran.err))
                failed = failed or bool(wrong)
                shown = " ".join(word for word in command if word not in (str(path), str(other)))
                figures = f"{ran.seconds:8.1f} s  {ran.memory:6.0f} MB  {len(ran.out) / 1e6:8.1f} MB written"
                print(f"  {shown:32} {figures}  {'; '.join(wrong)}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
