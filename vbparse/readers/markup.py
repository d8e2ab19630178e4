"""The bytes with which a text begins → the markup that it is written in, in any encoding that has letters at single
bytes."""

from __future__ import annotations

import re
from typing import Literal

Markup = Literal["html", "web archive", "word xml"]

_WINDOW = 1 << 18
"""Bytes that are looked at; comments above a page may be long."""
_BEGINNING = 4096
"""Bytes from the first element on that tell a page from a text with an element at its head."""
_LEAST = 3
"""Ends of blocks there; a text that is Markdown may have an element around its title."""
_ABOVE = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SKIPPED = {b"<!--": b"-->", b"<?": b"?>"}
_BLANKS = re.compile(rb"[ \t\r\n\f]*")
_WORD = re.compile(rb"<\?mso-application[^>]{0,200}?progid\s*=\s*[\"']word\.document|<w:worddocument(?![\w:.-])")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|style|link|base)(?![\w:.-])")
_ELEMENT = re.compile(
    rb"<(?:a|abbr|address|article|aside|b|big|blockquote|br|button|caption|center|code|col|colgroup|dd|del|details|dir|div"
    rb"|dl|dt|em|fieldset|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|label|li|main|map|menu|nav"
    rb"|nobr|noscript|object|ol|p|pre|s|script|section|select|small|span|strike|strong|sub|summary|sup|svg|table|tbody"
    rb"|td|template|tfoot|th|thead|tr|tt|u|ul)(?![\w:.-])"
)
_END = re.compile(
    rb"</(?:address|article|aside|blockquote|caption|center|dd|div|dl|dt|footer|form|h[1-6]|header|li|main|nav|ol|p|pre"
    rb"|section|table|tbody|td|tfoot|th|thead|tr|ul)\s*>|<br(?![\w:.-])"
)
_ARCHIVE = re.compile(rb"(?:[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*+)++")
"""Lines with which a message begins, each with those that continue it (RFC 5322, section 2.2)."""
_VERSION = re.compile(rb"^mime-version:", re.M)
_RELATED = re.compile(rb"^content-type:\s*multipart/related(?![\w-])", re.M)


def markup_of(data: bytes) -> Markup | None:
    """What a text is written in, by its first element; null for one without markup."""
    head = data[:_WINDOW]
    for mark in _ABOVE:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"").lower()
    start = _after_blanks(head, 0)
    if not head.startswith(b"<", start):
        return "web archive" if _is_archive(head, start) else None
    first = _first_element(head, start)
    if _WORD.match(head, first):
        return "word xml"
    if _PAGE.match(head, first) or (_ELEMENT.match(head, first) and _ends_blocks(head, first)):
        return "html"
    return None


def _after_blanks(head: bytes, at: int) -> int:
    found = _BLANKS.match(head, at)
    return found.end() if found else at


def _first_element(head: bytes, at: int) -> int:
    """Where the first element begins, or what names the program of the file; each byte is passed over once."""
    while not _WORD.match(head, at):
        end = next((end for start, end in _SKIPPED.items() if head.startswith(start, at)), None)
        found = head.find(end, at) if end else -1
        if not end or found < 0:
            break
        at = _after_blanks(head, found + len(end))
    return at


def _ends_blocks(head: bytes, first: int) -> bool:
    """Whether an element is one of many and not all the markup that there is."""
    return len(_END.findall(head, first, first + _BEGINNING)) >= _LEAST


def _is_archive(head: bytes, start: int) -> bool:
    found = _ARCHIVE.match(head, start)
    return bool(found and _VERSION.search(found[0]) and _RELATED.search(found[0]))
