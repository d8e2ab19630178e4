"""A clause's opening marker: which rule of `grammars/markers.toml` it is, and the values of its numbers."""

from __future__ import annotations

from vbparse.grammar import Grammar, Match, Rule
from vbparse.shape import shape
from vbparse.values import letter, roman, spelled

QUOTES = ("“", '"')
"""What opens a quoted amendment."""

_NUMBERED = frozenset({"letter", "article"})


@shape
class Marker:
    """A marker as it stands in a text."""

    rule: Rule
    style: str
    """What the nesting compares; decimals of two and of three numbers are two styles."""
    ordinals: tuple[int, ...]
    """Values of its numbers: "2.1." gives (2, 1); empty for a bullet."""
    start: int
    end: int
    """Offsets in the text; an opening quotation mark before it is not part of it."""

    @property
    def kind(self) -> str:
        """Kind of the node that it opens."""
        return str(self.rule["kind"])

    @property
    def rank(self) -> int:
        """Usual depth, outermost first."""
        return int(self.rule["rank"]) * 10 + len(self.ordinals)


def find_marker(text: str, start: int, grammar: Grammar) -> Marker | None:
    """The marker that stands right at an offset; in an amendment a quotation mark may open before it."""
    markers = grammar.rules("markers")
    quote = int(text.startswith(QUOTES, start))
    found = markers.first_match(text, start + quote)
    if not found:
        return None
    rule, match = found
    if quote and not rule.get("quoted"):
        return None
    if rule.name == "dash" and (inner := find_marker(text, match.end(), grammar)) and inner.rule.name in _NUMBERED:
        # Markdown puts a dash before what is numbered already: "- a) Chủ trì".
        return inner
    ordinals = _ordinals(match)
    style = f"{rule['style']}{len(ordinals)}" if rule["style"] == "decimal" else str(rule["style"])
    return Marker(rule=rule, style=style, ordinals=ordinals, start=match.start(), end=match.end())


def _ordinals(match: Match) -> tuple[int, ...]:
    groups = match.groupdict()
    if groups.get("num"):
        return tuple(int("".join(filter(str.isdecimal, part)) or 0) for part in groups["num"].split("."))
    if groups.get("roman") or groups.get("lower_roman"):
        return (roman(groups.get("roman") or groups["lower_roman"]),)
    if groups.get("letter"):
        return (letter(groups["letter"]),)
    if groups.get("upper"):
        return (letter(groups["upper"]),)
    if groups.get("word"):
        return (spelled(groups["word"]) or 0,)
    return ()
