"""VB2xx: form by Nghị định 30/2020/NĐ-CP, and by Hướng dẫn 36-HD/VPTW for documents of the Party."""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.check.finding import Context, Finding, finds


@finds("VB201")
def blank_number(context: Context) -> Iterator[Finding]:
    """A document that is sent has its number."""
    for component in context.document.components:
        header = component.header
        if header and header.number_status == "blank" and header.number_span:
            yield Finding(header.number_span)
