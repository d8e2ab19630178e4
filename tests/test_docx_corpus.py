"""Word files of the shared corpus against texts of the same documents, and plans of the corpus typed in Word.

The files lie beside the checkout (../shared/corpus); without them the tests are skipped.
"""

from pathlib import Path

import pytest
from agreement import agreement, words_kept
from word_files import word_of

from vbparse import parse, read
from vbparse.readers import read_bytes

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
PAIRS = sorted(path for path in CORPUS.glob("*.docx") if path.with_suffix(".txt").exists())
PLANS = sorted(CORPUS.glob("kh-*.txt"))
pytestmark = pytest.mark.skipif(not PAIRS or not PLANS, reason="no ../shared/corpus beside the checkout")

LEAST_AGREEMENT = 0.95
LEAST_WORDS = 0.99


def measured(reference, source):
    """Agreement of the outlines, and words kept in order."""
    return agreement(parse(reference), parse(source)), words_kept(reference.text, source.text)


def judge(found, capsys):
    """Print the figures of each file, and hold them to what must be."""
    mean = sum(outline for outline, _ in found.values()) / len(found)
    with capsys.disabled():
        print()
        for name, (outline, words) in found.items():
            print(f"{name:48} outline {outline:.3f}, words {words:.4f}")
        print(f"{'mean':48} outline {mean:.3f}")
    assert mean >= LEAST_AGREEMENT
    assert {name: words for name, (_, words) in found.items() if words < LEAST_WORDS} == {}


def test_word_files_agree_with_their_texts(capsys):
    judge({path.stem: measured(read(path.with_suffix(".txt")), read(path)) for path in PAIRS}, capsys)


def test_plans_typed_with_automatic_numbers_agree_with_their_texts(capsys):
    found = {}
    for path in PLANS:
        text = read(path)
        # Word has a break of its own for pages; the form feeds of these texts are no letters that it could hold.
        found[path.stem] = measured(text, read_bytes(word_of(text.text.replace("\f", "")), path.name))
    judge(found, capsys)
