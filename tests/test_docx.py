"""Word files: what a reader of their pages sees is the text, and no file does harm."""

from pathlib import Path

import pytest
from agreement import agreement, words_kept
from typer.testing import CliRunner
from word_files import NAMES, level, lists, p, package, part, r, table, word, word_of, word_parts

from vbparse import compare, parse, read
from vbparse.cli import app
from vbparse.errors import InputError
from vbparse.readers import read_bytes
from vbparse.readers.docx.numbering import written
from vbparse.readers.options import Limits, ReadOptions


def lines(body, **parts):
    """The lines that are read of a file with this body."""
    return read_bytes(word(body, **parts), "a.docx").text.split("\n")[:-1]


def said(body, relations=None, **parts):
    """What is remarked on a file: code, values and paragraph."""
    source = read_bytes(word(body, relations, **parts), "a.docx")
    return [(remark.code, *remark.values.values(), source.place(remark.span.start)) for remark in source.remarks]


# --- automatic numbers ----------------------------------------------------------------------------------------------

PLAN = lists(
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "-"),
)


def test_numbers_are_counted_and_begin_anew_below_each_heading():
    levels = [0, 1, 1, 2, 2, 3, 1, 0, 1, 2]
    body = "".join(p("Nội dung", number=(1, at)) for at in levels)
    assert [line.split()[0] for line in lines(body, numbering=PLAN)] == "I. 1. 2. a) b) - 3. II. 1. a)".split()


def test_numbers_by_hand_and_automatic_ones_stand_side_by_side():
    body = p("I. MỤC ĐÍCH") + p("Nâng cao", number=(1, 1)) + p("2.\tTuyên truyền") + p("đ)  Khác")
    assert lines(body, numbering=PLAN) == ["I. MỤC ĐÍCH", "1. Nâng cao", "2. Tuyên truyền", "đ)  Khác"]


def test_a_label_shows_the_numbers_above_it():
    levels = level(0, "upperRoman", "Chương %1") + level(1, "decimal", "%1.%2.") + level(2, "decimal", "%1.%2.%3")
    legal = levels.replace('<w:ilvl w:val="2"', "").replace("%1.%2.%3", "%1.%2.%3")
    body = "".join(p("x", number=(1, at)) for at in (0, 0, 1, 2, 2))
    assert lines(body, numbering=lists(legal)) == ["Chương I x", "Chương II x", "II.1. x", "II.1.1 x", "II.1.2 x"]


def test_legal_numbers_are_decimals():
    levels = level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2.", "<w:isLgl/>")
    assert lines(p("x", number=(1, 0)) + p("y", number=(1, 1)), numbering=lists(levels)) == ["I. x", "1.1. y"]


def test_a_list_may_begin_anew_or_go_on():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    made = lists(level(0, "decimal", "%1."), overrides=[(2, 1, ""), (3, 1, anew)])
    body = "".join(p("x", number=(key, 0)) for key in (1, 2, 2, 3, 3, 1))
    assert [line[0] for line in lines(body, numbering=made)] == list("123567")


def test_a_level_that_never_begins_anew_goes_on():
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
    body = "".join(p("x", number=(1, at)) for at in (0, 1, 1, 0, 1))
    assert lines(body, numbering=lists(levels))[-1] == "Điều 3. x"


def test_a_level_of_its_own_takes_the_place_of_the_common_one():
    own = '<w:lvlOverride w:ilvl="0">' + level(0, "lowerLetter", "%1)") + "</w:lvlOverride>"
    made = lists(level(0, "decimal", "%1."), overrides=[(2, 1, own)])
    assert lines(p("x", number=(2, 0)), numbering=made) == ["a) x"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Heading"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="Heading"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
)


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it():
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.", '<w:pStyle w:val="Heading"/>')
    body = p("x", style="Heading") + p("y", style="Below") + p("z", style="Below", number=(0, 0)) + p("q", style="Loop")
    assert lines(body, styles=STYLES, numbering=lists(levels)) == ["1. x", "2. y", "z", "q"]


def test_a_list_may_be_named_by_a_style():
    made = lists('<w:numStyleLink w:val="Heading"/>').replace('<w:num w:numId="1"><w:abstractNumId w:val="1"/>', "", 1)
    made = (
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Heading"/>{level(0, "decimal", "(%1)")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Heading"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    assert lines(p("x", number=(2, 0)), styles=STYLES, numbering=made) == ["(1) x"]


@pytest.mark.parametrize(
    ("format_", "numbers"),
    [
        ("decimal", {1: "1", 12: "12", 0: "0"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("001, 002, 003, ...", {7: "007"}),
        ("upperRoman", {4: "IV", 9: "IX", 1994: "MCMXCIV", 0: "0"}),
        ("lowerRoman", {14: "xiv"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {4: "d", 5: "e"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th"}),
        ("none", {1: ""}),
        ("cardinalText", {2: "2"}),
    ],
)
def test_numbers_are_written_in_the_format_of_their_level(format_, numbers):
    assert {number: written(number, format_) for number in numbers} == numbers


@pytest.mark.parametrize(
    ("text", "font", "sign"),
    [
        ("\uf0b7", "Symbol", "•"),
        ("\uf02d", "Symbol", "-"),
        ("\uf0b7", "Times New Roman", "•"),
        ("\uf0a7", "Wingdings", "▪"),
        ("Ø", "Wingdings", "➢"),
        ("-", "Times New Roman", "-"),
        ("+", "Times New Roman", "+"),
        ("\uf0ff", "Webdings", "\uf0ff"),
    ],
)
def test_a_bullet_is_the_sign_that_its_font_shows(text, font, sign):
    made = level(0, "bullet", text, f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>')
    assert lines(p("x", number=(1, 0)), numbering=lists(made)) == [f"{sign} x"]


@pytest.mark.parametrize(("suffix", "line"), [("tab", "1. x"), ("space", "1. x"), ("nothing", "1.x")])
def test_what_follows_a_number(suffix, line):
    made = level(0, "decimal", "%1.", f'<w:suff w:val="{suffix}"/>')
    assert lines(p("x", number=(1, 0)), numbering=lists(made)) == [line]


def test_a_number_of_a_list_that_is_missing_is_none():
    assert lines(p("x", number=(9, 0)) + p("y", number=(1, 8)), numbering=PLAN) == ["x", "y"]


@pytest.mark.parametrize("path", sorted((Path(__file__).parent.parent / "samples").glob("*.txt")), ids=lambda p: p.stem)
def test_a_plan_typed_with_automatic_numbers_has_the_outline_of_its_text(path):
    text = read(path)
    typed = read_bytes(word_of(text.text), "a.docx")
    assert words_kept(text.text, typed.text) == 1
    assert agreement(parse(text), parse(typed)) > 0.99


def test_a_list_goes_on_after_a_letter_that_word_does_not_have():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    made = lists(level(0, "lowerLetter", "%1)"), overrides=[(2, 1, anew)])
    body = "".join(p("x", number=(1, 0)) for _ in "abcd") + p("đ) x") + p("x", number=(2, 0)) + p("x", number=(2, 0))
    assert [line[:2] for line in lines(body, numbering=made)] == ["a)", "b)", "c)", "d)", "đ)", "e)", "f)"]


def test_comparing_two_word_files_names_their_paragraphs(tmp_path):
    samples = Path(__file__).parent.parent / "samples"
    for name in ("hp1631", "bg"):
        (tmp_path / f"{name}.docx").write_bytes(word_of((samples / f"{name}.txt").read_text(encoding="utf-8")))
    paths = [str(tmp_path / f"{name}.docx") for name in ("hp1631", "bg")]
    shown = CliRunner().invoke(app, ["compare", *paths], terminal_width=100)
    assert shown.exit_code == 0 and "II.1/f1 (par. 98)" in shown.output, shown.output
    plain = [compare(*map(parse, map(read, files))) for files in (paths, [samples / "hp1631.txt", samples / "bg.txt"])]
    assert [(link.left, link.right, link.relation) for link in plain[0].links] == [
        (link.left, link.right, link.relation) for link in plain[1].links
    ]


# --- words ------------------------------------------------------------------------------------------------------------


def test_what_stands_in_a_paragraph():
    body = p(
        r("Quyết định", "<w:caps/>"),
        "<w:r><w:t> </w:t><w:noBreakHyphen/><w:softHyphen/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>",
        '<w:smartTag><w:hyperlink r:id="rId9"><w:sdt><w:sdtContent>' + r(" số 5") + "</w:sdtContent></w:sdt>"
        "</w:hyperlink></w:smartTag>",
        "<w:r><w:br/><w:t>sau</w:t></w:r>",
    )
    assert lines(body, relations={"rId9": ("hyperlink", "https://example.org/")}) == ["QUYẾT ĐỊNH-✓ số 5", "sau"]


def test_capitals_come_from_styles_too():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A" w:default="1"><w:rPr><w:caps/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:rPr><w:caps/></w:rPr></w:style>'
    )
    body = p("kế hoạch ", r("năm ", '<w:rStyle w:val="B"/>'), r("tháng", '<w:caps w:val="0"/>'))
    assert lines(body, styles=styles) == ["KẾ HOẠCH năm tháng"]


def test_of_a_field_its_result_is_read():
    def field(code, result):
        kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
        return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{result}{kinds[2]}"

    inner = field(" REF a ", r("hai"))
    body = p("một ", field(" IF ", inner), r(" ba"), '<w:fldSimple w:instr="DATE">' + r(" bốn") + "</w:fldSimple>")
    assert lines(body) == ["một hai ba bốn"]


def test_a_field_that_never_ends_takes_nothing_with_it():
    assert lines(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "mất") + p("còn")) == ["", "còn"]


def test_tabs_are_blanks():
    assert lines(p("Nơi nhận:", "<w:r><w:tab/><w:tab/></w:r>", "CHỦ TỊCH")) == ["Nơi nhận:        CHỦ TỊCH"]
    assert lines(p("<w:r><w:tab/></w:r>", "1.", "<w:r><w:tab/></w:r>", "Mục đích")) == ["1. Mục đích"]


def test_hidden_text_is_left_out_and_said():
    body = (
        p("thấy", r(" ẩn", "<w:vanish/>")) + p(r("x", "<w:vanish/>"), properties="<w:rPr><w:vanish/></w:rPr>") + p("y")
    )
    assert lines(body) == ["thấy", "y"]
    assert said(body) == [("VB009", "2 × hidden text", 1)]


def in_font(text, font, inner=""):
    return r(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>{inner}')


def test_fonts_of_before_unicode_tell_the_letters():
    body = (
        p(in_font("Céng hßa x· héi", ".VnTimeH"))
        + p(in_font("c¸c Bé tr", ".VnTime"), in_font("<w:softHyphen/>", ".VnTime"), in_font("ëng", ".VnTime"), " và Bộ")
        + p(in_font("quy ®Þnh", ".VnTime", "<w:caps/>"))
        + p(in_font("Ñieàu 1. Phaïm vi ñie", "VNI-Times"), in_font("àu chænh", "VNI-Times"))
        + p(in_font("đã là Unicode", ".VnTime"), r(" café"))
    ).replace('<w:t xml:space="preserve"><w:softHyphen/></w:t>', "<w:softHyphen/>")
    assert lines(body) == [
        "CỘNG HÒA XÃ HỘI",
        "các Bộ trưởng và Bộ",
        "QUY ĐỊNH",
        "Điều 1. Phạm vi điều chỉnh",
        "đã là Unicode café",
    ]
    assert said(body) == [("VB004", "TCVN3", 1), ("VB004", "VNI", 4)]


def test_a_number_may_be_in_such_a_font_too():
    made = level(0, "decimal", "®iÒu %1.", '<w:rPr><w:rFonts w:hAnsi=".VnTimeH"/></w:rPr>')
    assert lines(p("Phạm vi", number=(1, 0)), numbering=lists(made)) == ["ĐIỀU 1. Phạm vi"]


def test_a_soft_hyphen_is_not_seen():
    assert lines(p("Quyết", "<w:r><w:softHyphen/></w:r>", "đị\u00adnh")) == ["Quyếtđịnh"]


BOX = "<wps:txbx><w:txbxContent>" + p("MẬT") + p("KHẨN") + "</w:txbxContent></wps:txbx>"


def test_a_text_box_is_read_once_after_its_paragraph():
    both = f"<mc:AlternateContent><mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    body = p("Số: 5", f"<w:r>{both}</w:r>", "/KH-UBND") + p(
        f"<w:r><mc:AlternateContent><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(body) == ["Số: 5/KH-UBND", "MẬT", "KHẨN", "", "MẬT", "KHẨN"]


def test_changes_are_read_as_accepted_and_said():
    body = (
        p("một ", "<w:ins>" + r("hai ") + "</w:ins>", "<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>", "ba")
        + p("<w:moveFrom>" + r("đi") + "</w:moveFrom>", "<w:moveTo>" + r("đến") + "</w:moveTo>")
        + p("đầu ", properties='<w:rPr><w:del w:id="1"/></w:rPr>')
        + p("cuối")
        + table(["a", "b"], ["c", "d"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    )
    assert lines(body) == ["một hai ba", "đến", "đầu cuối", "c\td"]
    assert said(body) == [("VB005", "2", "4", 1)]


def test_what_is_no_text_is_said_where_it_stands():
    body = (
        p("một")
        + p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>", '<w:r><w:commentReference w:id="1"/></w:r>')
        + p("<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>")
        + '<w:altChunk r:id="rId7"/>'
    )
    relations = {"rId8": ("vbaProject", "document.xml")}
    assert sorted(said(body, relations)) == [
        ("VB009", "comment", 2),
        ("VB009", "embedded document", 3),
        ("VB009", "embedded object", 3),
        ("VB009", "macros", 1),
        ("VB009", "picture", 2),
    ]


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_row_is_a_line_whose_cells_know_their_first_paragraphs():
    data = word(p("x") + table(["TT", "Nội dung"], ["1", p("a\tb") + p("c")], ["2", table(["d", "e"])]) + p("y"))
    source = read_bytes(data, "a.docx")
    assert source.text.split("\n") == ["x", "TT\tNội dung", "1\ta b c", "2\td e", "y", ""]
    words = ("x", "TT", "\tN", "Nội dung", "dung", "1\t", "a b c", "c", "2\t", "d e", "y")
    assert [source.place(source.text.index(word)) for word in words] == [1, 2, 2, 3, 3, 4, 5, 5, 7, 8, 10]


def test_cells_of_combining_letters_and_cells_without_words_keep_their_paragraphs():
    goes_on, hanging = "<w:vMerge/>", p("") + p("ba\u0301o ca\u0301o")
    rows = [["TT", "Việc", "Hạn"], ["1", hanging, "u\u031b\u0301t"], [(goes_on, ""), "", "hai"]]
    source = read_bytes(word(table(*rows)), "a.docx")
    assert source.text.split("\n") == ["TT\tViệc\tHạn", "1\tbáo cáo\tứt", "〃\t\thai", ""]
    words = ("TT", "Hạn", "1\t", "báo", "cáo", "ứt", "〃", "hai")
    assert [source.place(source.text.index(word)) for word in words] == [1, 3, 4, 6, 6, 7, 8, 10]


def test_a_merged_cell_stands_where_it_begins_and_leaves_a_mark_in_the_rows_below():
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        ["TT", ('<w:gridSpan w:val="2"/>', "Nội dung"), "Thời gian"],
        ["1", (begins, "a"), "b", "c"],
        ["2", (goes_on, ""), "d", "e"],
        ["3", (begins, ""), "f", "g"],
        ["4", (goes_on, ""), "h", "i"],
    )
    assert lines(body) == ["TT\tNội dung\t\tThời gian", "1\ta\tb\tc", "2\t〃\td\te", "3\t\tf\tg", "4\t\th\ti"]


def test_columns_read_one_after_the_other_keep_the_numbers_of_their_paragraphs():
    picture = p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")
    names = table(["THƯ KÝ", "CHỦ TỌA"], [p("Ký tên") + picture, p("Ký, đóng dấu")], ["Lê A", "Trần B"], properties="")
    data = word(p("x") + names + p("y"))
    source = read_bytes(data, "a.docx")
    found = [source.where(start) for start in source.line_starts[:-1]]
    assert source.text.split("\n")[:-1] == "x|THƯ KÝ|Ký tên|Lê A|CHỦ TỌA|Ký, đóng dấu|Trần B|y".split("|")
    assert found == [("paragraph", number) for number in (1, 2, 4, 7, 3, 6, 8, 9)]
    [remark] = source.remarks
    assert source.place(remark.span.start) == 6


LETTERHEAD = [[p("UBND TỈNH HẢI PHÒNG") + p("Số: 5/KH-UBND"), p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập")]]


@pytest.mark.parametrize(
    "properties", ["", '<w:tblStyle w:val="Grid"/><w:tblBorders><w:insideV w:val="nil"/></w:tblBorders>']
)
def test_a_letterhead_is_read_cell_by_cell(properties):
    assert lines(table(*LETTERHEAD, properties=properties)) == [
        "UBND TỈNH HẢI PHÒNG",
        "Số: 5/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập",
    ]


def test_recipients_and_signature_are_read_column_by_column():
    rows = [["Nơi nhận:", "CHỦ TỊCH"], ["- Như trên;", ""], ["- Lưu: VT.", "Nguyễn Văn A"]]
    assert lines(table(*rows, properties="")) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Nguyễn Văn A"]
    assert lines(table(*rows)) == ["\t".join(row) for row in rows]


# --- headers, footers, notes -----------------------------------------------------------------------------------------


def test_headers_and_footers_stand_once_without_page_numbers():
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
        '<w:headerReference w:type="even" r:id="header3"/><w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
    )
    body = p("thân", properties=section) + p("cuối") + section
    parts = {
        "header1": p("Kế hoạch 5") + p(page),
        "header2": p("MẬT"),
        "header3": p("chẵn"),
        "footer1": p("Phòng Tổng hợp", "<w:r><w:tab/></w:r>", "Trang ", page),
    }
    assert lines(body, **parts) == ["MẬT", "thân", "cuối", "Kế hoạch 5", "Phòng Tổng hợp"]


def test_notes_stand_below_and_their_marks_in_the_text():
    def note(key, text):
        return f'<w:footnote w:id="{key}">{p("<w:r><w:footnoteRef/></w:r>", text)}</w:footnote>'

    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("I. MỤC ĐÍCH") + p("Tăng 12,5", mark.format(4), r(" phần trăm.")) + p("Nghị quyết", mark.format(3))
    data = word(body, footnotes=note(3, " Số 18-NQ/TW.") + note(4, " 15 tỷ đồng.") + note(-1, "nét"))
    source = read_bytes(data, "a.docx")
    shown = source.text.split("\n")
    assert shown == [
        "I. MỤC ĐÍCH",
        "Tăng 12,5[1] phần trăm.",
        "Nghị quyết[2]",
        " " * 30,
        "[1] 15 tỷ đồng.",
        "[2] Số 18-NQ/TW.",
        "",
    ]
    assert [(note.number, note.text) for note in parse(source).footnotes] == [
        (1, "15 tỷ đồng."),
        (2, "Số 18-NQ/TW."),
    ]


# --- files that are not what they should be ----------------------------------------------------------------------------


def refused(data, *words, limits=None):
    with pytest.raises(InputError) as caught:
        read_bytes(data, "a.docx", ReadOptions(limits=limits or Limits()))
    message = str(caught.value)
    assert message.startswith("a.docx: ") and "\n" not in message, message
    assert all(word in message for word in words), message


def test_a_file_that_unpacks_to_too_much_is_refused():
    files = word_parts(p("x")) | {"word/media/image1.png": b"\0" * (3 << 20)}
    refused(package(files), "--limit unpacked=N", limits=Limits(unpacked=2))
    assert read_bytes(package(files), "a.docx", ReadOptions(limits=Limits(unpacked=4))).text == "x\n"


def test_a_file_that_lies_about_its_size_is_refused():
    data = package(word_parts(p("x" * 5_000_000)))
    lie = data.replace(
        (5_000_000 + len(part("document", f"<w:body>{p('')}</w:body>"))).to_bytes(4, "little"),
        (100).to_bytes(4, "little"),
    )
    refused(lie, "broken")


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FETCH = '<!DOCTYPE w [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [BOMB, FETCH, '<!DOCTYPE w SYSTEM "http://127.0.0.1/w.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("where", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"])
def test_entities_are_refused(declared, encoding, where):
    files = word_parts(p("x"), styles="")
    content = (
        files[where].partition("?>")[2].replace("x", "&b;")
        if where == "word/document.xml"
        else files[where].partition("?>")[2]
    )
    files[where] = f'<?xml version="1.0" encoding="{encoding}"?><!-- <a/> -->{declared}{content}'.encode(encoding)
    refused(package(files), "broken", where)


@pytest.mark.parametrize(
    "before",
    [
        "<!-- " + "x" * 40_000 + " -->",
        # Bytes that look like the end of a comment and an element, if the two of a letter are taken for two letters.
        "<!-- \u2d2d\u003e<a -->",
        "<?a <b/>?>",
    ],
)
def test_what_stands_before_them_hides_no_entities(before):
    content = f'<?xml version="1.0" encoding="utf-16"?>{before}{BOMB}<a>&b;</a>'.encode("utf-16")
    refused(package(word_parts("") | {"word/document.xml": content}), "does not begin with an element")


def nested(depth):
    return "<w:tbl><w:tr><w:tc>" * depth + p("sâu") + "</w:tc></w:tr></w:tbl>" * depth


def test_tables_inside_each_other():
    assert lines(nested(100)) == ["sâu"]
    refused(word(nested(10_000)), "--limit depth=N")
    options = ReadOptions(limits=Limits(depth=40_000))
    assert read_bytes(word(nested(10_000)), "a.docx", options).text == "sâu\n"


@pytest.mark.parametrize("name", ["sdt", "smartTag", "ins", "hyperlink", "fldSimple", "txbxContent"])
def test_elements_inside_each_other(name):
    deep = f"<w:{name}>" * 20_000 + p("sâu") + f"</w:{name}>" * 20_000
    refused(word(deep), "--limit depth=N")
    assert "sâu" in read_bytes(word(deep), "a.docx", ReadOptions(limits=Limits(depth=30_000))).text


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tc><w:tr>" + p("x") + "</w:tr></w:tc></w:tbl>",
        "<w:tc><w:tcPr/>" + p("x") + "</w:tc>",
        "<w:tr><w:tc>" + p("x") + "</w:tc></w:tr>",
        "<w:tbl><w:tr>" + p("x") + "</w:tr></w:tbl>",
        '<w:r><w:t>x</w:t><w:fldChar w:fldCharType="end"/></w:r><w:pPr/><w:tcPr/><w:trPr/><w:tblPr/>',
        "<mc:Choice>" + p("x") + "</mc:Choice>",
        "<w:p><w:p>" + r("x") + "</w:p></w:p>",
    ],
)
def test_words_in_wrong_places_are_kept(body):
    assert read_bytes(word(body), "a.docx").text.strip() == "x"


@pytest.mark.parametrize("lost", [1, 10, 300, 600])
def test_a_file_that_was_cut_off_is_broken(lost):
    refused(word(p("x" * 100), styles=STYLES)[:-lost], "this Word file is broken")
    refused(word(p("x" * 100))[:100], "this is a ZIP file")


def test_a_file_under_a_password_is_said_to_be_one():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 96
    refused(data, "an office file under a password")


@pytest.mark.parametrize(
    "missing",
    ["word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"],
)
def test_a_part_that_is_missing_is_done_without(missing):
    files = word_parts(p("x"), styles=STYLES, numbering=PLAN)
    del files[missing]
    assert read_bytes(package(files), "a.docx").text == "x\n"


def test_names_lead_nowhere_outside_the_file():
    relations = {
        "rId1": ("styles", "../../../etc/passwd"),
        "rId2": ("header", "http://127.0.0.1:9/h.xml"),
        "rId3": ("image", "NULL"),
    }
    section = '<w:sectPr><w:headerReference r:id="rId2"/></w:sectPr>'
    files = word_parts(p("x") + section, relations) | {"../../evil.txt": "y"}
    assert read_bytes(package(files), "a.docx").text == "x\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "element"),
        (b"<w:document>", "prefix"),
        (b"\0\1\2", "element"),
        (part("document", "<w:p>").encode(), "mismatched"),
    ],
)
def test_xml_that_is_none_is_broken(content, why):
    refused(package(word_parts("") | {"word/document.xml": content}), "broken", why)


def test_properties_without_end_are_refused():
    refused(word(p("x", properties="<w:a/>" * 30_000)), "too many properties")


REFERENCE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
BEGUN = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("<w:p/>" * 1000, {}),
        (p("x" * 30_000), {}),
        (p("<w:r>" + "<w:br/>" * 1000 + "</w:r>"), {}),
        (p("<w:r>" + "<w:t>x</w:t>" * 1000 + "</w:r>"), {}),
        (p(REFERENCE * 1000), {"footnotes": ""}),
        (p("x") + "<w:sectPr/>" * 1000, {}),
        (p("x"), {"styles": "".join(f'<w:style w:styleId="{i}"/>' for i in range(1000))}),
        (p("x"), {"numbering": "".join(f'<w:num w:numId="{i}"/>' for i in range(1000))}),
        (p("x", number=(1, 0)), {"numbering": lists(level(0, "decimal", "x" * 30_000))}),
    ],
)
def test_a_file_that_fills_too_many_pages_is_refused(body, parts):
    refused(word(body, **parts), "--limit pages=N", limits=Limits(pages=1))
    read_bytes(word(body, **parts), "a.docx", ReadOptions(limits=Limits(pages=10)))


def test_a_part_that_takes_too_long_is_refused(monkeypatch):
    import time

    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    refused(word(p("x") * 10_000), "--limit seconds=N", limits=Limits(seconds=250))


@pytest.mark.parametrize("text", [f"<!--{'x' * (9 << 20)}-->", "x" * (9 << 20)])
def test_letters_without_an_element_are_refused(text):
    refused(word(p("x") + text), "too many letters in one place")


STEPS = "".join(
    f'<w:style w:type="paragraph" w:styleId="{i}"><w:basedOn w:val="{i + 1}"/></w:style>' for i in range(9999)
)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        # Each of these would take minutes if every one of them looked at all before it.
        (p(BEGUN * 30_000, r("x") * 30_000), {}),
        (p(REFERENCE * 50_000), {"footnotes": f'<w:footnote w:id="1">{p("x" * 10_000)}</w:footnote>'}),
        (p("x" * 100, properties="<w:rPr><w:del/></w:rPr>") * 30_000, {}),
        ("".join(p("x", style=i) for i in range(9999)), {"styles": STEPS, "numbering": PLAN}),
        (
            p("x") + '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>',
            {"header1": "".join(p(f"{i}") for i in range(30_000))},
        ),
    ],
    ids=["fields", "notes", "joined", "styles", "header"],
)
def test_many_of_one_thing_are_read_in_one_pass(body, parts):
    assert "x" in read_bytes(word(body, **parts), "a.docx").text


def test_a_part_that_stands_twice_is_refused():
    import io
    import zipfile

    stream = io.BytesIO(word(p("x")))
    with zipfile.ZipFile(stream, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("word/document.xml", part("document", f"<w:body>{p('y')}</w:body>"))
    refused(stream.getvalue(), "2 times")


def test_the_strict_form_is_read():
    strict = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/": "http://purl.oclc.org/ooxml/wordprocessingml/",
        "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    }
    files = word_parts(p("x", number=(1, 0)), numbering=PLAN)
    for usual, name in strict.items():
        files = {key: content.replace(usual, name) for key, content in files.items()}
    assert "purl" in files["word/document.xml"] and NAMES not in files["word/document.xml"]
    assert read_bytes(package(files), "a.docx").text == "I. x\n"


def test_tens_of_thousands_of_paragraphs_are_read():
    source = read_bytes(word(p("Nội dung", number=(1, 1)) * 40_000, numbering=PLAN), "a.docx")
    assert source.line_count == 40_000 and source.place(len(source.text) - 2) == 40_000
    assert source.text.endswith("\n32767. Nội dung\n")
