"""The two calls that scripts make most, without typer, whose import takes longer than reading a plan; and how every
call ends.

They are `parse FILE... --json` and `compare LEFT RIGHT --json`, each with or without `-o FILE`. All others are for the
command line (`vbparse/cli/`), which reads and writes by the same functions.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn, TextIO

from vbparse.errors import InputError, ReaderGone, VbparseError

if TYPE_CHECKING:
    from vbparse.model import Comparison, Document, Worklist
    from vbparse.readers.options import ReadOptions
    from vbparse.render.output import Writer
    from vbparse.source import Source

Call = Callable[[], int | None]
"""What is to be done; it gives the exit code, null for 0."""

_FAULT = 70
"""Exit code of a crash, EX_SOFTWARE of the BSD sysexits: 1 would be read as findings."""


def direct_call(arguments: Sequence[str]) -> Call | None:
    """What arguments ask for, if it is one of the two calls; else null."""
    command, *words = arguments or [""]
    files: list[str] = []
    output, is_json = None, False
    rest = iter(words)
    for word in rest:
        if word in ("-o", "--output") and output is None:
            output = next(rest, "-")
        elif word == "--json":
            is_json = True
        else:
            files.append(word)
    # Another option, standard input, something that is missing: the command line knows.
    if not is_json or not files or any(name.startswith("-") for name in (*files, output or "")):
        return None
    if command == "parse":
        return partial(_parse, files, output)
    return partial(_compare, files, output) if command == "compare" and len(files) == 2 else None


def _parse(files: Sequence[str], output: str | None) -> None:
    with open_output(output, files) as out:
        for name in files:
            write_json(read_document(name), out, is_line=len(files) > 1)


def _compare(files: Sequence[str], output: str | None) -> None:
    with open_output(output, files) as out:
        left, right = files
        out.write(f"{compare_files(left, right).to_json()}\n")


def end(call: Call) -> NoReturn:
    """Make a call and end with its exit code; what the caller did wrong is one sentence and exit code 2."""
    _tidy_when_stopped()
    try:
        code = call()
    except ReaderGone:
        code = 0
    except KeyboardInterrupt:
        code = 130
    except VbparseError as mistake:
        code = _refuse(str(mistake))
    except MemoryError:
        code = _refuse("there is not enough memory for this")
    except Exception as fault:
        code = _stopped(fault) or _admit(fault)
    _abandon(sys.stdout)
    sys.exit(code or 0)


def _tidy_when_stopped() -> None:
    """Let signals that would end the program at once end it as an exception does: nothing is left behind."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What the caller has made deaf, as nohup does, stays so.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _stopped(fault: BaseException | None) -> int:
    """Exit code where a signal is behind a fault, as where it came while Python made a class; else 0."""
    while fault is not None:
        if isinstance(fault, KeyboardInterrupt):
            return 130
        if isinstance(fault, SystemExit) and isinstance(fault.code, int):
            return fault.code
        fault = fault.__cause__
    return 0


def _refuse(reason: str) -> int:
    """Say what the caller did wrong."""
    say(reason)
    return 2


def _admit(fault: Exception) -> int:
    """Show a fault of the program itself; its exit code is none that means something about a document."""
    import traceback

    from vbparse.render.safe import visible

    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(visible("".join(traceback.format_exception(fault))))
    say(f"this is a fault of vbparse ({type(fault).__name__}), not of the file; please report it with the lines above")
    return _FAULT


def _abandon(stream: TextIO | None) -> None:
    """Let Python not complain, as it closes the stream, that nobody reads it; its text was flushed before."""
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


# --- in and out, for all commands ---------------------------------------------------------------------------------


def say(sentence: str) -> None:
    """Tell the person at the terminal, in one line; nobody may be there."""
    from vbparse.render.safe import in_line

    # Without a standard error `print` would turn to standard output.
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"vbparse: {in_line(sentence)}", file=sys.stderr, flush=True)


def open_output(name: str | None, inputs: Sequence[str]) -> Writer:
    """Standard output, or a file that appears when all went well."""
    from vbparse.render.output import Writer

    if inputs.count("-") > 1:
        raise InputError("-: standard input can be read only once")
    return Writer(name, inputs)


def read_source(name: str, reading: ReadOptions | None = None) -> Source:
    """A file, or standard input; how it is read is as `ReadOptions` has it unless the caller chose."""
    from vbparse.readers import read, read_bytes
    from vbparse.readers.options import DEFAULTS
    from vbparse.readers.raw import read_standard_input

    chosen = reading or DEFAULTS
    return read_bytes(read_standard_input(chosen), "-", chosen) if name == "-" else read(name, chosen)


def read_document(name: str, reading: ReadOptions | None = None) -> Document:
    """The document in a file."""
    from vbparse.pipeline import parse

    return parse(read_source(name, reading))


def compare_files(left: str, right: str, reading: ReadOptions | None = None, language: str | None = None) -> Comparison:
    """The comparison of two files; what must be known of them is said in the language of the locale or another."""
    from vbparse.matching import compare

    documents = read_document(left, reading), read_document(right, reading)
    for document in documents:
        warn_if_no_plan(document, language)
    return compare(*documents)


def warn_if_scan(source: Source, language: str | None = None) -> bool:
    """Say on standard error that pages of a file are pictures; whether they are."""
    scan = source.scan
    if scan is None:
        return False
    from vbparse.render.wording import default_language, remark_words

    say(f"{source.path or '-'}: {remark_words(scan, language or default_language())}")
    return True


def warn_if_no_plan(document: Document, language: str | None = None) -> None:
    """Say so on standard error, before the comparison, which may take its time; of a scan, that it is one."""
    if warn_if_scan(document.source, language):
        return
    if document.genre in ("news_article", "unknown"):
        what = "a news page" if document.genre == "news_article" else "no document that vbparse knows"
        say(f"{document.source.path or '-'}: this is {what}, not a plan")


def write_json(found: Document | Worklist, out: Writer, is_line: bool) -> None:
    """A result as JSON, on one line where several follow each other."""
    if not is_line:
        out.write(f"{found.to_json()}\n")
        return
    from vbparse.plain import dump_line

    out.write(f"{dump_line(found.to_data())}\n")
