"""What makes two clauses of different plans correspond, and what does not."""

from plan_texts import SAMPLES

from vbparse import Comparison, Document, Source, compare, parse
from vbparse.fold import fold
from vbparse.grammar import default_grammar
from vbparse.matching.units import read_clauses

DOCUMENTS = {name: parse(Source.of(text)) for name, text in SAMPLES.items()}
PLAN = """KẾ HOẠCH
Phát triển làng nghề
I. NHIỆM VỤ
- Chủ động {} hành vi vi phạm pháp luật trong lĩnh vực giao thông đường bộ.
- Phối hợp với {} rà soát các cơ sở nấu rượu thủ công, hướng dẫn ghi nhãn hàng hóa.
"""


def plan(word: str = "đẩy mạnh", helper: str = "Sở Y tế") -> Document:
    return parse(Source.of(PLAN.format(word, helper)))


def claimed(comparison: Comparison, left: str, right: str) -> list:
    """The claims that link two units known by how they begin."""
    starts = [
        {unit.id for unit in side.units if unit.text.startswith(start)}
        for side, start in ((comparison.left, left), (comparison.right, right))
    ]
    assert all(starts), "no such clause"
    claims = [link for link in comparison.links if link.tier != "possible"]
    return [link for link in claims if starts[0] & set(link.left) and starts[1] & set(link.right)]


def test_another_word_for_the_same_finds_the_clause_and_is_told():
    (link,) = claimed(compare(plan("đẩy mạnh"), plan("tăng cường")), "Chủ động", "Chủ động")
    assert (link.relation, link.difference) == ("reworded", "words")


def test_a_row_is_found_by_what_is_to_be_done():
    clauses = read_clauses(DOCUMENTS["hp274"], default_grammar())
    (row,) = (clause for clause in clauses if clause.unit.kind == "row" and "Tập huấn về" in clause.unit.text)
    words = "đào tạo về công tác đối ngoại có nội dung ngoại giao văn hóa"
    assert row.content == fold(words).split()


def test_a_duty_is_found_without_the_organs_that_help():
    helped = [read_clauses(plan(helper=organ), default_grammar())[-1] for organ in ("Sở Y tế", "Sở Tài chính")]
    assert helped[0].content == helped[1].content
    assert helped[0].keys != helped[1].keys


def test_the_section_of_all_duties_says_nothing_about_two_of_them():
    comparison = compare(DOCUMENTS["bg"], DOCUMENTS["hn"])
    industry, tourism = (
        "Chủ động phối hợp với các sở, ban, ngành, đơn vị liên quan",
        "Chủ trì, phối hợp với các sở, ban, ngành; UBND",
    )
    assert not claimed(comparison, industry, tourism)


def test_what_is_a_heading_here_and_a_clause_there_is_linked_if_it_says_the_same():
    comparison = compare(DOCUMENTS["bg"], DOCUMENTS["hn"])
    words = "Tiếp tục đẩy mạnh công tác tuyên truyền, quán triệt"
    assert claimed(comparison, words, words)


def test_citing_one_document_is_no_correspondence():
    comparison = compare(DOCUMENTS["hp274"], DOCUMENTS["hp1631"])
    assert not claimed(
        comparison, "Bám sát chủ trương, đường lối đối ngoại", "Triển khai, thực hiện có hiệu quả Chỉ thị"
    )


def test_the_title_of_an_appendix_is_no_counterpart_of_the_plan_s_title():
    comparison = compare(DOCUMENTS["hp274"], DOCUMENTS["hp1631"])
    assert claimed(comparison, "Triển khai Chiến lược Ngoại giao", "TIẾP TỤC TRIỂN KHAI")
    assert not claimed(comparison, "Danh mục các nhiệm vụ cụ thể", "TIẾP TỤC TRIỂN KHAI")


def test_organs_that_stay_alone_are_no_counterparts_for_that():
    comparison = compare(DOCUMENTS["hp274"], DOCUMENTS["hn"])
    assert not claimed(comparison, "Công an thành phố chủ trì", "Các cơ quan báo, đài")


# --- one of many --------------------------------------------------------------------------------------------------

TARGETS = """KẾ HOẠCH
Phát triển kinh tế số năm 2030
I. MỤC TIÊU
{}
II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính: Bố trí kinh phí thực hiện Kế hoạch.
"""


def targets(*lines: str) -> Document:
    return parse(Source.of(TARGETS.format("\n".join(f"- {line}" for line in lines))))


def test_targets_of_one_form_are_not_linked_each_with_each():
    things = ("bệnh viện", "trường học", "chợ", "bến xe", "thư viện", "nhà máy")
    others = ("cảng biển", "khách sạn", "cửa khẩu", "hợp tác xã", "bưu cục", "trang trại")
    left = targets(*(f"Tỷ lệ {thing} sử dụng nền tảng số đạt tối thiểu {70 + i}%." for i, thing in enumerate(things)))
    right = targets(*(f"Tỷ lệ {thing} sử dụng nền tảng số đạt tối thiểu {70 + i}%." for i, thing in enumerate(others)))
    assert claimed(compare(left, right), "Tỷ lệ", "Tỷ lệ") == []


def test_a_measure_has_one_counterpart():
    left = targets(
        "Tỷ lệ người dân có tài khoản định danh điện tử đạt 80%.", "Tỷ lệ người dân có Sổ sức khỏe điện tử đạt 95%."
    )
    right = targets(
        "Tỷ lệ bệnh viện triển khai bệnh án điện tử đạt 100%.", "Tỷ lệ người dân có hồ sơ sức khỏe điện tử đạt 100%."
    )
    comparison = compare(left, right)
    assert claimed(comparison, "Tỷ lệ người dân có Sổ", "Tỷ lệ người dân có hồ sơ")
    assert not claimed(comparison, "Tỷ lệ người dân có tài khoản", "Tỷ lệ")
    assert not claimed(comparison, "Tỷ lệ", "Tỷ lệ bệnh viện")


def test_of_targets_of_one_form_the_one_on_the_same_thing_is_found():
    things = ("bệnh viện tuyến huyện", "trường trung học phổ thông", "chợ đầu mối nông sản", "bến xe khách liên tỉnh")
    left = targets(*(f"Tỷ lệ {thing} sử dụng nền tảng số đạt tối thiểu 70%." for thing in things))
    right = targets("Tỷ lệ chợ đầu mối nông sản dùng nền tảng số đạt trên 85%.", "Tỷ lệ cảng biển kết nối đạt 90%.")
    (link,) = claimed(compare(left, right), "Tỷ lệ chợ", "Tỷ lệ chợ")
    assert [(change.field, change.change) for change in link.changes] == [("number", "different")]


BASES = """KẾ HOẠCH
Triển khai công tác năm 2025
{}
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. NHIỆM VỤ
- Tuyên truyền trên báo.
"""
FIRST = "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học, công nghệ;"
SECOND = "Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ thực hiện Nghị quyết số 57-NQ/TW;"


def test_a_legal_basis_corresponds_to_the_one_that_cites_the_same_document_first():
    left, right = (parse(Source.of(BASES.format("\n".join(lines)))) for lines in ((FIRST, SECOND), (SECOND, FIRST)))
    comparison = compare(left, right)
    assert [link.left for link in claimed(comparison, FIRST[:40], "Căn cứ")] == [("plan/basis1",)]
    assert [link.right for link in claimed(comparison, FIRST[:40], "Căn cứ")] == [("plan/basis2",)]
    assert claimed(comparison, "Căn cứ", "Ủy ban") == []


# --- figures ------------------------------------------------------------------------------------------------------

FIGURES = """KẾ HOẠCH
Phát triển kinh tế số giai đoạn {period}
I. NHIỆM VỤ
- Kinh tế số chiếm {share} tổng sản phẩm trên địa bàn; thu hút {projects} dự án công nghệ cao vào khu công nghiệp.
- Hoàn thành trước ngày {day} việc nâng cấp cổng dịch vụ công; đào tạo {people} lượt cán bộ về an toàn thông tin.
II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính: Bố trí kinh phí thực hiện Kế hoạch.
"""
BEFORE = {"period": "2026 - 2030", "share": "45%", "projects": "500", "day": "30/6/2026", "people": "2.000"}
AFTER = {"period": "2027 - 2031", "share": "30%", "projects": "300", "day": "30/9/2026", "people": "3.000"}


def figures(values: dict[str, str]) -> Document:
    return parse(Source.of(FIGURES.format(**values)))


def test_every_figure_that_has_another_value_is_a_change():
    for name in BEFORE:
        comparison = compare(figures(BEFORE), figures(BEFORE | {name: AFTER[name]}))
        told = {part for link in comparison.links for change in link.changes if change.change != "same"
                for part in (change.left or "", change.right or "")}  # fmt: skip
        for values in (BEFORE, AFTER):
            for figure in values[name].split(" - "):
                assert any(figure in part for part in told), (name, figure, told)


def test_a_figure_that_is_written_otherwise_is_no_change():
    comparison = compare(figures(BEFORE), figures(BEFORE | {"period": "2026-2030"}))
    assert [change for link in comparison.links for change in link.changes if change.change != "same"] == []


def test_a_document_that_is_cited_elsewhere_was_not_dropped():
    left, right = (parse(Source.of(BASES.format(words))) for words in (f"{FIRST}\n{SECOND}", SECOND))
    changes = [change for link in compare(left, right).links for change in link.changes]
    assert [change.left for change in changes if change.field == "citation" and change.change == "dropped"] == []


def test_sections_under_an_article_that_approves_them_are_not_moved():
    plan_words = "I. MỤC TIÊU\n- Nâng cao năng lực cạnh tranh của làng nghề.\nII. NHIỆM VỤ\n- Xây dựng thương hiệu.\n"
    left = parse(Source.of(f"KẾ HOẠCH\nPhát triển làng nghề\n{plan_words}"))
    right = parse(Source.of(f"QUYẾT ĐỊNH\nPhê duyệt Đề án\nQUYẾT ĐỊNH:\nĐiều 1. Phê duyệt Đề án.\n{plan_words}"))
    moved = [link.left for link in compare(left, right).links if link.moved and link.relation == "identical"]
    assert moved == []


# --- laws ---------------------------------------------------------------------------------------------------------

LAWS = "KẾ HOẠCH\nTổ chức Ngày hội sách\n\n{}\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"


def test_a_law_is_known_by_its_name_with_or_without_its_number():
    left = (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;\nCăn cứ Luật Xuất bản ngày 20 tháng 11 năm 2012;"
    )
    right = "Căn cứ Luật Xuất bản số 19/2012/QH13;\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;"
    comparison = compare(*(parse(Source.of(LAWS.format(text))) for text in (left, right)))
    assert claimed(comparison, "Căn cứ Luật Tổ chức", "Căn cứ Luật Tổ chức")
    assert claimed(comparison, "Căn cứ Luật Xuất bản", "Căn cứ Luật Xuất bản")
    assert not claimed(comparison, "Căn cứ Luật Xuất bản", "Căn cứ Luật Tổ chức")
    assert [change for link in comparison.links for change in link.changes] == []


def test_a_newer_law_of_the_same_name_is_another_document():
    left, right = (
        f"Căn cứ Luật Thi đua, khen thưởng số {number};\nCăn cứ Luật Xuất bản số 19/2012/QH13;"
        for number in ("15/2003/QH11", "06/2022/QH15")
    )
    comparison = compare(*(parse(Source.of(LAWS.format(text))) for text in (left, right)))
    changes = [change for link in comparison.links for change in link.changes]
    assert [(change.field, change.change) for change in changes] == [("citation", "different")]
    assert "15/2003/QH11" in changes[0].left and "06/2022/QH15" in changes[0].right
