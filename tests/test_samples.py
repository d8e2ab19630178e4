"""What a reader of the five sample plans would check by eye; line numbers are those of the files."""

from pathlib import Path

import pytest
from outline import lines_of_words, outline
from plan_texts import SAMPLES

from vbparse import Document, Source, compare, parse
from vbparse.check import run_rules
from vbparse.model import Agency, Comparison, Component, Link

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = {name: parse(Source.of(text, path=f"{name}.txt")) for name, text in SAMPLES.items()}

VHTTDL, NGOAI_VU = "Sở Văn hóa, Thể thao và Du lịch", "Sở Ngoại vụ"


def component(name: str, kind: str) -> Component:
    return next(part for part in DOCUMENTS[name].components if part.kind == kind)


def line(document: Document, span) -> int:
    return document.source.position(span.start)[0]


def names(agencies: tuple[Agency, ...]) -> list[str]:
    return [agency.name for agency in agencies]


# --- outlines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_the_outline_is_the_one_that_was_read_and_found_right(name):
    golden = (GOLDEN / f"{name}.outline.txt").read_text(encoding="utf-8")
    assert outline(DOCUMENTS[name]) == golden, (
        "if the new one is right: python tests/refresh_golden.py, then read the difference"
    )


def test_every_golden_outline_has_its_sample():
    assert {path.name for path in GOLDEN.glob("*.outline.txt")} == {f"{name}.outline.txt" for name in SAMPLES}


# --- what the files are -------------------------------------------------------------------------------------------

PARTS = {
    "hp1631": "site_header 1 1, decision 3 39, recipients 44 55, signature_block 57 63, plan 67 212, site_footer 214 227",
    "hp274": "plan 3 185, recipients 187 196, signature_block 198 203, appendix 205 242",
    "bg": "plan 3 161, recipients 163 176, signature_block 178 181",
    "hn": "plan 1 102, recipients 105 113",
    "news141": "news_article 1 24",
}
"""Kind, first line and last line of every component."""

HEADERS = {
    ("hp1631", "decision"): {
        "number": "1631/QĐ-UBND", "number_status": "present", "date": "2025-05-29", "place": "Hải Phòng", "doc_type": "Quyết định",
        "issuing_body": "Ủy ban nhân dân thành phố Hải Phòng", "authority": "Chủ tịch Ủy ban nhân dân thành phố Hải Phòng",
        "province": "Hải Phòng", "attached_to": None,
    },
    ("hp1631", "plan"): {
        "number": None, "number_status": "none", "date": None, "doc_type": "Kế hoạch", "attached_to": "1631/QĐ-UBND", "province": "Hải Phòng",
    },
    ("hp274", "plan"): {
        "number": "274/KH-UBND", "number_status": "inferred", "date": "2022-12-05", "place": "Hải Phòng", "doc_type": "Kế hoạch",
        "title": "Triển khai Chiến lược Ngoại giao văn hoá của thành phố Hải Phòng đến năm 2030",
        "issuing_body": "Ủy ban nhân dân thành phố Hải Phòng", "province": "Hải Phòng", "attached_to": None,
    },
    ("hp274", "appendix"): {"number": None, "attached_to": "274/KH-UBND", "doc_type": "Phụ lục", "province": "Hải Phòng"},
    ("bg", "plan"): {
        "number": None, "number_status": "blank", "date": "2021-09", "place": "Bắc Giang", "doc_type": "Kế hoạch",
        "issuing_body": "Ủy ban nhân dân tỉnh Bắc Giang", "province": "Bắc Giang", "attached_to": None,
    },
    ("hn", "plan"): {
        "number": None, "number_status": "none", "date": None, "place": None, "doc_type": "Kế hoạch", "province": "Hà Nội",
        "issuing_body": "Ủy ban nhân dân thành phố Hà Nội",
        "title": "TRIỂN KHAI CHIẾN LƯỢC VĂN HÓA ĐỐI NGOẠI TRÊN ĐỊA BÀN THÀNH PHỐ HÀ NỘI GIAI ĐOẠN 2022-2026, ĐỊNH HƯỚNG ĐẾN NĂM 2030",
    },
    ("news141", "news_article"): {"number": None, "number_status": "none", "date": "2023-05-31", "province": None},
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "genre"),
    [("hp1631", "decision"), ("hp274", "plan"), ("bg", "plan"), ("hn", "plan"), ("news141", "news_article")],
)
def test_the_genre(name, genre):
    assert DOCUMENTS[name].genre == genre


@pytest.mark.parametrize("name", PARTS)
def test_the_components_and_their_lines(name):
    parts = [(part.kind, *lines_of_words(DOCUMENTS[name], part)) for part in DOCUMENTS[name].components]
    assert ", ".join(f"{kind} {first} {last}" for kind, first, last in parts) == PARTS[name]


@pytest.mark.parametrize(("name", "kind"), HEADERS)
def test_the_header(name, kind):
    header = component(name, kind).header
    assert {field: getattr(header, field) for field in HEADERS[name, kind]} == HEADERS[name, kind]


def test_a_number_that_was_inferred_or_left_blank_says_where():
    for name, number_line, words in (("hp274", 210, "274/KH-UBND"), ("bg", 3, "Số: /KH-UBND")):
        span = component(name, "plan").header.number_span
        assert (line(DOCUMENTS[name], span), DOCUMENTS[name].source[span]) == (number_line, words)


def test_who_signed():
    signed = {name: component(name, "signature_block").signature for name in ("hp1631", "hp274", "bg")}
    assert {name: (s.authority, s.position, s.name) for name, s in signed.items()} == {
        "hp1631": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hoàng Minh Cường"),
        "hp274": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Tùng"),
        "bg": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Mai Sơn"),
    }


def test_who_received_it():
    received = {name: component(name, "recipients") for name in ("hp1631", "hp274", "bg", "hn")}
    assert {name: (len(r.recipients), r.archive, r.of) for name, r in received.items()} == {
        "hp1631": (10, "VT", "decision"),
        "hp274": (7, "VT", "plan"),
        "bg": (11, "VT, KGVX, NgV(D)", "plan"),
        "hn": (7, "VT, KGVX", "plan"),
    }


# --- relations ----------------------------------------------------------------------------------------------------


def relations(name: str) -> set[tuple[str, str, str | None, str | None]]:
    return {(r.type, r.source, r.target_canonical, r.target_date) for r in DOCUMENTS[name].relations}


def test_the_decision_of_hai_phong_replaces_the_plan_of_2023():
    assert ("replaces", "1631/QĐ-UBND", "141/KH-UBND", "2023-05-04") in relations("hp1631")


def test_the_decision_of_hai_phong_stands_on_four_documents():
    bases = {target for kind, _, target, _ in relations("hp1631") if kind == "basis"}
    assert bases == {"Luật Tổ chức Chính quyền địa phương", "25/CT-TTg", "1313/VPCP-QHQT", "42/TTr-SVHTTDL"}
    assert ("proposed_by", "1631/QĐ-UBND", "42/TTr-SVHTTDL", "2025-05-26") in relations("hp1631")


@pytest.mark.parametrize(
    ("name", "source", "targets"),
    [
        ("hp1631", "1631/QĐ-UBND", {"25/CT-TTg"}),
        ("hp274", "274/KH-UBND", {"2013/QĐ-TTg", "404/BNG-NGVH-UNESCO"}),
        ("bg", "SELF", {"25/CT-TTg", "111-NQ/TU", "324/KH-UBND", "1422/KH-UBND"}),
        ("hn", "SELF", {"25/CT-TTg", "3518/BVHTTDL-HTQT", "06-CTr/TU"}),
    ],
)
def test_what_the_plan_carries_out(name, source, targets):
    own = [relation for relation in DOCUMENTS[name].relations if not relation.between_cited]
    carried_out = {(r.type, r.source, r.target) for r in own if r.type == "implements"}
    assert carried_out == {("implements", source, target) for target in targets}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_document_is_related_to_itself(name):
    assert [
        relation
        for relation in DOCUMENTS[name].relations
        if relation.source in (relation.target, relation.target_canonical)
    ] == []


def test_one_directive_written_four_ways_has_one_number():
    written = {
        c.text[: c.text.upper().find("TTG") + 3] for c in DOCUMENTS["hp1631"].citations if c.number == "25/CT-TTg"
    }
    assert {"CHỈ THỊ SỐ 25/CT-TTG", "Chỉ thị số 25/CT- TTg", "Chỉ thị 25/CT -TTg", "Chỉ thị số 25/CT-TTg"} <= written


def test_a_party_resolution_with_its_dash_in_the_wrong_place_is_repaired():
    for name, at in (("hp1631", 136), ("bg", 99)):
        [cited] = [c for c in DOCUMENTS[name].citations if c.number == "36/NQ-TW"]
        assert (cited.canonical, cited.date, line(DOCUMENTS[name], cited.span)) == ("36-NQ/TW", "2004-03-26", at)


def test_a_citation_across_a_page_break_is_whole():
    [cited] = [c for c in DOCUMENTS["bg"].citations if c.number == "1755/QĐ-TTg"]
    assert cited.text == "Quyết định số 1755/QĐ-TTg ngày 08/9/2016 của Thủ tướng Chính phủ"
    assert (line(DOCUMENTS["bg"], cited.span), cited.issuer) == (45, "Thủ tướng Chính phủ")


@pytest.mark.parametrize("name", SAMPLES)
def test_site_furniture_and_the_own_number_are_no_citations(name):
    own = {
        part.header.number_span
        for part in DOCUMENTS[name].components
        if part.header and part.header.number_status == "present"
    }
    furniture = [part.span for part in DOCUMENTS[name].components if part.kind in ("site_header", "site_footer")]
    spans = [citation.span for citation in DOCUMENTS[name].citations]
    assert spans
    assert not own & set(spans)
    assert [span for span in spans if any(place.covers(span) for place in furniture)] == []


# --- tasks --------------------------------------------------------------------------------------------------------

GROUPS = {
    "hp1631": [(VHTTDL, 2), (VHTTDL, 7), (VHTTDL, 3), (NGOAI_VU, 2), (NGOAI_VU, 3)],
    "bg": [(NGOAI_VU, 3), (VHTTDL, 7), (VHTTDL, 5), (VHTTDL, 4), (NGOAI_VU, 2), (NGOAI_VU, 2)],
    "hp274": [(None, 6), (None, 10), (None, 5), (None, 3), (None, 5), (None, 4)],
    "hn": [(None, 7), (None, 4), (None, 3), (None, 2), (None, 2)],
    "news141": [],
}
"""Leading organ and number of tasks of every task group."""

COORDINATING = {
    ("hp1631", 2): ["Sở Ngoại vụ", "Sở Công Thương", "Sở Tài chính", "các cơ quan, đơn vị liên quan"],
    ("hp1631", 4): ["Các sở, ngành, địa phương có liên quan"],
    ("bg", 3): ["Sở Nội vụ", "Sở Thông tin và Truyền thông", "Sở Ngoại vụ", "các cơ quan, đơn vị có liên quan"],
    ("bg", 4): [
        "Sở Ngoại vụ",
        "Liên hiệp các tổ chức hữu nghị tỉnh",
        "các sở, ban, ngành, cơ quan liên quan",
        "UBND huyện, thành phố",
    ],
}

ASSIGNED = {
    "hp1631": [
        [VHTTDL], [NGOAI_VU], ["Sở Tài chính"], ["Sở Công Thương"], ["Công an thành phố"], ["Chi cục Hải quan khu vực III"],
        ["Trung tâm Báo chí và Truyền thông thành phố", "Cổng thông tin điện tử thành phố"],
        ["Các sở, ban, ngành, địa phương trên địa bàn thành phố", "Ủy ban Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội thành phố"],
    ],
    "bg": [
        [VHTTDL], [NGOAI_VU], ["Sở Thông tin và Truyền thông"], ["Sở Tài chính"], ["Sở Nội vụ"], ["Sở Công Thương", "Sở Kế hoạch và Đầu tư"],
        ["Công an tỉnh"], ["Liên hiệp các Tổ chức hữu nghị tỉnh"], ["Các sở, ban, ngành (còn lại)", "UBND huyện, thành phố"],
    ],
    "hp274": [
        ["các Sở, ban, ngành, tổ chức đoàn thể thành phố", "Ủy ban nhân dân các quận, huyện"], [NGOAI_VU], ["Sở Văn hóa và Thể thao"],
        ["Sở Du lịch"], ["Sở Kế hoạch và Đầu tư"], ["Sở Thông tin và Truyền thông"], ["Sở Giáo dục và Đào tạo"], ["Sở Tài chính"], ["Công an thành phố"],
    ],
    "hn": [
        ["Sở Văn hóa và Thể thao"], ["Ban Tuyên giáo Thành ủy"], [NGOAI_VU], ["Sở Thông tin và Truyền thông"], ["Sở Du lịch"],
        ["Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Thành phố"], ["Liên hiệp các Tổ chức Hữu nghị thành phố Hà Nội"], ["Sở Tài chính"],
        ["Các cơ quan báo, đài của Hà Nội"],
    ],
    "news141": [],
}  # fmt: skip
"""Organs of every assignment."""


@pytest.mark.parametrize("name", GROUPS)
def test_the_task_groups_with_their_leading_organ(name):
    groups = DOCUMENTS[name].task_groups
    assert [(next(iter(names(group.lead)), None), len(group.tasks)) for group in groups] == GROUPS[name]
    assert [group.number for group in groups] == [str(number) for number in range(1, len(groups) + 1)]
    assert all(len(group.lead) <= 1 for group in groups)


@pytest.mark.parametrize(("name", "number"), COORDINATING)
def test_the_coordinating_organs(name, number):
    assert names(DOCUMENTS[name].task_groups[number - 1].coordinating) == COORDINATING[name, number]


@pytest.mark.parametrize("name", ASSIGNED)
def test_the_assignments(name):
    assert [names(assignment.agencies) for assignment in DOCUMENTS[name].assignments] == ASSIGNED[name]


def test_field_lines_are_no_tasks_and_sub_bullets_belong_to_their_bullet():
    for name in GROUPS:
        kinds = {node.id: node.kind for part in DOCUMENTS[name].components for node in part.walk()}
        tasks = [kinds[task] for group in DOCUMENTS[name].task_groups for task in group.tasks]
        assert {"field", "subbullet"} & set(tasks) == set()


def test_two_items_numbered_five_stay_apart():
    fifth = [assignment for assignment in DOCUMENTS["hp274"].assignments if assignment.number == "5"]
    assert [names(assignment.agencies) for assignment in fifth] == [
        ["Sở Kế hoạch và Đầu tư"],
        ["Sở Thông tin và Truyền thông"],
    ]
    assert fifth[0].node != fifth[1].node
    assert [line(DOCUMENTS["hp274"], d.span) for d in run_rules(DOCUMENTS["hp274"]) if d.code == "VB101"] == [161]


# --- reporting, money, times --------------------------------------------------------------------------------------


def duties_to_report(name: str) -> dict[int, tuple[list[str], list[str], str | None, str | None]]:
    """Who reports to whom, through whom and by which day, by line."""
    document = DOCUMENTS[name]
    return {
        line(document, r.span): (names(r.who), names(r.to), r.via and r.via.name, r.deadline and r.deadline.month_day)
        for r in document.reporting
    }


def test_hai_phong_reports_by_the_twentieth_of_november():
    assert duties_to_report("hp1631") == {
        168: ([VHTTDL], ["Chủ tịch Ủy ban nhân dân thành phố"], None, None),
        212: (
            ["các sở, ban, ngành", "Ủy ban nhân dân các quận, huyện"],
            ["Ủy ban nhân dân thành phố"],
            VHTTDL,
            "11-20",
        ),
    }
    [closing] = [r for r in DOCUMENTS["hp1631"].reporting if r.via]
    assert (closing.deadline.rrule, closing.deadline.bound) == ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20", "before")


def test_bac_giang_reports_by_the_fifteenth_of_november():
    who, to, via, day = duties_to_report("bg")[159]
    assert (to, via, day) == (["Chủ tịch UBND tỉnh"], VHTTDL, "11-15")
    assert who == ["các sở, ban, ngành tỉnh", "UBND huyện, thành phố"]


def test_bac_giang_reports_to_two_at_once():
    reports = duties_to_report("bg")
    assert reports[133][:2] == ([VHTTDL], ["Bộ Văn hóa, Thể thao và Du lịch", "Chủ tịch UBND tỉnh"])
    assert reports[143][:2] == ([NGOAI_VU], ["Bộ Ngoại giao", "Chủ tịch UBND tỉnh"])


def test_the_older_plan_of_hai_phong_reports_by_the_fifteenth_of_november():
    who, to, via, day = duties_to_report("hp274")[125]
    assert (to, via, day) == ([NGOAI_VU], None, "11-15")
    assert who == ["các Sở, ban, ngành, tổ chức đoàn thể thành phố", "Ủy ban nhân dân các quận, huyện"]


@pytest.mark.parametrize(
    ("name", "lines"), [("hp1631", [158, 160, 188]), ("bg", [119, 121, 147]), ("hn", [99]), ("hp274", [107, 175])]
)
def test_the_paragraphs_on_money(name, lines):
    budget = DOCUMENTS[name].budget
    assert [line(DOCUMENTS[name], record.span) for record in budget] == lines
    assert [record.amounts for record in budget] == [()] * len(lines)


def test_years_in_the_names_of_cited_documents_are_no_times_of_the_plan():
    lines = {line(DOCUMENTS["hp1631"], time.span) for time in DOCUMENTS["hp1631"].times}
    # Line 35: "có hiệu lực từ ngày ký".
    assert lines == {35, 102, 160, 188, 212}
    assert 3 not in {line(DOCUMENTS["hn"], time.span) for time in DOCUMENTS["hn"].times}


def test_the_period_of_the_plan_of_ha_noi():
    periods = [(time.text, time.edtf) for time in DOCUMENTS["hn"].times if line(DOCUMENTS["hn"], time.span) == 4]
    assert periods == [("giai đoạn 2022-2026", "2022/2026"), ("đến năm 2030", "../2030")]


# --- the table ----------------------------------------------------------------------------------------------------


def test_one_table_in_four_pieces():
    [table] = DOCUMENTS["hp274"].tables
    assert table.columns == ("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian")
    assert [(group.marker, line(DOCUMENTS["hp274"], group.span)) for group in table.groups] == [
        ("I", 213),
        ("II", 221),
        ("III", 232),
        ("IV", 240),
    ]
    rows = [(row.group, row.number) for row in table.rows]
    assert rows == [
        (group, str(n)) for group, size in (("I", 5), ("II", 8), ("III", 3), ("IV", 2)) for n in range(1, size + 1)
    ]


def test_who_leads_in_the_table():
    [table] = DOCUMENTS["hp274"].tables
    leads = [names(row.lead)[0] for row in table.rows]
    assert all(len(row.lead) == 1 for row in table.rows)
    assert leads.count(NGOAI_VU) == 9
    assert [name for name in leads if name != NGOAI_VU] == [
        "Sở Thông tin và Truyền thông", "Sở Thông tin-Truyền thông", "Sở Văn hóa và Thể thao", "Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư",
        "Sở Du lịch", "Sở Văn hóa và Thể thao", "Sở Văn hóa và Thể Thao", "Sở Văn hóa và Thể thao",
    ]  # fmt: skip


def test_cells_that_run_together_are_taken_apart():
    [table] = DOCUMENTS["hp274"].tables
    helpers = {line(DOCUMENTS["hp274"], row.span): names(row.coordinating) for row in table.rows}
    assert helpers[214] == ["Sở Văn hóa và Thể thao", "Sở Du lịch", "Các đơn vị liên quan"]
    assert helpers[217] == [
        "Sở Văn hóa& Thể thao",
        "Sở Thông tin và Truyền thông",
        "Công an thành phố",
        "các đơn vị liên quan",
    ]
    assert helpers[230] == [
        "Sở Văn hóa và Thể thao", "Sở Ngoại vụ", "Ban Quản lý Khu kinh tế", "Ủy ban nhân dân các quận, huyện", "Các đơn vị liên quan",
    ]  # fmt: skip


def test_times_in_the_table():
    [table] = DOCUMENTS["hp274"].tables
    times = {line(DOCUMENTS["hp274"], row.span): row.time for row in table.rows}
    assert (times[216].edtf, times[241].edtf) == ("2025/2030", "2024/2030")
    assert (times[224].kind, times[224].text) == ("condition", "Theo các hoạt động, sự kiện phát sinh")
    assert [number for number, time in times.items() if time is None] == [217, 226]
    assert sum(time.rrule == "FREQ=YEARLY" for time in times.values() if time) == 13


# --- the news page ------------------------------------------------------------------------------------------------


def test_nothing_in_the_news_page_is_read_as_a_plan():
    news = DOCUMENTS["news141"]
    assert (news.task_groups, news.assignments, news.reporting, news.budget, news.tables) == ((), (), (), (), ())
    assert {node.role for part in news.components for node in part.walk()} <= {None}


def test_the_news_page_tells_of_the_plan_and_carries_out_nothing():
    found = relations("news141")
    assert {(kind, target) for kind, _, target, _ in found if kind == "reports_on"} == {("reports_on", "141/KH-UBND")}
    assert "implements" not in {kind for kind, *_ in found}


def test_the_terminal_says_that_it_is_news_about_the_plan(vbparse, samples):
    shown = vbparse("parse", "news141.txt", cwd=samples).stdout
    assert "This is a news page, not a plan (about 141/KH-UBND)" in shown
    assert "Tasks" not in shown


# --- Hải Phòng beside Bắc Giang -----------------------------------------------------------------------------------

HEADINGS = {
    "I": "I", "I.1": "I.1", "I.2": "I.2", "II": "II", "II.1": "II.1", "II.2": "II.2", "II.3": "II.4", "II.4": "II.5", "II.5": "II.6",
    "III": "III", "IV": "IV", "IV.1": "IV.1", "IV.2": "IV.2", "IV.3": "IV.4", "IV.4": "IV.6", "IV.5": "IV.7", "IV.8": "IV.9",
}  # fmt: skip
"""Headings that correspond, Hải Phòng to Bắc Giang."""

CLAUSES = {
    "I.1/-1": "I.1/p1", "I.1/-2": "I.1/p2", "I.1/-3": "I.1/p3", "I.2/p1": "I.2/p1", "II.1/-1": "II.1/p1", "II.1/-2": "II.1/p2",
    "II.2/-1": "II.2/p1", "II.2/-2": "II.2/p2", "II.2/-3": "II.2/p3", "II.2/-4": "II.2/p4", "II.2/-5": "II.2/p5", "II.2/-6": "II.2/p6",
    "II.2/-7": "II.2/p7", "II.3/-1": "II.4/p1", "II.3/-2": "II.4/p2", "II.3/-3": "II.4/p4", "II.4/-1": "II.5/p1", "II.4/-2": "II.5/p2",
    "II.5/-1": "II.6/p1", "II.5/-2": "II.6/p2", "II.5/-3": "II.1/p2", "III/-1": "III.1", "III/-2": "III.2", "IV.1/-3": "IV.1/-1",
    "IV.1/-4": "IV.1/-2", "IV.1/-5": "IV.1/-3", "IV.1/-2": "IV.1/-4", "IV.3/-1": "IV.4/p1", "IV.4/p1": "IV.6/p1", "IV.5/p1": "IV.7/p1",
    "IV.8/p1": "IV.9/p1", "closing1": "closing1",
}  # fmt: skip
"""Clauses that say the same."""

ONLY_IN_BAC_GIANG = (
    "I.2/p2", "II.3", "II.3/p1", "II.3/p2", "II.3/p3", "II.3/p4", "II.3/p5", "II.3/f1", "II.3/f2", "IV.5", "IV.5/p1", "IV.8", "IV.8/p1",
)  # fmt: skip
"""Professional cultural diplomacy, policies and training of staff, Sở Nội vụ, the union of friendship organizations."""

ONLY_IN_HAI_PHONG = ("IV.6",)
"""Heading of the customs branch; that of the press centre may stand for that of Sở Thông tin và Truyền thông."""


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(DOCUMENTS["hp1631"], DOCUMENTS["bg"])


def claims(comparison: Comparison) -> dict[tuple[str, str], Link]:
    """Claimed links by every pair of unit ids, without the component's name."""
    return {
        (left.partition("/")[2], right.partition("/")[2]): link
        for link in comparison.links
        if link.tier != "possible"
        for left in link.left
        for right in link.right
    }


def test_corresponding_headings_are_linked(comparison):
    assert [pair for pair in HEADINGS.items() if pair not in claims(comparison)] == []


def test_clauses_that_say_the_same_are_linked(comparison):
    assert [pair for pair in CLAUSES.items() if pair not in claims(comparison)] == []


def test_what_only_one_of_them_has_is_claimed_of_no_other(comparison):
    found = claims(comparison)
    assert [pair for pair in found if pair[1] in ONLY_IN_BAC_GIANG] == []
    assert [pair for pair in found if pair[0] in ONLY_IN_HAI_PHONG] == []
    assert {f"plan/{unit}" for unit in ONLY_IN_BAC_GIANG} <= set(comparison.only_right)
    assert {f"plan/{unit}" for unit in ONLY_IN_HAI_PHONG} <= set(comparison.only_left)


def test_a_shared_formula_is_no_correspondence(comparison):
    """Two lists of local plans to go on with, and a digital library: nothing but "Kế hoạch số … năm 2025 … năm 2030"."""
    assert ("II.2/-1", "II.2/p6") not in claims(comparison)


def test_the_lead_differs_in_the_first_task_group_alone(comparison):
    changes = {
        pair: (change.change, change.left, change.right)
        for pair, link in claims(comparison).items()
        for change in link.changes
        if change.field == "lead_agency" and pair[0].startswith("II.")
    }
    assert changes.pop(("II.1/f1", "II.1/f1")) == ("different", VHTTDL, NGOAI_VU)
    assert {pair: change for pair, (change, *_) in changes.items()} == {
        ("II.2/f1", "II.2/f1"): "same",
        ("II.3/f1", "II.4/f1"): "same",
        ("II.4/f1", "II.5/f1"): "same",
        ("II.5/f1", "II.6/f1"): "same",
    }


def test_names_of_place_are_local_and_nothing_else(comparison):
    link = claims(comparison)["II.4", "II.5"]
    assert link.relation == "local"
    assert [tuple(piece[1:]) for piece in link.diff if piece[0] != "equal"] == [("Hải Phòng", "Bắc Giang")]


def test_the_decision_is_not_compared_where_its_plan_is(comparison):
    assert {unit.id.partition("/")[0] for unit in comparison.left.units} == {"plan"}
    assert (comparison.left.number, comparison.left.province) == ("1631/QĐ-UBND", "Hải Phòng")
    assert (comparison.right.number, comparison.right.province) == (None, "Bắc Giang")


def test_neither_plan_says_that_it_follows_the_other(comparison):
    assert (comparison.lineage.relation, comparison.lineage.newer) == (None, None)


# --- who follows whom ---------------------------------------------------------------------------------------------

OLDER = (
    "ỦY BAN NHÂN DÂN\n{organ}\n\nSố: 141/KH-UBND\n\n{place}, ngày {day}\n\nKẾ HOẠCH\n\nTriển khai Chiến lược văn hóa đối ngoại\n\n"
    "I. MỤC ĐÍCH, YÊU CẦU\n\n- Nâng cao nhận thức của các cấp, các ngành, các tầng lớp Nhân dân./.\n"
)


def older(organ: str, place: str, day: str) -> Document:
    return parse(Source.of(OLDER.format(organ=organ, place=place, day=day)))


def test_the_plan_that_was_replaced_is_the_older_one():
    replaced = older("THÀNH PHỐ HẢI PHÒNG", "Hải Phòng", "04 tháng 5 năm 2023")
    for left, right, newer in ((DOCUMENTS["hp1631"], replaced, "left"), (replaced, DOCUMENTS["hp1631"], "right")):
        lineage = compare(left, right).lineage
        assert (lineage.relation, lineage.newer) == ("replaces", newer)
        assert "141/KH-UBND" in lineage.evidence[0]


@pytest.mark.parametrize(
    ("organ", "place", "day"),
    [
        ("THÀNH PHỐ HẢI PHÒNG", "Hải Phòng", "04 tháng 5 năm 2024"),
        ("TỈNH BẮC GIANG", "Bắc Giang", "04 tháng 5 năm 2023"),
    ],
)
def test_a_plan_of_another_year_or_province_with_the_same_number_is_another_plan(organ, place, day):
    assert compare(DOCUMENTS["hp1631"], older(organ, place, day)).lineage.relation is None
