"""Parts and bodies → `Component…`: ids, spans that tile the text, headers, recipients, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from vbparse.grammar import Grammar
from vbparse.model import Component, Header, Node, Part, Signature
from vbparse.records.header import attached_words, is_attached_to, read_header
from vbparse.records.signing import read_recipients, read_signature
from vbparse.shape import replace
from vbparse.source import Source, Span

_NO_HEADER = frozenset(
    {"site_header", "site_footer", "recipients", "signature_block", "attachments", "footnotes", "unknown"}
)


def frame_components(
    source: Source, parts: Sequence[Part], bodies: Sequence[tuple[Node, ...]], names: Sequence[str], grammar: Grammar
) -> tuple[Component, ...]:
    """The components of a file; joined, their spans give the text back."""
    headers = _headers(parts, grammar)
    components = []
    for index, (part, body, name) in enumerate(zip(parts, bodies, names, strict=True)):
        start = part.blocks[0].span.start if index else 0
        end = parts[index + 1].blocks[0].span.start if index + 1 < len(parts) else len(source.text)
        recipients, archive = read_recipients(part, grammar) if part.kind == "recipients" else (None, None)
        components.append(
            Component(
                id=name,
                kind=part.kind,
                span=Span(start, end),
                reason=part.reason,
                of=names[part.of] if part.of is not None else None,
                header=headers[index],
                body=None if part.kind in _NO_HEADER and not body else body,
                recipients=recipients,
                archive=archive,
                signature=read_signature(part, grammar) if part.kind == "signature_block" else None,
            )
        )
    return _with_signing(tuple(components), grammar)


def _headers(parts: Sequence[Part], grammar: Grammar) -> list[Header | None]:
    """Headers in order; a document without letterhead takes its province from the one it came with."""
    headers: list[Header | None] = []
    province = None
    above: Header | None = None
    for part in parts:
        if part.kind in _NO_HEADER:
            headers.append(None)
            continue
        header = read_header(part, province, grammar)
        if above and above.number and is_attached_to(part, header, above, grammar):
            header = replace(header, attached_to=above.number)
        province, above = province or header.province, header
        headers.append(header)
    return _with_inferred(parts, headers, grammar)


def _with_inferred(parts: Sequence[Part], headers: list[Header | None], grammar: Grammar) -> list[Header | None]:
    """Read a missing number where an appendix names its own document: same type, and the same date if both have one.

    The appendix of a consolidated text names the text that was consolidated.
    """
    for index, header in enumerate(headers):
        if header is None or header.number or parts[index].kind == "appendix":
            continue
        if _is_consolidated(parts[index], grammar):
            continue
        for part, other in zip(parts[index + 1 :], headers[index + 1 :], strict=True):
            if part.kind != "appendix" or other is None:
                continue
            words = attached_words(part, grammar)
            if (
                words
                and words.type == header.doc_type
                and (not words.date or not header.date or words.date == header.date)
            ):
                headers[index] = replace(header, number=words.number, number_status="inferred", number_span=words.span)
                break
    return headers


def _is_consolidated(part: Part, grammar: Grammar) -> bool:
    """Whether the first paragraph says what amended the text (Pháp lệnh 01/2012/UBTVQH13, Điều 12)."""
    pattern = grammar.rules("letterhead").pattern("consolidates")
    return any(pattern.search(block.reading.text) for block in part.blocks[part.head : part.head + 2])


def _with_signing(components: tuple[Component, ...], grammar: Grammar) -> tuple[Component, ...]:
    """Fill in the authority from the signature: TM. the committee itself, KT. CHỦ TỊCH the Chairman."""
    signatures: dict[str | None, Signature] = {}
    for component in components:
        if component.signature:
            signatures.setdefault(component.of, component.signature)
    filled = []
    for component in components:
        header = component.header
        signed = signatures.get(component.id)
        if header and not header.authority and signed and header.issuing_body:
            header = replace(header, authority=_authority(signed, header.issuing_body, grammar))
        filled.append(replace(component, header=header))
    return tuple(filled)


def _authority(signed: Signature, body: str, grammar: Grammar) -> str | None:
    """Who decides, by the signature (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7); null if it names another organ."""
    words = signed.authority or signed.position or ""
    by = grammar.rules("letterhead").pattern("authority").match(words)
    if by and by["by"].startswith(("TM", "T/M")):
        return body
    position = (by["organ"] or "" if by else words).strip()
    if position and body.upper().startswith(position):
        # The Prime Minister signs as himself.
        return body
    titles = [title for title in grammar.words("heads") if title.upper() == position]
    return f"{titles[0]} {body}" if titles else None
