"""Paths as they were given → the files to check: files, texts in folders, globs, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from vbparse.check.globs import Patterns
from vbparse.errors import InputError
from vbparse.readers.raw import read_bounded
from vbparse.shape import shape

TEXTS = ("*.txt", "*.md")
"""What is taken from a folder unless the caller says otherwise."""


@shape
class Filter:
    """Which files of a folder are taken."""

    include: tuple[Patterns, ...] = (Patterns(TEXTS),)
    exclude: tuple[Patterns, ...] = ()
    heeds_gitignore: bool = True
    excludes_named: bool = False
    """Whether `exclude` counts for files that were named themselves, too."""


def find_files(paths: Sequence[str], chosen: Filter) -> list[str]:
    """The files in the order of the paths, those of a folder in the order of their names, each once.

    Raises `InputError` for a folder or a glob that holds nothing to check.
    """
    found: dict[str, str] = {}
    for path in paths:
        for name in _files_of(path, chosen):
            home = name if name == "-" else os.path.realpath(name)
            # A file and a link to it are one file; it goes by its own name.
            if home not in found or (os.path.islink(found[home]) and not os.path.islink(name)):
                found[home] = name
    return list(found.values())


def _files_of(path: str, chosen: Filter) -> Iterator[str]:
    if os.path.isdir(path):
        yield from _nonempty(_walk(path, os.path.abspath(path), chosen, _ignores_above(path, chosen)), path)
    elif path != "-" and has_magic(path) and not os.path.lexists(path):
        hits = sorted(glob(path, recursive=True))
        if not hits:
            raise InputError(f"{path}: no file of this kind")
        for hit in hits:
            if os.path.isdir(hit):
                continue
            if not _covered(chosen.exclude, os.path.abspath(hit)):
                yield hit
    elif not (chosen.excludes_named and _covered(chosen.exclude, os.path.abspath(path))):
        yield path


def _nonempty(names: Iterable[str], folder: str) -> Iterator[str]:
    name = None
    for name in names:
        yield name
    if name is None:
        raise InputError(f"{folder}: no file to check in this folder (see --include, --exclude and .gitignore)")


def _walk(shown: str, absolute: str, chosen: Filter, ignores: tuple[Patterns, ...]) -> Iterator[str]:
    """The wanted files of a folder, `shown` being its path as the caller wrote it."""
    if chosen.heeds_gitignore:
        ignores = (*ignores, *_ignores_in(absolute))
    try:
        entries = sorted(os.scandir(absolute), key=lambda entry: entry.name)
    except OSError as problem:
        raise InputError(f"{shown}: this folder cannot be read ({problem.strerror})") from None
    for entry in entries:
        name = str(Path(shown) / entry.name)
        is_folder = entry.is_dir(follow_symlinks=False)
        if _verdict(ignores, entry.path, is_folder) or _verdict(chosen.exclude, entry.path, is_folder):
            continue
        if is_folder and not entry.name.startswith("."):
            yield from _walk(name, entry.path, chosen, ignores)
        elif not is_folder and _verdict(chosen.include, entry.path, False) and os.path.isfile(entry.path):
            yield name


def _verdict(patterns: Sequence[Patterns], path: str, is_folder: bool) -> bool:
    """What the innermost patterns say that speak of the path at all."""
    verdicts = (one.verdict(path, is_folder) for one in reversed(patterns))
    return bool(next((verdict for verdict in verdicts if verdict is not None), False))


def _covered(patterns: Sequence[Patterns], path: str) -> bool:
    return any(one.covers(path) for one in patterns)


def _ignores_above(path: str, chosen: Filter) -> tuple[Patterns, ...]:
    """What git ignores by the folders above, from the root of the repository down; nothing outside of one."""
    folder = Path(os.path.abspath(path))
    root = next((up for up in (folder, *folder.parents) if (up / ".git").exists()), None)
    if root is None or not chosen.heeds_gitignore:
        return ()
    between = [up for up in reversed(folder.parents) if up == root or root in up.parents]
    own = _read_ignores(root / ".git" / "info" / "exclude", str(root))
    return (*own, *(one for up in between for one in _ignores_in(str(up))))


def _ignores_in(folder: str) -> tuple[Patterns, ...]:
    return _read_ignores(Path(folder) / ".gitignore", folder)


def _read_ignores(path: Path, base: str) -> tuple[Patterns, ...]:
    # What is no file, as a pipe in its place, is not waited for.
    if not os.path.isfile(path):
        return ()
    try:
        lines = read_bounded(path).decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    except OSError:
        return ()
    return (Patterns(lines, base),)
