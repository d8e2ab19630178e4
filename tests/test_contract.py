"""What other people's scripts rely on: commands, fields, schemas, spans, the library."""

import json
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from plan_texts import SAMPLES

from vbparse import Source, parse
from vbparse.check import check_documents
from vbparse.matching import compare
from vbparse.matching.matrix import build_matrix
from vbparse.schema import json_schema

SCHEMAS = ("document", "comparison", "matrix", "report")

RESOLUTION = """\
HỘI ĐỒNG NHÂN DÂN
TỈNH CAO BẰNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 05/2024/NQ-HĐND
Cao Bằng, ngày 11 tháng 7 năm 2024

NGHỊ QUYẾT
Quy định mức chi công tác văn hóa đối ngoại

HỘI ĐỒNG NHÂN DÂN TỈNH CAO BẰNG

Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015;

QUYẾT NGHỊ:

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
1. Nghị quyết này quy định mức chi:
a) Chi hội nghị: 1.500.000 đồng/ngày;
b) Chi in ấn;
đ) Chi khác.
2. Đối tượng áp dụng là các cơ quan.
Điều 2. Kinh phí là 2,5 tỷ đồng, bố trí trong dự toán năm 2025.
Điều 3. Hiệu lực thi hành./.

CHỦ TỊCH
Triệu Đình Lê
"""

LETTER = """\
SỞ NỘI VỤ
Số: 123/SNV-VP
V/v báo cáo kết quả

Hà Giang, ngày 3 tháng 02 năm 2025

Kính gửi: Các sở, ban, ngành tỉnh.

Đề nghị các cơ quan báo cáo kết quả về Sở Nội vụ trước ngày 20/02/2025 để tổng hợp./.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC
"""

TABLE = """\
KẾ HOẠCH
Chuyển đổi số

I. NHIỆM VỤ
Các nhiệm vụ sau:

| TT | Nhiệm vụ | Chủ trì | Thời gian |
|----|----------|---------|-----------|
| I | Hạ tầng | | |
| 1 | Nâng cấp mạng | Sở Khoa học và Công nghệ | Quý II/2025 |
| 2 | Tập huấn | UBND các xã | Hằng năm |

II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính: Bố trí kinh phí.
1. Sở Nội vụ: Theo dõi.
3. Các cơ quan liên quan
"""

TRICKY: dict[str, str | bytes] = {
    "empty": "",
    "blanks": " \n\t\n\u00a0\n",
    "a lone mark": b"\xef\xbb\xbf",
    "one word": "Kế hoạch",
    "resolution": RESOLUTION,
    "letter": LETTER,
    "table": TABLE,
    "decomposed": unicodedata.normalize("NFD", RESOLUTION),
    "windows line ends": LETTER.replace("\n", "\r\n").encode(),
    "windows-1258": unicodedata.normalize("NFD", LETTER).encode("cp1258", "ignore"),
    "utf-16": TABLE.encode("utf-16"),
    "cut in a letter": TABLE.encode()[:-1] + b"\xe1",
    "binary": bytes(range(256)),
    "only recipients": "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n",
    "only markers": "I.\n1.\na)\n-\n+\n*\nĐiều 1.\n",
    "wrapped": SAMPLES["hn"].replace(", ", ",\n"),
}
"""Texts that a parser of tidy plans would stumble over, by what is hard about them."""


def document(text: str | bytes) -> Any:
    return parse(Source.decode(text) if isinstance(text, bytes) else Source.of(text))


TEXTS = {**SAMPLES, **TRICKY}
DOCUMENTS = {name: document(text) for name, text in TEXTS.items()}


def complaints(name: str, data: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(json_schema(name)).iter_errors(data)]


# --- schemas ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_printed_schema_is_the_one_that_outputs_are_held_to(name, vbparse):
    printed = json.loads(vbparse("schema", name).stdout)
    Draft202012Validator.check_schema(printed)
    assert printed == json_schema(name)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", TEXTS)
def test_every_document_follows_the_schema(name):
    assert complaints("document", json.loads(DOCUMENTS[name].to_json())) == []


PAIRS = [
    *combinations(SAMPLES, 2),
    ("hp1631", "empty"),
    ("empty", "empty"),
    ("news141", "letter"),
    ("table", "resolution"),
    ("hn", "hn"),
]


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_every_comparison_follows_the_schema(left, right):
    assert complaints("comparison", json.loads(compare(DOCUMENTS[left], DOCUMENTS[right]).to_json())) == []


@pytest.mark.parametrize(
    "names", [("hp1631", "bg", "hn"), ("empty", "news141"), ("table", "table", "letter", "blanks")]
)
def test_every_matrix_follows_the_schema(names):
    matrix = json.loads(build_matrix([DOCUMENTS[name] for name in names]).to_json())
    assert complaints("matrix", matrix) == []
    assert all(len(row["cells"]) == len(matrix["documents"]) == len(names) for row in matrix["rows"])
    assert all(row["coverage"] == sum(map(bool, row["cells"])) for row in matrix["rows"])


def test_every_report_follows_the_schema():
    report = json.loads(check_documents(DOCUMENTS.values()).to_json())
    assert complaints("report", report) == []
    assert [file["clean"] for file in report["files"]].count(True) == report["summary"]["clean"]
    found = [diagnostic["severity"] for file in report["files"] for diagnostic in file["diagnostics"]]
    assert (report["summary"]["files"], report["summary"]["errors"]) == (len(DOCUMENTS), found.count("error"))
    assert report["summary"]["warnings"] == found.count("warning") > 0


def test_a_field_too_many_or_too_few_breaks_the_schema():
    validator = Draft202012Validator(json_schema("document"))
    data = json.loads(DOCUMENTS["bg"].to_json())
    for broken in ({**data, "extra": 1}, {key: data[key] for key in data if key != "times"}, {**data, "genre": None}):
        with pytest.raises(ValidationError):
            validator.validate(broken)


# --- fields -------------------------------------------------------------------------------------------------------

PROMISED = {
    "document": {
        "": "schema source genre components citations relations task_groups assignments reporting budget times tables diagnostics",
        "Component": "id kind span of header body recipients archive signature",
        "Header": "issuing_body authority number number_status number_span place date doc_type title attached_to province",
        "Node": "id kind marker ordinal role heading text span extent children",
        "Recipient": "text span",
        "Signature": "authority position name",
        "Agency": "name id span",
        "Citation": "span text type number canonical date issuer alias node component role",
        "Relation": "type source target target_canonical target_date span confidence",
        "TaskGroup": "node number title lead coordinating time tasks",
        "Assignment": "node number agencies coordinating duties",
        "Reporting": "node span text who to via deadline",
        "Time": "span text kind edtf rrule month_day bound",
        "Budget": "node span text amounts",
        "Amount": "vnd text span",
        "Table": "id component span columns groups rows",
        "TableGroup": "marker title span",
        "TableRow": "number group cells lead coordinating time span",
        "Diagnostic": "code severity message span",
        "Span": "start end line column end_line",
    },
    "comparison": {
        "": "schema left right links only_left only_right lineage summary",
        "Side": "path number province title units",
        "Unit": "id kind role span text",
        "Link": "left right relation tier score moved evidence changes diff",
        "Evidence": "text context citations shared",
        "Change": "field left right change",
        "Lineage": "relation newer evidence",
    },
    "matrix": {"": "schema documents rows", "MatrixRow": "id label role cells coverage tier"},
    "report": {
        "": "schema files summary",
        "FileReport": "path clean diagnostics",
        "ReportSummary": "files clean errors warnings",
    },
}
"""Fields by output and shape; "" is the output itself."""

CHOICES = {
    ("document", "Header", "number_status"): "present blank none inferred",
    ("document", "Time", "kind"): "date interval deadline recurrence condition",
    ("document", "Diagnostic", "severity"): "error warning info",
    ("comparison", "Link", "relation"): "identical local reworded partial split merged counterpart",
    ("comparison", "Link", "tier"): "certain likely possible",
    ("comparison", "Change", "change"): "same different renamed added dropped",
}
"""Values that a field may have."""


@pytest.mark.parametrize(("name", "shape"), [(name, shape) for name, shapes in PROMISED.items() for shape in shapes])
def test_every_promised_field_is_there(name, shape):
    schema = json_schema(name)
    fields = (schema["$defs"][shape] if shape else schema)["properties"]
    assert set(PROMISED[name][shape].split()) - set(fields) == set()


@pytest.mark.parametrize(("name", "shape", "field"), CHOICES)
def test_a_field_has_the_promised_values_and_no_others(name, shape, field):
    values = json_schema(name)["$defs"][shape]["properties"][field]["enum"]
    assert sorted(values) == sorted(CHOICES[name, shape, field].split())


KINDS = """
preamble basis part chapter division article clause point section item subitem bullet subbullet paragraph field table caption
byline closing note footnote
""".split()

ROLES = """
legal_basis preamble decision_article purpose_requirements purpose requirements objectives general_objectives specific_objectives
targets tasks task_group task solutions schedule content time lead_agency coordinating_agencies budget implementation
agency_assignment duty reporting closing
""".split()

COMPONENTS = """
site_header site_footer recipients signature_block attachments news_article unknown decision plan appendix directive resolution
circular decree law official_letter report notice
""".split()


@pytest.mark.parametrize("name", TEXTS)
def test_kinds_and_roles_are_the_promised_ones(name):
    components = DOCUMENTS[name].components
    nodes = [node for component in components for node in component.walk()]
    assert {node.kind for node in nodes} - set(KINDS) == set()
    assert {node.role for node in nodes} - set(ROLES) - {None} == set()
    assert {component.kind for component in components} - set(COMPONENTS) == set()


@pytest.mark.parametrize("name", TEXTS)
def test_components_say_whose_they_are(name):
    components = DOCUMENTS[name].components
    ids = [component.id for component in components]
    assert len(set(ids)) == len(ids)
    for component in components:
        assert component.of is None or component.of in ids
        assert component.kind not in ("recipients", "signature_block") or component.of


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_record_names_is_in_the_file(name):
    data = json.loads(DOCUMENTS[name].to_json())
    text = DOCUMENTS[name].source.text
    for agency in every(data, "id", "name", "span"):
        words = " ".join(text[agency["span"]["start"] : agency["span"]["end"]].split())
        # "Các Sở: Công Thương, Xây dựng" names "Sở Xây dựng" with two words of its own.
        assert words and agency["name"].endswith(words), agency
    numbers = {citation["number"] for citation in data["citations"]}
    names = {citation.get("name") for citation in data["citations"]}
    assert {r["target"] for r in data["relations"] if r["type"] != "promulgates"} <= numbers | names
    assert all(r["target"] in " ".join(text.split()) for r in data["relations"] if r["type"] == "promulgates")


# --- components and records ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["letter", "windows line ends"])
def test_a_short_letter_has_a_body_recipients_and_a_signature(name):
    letter, *rest = DOCUMENTS[name].components
    assert letter.kind == "official_letter"
    assert any(node.text.startswith("Đề nghị các cơ quan báo cáo") for node in letter.walk())
    assert [component.kind for component in rest] == ["recipients", "signature_block"]
    assert rest[0].archive == "VT"


def test_a_resolution_has_chapters_articles_clauses_and_points():
    [body, signature] = DOCUMENTS["resolution"].components
    outline = [(node.kind, node.marker, node.ordinal) for node in body.walk() if node.marker]
    assert outline == [
        ("chapter", "Chương I", 1), ("article", "Điều 1.", 1), ("clause", "1.", 1), ("point", "a)", 1), ("point", "b)", 2),
        ("point", "đ)", 5), ("clause", "2.", 2), ("article", "Điều 2.", 2), ("article", "Điều 3.", 3),
    ]  # fmt: skip
    assert (body.header.number, body.header.date, body.header.province) == ("05/2024/NQ-HĐND", "2024-07-11", "Cao Bằng")
    assert signature.signature.name == "Triệu Đình Lê"


def test_a_table_ends_with_its_last_row():
    [table] = DOCUMENTS["table"].tables
    assert [(group.marker, group.title) for group in table.groups] == [("I", "Hạ tầng")]
    assert [(row.number, row.group, row.lead[0].name) for row in table.rows] == [
        ("1", "I", "Sở Khoa học và Công nghệ"),
        ("2", "I", "UBND các xã"),
    ]
    assert DOCUMENTS["table"].source[table.span].rstrip(" |").endswith("Hằng năm")


def test_every_paragraph_with_a_sum_is_a_budget():
    plan = "KẾ HOẠCH\nChuyển đổi số\n\nI. KINH PHÍ\n- Tổng kinh phí: 1.500.000.000 đồng.\n- Năm 2025: 2,5 tỷ đồng."
    plan += "\n\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính: Bố trí 500 triệu đồng.\n2. Sở Nội vụ: Theo dõi, tổng hợp.\n"
    budget = document(plan).budget
    assert [[amount.vnd for amount in record.amounts] for record in budget] == [
        [1_500_000_000],
        [2_500_000_000],
        [500_000_000],
    ]


# --- spans --------------------------------------------------------------------------------------------------------


def every(data: Any, *names: str) -> Iterator[dict[str, Any]]:
    """All objects anywhere in the data that have these fields."""
    if isinstance(data, dict):
        if set(names) <= set(data):
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from every(item, *names)


def assert_spans_tell_their_lines(data: Any, text: str) -> None:
    spans = list(every(data, "start", "end", "line"))
    assert spans
    for span in spans:
        start, end = span["start"], span["end"]
        assert 0 <= start <= end <= len(text)
        assert span["line"] == text.count("\n", 0, start) + 1
        assert span["column"] == start - (text.rfind("\n", 0, start) + 1) + 1
        assert span["end_line"] == text.count("\n", 0, max(start, end - 1)) + 1


@pytest.mark.parametrize("name", TEXTS)
def test_spans_tell_their_lines(name):
    assert_spans_tell_their_lines(json.loads(DOCUMENTS[name].to_json()), DOCUMENTS[name].source.text)


def test_spans_of_a_comparison_are_those_of_each_side():
    data = json.loads(compare(DOCUMENTS["hp1631"], DOCUMENTS["decomposed"]).to_json())
    for side, name in (("left", "hp1631"), ("right", "decomposed")):
        assert_spans_tell_their_lines(data[side], DOCUMENTS[name].source.text)


def test_spans_of_a_report_are_those_of_each_file():
    data = json.loads(check_documents(DOCUMENTS.values()).to_json())
    for file, read in zip(data["files"], DOCUMENTS.values(), strict=True):
        if file["diagnostics"]:
            assert_spans_tell_their_lines(file, read.source.text)


def test_offsets_count_code_points_of_the_composed_text():
    plain, split = (json.loads(DOCUMENTS[name].to_json()) for name in ("resolution", "decomposed"))
    assert split["components"] == plain["components"]
    assert split["source"]["chars"] == plain["source"]["chars"] == len(RESOLUTION)
    assert plain["source"]["lines"] == RESOLUTION.count("\n")


# --- the library --------------------------------------------------------------------------------------------------


def test_the_library_works_as_promised(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hp.txt").write_text(SAMPLES["hp1631"], encoding="utf-8")
    (tmp_path / "bg.txt").write_text(SAMPLES["bg"], encoding="utf-8")

    from vbparse import Comparison, Source, compare, parse, read

    left = parse(read("hp.txt"))
    with open("bg.txt", "rb") as file:
        right = parse(Source.decode(file.read()))
    result = compare(left, right)

    assert isinstance(result, Comparison)
    assert json.loads(left.to_json())["source"]["path"] == "hp.txt"
    assert json.loads(right.to_json())["genre"] == "plan"
    assert json.loads(result.to_json())["left"]["number"] == "1631/QĐ-UBND"


def test_every_public_name_can_be_imported():
    import vbparse as package

    assert {"Source", "compare", "parse", "read"} <= set(package.__all__)
    assert all(getattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'colour'"):
        _ = package.colour


# --- how it is laid out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hp1631", "hn"])
def test_in_json_every_clause_and_record_begins_a_line(name):
    document = parse(Source.of(SAMPLES[name]))
    begun = [line.lstrip().split(",", 1)[0] for line in document.to_json().split("\n")]
    clauses = [node.id for component in document.components for node in component.walk()]
    assert [first for first in begun if first.startswith('{"id": ') and "/" in first] == [
        f'{{"id": {json.dumps(clause, ensure_ascii=False)}' for clause in clauses
    ]
    records = [*document.task_groups, *document.tasks, *document.assignments, *document.budget]
    assert len(records) > 20
    assert {f'{{"node": "{record.node}"' for record in records} <= set(begun)
