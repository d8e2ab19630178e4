"""The bytes of an RTF file → its tokens, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)|\\(?P<sign>[^A-Za-z'])"
    rb"|(?P<open>\{)|(?P<shut>\})|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
_PLAIN: tuple[Literal["open", "shut", "text"], ...] = ("open", "shut", "text")


class Token(NamedTuple):
    """One token; `bytes` are the word, the sign or the text."""

    kind: Literal["word", "hex", "sign", "open", "shut", "text"]
    bytes: bytes
    number: int | None = None


def tokens(data: bytes) -> Iterator[Token]:
    """All tokens of a file; bytes of which a word tells the count are passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        kind = match.lastgroup
        if kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            word = match["word"]
            if word == b"bin":
                at += max(0, number or 0)
            else:
                yield Token("word", word, number)
        elif kind == "hex":
            yield Token("hex", bytes.fromhex(match["hex"].replace(b"\\'", b"").decode()))
        elif kind == "sign":
            yield Token("sign", match[0][1:])
        else:
            yield from (Token(plain, match[0]) for plain in _PLAIN if plain == kind)
