"""PDF of the shared corpus against the text of the same document: outlines and words, a line for each file.

The texts lie beside the checkout (../shared/corpus); without them the tests are skipped. They were made by other
programs, mostly line by line: columns of a letterhead run into each other, tables are lists of their cells.
"""

from pathlib import Path

import pytest
from agreement import agreement, words_kept

from vbparse import parse, read

pytest.importorskip("pypdfium2", reason='PDF need pip install "vbparse[pdf]"')

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
PAIRS = sorted(path for path in CORPUS.glob("*.pdf") if path.with_suffix(".txt").exists())
pytestmark = pytest.mark.skipif(not PAIRS, reason="no ../shared/corpus beside the checkout")

LEAST_AGREEMENT = 0.90
LEAST_WORDS = 0.99
OTHER_ORDER = {
    "tb-453-ha-noi-2026-treo-co": "a single page; the text has letterhead and signature line by line over both columns",
    "vbhn-1676-bldtbxh": "the text has the heads of six tables column by column",
}
"""Files whose words stand in an order in the text that no reader of the page would choose, and why. All are there."""


@pytest.fixture(scope="module")
def measured():
    """For every pair: agreement of the outlines, words kept in order, words kept in any order."""
    found = {}
    for path in PAIRS:
        reference, source = read(path.with_suffix(".txt")), read(path)
        found[path.stem] = (
            agreement(parse(reference), parse(source)),
            words_kept(reference.text, source.text),
            any_order(reference.text, source.text),
        )
    return found


def any_order(reference, text):
    """Share of the words that are there, wherever they stand."""
    wanted, found = (" ".join(sorted(words.casefold().split())) for words in (reference, text))
    return words_kept(wanted, found)


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
    assert set(in_order) <= set(OTHER_ORDER), in_order
