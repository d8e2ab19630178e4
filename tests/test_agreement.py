"""The measure by which readers are judged: it must be 1 for the same, and fall with what is lost."""

import pytest
from agreement import agreement, differing, entries, words_kept

from vbparse import Source, parse

PLAN = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức.\n\n2. Phối hợp.\n\nII. NỘI DUNG\n\n- Treo cờ.\n"


def parsed(text: str):
    return parse(Source.of(text))


def test_a_document_agrees_with_itself():
    assert agreement(parsed(PLAN), parsed(PLAN)) == 1
    assert differing(parsed(PLAN), parsed(PLAN)) == []


def test_words_do_not_count_in_the_outline():
    assert agreement(parsed(PLAN), parsed(PLAN.replace("Phối hợp", "Kiểm tra"))) == 1


def test_a_lost_clause_lowers_the_agreement():
    left, right = parsed(PLAN), parsed(PLAN.replace("2. Phối hợp.\n\n", ""))
    assert 0.8 < agreement(left, right) < 1
    assert any(line.startswith("-") and "2." in line for line in differing(left, right))


def test_entries_tell_depth_kind_and_marker():
    assert entries(parsed(PLAN))[:3] == [(0, "plan", None), (1, "section", "I."), (2, "item", "1.")]


@pytest.mark.parametrize(
    ("reference", "text", "share"),
    [
        ("một hai ba bốn", "MỘT HAI, BA\nBỐN", 1),
        ("một hai ba bốn", "một hai bốn", 0.75),
        ("một hai ba bốn", "bốn một hai ba", 0.75),
        ("một hai", "một thêm hai", 1),
        ("hoà", "hoa\u0300", 1),
        ("", "gì cũng được", 1),
        ("một", "", 0),
    ],
)
def test_words_are_counted_in_order(reference, text, share):
    assert words_kept(reference, text) == share
