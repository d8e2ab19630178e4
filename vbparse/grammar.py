"""grammars/ → compiled patterns: the only place where grammar patterns are read, checked and compiled.

What reading and compiling made is kept for the next run, each thing by the very text that it was made from.
"""

from __future__ import annotations

import atexit
import copyreg
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from time import process_time
from typing import TYPE_CHECKING, Any, TypeVar

import regex

from vbparse import __version__
from vbparse.cache import keep, load
from vbparse.errors import GrammarError
from vbparse.folder import grammar_folder

if TYPE_CHECKING:
    from pathlib import Path

Match = regex.Match[str]
Found = TypeVar("Found")

_reduce: Callable[[regex.Pattern[str]], Any] = copyreg.dispatch_table[regex.Pattern]
_rebuild: Callable[..., regex.Pattern[str]] = _reduce(regex.compile(""))[0]
"""A pattern is (this function, plain data): the form in which `regex` lets patterns be copied."""
_DIGIT = re.compile(r"\d")
_NOTHING = "(?!)"
_NAMED = re.compile(r"[(][?]P?<(?![=!])\w+>")
"""Where a group with a name opens."""
_KEPT = "grammar"
_FORM = "1"
"""Of what is kept; another number where the code keeps something else for the same text."""
_MOST_KEPT = 1000
"""Entries. The grammar has a quarter of that; the rest is for grammars that were changed or given by a caller."""

SECONDS = 60.0
"""Of processor time that a caller's grammar has for each document: some MB, if its patterns are as good as ours."""
_HOLDS: dict[str, type] = {
    **dict.fromkeys(("name", "match", "how", "opens", "kind", "style", "role", "gives", "reverse"), str),
    **dict.fromkeys(("hits", "misses", "needs"), list),
    **dict.fromkeys(("digit", "quoted", "tail"), bool),
    "rank": int,
}
"""What stands under the keys of a rule."""
_CALLED = {str: "string", list: "list of strings", bool: "true or false", int: "whole number"}
_WAYS = ("match", "search", "fullmatch")


class Clock:
    """The processor time that the patterns of a caller's grammar have for one document.

    The grammar that ships needs none: the tests see to it that none of its patterns explodes.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds

    def start(self) -> None:
        """A document begins."""
        self.left = self.seconds

    def run(self, find: Callable[[float], Found]) -> Found:
        """What a search finds in the time that is left; TimeoutError if that does not do."""
        if self.left <= 0:
            raise TimeoutError
        before = process_time()
        try:
            return find(self.left)
        finally:
            self.left -= process_time() - before


class Timed:
    """A pattern that gives up with a GrammarError that names its rule when the time of the document is over."""

    def __init__(self, pattern: regex.Pattern[str], where: str, clock: Clock) -> None:
        self.compiled = pattern
        self.pattern = pattern.pattern
        self.where = where
        self.clock = clock

    def match(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """As of a pattern, like those below."""
        return self._in_time(lambda left: self.compiled.match(text, start, end, timeout=left))

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """The match that is all of a text."""
        return self._in_time(lambda left: self.compiled.fullmatch(text, start, end, timeout=left))

    def search(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """The first match."""
        return self._in_time(lambda left: self.compiled.search(text, start, end, timeout=left))

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """All matches, found at once."""
        return iter(self._in_time(lambda left: list(self.compiled.finditer(text, start, end, timeout=left))))

    def _in_time(self, find: Callable[[float], Found]) -> Found:
        try:
            return self.clock.run(find)
        except TimeoutError:
            seconds = f"{self.clock.seconds:g} s"
            raise GrammarError(f"{self.where}: the patterns took more than {seconds} for one document") from None


Pattern = regex.Pattern[str] | Timed


class Rule:
    """One pattern with its name, its attributes and the lines that it must hit and miss."""

    def __init__(self, table: dict[str, Any], where: str, clock: Clock | None = None, like: Rule | None = None) -> None:
        self.name: str = table.get("name", "")
        self.clock = clock
        self.like = like
        """The rule of this name in the grammar that ships: the code asks for the groups that it has."""
        self.where = f"{where}, rule {self.name or '?'}"
        self.hits: list[str] = table.get("hits", [])
        self.misses: list[str] = table.get("misses", [])
        self.needs: list[str] = table.get("needs", [])
        self.has_digit: bool = table.get("digit", False)
        self.opens: str = table.get("opens", "")
        self._in_any_case = all(word == word.lower() for word in self.needs)
        self.attributes = table
        self.source: str = table["match"]

    def __getitem__(self, attribute: str) -> Any:
        try:
            return self.attributes[attribute]
        except KeyError:
            raise GrammarError(f"{self.where}: {attribute} is missing") from None

    def get(self, attribute: str, default: Any = None) -> Any:
        """An attribute that not every rule has."""
        return self.attributes.get(attribute, default)

    @cached_property
    def find(self) -> Callable[[str], Match | None]:
        """How the rule itself says that it is tried on a text."""
        found: Callable[[str], Match | None] = getattr(self, self.get("how", "match"))
        return found

    @cached_property
    def pattern(self) -> Pattern:
        """The compiled pattern."""
        pattern = compile_pattern(self.source, self.where)
        if self.like:
            missing = compile_pattern(self.like.source, self.like.where).groupindex.keys() - pattern.groupindex.keys()
            if missing:
                raise GrammarError(f"{self.where}: the group {min(missing)} is missing")
        return Timed(pattern, self.where, self.clock) if self.clock else pattern

    def may_hit(self, text: str) -> bool:
        """Whether a text has a digit and one of the words, where the rule needs them: quicker to see than to search."""
        if self.has_digit and not _has_digit(text):
            return False
        if not self.needs:
            return True
        words = _small(text) if self._in_any_case else text
        # Not a generator, which would take as long as some patterns do.
        return any(map(words.__contains__, self.needs))

    def may_open(self, text: str, start: int = 0) -> bool:
        """Whether what stands at a place begins as a match may: with a character that opens it, or a blank or digit."""
        first = text[start : start + 1]
        return not self.opens or first in self.opens or first.isspace() or first.isdecimal()

    def match(self, text: str, start: int = 0) -> Match | None:
        """The match that stands right at an offset."""
        return self.pattern.match(text, start) if self.may_open(text, start) else None

    def fullmatch(self, text: str) -> Match | None:
        """The match that is all of a text."""
        return self.pattern.fullmatch(text) if self.may_open(text) else None

    def search(self, text: str, start: int = 0) -> Match | None:
        """The first match from an offset on."""
        return self.pattern.search(text, start) if self.may_hit(text) else None

    def finditer(self, text: str, start: int = 0) -> Iterable[Match]:
        """All matches from an offset on."""
        return self.pattern.finditer(text, start) if self.may_hit(text) else ()


class RuleSet:
    """The rules of one grammar file in their order; order is meaning."""

    def __init__(self, rules: list[Rule], where: str, clock: Clock | None = None) -> None:
        self.rules = rules
        self.where = where
        self.clock = clock
        self.by_name = {rule.name: rule for rule in rules}
        self._patterns: dict[str, Pattern] = {}
        if len(self.by_name) != len(rules):
            raise GrammarError(f"{where}: two rules have one name")

    def __getitem__(self, name: str) -> Rule:
        try:
            return self.by_name[name]
        except KeyError:
            raise GrammarError(f"{self.where}: there is no rule {name}") from None

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def pattern(self, name: str) -> Pattern:
        """The compiled pattern of a rule."""
        found = self._patterns.get(name)
        if found is None:
            found = self._patterns[name] = self[name].pattern
        return found

    def first_match(self, text: str, start: int = 0) -> tuple[Rule, Match] | None:
        """The match right at an offset of the first rule that has one; rules that open otherwise are not tried."""
        for rule in self.opening(text[start : start + 1]):
            if found := rule.pattern.match(text, start):
                return rule, found
        return None

    def opening(self, first: str) -> list[Rule]:
        """The rules that a text with this first character may match at its beginning, in their order."""
        found = self._by_opening.get(first)
        if found is None:
            found = self.rules if first.isspace() or first.isdecimal() else self._by_opening[""]
        return found

    @cached_property
    def _by_opening(self) -> dict[str, list[Rule]]:
        """Rules by the characters that open any; "" stands for all other characters."""
        characters = {"", *"".join(rule.opens for rule in self.rules)}
        return {
            first: [rule for rule in self.rules if not rule.opens or first in tuple(rule.opens)] for first in characters
        }

    def among(self, names: tuple[str, ...], text: str) -> tuple[Rule, ...]:
        """Those of some rules that may match at the beginning of a text, in the order of their names."""
        return _among(self, names, text[:1])

    def hitting(self, text: str) -> list[Rule]:
        """The rules that may have a match somewhere in a text."""
        rules = self.rules if _has_digit(text) else self._without_digit
        return [rule for rule in rules if rule.may_hit(text)]

    @cached_property
    def _without_digit(self) -> list[Rule]:
        return [rule for rule in self.rules if not rule.has_digit]

    @cached_property
    def union(self) -> Pattern:
        """All rules as one alternation, the first that matches winning; ask `which` for its rule."""
        # The groups inside a rule are unnamed here, so that the last group is the branch itself.
        branches = (f"(?P<rule_{i}>{_NAMED.sub('(?:', rule.source)})" for i, rule in enumerate(self.rules))
        pattern = compile_pattern("|".join(branches) or _NOTHING, self.where)
        return Timed(pattern, self.where, self.clock) if self.clock else pattern

    def which(self, match: Match) -> Rule:
        """The rule that made a match of `union`."""
        return self.rules[int(str(match.lastgroup)[5:])]


class Grammar:
    """A folder of grammar files, each read when it is first asked for.

    A caller's own: it has so many seconds of processor time for each document, and a rule of a name that the grammar
    that ships has must have its groups. What does not fit is a `GrammarError` that names the file and the rule.
    """

    def __init__(self, folder: str | Path, seconds: float | None = SECONDS) -> None:
        self.folder = folder
        self.clock = Clock(seconds) if seconds is not None else None
        self._sets: dict[str, RuleSet] = {}
        self._tables: dict[str, list[dict[str, str]]] = {}
        self._words: dict[str, tuple[str, ...]] = {}

    def rules(self, name: str) -> RuleSet:
        """The rules of `NAME.toml`."""
        if name not in self._sets:
            ours = default_grammar()
            shipped = ours.rules(name).by_name if self.clock and name in ours.files() else {}
            self._sets[name] = _read_rules(f"{name}.toml", self.folder, self.clock, shipped)
        return self._sets[name]

    def begin(self) -> None:
        """A document begins: the time that this grammar has for it counts from now."""
        if self.clock:
            self.clock.start()

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of `NAME.tsv`, by column name."""
        if name not in self._tables:
            self._tables[name] = _read_table(f"{name}.tsv", self.folder)
        return self._tables[name]

    def pairs(self, name: str) -> dict[str, str]:
        """The rows of a `NAME.tsv` of two columns, first to second; its head row is left out."""
        lines = _read_lines(f"{name}.tsv", self.folder)[1:]
        cells = "\t".join(lines).split("\t") if lines else []
        if len(cells) != 2 * len(lines):
            raise GrammarError(f"{name}.tsv: not every row has two cells")
        return dict(zip(cells[::2], cells[1::2], strict=True))

    def words(self, name: str) -> tuple[str, ...]:
        """A set of words of `words.tsv`, in its order."""
        if name not in self._words:
            rows = {row["name"]: tuple(row["words"].split("|")) for row in self.table("words")}
            if name not in rows:
                raise GrammarError(f"words.tsv: there are no words {name}")
            self._words = rows
        return self._words[name]

    def files(self) -> list[str]:
        """Names of all rule files, for the test that runs their examples."""
        return sorted(name.removesuffix(".toml") for name in os.listdir(self.folder) if name.endswith(".toml"))


@cache
def default_grammar() -> Grammar:
    """The grammar that ships with the package, or the checkout's own."""
    return Grammar(grammar_folder(), seconds=None)


def _read_rules(name: str, folder: str | Path, clock: Clock | None, shipped: dict[str, Rule]) -> RuleSet:
    try:
        text = _read_text(name, folder)
        tables = _kept().take(hashlib.sha256(text.encode()).digest(), lambda: _rule_tables(text))
    except RecursionError:
        raise GrammarError(f"{name}: brackets inside brackets, too deep to be read") from None
    except (OSError, ValueError) as problem:
        raise GrammarError(f"{name}: {problem}") from None
    except KeyError as missing:
        raise GrammarError(f"{name}, {missing.args[0]}") from None
    rules = [Rule(table, name, clock, shipped.get(table.get("name", ""))) for table in tables]
    return RuleSet(rules, name, clock)


def _rule_tables(text: str) -> list[dict[str, Any]]:
    """The rules of a file, named parts put into their patterns; a KeyError says which rule lacks what."""
    import tomllib

    content = tomllib.loads(text)
    named, rules = content.get("part", {}), content.get("rule", [])
    if not isinstance(named, dict) or not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise ValueError("[part] is a table of patterns, and each [[rule]] a table")
    parts: dict[str, str] = {}
    for name, part in named.items():
        parts[name] = _expand(str(part), parts, f"part {name}")
    for rule in rules:
        where = f"rule {rule.get('name') or '?'}"
        _demand_form(rule, where)
        rule["match"] = _expand(rule["match"], parts, where)
    return rules


def _demand_form(rule: dict[str, Any], where: str) -> None:
    """KeyError if a key of a rule holds something else than the code takes it for."""
    if "match" not in rule:
        raise KeyError(f"{where}: match is missing")
    for key in rule.keys() & _HOLDS.keys():
        if type(rule[key]) is not _HOLDS[key]:
            raise KeyError(f"{where}: {key} is no {_CALLED[_HOLDS[key]]}")
        if _HOLDS[key] is list and not all(isinstance(text, str) for text in rule[key]):
            raise KeyError(f"{where}: {key} holds something else than strings")
    if rule.get("how", "match") not in _WAYS:
        raise KeyError(f"{where}: how is none of {', '.join(_WAYS)}")


def _read_table(name: str, folder: str | Path) -> list[dict[str, str]]:
    rows = [line.split("\t") for line in _read_lines(name, folder)]
    broken = next((row for row in rows if len(row) != len(rows[0])), None)
    if broken:
        raise GrammarError(f"{name}: row {broken[0]} has {len(broken)} cells instead of {len(rows[0])}")
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def _read_lines(name: str, folder: str | Path) -> list[str]:
    try:
        lines = _read_text(name, folder).split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise GrammarError(f"{name}: {problem}") from None
    return [line for line in lines if line and not line.startswith("#")]


def _read_text(name: str, folder: str | Path) -> str:
    # Not by pathlib, which takes longer to import than all of them to read.
    with open(os.path.join(folder, name), encoding="utf-8") as stream:
        return stream.read()


@lru_cache(maxsize=2000)
def _among(rules: RuleSet, names: tuple[str, ...], first: str) -> tuple[Rule, ...]:
    return tuple(rule for name in names if (rule := rules[name]).may_open(first))


@lru_cache(maxsize=16)
def _small(text: str) -> str:
    """Small letters, for all rules that are tried on one text."""
    return text.lower()


@lru_cache(maxsize=16)
def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _expand(pattern: str, parts: dict[str, str], where: str) -> str:
    """Put named parts in for `{name}`; braces of quantifiers hold digits and stay."""
    try:
        return re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{parts[m[1]]})", pattern)
    except KeyError as missing:
        raise KeyError(f"{where}: there is no part {missing}") from None


def compile_pattern(source: str, where: str) -> regex.Pattern[str]:
    """A pattern of the `regex` package, version 1; `where` is for the GrammarError if it is none."""
    try:
        return _rebuild(*_kept().take(source, lambda: _reduce(regex.compile(source, regex.VERSION1))[1]))
    except RecursionError:
        raise GrammarError(f"{where}: groups inside groups, too deep to be compiled") from None
    except (regex.error, OverflowError) as problem:
        raise GrammarError(f"{where}: {problem}") from None


class _Kept:
    """What this run and those before it have made: tables by the digest of their file, patterns by their source."""

    def __init__(self) -> None:
        versions = (_FORM, __version__, regex.__version__, sys.version, sys.platform, sys.byteorder, str(sys.maxsize))
        self.key = "\n".join(versions).encode()
        self.before: dict[str | bytes, Any] = load(_KEPT, self.key) or {}
        self.used: dict[str | bytes, Any] = {}
        self.is_complete = True

    def take(self, source: str | bytes, make: Callable[[], Any]) -> Any:
        """What was made from this source before, else what is made now and kept when the program ends."""
        if source not in self.used:
            if source not in self.before and self.is_complete:
                self.is_complete = False
                atexit.register(self.save)
            self.used[source] = self.before[source] if source in self.before else make()
        return self.used[source]

    def save(self) -> None:
        """Keep it for the next run; when there is too much, only what this run has used."""
        everything = {**self.before, **self.used}
        keep(_KEPT, self.key, everything if len(everything) <= _MOST_KEPT else self.used)


@cache
def _kept() -> _Kept:
    return _Kept()
