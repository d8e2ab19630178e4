"""A path → its bytes, as many as may be read: devices, pipes and files that are mostly holes may have no end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

from vbparse.errors import InputError
from vbparse.readers.options import DEFAULTS, ReadOptions, too_much

if TYPE_CHECKING:
    from pathlib import Path

_MEGABYTE = 1 << 20


def read_raw(path: str | Path, options: ReadOptions = DEFAULTS) -> bytes:
    """The bytes of a file; raises `InputError` for a path that cannot be read, or that holds too many."""
    try:
        return read_bounded(path, options)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder, not a file") from None
    except PermissionError:
        raise InputError(f"{path}: no permission to read this file") from None
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: cannot be read ({getattr(problem, 'strerror', None) or problem})") from None


def read_bounded(path: str | Path, options: ReadOptions = DEFAULTS) -> bytes:
    """The same for callers with messages of their own: raises OSError, and `InputError` for too many."""
    with open(path, "rb") as stream:
        return _read(stream, str(path), options)


def read_standard_input(options: ReadOptions = DEFAULTS) -> bytes:
    """What standard input holds; raises `InputError` where it is closed, cannot be read, or holds too much."""
    if sys.stdin is None:
        raise InputError("-: standard input cannot be read (it is closed)")
    try:
        return _read(sys.stdin.buffer, "-", options)
    except OSError as problem:
        raise InputError(f"-: standard input cannot be read ({problem.strerror})") from None


def _read(stream: BinaryIO, named: str, options: ReadOptions) -> bytes:
    most = options.limits.megabytes
    data = stream.read(most * _MEGABYTE + 1)
    if len(data) > most * _MEGABYTE:
        raise too_much(named, "it has", "megabytes", most)
    return data
