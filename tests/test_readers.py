"""What all readers share: pages, remarks, and the choice of a format by bytes alone."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from vbparse import InputError, compare, parse
from vbparse.cli import formats_command
from vbparse.readers import formats, markup, read_bytes
from vbparse.readers.formats import (
    DOC,
    DOCX,
    HTML,
    IMAGE,
    PDF,
    RTF,
    TEXT,
    WEB_ARCHIVE,
    WORD_XML,
    ZIP,
    format_of,
)
from vbparse.schema import json_schema
from vbparse.shape import replace
from vbparse.source import Piece, Remark, Source, Span

PIECES = [
    Piece("KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại", 1),
    Piece("I. MU\u0323C ĐÍCH", 3),
    Piece("1. Nâng cao nhận thức của Nhân dân.", 3),
    Piece("", 4),
    Piece("2. Phổ biến pháp luật.", 6),
]
REMARK = Remark(
    code="VB006",
    severity="warning",
    message="{count} page(s) are pictures, a scan; the first is page {page}; --ocr reads them",
    values={"count": "1", "page": "4"},
    span=Span(4, 4),
)


def paged(remarks=()):
    return Source.of_pieces(PIECES, b"the bytes", "a.pdf", "application/pdf", "page", remarks=remarks)


def test_every_word_knows_its_page():
    source = paged()
    pages = {word: source.place(source.text.index(word)) for word in ("KẾ", "MỤC", "Nâng", "Phổ", "luật")}
    assert pages == {"KẾ": 1, "MỤC": 3, "Nâng": 3, "Phổ": 6, "luật": 6}
    assert source.places == tuple(sorted(source.places)) and source.numbers == (1, 3, 4, 6)
    assert source.text == "".join(f"{text}\n" for text, *_ in PIECES).replace("U\u0323", "Ụ")


def test_columns_read_one_after_the_other_keep_their_paragraphs():
    pieces = [Piece(f"đoạn {place}", place) for place in (1, 2, 4, 6, 3, 5, 5, 8)]
    remarks = [replace(REMARK, span=Span(place, place)) for place in (0, 3, 5, 7, 9)]
    source = Source.of_pieces(pieces, b"", "a.docx", "", "paragraph", remarks=remarks, apart={3, 4})
    for start, (text, place, _) in zip(source.line_starts, pieces, strict=False):
        assert source.place(start) == source.place(start + len(text)) == place
    assert source.where(source.text.index("đoạn 3")) == ("paragraph", 3)
    # The file as a whole begins at 1, a paragraph without words is named at the next one, one after all at the last.
    assert [source.place(remark.span.start) for remark in source.remarks] == [1, 3, 5, 8, 8]
    assert [source[span] for span in source.apart] == ["đoạn 4\n", "đoạn 3\n"]


def test_a_text_has_lines_and_no_pages():
    source = Source.of("I. MỤC ĐÍCH\n")
    assert source.place(3) is None and source.where(3) == ("line", 1)
    assert "page" not in json.dumps(parse(source).to_data())


def test_a_remark_becomes_a_diagnostic_at_its_page():
    document = parse(paged([REMARK]))
    [found] = [d for d in document.diagnostics if d.code == "VB006"]
    assert found.message == "1 page(s) are pictures, a scan; the first is page 4; --ocr reads them"
    assert document.source.place(found.span.start) == 4


def test_spans_in_json_tell_the_page_and_hold_to_the_schema():
    import jsonschema

    document = parse(paged([REMARK]))
    data = document.to_data()
    jsonschema.validate(data, json_schema("document"))
    assert {component["span"]["page"] for component in data["components"]} == {1}
    both = compare(document, document).to_data()
    jsonschema.validate(both, json_schema("comparison"))
    assert {unit["span"]["page"] for unit in both["left"]["units"]} >= {3, 6}


def archive(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


ARCHIVE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n--a\r\n'
    b"Content-Type: text/html\r\n\r\n<html><p>x</p></html>\r\n--a--\r\n"
)
AFTER_BLANKS = markup._after_blanks


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", TEXT),
        ("KẾ HOẠCH <html>".encode(), TEXT),
        ("KẾ HOẠCH".encode("utf-16"), TEXT),
        (b"%PDF-1.7\n", PDF),
        (b"\r\nreceived by mail\r\n%PDF-1.4\n", PDF),
        (b"{\\rtf1\\ansi", RTF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
        (b"\xff\xd8\xff\xe0", IMAGE),
        (b"RIFF\x0a\0\0\0WEBPVP8 ", IMAGE),
        (b"RIFF\x0a\0\0\0WAVEfmt ", TEXT),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", IMAGE),
        (b"BM", TEXT),
        ("BM-01 Biểu mẫu báo cáo".encode(), TEXT),
        ("BM.01 Bi\u1ec3u m\u1eabu (BM)".encode("utf-16-le"), TEXT),
        (b"PK\x03\x04 broken", ZIP),
        (archive("word/document.xml"), DOCX),
        (archive("xl/workbook.xml"), ZIP),
        (b"<!DOCTYPE html>", HTML),
        (b"\xef\xbb\xbf\r\n <HTML lang=vi>", HTML),
        (b"<?xml version='1.0'?>\n<!-- saved from url --><html>", HTML),
        ("<html><body>KẾ HOẠCH".encode("utf-16"), HTML),
        (b"<!-- a comment that never ends", TEXT),
        (b"<!DOCTYPE  html>", HTML),
        (b"<!DOCTYPE\nhtml PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>", HTML),
        (b"<!-- " + b"a-" * 5000 + b"-->\n<html>", HTML),
        (b"<!-- a -->" * 9000 + b"<html>", HTML),
        (b"<!---->" * 50_000 + b"<html>", TEXT),
        (b"<?xml version='1.0'?><?xml-stylesheet href='a.css'?><html>", HTML),
        (b"<meta charset=utf-8><p>x", HTML),
        (b"<title>x</title>", HTML),
        (b"<style>p {}</style>x", HTML),
        (b"<link rel=stylesheet href=a.css><p>x", HTML),
        (b"<base href=/><p>x", HTML),
        ("<div><p>KẾ HOẠCH</p><p>Năm 2025</p></div>".encode(), HTML),
        ("<div><p>KẾ HOẠCH</p><p>Năm 2025</p></div>".encode("utf-16"), HTML),
        (b"<table border=1><tr><td>a</td><td>b</td></tr></table>", HTML),
        (b"<!-- a --><p>a</p>\n<P>b</P >\n<p>c</p>", HTML),
        (b"<b>a</b><br>b<br/>c<BR clear=all>d", HTML),
        (b"<div align=center>\n\n# A\n\n</div>\n\nText<br>\n", TEXT),
        (b"<div align=center>\n</div>\n" + b"text\n" * 1000 + b"</p></p></p>", TEXT),
        (b"<header-row><p>a</p><p>b</p><p>c</p>", TEXT),
        (b"<note><p>a</p><p>b</p><p>c</p></note>", TEXT),
        (b"x <p>a</p><p>b</p><p>c</p>", TEXT),
        (ARCHIVE, WEB_ARCHIVE),
        (b"From: <Saved by Blink>\r\nSubject: a\r\n b\r\n" + ARCHIVE, WEB_ARCHIVE),
        (ARCHIVE.replace(b"related", b"mixed"), TEXT),
        (b"A letter.\n\n" + ARCHIVE, TEXT),
        (b"Subject: a\n\n" + ARCHIVE, TEXT),
        (b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?>\r\n<w:wordDocument>', WORD_XML),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- a --><w:wordDocument xmlns:w='x'>", WORD_XML),
        (b'<?mso-application progid="Excel.Sheet"?><Workbook>', TEXT),
    ],
)
def test_the_bytes_tell_the_kind(data, kind):
    assert format_of(data) is kind


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ARCHIVE, "this is a web archive (.mht); save it as .htm or .docx"),
        (b"<w:wordDocument xmlns:w='x'>", "this is a Word file in XML; save it as .docx"),
    ],
)
def test_a_kind_that_is_not_read_is_refused_with_what_to_do(data, said, vbparse, tmp_path):
    with pytest.raises(InputError) as caught:
        read_bytes(data, "a.htm")
    assert str(caught.value) == f"a.htm: {said}"
    (tmp_path / "a.htm").write_bytes(data)
    run = vbparse("parse", "a.htm")
    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"vbparse: a.htm: {said}\n")


@pytest.mark.parametrize(
    "piece", [b"<!-- ", b"<!---->", b"<?", b"<? ?>", b"<", b"a:\n", b"a:\n \n", b"<p ", b"</p ", b"\n"]
)
def test_what_comes_before_the_first_element_is_passed_over_once(piece, monkeypatch):
    passed = []
    monkeypatch.setattr(markup, "_after_blanks", lambda head, at: passed.append(at) or AFTER_BLANKS(head, at))
    assert format_of(piece * (1_000_000 // len(piece))) is TEXT
    assert passed == sorted(set(passed)) and passed[-1] <= markup._WINDOW


PIP, APT = 'pip install "vbparse[ocr]"', "apt install tesseract-ocr tesseract-ocr-vie"


@pytest.mark.parametrize(
    ("has_package", "has_program", "lacking"),
    [(False, False, f"{PIP} && {APT}"), (False, True, PIP), (True, False, APT), (True, True, None)],
)
def test_all_that_a_kind_lacks_is_told_at_once(monkeypatch, capsys, has_package, has_program, lacking):
    monkeypatch.setattr(formats, "_is_importable", lambda name: has_package)
    monkeypatch.setattr("shutil.which", lambda name: name if has_program else None)
    assert IMAGE.missing() == lacking
    formats_command()
    [told] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("image")]
    assert told.split("  ")[-1].strip() == (f"to read it, run: {lacking}" if lacking else "can be read")
    with pytest.raises(InputError) as refused:
        read_bytes(b"\x89PNG\r\n\x1a\n", "a.png")
    reason = f"to read it, run: {lacking}" if lacking else "this is an image, which has no text; --ocr reads it"
    assert str(refused.value).endswith(reason)
