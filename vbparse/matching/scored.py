"""A pair of clauses with its score, and what a score is called."""

from __future__ import annotations

from typing import NamedTuple

from vbparse.model import Tier

CERTAIN, LIKELY, POSSIBLE = 0.70, 0.40, 0.30
"""Scores from which a link is called so. Measured on hand-made alignments: docs/decisions/0006."""


class Scored(NamedTuple):
    """A pair of clauses with its score and what it is made of."""

    left: int
    right: int
    score: float
    text: float
    context: float
    is_slot: bool = False
    """Held together by the place that they fill, whatever their words."""
    group: int | None = None
    """Number of the group of clauses that hold the same words together, cut differently."""
    why: tuple[str, ...] = ()
    """What speaks for it, as `docs/glossary.md` names it."""

    @property
    def tier(self) -> Tier | None:
        if self.score >= CERTAIN:
            return "certain"
        return "likely" if self.score >= LIKELY else "possible" if self.score >= POSSIBLE else None
