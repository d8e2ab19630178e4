"""Mending touches what it replaces and nothing else, in every encoding, and has then nothing more to do."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbparse import Source
from vbparse.check.mend import diff, encoded, mend, mend_until_still
from vbparse.source import Span

LETTERS = "aAđĐÐưếệỗ \n\r.,;:*#\u00a0\u200b“”…"
texts = st.text(st.sampled_from(LETTERS), max_size=60)
forms = st.sampled_from(["NFC", "NFD"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1258"])
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
PLAN = """KẾ HOẠCH
Triển khai Chỉ thị số 25/CT-TTg

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao nhận thức của của Nhân dân theo Quyết định số 9/QÐ-UBND.

II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính
**Bố trí** kinh phí\u200b &amp;nbsp;hằng năm, đơn đốc các đơn vị./.
"""


def written(text: str, form: str, encoding: str) -> bytes:
    """A file of that text; what windows-1258 does not have is left out."""
    if encoding == "cp1258":
        return b"".join(encoded(char, encoding) or b"" for char in text)
    return MARKS.get(encoding, b"") + unicodedata.normalize(form, text).encode(encoding)


def raw_size(data: bytes, source: Source, offset: int) -> int:
    """Bytes before an offset of the text, counted the slow way: by encoding all that stands before it."""
    mark = next((bom for bom in (codecs.BOM_UTF8, *MARKS.values()) if data.startswith(bom)), b"")
    decoded = data[len(mark) :].decode(source.encoding)
    return len(mark) + len(decoded[: source.raw_span(Span(0, offset)).end].encode(source.encoding))


@st.composite
def edited(draw, most=5):
    """A file, its source, and edits in any order that may overlap."""
    encoding = draw(encodings)
    data = written(draw(texts), draw(forms), encoding)
    source = Source.decode(data, encoding=encoding)
    place = st.integers(0, len(source.text))
    spans = draw(st.lists(st.builds(lambda a, b: Span(min(a, b), max(a, b)), place, place), min_size=1, max_size=most))
    return data, source, [(span, draw(texts)) for span in spans]


@given(edited(most=1))
def test_no_byte_outside_the_span_changes(case):
    data, source, [(span, text)] = case
    start, end = raw_size(data, source, span.start), raw_size(data, source, span.end)
    words = encoded(text, source.encoding)
    assert mend(data, source, [(span, text)]) == (data if words is None else data[:start] + words + data[end:])


@given(edited())
def test_many_edits_are_one_after_the_other_and_of_overlapping_ones_the_first(case):
    data, source, edits = case
    chosen: list[tuple[Span, str]] = []
    for span, text in sorted(edits, key=lambda edit: edit[0].start):
        if all(span.start >= before.end and span.start != before.start for before, _ in chosen):
            chosen.append((span, text))
    one_by_one = data
    for edit in reversed(chosen):
        # From the last to the first, so that offsets before it stay what they were.
        changed = mend(data, source, [edit])
        tail = len(data) - raw_size(data, source, edit[0].end)
        grown = len(changed) - len(data)
        one_by_one = changed[: len(data) + grown - tail] + one_by_one[len(data) - tail :]
    assert mend(data, source, edits) == one_by_one


@given(edited())
def test_encoding_and_mark_are_kept(case):
    data, source, edits = case
    after = mend(data, source, edits)
    assert after[:2] == data[:2] or not data.startswith(tuple(MARKS.values()))
    assert after[:3] == data[:3] or not data.startswith(codecs.BOM_UTF8)
    assert "\ufffd" not in Source.decode(after, encoding=source.encoding).text


@pytest.mark.parametrize(
    ("data", "at", "after"),
    [
        (b"a\xff\xfeb\xc3", 0, "ệ".encode() + b"\xff\xfeb\xc3"),
        (b"a\xff\xfeb\xc3", 3, b"a\xff\xfe" + "ệ".encode() + b"\xc3"),
        (b"\xffa\xe1\xbb", 1, b"\xff" + "ệ".encode() + b"\xe1\xbb"),
        (b"a\xff", 1, b"a" + "ệ".encode()),
    ],
)
def test_bytes_that_are_no_text_stay_beside_what_is_mended(data, at, after):
    source = Source.decode(data, encoding="utf-8")
    assert mend(data, source, [(Span(at, at + 1), "ệ")]) == after


def test_letters_that_could_be_written_in_two_ways_are_left_alone():
    data = b"+AGE-b"
    source = Source.decode(data, encoding="utf-7")
    assert source.text == "ab"
    assert mend(data, source, [(Span(1, 2), "x")]) == data


def test_a_span_outside_the_text_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="lies outside a text of 2 characters"):
        mend(b"ab", Source.decode(b"ab"), [(Span(1, 3), "")])


def test_what_the_encoding_cannot_hold_is_left_out():
    data = "a b".encode("cp1258")
    assert mend(data, Source.decode(data, encoding="cp1258"), [(Span(0, 1), "中"), (Span(2, 3), "ệ")]) == (
        "a ê\u0323".encode("cp1258")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("unsafe", [False, True])
def test_mending_twice_is_mending_once(form, encoding, end, unsafe):
    data = written(PLAN.replace("\n", end), form, encoding)
    once = mend_until_still(data, unsafe=unsafe)
    assert once.data != data and once.fixed != ()
    again = mend_until_still(once.data, unsafe=unsafe)
    assert again.data == once.data and again.fixed == ()
    text = Source.decode(once.data).text
    assert Source.decode(once.data).encoding == Source.decode(data).encoding
    assert ("của của" in text) is not unsafe and ("đôn đốc" in text) is unsafe
    assert "\u200b" not in text and "&" not in text and "**" not in text
    assert text.count(end) == text.count("\n") == PLAN.count("\n")


junk = st.lists(
    st.sampled_from(
        ["Ð", "**", "của của ", "&amp;", "amp;", "lt;", "\u200b", "đơn đốc ", " ,", "/ ", "a", "\n", "## ", "*"]
    )
)


@given(junk.map("".join), st.booleans())
def test_there_is_nothing_left_to_mend(text, unsafe):
    once = mend_until_still(text.encode(), unsafe=unsafe)
    assert mend_until_still(once.data, unsafe=unsafe).data == once.data


def test_a_diff_shows_what_mending_changes_in_the_letters_of_the_file():
    before = "một\r\nQÐ".encode("utf-16-le")
    after = "một\r\nQĐ".encode("utf-16-le")
    assert diff(before, after, "a.txt", "utf-16-le") == (
        "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n một\r\n-QÐ\n\\ No newline at end of file\n"
        "+QĐ\n\\ No newline at end of file\n"
    )
    assert diff(before, before, "a.txt") == ""
