"""What the examples of the rules VB2xx cannot show: the Party's rules, other decrees, lost letterheads, exact fixes."""

from __future__ import annotations

import pytest

from vbparse import Source, parse
from vbparse.check import catalog, run_rules
from vbparse.model import Diagnostic

STATE = """ỦY BAN NHÂN DÂN
TỈNH BẮC GIANG
Số: 141/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Bắc Giang, ngày 15 tháng 11 năm 2021

KẾ HOẠCH
Tuyên truyền về văn hóa đối ngoại

I. NỘI DUNG
1. Tuyên truyền trên báo./.

Nơi nhận:
- Bộ Ngoại giao;
- Sở Tài chính;
- Sở Ngoại vụ;
- Lưu: VT, KGVX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Mai Sơn
"""
PARTY = """TỈNH ỦY BẮC GIANG
*
Số 15-KH/TU

ĐẢNG CỘNG SẢN VIỆT NAM

Bắc Giang, ngày 15 tháng 11 năm 2021

KẾ HOẠCH
Tuyên truyền về văn hóa đối ngoại

I. NỘI DUNG
1. Tuyên truyền trên báo.

Nơi nhận:
- Các ban đảng,
- Các huyện ủy,
- Ban cán sự đảng,
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Mai Sơn
"""


def found(text: str) -> list[Diagnostic]:
    return [d for d in run_rules(parse(Source.of(text))) if d.code.startswith("VB2")]


def codes(text: str) -> list[str]:
    return [d.code for d in found(text)]


def test_both_texts_are_right() -> None:
    assert codes(STATE) == []
    assert codes(PARTY) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("15-KH/TU", "15/KH-TU", "VB207"),
        ("15-KH/TU", "15-CT/TU", "VB208"),
        ("15-KH/TU", "5-KH/TU", "VB209"),
        ("ngày 15", "ngày 5", "VB212"),
        ("T/M BAN", "TM. BAN", "VB216"),
    ],
)
def test_party_documents_are_held_to_the_rules_of_the_party(right: str, wrong: str, code: str) -> None:
    assert codes(PARTY.replace(right, wrong)) == [code]


def test_an_official_letter_has_no_type_in_its_symbol() -> None:
    letter = STATE.replace("141/KH-UBND", "5528/CT-CS\nV/v tuyên truyền").replace("KẾ HOẠCH\n", "")
    assert "VB208" not in codes(letter)
    assert "VB208" in codes(STATE.replace("141/KH-UBND", "5528/CT-CS"))


def test_a_lost_letterhead_is_one_finding() -> None:
    body = STATE[STATE.index("KẾ HOẠCH") :]
    assert codes(body) == ["VB202"]


def test_a_plan_that_came_with_a_decision_needs_no_letterhead() -> None:
    decision = STATE.replace("141/KH", "141/QĐ").replace("KẾ HOẠCH\n", "QUYẾT ĐỊNH\n")
    plan = "\nKẾ HOẠCH\nTuyên truyền\n(Kèm theo Quyết định số 141/QĐ-UBND ngày 15/11/2021)\n\nI. NỘI DUNG\n1. Báo.\n"
    assert codes(decision + plan) == []


def test_documents_before_the_decree_and_legal_texts_have_other_rules() -> None:
    wrong = STATE.replace("ngày 15 tháng", "ngày 5 tháng")
    assert codes(wrong) == ["VB212"]
    assert codes(wrong.replace("2021", "2012")) == []
    assert codes(wrong.replace("141/KH", "141/2021/KH")) == []


def test_a_deputy_of_a_standing_committee_signs_for_it() -> None:
    signed = STATE.replace("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "TM. BAN THƯỜNG TRỰC")
    assert codes(signed) == []
    assert codes(STATE.replace("KT. CHỦ TỊCH\n", "")) == ["VB215"]


def test_nobody_signs_for_himself() -> None:
    assert codes(STATE.replace("PHÓ CHỦ TỊCH", "CHỦ TỊCH")) == ["VB215"]


@pytest.mark.parametrize("code", [rule.code for rule in catalog() if rule.code.startswith("VB2") and rule.fix])
def test_a_fix_leaves_nothing_to_find_and_touches_nothing_else(code: str) -> None:
    rule = next(rule for rule in catalog() if rule.code == code)
    source = Source.of(rule.wrong)
    (one,) = [d for d in run_rules(parse(source)) if d.code == code]
    assert one.fix is not None
    mended = source.text[: one.span.start] + one.fix.text + source.text[one.span.end :]
    assert mended == Source.of(rule.right).text


def test_every_rule_of_form_names_where_it_stands() -> None:
    for rule in catalog():
        if rule.code.startswith("VB2"):
            assert rule.source and any(name in rule.source for name in ("Nghị định 30/2020/NĐ-CP", "36-HD/VPTW"))
