"""Recipients and signature, below the body (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 và II.9)."""

from __future__ import annotations

from vbparse.grammar import Grammar
from vbparse.labels import label_block
from vbparse.model import Part, Recipient, Signature
from vbparse.source import Span

_OPENING = " \t-+*•–"
_CLOSING = " \t;.,:/"
_BULLETS = ("-", "–", "+", "*", "•")


def read_recipients(part: Part, grammar: Grammar) -> tuple[tuple[Recipient, ...], str | None]:
    """The lines of Nơi nhận without dash and end mark, and what follows "Lưu:"."""
    rules = grammar.rules("letterhead")
    recipients: list[Recipient] = []
    archive = None
    is_open, comma = False, ""
    for block in part.read_from or part.blocks:
        text = block.reading.text
        found = rules.pattern("archive").match(text)
        if found:
            archive = found["archive"].strip(_CLOSING)
            continue
        if block.kind not in ("text", "row") or rules.pattern("recipients").match(text):
            continue
        words = text.lstrip(_OPENING).rstrip(_CLOSING)
        if not words:
            continue
        start = text.index(words)
        span = block.reading.home(start, start + len(words))
        if recipients and is_open and not text.startswith(_BULLETS):
            last = recipients.pop()
            words, span = f"{last.text}{comma} {words}", Span(last.span.start, span.end)
        recipients.append(Recipient(text=words, span=span))
        comma = "," if text.rstrip().endswith(",") else ""
        is_open = (is_open or text.startswith(_BULLETS)) and text.rstrip()[-1:] not in ";."
    return tuple(recipients), archive


def read_signature(part: Part, grammar: Grammar) -> Signature | None:
    """Authority ("TM. …", "KT. …"), position and name of a signature block."""
    rules = grammar.rules("letterhead")
    lines = [
        (line, block)
        for block in part.read_from or part.blocks
        if block.kind in ("text", "row")
        for line in [block.reading.text]
    ]
    authority: list[str] = []
    position = name = None
    for text, block in lines:
        item = label_block(block, rules)
        if rules.pattern("signed").search(text):
            continue
        by = rules.pattern("authority").match(text)
        if by and item.is_upper:
            head, tail = _split_authority(text)
            authority.append(head)
            position = tail or position
        elif item.is_upper and (item.label in ("position", "organ") or authority):
            position = f"{position} {text}" if position and name is None else text
        elif name is None and rules.pattern("name").fullmatch(text.strip()):
            name = text.strip()
    if not (authority or position or name):
        return None
    return Signature(authority=" ".join(authority) or None, position=position, name=name)


def _split_authority(text: str) -> tuple[str, str | None]:
    """Bold marks may have joined "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH"."""
    at = text.find(" PHÓ ")
    return (text[:at], text[at + 1 :]) if at > 0 else (text, None)
