"""What a block looks like on its own above and below a body: letterhead, recipients, signature, site furniture."""

from __future__ import annotations

from vbparse.grammar import Grammar, RuleSet
from vbparse.model import Block
from vbparse.shape import shape

SHORT = 240
"""Longest text, in characters, that can be part of a letterhead or signature."""
_LABELS = (
    "attached", "adopted", "recipients", "archive", "authority", "type", "type_misread", "type_title",
    "resolve", "appendix", "addressee", "number", "number_word", "place_date", "motto", "position", "organ",
    "organ_place", "marks", "metadata",
)  # fmt: skip
"""In the order in which they are tried."""
_MARKED_LABELS = {
    "dash": ("recipients", "archive", "metadata"), "plus": ("archive",), "dot": ("metadata",), "star": ("metadata",),
}  # fmt: skip
"""What may open with a bullet; a numbered line belongs to a body."""
UPPER = 600
"""Longest title in capitals, in characters."""


@shape
class Labelled:
    """A block with what it looks like."""

    block: Block
    label: str | None
    ends_body: bool
    """Whether it closes with the end mark "./."."""
    is_basis: bool

    @property
    def text(self) -> str:
        return self.block.reading.text

    @property
    def is_upper(self) -> bool:
        """Whether nearly all letters are capitals; a code such as "TTg" may stand among them."""
        text = self.text
        if len(text) >= UPPER:
            return False
        upper = sum(map(str.isupper, text))
        return upper > 0 and upper > 0.85 * (upper + sum(map(str.islower, text)))

    @property
    def marker(self) -> str | None:
        return self.block.marker

    @property
    def is_words(self) -> bool:
        """Whether it has words of the document, not a drawn rule or page furniture."""
        return self.block.kind in ("text", "row")


def label_blocks(blocks: tuple[Block, ...], grammar: Grammar) -> list[Labelled]:
    """Every block with its label; null for running text."""
    rules = grammar.rules("letterhead")
    return [label_block(block, rules) for block in blocks]


def label_block(block: Block, rules: RuleSet) -> Labelled:
    """One block with its label."""
    text = block.reading.text
    is_basis = bool(rules["basis"].match(text))
    return Labelled(
        block=block,
        label=_name(block, rules) if len(text) <= SHORT and not is_basis else None,
        ends_body=text.endswith(("./.", "./", "/.", "./.”")) and bool(rules.pattern("end").search(text)),
        is_basis=is_basis,
    )


def _name(block: Block, rules: RuleSet) -> str | None:
    if block.kind not in ("text", "row"):
        return None
    text = block.reading.text
    names = _LABELS if block.marker is None else _MARKED_LABELS.get(block.marker, ())
    name = next((rule.name for rule in rules.among(names, text) if rule.find(text)), None)
    return "type" if name == "type_misread" else name
