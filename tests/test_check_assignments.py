"""Who is to do what by when: organs that are no more, variant names, days, reports, tables."""

from __future__ import annotations

import pytest

from vbparse import Source, parse
from vbparse.check import run_rules
from vbparse.check.organs import names_in
from vbparse.grammar import default_grammar
from vbparse.source import Span

TITLE = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\n"


def findings(text: str, code: str) -> list[str]:
    """The words of the text that each finding is about."""
    found = [d for d in run_rules(parse(Source.of(text))) if d.code == code]
    return [text[d.span.start : d.span.end] for d in found]


def plan(place: str, day: str, organs: str) -> str:
    head = f"ỦY BAN NHÂN DÂN\n{place}\n\nBắc Giang, ngày {day}\n\n{TITLE}"
    return f"{head}II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: Tổ chức tập huấn.\n2. {organs}\n3. Sở Tài chính: Bố trí kinh phí.\n"


@pytest.mark.parametrize(
    ("place", "day", "organs", "found"),
    [
        ("TỈNH BẮC GIANG", "12 tháng 9 năm 2025", "Sở Giao thông vận tải: Kiểm tra.", ["Sở Giao thông vận tải"]),
        ("TỈNH BẮC GIANG", "12 tháng 9 năm 2024", "Sở Giao thông vận tải: Kiểm tra.", []),
        ("TỈNH BẮC GIANG", "12 tháng 9 năm 2024", "Sở Nông nghiệp và Môi trường: Kiểm tra.", ["Sở Nông nghiệp và Môi trường"]),
        ("TỈNH BẮC GIANG", "15 tháng 3 năm 2025", "Sở Giao thông vận tải: Kiểm tra.", []),
        ("THÀNH PHỐ HẢI PHÒNG", "29 tháng 5 năm 2025", "Sở Du lịch: Quảng bá.", ["Sở Du lịch"]),
        ("THÀNH PHỐ HẢI PHÒNG", "29 tháng 5 năm 2022", "Sở Du lịch: Quảng bá.", []),
        ("THÀNH PHỐ HÀ NỘI", "29 tháng 5 năm 2025", "Sở Du lịch: Quảng bá.", []),
        ("TỈNH BẮC GIANG", "29 tháng 5 năm 2025", "Ủy ban nhân dân các huyện: Tuyên truyền.", []),
        ("TỈNH BẮC GIANG", "29 tháng 9 năm 2025", "Ủy ban nhân dân các huyện: Tuyên truyền.", ["Ủy ban nhân dân các huyện"]),
        ("TỈNH BẮC GIANG", "29 tháng 9 năm 2025", "Sở Y tế: Nhận hồ sơ của Sở Giao thông vận tải trước đây.", []),
    ],
)  # fmt: skip
def test_work_goes_to_organs_that_exist(place, day, organs, found):
    assert findings(plan(place, day, organs), "VB404") == found


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Sở Thông tin-Truyền thông chủ trì", ["Sở Thông tin-Truyền thông"]),
        ("Sở Văn hóa và Thể thao, Du lịch", ["Sở Văn hóa và Thể thao"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Bộ Lao động Thương binh và Xã hội", ["Bộ Lao động Thương binh và Xã hội"]),
        ("Bộ máy, Sở hữu trí tuệ và Sở Tài chính", []),
    ],
)
def test_a_name_is_known_however_its_words_are_joined(words, names):
    found = names_in(words, Span(0, len(words)), default_grammar())
    assert [named.words for named in found] == names


def test_one_name_all_through_is_no_variant():
    assert findings(f"{TITLE}I. NHIỆM VỤ\n1. Sở Thông tin-Truyền thông đăng tin.\n", "VB405") == []


def test_of_two_names_as_frequent_the_registered_one_is_right():
    words = "1. Sở Văn hóa Thể thao và Du lịch đăng tin.\n2. Sở Văn hóa, Thể thao và Du lịch đăng tin.\n"
    assert findings(f"{TITLE}I. NHIỆM VỤ\n{words}", "VB405") == ["Sở Văn hóa Thể thao và Du lịch"]


def test_a_name_broken_at_the_end_of_a_line_is_no_variant():
    words = "1. Sở Thông tin và Truyền thông đăng tin.\n2. Giao Sở Thông tin\nvà Truyền thông đăng tin.\n"
    assert findings(f"{TITLE}I. NHIỆM VỤ\n{words}", "VB405") == []


def test_no_fix_takes_a_line_end_away():
    words = "1. Sở Thông tin và Truyền thông đăng tin.\n2. Giao Sở Thông tin -\nTruyền thông đăng tin.\n"
    [found] = [d for d in run_rules(parse(Source.of(f"{TITLE}I. NHIỆM VỤ\n{words}"))) if d.code == "VB405"]
    assert found.fix is None


@pytest.mark.parametrize(
    ("day", "deadline", "found"),
    [
        ("12 tháng 9 năm 2022", "trước ngày 30/6/2022", ["trước ngày 30/6/2022"]),
        ("12 tháng 9 năm 2022", "trước ngày 13/9/2022", []),
        ("   tháng 9 năm 2022", "trước ngày 13/9/2022", []),
        ("   tháng 9 năm 2022", "trước ngày 13/8/2022", ["trước ngày 13/8/2022"]),
    ],
)
def test_a_deadline_is_still_to_come(day, deadline, found):
    head = f"ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG\n\nBắc Giang, ngày {day}\n\n{TITLE}"
    assert findings(f"{head}I. NHIỆM VỤ\n1. Tập huấn\n- Mở lớp tập huấn {deadline}.\n", "VB406") == found


def test_what_a_regulation_says_of_the_past_is_no_deadline():
    head = "BỘ TÀI CHÍNH\n\nHà Nội, ngày 12 tháng 9 năm 2022\n\nTHÔNG TƯ\nQuy định thuế\n\n"
    article = "Điều 1. Đối tượng\n1. Doanh nghiệp được cấp phép trước ngày 01/8/2000 nộp thuế theo Thông tư này.\n"
    assert findings(head + article, "VB406") == []


@pytest.mark.parametrize(("title", "count"), [("giai đoạn 2025-2030", 1), ("năm 2025", 0)])
def test_a_plan_for_one_year_needs_no_year_in_its_days(title, count):
    text = f"KẾ HOẠCH\nTuyên truyền {title}\n\nI. NHIỆM VỤ\n1. Tập huấn\n- Mở lớp tập huấn trước ngày 30/11.\n"
    assert len(findings(text, "VB407")) == count


@pytest.mark.parametrize(
    ("code", "duty", "count"),
    [
        ("VB408", "định kỳ hằng quý báo cáo kết quả với cơ quan cấp trên", 0),
        ("VB408", "định kỳ hằng quý báo cáo kết quả thực hiện", 1),
        ("VB409", "định kỳ báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện theo quy định", 0),
        ("VB409", "định kỳ báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện", 1),
        ("VB409", "kịp thời báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện", 0),
    ],
)
def test_a_duty_to_report_says_to_whom_and_when(code, duty, count):
    text = f"{TITLE}II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- Tổ chức tập huấn; {duty}.\n2. Sở Tài chính\n- Bố trí kinh phí.\n"
    assert len(findings(text, code)) == count


def rows(*tasks: str) -> str:
    return f"{TITLE}I. NHIỆM VỤ\nTT\tNội dung\tĐơn vị chủ trì\tThời gian\n" + "".join(f"{row}\n" for row in tasks)


def test_a_heading_among_rows_is_no_task_without_organ():
    tasks = [f"{n}\tTập huấn lần {n}\tSở Nội vụ\tNăm 2025" for n in range(1, 5)]
    assert findings(rows("I\tTập huấn\t\t", *tasks), "VB410") == []


def test_a_column_that_is_mostly_empty_was_meant_to_be():
    tasks = [f"{n}\tTập huấn lần {n}\tSở Nội vụ\t" for n in range(1, 5)]
    assert findings(rows(*tasks, "5\tTổng kết\tSở Nội vụ\tNăm 2026"), "VB410") == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Hoàn thành việc rà soát các thiết chế văn hóa trước ngày 01/7/2024.", 1),
        ("Rà soát các dự án đã được phê duyệt trước ngày 01/7/2024 để xử lý.", 0),
        ("Tiếp tục thực hiện các nhiệm vụ chưa hoàn thành trước ngày 31/12/2023.", 0),
        ("Bàn giao hồ sơ mà trước ngày 01/7/2024, UBND cấp huyện đã tiếp nhận.", 0),
    ],
)
def test_a_day_that_tells_of_the_past_is_no_deadline(words, count):
    text = plan("TỈNH BẮC GIANG", "05 tháng 9 năm 2025", f"Sở Tư pháp: {words}")
    assert len(findings(text, "VB406")) == count
