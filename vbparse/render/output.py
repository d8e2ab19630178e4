"""Where output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from vbparse.errors import InputError, ReaderGone, VbparseError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Writer:
    """A text stream; with a file name, a temporary file beside it that takes its place only when all went well."""

    def __init__(self, name: str | None, inputs: Sequence[str]) -> None:
        self.name = name
        self._temporary: str | None = None
        if name is None:
            if sys.stdout is None:
                raise InputError("standard output: cannot be written (it is closed)")
            self.stream: TextIO = sys.stdout
            # The text is Unicode whatever the locale says; what cannot be encoded must not stop the output.
            if hasattr(sys.stdout, "reconfigure"):
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
            return
        _refuse_inputs(name, inputs)
        try:
            # As `tempfile` would, which takes longer to import than a plan to write.
            temporary = str(Path(name).parent / f".vbparse-{os.urandom(8).hex()}")
            handle = os.open(temporary, _NEW, 0o600)
        except OSError as problem:
            raise InputError(f"{name}: cannot be written ({problem.strerror})") from None
        self._temporary = temporary
        self.stream = os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n")

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
        if self._temporary is None or self.name is None:
            if kind is None:
                self.flush()
            return
        try:
            self.stream.close()
        except OSError as problem:
            os.unlink(self._temporary)
            raise _failure(self.name, problem) from None
        if kind is None:
            mode = Path(self.name).stat().st_mode & 0o777 if Path(self.name).exists() else 0o666 & ~_umask()
            os.chmod(self._temporary, mode)
            os.replace(self._temporary, self.name)
        else:
            os.unlink(self._temporary)


def _failure(name: str | None, problem: OSError) -> VbparseError:
    if isinstance(problem, BrokenPipeError):
        return ReaderGone()
    return InputError(f"{name or 'standard output'}: cannot be written ({problem.strerror})")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refuse_inputs(name: str, inputs: Sequence[str]) -> None:
    if Path(name).is_dir():
        raise InputError(f"{name}: this is a folder, not a file")
    for path in inputs:
        same = Path(path).exists() and Path(name).exists() and os.path.samefile(path, name)
        if path != "-" and same:
            raise InputError(f"{name}: the output would overwrite an input")
