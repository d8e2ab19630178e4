"""PDF: reading order, tables, pages, what is said of a file, and files that mean harm."""

import base64
import random
import sys
import zlib

import pytest
from pdf_files import Words, column, grid, pdf

from vbparse import InputError, parse
from vbparse.grammar import default_grammar
from vbparse.lines import split_lines
from vbparse.readers import read_bytes
from vbparse.readers.options import Limits, ReadOptions

pytest.importorskip("pypdfium2", reason='PDF need pip install "vbparse[pdf]"')

LEFT = ("ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG", "Số: 05/KH-UBND")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Bắc Giang, ngày 05 tháng 01 năm 2024")


def read(data, **limits):
    return read_bytes(data, "a.pdf", ReadOptions(limits=Limits(**limits)))


def lines(*pages, **more):
    """The lines of such pages, without what only sets them."""
    return [line.strip(" \f") for line in read(pdf(*pages, **more)).text.splitlines() if line.strip(" \f")]


def codes(source):
    return [remark.code for remark in source.remarks]


# --- reading order ------------------------------------------------------------------------------------------------


def test_a_letterhead_of_two_columns_is_read_column_by_column():
    page = [*column(60, 780, *LEFT), *column(300, 780, *RIGHT), Words(250, 700, "KẾ HOẠCH")]
    assert lines(page) == [*LEFT, *RIGHT, "KẾ HOẠCH"]


def test_columns_that_the_file_draws_row_by_row_stay_side_by_side():
    left, right = column(60, 780, *LEFT), column(300, 780, *RIGHT)
    page = [words for pair in zip(left, right, strict=True) for words in pair]
    assert [line.split("   ")[0] for line in lines(page)] == list(LEFT)
    document = parse(read(pdf([*page, Words(250, 700, "KẾ HOẠCH"), Words(200, 684, "Tuyên truyền")])))
    assert document.components[0].header.number == "05/KH-UBND"


def test_recipients_stand_before_the_signature_beside_them():
    left = ("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.")
    right = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Ánh Dương")
    page = [*column(60, 300, *left), *column(320, 300, *right), Words(300, 60, "12")]
    assert lines(page) == [*left, *right, "12"]


def test_letters_are_put_where_they_stand_and_not_where_the_file_draws_them():
    shown = "Phòng Tài chính và toàn dân"
    plain = [Words(60 + 6 * i, 700, char) for i, char in enumerate(shown) if char.isascii() and char != " "]
    others = [Words(60 + 6 * i, 700, char) for i, char in enumerate(shown) if not char.isascii()]
    assert lines([*plain, *others, Words(60, 684, "dòng sau")]) == [shown, "dòng sau"]


def test_bold_that_is_drawn_twice_is_read_once():
    assert lines([Words(60, 700, "KẾ HOẠCH"), Words(60.2, 700, "KẾ HOẠCH")]) == ["KẾ HOẠCH"]


def test_a_gap_parts_words_even_without_a_blank():
    assert lines([Words(60, 700, "Sở"), Words(75, 700, "Nội"), Words(96, 700, "vụ")]) == ["Sở Nội vụ"]


def test_marks_that_combine_are_composed():
    assert lines([Words(60, 700, "E\u0302\u0301 U\u031b\u0323")]) == ["Ế Ự"]


def test_a_raised_mark_stays_on_its_line():
    page = [
        Words(60, 700, "được sửa đổi"),
        Words(133, 705, "1", size=7),
        Words(140, 700, "như sau:"),
        Words(60, 684, "a"),
    ]
    assert lines(page)[0] == "được sửa đổi1 như sau:"


def test_a_raised_number_opens_its_footnote_on_the_same_line():
    page = [Words(60, 205.5, "2", size=7), Words(70, 200, "Điều này được sửa đổi", size=10), Words(60, 184, "a")]
    assert lines(page)[0] == "2 Điều này được sửa đổi"


def test_a_running_head_with_the_number_before_it_is_no_column():
    page = [
        Words(60, 780, "58"),
        Words(170, 780, "CÔNG BÁO/Số 715/Ngày 23-5-2023"),
        Words(90, 744, "Thực hiện như sau:"),
    ]
    text = read(pdf([*page, *column(60, 724, "dòng hai", "dòng ba")])).text
    assert text.split("\n")[0].split() == ["58", "CÔNG", "BÁO/Số", "715/Ngày", "23-5-2023"]
    assert "\n     Thực hiện" in text


@pytest.mark.parametrize("end", [200, 480])
def test_the_stroke_above_footnotes_is_kept_as_a_gap_before_them(end):
    page = [
        *column(60, 700, "Điều 1. Phạm vi", f"Thông tư này {'rất chi tiết ' * 4}quy định."),
        f"60 200 m {end} 200 l S",
        Words(60, 185, "1 Khoản này được sửa đổi.", size=9),
    ]
    source = read(pdf(page))
    _, below = source.text.split("quy định.")
    assert "\n" + " " * 40 + "\n" in below and "Khoản này" in below


@pytest.mark.parametrize(
    ("turn", "place"), [("0 1 -1 0", (300, 60)), ("-1 0 0 -1", (500, 400)), ("0 -1 1 0", (300, 700))]
)
def test_a_page_that_lies_on_its_side_is_read_along_its_lines(turn, place):
    a, b, c, d = map(float, turn.split())
    x, y = place
    page = [
        Words(x, y, "BIỂU TỔNG HỢP", matrix=(a, b, c, d)),
        Words(x + 20 * -c, y + 20 * -d, "Kết quả thực hiện", matrix=(a, b, c, d)),
    ]
    assert lines(page) == ["BIỂU TỔNG HỢP", "Kết quả thực hiện"]


def test_what_runs_across_the_text_comes_after_it():
    mark = Words(200, 400, "DỰ THẢO", size=60, matrix=(0.7, 0.7, -0.7, 0.7))
    page = [*column(60, 500, "I. MỤC ĐÍCH", "1. Nâng cao nhận thức."), mark, Words(60, 300, "2. Phối hợp.")]
    assert lines(page) == ["I. MỤC ĐÍCH", "1. Nâng cao nhận thức.", "2. Phối hợp.", "DỰ THẢO"]


# --- pages --------------------------------------------------------------------------------------------------------

FULL = tuple(f"- Việc thứ {i} của kế hoạch này do các sở, ngành làm;" for i in range(14))


def test_words_know_their_page_and_a_sentence_runs_over_the_break():
    first = [
        Words(290, 800, "1"),
        *column(
            60,
            780,
            "KẾ HOẠCH",
            "Tuyên truyền",
            "I. MỤC ĐÍCH",
            *FULL,
            "Nâng cao nhận thức của cán bộ, công chức, viên chức và người lao động về",
        ),
    ]
    second = [Words(290, 800, "2"), *column(60, 780, "văn hóa đối ngoại của Nhân dân.", "II. NỘI DUNG", *FULL)]
    source = read(pdf(first, second))
    assert source.place(source.text.index("Nâng")) == 1 and source.place(source.text.index("văn hóa")) == 2
    assert source.text.count("\f") == 1
    section = next(node for node in parse(source).components[0].body if node.marker == "I.")
    last = section.children[-1].span
    assert source.place(last.start) == 1 and source.place(last.end - 1) == 2
    lines = split_lines(source, default_grammar())
    assert [source[line.span].strip() for line in lines if line.kind == "furniture"] == ["1", "2"]


def test_an_empty_page_is_counted():
    source = read(pdf([Words(60, 700, "một")], [], [Words(60, 700, "ba")]))
    assert source.place(source.text.index("ba")) == 3


# --- tables -------------------------------------------------------------------------------------------------------

HEAD = (("TT", "Nhiệm vụ", "Chủ trì"), (65, 105, 305))


def row(y, *cells):
    return [words for x, cell in zip(HEAD[1], cells, strict=True) for words in column(x, y, *cell, step=14)]


def test_a_ruled_table_is_a_line_for_each_row_with_tabs_between_its_cells():
    page = [
        *grid([60, 100, 300, 450], [500, 480, 440, 420]),
        *row(485, ["TT"], ["Nhiệm vụ"], ["Chủ trì"]),
        *row(465, ["1"], ["Tập huấn", "cán bộ"], ["Sở Nội vụ"]),
        *row(425, ["2"], ["Treo cờ"], [""]),
        Words(60, 380, "sau bảng"),
    ]
    assert lines(page) == ["TT\tNhiệm vụ\tChủ trì", "1\tTập huấn cán bộ\tSở Nội vụ", "2\tTreo cờ\t", "sau bảng"]


def test_a_cell_that_runs_over_others_stands_in_the_first_and_leaves_a_mark_below():
    borders = [
        "60 500 m 450 500 l S",
        "100 480 m 450 480 l S",
        "60 460 m 450 460 l S",
        "60 500 m 60 460 l S",
        "100 500 m 100 460 l S",
        "300 480 m 300 460 l S",
        "450 500 m 450 460 l S",
    ]
    page = [
        *borders,
        Words(65, 478, "TT"),
        Words(200, 485, "Kinh phí"),
        Words(105, 465, "Tổng"),
        Words(305, 465, "Vay"),
    ]
    assert lines(page) == ["TT\tKinh phí\t", "〃\tTổng\tVay"]


def test_the_rows_of_a_plan_become_a_table():
    page = [
        *column(60, 700, "KẾ HOẠCH", "Tuyên truyền", "I. NHIỆM VỤ"),
        *grid([60, 100, 300, 450], [500, 480, 460, 440]),
        *row(485, ["TT"], ["Nhiệm vụ"], ["Cơ quan chủ trì"]),
        *row(465, ["1"], ["Tập huấn"], ["Sở Nội vụ"]),
        *row(445, ["2"], ["Treo cờ"], ["Sở Y tế"]),
    ]
    [table] = parse(read(pdf(page))).tables
    assert len(table.rows) == 2


# --- what lies on a page ------------------------------------------------------------------------------------------


def stamp(text_lines, box=(300, 500, 560, 560)):
    """A field that shows lines of its own, as signing programs make it."""
    shown = " ".join(
        f"BT /F 8 Tf 2 {40 - 12 * i} Td <{t.encode('utf-16-be').hex()}> Tj ET" for i, t in enumerate(text_lines)
    )
    left, bottom, right, top = box
    form = (
        f"<</Type/XObject/Subtype/Form/BBox[0 0 {right - left} {top - bottom}]/Resources<</Font<</F 3 0 R>>>>"
        f"/Length {len(shown)}>>\nstream\n{shown}\nendstream"
    )
    field = (
        f"<</Type/Annot/Subtype/Widget/FT/Sig/F 4/T(s)/Rect[{left} {bottom} {right} {top}]/AP<</N 11 0 R>>/P 100 0 R>>"
    )
    return {"page": "/Annots[10 0 R]", "objects": [field.encode(), form.encode()]}


SIGNED = ("Ký bởi: ỦY BAN NHÂN DÂN", "Ngày ký: 05-01-2024 10:00:00")


def test_the_stamp_of_a_signing_program_does_not_break_the_lines_that_it_lies_on():
    page = [
        *column(60, 560, *(f"Dòng {i} của văn bản này chạy hết chiều ngang của trang giấy khổ A4" for i in range(6)))
    ]
    hidden = [Words(0, -500, "".join(SIGNED))]  # So that the font's map knows the letters.
    found = lines([*page, *hidden], **stamp(SIGNED))
    assert all(line.startswith("Dòng") and line.endswith("A4") for line in found[:6])
    assert [line for line in found if line in SIGNED] == list(SIGNED)


def test_what_is_filled_into_a_line_stands_in_it():
    page = [Words(60, 540, "Số:"), Words(130, 540, "/KH-UBND"), Words(60, 524, "Kính gửi"), Words(0, -500, "0145")]
    more = stamp(["0145"], box=(88, 498, 128, 560))
    assert lines(page, **more)[0] == "Số: 0145 /KH-UBND"


# --- letters of before Unicode ------------------------------------------------------------------------------------

TCVN3 = "C\xa8n cø LuËt Tæ chøc ChÝnh phñ, Bé tr\xad\xebng Bé Tµi chÝnh ban hµnh KÕ ho¹ch"
SHOWN = "Căn cứ Luật Tổ chức Chính phủ, Bộ trưởng Bộ Tài chính ban hành Kế hoạch"


def older(source):
    return [remark.values["encoding"] for remark in source.remarks if remark.code == "VB004"]


@pytest.mark.parametrize("font", [".VnTime", "ABCDEF+VnTime", ".VnArial,Bold", "VnTimeItalic"])
def test_letters_are_what_their_font_shows(font):
    source = read(pdf(column(60, 700, TCVN3, "Bé Tµi chÝnh"), font=font))
    assert source.text.split("\n")[:2] == [SHOWN, "Bộ Tài chính"] and older(source) == ["TCVN3"]


def test_an_older_font_that_shows_no_letter_of_its_own_is_not_worth_a_word():
    source = read(pdf([Words(60, 700, "05/2024 - 06")], font=".VnTime"))
    assert source.text == "05/2024 - 06\n" and older(source) == []


@pytest.mark.parametrize("font", [".VnTimeH", "ABCDEF+VnTimeHBold", ".VnArialH,BoldItalic"])
def test_fonts_of_capitals_show_capitals(font):
    assert lines([Words(60, 700, "céng hßa x· héi chñ nghÜa viÖt nam")], font=font) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    ]


def test_letters_of_two_codes_are_one():
    source = read(pdf(column(60, 700, "Boä Taøi chính", "soá 05 cuûa UÛy ban"), font="VNI-Times"))
    assert source.text.split("\n")[:2] == ["Bộ Tài chính", "số 05 của Ủy ban"] and older(source) == ["VNI"]


def test_a_hyphen_at_the_end_of_a_line_is_none_of_their_letters():
    page = column(60, 700, "KÕ ho¹ch vµ §Çu t\xad", "NghÞ ®Þnh sè 05/N§\xad", "CP")
    assert lines(page, font=".VnTime") == ["Kế hoạch và Đầu tư", "Nghị định số 05/NĐ-", "CP"]
    assert lines(column(60, 700, "Công văn số 404/BNG\xad", "UNESCO")) == ["Công văn số 404/BNG-", "UNESCO"]


def test_text_whose_fonts_tell_nothing_is_converted_on_strong_evidence_or_when_told():
    source = read(pdf(column(60, 700, *[TCVN3] * 3)))
    assert source.text.splitlines() == [SHOWN] * 3 and older(source) == ["TCVN3"]
    short = pdf([Words(60, 700, "Bé Tµi chÝnh")])
    assert read(short).text == "Bé Tµi chÝnh\n"
    assert read_bytes(short, "a.pdf", ReadOptions(encoding="tcvn3")).text == "Bộ Tài chính\n"


# --- what is said -------------------------------------------------------------------------------------------------

PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\n\0\nendstream"


def scan(*pages):
    """Pages that show a picture over all their size."""
    data = pdf(*(["595 0 0 842 0 0 cm /P Do", *page] for page in pages), objects=[PICTURE])
    return data.replace(b"/Font<</F 3 0 R>>>>/Contents", b"/XObject<</P 10 0 R>>/Font<</F 3 0 R>>>>/Contents")


def test_a_scan_is_called_a_scan():
    source = read(scan([], []))
    [remark] = source.remarks
    assert (remark.code, remark.values) == ("VB006", {"count": "2", "page": "1"})
    [found] = [d for d in parse(source).diagnostics if d.code == "VB006"]
    assert found.message == "2 page(s) are pictures, a scan; the first is page 1; --ocr reads them"


def test_a_scan_is_called_a_scan_at_the_terminal(vbparse, tmp_path):
    (tmp_path / "a.pdf").write_bytes(scan([], []))
    done = vbparse("parse", "a.pdf")
    assert SAID["en"] in " ".join(done.stdout.split())


SAID = {
    "en": "2 page(s) are pictures, a scan; the first is page 1; --ocr reads them",
    "vi": "2 trang là ảnh (bản quét), đầu tiên là trang 1; dùng --ocr để đọc",
}
PLAN = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức của Nhân dân.\n"


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    "call",
    [
        ("show", "text", "a.pdf"),
        ("show", "tree", "a.pdf"),
        ("parse", "a.pdf"),
        ("parse", "a.pdf", "--by", "agency"),
        ("compare", "a.pdf", "b.txt"),
        ("compare", "b.txt", "a.pdf", "--json"),
        ("matrix", "b.txt", "a.pdf"),
        ("matrix", "b.txt", "--parent", "a.pdf"),
    ],
    ids=" ".join,
)
def test_every_command_says_once_on_standard_error_that_a_file_is_a_scan(vbparse, tmp_path, call, language):
    (tmp_path / "a.pdf").write_bytes(scan([], []))
    (tmp_path / "b.txt").write_text(PLAN, encoding="utf-8")
    done = vbparse(*call, LC_ALL=f"{language}_{language.upper()}.UTF-8")
    told = [line for line in done.stderr.splitlines() if "a.pdf" in line]
    assert (done.returncode, told) == (0, [f"vbparse: a.pdf: {SAID[language]}"])


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_language_that_is_asked_for_is_that_of_what_is_said(vbparse, tmp_path, language):
    (tmp_path / "a.pdf").write_bytes(scan([], []))
    done = vbparse("parse", "a.pdf", "--lang", language)
    assert SAID[language] in " ".join(done.stdout.split())
    assert done.stderr == f"vbparse: a.pdf: {SAID[language]}\n"
    assert "no words" not in done.stdout and "không có chữ" not in done.stdout


def test_a_scan_is_not_said_to_have_no_words_and_a_blank_file_is():
    for data, reason in ((scan([], []), "its pages are pictures"), (pdf([]), "the file has no words")):
        document = parse(read(data))
        assert [component.reason for component in document.components] == [reason]
        assert [d.message for d in document.diagnostics if d.code == "VB002"] == [reason]


def test_a_scan_with_hidden_text_under_its_picture_is_read():
    source = read(scan([Words(60 / 595, 700 / 842, "Kế hoạch tuyên truyền văn hóa đối ngoại", size=0.02, mode=3)]))
    assert "Kế hoạch tuyên truyền văn hóa đối ngoại" in source.text and codes(source) == []


def test_letters_that_their_font_does_not_name_are_counted():
    [remark] = read(pdf([Words(60, 700, "Kế hoạch")], has_map=False)).remarks
    assert remark.code == "VB008" and int(remark.values["count"]) >= 7


def test_signs_of_symbol_fonts_that_open_items_are_no_doubt():
    source = read(pdf([Words(60, 700, "\uf0b7 Treo cờ"), Words(60, 684, "\uf0d8 Tập huấn")]))
    assert source.text.split("\n")[:2] == ["• Treo cờ", "➢ Tập huấn"] and codes(source) == []


def test_what_is_no_text_is_named_and_left_closed():
    embedded = [
        b"<</Type/Filespec/F(a.exe)/EF<</F 11 0 R>>>>",
        b"<</Type/EmbeddedFile/Length 2>>\nstream\nMZ\nendstream",
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
    ]
    names = "/Names<</EmbeddedFiles<</Names[(a) 10 0 R]>>/JavaScript<</Names[(b) 12 0 R]>>>>/OpenAction 12 0 R"
    [remark] = read(pdf([Words(60, 700, "Kế hoạch")], catalog=names, objects=embedded)).remarks
    assert (remark.code, remark.values) == ("VB009", {"what": "1 embedded files, 1 scripts"})


def packed(content, *filters, entries=b""):
    """A page whose content is as given; nothing else of the file is touched."""
    names = b"/Filter[" + b"".join(b"/" + name for name in filters) + b"]" if filters else b""
    stream = b"<</Length %d%s%s>>\nstream\n%s\nendstream" % (len(content), names, entries, content)
    whole = pdf([Words(60, 700, "Kế hoạch")], [], objects=[stream])
    return whole.replace(b"/Contents 103 0 R", b"/Contents  10 0 R")


ZIPPED = zlib.compress(b"BT /F 12 Tf 60 700 Td <0041> Tj ET " * 40)


@pytest.mark.parametrize(
    "data",
    [
        packed(bytes(len(ZIPPED)), b"FlateDecode"),
        packed(ZIPPED[:2] + bytes(range(200, 250)), b"FlateDecode"),
        packed(b"!!!~>not at all{}", b"ASCII85Decode", b"FlateDecode"),
        packed(b"4F4G4H>", b"ASCIIHexDecode"),
        packed(bytes(400)),
        packed(bytes(random.Random(3).randrange(128, 256) for _ in range(400))),
        packed(b"XXXXXXXX " * 50),
    ],
    ids=["zeros", "unzips to nothing", "no ASCII85", "no digits", "plain zeros", "plain noise", "no operators"],
)
def test_a_page_whose_content_is_damaged_is_called_broken(data):
    source = read(data)
    [remark] = source.remarks
    assert (remark.code, remark.values) == ("VB009", {"what": "1 broken pages"})
    assert source.text.split() == ["Kế", "hoạch"] and len(source.places) == 2


@pytest.mark.parametrize(
    "data",
    [
        packed(b""),
        packed(b" \n"),
        packed(b"q 1 0 0 1 0 0 cm Q"),
        packed(zlib.compress(b"/Artifact <</Type/Pagination>> BDC q 0 0 595 842 re W* n Q EMC"), b"FlateDecode"),
        packed(base64.a85encode(zlib.compress(b"BT /F 12 Tf 14 TL ET"), adobe=True)[2:], b"ASCII85Decode", b"Fl"),
        packed(b"71 20 51>", b"AHx"),
        packed(zlib.compress(b""), b"FlateDecode"),
        packed(b"\x80\x0b\x60\x50", b"LZWDecode"),
    ],
    ids=["none", "blanks", "state", "a blank page of an office", "ASCII85", "digits", "zipped nothing", "untold"],
)
def test_a_blank_page_is_not_called_broken(data):
    assert codes(read(data)) == []


def test_a_content_that_names_itself_comes_to_an_end():
    data = pdf([], objects=[b"[10 0 R 10 0 R]"]).replace(b"/Contents 101 0 R", b"/Contents  10 0 R")
    assert len(read(data).places) == 1


def test_a_damaged_content_in_several_streams_is_found():
    streams = [
        b"<</Length 1>>\nstream\nq\nendstream",
        b"<</Filter/FlateDecode/Length 9>>\nstream\n\0\0\0\0\0\0\0\0\0\nendstream",
    ]
    data = pdf([], objects=[b"[11 0 R 12 0 R]", *streams]).replace(b"/Contents 101 0 R", b"/Contents  10 0 R")
    [remark] = read(data).remarks
    assert remark.values == {"what": "1 broken pages"}


# --- files that mean harm -----------------------------------------------------------------------------------------


def refusal(data, **limits):
    with pytest.raises(InputError) as caught:
        read(data, **limits)
    sentence = str(caught.value)
    assert sentence.startswith("a.pdf: ") and "\n" not in sentence
    return sentence


ENCRYPTED = "/Encrypt 10 0 R/ID[<00><00>]"
LOCK = b"<</Filter/Standard/V 1/R 2/Length 40/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"


def test_an_encrypted_file_is_refused():
    data = pdf([Words(60, 700, "Kế hoạch")], trailer=ENCRYPTED, objects=[LOCK])
    assert refusal(data) == "a.pdf: this PDF is encrypted; save a copy that opens without a password"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(5000), b"%PDF-1.7\n%%EOF\n" * 100])
def test_a_file_that_is_no_pdf_inside_is_refused(data):
    assert refusal(data) == "a.pdf: this PDF is broken and cannot be opened"


def test_a_file_cut_in_its_middle_is_read_or_refused():
    data = pdf(*([Words(60, 700, f"Trang {i}")] for i in range(3)))
    for size in range(100, len(data), len(data) // 6):
        try:
            assert read(data[:size]).text.strip("\f\n") in (
                "",
                "Trang 0",
                "Trang 0\n\fTrang 1",
                "Trang 0\n\fTrang 1\n\fTrang 2",
            )
        except InputError as refused:
            assert str(refused) == "a.pdf: this PDF is broken and cannot be opened"


def test_damaged_bytes_never_do_more_than_damage():
    data = pdf([*column(60, 780, *LEFT), *grid([60, 100, 300], [500, 480, 460])], **stamp(SIGNED))
    chance = random.Random(7)
    for _ in range(12):
        hurt = bytearray(data)
        for _ in range(20):
            hurt[chance.randrange(10, len(hurt))] = chance.randrange(256)
        try:
            read(bytes(hurt))
        except InputError as refused:
            assert str(refused) == "a.pdf: this PDF is broken and cannot be opened"


def test_too_many_pages_are_refused():
    data = pdf(*([] for _ in range(12)))
    assert len(read(data, pages=12).places) == 12
    assert refusal(data, pages=11) == "a.pdf: its 12 pages are more than 11; if that is meant, see --limit pages=N"


def test_ten_thousand_pages_are_refused():
    assert "its 10000 pages are more than 5000" in refusal(pdf(*([] for _ in range(10_000))))


def test_a_page_tree_that_claims_more_pages_than_it_has_is_refused_or_read():
    data = pdf([Words(60, 700, "Kế hoạch")]).replace(b"/Count 1>>", b"/Count 1000000000>>")
    try:
        assert "Kế hoạch" in read(data).text
    except InputError as refused:
        assert "are more than 5000" in str(refused)


def bomb(levels):
    """A form that draws a form ten times, which draws a form ten times …"""
    forms = []
    for i in range(levels):
        drawn = b"/X Do " * 10 if i < levels - 1 else b"BT /F 12 Tf 60 700 Td <0041> Tj ET"
        inner = b"/XObject<</X %d 0 R>>" % (11 + i)
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>%s>>/Length %d>>\nstream\n%s\nendstream"
            % (inner, len(drawn), drawn)
        )
    data = pdf(["/X Do", Words(60, 600, "A")], objects=forms)
    return data.replace(b"/Font<</F 3 0 R>>>>/Contents", b"/XObject<</X 10 0 R>>/Font<</F 3 0 R>>>>/Contents")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets a process no limits")
def test_a_file_that_unpacks_to_the_whole_memory_ends_its_own_process_only():
    assert "A" in read(bomb(3)).text
    assert "take more than 64 megabytes" in refusal(bomb(9), unpacked=64)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets a process no limits")
def test_a_file_that_takes_forever_ends_its_own_process_only():
    sentence = "a.pdf: the seconds that it takes are more than 1; if that is meant, see --limit seconds=N"
    assert refusal(bomb(9), seconds=1, unpacked=8192) == sentence


def test_a_page_that_draws_itself_and_a_tree_that_holds_itself_come_to_an_end():
    own = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 10 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream"
    data = pdf(["/X Do", Words(60, 600, "A")], objects=[own])
    read(data.replace(b"/Font<</F 3 0 R>>>>/Contents", b"/XObject<</X 10 0 R>>/Font<</F 3 0 R>>>>/Contents"))
    loop = pdf([Words(60, 700, "A")]).replace(b"/Kids[100 0 R]", b"/Kids[2   0 R]")
    try:
        read(loop)
    except InputError as refused:
        assert str(refused).startswith("a.pdf: this PDF is broken")


def test_letters_at_impossible_places_and_sizes_are_kept():
    page = [
        Words(1e9, 1e9, "xa"),
        Words(60, 700, "gần"),
        Words(60, 650, "to", size=1e8),
        Words(60, 600, "nhỏ", size=1e-6),
    ]
    assert "gần" in read(pdf(page)).text


def test_a_program_gives_one_sentence_and_exit_code_2(vbparse, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    done = vbparse("parse", "a.pdf", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "vbparse: a.pdf: this PDF is broken and cannot be opened\n"
