"""A document's text as the rules of words see it: which of it is read, its words, and where patterns match."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from vbparse.check.finding import Context
from vbparse.grammar import Grammar, Match, Pattern
from vbparse.source import Span

WORD = re.compile(r"[^\W\d_]+")
VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_FOREIGN = re.compile("[\u00a1-\u00ff]")

_FEWEST_OWN = 10
"""One letter in so many outside ASCII must be one that only Vietnamese has; in sound texts it is every second one, in
texts read in the wrong encoding none."""
_FEWEST_FOREIGN = 20
"""With fewer letters of that kind nothing can be told."""
_NO_PROSE = frozenset({"site_header", "site_footer", "footnotes", "unknown"})
_MOST_BLANKS = 3
"""Blanks to be filled in; a component with more is a form, which is right to have them."""


def matches_of(context: Context, name: str) -> Iterator[Match]:
    """Where a rule of `text.toml` matches in what is read."""
    matches = context.grammar.rules("text")[name].finditer(context.text)
    return (match for match in matches if is_read(context, match.start()))


def span_of(match: Match | re.Match[str]) -> Span:
    """What a match covers."""
    return Span(*match.span())


def component_at(context: Context, offset: int) -> int:
    """Index of the component that an offset stands in."""
    return bisect_right(context.document.components, offset, key=lambda component: component.span.start) - 1


def is_read(context: Context, offset: int) -> bool:
    """Whether it is a document's text, and its letters are those that were written."""
    component = context.document.components[component_at(context, offset)]
    return component.kind != "news_article" and _is_vietnamese(context.text)


def is_prose(context: Context, offset: int) -> bool:
    """Whether it is a document's own sentences: no form with blanks to be filled in, and no website."""
    component = context.document.components[component_at(context, offset)]
    blanks = context.grammar.rules("text").pattern("form_blank")
    return component.kind not in _NO_PROSE and _count(context.text, component.span, blanks) <= _MOST_BLANKS


@lru_cache(maxsize=64)
def _count(text: str, span: Span, pattern: Pattern) -> int:
    return sum(1 for _ in pattern.finditer(text, span.start, span.end))


@lru_cache(maxsize=4)
def _is_vietnamese(text: str) -> bool:
    """Whether the letters were read in the right encoding: of foreign letters, enough are those of Vietnamese alone."""
    foreign = len(_FOREIGN.findall(text))
    return foreign < _FEWEST_FOREIGN or len(VIETNAMESE.findall(text)) * _FEWEST_OWN >= foreign


@lru_cache(maxsize=4)
def small_letters(text: str) -> str:
    """In small letters, every offset as before."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=4)
def one_line(text: str) -> str:
    """In small letters, with one blank between words."""
    return " ".join(small_letters(text).split())


@lru_cache(maxsize=4)
def word_counts(text: str) -> Counter[str]:
    """How often every word occurs, as written; what stands between blanks is cut up once for all its places."""
    counts: Counter[str] = Counter()
    for token, count in Counter(text.split()).items():
        for word in (token,) if token.isalpha() else WORD.findall(token):
            counts[word] += count
    return counts


@lru_cache(maxsize=4)
def known_words(grammar: Grammar) -> frozenset[str]:
    """Words and pairs of words that many documents have, folded."""
    return frozenset(grammar.pairs("background"))
