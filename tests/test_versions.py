"""Versions of one text: what a consolidated text's own footnotes name is what differs, and two captures do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from vbparse import Comparison, Document, compare, parse, read
from vbparse.model import Difference, Footnote, LinkRelation

TEXTS = Path(__file__).parent / "versions"
PAIRS = {"tt-07-2023-bldtbxh": "vbhn-156-bldtbxh", "tt-09-2022-bldtbxh": "vbhn-1676-bldtbxh"}
"""A circular and its consolidated text."""
DOCUMENTS = {name: parse(read(str(TEXTS / f"{name}.txt"))) for pair in PAIRS.items() for name in pair}
COMPARED = {base: compare(DOCUMENTS[base], DOCUMENTS[later]) for base, later in PAIRS.items()}

UNANNOUNCED = {
    "tt-07-2023-bldtbxh": set(),
    "tt-09-2022-bldtbxh": {
        "chuong-2.dieu-6.3/p1",  # "quy định tại các khoản" → "quy định tại khoản"
        "chuong-2.dieu-7.2.b/p1",  # "hồ sơ đề xuất" → "hồ sơ đề nghị"
        "chuong-2.dieu-7.3/p1",  # "quy định tại các khoản" → "quy định tại khoản"
        "chuong-3.dieu-11.2",  # "tư vấn đi làm việc" → "tư vấn về đi làm việc"
        "chuong-3.dieu-12.1",  # "đúng đối tượng, nội dung" → "đúng đối tượng, đúng nội dung"
        "chuong-4.dieu-14.3.c/p2",  # "thực hiện các" → "thực hiện dự án các"
    },
}
"""Clauses of the articles in which the consolidated text has other words than the circular, and no footnote says so:
read in both texts."""


def changed(comparison: Comparison) -> Iterator[str]:
    """Ids of the later text's clauses that differ; for a clause that it dropped, of what is left of the one above."""
    partner = {left: link.right[0] for link in claims(comparison) for left in link.left}
    yield from (link.right[0] for link in claims(comparison) if link.difference == "words")
    yield from comparison.only_right
    for unit in comparison.only_left:
        above = unit
        while above and above not in partner:
            above = above[: max(above.rfind("."), above.rfind("/"), 0)]
        yield partner.get(above, unit)


def claims(comparison: Comparison):
    return [link for link in comparison.links if link.tier != "possible"]


def in_articles(ids: Iterator[str]) -> set[str]:
    """Those under an article, without the name of the component."""
    return {name.removeprefix("circular/") for name in ids if name.startswith("circular/") and "dieu-" in name}


def under(name: str, above: str) -> bool:
    return name == above or name.startswith((f"{above}.", f"{above}/"))


def notes(document: Document) -> list[Footnote]:
    """Footnotes that say of their clause that it was changed."""
    return [note for note in document.footnotes if note.node and "này được" in note.text[:40]]


@pytest.mark.parametrize("base", PAIRS)
def test_what_differs_in_the_articles_is_what_footnotes_name(base):
    noted = {note.node.removeprefix("circular/") for note in notes(DOCUMENTS[PAIRS[base]])}
    found = in_articles(changed(COMPARED[base]))
    assert {name for name in found if not any(under(name, node) for node in noted)} == UNANNOUNCED[base]
    assert [node for node in sorted(noted) if not any(under(name, node) for name in found)] == []


@pytest.mark.parametrize("base", PAIRS)
def test_a_link_names_the_footnotes_on_its_clauses(base):
    for link in claims(COMPARED[base]):
        if link.difference == "words" and under(link.right[0], "circular"):
            name = link.right[0].removeprefix("circular/")
            assert bool(link.footnotes) == (name not in UNANNOUNCED[base]) or "dieu-" not in name


@pytest.mark.parametrize("base", PAIRS)
def test_relations_and_differences_are_those_that_the_schema_names(base):
    links = COMPARED[base].links
    assert {link.relation for link in links} <= set(get_args(LinkRelation))
    assert {link.difference for link in links} <= set(get_args(Difference))
    assert all(link.difference == "none" for link in links if link.relation == "identical")


@pytest.mark.parametrize("base", PAIRS)
def test_a_consolidated_text_is_known_as_one(base):
    lineage = COMPARED[base].lineage
    assert (lineage.relation, lineage.newer) == ("consolidates", "right")


@pytest.mark.parametrize("base", PAIRS)
def test_comparing_the_other_way_round_gives_the_mirror_image(base):
    there, back = COMPARED[base], compare(DOCUMENTS[PAIRS[base]], DOCUMENTS[base])
    assert {(link.left, link.right, link.score) for link in there.links} == {
        (link.right, link.left, link.score) for link in back.links
    }
    assert (there.only_left, there.only_right) == (back.only_right, back.only_left)


def test_two_captures_of_one_document_do_not_differ():
    captures = (parse(read(str(TEXTS / f"{name}.txt"))) for name in ("tt-13-2001-btc", "tt-13-2001-btc-capture2"))
    comparison = compare(*captures)
    assert (comparison.only_left, comparison.only_right) == ((), ())
    assert {link.difference for link in claims(comparison)} <= {"none", "typing"}


# --- footnotes ----------------------------------------------------------------------------------------------------


def test_footnotes_are_in_order_and_each_hangs_on_its_clause():
    document = DOCUMENTS["vbhn-156-bldtbxh"]
    assert [note.number for note in document.footnotes] == list(range(1, 22))
    assert [note.number for note in document.footnotes if note.mark is None or note.node is None] == []
    ends = {note.number: note.node.split(".")[-1] for note in document.footnotes[1:]}
    assert [ends[number] for number in (2, 3, 4, 14, 16, 19, 20, 21)] == [
        "1", "dieu-2", "dieu-5", "dieu-15", "dieu-17", "1", "2", "dieu-22",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PAIRS.values())
def test_the_words_of_a_footnote_and_its_mark_are_in_no_clause(name):
    document = DOCUMENTS[name]
    clauses = [node for component in document.components for node in component.walk()]
    assert [node.id for node in clauses if "này được sửa đổi, bổ sung" in node.text] == []
    for note in document.footnotes:
        assert document.source[note.mark] == str(note.number)
        assert all(f"{word}{note.number} " not in f"{node.text} " for node in clauses for word in ("chỉnh", "nghiệp"))


def test_a_footnote_that_goes_on_over_the_page_is_one():
    first = DOCUMENTS["vbhn-156-bldtbxh"].footnotes[0]
    assert first.text.endswith("chuyên ngành giáo dục nghề nghiệp.”.") and "Theo đề nghị" in first.text


def test_a_consolidated_text_has_not_the_number_of_the_text_that_it_consolidates():
    headers = [c.header for c in DOCUMENTS["vbhn-1676-bldtbxh"].components if c.kind == "circular"]
    assert [(header.number, header.number_status) for header in headers] == [(None, "none")]


def test_forms_that_come_with_a_circular_are_not_compared_in_its_place():
    compared = {unit.id.partition("/")[0] for unit in COMPARED["tt-09-2022-bldtbxh"].left.units}
    assert "circular" in compared
