"""A mended file takes the place of the old one: whole or not at all, with its mode, and never behind a link unasked."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vbparse.errors import InputError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def roots(paths: Iterable[str]) -> frozenset[str]:
    """Where files may be written: the folders and files that were named. A link names itself, not its target."""
    return frozenset(os.path.realpath(path) for path in paths if os.path.isdir(path) or not os.path.islink(path))


def rewrite(name: str, data: bytes, allowed: frozenset[str]) -> None:
    """Write a file anew.

    Raises `InputError` for a link that leads out of what was named, and for a file that cannot be written.
    """
    home = os.path.realpath(name)
    if os.path.islink(name) and not any(str(folder) in allowed for folder in (Path(home), *Path(home).parents)):
        raise InputError(f"{name}: this is a link to {home}, which was not named; it was not mended")
    temporary = os.path.join(os.path.dirname(home), f".vbparse-{os.urandom(8).hex()}")
    try:
        mode = os.stat(home).st_mode & 0o7777
        if not os.access(home, os.W_OK):
            raise PermissionError(13, "no permission to write this file")
        with _undisturbed():
            _replace(home, data, mode, temporary)
    except OSError as problem:
        raise InputError(f"{name}: cannot be written ({problem.strerror})") from None


def _replace(home: str, data: bytes, mode: int, temporary: str) -> None:
    try:
        with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as file:
            file.write(data)
            os.chmod(temporary, mode)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, home)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that end the program wait until the file is in its place: they would leave the temporary one behind."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
