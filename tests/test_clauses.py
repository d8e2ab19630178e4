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
