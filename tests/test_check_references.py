"""Cited documents: symbols and their fixes, the registry, short forms, a document's own name."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbparse import Source, parse
from vbparse.check import run_rules
from vbparse.check.registry import read_registry
from vbparse.errors import InputError

REGISTRY = {"registry": str(Path(__file__).parent / "registry.toml")}
HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\nI. NỘI DUNG\n"


def findings(words: str, code: str, settings=None, head: str = HEAD):
    text = head + words
    return text, [d for d in run_rules(parse(Source.of(text)), "en", settings) if d.code == code]


def mended(words: str, code: str) -> str:
    text, found = findings(words, code)
    for diagnostic in reversed(found):
        text = text[: diagnostic.span.start] + diagnostic.fix.text + text[diagnostic.span.end :]
    return text.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("VB302", "1. Theo Chỉ thị số 25/CT- TTg ngày 10/9/2021.", "1. Theo Chỉ thị số 25/CT-TTg ngày 10/9/2021."),
        ("VB302", "1. Theo Chỉ thị số 25/CT - TTG.", "1. Theo Chỉ thị số 25/CT-TTg."),
        ("VB302", "1. Nghị quyết số 36- NQ/TW; Chỉ thị 40 -CT/TU.", "1. Nghị quyết số 36-NQ/TW; Chỉ thị 40-CT/TU."),
        ("VB305", "1. Theo Chỉ thị số 25/CT-TTG ngày 10/9/2021.", "1. Theo Chỉ thị số 25/CT-TTg ngày 10/9/2021."),
        ("VB301", "1. Theo Nghị quyết số 36/NQ-TW.", "1. Theo Nghị quyết số 36-NQ/TW."),
    ],
)
def test_a_fix_writes_the_symbol_and_touches_nothing_else(code, wrong, right):
    assert mended(wrong, code) == right
    assert findings(right, code)[1] == []


def test_a_symbol_broken_at_the_end_of_a_line_has_no_stray_blank():
    assert findings("1. Theo Quyết định số 5969/QĐ-\nUBND ngày 28/11/2025 của UBND thành phố.", "VB302")[1] == []


def test_capitals_of_a_title_are_left_alone():
    assert findings("1. THỰC HIỆN CHỈ THỊ SỐ 25/CT-TTG NGÀY 10/9/2021\n", "VB305")[1] == []


def test_an_old_party_symbol_is_as_it_was():
    words = "1. Chỉ thị số 218/CT-TW ngày 18/4/{} của Ban Bí thư."
    assert findings(words.format(1975), "VB301")[1] == []
    assert len(findings(words.format(2015), "VB301")[1]) == 1


def test_a_document_that_comes_with_a_decision_may_name_the_decision():
    head = "QUY ĐỊNH\nQuản lý cổng thông tin\n(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 01/02/2025)\n\n"
    article = "Điều 1. Phạm vi điều chỉnh\n{} quy định việc quản lý cổng thông tin.\n"
    assert findings(article.format("Quyết định này"), "VB310", head=head)[1] == []
    text, [found] = findings(article.format("Quy chế này"), "VB310", head=head)
    assert (text[found.span.start : found.span.end], found.fix.text) == ("Quy chế này", "Quy định này")


def test_a_number_that_was_cited_in_full_may_stand_alone():
    words = "1. Theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.\n2. Theo tinh thần Nghị quyết {}.\n"
    assert findings(words.format(57), "VB309")[1] == []
    assert len(findings(words.format(59), "VB309")[1]) == 1


# --- the registry -------------------------------------------------------------------------------------------------


def replaced(words: str) -> list[str]:
    return [d.message for d in findings(words, "VB311", REGISTRY)[1]]


def test_the_registry_hints_at_a_document_that_was_replaced():
    assert len(replaced("1. Thực hiện Quyết định số 1755/QĐ-TTg ngày 08/9/2016 của Thủ tướng Chính phủ.\n")) == 1
    assert replaced("1. Thực hiện Quyết định số 1755/QĐ-TTg ngày 03/10/2025 của Thủ tướng Chính phủ.\n") == []
    assert replaced("1. Thay thế Quyết định số 1755/QĐ-TTg ngày 08/9/2016 của Thủ tướng Chính phủ.\n") == []


def test_a_local_symbol_alone_is_no_document():
    organ = "của Ủy ban nhân dân thành phố Hải Phòng"
    assert replaced("1. Thực hiện Kế hoạch số 141/KH-UBND.\n") == []
    assert len(replaced(f"1. Thực hiện Kế hoạch số 141/KH-UBND ngày 04/5/2023 {organ}.\n")) == 1


def test_a_document_rests_on_what_applied_on_its_own_day():
    words = "Thực hiện Quyết định số 1755/QĐ-TTg ngày 08/9/2016 của Thủ tướng Chính phủ.\n\nI. NỘI DUNG\n1. Tập huấn.\n"
    for year, count in ((2019, 0), (2023, 1)):
        head = f"UBND TỈNH BẮC GIANG\n\nBắc Giang, ngày 12 tháng 3 năm {year}\n\nKẾ HOẠCH\nTuyên truyền\n\n"
        assert len(findings(words, "VB311", REGISTRY, head)[1]) == count


@pytest.mark.parametrize(
    ("cited", "meant"),
    [
        ("Kết luận số 21-KL/TW ngày 12/8/2021 của Bộ Chính trị", "12-KL/TW"),
        ("Kết luận số 12-KL/TW ngày 21/8/2021 của Bộ Chính trị", "2021-08-12"),
        ("Kết luận số 12-KL/TW ngày 12/8/2021 của Bộ Chính trị", None),
        ("Kết luận số 12-KL/TW ngày 03/4/2026 của Bộ Chính trị", None),
        ("Kết luận số 21-KL/TW ngày 12/8/2021 của Ban Bí thư", None),
    ],
)
def test_the_registry_tells_a_slip_in_number_or_day(cited, meant):
    found = findings(f"1. Thực hiện {cited}.\n", "VB312", REGISTRY)[1]
    assert [d.values["meant"] for d in found] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[[document]]\ndate = 2016-09-08\n", "document 1 has no number"),
        (
            '[[document]]\nnumber = "1/QĐ-TTg"\nreplacedby = "2/QĐ-TTg"\n',
            "no key replacedby; the nearest is replaced_by",
        ),
        ('[[document]]\nnumber = "1/QĐ-TTg"\ndate = "8/9/2016"\n', "date should be a day such as 2016-09-08"),
        ("[[document]]\nnumber = 1755\n", "number should be text"),
        ('[[doc]]\nnumber = "1/QĐ-TTg"\n', "nothing but [[document]] tables"),
        ('document = "1/QĐ-TTg"\n', "written as [[document]] tables"),
        ("[[document]\n", "registry.toml: "),
    ],
)
def test_a_broken_registry_is_told_in_a_sentence(tmp_path, content, complaint):
    path = tmp_path / "registry.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_registry(str(path))
    assert complaint in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_registry_is_the_callers_mistake(tmp_path):
    with pytest.raises(InputError):
        findings("1. Tập huấn.\n", "VB311", {"registry": str(tmp_path / "none.toml")})


def test_what_follows_a_symbol_that_is_whole_is_not_joined_to_it():
    _, found = findings("1. Theo Nghị quyết số 12/NQ-CP - CT năm 2024.", "VB302")
    assert [diagnostic.fix for diagnostic in found] in ([], [None])
