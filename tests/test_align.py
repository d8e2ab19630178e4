"""What two plans by different hands have in common: headings by their role, openings and closings by their place."""

import pytest

from vbparse import Source, compare, parse


def plan(province, title, opening, sections, closing):
    """A plan of a province."""
    head = f"ỦY BAN NHÂN DÂN\nTỈNH {province.upper()}\n\nSố: 12/KH-UBND\n\n{province}, ngày 3 tháng 2 năm 2025\n\nKẾ HOẠCH\n"
    return parse(Source.of(f"{head}{title}\n\n{opening}\n\n{sections}\n\n{closing}./.\n"))


SECTIONS = ("I. QUAN ĐIỂM\n\n- Xã hội hóa tối đa.", "I. NGUYÊN TẮC THỰC HIỆN\n\n- Phòng là chính.")
LEFT = plan(
    "Bắc Ninh",
    "Tuyên truyền về chuyển đổi số năm 2025",
    "Thực hiện Chương trình chuyển đổi số quốc gia, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
    f"{SECTIONS[0]}\n\nII. NHIỆM VỤ\n\n1. Mở lớp tập huấn cho cán bộ xã.\n\n2. In tờ rơi.",
    "Trên đây là Kế hoạch tuyên truyền, yêu cầu các đơn vị thực hiện",
)
RIGHT = plan(
    "Cà Mau",
    "Phòng chống cháy rừng mùa khô",
    "Nhằm chủ động ứng phó, Ủy ban nhân dân tỉnh xây dựng Kế hoạch cụ thể:",
    f"{SECTIONS[1]}\n\nII. TRANG BỊ\n\n1. Trực gác ngày đêm tại các trạm.\n\n2. Mua máy bơm.",
    "Trên đây là Kế hoạch phòng chống cháy rừng của tỉnh, vướng mắc thì báo cáo",
)


@pytest.fixture(scope="module")
def links():
    """Links by the clause on the left."""
    return {link.left[0]: link for link in compare(LEFT, RIGHT).links}


def test_sections_of_one_role_correspond_though_they_share_no_word(links):
    link = links["plan/I"]
    assert (link.right, link.relation, link.tier) == (("plan/I",), "counterpart", "likely")
    assert link.evidence.why == ("role",)


@pytest.mark.parametrize(("end", "why"), [("preamble1", "opening"), ("closing1", "closing")])
def test_openings_and_closings_correspond_and_say_which_they_are(links, end, why):
    link = links[f"plan/{end}"]
    assert (link.right, link.evidence.why) == ((f"plan/{end}",), (why,))


def test_titles_of_two_subjects_are_counterparts_by_their_place_and_never_certain(links):
    link = links["plan/title"]
    assert (link.right, link.tier, link.evidence.why) == (("plan/title",), "likely", ("place",))


def test_sections_of_two_roles_are_no_counterparts(links):
    assert "plan/II" not in links


def test_a_score_is_a_share(links):
    assert all(0 < link.score <= 1 for link in links.values())


def compared(left, right):
    """Two plans of other provinces and subjects, with one task each."""
    documents = [
        plan(
            province,
            title,
            f"Ủy ban nhân dân tỉnh ban hành Kế hoạch {title.lower()}:",
            f"I. NHIỆM VỤ\n\n{words}",
            "Hết",
        )
        for province, title, words in (("Bắc Ninh", "Tuyên truyền", left), ("Cà Mau", "Phổ cập kỹ năng", right))
    ]
    return [link for link in compare(*documents).links if link.left[0].startswith("plan/I/")]


WHOLE = "- Mở lớp tập huấn kỹ năng số cho cán bộ xã, phường; in tờ rơi phát tại chợ, bến xe và trường học trong tỉnh."
PARTS = (
    "- Mở lớp tập huấn kỹ năng số cho cán bộ xã, phường.\n\n- In tờ rơi phát tại chợ, bến xe và trường học trong tỉnh."
)


@pytest.mark.parametrize(("left", "right", "relation"), [(WHOLE, PARTS, "split"), (PARTS, WHOLE, "merged")])
def test_a_clause_of_two_matters_is_linked_to_both(left, right, relation):
    (found,) = compared(left, right)
    assert found.relation == relation
    assert {len(found.left), len(found.right)} == {1, 2}


TASK = "- Sở Y tế chủ trì, phối hợp với {} rà soát các cơ sở nấu rượu thủ công, hướng dẫn ghi nhãn hàng hóa."


@pytest.mark.parametrize(
    ("left", "right", "dropped", "added"),
    [
        ("Sở Tài chính, Sở Nội vụ", "Sở Tài chính, Công an tỉnh", ("Sở Nội vụ",), ("Công an tỉnh",)),
        ("Sở Tài chính", "Sở Tài chính, Công an tỉnh", (), ("Công an tỉnh",)),
        ("Sở Tài chính, Công an tỉnh", "Công an tỉnh", ("Sở Tài chính",), ()),
        ("các trường học", "các doanh nghiệp", ("các trường học",), ("các doanh nghiệp",)),
    ],
)
def test_organs_that_only_one_plan_names_are_told(left, right, dropped, added):
    ((change,),) = [link.changes for link in compared(TASK.format(left), TASK.format(right))]
    assert (change.field, change.change) == ("coordinating_agencies", "different")
    assert (change.left, change.right) == (left.replace(", ", "; "), right.replace(", ", "; "))
    assert (change.dropped, change.added) == (dropped, added)


def test_collectives_that_begin_alike_are_no_change():
    words = "các cơ quan, đơn vị có liên quan", "các cơ quan, đơn vị liên quan"
    assert [link.changes for link in compared(*map(TASK.format, words))] == [()]


@pytest.mark.parametrize(
    ("before", "after", "relation", "difference"),
    [
        ("nấu", "nâu", "reworded", "typing"),
        ("nhãn", "tên", "reworded", "words"),
        ("hóa", "hoá", "identical", "none"),
        ("ghi", "GHI", "identical", "none"),
    ],
)
def test_slips_of_typing_are_told_from_other_words(before, after, relation, difference):
    words = TASK.format("Sở Tài chính")
    (found,) = compared(words, words.replace(before, after))
    assert (found.relation, found.difference) == (relation, difference)
