"""What holds for any text at all, as assertions: for the tests, which make texts up, and for fuzzing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise

from vbparse import Source, Span, compare
from vbparse.check import run_rules
from vbparse.grammar import default_grammar
from vbparse.model import Comparison, Diagnostic, Document, Node
from vbparse.pipeline import run_stages

QUOTED_STAR = re.compile(r"(\(\*+\))|\*+")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
HEADING_MARK = re.compile(r"(?m)^[\s*]*#{1,6}\s")
"""Markdown's mark of a heading, which is read over."""
FURNITURE = ("furniture", "note")
"""What a page puts between the lines of a paragraph."""
FURNITURE_AND_LINES = (*FURNITURE, "rule", "bar")
TURNED = {"split": "merged", "merged": "split"}


def read_aloud(words: str, marker: str | None = None) -> str:
    """Words of the file as they are read: no Markdown asterisks, nothing without width, a run of blanks one space."""
    star = "*" if marker and marker.startswith("*") else ""
    words = words.removeprefix(star)
    return " ".join(INVISIBLE.sub("", star + QUOTED_STAR.sub(r"\1", words)).split())


def nodes(document: Document) -> list[Node]:
    """All clauses in the order of the text."""
    return [node for component in document.components for node in component.walk()]


# --- nothing is lost ----------------------------------------------------------------------------------------------


def assert_stages_tile(source: Source) -> None:
    """Lines with their line feeds, and blocks, give the text back."""
    stages = run_stages(source, default_grammar())
    assert "\n".join(source[line.span] for line in stages.lines) == source.text
    assert [line.number for line in stages.lines] == list(range(1, len(stages.lines) + 1))
    assert "".join(source[block.span] for block in stages.blocks) == source.text
    assert all(block.span.covers(block.words) for block in stages.blocks)


def assert_components_tile(document: Document) -> None:
    """From the first character to the last, without gap or overlap."""
    spans = [component.span for component in document.components]
    assert (spans[0].start, spans[-1].end) == (0, len(document.source.text))
    assert all(before.end == after.start for before, after in pairwise(spans))


def assert_clauses_in_order(document: Document) -> None:
    """Every clause stands inside its component and its parent, and after the clause before it."""
    for component in document.components:
        for node in component.walk():
            assert component.span.covers(node.extent)
            assert node.extent.covers(node.span)
            assert all(node.extent.covers(child.extent) for child in node.children)
        starts = [node.span.start for node in component.walk()]
        assert starts == sorted(starts)


def words_at(document: Document, left_out: tuple[str, ...] = FURNITURE) -> Callable[[Span], str]:
    """A function that gives the words at a span: no footnote marks, no lines of some kinds if there are others."""
    stages = run_stages(document.source, default_grammar())
    skipped = {line.number for line in stages.lines if line.kind in left_out}

    def words(span: Span) -> str:
        first = document.source.position(span.start)[0]
        own = stages.source[span].split("\n")
        return "\n".join([line for number, line in enumerate(own, first) if number not in skipped] or own)

    return words


def assert_points_at_its_words(document: Document) -> None:
    """Every clause is the marker and text at its span, page furniture left out; a table is that but for its lines.

    What looks like furniture or a line may also be a cell.
    """
    words, cells, all_cells = (words_at(document, kinds) for kinds in (FURNITURE, FURNITURE_AND_LINES, ()))
    for node in nodes(document):
        wanted = [f"{node.marker or ''}{gap}{node.text}".strip() for gap in ("", " ")]
        if node.kind == "table":
            least, own, most = (
                read_aloud(text.replace("|", " ")).split()
                for text in (cells(node.span), wanted[1], all_cells(node.span))
            )
            assert stand_in_order(least, own) and stand_in_order(own, most), node
            continue
        found = read_aloud(words(node.span), node.marker)
        headings = read_aloud(HEADING_MARK.sub("", words(node.span)), node.marker)
        assert found in wanted or headings in wanted, node


def stand_in_order(few: list[str], many: list[str]) -> bool:
    """Whether some words stand among others, in their order."""
    rest = iter(many)
    return all(word in rest for word in few)


def assert_records_name_clauses(document: Document) -> None:
    """An id is one clause's alone, and records name ids that there are."""
    known = {node.id for node in nodes(document)}
    assert len(known) == len(nodes(document)), "two clauses have one id"
    named = [
        record.node for record in (*document.reporting, *document.budget, *document.assignments, *document.task_groups)
    ]
    named += [citation.node for citation in document.citations if citation.node is not None]
    named += [task for group in document.task_groups for task in group.tasks]
    named += [duty for assignment in document.assignments for duty in assignment.duties]
    assert set(named) <= known


def assert_findings_in_order(document: Document) -> tuple[Diagnostic, ...]:
    """Every finding stands in the text, and after the one before it; the findings."""
    findings = run_rules(document)
    assert all(Span(0, len(document.source.text)).covers(found.span) for found in findings)
    assert [found.span for found in findings] == sorted(found.span for found in findings)
    return findings


def assert_lawful(document: Document) -> None:
    """All laws of one document, but those of its JSON."""
    assert_stages_tile(document.source)
    assert_components_tile(document)
    assert_clauses_in_order(document)
    assert_points_at_its_words(document)
    assert_records_name_clauses(document)


def assert_same_json(first: str, second: str, name: str) -> None:
    """Two runs gave the same bytes, and these are JSON that says what it is."""
    assert first == second, "the same input gave other bytes"
    assert json.loads(first)["schema"] == f"vbparse.{name}/1"


# --- comparing ----------------------------------------------------------------------------------------------------


def in_the_mirror(comparison: Comparison) -> list[tuple]:
    """The links as they would read with left and right exchanged."""
    links = comparison.links
    return sorted(
        (link.right, link.left, TURNED.get(link.relation, link.relation), link.tier, link.score) for link in links
    )


def assert_mirror(there: Comparison, back: Comparison) -> None:
    """A comparison is the mirror image of the one with left and right exchanged."""
    links = sorted((link.left, link.right, link.relation, link.tier, link.score) for link in back.links)
    assert links == in_the_mirror(there)
    assert (back.only_left, back.only_right) == (there.only_right, there.only_left)


def assert_mirrors(left: Document, right: Document) -> None:
    """Exchange two documents, and the result is the mirror image."""
    assert_mirror(compare(left, right), compare(right, left))


def assert_diffs_rebuild_both_texts(comparison: Comparison) -> None:
    """The pieces of every word difference, joined, are the text of either side."""
    sides = [{unit.id: unit.text for unit in side.units} for side in (comparison.left, comparison.right)]
    for link in comparison.links:
        left = "".join(piece[1] for piece in link.diff if piece[0] in ("equal", "delete", "local"))
        right = "".join(piece[-1] for piece in link.diff if piece[0] in ("equal", "insert", "local"))
        assert left == " ".join(sides[0][unit] for unit in link.left)
        assert right == " ".join(sides[1][unit] for unit in link.right)


def assert_claimed_or_alone(comparison: Comparison) -> None:
    """Every clause is claimed by a link or stands on one side only, never both."""
    claims = [link for link in comparison.links if link.tier != "possible"]
    for side, only, ends in (
        (comparison.left, comparison.only_left, {unit for link in claims for unit in link.left}),
        (comparison.right, comparison.only_right, {unit for link in claims for unit in link.right}),
    ):
        assert [unit.id for unit in side.units if unit.id not in ends] == list(only)
        assert ends <= {unit.id for unit in side.units}
