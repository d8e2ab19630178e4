"""What the rules VB5xx find in texts that real documents have, and what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbparse import Source, parse
from vbparse.check import run_rules
from vbparse.check.finding import FINDERS, Context, Finding
from vbparse.grammar import default_grammar

HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\nI. NHIỆM VỤ\n1. "
RULES = sorted(code for code in FINDERS if code.startswith("VB5"))
SLIPS = default_grammar().table("slips")
DOUBLES = default_grammar().table("doubles")


def findings(code: str, text: str, path: str | None = None) -> list[Finding]:
    return list(FINDERS[code](Context(parse(Source.of(text, path)))))


def words(code: str, line: str) -> list[str]:
    """What a rule finds in a plan that has this line."""
    text = f"{HEAD}{line}\n"
    return [text[span.start : span.end] for span in sorted(finding.span for finding in findings(code, text))]


def mended(code: str, line: str) -> str:
    """The line after the fixes of a rule."""
    text = f"{HEAD}{line}\n"
    for finding in sorted(findings(code, text), key=lambda finding: finding.span, reverse=True):
        text = text[: finding.span.start] + (finding.fix or "") + text[finding.span.end :]
    return text.removeprefix(HEAD).rstrip("\n")


@pytest.mark.parametrize(
    ("code", "line", "found"),
    [
        ("VB501", "Quyết định số 9/QÐ-UBND", ["Ð"]),
        ("VB502", "văn hoá, hoà bình, văn hóa, ủy ban, thủy lợi", ["hoá"]),
        ("VB502", "ông Hoà ở thành phố có văn hóa, ủy ban, thủy lợi", []),
        ("VB502", "quý, quỹ, quỳ, thuý, ngoại, hoàn, hóa, hòa", []),
        ("VB503", "vi\u00adrút", ["\u00ad"]),
        ("VB504", "Sở\u00a0Tài chính", []),
        ("VB505", "(*) Ghi chú: 2*3*4 và **đậm** và *nghiêng*", ["**", "**", "*", "*"]),
        ("VB505", "[48](cải tổ từ Đảng ủy) và [Luật](https://vbpl.vn/1)", ["[Luật](https://vbpl.vn/1)"]),
        ("VB506", "<Nội dung> của R&D; dòng<br>mới", ["<br>"]),
        ("VB507", "Lưu trữ hồ sơ", []),
        ("VB508", "các hành vi vi phạm, nhà giáo giáo dục nghề nghiệp, phân công công tác", []),
        ("VB508", "giao thông thông suốt, từ năm năm trở lên, chuyển đổi số số 148", []),
        ("VB508", "lý do do dự, cơ quan trực thuộc thuộc Bộ, Trưởng ban Ban Tổ chức", []),
        ("VB508", "bảo hiểm xã hội hội xem xét theo Chỉ thị số số 46", ["hội hội", "số số"]),
        ("VB508", "xã Xuân Thành thành xã mới, xuất bản bản tin trung ương", []),
        ("VB509", "của thành phổ thông qua; hoàn thành phổ cập", ["của thành phổ"]),
        ("VB509", "các địa phương có thể mạnh tương đồng, có thể mạnh dạn", ["có thể mạnh"]),
        ("VB509", "TTTU, TT HĐND TP (đề b/c); chuyên đề báo cáo", ["(đề b/c"]),
        ("VB510", "thầy giáo, Đăk Lăk, krông, bêtông, quyêt định, cácxã vàtịch", ["quyêt", "cácxã", "vàtịch"]),
        ("VB511", "kinh phí ??? triệu đồng, tham khảo http://www.xxx.vn", ["???"]),
        ("VB511", "ngày … tháng 9 năm 2025", ["ngày … tháng 9"]),
        ("VB511", "Họ tên: ....... Số: ....../GP\n2. Ngày ... tháng ...\n3. Tại: ......... Số ...../QĐ", []),
        ("VB512", "Đơn vị : ......\n2. mục 2 .5", []),
        ("VB513", "3,5 tỷ; CVP.UBND; Lưu: VT,CN; ngày…tháng; 25/CT- TTg; kinh tế - xã hội", []),
        ("VB513", "vịnh Hạ Long- Quần đảo Cát Bà; trọng đại,…của thành phố", ["- ", "…"]),
        ("VB514", "Việt nam và HẢI PHÒNG", ["Việt nam"]),
    ],
)
def test_a_line_and_what_is_found_in_it(code, line, found):
    assert words(code, line) == found


@pytest.mark.parametrize(
    ("code", "line", "after"),
    [
        ("VB503", "Sở\u200b Tài chính", "Sở Tài chính"),
        ("VB504", "Sở \u00a0Tài chính\u00a0", "Sở  Tài chính"),
        ("VB505", "**Điều 1.** *Phạm vi*", "Điều 1. Phạm vi"),
        ("VB506", "R&amp;D<br>và <b>du</b>&nbsp;lịch", "R&D và du lịch"),
        ("VB508", "của của ngân sách", "của ngân sách"),
        ("VB509", "Đơn đốc, ĐẦU TRANH, Lòng\nghép, Ticktock", "Đôn đốc, ĐẤU TRANH, Lồng\nghép, TikTok"),
        ("VB512", "báo , đài .", "báo, đài."),
        ("VB513", "Tuần/ Ngày, Hạ Long- Quần, kinh tế -xã hội", "Tuần/Ngày, Hạ Long - Quần, kinh tế - xã hội"),
        ("VB514", "Việt nam", "Việt Nam"),
    ],
)
def test_a_line_and_how_it_is_mended(code, line, after):
    assert mended(code, line) == after


@pytest.mark.parametrize("row", SLIPS, ids=[row["form"] for row in SLIPS])
def test_a_slip_is_found_but_not_beside_words_that_make_it_right(row):
    form = row["form"]
    assert [finding.lower() for finding in words("VB509", f"Nay {form} nay")][:1] == [form]
    for word in filter(None, row["not_after"].split("|")):
        assert form not in words("VB509", f"Nay {word} {form} nay")
    for word in filter(None, row["not_before"].split("|")):
        assert form not in words("VB509", f"Nay {form} {word} nay")


@pytest.mark.parametrize("row", SLIPS, ids=[row["form"] for row in SLIPS])
def test_what_is_meant_is_no_slip(row):
    assert words("VB509", f"Nay {row['meant']} nay") == []


@pytest.mark.parametrize("row", DOUBLES, ids=[row["word"] for row in DOUBLES])
def test_a_doubled_word_is_found_as_the_table_says(row):
    double = f"{row['word']} {row['word']}"
    assert (words("VB508", f"việc {double} ngân sách") == [double]) is (row["slip"] == "always")
    assert (words("VB508", f"việc {double} 09 tháng 9") == [double]) is (row["slip"] in ("always", "number"))
    for word in filter(None, row["after"].split("|")):
        assert words("VB508", f"việc {word} {double} 09 tháng 9") == []


def test_a_doubled_word_across_a_broken_line_is_found_and_in_cells_it_is_not():
    long = "Các cơ quan chuyên môn thuộc tỉnh chủ trì xây dựng các"
    assert words("VB508", f"{long}\ncác nội dung phát triển") == ["các\ncác"]
    assert words("VB508", "Số\ncác\ncác nội dung") == []


def test_a_file_of_markdown_may_have_its_marks():
    text = f"{HEAD}**Điều 1.**\n"
    assert findings("VB505", text, "plan.md") == []
    assert len(findings("VB505", text, "plan.txt")) == 2


def test_letters_read_in_the_wrong_encoding_are_not_looked_at():
    text = "KÕ ho¹ch\n\nC¨n cø vµo GiÊy phÐp ®Çu t­, gi¶i tr×nh kinh tÕ kü thuËt; theo theo quy ®Þnh cña ph¸p luËt"
    assert [code for code in RULES if findings(code, text)] == []


@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("hp1631", "VB509", 148),
        ("hp1631", "VB509", 178),
        ("hp1631", "VB508", 188),
        ("hp1631", "VB511", 223),
        ("hp1631", "VB511", 224),
        ("hp1631", "VB513", 146),
        ("hp274", "VB505", 6),
        ("hp274", "VB502", 6),
        ("hp274", "VB512", 7),
        ("hp274", "VB509", 49),
        ("hp274", "VB509", 53),
        ("hp274", "VB513", 53),
        ("hp274", "VB509", 125),
        ("hp274", "VB509", 147),
        ("hp274", "VB509", 190),
        ("hp274", "VB509", 220),
        ("hp274", "VB513", 149),
        ("hp274", "VB513", 217),
        ("hp274", "VB514", 224),
        ("hp274", "VB514", 233),
    ],
)
def test_slips_of_the_samples_are_found_at_their_lines(samples, name, code, line):
    source = Source.decode((samples / f"{name}.txt").read_bytes())
    found = FINDERS[code](Context(parse(source)))
    assert line in {source.position(finding.span.start)[0] for finding in found}


PIECES = [
    *["Ð", "**", "* ", "của ", "&amp;", "<br>", "\u200b", "\u00a0", " ", "\n", "đơn đốc ", "hoá ", "hóa ", "Việt nam"],
    *["…", "...", "/", "- ", ",", "và", "quyêt", "số", "Đang cập nhật", "I. ", "1. ", "("],
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_a_finding_lies_in_the_text_and_its_fix_changes_something(text):
    context = Context(parse(Source.of(text)))
    for code in RULES:
        for finding in FINDERS[code](context):
            assert 0 <= finding.span.start < finding.span.end <= len(text)
            assert finding.fix != text[finding.span.start : finding.span.end]


def test_stars_in_brackets_are_a_note_and_an_address_is_never_left_out():
    text = "KẾ HOẠCH\nTuyên truyền\n\nI. NỘI DUNG\n1. Đạt 80% (**) theo [Phụ lục](https://vbpl.vn/1) và thu_muc/__init__.py.\n"
    found = [d for d in run_rules(parse(Source.of(text))) if d.code == "VB505"]
    assert [(text[d.span.start : d.span.end], d.fix) for d in found] == [("[Phụ lục](https://vbpl.vn/1)", None)]
