"""Names of organs and places: where they begin and end in a sentence, in a letterhead, over a margin."""

import pytest

from vbparse import Source, parse
from vbparse.grammar import default_grammar
from vbparse.organs import organ_id


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Sở Tài chính (cơ quan chủ trì)", ["Sở Tài chính"]),
        ("Sở Nội vụ (Ban Thi đua - Khen thưởng)", ["Sở Nội vụ (Ban Thi đua - Khen thưởng)"]),
        ("Viện Nghiên cứu phát triển Thành phố", ["Viện Nghiên cứu phát triển Thành phố"]),
        ("Các cơ sở giáo dục đại học công lập", ["Các cơ sở giáo dục đại học công lập"]),
        ("Sở Tài chính và cơ quan, đơn vị liên quan", ["Sở Tài chính", "cơ quan, đơn vị liên quan"]),
        ("các sở, ban, ngành và địa phương liên quan", ["các sở, ban, ngành và địa phương liên quan"]),
        ("Sở, ban, ngành liên quan", ["Sở, ban, ngành liên quan"]),
        ("Các đơn vị giao thông, vận tải", ["Các đơn vị giao thông, vận tải"]),
        ("Công an tỉnh, chính quyền địa phương", ["Công an tỉnh", "chính quyền địa phương"]),
    ],
)
def test_a_name_of_an_organ_is_whole_and_no_longer(words, names):
    text = f"KẾ HOẠCH\nTổ chức Ngày hội sách\n\nI. NỘI DUNG\n\n1. Tổ chức triển lãm\n\nCơ quan chủ trì: {words}.\n"
    groups = parse(Source.of(text)).task_groups
    assert [agency.name for group in groups for agency in group.lead] == names


def test_the_organ_of_a_duty_ends_before_what_it_does():
    text = "KẾ HOẠCH\nTổ chức Ngày hội sách\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. {}\n\n2. Sở Y tế: Chuẩn bị.\n"
    for words, name in (
        ("Các cơ sở sản xuất tuân thủ quy định về môi trường.", "Các cơ sở sản xuất"),
        ("Các tổ chức đoàn thể tỉnh bằng nhiều hình thức vận động hội viên.", "Các tổ chức đoàn thể tỉnh"),
    ):
        found = parse(Source.of(text.format(words))).assignments
        assert found[0].agencies[0].name == name


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "ubnd"),
        ("Ủy ban nhân dân phường, xã, đặc khu", None),
        ("Ủy ban nhân dân các phường, xã", None),
        ("Bộ Nội vụ[4]", "bnv"),
    ],
)
def test_an_organ_is_known_with_its_place_and_not_with_a_lower_level(name, known):
    assert organ_id(name, default_grammar()) == known


def test_a_name_of_a_place_that_a_margin_cut_is_whole():
    text = (
        "ỦY BAN NHÂN DÂN\n\nSố: 5/KH-UBND\n\nHà\nNội, ngày 21 tháng 11 năm 2025\n\nKẾ HOẠCH\n\nTổ chức Ngày hội sách\n"
    )
    header = next(c.header for c in parse(Source.of(text)).components if c.header)
    assert (header.place, header.issuing_body) == ("Hà Nội", "Ủy ban nhân dân thành phố Hà Nội")


def test_a_line_drawn_after_an_issuer_is_no_part_of_its_name():
    text = "ỦY BAN THƯỜNG VỤ\nQUỐC HỘI -------\n\nSố: 101/2025/UBTVQH15\n\nNGHỊ QUYẾT\n\nVề việc bầu cử\n"
    header = next(c.header for c in parse(Source.of(text)).components if c.header)
    assert header.issuing_body == "Ủy ban Thường vụ Quốc hội"


def test_an_issuer_is_written_as_the_text_writes_it():
    text = "CỤC HẢI QUAN\n\nSố: 5/CHQ-GSQL\nV/v ghi nhãn\n\nHà Nội, ngày 3 tháng 12 năm 2025\n\nCục Hải quan có ý kiến như sau:\n\n1. Đề nghị báo cáo.\n"
    header = next(c.header for c in parse(Source.of(text)).components if c.header)
    assert header.issuing_body == "Cục Hải quan"


@pytest.mark.parametrize("between", ["\n", "  "])
def test_a_standing_body_stands_before_the_organ_that_it_is_part_of(between):
    lines = ("ỦY BAN MTTQ VIỆT NAM", "XÃ LƯƠNG MINH", "BAN THƯỜNG TRỰC")
    text = f"{between.join(lines)}\n\nSố: 5/KH-MTTQ-BTT\n\nKẾ HOẠCH\nKiểm tra công tác bầu cử\n"
    header = next(c.header for c in parse(Source.of(text)).components if c.header)
    assert header.issuing_body == "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Lương Minh"
