"""Plain data kept from one run to the next, in a folder of this user's own. What is not as it was left is not read.

Never an error: where there is no home, no right to write, or a file that cannot be trusted, the program does without.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_OFF = "VBPARSE_NO_CACHE"
"""Set to anything, it turns the cache off."""
_FOLDER = "vbparse"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 1 << 24
"""Bytes. Nothing that is kept comes near; a larger file is not ours."""
_DIGEST = hashlib.sha256().digest_size


def load(name: str, key: bytes) -> Any:
    """What was kept under a name with the same key, or null."""
    try:
        with _own_folder() as folder:
            content = _read(name, folder)
    except OSError:
        return None
    digest, data = content[:_DIGEST], content[_DIGEST:]
    return marshal.loads(data) if digest == _digest(key, data) else None


def keep(name: str, key: bytes, data: Any) -> None:
    """Keep dicts, lists, strings, bytes and numbers for `load`; the file appears whole or not at all."""
    # ValueError: the data holds something else, which cannot be kept.
    with suppress(OSError, ValueError):
        content = marshal.dumps(data)
        with _own_folder() as folder:
            _write(name, _digest(key, content) + content, folder)


def _digest(key: bytes, data: bytes) -> bytes:
    """The key is in it: what another version has kept is as little ours as what was cut off."""
    return hashlib.sha256(hashlib.sha256(key).digest() + data).digest()


@contextmanager
def _own_folder() -> Iterator[int]:
    """A descriptor of the cache folder, made if there is none; OSError if it is not this user's alone."""
    folder = os.open(_place(), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _demand_own(os.fstat(folder))
        yield folder
    finally:
        os.close(folder)


def _place() -> str:
    """The path of the cache folder, by the XDG Base Directory Specification: a relative path does not count."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(home):
        home = os.path.join(os.environ.get("HOME", ""), ".cache")
    # Without user ids, as on Windows, nobody could say whose folder it is.
    if os.environ.get(_OFF) or not os.path.isabs(home) or not hasattr(os, "geteuid"):
        raise FileNotFoundError
    place = os.path.join(home, _FOLDER)
    # A home that does not exist is not made: it belongs to nobody.
    for path in (home, place):
        if not os.path.isdir(path):
            with suppress(FileExistsError):
                os.mkdir(path, 0o700)
    return place


def _demand_own(found: os.stat_result) -> None:
    if found.st_uid != os.geteuid() or found.st_mode & _OTHERS:
        raise PermissionError


def _read(name: str, folder: int) -> bytes:
    # Not to wait where somebody has put a pipe.
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(file, "rb") as stream:
        found = os.fstat(file)
        _demand_own(found)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise PermissionError
        return stream.read()


def _write(name: str, content: bytes, folder: int) -> None:
    # Two runs at once write two files; the last to finish is kept.
    temporary = f"{name}-{os.urandom(8).hex()}"
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise
