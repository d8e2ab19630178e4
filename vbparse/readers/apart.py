"""A reader in a process of its own, so that no file can take the memory, the time or the life of the caller.

A library for PDF or images may take all of these inside a single call: forms that draw each other ask for 10^8 letters
in 2 kB. What was read comes back as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import Any

from vbparse.errors import InputError
from vbparse.readers.options import Limits, ReadOptions, too_much
from vbparse.shape import shape
from vbparse.source import Piece, Remark, Span

SPARE = 512
"""Megabytes for Python, the libraries and the file itself, on top of what it may unpack to."""
_MEGABYTE = 1 << 20
_START = "import sys; sys.path[:] = sys.argv[1:]; from vbparse.readers.apart import serve; serve()"


@shape
class Reading:
    """What a reader found: stretches of text with their pages, and what it noticed."""

    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]


def read_apart(module: str, data: bytes, named: str, options: ReadOptions) -> Reading:
    """What `look_at(data, named, options)` of a module gives, called in another process that may use so much, no more.

    Raises `InputError` where the module does, and where the process ends without an answer.
    """
    order = {
        "module": module,
        "named": named,
        "encoding": options.encoding,
        "ocr": options.ocr,
        "limits": options.limits.as_words(),
    }
    sent = json.dumps(order).encode() + b"\n" + data
    command = [sys.executable, "-c", _START, *sys.path]
    try:
        done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, check=False)
    except OSError as problem:
        raise InputError(f"{named}: no process can be started to read it ({problem.strerror})") from None
    if done.returncode:
        raise _died(done.returncode, named, options.limits)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise InputError(answer["refused"])
    return Reading(
        pieces=tuple(Piece(*piece) for piece in answer["pieces"]),
        remarks=tuple(Remark(**{**remark, "span": Span(*remark["span"])}) for remark in answer["remarks"]),
    )


def _died(code: int, named: str, limits: Limits) -> InputError:
    import signal

    if code == -getattr(signal, "SIGXCPU", 0):
        return too_much(named, "the seconds that it takes are", "seconds", limits.seconds)
    most = limits.unpacked
    return InputError(
        f"{named}: this file is broken, or its pages take more than {most} megabytes; "
        f"if that is meant, see --limit unpacked=N"
    )


# --- the other process --------------------------------------------------------------------------------------------


def serve() -> None:
    """Take an order from standard input, answer on standard output."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What a library prints is no part of the answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limits = Limits(**order["limits"])
    _bound(limits, len(data))
    options = ReadOptions(encoding=order["encoding"], ocr=order["ocr"], limits=limits)
    answer = _answer(order, data, options)
    out.write(json.dumps(answer).encode())
    out.flush()
    # Nor is what it does when it is unloaded.
    os._exit(0)


def _answer(order: dict[str, Any], data: bytes, options: ReadOptions) -> dict[str, Any]:
    look_at = import_module(order["module"]).look_at
    try:
        reading: Reading = look_at(data, order["named"], options)
    except InputError as problem:
        return {"refused": str(problem)}
    except MemoryError:
        os._exit(1)
    except Exception as problem:
        # A file that no library was made for.
        return {"refused": f"{order['named']}: this file is broken and cannot be read ({type(problem).__name__})"}
    remarks = [
        {name: getattr(remark, name) for name in ("code", "severity", "message", "values", "span")}
        for remark in reading.remarks
    ]
    return {"pieces": [(piece.text, piece.place) for piece in reading.pieces], "remarks": remarks}


def _bound(limits: Limits, size: int) -> None:
    """Let the system end this process beyond its limits. Windows cannot; there only the limits of pages hold."""
    try:
        import resource
    except ImportError:
        return
    memory = (limits.unpacked + SPARE) * _MEGABYTE + size
    for name, most in (("RLIMIT_AS", memory), ("RLIMIT_CPU", limits.seconds), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        try:
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (ValueError, OSError):
            continue  # Not on every system.
