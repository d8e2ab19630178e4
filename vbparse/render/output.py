"""Where output goes: standard output, a device or a pipe, or a file that appears whole or not at all."""

from __future__ import annotations

import atexit
import errno
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from vbparse.errors import InputError, ReaderGone, VbparseError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Writer:
    """A text stream; with a file name, a temporary file beside it that takes its place only when all went well."""

    def __init__(self, name: str | None, inputs: Sequence[str]) -> None:
        self.name = name
        self._temporary: str | None = None
        self._mode = 0
        if name is None:
            if sys.stdout is None:
                raise InputError("standard output: cannot be written (it is closed)")
            self.stream: TextIO = sys.stdout
            # The text is Unicode whatever the locale says; what cannot be encoded must not stop the output.
            if hasattr(sys.stdout, "reconfigure"):
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
            return
        try:
            handle = self._open_stream(name) if _is_stream(name, inputs) else self._open_temporary(name)
        except OSError as problem:
            raise _failure(name, problem) from None
        self.stream = os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def _open_stream(self, name: str) -> int:
        return os.open(name, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))

    def _open_temporary(self, name: str) -> int:
        old = _found(name)
        if old is not None and not os.access(name, os.W_OK):
            raise PermissionError(errno.EACCES, "it is write-protected")
        self._mode = 0o666 & ~_umask() if old is None else old.st_mode & 0o777
        # As `tempfile` would, which takes longer to import than a plan to write.
        self._temporary = os.path.join(os.path.dirname(name), f".vbparse-{os.urandom(8).hex()}")
        # Also for an interrupt between this line and the `with` that the writer stands in.
        atexit.register(self._remove)
        return os.open(self._temporary, _NEW, 0o600)

    @property
    def encoding(self) -> str:
        """Encoding of the stream."""
        return "utf-8"

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self.name is None and self.stream.isatty()

    def write(self, text: str) -> int:
        """Write text as it is.

        Raises ReaderGone if nobody reads any more, InputError if it cannot be written.
        """
        try:
            return self.stream.write(text)
        except OSError as problem:
            raise _failure(self.name, problem) from None

    def flush(self) -> None:
        """Send what was written; raises as `write` does."""
        try:
            self.stream.flush()
        except OSError as problem:
            raise _failure(self.name, problem) from None

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.name is None:
            if kind is None:
                self.flush()
            return
        try:
            if kind is None:
                self._finish()
        except OSError as problem:
            raise _failure(self.name, problem) from None
        finally:
            with suppress(OSError):
                self.stream.close()
            self._remove()
            atexit.unregister(self._remove)

    def _finish(self) -> None:
        """Close the file, and only when its disk has taken all of it put it in its place."""
        self.stream.flush()
        if self._temporary is not None and self.name is not None:
            os.fsync(self.stream.fileno())
            self.stream.close()
            os.chmod(self._temporary, self._mode)
            os.replace(self._temporary, self.name)

    def _remove(self) -> None:
        if self._temporary is not None:
            with suppress(OSError):
                os.unlink(self._temporary)


def _failure(name: str | None, problem: OSError) -> VbparseError:
    if isinstance(problem, BrokenPipeError):
        return ReaderGone()
    return InputError(f"{name or 'standard output'}: cannot be written ({problem.strerror})")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# --- what stands in the place already -----------------------------------------------------------------------------


def _is_stream(name: str, inputs: Sequence[str]) -> bool:
    """Whether a name is that of a device or a pipe, which is written to; everything else but a file is refused."""
    old, target = _found(name), _found(name, follows=True)
    if target and not stat.S_ISCHR(target.st_mode):
        _refuse_inputs(name, target, inputs)
    if target and (stat.S_ISCHR(target.st_mode) or stat.S_ISFIFO(target.st_mode)):
        return True
    if old and stat.S_ISLNK(old.st_mode):
        raise InputError(f"{name}: this is a link; name the file that is to be written")
    if old and stat.S_ISDIR(old.st_mode):
        raise InputError(f"{name}: this is a folder, not a file")
    if old and not stat.S_ISREG(old.st_mode):
        raise InputError(f"{name}: this is no file")
    return False


def _refuse_inputs(name: str, target: os.stat_result, inputs: Sequence[str]) -> None:
    for path in inputs:
        given = _standard_input() if path == "-" else _found(path, follows=True)
        if given and os.path.samestat(given, target):
            raise InputError(f"{name}: the output would overwrite an input")


def _found(name: str, follows: bool = False) -> os.stat_result | None:
    """What stands under a name, if anything; a link itself, or what it leads to, null for one that leads nowhere."""
    try:
        return os.stat(name, follow_symlinks=follows)
    except OSError:
        return None


def _standard_input() -> os.stat_result | None:
    try:
        return os.fstat(sys.stdin.fileno())
    except (OSError, ValueError, AttributeError):
        return None
