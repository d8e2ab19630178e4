"""Web pages: what a reader of the page sees is the text, the site around it is kept apart, and no page does harm."""

import re
from collections import Counter
from pathlib import Path

import pytest
import web_pages
from agreement import agreement, differing, words_kept
from hypothesis import given, settings
from hypothesis import strategies as st

from vbparse import InputError, Source, parse, read
from vbparse.readers import read_bytes
from vbparse.readers.options import Limits, ReadOptions

pytest.importorskip("lxml", reason='web pages need pip install "vbparse[html]"')

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
PAIRS = sorted(path for path in CORPUS.glob("*.htm") if path.with_suffix(".txt").exists())
LEAST_AGREEMENT, LEAST_WORDS = 0.95, 0.99


def page(body, **limits):
    """What is read of a page with this body."""
    options = ReadOptions(limits=Limits(**limits))
    return read_bytes(f"<html><body>{body}</body></html>".encode(), "a.htm", options)


def lines(body):
    return page(body).text.split("\n")[:-1]


def apart(source):
    return [source[span].strip() for span in source.apart]


# --- lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>KẾ\n HOẠCH</p><p>Tuyên  truyền</p>", ["KẾ HOẠCH", "Tuyên truyền"]),
        ("ỦY BAN<br>NHÂN DÂN<br/>TỈNH", ["ỦY BAN", "NHÂN DÂN", "TỈNH"]),
        ("<p>một<p>hai<div>ba</div>bốn", ["một", "hai", "ba", "bốn"]),
        ("<p>một</p><p>&nbsp;</p><p> </p><p>hai</p>", ["một", "", "hai"]),
        ("<p>đi<b>ề</b>u <i>ch</i>ỉnh</p>", ["điều chỉnh"]),
        ("<p>H&agrave; N&#7897;i &lt;b&gt; A&amp;B &copy; &#x1EA1; &khong;</p>", ["Hà Nội <b> A&B © ạ &khong;"]),
        ("<p>ngày&nbsp;&nbsp; tháng</p>", ["ngày\u00a0\u00a0 tháng"]),
        ("<pre>một\n\thai\r\n\nba</pre>", ["một", "        hai", "", "ba"]),
        ("<h1>Một</h1>hai<hr>ba", ["Một", "hai", "ba"]),
        ("<p>cụm từ <q>một</q></p>", ["cụm từ “một”"]),
        ("<p>a<!-- <p>b</p> -->c<![if !x]>d<![endif]></p>", ["acd"]),
        ("<script>'<p>a</p>'</script><style>p{}</style><p>b", ["b"]),
        ("<p>x</p><iframe src=http://a.invalid><p>y</p></iframe>", ["x"]),
        ("<template><p>a</p><table><tr><td>b</table></template><p>c", ["c"]),
        ("<noscript><div>a</div><img src=b></noscript><p>một<noscript>hai</noscript> ba", ["một ba"]),
        ("<p>một<template>hai<p>ba</p></template></p><ul><li>bốn</ul>", ["một", "• bốn"]),
        ("<td>một<td>hai", ["một", "hai"]),
    ],
)
def test_lines_are_those_of_the_page(body, expected):
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ol start=3 type=I><li>a<li>b<li value=9>c</ol>", ["III. a", "IV. b", "IX. c"]),
        ("<ol type=a start=26><li>a<li><p>b</p><p>c</p></ol>", ["z. a", "aa. b", "c"]),
        ("<ul><li>a<ol><li>b</ol><li>c</ul>", ["• a", "1. b", "• c"]),
        ("<ol style='list-style-type: lower-roman'><li>a<li>b</ol>", ["i. a", "ii. b"]),
        ("<ul style='list-style:none'><li>a</ul><li>b", ["a", "b"]),
        ("<ul><li>- a<li>1. b<li>c) d</ul>", ["- a", "1. b", "c) d"]),
        ("<ol start=999999999999999999 type=I><li>a<li value=-4>b</ol>", ["999999. a", "-4. b"]),
    ],
)
def test_lists_have_the_signs_that_a_browser_draws(body, expected):
    assert lines(body) == expected


@pytest.mark.parametrize(
    "subset",
    [
        "[]",
        "[\n<!ENTITY a 'b>'>\n]\n",
        """[<!ENTITY a "]>"><!-- don't ]> --><!ATTLIST p x CDATA #IMPLIED> %b;]""",
    ],
)
def test_declarations_inside_of_a_document_type_are_no_words(subset):
    head = '<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "[a.dtd" '
    assert read_bytes(f"{head}{subset}><html><body><p>c [d] &a;</p></body></html>".encode(), "a.htm").text == (
        "c [d] &a;\n"
    )


@pytest.mark.parametrize("subset", ["[<!ENTITY a 'b>", "[<!-- > c", "[ >", '"[ >', "[<!ENTITY a>\n>"])
def test_a_document_type_without_end_loses_no_words(subset):
    assert "một]" in read_bytes(f"<!DOCTYPE html {subset}<p>một]</p>".encode(), "a.htm").text


def test_what_is_shown_without_scripts_alone_is_left_out_of_the_head_too():
    data = b"<html><head><noscript><style>p {}</style><div>a</div></noscript><template>b</template></head><body><p>c"
    assert read_bytes(data, "a.htm").text == "c\n"


def test_a_paragraph_is_told_for_every_line():
    source = page("<p>một</p><p></p><p>hai<br>ba</p><table border=1><tr><td>a<td>b<tr><td>c<td>d</table>")
    assert source.text == "một\n\nhai\nba\na\tb\nc\td\n"
    assert [source.place(source.text.index(word)) for word in ("một", "hai", "ba", "a\t", "c\t")] == [1, 2, 3, 4, 5]
    assert source.unit == "paragraph" and source.media_type == "text/html"


# --- tables ---------------------------------------------------------------------------------------------------------


def test_a_row_is_a_line_whatever_stands_in_its_cells():
    cells = "<tr><th>TT<th>Nội dung<tr><td>1<td><p>một</p><p>hai\tba</p><ul><li>bốn</ul>"
    assert lines(f"<table>{cells}</table>") == ["TT\tNội dung", "1\tmột hai ba • bốn"]


def test_a_merged_cell_leaves_empty_ones_beside_it_and_a_mark_below():
    rows = "<tr><td rowspan=2>a<td>b<td>c<tr><td>d<td>e<tr><td colspan=2>f<td>g<tr><td colspan=3>I. h"
    assert lines(f"<table border=1>{rows}</table>") == ["a\tb\tc", "〃\td\te", "f\t\tg", "I. h\t\t"]


def test_a_table_that_sets_the_page_is_read_cell_by_cell():
    assert lines(web_pages.letterhead() + web_pages.signing()) == [
        *web_pages.ORGAN, *web_pages.MOTTO, web_pages.NUMBER, web_pages.DATE, *web_pages.RECIPIENTS, *web_pages.SIGNED,
    ]  # fmt: skip


def test_a_table_in_a_cell_that_sets_the_page_keeps_its_rows():
    inner = web_pages.tasks()
    assert lines(f"<table><tr><td>trái<td>{inner}</table>") == [
        "trái",
        *("\t".join(r) for r in (web_pages.HEAD, *web_pages.ROWS)),
    ]


def test_words_in_a_table_but_in_no_cell_are_kept():
    assert lines("<table border=1><caption>Biểu 1</caption>lạc<tr><td>a<td>b<tr><td>c<td>d</table>") == [
        "Biểu 1",
        "lạc",
        "a\tb",
        "c\td",
    ]


def test_the_tasks_of_a_table_are_records():
    [table] = parse(page(web_pages.plan())).tables
    assert [(row.number, [lead.name for lead in row.lead]) for row in table.rows] == [
        ("1", ["Sở Ngoại vụ"]),
        ("2", ["Sở Tư pháp"]),
    ]


# --- characters -----------------------------------------------------------------------------------------------------

WORDS = "KẾ HOẠCH Tuyên truyền về văn hóa"


def written(declared, encoding, words=WORDS, bom=b""):
    meta = f"<meta charset={declared}>" if declared else ""
    return bom + f"<html><head>{meta}</head><body><p>{words}</p></body></html>".encode(encoding, "xmlcharrefreplace")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (written("utf-8", "utf-8"), "utf-8"),
        (written(None, "utf-8"), "utf-8"),
        (written("windows-1252", "cp1252"), "cp1252"),
        (written("iso-8859-1", "cp1252"), "cp1252"),
        (written("windows-1252", "utf-8"), "utf-8"),
        (written("utf-8", "cp1252"), "utf-8"),
        (written(None, "utf-8", bom=b"\xef\xbb\xbf"), "utf-8"),
        (written("utf-8", "utf-16-le", bom=b"\xff\xfe"), "utf-16-le"),
        (written("utf-16", "utf-16-be"), "utf-16-be"),
        (written("no-such-encoding", "utf-8"), "utf-8"),
        (written("rot13", "utf-8"), "utf-8"),
    ],
)
def test_bytes_go_before_what_a_page_says_of_itself(data, encoding):
    source = read_bytes(data, "a.htm")
    if data != written("utf-8", "cp1252"):
        assert source.text == f"{WORDS}\n" and source.encoding == encoding and not source.damage
    else:
        assert source.damage


def test_windows_1258_is_composed():
    words = "Kê\u0301 hoa\u0323ch tuyên truyê\u0300n"
    data = f"<html><meta charset=windows-1258><p>{words}".encode("cp1258")
    assert read_bytes(data, "a.htm").text == "Kế hoạch tuyên truyền\n"


OLDER = "Céng hßa x· héi chñ nghÜa ViÖt Nam, Thñ t­íng ChÝnh phñ quyÕt ®Þnh vÒ viÖc tæ chøc thùc hiÖn kÕ ho¹ch"
NEWER = "Cộng hòa xã hội chủ nghĩa Việt Nam, Thủ tướng Chính phủ quyết định về việc tổ chức thực hiện kế hoạch"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_letters_of_before_unicode_are_converted_and_said(encoding):
    data = f"<html><meta charset=x-user-defined><p>1</p><p>{OLDER}</p>".encode(encoding)
    source = read_bytes(data, "a.htm")
    assert source.text == f"1\n{NEWER}\n" and source.encoding == "tcvn3"
    [remark] = source.remarks
    assert remark.code == "VB004" and remark.values == {"encoding": "TCVN3"} and source.place(remark.span.start) == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p style='text-transform:uppercase'>Kế hoạch</p><p>Về</p>", ["KẾ HOẠCH", "Về"]),
        ("<div style='text-transform:uppercase'>Một<i style='text-transform:none'> hai</i></div>", ["MỘT hai"]),
        (
            "<p><span style='font-family:Symbol'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>a</p>",
            ["•\u00a0 a"],
        ),
        ("<p><font face=Wingdings>ü</font> có § <font face=wingdings,arial>§</font></p>", ["✓ có § ▪"]),
        ("<p style='font-family:\"Segoe UI Symbol\"'>αβ ab</p>", ["αβ ab"]),
        ("<p style='font-family:\".VnTimeH\"'>KÕ ho<b>¹ch</b></p><p>đã Kế hoạch</p>", ["KẾ HOẠCH", "đã Kế hoạch"]),
        ("<p style='mso-ascii-font-family:.VnTime;font-family:Arial'>®</p>", ["®"]),
    ],
)
def test_letters_are_those_that_their_font_shows(body, expected):
    assert lines(body) == expected


def test_an_encoding_may_be_asked_for():
    data = "<html><meta charset=utf-8><p>Ã".encode()
    assert read_bytes(data, "a.htm", ReadOptions(encoding="latin-1")).text == "Ã\x83\n"
    with pytest.raises(InputError, match="--encoding nix: there is no such encoding"):
        read_bytes(data, "a.htm", ReadOptions(encoding="nix"))


# --- the site around it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", web_pages.SITES)
def test_the_plan_is_the_same_on_every_site(name):
    alone, source = parse(Source.of(web_pages.text())), read_bytes(web_pages.SITES[name]().encode(), "a.htm")
    document = parse(source)
    kinds = [component.kind for component in document.components]
    assert kinds == ["site_header", "plan", "recipients", "signature_block", "site_footer"]
    differs = {line.strip() for line in differing(alone, document)}
    assert differs - {"-      table"} == {"+site_header", "+site_footer"}
    assert not differs & {"-      table"} or name == "tips"
    own = [component for component in document.components if component.kind == "plan"]
    assert own[0].header.number == "05/KH-UBND"


@pytest.mark.parametrize("name", web_pages.SITES)
def test_no_word_is_lost_and_none_is_on_the_wrong_side(name):
    source = read_bytes(web_pages.SITES[name]().encode(), "a.htm")
    own = [line for line in source.text.splitlines() if line and line.strip() not in set(apart(source))]
    plan = web_pages.text() if name != "tips" else re.sub(r"(?m)^.*\t.*\n", "", web_pages.text())
    if name == "tips":
        # The site has a hidden copy, its lines the same as those of the plan.
        assert Counter(line for line in source.text.splitlines() if "\t" not in line) > Counter(plan.splitlines() * 2)
    else:
        assert Counter(own) == Counter(plan.splitlines())
    around = " ".join(apart(source))
    assert [words for words in (*web_pages.MENU[:3], *web_pages.RELATED) if words not in around] == []


def test_the_lines_of_a_site_are_shown_as_such():
    from vbparse.grammar import default_grammar
    from vbparse.pipeline import run_stages

    source = read_bytes(web_pages.semantic().encode(), "a.htm")
    lines = run_stages(source, default_grammar()).lines
    assert [source[line.span] for line in lines if line.kind == "site"] == apart(source) != []


def test_a_page_that_an_office_program_wrote_is_all_document():
    head = '<head><meta name=Generator content="Microsoft Word 15"></head>'
    links = web_pages.links(*web_pages.MENU)
    assert not read_bytes(f"<html>{head}<body>{web_pages.plan()}{links}".encode(), "a.htm").apart
    assert read_bytes(f"<html><body><div>{web_pages.plan()}</div>{links}".encode(), "a.htm").apart


def test_hidden_words_of_an_office_program_are_apart():
    head = '<head><meta name=Generator content="LibreOffice 7.4"></head>'
    source = read_bytes(f"<html>{head}<body><p>một</p><p style='display:none'>hai</p>".encode(), "a.htm")
    assert apart(source) == ["hai"]


def test_links_inside_the_document_are_its_words():
    basis = "<p>Căn cứ <a href=/1>Luật Tổ chức chính quyền địa phương số 72/2025/QH15</a>;</p>"
    body = web_pages.plan().replace("<p>I. MỤC", f"{basis}<p>I. MỤC")
    assert "Căn cứ Luật" in page(body).text and not page(body).apart


def test_links_of_a_document_that_nobody_signs_are_its_words():
    last = "<p>III. CĂN CỨ</p><p>1. <a href=/1>Luật Đầu tư công</a>;</p><p>2. <a href=/2>Luật Đấu thầu</a>.</p>"
    body = f"<div>{web_pages.letterhead()}{web_pages.p(*web_pages.TITLE, *web_pages.BODY)}{last}</div>"
    assert [words[2:] for words in apart(page(body + web_pages.links(*web_pages.MENU)))] == list(web_pages.MENU)


def test_a_document_in_an_element_for_menus_is_read():
    source = page(f"<header>{web_pages.plan()}</header><nav>{web_pages.links(*web_pages.MENU)}</nav>")
    assert [c.kind for c in parse(source).components] == ["plan", "recipients", "signature_block", "site_footer"]


def test_an_appendix_in_an_element_of_its_own_is_no_footer():
    appendix = web_pages.p("PHỤ LỤC", "(Kèm theo Kế hoạch số 05/KH-UBND)") + web_pages.tasks()
    source = page(
        f"<div><div>{web_pages.plan()}</div><div>{appendix}</div></div><div>{web_pages.links(*web_pages.MENU)}</div>"
    )
    assert [c.kind for c in parse(source).components][-2:] == ["appendix", "site_footer"]


def test_a_page_without_letterhead_keeps_its_heading_and_its_prose():
    prose = web_pages.p(*web_pages.BODY, *web_pages.CLOSING)
    source = page(f"<div>{web_pages.links(*web_pages.MENU)}</div><div><h1>KẾ HOẠCH</h1><div>{prose}</div></div>")
    assert [words.lstrip("• ") for words in apart(source)] == list(web_pages.MENU)


def test_hidden_words_are_no_words_of_the_line_they_stand_in():
    source = page("<p>Điều 1. Phạm <span style='display:none'>ẩn</span>vi điều chỉnh</p><p>Điều 2. Đối tượng</p>")
    assert apart(source) == ["ẩn"] and "Điều 1. Phạm vi điều chỉnh" in source.text


# --- what is said ---------------------------------------------------------------------------------------------------


def said(source):
    return [(remark.code, *remark.values.values()) for remark in source.remarks]


def test_what_is_no_text_is_said():
    body = "<p>một</p><img src=a.png><img width=1 height=1><p>hai<img src=b.png></p><object data=c></object>"
    assert said(page(body)) == [("VB009", "2 × picture"), ("VB009", "embedded object")]


def test_changes_that_nobody_accepted_are_counted():
    source = page("<p>một <del>hai</del> <ins>ba</ins></p>")
    assert source.text == "một ba\n" and said(source) == [("VB005", "1", "1")]


def test_comments_of_word_are_left_out():
    body = (
        "<p>một<a class=msocomanchor href='#_msocom_1'>[A1]</a></p><div style='mso-element:comment'><p>Sao?</p></div>"
    )
    assert page(body).text == "một\n" and said(page(body)) == [("VB009", "comment")]


@pytest.mark.parametrize("reference", ["&#0;", "&#xD800;", "&#x110000;", "\0"])
def test_a_letter_that_does_not_exist_is_no_damaged_byte(reference):
    source = page(f"<p>một</p><p>hai {reference} ba</p>")
    assert source.text == "một\nhai \ufffd ba\n" and not source.damage
    assert said(source) == [("VB008", "1")] and source[source.remarks[0].span] == "\ufffd"
    assert [found.code for found in parse(source).diagnostics if found.code in ("VB001", "VB008")] == ["VB008"]


def test_damaged_bytes_are_said_as_such():
    source = read_bytes("<html><p>Kế hoạch".encode() + b" \xff", "a.htm")
    assert len(source.damage) == 1 and said(source) == []


# --- files that mean harm -------------------------------------------------------------------------------------------

MANY = 20_000
HARMLESS = {
    "paragraphs": "<p>x" * MANY,
    "lines": "x<br>" * MANY,
    "bold": "<p><b>x" * MANY,
    "closing": "</div></p></table>" * MANY + "x",
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(MANY)) + ">x",
    "one attribute": "<p title='" + "x" * MANY,
    "comment": "x<!--" + "a-" * MANY,
    "script": "x<script>" + "</" * MANY,
    "entities": "&amp;&#x110000;&#0;&nbsp" * MANY,
    "signs": "<" * MANY + "&" * MANY,
    "cells": "<table>" + "<tr><td>x" * MANY,
    "columns": "<table border=1>" + ("<tr>" + "<td rowspan=9 colspan=9>x" * 1000) * 20 + "<tr>" * MANY,
    "spans": "<table border=1>" + "<tr><td rowspan=99999 colspan=99999>x" * 20_000,
    "doctype": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>&b;&c;',
    "nothing": "",
    "controls": "\0\x01\x0b\x1b[31m\ufffe" * 1000,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_strange_pages_become_some_text(name):
    document = parse(page(HARMLESS[name]))
    assert "root:" not in document.source.text
    # A merged cell may write as many tabs as a table has columns, nothing else grows.
    assert len(document.source.text) < 50 * len(HARMLESS[name]) + 100


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<ul><li>", "<span>", "<b>", "<font><div>", "<a><div>"])
def test_elements_inside_each_other_are_bounded(tag):
    with pytest.raises(
        InputError, match=r"^a.htm: the elements inside each other are more than 500; .*--limit depth=N$"
    ):
        page(tag * 1000 + "x")
    assert "x" in page(tag * 100 + "x").text


def test_a_deep_page_is_read_if_that_is_asked_for():
    assert page("<table><tr><td>" * 1000 + "x", depth=5000).text.strip() == "x"


def test_reading_may_take_only_so_long(monkeypatch):
    from vbparse.readers.html import page as module

    ticks = iter(range(0, 10_000, 100))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(ticks))
    with pytest.raises(InputError, match=r"^a.htm: .* more than 300; if that is meant, see --limit seconds=N$"):
        page("<p>x" * 1_000_000)


def test_nothing_is_opened(monkeypatch):
    import builtins
    import socket

    def refuse(*arguments, **named):
        raise AssertionError("opened")

    body = "<link href=file:///a><img src=http://a.invalid/b><object data=file:///c></object><base href=//d>"
    read_bytes(b"<html><p>x", "a.htm")
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    assert page(f"{body}<p>một").text == "một\n"


TAGS = (
    "<table> </table> <tr> <td> <th> </td> <td_rowspan=3_colspan=4> <ol_type=i> <ul> <li> </ul> <p> </p> <div> </div> <div_hidden> "
    "<nav> </nav> <q> <pre> </pre> <iframe> </iframe> <script> </script> <!-- --> <del> </del> <select> <option> <textarea> <svg> "
    "<title> <span_style=display:none> </span> <br> <body> </html> <head> <plaintext> <a_href=x> </a> <button> <![CDATA[ <o:p> "
    "<caption> <template> <noscript> <h1> </h1> <img> &#xD800; \0 \r \n \t một hai ba CHỦ"
).split(" ")


@given(st.lists(st.sampled_from(TAGS), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_tags_become_a_text_that_its_parts_tile(tags):
    source = page("".join(tags).replace("_", " "))
    document = parse(source)
    assert "".join(source[component.span] for component in document.components) == source.text
    assert all(source[span].count("\n") == 1 and source[span].strip() for span in source.apart)


# --- real files -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not PAIRS, reason="no ../shared/corpus beside the checkout")
def test_pages_of_word_agree_with_their_texts(capsys):
    found = {}
    for path in PAIRS:
        reference, source = read(path.with_suffix(".txt")), read(path)
        found[path.stem] = (agreement(parse(reference), parse(source)), words_kept(reference.text, source.text))
    mean = sum(outline for outline, _ in found.values()) / len(found)
    with capsys.disabled():
        print()
        for name, (outline, words) in found.items():
            print(f"{name:48} outline {outline:.3f}, words {words:.4f}")
        print(f"{'mean':48} outline {mean:.3f}")
    assert mean >= LEAST_AGREEMENT and min(words for _, words in found.values()) >= LEAST_WORDS
