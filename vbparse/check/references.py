"""VB3xx: cited documents."""

from __future__ import annotations

from collections.abc import Iterator

from vbparse.check.finding import Context, Finding, finds


@finds("VB301")
def impossible_symbol(context: Context) -> Iterator[Finding]:
    """The Party puts the dash after the number: 36-NQ/TW, never 36/NQ-TW."""
    for citation in context.document.citations:
        if citation.number and citation.canonical and citation.canonical != citation.number:
            yield Finding(citation.span, {"number": citation.number, "meant": citation.canonical})


@finds("VB302")
def stray_blank(context: Context) -> Iterator[Finding]:
    """A symbol has no blanks: 25/CT-TTg, not 25/CT- TTg."""
    for citation in context.document.citations:
        if citation.number and citation.number not in " ".join(citation.text.split()).replace("Ð", "Đ"):
            squeezed = "".join(citation.text.split()).casefold()
            if citation.number.casefold() in squeezed and citation.number.casefold() not in citation.text.casefold():
                yield Finding(citation.span, {"number": citation.number})
