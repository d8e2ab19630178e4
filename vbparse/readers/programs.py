"""A program of the system reads a file: in a folder of its own, without a shell, within the limits."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from vbparse.readers.options import Limits, too_much

_MEGABYTE = 1 << 20
_LOOKS = 0.1
"""Seconds between two looks at what the program has written."""


@contextmanager
def workplace(name: str, data: bytes) -> Iterator[Path]:
    """A folder that holds the file under a name that no program misunderstands; gone when the work is done."""
    with TemporaryDirectory(prefix="vbparse-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        (path / name).write_bytes(data)
        yield path


def run(command: list[str], folder: Path, named: str, limits: Limits, output: str = "output") -> bool:
    """Run a program in a folder; what it prints goes to the file `output` there. Whether it ended well.

    Raises `InputError` when it takes more seconds, or fills the folder with more megabytes, than the limits allow.
    """
    variables = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
    }
    ends = time.monotonic() + limits.seconds
    with (folder / output).open("wb") as stdout:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while True:
                try:
                    return process.wait(_LOOKS) == 0 and not _is_full(folder, limits)
                except subprocess.TimeoutExpired:
                    pass
                if time.monotonic() > ends:
                    raise too_much(named, "the seconds that it takes are", "seconds", limits.seconds)
                if _is_full(folder, limits):
                    raise too_much(named, "the megabytes that it unpacks to are", "unpacked", limits.unpacked)
        finally:
            _end(process)


def _is_full(folder: Path, limits: Limits) -> bool:
    return sum(path.lstat().st_size for path in _files(folder)) > limits.unpacked * _MEGABYTE


def _files(folder: Path) -> Iterator[Path]:
    """The files under a folder in which another process makes and removes some."""
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top, name)
            if path.is_file():
                yield path


def _end(process: subprocess.Popen[bytes]) -> None:
    """Neither the program nor what it has started goes on."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:  # Windows: what the program has started is left to it.
        process.kill()
    process.wait()
