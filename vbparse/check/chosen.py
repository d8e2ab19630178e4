"""Which rules are run on a file, and how much their findings weigh."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from vbparse.check.catalog import catalog, find_rule
from vbparse.check.globs import Patterns
from vbparse.model import Severity
from vbparse.shape import shape

ALL = "ALL"


@shape
class Layer:
    """What one place says of the rules: the settings file, or the command line after it."""

    select: tuple[str, ...] = ()
    """Codes, beginnings of codes ("VB3"), names or "ALL"; empty: as the places before it have it."""
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    """Rules in the same words, and the weight of their findings."""


@shape
class Choice:
    """What all places say together."""

    layers: tuple[Layer, ...] = ()
    """The last has the last word."""
    per_file: tuple[tuple[Patterns, tuple[str, ...]], ...] = ()
    """Rules that are not run on files of a pattern."""

    def severities(self, path: str) -> dict[str, Severity]:
        """The rules that are run on a file (its absolute path), each with the weight of its findings."""
        left_out = {
            code for where, words in self.per_file if where.covers(path) for word in words for code in codes(word)
        }
        weights = {rule.code: rule.severity for rule in catalog() if rule.code not in left_out}
        for layer in self.layers:
            picked, dropped = _strength(layer.select), _strength(layer.ignore)
            weights = {
                code: weight
                for code, weight in weights.items()
                if dropped.get(code, -1) < (picked.get(code, -1) if layer.select else 0)
            }
            for word, weight in sorted(layer.severity, key=lambda pair: _weight(pair[0])):
                weights |= {code: weight for code in codes(word) if code in weights}
        return weights


def _strength(words: Sequence[str]) -> dict[str, int]:
    """How closely each rule is named: a whole code or a name beats a beginning, a longer one a shorter one."""
    found: dict[str, int] = {}
    for word in sorted(words, key=_weight):
        found |= dict.fromkeys(codes(word), _weight(word))
    return found


def _weight(word: str) -> int:
    return 0 if word.upper() == ALL else len(word) if word.upper().startswith("VB") else len("VB000")


@cache
def codes(word: str) -> frozenset[str]:
    """The rules that a word names: code, beginning of codes, name or "ALL".

    Raises `InputError` that names the nearest for one that names none.
    """
    start = word.upper()
    if start == ALL:
        return frozenset(rule.code for rule in catalog())
    found = frozenset(rule.code for rule in catalog() if rule.code.startswith(start)) if len(start) > 2 else None
    return found or frozenset({find_rule(word).code})
