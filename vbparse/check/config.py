"""`vbparse.toml`, or `[tool.vbparse]` of `pyproject.toml` → settings of `check`, every key and code known."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast, get_args

from vbparse.check.chosen import Layer, codes
from vbparse.check.finding import Settings
from vbparse.check.globs import Patterns
from vbparse.check.suppress import Suppression, read_suppressions
from vbparse.errors import InputError
from vbparse.model import Severity
from vbparse.readers.raw import read_bounded
from vbparse.shape import replace, shape

OWN, SHARED = "vbparse.toml", "pyproject.toml"
LEVELS = get_args(Severity)
"""Weights of findings, the heaviest first."""
FAIL_ON = (*LEVELS, "never")
LANGUAGES = ("en", "vi")


@shape
class Config:
    """What a settings file says; null where it says nothing."""

    path: str | None = None
    folder: str
    """The absolute path that patterns and file names in it are taken from."""
    layer: Layer = Layer()
    per_file: tuple[tuple[Patterns, tuple[str, ...]], ...] = ()
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    fail_on: str | None = None
    lang: str | None = None
    baseline: str | None = None
    registry: str | None = None
    suppressions: tuple[Suppression, ...] = ()
    rules: tuple[tuple[str, object], ...] = ()
    """Settings of single rules, for `Context.settings`."""

    def rule_settings(self) -> Settings:
        """Those settings by their name."""
        return dict(self.rules)


def find_config(start: Path) -> Config:
    """The settings of the nearest folder at or above a path that has any.

    Raises `InputError` for a file that is not as it should be: what is wrong, where, and the nearest right word.
    """
    start = Path(start.absolute())
    for folder in (start, *start.parents):
        for name in (OWN, SHARED):
            path = folder / name
            table = _table(path) if os.path.isfile(path) else None
            if table is not None:
                return _config(table, path)
    return Config(folder=str(Path.cwd()))


def read_config(path: Path) -> Config:
    """The settings in a file that was named; raises as `find_config` does."""
    return _config(_table(path) or {}, path)


def _table(path: Path) -> dict[str, Any] | None:
    """The settings in a file, null for a `pyproject.toml` that has none."""
    try:
        content = tomllib.loads(read_bounded(path).decode("utf-8"))
    except OSError as problem:
        raise InputError(f"{path}: cannot be read ({problem.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise InputError(f"{path}: this is no TOML ({problem})") from None
    if path.name != SHARED:
        return content
    tools = content.get("tool")
    return cast("dict[str, Any] | None", tools.get("vbparse")) if isinstance(tools, dict) else None


def _config(table: dict[str, Any], path: Path) -> Config:
    config = Config(path=str(path), folder=str(path.absolute().parent))
    try:
        for key, value in table.items():
            config = _known(key, _READERS, "setting")(config, key, value)
    except InputError as problem:
        raise InputError(f"{path}: {problem}") from None
    return config


def _known(word: str, table: Mapping[str, Any], what: str) -> Any:
    """What stands under a word; raises `InputError` that names the nearest."""
    if word not in table:
        near = get_close_matches(word, table, n=1, cutoff=0)[0]
        raise InputError(f"there is no {what} {word}; the nearest is {near}")
    return table[word]


# --- one function a kind of setting -------------------------------------------------------------------------------

Reader = Callable[[Config, str, Any], Config]


def _words(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    raise InputError(f"{key} must be a list of texts in quotes")


def _rule_words(key: str, value: object) -> tuple[str, ...]:
    for word in _words(key, value):
        codes(word)
    return _words(key, value)


def _tables(key: str, value: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise InputError(f"{key} must be a table")
    yield from value.items()


def one_of(words: tuple[str, ...], what: str, value: object) -> str:
    """The word itself; raises `InputError` that names the nearest for one that is none of the words."""
    if not isinstance(value, str):
        raise InputError(f"{what} must be one of {', '.join(words)}")
    return str(_known(value, dict(zip(words, words, strict=True)), what))


def _select(config: Config, key: str, value: object) -> Config:
    return replace(config, layer=replace(config.layer, select=_rule_words(key, value)))


def _ignore(config: Config, key: str, value: object) -> Config:
    return replace(config, layer=replace(config.layer, ignore=_rule_words(key, value)))


def _severity(config: Config, key: str, value: object) -> Config:
    levels = tuple(level(word, said) for word, said in _tables(key, value))
    return replace(config, layer=replace(config.layer, severity=levels))


def level(word: str, said: object) -> tuple[str, Severity]:
    """A rule and the weight of its findings; raises `InputError` for a rule or a weight that does not exist."""
    codes(word)
    return word, cast("Severity", one_of(LEVELS, "severity", said))


def _per_file(config: Config, key: str, value: object) -> Config:
    rows = tuple((Patterns([glob], config.folder), _rule_words(key, said)) for glob, said in _tables(key, value))
    return replace(config, per_file=rows)


def _globs(config: Config, key: str, value: object) -> Config:
    changed: dict[str, Any] = {key: _words(key, value)}
    return replace(config, **changed)


def _path(config: Config, key: str, value: object) -> Config:
    if not isinstance(value, str):
        raise InputError(f"{key} must be the name of a file")
    path = os.path.relpath(os.path.join(config.folder, value))
    changed: dict[str, Any] = {key: path}
    return replace(config, **changed)


def _fail_on(config: Config, key: str, value: object) -> Config:
    return replace(config, fail_on=one_of(FAIL_ON, key, value))


def _lang(config: Config, key: str, value: object) -> Config:
    return replace(config, lang=one_of(LANGUAGES, key, value))


def _suppress(config: Config, key: str, value: object) -> Config:
    return replace(config, suppressions=tuple(read_suppressions(value, str(config.path), config.folder)))


def _of_rules(config: Config, key: str, value: object) -> Config:
    return replace(config, rules=(*config.rules, (key, list(_words(key, value)))))


_READERS: dict[str, Reader] = {
    "select": _select,
    "ignore": _ignore,
    "severity": _severity,
    "per-file-ignores": _per_file,
    "include": _globs,
    "exclude": _globs,
    "fail-on": _fail_on,
    "lang": _lang,
    "baseline": _path,
    "registry": _path,
    "suppress": _suppress,
    "required-parts": _of_rules,
}
