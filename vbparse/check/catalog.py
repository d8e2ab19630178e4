"""`grammars/checks/*.toml` → the rules as people read them: code, severity, titles, messages, examples, sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any, Literal, cast

from vbparse.errors import GrammarError, InputError
from vbparse.folder import grammar_folder
from vbparse.model import Severity
from vbparse.shape import shape

Language = Literal["en", "vi"]

_HEADS = {
    "en": {"why": "Why", "wrong": "Wrong", "right": "Right", "source": "Source", "fix": "Fix"},
    "vi": {"why": "Vì sao", "wrong": "Sai", "right": "Đúng", "source": "Căn cứ", "fix": "Cách sửa"},
}
_FIXES = {
    "en": {"safe": "`--fix` mends it", "unsafe": "`--fix --unsafe-fixes` mends it: read the result"},
    "vi": {"safe": "`--fix` tự sửa được", "unsafe": "`--fix --unsafe-fixes` tự sửa được, cần đọc lại kết quả"},
}

SEVERITIES: dict[str, dict[Severity, str]] = {
    "en": {"error": "error", "warning": "warning", "info": "note"},
    "vi": {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"},
}
"""How much a finding matters, in words."""


@shape
class RuleInfo:
    """A rule as `vbparse rules CODE` tells of it. Texts are by language, "en" and "vi"."""

    code: str
    """Stable: "VB101"."""
    name: str
    """The same for people and settings: "number-repeated"."""
    severity: Severity
    """Unless the settings say otherwise."""
    title: dict[str, str]
    message: dict[str, str]
    """One sentence, with the values of a finding in braces."""
    why: dict[str, str]
    source: str | None = None
    """Decree and article, or convention, that the rule rests on."""
    wrong: str
    """A text in which the rule finds something."""
    right: str
    """The same text, mended: the rule finds nothing."""
    fix: Literal["safe", "unsafe"] | None = None
    """Whether it can be mended without changing meaning, or only with a reader's eye on it."""

    def tell(self, values: Mapping[str, str], language: str) -> str:
        """The message of a finding."""
        return self.message[language].format(**values)


@cache
def catalog() -> tuple[RuleInfo, ...]:
    """Every rule, in the order of the codes. Raises `GrammarError` for a table that is not as it should be."""
    folder = Path(grammar_folder()) / "checks"
    rules = [rule for path in sorted(folder.glob("*.toml")) for rule in _read(path)]
    codes = [rule.code for rule in rules]
    if len(set(codes)) != len(codes):
        raise GrammarError("grammars/checks: two rules have one code")
    return tuple(sorted(rules, key=lambda rule: rule.code))


def _read(path: Path) -> list[RuleInfo]:
    try:
        tables: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        return [RuleInfo(code=code, **cast("Any", table)) for code, table in tables.items()]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as problem:
        raise GrammarError(f"checks/{path.name}: {problem}") from None


def find_rule(code: str) -> RuleInfo:
    """A rule by its code or its name. Raises `InputError` that names the nearest one for one that does not exist."""
    rules = {rule.code.casefold(): rule for rule in catalog()} | {rule.name: rule for rule in catalog()}
    rule = rules.get(code.casefold())
    if rule is None:
        near = rules[_nearest(code.casefold(), rules)]
        raise InputError(f"there is no rule {code}; the nearest is {near.code} ({near.name})")
    return rule


def _nearest(word: str, words: Iterable[str]) -> str:
    """The word that begins as this one does, furthest; of several the one that is most like it."""
    return max(words, key=lambda other: (_shared_start(word, other), SequenceMatcher(a=word, b=other).ratio()))


def _shared_start(first: str, second: str) -> int:
    """How many characters two words begin with alike."""
    return next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def explain_rule(code: str, language: str = "en") -> str:
    """The page of one rule, as Markdown."""
    rule, heads = find_rule(code), _HEADS[language]
    parts = [
        f"# {rule.code} {rule.name}: {rule.title[language]} ({SEVERITIES[language][rule.severity]})",
        rule.why[language],
    ]
    if rule.source:
        parts.append(f"{heads['source']}: {rule.source}.")
    for head, example in (("wrong", rule.wrong), ("right", rule.right)):
        parts.append(f"## {heads[head]}\n\n{indent(example.strip(chr(10)), '    ')}")
    if rule.fix:
        parts.append(f"## {heads['fix']}\n\n{_FIXES[language][rule.fix]}.")
    return "\n\n".join(parts)
