"""What the examples of the rules VB1xx cannot show: texts that look wrong and are right, settings, exact places."""

from __future__ import annotations

import pytest

from vbparse import Source, parse
from vbparse.check import run_rules
from vbparse.errors import InputError

HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\n"


def codes(text: str, settings: dict[str, object] | None = None) -> list[str]:
    """Codes of the family found in a plan of this body."""
    return [d.code for d in run_rules(parse(Source.of(HEAD + text)), settings=settings) if d.code.startswith("VB1")]


def words(text: str, code: str) -> list[str]:
    """The words that a rule points at."""
    source = Source.of(HEAD + text)
    return [source.text[d.span.start : d.span.end] for d in run_rules(parse(source)) if d.code == code]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Điều 1. Sửa đổi một số điều của Quy chế\n1. Sửa đổi khoản 1 và khoản 3 Điều 4 như sau:\n"
            "“1. Sở Tài chính bố trí kinh phí.\n3. Sở Nội vụ khen thưởng.”\n2. Bãi bỏ Điều 5.",
            id="the new words of another document keep its numbers",
        ),
        pytest.param(
            "Điều 1. Sửa đổi một số điều của Quy chế\n1. Sửa đổi điểm a và điểm c khoản 2 Điều 4 như sau:\n"
            "a) Sở Tài chính bố trí kinh phí;\nc) Sở Nội vụ khen thưởng.\n2. Bãi bỏ Điều 5.",
            id="they keep them where the quotation marks were lost",
        ),
        pytest.param(
            "I. NỘI DUNG\n1. Công bố số 1.\n2. Nhắc lại quy định tại khoản 2 Điều\n12. Công bố lại.",
            id="a number after a broken line belongs to the sentence",
        ),
        pytest.param("I. NỘI DUNG\n1. Báo.2. Đài nói\ntiếp theo.\n3. Mạng xã hội.", id="a number lost its line break"),
        pytest.param("I. NỘI DUNG\nThực hiện theo: a) Báo; b) Đài.", id="letters in a sentence have one bracket"),
        pytest.param(
            "I. NỘI DUNG\n1. Thay đoạn sau:\n“Báo đăng tin.\nĐài phát tin.\nẢnh treo phố.\nPhim chiếu rạp.\nMạng đăng tin.”\n2. Khác (nếu có).",
            id="a quotation goes over several clauses",
        ),
        pytest.param('I. NỘI DUNG\n1. Gồm “Hoa ban" và “Hoa đào”.', id="a straight mark closes a curved one"),
        pytest.param("I. NỘI DUNG\na) Báo;\nb) Đài;\nc) Mạng;\nd) Ảnh;\nđ) Phim;\ne) Sách.", id="đ stands after d"),
    ],
)
def test_these_texts_are_right(text: str) -> None:
    assert [code for code in codes(text) if code not in ("VB104", "VB112")] == []


def test_numbers_of_forms_and_appendices_are_not_checked() -> None:
    text = "I. NỘI DUNG\n1. Báo.\n2. Đài./.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nMai Sơn\n\nPHỤ LỤC\nDANH MỤC\n(Kèm theo Kế hoạch số 5/KH-UBND ngày 15/11/2021)\n1. A\n1. B\n7. C"
    assert codes(text) == []


def test_a_capture_that_breaks_off_lacks_no_part() -> None:
    assert "VB104" not in codes("I. NỘI DUNG\n1. Tuyên truyền trên báo.")


def test_required_parts_are_a_setting() -> None:
    text = "I. MỤC ĐÍCH\nNâng cao nhận thức.\n\nII. NHIỆM VỤ\n1. Tuyên truyền."
    assert codes(text) == ["VB104"]
    assert codes(text, {"required-parts": ["purpose"]}) == []
    assert codes(text, {"required-parts": ["budget", "reporting"]}) == ["VB104", "VB104"]


def test_an_unknown_part_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="budget"):
        codes("I. MỤC ĐÍCH\nNâng cao.\n\nII. NHIỆM VỤ\n1. Báo.", {"required-parts": ["buget"]})


def test_of_two_styles_the_rarer_is_wrong() -> None:
    text = "I. NỘI DUNG\n2. Quảng bá\n2.1 Trong nước\n2.2. Ngoài nước\n2.3. Trên mạng\n2.4. Trên báo"
    assert words(text, "VB103") == ["2.1"]


def test_an_item_of_another_style_is_found_under_the_one_before() -> None:
    assert words("I. NỘI DUNG\n1. Báo\nĐăng tin.\n2) Đài\nPhát tin.\n3. Mạng\nĐăng tin.", "VB109") == ["2)"]


def test_a_letter_of_another_alphabet_is_found_once_a_list() -> None:
    text = "I. NỘI DUNG\na) Báo;\nb) Đài;\nc) Mạng;\nd) Ảnh;\nđ) Phim;\ne) Sách;\nf) Tranh;\ng) Tượng."
    assert words(text, "VB105") == ["f)"]
    assert "VB102" not in codes(text)


def test_the_sign_itself_is_pointed_at() -> None:
    assert words("I. NỘI DUNG\n1. Gồm (báo, đài và mạng.\n2. Gồm ảnh.\n3. Gồm phim.\n4. Gồm sách.", "VB111") == ["("]
    assert words("I. NỘI DUNG\n1. Gồm báo”, đài.\n2. Gồm ảnh.", "VB110") == ["”"]


def test_a_section_is_missed_although_the_one_before_has_items_of_that_number():
    text = "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nNâng cao nhận thức.\n2. Yêu cầu\nThiết thực.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\nTập huấn.\n"
    assert words(text, "VB102") == ["III."]
