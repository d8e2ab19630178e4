"""Layouts in which documents circulate: clauses run together, columns drawn with blanks, headings in one sentence."""

import re

import pytest

from vbparse import Source, parse
from vbparse.grammar import default_grammar
from vbparse.pipeline import run_stages
from vbparse.render.stages import show_stage

HEAD = "KẾ HOẠCH\nTổ chức Ngày hội sách năm 2025\n\n"


def document(text):
    return parse(Source.of(text))


def outline(text):
    nodes = [node for component in document(text).components for node in component.walk()]
    return [(node.kind, node.marker, node.heading or node.text) for node in nodes]


# --- clauses run together -----------------------------------------------------------------------------------------


def test_clauses_run_together_are_parted_where_they_count_on():
    text = HEAD + "I. MỤC ĐÍCH, YÊU CẦU 1. Mục đích - Nâng cao nhận thức. - Khuyến khích đọc. 2. Yêu cầu - Thiết thực."
    assert outline(text) == [
        ("section", "I.", "MỤC ĐÍCH, YÊU CẦU"),
        ("item", "1.", "Mục đích"),
        ("bullet", "-", "Nâng cao nhận thức."),
        ("bullet", "-", "Khuyến khích đọc."),
        ("item", "2.", "Yêu cầu"),
        ("bullet", "-", "Thiết thực."),
    ]


def test_a_number_that_the_next_clause_takes_up_is_a_marker():
    text = HEAD + "1. Tổ chức triển lãm sách 2. Tổ chức hội thảo khoa học\n3. Trao giải thưởng\n"
    assert [marker for _, marker, _ in outline(text)] == ["1.", "2.", "3."]


def test_a_table_between_clauses_is_one_clause_of_the_heading_above():
    table = "TT\tNội dung\tThời gian\n1\tHội thảo\tTháng 4\n2\tTriển lãm\tTháng 5"
    text = f"{HEAD}1. Lịch tổ chức\n\n{table}\n\n2. Trao giải thưởng.\n"
    nodes = [node for component in document(text).components for node in component.walk()]
    assert [(node.id, node.kind) for node in nodes] == [("plan/1", "item"), ("plan/1/t1", "table"), ("plan/2", "item")]
    assert text[slice(*nodes[1].span)] == table


@pytest.mark.parametrize(
    "words",
    [
        "1. Thực hiện theo Điều 2. Luật Xuất bản đã được sửa đổi",
        "1. Hoàn thành trong tháng 2. Các đơn vị báo cáo kết quả",
        "1. Phát triển kinh tế - xã hội. Tổng số 2. Không kể tập huấn",
        "1. Bố trí kinh phí 5. Tổ chức tập huấn",
    ],
)
def test_other_numbers_stay_in_their_paragraph(words):
    assert [marker for _, marker, _ in outline(f"{HEAD}{words}\n\n3. Trao giải thưởng\n")] == ["1.", "3."]


def test_the_pieces_point_at_their_words():
    text = HEAD + "1. Tổ chức triển lãm sách 2. Tổ chức hội thảo\n3. Trao giải\n"
    found = document(text)
    nodes = [node for component in found.components for node in component.walk()]
    assert [text[slice(*node.span)] for node in nodes] == [
        "1. Tổ chức triển lãm sách",
        "2. Tổ chức hội thảo",
        "3. Trao giải",
    ]


# --- columns drawn with blanks ------------------------------------------------------------------------------------

TABLE = """PHỤ LỤC
DANH MỤC NHIỆM VỤ

 STT          Nội dung nhiệm vụ             Cơ quan chủ trì      Cơ quan phối hợp       Thời gian
                                                                                        thực hiện
  1   Tổ chức hội nghị tuyên truyền về   Sở Khoa học và       Các sở, ban, ngành    Quý I/2025
      chuyển đổi số cho cán bộ           Công nghệ
  II. Nhóm nhiệm vụ về hạ tầng của tỉnh và các đơn vị
  2   Nâng cấp cổng thông tin            Sở Nội vụ                                  Hằng năm
"""
SIGNED = """
Trên đây là Kế hoạch./.

Nơi nhận:                        TM. ỦY BAN NHÂN DÂN
- Như trên;                            CHỦ TỊCH
- Các sở, ban, ngành,
  đoàn thể tỉnh;
- Lưu: VT.                           Nguyễn Văn An
"""


def test_a_table_drawn_with_blanks_has_its_cells_back():
    (table,) = document(HEAD + "1. Nội dung" + SIGNED + TABLE).tables
    assert table.columns == (
        "STT",
        "Nội dung nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian thực hiện",
    )
    first, second = table.rows
    assert first.cells["Nội dung nhiệm vụ"] == "Tổ chức hội nghị tuyên truyền về chuyển đổi số cho cán bộ"
    assert [agency.name for agency in first.lead] == ["Sở Khoa học và Công nghệ"]
    assert first.time.edtf == "2025-33"
    assert (second.group, second.cells["Cơ quan phối hợp"]) == ("II", "")
    assert [group.title for group in table.groups] == ["Nhóm nhiệm vụ về hạ tầng của tỉnh và các đơn vị"]


def test_recipients_and_signature_side_by_side():
    components = document(HEAD + "1. Nội dung\n" + SIGNED).components
    recipients = next(c for c in components if c.kind == "recipients")
    signature = next(c.signature for c in components if c.kind == "signature_block")
    assert [r.text for r in recipients.recipients] == ["Như trên", "Các sở, ban, ngành, đoàn thể tỉnh"]
    assert recipients.archive == "VT"
    assert (signature.authority, signature.position, signature.name) == (
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn An",
    )


ROWS = "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\n1\tTập huấn\tSở Nội vụ\tQuý I/2025\n"


def test_a_lost_cell_is_said_and_the_others_stand_where_they_fit():
    found = document(HEAD + "1. Nội dung\n" + SIGNED + "\nPHỤ LỤC\n" + ROWS + "2\tHội nghị\tQuý II/2025\n")
    row = found.tables[0].rows[1]
    assert (row.lead, row.time.edtf) == ((), "2025-34")
    assert row.cells == {"TT": "2", "Nhiệm vụ": "Hội nghị", "Cơ quan chủ trì": "", "Thời gian": "Quý II/2025"}


def test_cells_that_no_column_explains_keep_their_text_and_are_said():
    found = document(HEAD + "1. Nội dung\n" + SIGNED + "\nPHỤ LỤC\n" + ROWS + "2\tHội nghị\tSở Y tế\tNăm 2025\tthêm\n")
    assert found.tables[0].rows[1].cells["(5)"] == "thêm"
    assert [d.code for d in found.diagnostics] == ["VB003"]


# --- letterheads --------------------------------------------------------------------------------------------------


def test_organ_and_motto_number_and_place_on_one_line():
    text = (
        "ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "TỈNH BẮC NINH                  Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND              Bắc Ninh, ngày 3 tháng 2 năm 2025\n\n"
    )
    header = document(text + HEAD + "1. Nội dung\n").components[0].header
    assert (header.issuing_body, header.number, header.place, header.date) == (
        "Ủy ban nhân dân tỉnh Bắc Ninh",
        "12/KH-UBND",
        "Bắc Ninh",
        "2025-02-03",
    )


def test_a_heading_in_one_sentence_as_old_gazettes_print_it():
    text = (
        "Nghị định\ncủa Chính phủ số 29/1998/NĐ-CP ngày 11 tháng 5 năm 1998\n"
        "về việc ban hành Quy chế thực hiện dân chủ ở xã\n\nChính phủ\n\n"
        "Căn cứ Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992;\nNghị định:\n\nĐiều 1. Ban hành Quy chế.\n"
    )
    header = document(text).components[0].header
    assert (header.number, header.date, header.issuing_body) == ("29/1998/NĐ-CP", "1998-05-11", "Chính phủ")
    assert header.title == "về việc ban hành Quy chế thực hiện dân chủ ở xã"


def test_a_blank_number_of_the_decision_is_that_of_the_decision_above():
    text = (
        "Số: 7/QĐ-TTg\n\nQUYẾT ĐỊNH\nBan hành Kế hoạch\n\nTHỦ TƯỚNG CHÍNH PHỦ\n\nĐiều 1. Ban hành Kế hoạch./.\n\n"
        "THỦ TƯỚNG\nNguyễn Văn An\n\nKẾ HOẠCH\nTHI HÀNH LUẬT\n(Kèm theo Quyết định số      /QĐ-TTg)\n\nI. NỘI DUNG\n"
    )
    plan = next(c for c in document(text).components if c.kind == "plan")
    assert (plan.header.number, plan.header.attached_to) == (None, "7/QĐ-TTg")


# --- what stands outside plans ------------------------------------------------------------------------------------


def test_a_directive_gives_work_to_the_organs_that_its_clauses_begin_with():
    text = (
        "Số: 5/CT-UBND\n\nCHỈ THỊ\nVề phòng cháy\n\nChủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n\n"
        "1. Sở Xây dựng:\na) Rà soát quy chuẩn;\nb) Kiểm tra công trình.\n2. Công an tỉnh tăng cường tuần tra.\n"
    )
    found = document(text)
    assert [[agency.name for agency in a.agencies] for a in found.assignments] == [["Sở Xây dựng"], ["Công an tỉnh"]]
    assert [len(a.duties) for a in found.assignments] == [2, 1]


def test_footnotes_are_nodes_and_cite():
    text = HEAD + "1. Nội dung[1]\n" + SIGNED + "\n[1] Chỉ thị số 46-CT/TW ngày 16/5/2025 của Bộ Chính trị.\n"
    found = document(text)
    (note,) = [node for c in found.components for node in c.walk() if node.kind == "footnote"]
    assert [c.number for c in found.citations if c.node == note.id] == ["46-CT/TW"]


def test_straight_quotation_marks_hold_an_amendment():
    text = (
        "NGHỊ ĐỊNH\nSửa đổi Nghị định\n\nĐiều 1. Sửa đổi Điều 13 như sau:\n\n"
        '"Điều 13. Ban điều hành\n\n1. Giám đốc."\n\nĐiều 2. Hiệu lực.\n'
    )
    top = document(text).components[0].body
    assert [node.marker for node in top if node.kind == "article"] == ["Điều 1.", "Điều 2."]
    assert top[-2].children[0].marker == "Điều 13."


# --- marks, quotes and references ---------------------------------------------------------------------------------


def kinds(text):
    return [component.kind for component in document(text).components]


def test_an_appendix_begins_where_its_title_is_followed_by_what_it_came_with():
    plan = HEAD + "1. Nội dung\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n\n"
    text = plan + "DANH MỤC NHIỆM VỤ TRỌNG TÂM CỦA TỈNH\n(Kèm theo Kế hoạch số 5/KH-UBND)\n\n1. Tập huấn\n"
    assert kinds(text)[-1] == "appendix"


@pytest.mark.parametrize("line", ["Luật số: 12/2025/QH15", "Số: 101/2025/UBTVQH15"])
def test_numbers_of_laws_are_read(line):
    text = f"QUỐC HỘI\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n{line}\n\nLUẬT\nDữ liệu\n\nĐiều 1. Phạm vi\n"
    assert document(text).components[0].header.number == line.split()[-1]


def test_a_level_alone_takes_its_number_from_the_next_line():
    text = "THÔNG TƯ\nQuy định\n\n**Điều\n1. Phạm vi**\n\n1. Thông tư này\n\n**Điều\n2. Đối tượng**\n"
    assert [marker for kind, marker, _ in outline(text) if kind == "article"] == ["Điều 1.", "Điều 2."]


def test_markdown_marks_hide_no_marker():
    text = "NGHỊ ĐỊNH\nVề văn thư\n\n### Điều 1. Phạm vi\n- a) Chủ trì\n- b) Phối hợp\n\n### Điều 2. Đối tượng\n"
    assert [marker for _, marker, _ in outline(text)] == ["Điều 1.", "a)", "b)", "Điều 2."]


def test_a_quotation_mark_that_was_lost_or_is_stray_stays_local():
    clauses = "1. Nội dung\n\na) Chủ trì\n\n{}b) Phối hợp\n\n2. Kinh phí\n\na) Ngân sách\n"
    assert outline(HEAD + clauses.format("“"))[-2:] == outline(HEAD + clauses.format(""))[-2:]


def test_an_amendment_whose_quotation_is_not_closed_ends_at_the_next_amendment():
    text = (
        "NGHỊ QUYẾT\nSửa đổi\n\nĐiều 1. Sửa đổi Quy định\n\n1. Sửa đổi, bổ sung Điều 5 như sau:\n\n"
        "“Điều 5. Mức chi\n\n1. Mức một\n\n2. Sửa đổi, bổ sung Điều 7 như sau:\n\n“Điều 7. Nguồn”\n\nĐiều 2. Hiệu lực\n"
    )
    (first, second) = [node for node in document(text).components[0].body if node.kind == "article"]
    assert (first.marker, second.marker) == ("Điều 1.", "Điều 2.")
    assert [child.marker for child in first.children] == ["1.", "2."]


# --- pages --------------------------------------------------------------------------------------------------------

TABLE_HEAD = "Kết quả thực hiện\nTrong đó\nTT\nNội dung\nKinh phí\nđược phê duyệt\n"
PAGE = "Dòng thứ {} của biểu mẫu này\n"


def pages(head, again):
    first = "".join(PAGE.format(number) for number in range(12))
    return f"{HEAD}I. BÁO CÁO\n{head}{first}\n2\n\n{again}Dòng cuối cùng\n{first}\n3\n\n{again}Hết biểu mẫu\n"


def test_the_head_of_a_table_that_the_next_page_repeats_belongs_to_the_page():
    texts = [text for _, _, text in outline(pages(TABLE_HEAD, TABLE_HEAD))]
    assert sum("được phê duyệt" in text for text in texts) == 1
    assert sum("Dòng cuối cùng" in text for text in texts) == 1


@pytest.mark.parametrize(
    ("head", "again", "times"),
    [
        ("", TABLE_HEAD, 1),  # the first has none before it
        (TABLE_HEAD.replace("TT\n", ""), TABLE_HEAD.replace("TT\n", ""), 3),  # no table: a form that is filled in
        ("TT\nNội dung\nKinh phí\n", "TT\nNội dung\nKinh phí\n", 3),  # too short to be told from chance
    ],
)
def test_other_lines_at_the_top_of_a_page_are_of_the_text(head, again, times):
    texts = " ".join(text for _, _, text in outline(pages(head, again)))
    assert texts.count("Kinh phí") == times


def test_the_forms_of_an_unsigned_circular_are_its_appendices():
    form = "Phụ lục số {}\nCộng hoà Xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\n\nTờ khai\nNăm .....\n\n"
    text = "BỘ TÀI CHÍNH\nSố: 13/2001/TT-BTC\n\nTHÔNG TƯ\nHướng dẫn thuế\n\nI. QUY ĐỊNH CHUNG\n1. Nộp theo Phụ lục số 1.\n\n"
    kinds = [component.kind for component in document(text + form.format(1) + form.format(2)).components]
    assert kinds == ["circular", "appendix", "appendix"]
    assert [component.kind for component in document(f"{text}Phụ lục số 1\nNộp tờ khai.\n").components] == ["circular"]


# --- what follows a signature -------------------------------------------------------------------------------------

DECISION = """ỦY BAN NHÂN DÂN
TỈNH AN GIANG
Số: 12/QĐ-UBND
An Giang, ngày 5 tháng 3 năm 2025

QUYẾT ĐỊNH
Công bố danh mục thủ tục

Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT, KSTTHC.{mark}

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Văn Minh

"""
WITH = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 5/3/2025 của Chủ tịch Ủy ban nhân dân tỉnh An Giang)\n\nI. THỦ TỤC\n1. Một.\n"


def parts(text):
    return [
        (component.kind, text[component.span.start : component.span.end]) for component in document(text).components
    ]


@pytest.mark.parametrize(
    "title",
    [
        "**DANH MỤC**\n**THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG, BÃI BỎ LĨNH VỰC ĐẤU THẦU**\n",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA\nỦY BAN NHÂN DÂN TỈNH AN GIANG\n",
        "QUY TRÌNH\nNỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH LĨNH VỰC ĐẤU THẦU\n",
        "PHỤ LỤC\nQUY TRÌNH\nNỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH LĨNH VỰC ĐẤU THẦU\n",
    ],
)
def test_an_appendix_has_its_whole_title(title):
    found = parts(DECISION.format(mark="") + title + WITH)
    assert [kind for kind, _ in found] == ["decision", "recipients", "signature_block", "appendix"]
    assert found[-1][1].lstrip().startswith(title.split("\n")[0])


def test_the_typists_mark_stands_with_the_recipients():
    found = dict(parts(DECISION.format(mark="\nMinhHong/QĐ/05.3.2025")))
    assert list(found) == ["decision", "recipients", "signature_block"]
    assert "MinhHong/QĐ" in found["recipients"] and "Nguyễn Văn Minh" in found["signature_block"]


# --- titles and kinds ---------------------------------------------------------------------------------------------

BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;\n\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế.\n"
)


def first_of(text):
    return next(component for component in document(text).components if component.header)


@pytest.mark.parametrize(
    "title",
    [
        "BAN HÀNH QUY ĐỊNH VỀ CÔNG TÁC THI ĐUA, KHEN THƯỞNG TỈNH BẮC NINH",
        "BÃI BỎ MỘT SỐ VĂN BẢN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        "VỀ VIỆC ỦY QUYỀN CHO GIÁM ĐỐC SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    ],
)
def test_a_title_that_names_an_organ_is_no_line_of_an_issuer(title):
    head = "ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH\n\nSố: 86/2025/QĐ-UBND\n\nQUYẾT ĐỊNH\n\n"
    assert first_of(f"{head}{title}\n\n{BASES}").header.title == title


def test_the_authority_below_a_title_is_a_line_of_its_own():
    text = (
        "CỤC HẢI QUAN\n\nSố: 39305/TB-CHQ\n\n**THÔNG BÁO**\nVỀ KẾT QUẢ XÁC ĐỊNH TRƯỚC MÃ SỐ\n"
        f"**CỤC TRƯỞNG CỤC\nHẢI QUAN**\n{BASES}{'Các đơn vị căn cứ chức năng của mình để thực hiện cho ' * 2}\nđúng.\n"
    )
    assert first_of(text).header.title == "VỀ KẾT QUẢ XÁC ĐỊNH TRƯỚC MÃ SỐ"


def test_a_subject_below_the_number_makes_an_official_letter_of_any_code():
    text = "CỤC THUẾ\n\nSố: 5528/CT-CS\nV/v tiền thuê đất\n\nHà Nội, ngày 25 tháng 11 năm 2025\n\nCục Thuế có ý kiến sau:\n"
    assert first_of(text).kind == "official_letter"
    assert first_of(text.replace("V/v tiền thuê đất\n", "")).kind == "directive"


def test_a_purpose_in_brackets_belongs_to_the_recipient_above_it():
    found = document(
        "THÔNG BÁO\nVề việc treo cờ Tổ quốc\n\nNhân dịp Quốc khánh, các cơ quan treo cờ Tổ quốc./.\n\n"
        "Nơi nhận:\n- Thường trực Tỉnh ủy;\n- Báo Bắc Giang\n(để đưa tin)\n- VPUB: CVP, các PCVP,\n"
        "phòng Kinh tế, Trung tâm Thông tin;\n- Lưu: VT.\nTL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nVõ Tuấn Anh\n"
    )
    assert [part.kind for part in found.components] == ["notice", "recipients", "signature_block"]
    assert found.source[found.components[1].span].endswith("- Lưu: VT.\n")


NOTES = (
    "THÔNG TƯ\nVề việc làm\n\n"
    "Điều 1. Phạm vi điều chỉnh1\nThông tư này quy định về việc làm của người lao động trong cả nước.\n"
    f"{' ' * 40}\n1 Điều này được sửa đổi theo Thông tư số 02/2023/TT-BLĐTBXH.\n"
)


def test_brackets_that_open_a_footnote_are_no_mark_of_the_next():
    lines = ["Nâng cao nhận thức[1] của người dân.", " " * 40, "[1] Theo Nghị quyết.", "[1] Theo Quyết định."]
    found = parse(Source.of("\n".join(["KẾ HOẠCH", "Thực hiện", "", "I. MỤC ĐÍCH", "", *lines]))).footnotes
    assert [(note.number, note.text, note.mark is None) for note in found] == [
        (1, "Theo Nghị quyết.", False),
        (1, "Theo Quyết định.", True),
    ]


def test_a_footnote_ends_with_its_page_even_if_no_page_number_follows():
    found = document(f"{NOTES}\fĐiều 2. Hiệu lực thi hành\nThông tư này có hiệu lực từ ngày ký.\n")
    [note] = found.footnotes
    assert found.source[note.span].strip().endswith("TT-BLĐTBXH.")
    assert [node.marker for node in found.components[0].body] == ["Điều 1.", "Điều 2."]


def test_a_footnote_that_goes_on_behind_an_appendix_is_of_the_part_where_it_begins():
    later = f"Phụ lục I\nMẪU ĐỀ CƯƠNG\n\n1. Tên dự án\n{' ' * 40}\nđược sửa đổi theo Thông tư số 05/2024/TT-BLĐTBXH.\n"
    found = document(f"{NOTES}\fBỘ TRƯỞNG\n\nĐào Ngọc Dung\n\f{later}")
    [note] = found.footnotes
    assert {"02/2023/TT-BLĐTBXH", "05/2024/TT-BLĐTBXH"} <= {c.number for c in found.citations}
    assert note.span.end > found.components[-1].span.start, "or this tests nothing"


# --- which line is a heading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("1. HẠ TẦNG SỐ\n", "HẠ TẦNG SỐ"),
        ("**1. Dữ liệu lớn**\n", "Dữ liệu lớn"),
        ("1. Mục đích\n", "Mục đích"),
        ("1. Dữ liệu lớn\n", None),
        ("1. Dữ liệu lớn\n\n- Làm sạch.\n", "Dữ liệu lớn"),
        ("1. Dữ liệu lớn;\n\n- Làm sạch.\n", None),
        ("I. NHIỆM VỤ;\n\n- Làm sạch.\n", "NHIỆM VỤ;"),
        ("1. Sở Y tế rà soát các cơ sở\n\n- Làm sạch.\n", "Sở Y tế rà soát các cơ sở"),
        ("1. Sở Y tế rà soát các cơ sở; kiểm tra các quầy thuốc\n\n- Làm sạch.\n", None),
        ("Chương I\nQUY ĐỊNH CHUNG\n\n1. Một việc.\n", "QUY ĐỊNH CHUNG"),
        ("I. PHÁT TRIỂN HẠ TẦNG\nVÀ DỮ LIỆU SỐ\n\n1. Một việc.\n", "PHÁT TRIỂN HẠ TẦNG VÀ DỮ LIỆU SỐ"),
    ],
)
def test_a_heading_is_told_by_its_letters_its_words_or_what_stands_below(text, heading):
    first = next(node for component in document(HEAD + text).components for node in component.walk())
    assert first.heading == heading
    assert (HEAD + text)[first.span.start :].startswith(text[: len(first.marker or "")].lstrip("*"))


# --- why a number stands where it does ----------------------------------------------------------------------------


def reason(numbers):
    """Why the last of some numbered clauses is where it is, and what that costs in points."""
    source = Source.of(HEAD + "\n\n".join(f"{number}. Việc thứ {at}" for at, number in enumerate(numbers)) + "\n")
    shown = " ".join(show_stage("tree", run_stages(source, default_grammar()), parse(source), source.line_count))
    found = re.search(r"why: (.+?) \(([\d.]+) points\); instead of: begins a new level at the top \(", shown)
    return found[1], float(found[2])


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ((1, 2, 4), 'follows "2." with a gap'),
        ((1, 2, 2), 'repeats "2."'),
        ((1, 2, 3, 1), 'restarts after "3."'),
        ((1, 2, 3, 2), 'goes back after "3."'),
    ],
)
def test_a_number_out_of_order_says_so(numbers, why):
    assert reason(numbers)[0] == why


def test_what_drafts_often_have_costs_less_than_what_they_seldom_have():
    """A number or two left out, one typed twice, a count begun anew, a long gap, a step back: in this order."""
    costs = [reason(numbers)[1] for numbers in ((1, 2, 5), (1, 2, 2), (1, 2, 3, 1), (1, 2, 6), (1, 2, 3, 2))]
    assert costs == sorted(set(costs))
    assert reason((1, 2, 4))[1] == reason((1, 2, 5))[1]


# --- tables -------------------------------------------------------------------------------------------------------

REPEATING = """PHỤ LỤC
DANH MỤC NHIỆM VỤ

STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian
1\tTổ chức triển lãm\tSở Văn hóa và Thể thao\tSở Tài chính\tQuý I/2026
2\tTổ chức hội thảo\t{mark}\t\t{mark}
{mark}\tTổ chức hội thi\t{mark}\tSở Y tế\tQuý III/2026
"""


@pytest.mark.parametrize("mark", ["〃", "nt", "-nt-", '"'])
def test_a_cell_that_repeats_the_one_above_means_it(mark):
    text = HEAD + "I. NỘI DUNG\n1. Theo Phụ lục.\n\n" + REPEATING.format(mark=mark)
    [table] = document(text).tables
    assert [[agency.name for agency in row.lead] for row in table.rows] == [["Sở Văn hóa và Thể thao"]] * 3
    assert [[agency.name for agency in row.coordinating] for row in table.rows] == [["Sở Tài chính"], [], ["Sở Y tế"]]
    assert [row.time and row.time.text for row in table.rows] == ["Quý I/2026", "Quý I/2026", "Quý III/2026"]
    assert [row.number for row in table.rows] == ["1", "2", None]
    assert table.rows[1].cells["Cơ quan chủ trì"] == mark
    lead = table.rows[2].lead[0]
    assert text[slice(*lead.span)] == "Sở Văn hóa và Thể thao"


# --- what stands behind a document --------------------------------------------------------------------------------

LIST = """QUYẾT ĐỊNH
Công nhận xã miền núi

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;

Điều 1. Công nhận các xã miền núi theo danh sách kèm theo.

Nơi nhận:
- Như Điều 1;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn An

**DANH SÁCH XÃ MIỀN NÚI**
{note}
1. Xã Đam Rông 1
2. Xã Cát Tiên 3
"""


@pytest.mark.parametrize(
    "note",
    [
        "*(Ban hành kèm theo Quyết định số 5/QĐ-UBND)*",
        "* (Ban hành kèm theo Quyết định số 5/QĐ-UBND)*",
        "* (Ban hành\nkèm theo Quyết định số 5/QĐ-UBND)*",
    ],
)
def test_a_list_with_its_note_in_italics_is_an_appendix(note):
    appendix = document(LIST.format(note=note)).components[-1]
    assert (appendix.kind, appendix.header.title) == ("appendix", "DANH SÁCH XÃ MIỀN NÚI")


def test_a_form_that_asks_for_an_account_is_no_site():
    form = "".join(f"Dòng {number}: số liệu của đơn vị khai báo thứ {number}\n\n" for number in range(80))
    text = LIST.split("**")[0] + form + "Số tài khoản: … Mã số thuế: …\n\nĐăng nhập để in trang\n"
    assert document(text).components[-1].kind == "unknown"
    assert document(LIST.split("**")[0] + "Đăng nhập để in trang\n").components[-1].kind == "site_footer"


# --- read by OCR --------------------------------------------------------------------------------------------------

MISREAD = """THỦ TƯỚNG CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
- ———— Độc lập - Tự do - Hạnh phúc
Số: 401/QĐ-TTg Hà Nội, ngày 02 tháng 4 năm 2026
¬ TƯ vô ¡ {decision}
Về việc ban hành Kế hoạch phòng, chống rửa tiền

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.

Nơi nhận:
- Như Điều 1;
- Lưu: VT, KTTH

` , : {plan}
Hành động quốc gia về phòng, chống rửa tiền
(Kèm theo Quyết định số 401/QĐ-TTg)

I. MỤC TIÊU
1. Thực hiện cam kết.
"""


@pytest.mark.parametrize("plan", ["KẾ HOẠCH", "KE HOẠCH", "KÉ HOẠCH"])
def test_a_plan_whose_title_lost_its_marks_stands_behind_its_decision(plan):
    found = document(MISREAD.format(decision="QUYẾTĐỊNH", plan=plan))
    headers = [(component.kind, component.header.doc_type) for component in found.components if component.header]
    assert [kind for kind, _ in headers] == ["decision", "plan"]
    assert headers[1] == ("plan", "Kế hoạch")


def test_what_resolves_is_no_title_whatever_marks_it_lost():
    text = MISREAD.split("Nơi nhận")[0].format(decision="QUYẾTĐỊNH").replace("Điều 1.", "QUYÉT ĐỊNH:\n\nĐiều 1.")
    assert [component.kind for component in document(text).components if component.header] == ["decision"]
