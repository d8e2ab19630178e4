"""RTF: what a reader of the pages sees is the text, and no file does harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import agreement, words_kept
from hypothesis import given
from hypothesis import strategies as st

from vbparse import parse, read
from vbparse.errors import InputError
from vbparse.readers import read_bytes
from vbparse.readers.options import Limits, ReadOptions

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FILES = sorted(CORPUS.glob("*.rtf"))

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0{\*\panose 02020603050405020304}Times New Roman;}{\f1\fcharset163 Arial;}"
    r"{\f2\fcharset0 .VnTime;}{\f3\fcharset0 .VnTimeH;}{\f4\fcharset0 VNI-Times;}{\f5\fcharset2 Symbol;}}"
)


def rtf(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + body + "}").encode("latin-1")


def text_of(body: str) -> str:
    return read_bytes(rtf(body), "a.rtf").text


def lines(body: str) -> list[str]:
    return text_of(body).split("\n")[:-1]


def said(body: str) -> list[tuple[str, ...]]:
    return [(remark.code, *remark.values.values()) for remark in read_bytes(rtf(body), "a.rtf").remarks]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (r"K\u7870?\~HO\u7840?CH", "KẾ\u00a0HOẠCH"),
        (r"\uc2 K\u7870\'3f\'3f HO\u7840 ??CH", "KẾ HOẠCH"),
        (r"\uc0 K\u7870 HO\u7840 CH", "KẾHOẠCH"),
        (r"{\uc0 \u225}\u225\'e1", "áá"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"\f1 K\'ca\'ec HOA\'f2CH", "KẾ HOẠCH"),
        (r"na\'efve \'93x\'94 \lquote y\rquote\endash\bullet", "naïve “x” ‘y’–•"),
        (r"\{a\} \\ b\_c\-d", "{a} \\ b-cd"),
        ("hai\r\n d\xf2ng", "hai dòng"),
        (r"\f2 NghÞ ®Þnh cña ChÝnh phñ", "Nghị định của Chính phủ"),
        (r"\f2 Ngh\'de \'ae\'denh{\b  c\'f1a} Ch\'ddnh ph\'f1 t\'ad t\-", "Nghị định của Chính phủ tư tư"),
        (r"\f3 ñy ban nh©n d©n\f0  A", "ỦY BAN NHÂN DÂN A"),
        (r"\f4 U\'dby ban nh\'61\'e2n d\b a\b0\'e2n", "Ủy ban nhân dân"),
        (r"\f5 \u-3913?", "•"),
        (r"{\caps K\u7871? ho\u7841?ch} th\u225?ng {\v an}5", "KẾ HOẠCH tháng 5"),
        (r"a{\*\unknown b{\i c}}d{\info{\title e}}f{\upr{g}{\*\ud{h}}}", "adfh"),
        (r"{\pntext\f0 1.\tab}M\u7909?c \u273?\u237?ch", "1. Mục đích"),
        (r"{\field{\*\fldinst HYPERLINK http://a.b}{\fldrslt l\u7841?i}} nh\u233?", "lại nhé"),
        (r"trang {\field{\*\fldinst  PAGE }{\fldrslt 7}} nh\u233?", "trang  nhé"),
        (r"a{\pict\pngblip\bin5 }{}{}b}c", "ac"),
        (r"a\bin3 {{{b", "ab"),
    ],
)
def test_letters_are_read(body, line):
    assert lines(body) == [line]


@pytest.mark.parametrize(
    ("body", "line", "count"),
    [
        (r"\uc1 \u-10179? hello\par", "\ufffd hello", 1),
        (r"\uc1 \u-8704? a", "\ufffd a", 1),
        (r"\uc1 \u-10179?\u-10179?\u-8704? a", "\ufffd\U0001f600 a", 1),
        (r"\u-10179?b\u-8704? {\b\u-10179?}", "\ufffdb\ufffd \ufffd", 3),
        (r"th\u225?ng \'81 n\u259?m hai ngh\u236?n", "tháng \ufffd năm hai nghìn", 1),
    ],
)
def test_half_a_letter_is_no_letter_and_no_damage(body, line, count):
    source = read_bytes(rtf(body), "a.rtf")
    assert source.text == f"{line}\n" and not source.damage
    assert said(body) == [("VB008", str(count))]


def test_paragraphs_are_lines_and_know_their_numbers():
    source = read_bytes(rtf(r"I. M\u7909?c\par\par 1. Hai\line ba\page 2. B\u7889?n"), "a.rtf")
    assert source.text == "I. Mục\n\n1. Hai\nba\n2. Bốn\n"
    assert [source.place(source.text.index(word)) for word in ("I.", "1.", "ba", "2.")] == [1, 3, 3, 4]
    assert (source.media_type, source.unit) == ("application/rtf", "paragraph")


CELLS = r"\trowd\clbrdrl\brdrs\clbrdrr\brdrs\cellx1000\clbrdrl\brdrs\cellx4000\clbrdrl\brdrs\cellx6000"


def row(*cells: str, layout: str = CELLS) -> str:
    return layout + r"\pard\intbl " + "".join(cell + r"\cell " for cell in cells) + r"\row "


def test_a_row_is_a_line_and_a_cell_has_no_breaks():
    body = r"tr\u432?\u7899?c\par " + row("TT", "Vi\\u7879?c", "L\\u250?c") + row("1", r"a\par b\line c\tab d", "")
    body += row("2", "x", "y") + r"\pard sau\par"
    assert lines(body) == ["trước", "TT\tViệc\tLúc", "1\ta b c d\t", "2\tx\ty", "sau"]


def test_merged_cells_keep_their_columns():
    wide = r"\trowd\clbrdrl\brdrs\cellx1000\clbrdrl\brdrs\cellx6010"
    below = r"\trowd\clvmrg\clbrdrl\brdrs\cellx1000\clbrdrl\brdrs\cellx4000\clbrdrl\brdrs\cellx6000"
    body = row("TT", "Chung", layout=wide) + row("", "m\\u7897?t", "hai", layout=below) + row("1", "a", "b")
    assert lines(body) == ["TT\tChung\t", "〃\tmột\thai", "1\ta\tb"]


def test_a_table_that_lays_out_the_page_is_read_column_by_column():
    bare = r"\trowd\cellx4000\cellx8000"
    body = row(r"\u7910?Y BAN\par S\u7889?: 5", r"C\u7896?NG H\u210?A\par \u272?\u7897?c l\u7853?p", layout=bare)
    assert lines(body + r"\pard x") == ["ỦY BAN", "Số: 5", "CỘNG HÒA", "Độc lập", "x"]


def test_nested_tables_lose_nothing():
    inner = r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}"
    assert "".join(text_of(row("x", inner, "y")).split()) == "xaby"


def test_headers_footnotes_and_text_boxes_have_their_place():
    body = (
        r"\titlepg{\headerf M\u7853?t\par}{\header Trang {\field{\*\fldinst PAGE}{\fldrslt 3}}\par}"
        r"Theo lu\u7853?t{\footnote\chftn  Lu\u7853?t s\u7889? 5.} m\u7899?i{\shp{\*\shpinst{\sp{\sn a}{\sv b}}"
        r"{\shptxt trong khung\par}}}.\par cu\u7889?i\par"
    )
    assert [line.strip() for line in lines(body)] == [
        *("Mật", "Theo luật[1] mới.", "trong khung", "cuối", "Trang", "", "[1] Luật số 5."),
    ]


def test_what_is_left_out_is_said():
    body = r"a{\pict 00}{\object{\*\objdata 0105}{\result b}}{\*\annotation c}{\v d}{\deleted e}{\revised f}"
    assert lines(body) == ["abf"]
    assert said(body) == [
        ("VB005", "1", "1"),
        ("VB009", "comment"),
        ("VB009", "embedded object"),
        ("VB009", "hidden text"),
        ("VB009", "picture"),
    ]
    assert ("VB004", "TCVN3") in said(r"\f2 Bé Tµi chÝnh")


def test_a_file_that_breaks_off_is_read_and_said():
    cut = rtf(r"{\b M\u7909?c \u273?\u237?ch").removesuffix(b"}")
    source = read_bytes(cut, "a.rtf")
    assert source.text == "Mục đích\n"
    assert [remark.values["what"] for remark in source.remarks] == ["the end: the file breaks off"]


@pytest.mark.parametrize(
    "data", [b"{\\rtf1}", b"{\\rtf", b"{\\rtf1 " + bytes(range(128, 160)) * 9 + b"}", b"{\\rtf1 \\u-10179? }"]
)
def test_what_holds_no_text_is_refused(data):
    with pytest.raises(InputError, match=r"^a\.rtf: this RTF file cannot be read; it is damaged or empty$"):
        read_bytes(data, "a.rtf")


def test_deep_groups_are_refused():
    deep = b"{\\rtf1 " + b"{" * 100_000 + b"x" + b"}" * 100_000
    with pytest.raises(InputError, match=r"^a\.rtf: the groups .* more than 500; .*--limit depth=N$"):
        read_bytes(deep, "a.rtf")
    within = b"{\\rtf1 " + b"{" * 400 + b"x" + b"}" * 401
    assert read_bytes(within, "a.rtf").text == "x\n"


def test_time_is_bounded(monkeypatch):
    ticks = iter(range(0, 10_000, 2))
    monkeypatch.setattr("vbparse.readers.rtf.time.monotonic", lambda: next(ticks))
    with pytest.raises(InputError, match=r"--limit seconds=N$"):
        read_bytes(rtf(r"a\b" * 20_000), "a.rtf", ReadOptions(limits=Limits(seconds=1)))


def test_words_and_groups_without_end_do_no_harm():
    for piece in (
        r"\par",
        "{",
        r"\'e1",
        r"\cell",
        r"\cellx9",
        r"\u225",
        r"{\*\x",
        r"{\footnote a}",
        r"{\field{\*\fldinst x",
        r"\bin1 ",
    ):
        data = rtf(piece * 3000)
        try:
            read_bytes(data, "a.rtf", ReadOptions(limits=Limits(depth=10_000)))
        except InputError as problem:
            assert "damaged or empty" in str(problem)


@given(st.lists(st.sampled_from([*r"{ } \par \cell \row \trowd \cellx5 \intbl \pard \f2 \f4 \u225 \'e1 \'ad \bin2 \* a é".split(), "{\\footnote", "{\\header", "{\\*\\fldinst PAGE", "{\\fldrslt", "{\\fonttbl", "\\v ", "\\deleted ", "{\\shptxt", "\\ftnalt", "{\\upr", "{\\*\\ud", "\\uc3 ", "\\u-10179", "\\"]), max_size=40))  # fmt: skip
def test_any_tokens_give_lines_or_one_sentence(pieces):
    try:
        source = read_bytes(b"{\\rtf1" + "".join(pieces).encode("latin-1"), "a.rtf")
    except InputError as problem:
        assert str(problem).startswith("a.rtf: ")
    else:
        assert list(source.places) == sorted(source.places) and source.text.endswith("\n")


@given(st.binary(max_size=200))
def test_any_bytes_give_lines_or_one_sentence(data):
    try:
        read_bytes(b"{\\rtf1 " + data, "a.rtf")
    except InputError as problem:
        assert str(problem).startswith("a.rtf: ")


@pytest.mark.skipif(not FILES, reason="no RTF beside the checkout")
def test_real_files_agree_with_their_transcripts(capsys):
    for path in FILES:
        other = CORPUS / f"{path.stem.replace('-tcvn3', '')}.txt"
        left, right = parse(read(other)), parse(read(path))
        kept, agreed = words_kept(left.source.text, right.source.text), agreement(left, right)
        with capsys.disabled():
            print(f"\n{path.name}: outline {agreed:.3f}, words {kept:.4f}, its tables a cell a line", end="")
        assert kept >= 0.99 and agreed >= 0.8
        assert "PHẦN THỨ NHẤT\nNHỮNG QUY ĐỊNH CHUNG\n" in right.source.text
