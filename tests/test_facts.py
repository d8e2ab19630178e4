"""Facts that the marked sentences hold too few of: what is inherited, brought forth, in conflict, or pointed at."""

import json

import pytest

from vbparse import Source, parse
from vbparse.worklist import by_agency

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\n\nSố: 12/KH-UBND\n\nBắc Ninh, ngày 3 tháng 2 năm 2025\n\nKẾ HOẠCH\nChuyển đổi số\n\n"
TASKS = "II. NHIỆM VỤ\n\n1. Hạ tầng số\n\n- Nâng cấp mạng.\n\n- Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh tập huấn.\n\n"
LABELS = "Cơ quan chủ trì: Sở Khoa học và Công nghệ.\n\nCơ quan phối hợp: Sở Tài chính.\n\nThời gian thực hiện: Quý IV/2025.\n\n"
DUTIES = (
    "III. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ:\n\n- Chủ trì tập huấn.\n\n- Phối hợp với Sở Tài chính bố trí kinh phí.\n"
)


def document(text):
    return parse(Source.of(HEAD + text))


def names(agencies):
    return [agency.name for agency in agencies]


# --- tasks --------------------------------------------------------------------------------------------------------


def test_a_task_inherits_what_its_words_leave_out_and_says_from_where():
    first, second = document(TASKS + LABELS).tasks
    assert (names(first.lead), names(first.coordinating)) == (["Sở Khoa học và Công nghệ"], ["Sở Tài chính"])
    assert first.time.edtf == "2025-36"
    assert set(first.inherited) == {"lead", "coordinating", "time"}
    assert set(first.inherited.values()) == {first.group}
    assert (names(second.lead), names(second.coordinating)) == (["Sở Y tế"], ["Công an tỉnh"])
    assert "lead" not in second.inherited


def test_a_duty_that_begins_with_chủ_trì_is_led_by_the_organ_above():
    lead, help_ = document(DUTIES).tasks
    assert (names(lead.lead), names(lead.implementing)) == (["Sở Nội vụ"], [])
    assert (names(help_.lead), names(help_.coordinating), names(help_.implementing)) == (
        [],
        ["Sở Tài chính"],
        ["Sở Nội vụ"],
    )
    assert help_.inherited == {"implementing": help_.group}


@pytest.mark.parametrize(
    ("words", "organs"),
    [
        ("Các Bộ: Quốc phòng, Công an chủ động rà soát", ["Bộ Quốc phòng", "Bộ Công an"]),
        ("Bộ trưởng Bộ Công an chỉ đạo", ["Bộ trưởng Bộ Công an"]),
        ("UBND các phường: Ba Đình, Cửa Nam thực hiện", ["UBND phường Ba Đình", "UBND phường Cửa Nam"]),
        ("Sở Tài chính - Cơ quan Thường trực Ban Chỉ đạo: theo dõi", ["Sở Tài chính"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế theo dõi", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
    ],
)
def test_organs_are_told_apart_as_a_reader_would(words, organs):
    (assignment,) = document(f"I. TỔ CHỨC THỰC HIỆN\n\n1. {words}\n").assignments
    assert names(assignment.agencies) == organs


def test_what_an_organ_has_to_do_is_gathered_from_everywhere():
    table = "\nNơi nhận:\n- Lưu: VT.\n\nPHỤ LỤC\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n1\tXây dựng cổng dữ liệu mở\tSở Nội vụ\tQuý I/2025\n"
    found = by_agency(document(TASKS + DUTIES + "- Báo cáo UBND tỉnh trước ngày 15/11 hằng năm.\n" + table))
    own = next(agency for agency in found.agencies if agency.name == "Sở Nội vụ")
    assert own.id == "so-nv"
    assert [work.part for work in own.work] == ["leads", "carries_out", "carries_out", "reports", "leads"]
    assert own.work[-1].text == "Xây dựng cổng dữ liệu mở"
    assert json.loads(found.to_json())["schema"] == "vbparse.worklist/1"


def test_the_worklist_is_a_view_of_parse(vbparse, samples):
    done = vbparse("parse", "hp1631.txt", "--by", "agency", "--lang", "vi", cwd=samples)
    assert "Sở Ngoại vụ" in done.stdout
    assert "chủ trì" in done.stdout


# --- results ------------------------------------------------------------------------------------------------------


def test_products_stand_behind_their_label_or_in_their_column():
    text = "II. NHIỆM VỤ\n\n1. Tập huấn\n\n- Biên soạn tài liệu. Sản phẩm: Bộ tài liệu tập huấn.\n\nKết quả: 100% xã tập huấn.\n"
    assert [product.text for product in document(text).products] == ["Bộ tài liệu tập huấn", "100% xã tập huấn"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Phấn đấu đạt 95,5% trở lên hồ sơ trực tuyến", [("at_least", 95.5, "%")]),
        ("Tổ chức ít nhất 02 lớp tập huấn mỗi năm", [("at_least", 2.0, "lớp tập huấn")]),
        ("Giảm còn dưới 5% số vụ", [("at_most", 5.0, "%")]),
        ("Thực hiện theo Điều 5 trong năm 2025", []),
        ("Kinh phí chiếm 75% tổng vốn", []),
        ("Dạy trẻ dưới 24 tháng tuổi", []),
    ],
)
def test_indicators_are_aims_not_any_number(words, told):
    found = document(f"II. NHIỆM VỤ\n\n1. Nội dung\n\n- {words}.\n").indicators
    assert [(i.bound, i.value, i.unit) for i in found] == told


# --- documents ----------------------------------------------------------------------------------------------------


def test_one_number_with_two_dates_is_said():
    text = "1. Thực hiện Nghị quyết số 59-NQ/TW ngày 24/01/2025.\n\n2. Theo Nghị quyết số 59-NQ/TW ngày 24/01/2024.\n"
    (found,) = document(text).diagnostics
    assert (found.code, "2025-01-24 on line 11" in found.message) == ("VB303", True)


def test_one_document_with_two_numbers_is_said_and_two_of_a_day_are_not():
    same = "ngày 12/8/2021 về công tác người Việt Nam ở nước ngoài"
    text = "1. Theo Kết luận số 12-KL/TW {}.\n\n2. Theo Kết luận số 21-KL/TW {}.\n"
    assert [d.code for d in document(text.format(same, same)).diagnostics] == ["VB304"]
    assert not document(text.format(same, "ngày 12/8/2021 về công tác cán bộ")).diagnostics


def test_parts_and_places_in_the_document_itself():
    text = (
        "NGHỊ ĐỊNH\nVề văn thư\n\nĐiều 1. Phạm vi\n\n1. Theo điểm a khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP.\n\n"
        "2. Trừ khoản 1 Điều này và Điều 9 Nghị định này; xem Điều 1 Nghị định này.\n"
    )
    found = parse(Source.of(text))
    assert [c.part for c in found.citations] == ["điểm a khoản 2 Điều 5"]
    assert [(r.text, r.target) for r in found.references] == [
        ("khoản 1 Điều này", "decree/dieu-1.1"),
        ("Điều 9 Nghị định này", None),
        ("Điều 1 Nghị định này", "decree/dieu-1"),
    ]


def test_a_header_says_where_the_province_is_told_and_how_urgent_it_is():
    source = Source.of(f"HỎA TỐC\n{HEAD}1. Nội dung\n")
    header = parse(source).components[0].header
    assert (header.province, source[header.province_span]) == ("Bắc Ninh", "BẮC NINH")
    assert (header.urgency, header.secrecy) == ("Hỏa tốc", None)


def test_a_decision_promulgates_its_plan():
    text = "Số: 7/QĐ-UBND\n\nQUYẾT ĐỊNH\nBan hành Kế hoạch\n\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển.\n"
    relations = parse(Source.of(text)).relations
    assert [(r.type, r.source, r.target) for r in relations] == [("promulgates", "7/QĐ-UBND", "Kế hoạch phát triển")]


def test_what_one_cited_document_does_to_another_is_marked_as_theirs():
    text = "Thực hiện Kết luận số 76-KL/TW ngày 04/6/2020 về việc tiếp tục thực hiện Nghị quyết số 33-NQ/TW;\n\nI. NỘI DUNG\n"
    relations = document(text).relations
    assert [(r.type, r.source, r.target, r.between_cited) for r in relations] == [
        ("implements", "12/KH-UBND", "76-KL/TW", False),
        ("continues", "76-KL/TW", "33-NQ/TW", True),
    ]


def test_a_short_form_leads_to_the_document_that_it_stands_for():
    text = (
        "1. Thực hiện Quyết định số 2013/QĐ-TTg ngày 30/11/2021 (sau đây gọi tắt là Chiến lược văn hóa).\n\n"
        "2. Tuyên truyền về Chiến lược văn hóa.\n"
    )
    assert [(r.text, r.document) for r in document(text).references] == [("Chiến lược văn hóa", "2013/QĐ-TTg")]


def test_two_provinces_have_a_document_of_one_number_each():
    text = "1. Theo Kế hoạch số 141/KH-UBND ngày 04/5/2023 và Kế hoạch số 141/KH-UBND ngày 05/6/2023 của UBND tỉnh Bắc Giang.\n"
    assert [c.identity for c in document(text).citations] == [
        "141/KH-UBND · Bắc Ninh · 2023",
        "141/KH-UBND · Bắc Giang · 2023",
    ]


def test_sources_of_money_and_requests():
    found = document(
        "II. KINH PHÍ\n\nTừ ngân sách tỉnh và nguồn xã hội hóa.\n\n"
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Đề nghị Ban Tuyên giáo Tỉnh ủy: Định hướng.\n\n2. Sở Nội vụ: Theo dõi.\n"
    )
    assert [budget.sources for budget in found.budget] == [("ngân sách tỉnh", "xã hội hóa")]
    assert [assignment.requested for assignment in found.assignments] == [True, False]


def test_a_task_group_has_its_number_without_dot_and_its_title():
    found = document("II. NHIỆM VỤ\n\n1. Hạ tầng số\n\n- Nâng cấp mạng.\n\n2. Dữ liệu\n\n- Làm sạch dữ liệu.\n")
    assert [(group.number, group.title) for group in found.task_groups] == [("1", "Hạ tầng số"), ("2", "Dữ liệu")]


def test_a_table_s_groups_lead_to_the_task_groups_of_the_body():
    signed = "\nNơi nhận:\n- Lưu: VT.\n\nPHỤ LỤC\n"
    table = "TT\tNhiệm vụ\tCơ quan chủ trì\nI\tHạ tầng số\t\n1\tNâng cấp mạng\tSở Y tế\n"
    ((group,),) = [table.groups for table in document(TASKS + signed + table).tables]
    assert group.task_group == "plan/II.1"


def test_a_passive_is_turned_round_and_said_of_the_two():
    text = (
        "1. Theo Quyết định số 50/QĐ-TTg ngày 01/02/2020 đã được thay thế bởi Quyết định số 70/QĐ-TTg ngày 03/4/2024.\n"
    )
    relations = [(r.type, r.source, r.target, r.between_cited) for r in document(text).relations]
    assert relations == [("replaces", "70/QĐ-TTg", "50/QĐ-TTg", True)]


def test_a_consolidated_text_says_what_it_puts_together():
    text = (
        "Số: 57/VBHN-BCT\n\nTHÔNG TƯ\nQUY ĐỊNH HỒ SƠ\n\nThông tư số 09/2025/TT-BCT ngày 01 tháng 02 năm 2025 quy định hồ sơ, "
        "có hiệu lực kể từ ngày 01 tháng 02 năm 2025, được sửa đổi, bổ sung bởi:\n\n"
        "1. Thông tư số 25/2025/TT-BCT ngày 13 tháng 4 năm 2025 sửa đổi Điều 3 Thông tư số 09/2025/TT-BCT.\n\n"
        "Căn cứ Luật Điện lực ngày 30 tháng 11 năm 2024;\n\nĐiều 1. Phạm vi\n"
    )
    own = [r for r in parse(Source.of(text)).relations if r.type == "consolidates"]
    assert [(r.source, r.target) for r in own] == [
        ("57/VBHN-BCT", "09/2025/TT-BCT"),
        ("57/VBHN-BCT", "25/2025/TT-BCT"),
    ]
