"""What all readers share: pages, remarks, and the choice of a format by bytes alone."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from vbparse import compare, parse
from vbparse.readers.formats import DOC, DOCX, HTML, IMAGE, PDF, RTF, TEXT, ZIP, format_of
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
    message="{count} page(s) have no text, the first is page {page}; --ocr reads them",
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
    assert source.text == "".join(f"{text}\n" for text, _ in PIECES).replace("U\u0323", "Ụ")


def test_columns_read_one_after_the_other_keep_their_paragraphs():
    pieces = [Piece(f"đoạn {place}", place) for place in (1, 2, 4, 6, 3, 5, 5, 8)]
    remarks = [replace(REMARK, span=Span(place, place)) for place in (0, 3, 5, 7, 9)]
    source = Source.of_pieces(pieces, b"", "a.docx", "", "paragraph", remarks=remarks, apart={3, 4})
    for start, (text, place) in zip(source.line_starts, pieces, strict=False):
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
    assert found.message == "1 page(s) have no text, the first is page 4; --ocr reads them"
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
        (b"PK\x03\x04 broken", ZIP),
        (archive("word/document.xml"), DOCX),
        (archive("xl/workbook.xml"), ZIP),
        (b"<!DOCTYPE html>", HTML),
        (b"\xef\xbb\xbf\r\n <HTML lang=vi>", HTML),
        (b"<?xml version='1.0'?>\n<!-- saved from url --><html>", HTML),
        ("<html><body>KẾ HOẠCH".encode("utf-16"), HTML),
        (b"<!-- a comment that never ends", TEXT),
    ],
)
def test_the_bytes_tell_the_kind(data, kind):
    assert format_of(data) is kind
