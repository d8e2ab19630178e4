"""One clause of a real plan is inserted, deleted, moved, split or merged, and the comparison finds exactly that."""

from __future__ import annotations

import pytest
from plan_texts import SAMPLES

from vbparse import Document, Source, compare, parse
from vbparse.fold import plain_words
from vbparse.model import Comparison, Link, Node

PLANS = [name for name in sorted(SAMPLES) if name != "news141"]
DOCUMENTS = {name: parse(Source.of(SAMPLES[name])) for name in PLANS}
EVERY = 10
"""One clause in so many is edited: each edit is a comparison of two whole plans."""
WORDS = 12
"""Fewest words of a clause that is edited."""
NEW = "Thành lập quỹ học bổng cho kỹ sư đóng tàu trẻ, trao hằng năm vào dịp khai giảng tại trường nghề."


def clauses(document: Document) -> list[Node]:
    """Bullets and paragraphs with words enough, of what is compared."""
    compared = {unit.id for unit in compare(document, document).left.units}
    nodes = (node for component in document.components for node in component.walk())
    return [
        node
        for node in nodes
        if node.id in compared and node.kind in ("bullet", "paragraph") and len(node.text.split()) >= WORDS
        if not node.children and opens_its_line(document.source, node)
    ]


def opens_its_line(source: Source, node: Node) -> bool:
    """Whether no heading stands before a clause on its line."""
    line = source.line_starts[source.position(node.span.start)[0] - 1]
    return not source.text[line : node.span.start].strip(" *")


def chosen(start: int) -> list:
    """Clauses that are edited, as test parameters: a plan and a clause's id."""
    return [
        pytest.param(name, node.id, id=f"{name} {node.id}")
        for name in PLANS
        for node in clauses(DOCUMENTS[name])[start::EVERY]
    ]


class Edit:
    """A plan's lines, and those of one of its clauses."""

    def __init__(self, name: str, clause: str) -> None:
        self.document = DOCUMENTS[name]
        self.lines = SAMPLES[name].split("\n")
        self.node = next(n for n in clauses(self.document) if n.id == clause)
        self.first, self.end = self.place(self.node)
        self.head = f"{self.node.marker} " if self.node.marker else ""

    def place(self, node: Node) -> tuple[int, int]:
        """Index of a clause's first line, and of the line after its last."""
        source = self.document.source
        return source.position(node.span.start)[0] - 1, source.position(node.span.end - 1)[0]

    def replaced(self, *clauses: str) -> Comparison:
        """The plan compared with itself after other clauses were put in the place of one."""
        lines = [line for words in clauses for line in ("", self.head + words, "")]
        return self.compared([*self.lines[: self.first], *lines, *self.lines[self.end :]])

    def compared(self, lines: list[str]) -> Comparison:
        return compare(self.document, parse(Source.of("\n".join(lines))))


def differing(comparison: Comparison) -> list[Link]:
    """Claims of anything but the same words in the same place."""
    claims = [link for link in comparison.links if link.tier != "possible"]
    return [link for link in claims if link.relation != "identical" or link.moved]


@pytest.mark.parametrize(("name", "clause"), chosen(0))
def test_a_clause_that_was_deleted_is_all_that_differs(name, clause):
    comparison = Edit(name, clause).replaced()
    assert (comparison.only_left, comparison.only_right, differing(comparison)) == ((clause,), (), [])


@pytest.mark.parametrize(("name", "clause"), chosen(1))
def test_a_clause_that_was_inserted_is_all_that_differs(name, clause):
    edit = Edit(name, clause)
    comparison = edit.replaced(NEW, edit.node.text)
    units = {unit.id: unit.text for unit in comparison.right.units}
    assert [units[unit] for unit in comparison.only_right] == [NEW]
    assert (comparison.only_left, differing(comparison)) == ((), [])


@pytest.mark.parametrize(("name", "clause"), chosen(2))
def test_a_clause_that_was_moved_is_all_that_differs(name, clause):
    edit = Edit(name, clause)
    end = edit.place(elsewhere(edit))[1]
    clause_lines = edit.lines[edit.first : edit.end]
    if end <= edit.first:
        lines = [*edit.lines[:end], "", *clause_lines, "", *edit.lines[end : edit.first], *edit.lines[edit.end :]]
    else:
        lines = [*edit.lines[: edit.first], *edit.lines[edit.end : end], "", *clause_lines, "", *edit.lines[end:]]
    comparison = edit.compared(lines)
    assert (comparison.only_left, comparison.only_right) == ((), ())
    assert [(link.left, link.relation, link.moved) for link in differing(comparison)] == [
        ((clause,), "identical", True)
    ]


def elsewhere(edit: Edit) -> Node:
    """A clause of another section, after which the edited one will stand; of its own kind if there is one."""
    others = [node for node in clauses(edit.document) if section(node) != section(edit.node)]
    return next((node for node in reversed(others) if node.kind == edit.node.kind), others[-1])


def section(node: Node) -> str:
    return node.id.split("/")[1].split(".")[0]


@pytest.mark.parametrize(("name", "clause"), chosen(3))
def test_a_clause_that_was_split_is_all_that_differs(name, clause):
    edit = Edit(name, clause)
    words = edit.node.text.split()
    parts = " ".join(words[: len(words) // 2]) + ".", " ".join(words[len(words) // 2 :]).capitalize()
    comparison = edit.replaced(*parts)
    assert_one_became_two(comparison, clause)
    back = compare(parse(comparison.right_document.source), edit.document)
    merged = differing(back)
    assert [(link.right, link.relation, len(link.left)) for link in merged] == [((clause,), "merged", 2)]


def assert_one_became_two(comparison: Comparison, clause: str) -> None:
    assert (comparison.only_left, comparison.only_right) == ((), ())
    found = [(link.left, link.relation, len(link.right)) for link in differing(comparison)]
    assert found == [((clause,), "split", 2)]


STRANGE = (
    "Ươm giống cá chẽm, vá lưới rùng, trám khoang xuồng mủng, lợp ngói âm dương, sấy trà ướp sen, nung gốm men rạn."
)


@pytest.mark.parametrize("name", PLANS)
def test_a_clause_that_shares_no_word_with_either_plan_changes_no_claim(name):
    other = PLANS[(PLANS.index(name) + 1) % len(PLANS)]
    known = set(plain_words(SAMPLES[name] + SAMPLES[other]))
    words = " ".join(word for word in STRANGE.split() if not known & set(plain_words(word)))
    assert len(words.split()) > WORDS
    lines = SAMPLES[name].split("\n")
    at = next(i for i, line in enumerate(lines) if line.strip(" *").startswith("II"))
    longer = parse(Source.of("\n".join([*lines[:at], "", f"- {words}", "", *lines[at:]])))
    before, after = compare(DOCUMENTS[name], DOCUMENTS[other]), compare(longer, DOCUMENTS[other])
    assert claims(after) == claims(before)
    assert len(after.only_left) == len(before.only_left) + 1


def claims(comparison: Comparison) -> set[tuple[str, str, str]]:
    units = [{unit.id: unit.text for unit in side.units} for side in (comparison.left, comparison.right)]
    return {
        (units[0][left], units[1][right], link.tier)
        for link in comparison.links
        if link.tier != "possible"
        for left in link.left
        for right in link.right
    }
