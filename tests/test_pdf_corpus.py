"""PDF of the shared corpus against the text of the same document: outlines and words, a line for each file.

The texts lie beside the checkout (../shared/corpus); without them the tests are skipped. They were made by other
programs, mostly line by line: columns of a letterhead run into each other, tables are lists of their cells.
"""

import re
import shutil
from pathlib import Path

import pytest
from agreement import agreement, words_kept
from rapidfuzz.distance import LCSseq

from vbparse import parse, read
from vbparse.fold import fold
from vbparse.readers.options import ReadOptions

pytest.importorskip("pypdfium2", reason='PDF need pip install "vbparse[pdf]"')

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
PAIRS = {
    path: text
    for path in sorted(CORPUS.glob("*.pdf"))
    if (text := path.with_name(f"{path.stem.removesuffix('-tcvn3')}.txt")).exists()
}
pytestmark = pytest.mark.skipif(not PAIRS, reason="no ../shared/corpus beside the checkout")

LEAST_AGREEMENT = 0.90
LEAST_WORDS = 0.99
OTHER_WORDS = {
    "tb-453-ha-noi-2026-treo-co": "a single page; the text has letterhead and signature line by line over both columns",
    "vbhn-1676-bldtbxh": "the text has the heads of six tables column by column",
    "nd-109-2004-cp-tcvn3": 'the text cuts words before letters with marks, "b ằng", "th ẩm"',
}
"""Files whose words are parted or ordered in the text as no reader of the page would, and why. All letters are there."""


@pytest.fixture(scope="module")
def measured():
    """For every pair: agreement of the outlines, words kept in order, words or letters kept in any order."""
    found = {}
    for path, text in PAIRS.items():
        reference, source = read(text), read(path)
        found[path.stem] = (
            agreement(parse(reference), parse(source)),
            words_kept(reference.text, source.text),
            max(any_order(reference.text, source.text), letters_kept(reference.text, source.text)),
        )
    return found


def any_order(reference, text):
    """Share of the words that are there, wherever they stand."""
    wanted, found = (" ".join(sorted(words.casefold().split())) for words in (reference, text))
    return words_kept(wanted, found)


def letters_kept(reference, text):
    """Share of the letters that are there in order, whatever parts them."""
    wanted, found = (re.sub(r"[\W_]", "", words.casefold()) for words in (reference, text))
    return LCSseq.similarity(wanted, found) / len(wanted)


def test_outlines_agree(measured, capsys):
    mean = sum(outline for outline, _, _ in measured.values()) / len(measured)
    with capsys.disabled():
        print()
        for name, (outline, words, there) in measured.items():
            print(f"{name:32} outline {outline:.3f}, words {words:.4f} in order, {there:.4f} in any")
        print(f"{'mean':32} outline {mean:.3f}")
    assert mean >= LEAST_AGREEMENT


def test_no_word_is_lost(measured):
    assert {name: there for name, (_, _, there) in measured.items() if there < 0.995} == {}
    in_order = {name: words for name, (_, words, _) in measured.items() if words < LEAST_WORDS}
    assert set(in_order) <= set(OTHER_WORDS), in_order


# --- scans --------------------------------------------------------------------------------------------------------

SCANS = sorted(CORPUS.glob("*-scan.pdf"))


@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.stem)
def test_a_scan_is_said_to_be_one(path):
    document = parse(read(path))
    assert [d.values["page"] for d in document.diagnostics if d.code == "VB006"] == ["1"]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs: apt install tesseract-ocr tesseract-ocr-vie")
def test_a_page_with_a_transcript_is_read_by_ocr(capsys, tmp_path):
    """Its number and its day were written by hand, part of its title lies under a stamp."""
    from pypdfium2 import PdfDocument

    transcript = (CORPUS / "qd-kh-707-ttg-2026-p1-truth.txt").read_text(encoding="utf-8")
    whole, first = PdfDocument(CORPUS / "qd-kh-707-ttg-2026-scan.pdf"), PdfDocument.new()
    first.import_pages(whole, [0])
    first.save(tmp_path / "first.pdf")
    source = read(tmp_path / "first.pdf", ReadOptions(ocr=True))
    words = words_kept(fold(transcript), fold(source.text))
    there = any_order(fold(transcript), fold(source.text))
    with capsys.disabled():
        print(f"\nqd-kh-707 page 1 by OCR: words {words:.4f} in order, {there:.4f} in any")
    assert there >= 0.90
    assert source.places == (0,) and [r.code for r in source.remarks] == ["VB007"]
