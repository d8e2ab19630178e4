"""Two hundred sentences of real documents, marked by hand for the records that they hold, before any rule was written.

`tests/gold/records/known.tsv` says how many marks of each kind are missed and how many records are invented. A change
must bring a number down or leave it; the number is then written down, so that a loss can never hide behind a gain.
`make marks` prints every difference and the scores.
"""

import tomllib

import pytest
from marked import KINDS, MARKS, TEXTS, asked, errors, names, sentences


def known() -> dict[str, tuple[int, int]]:
    rows = (line.split("\t") for line in (MARKS / "known.tsv").read_text(encoding="utf-8").splitlines())
    return {kind: (int(missed), int(invented)) for kind, missed, invented in rows if not kind.startswith("#")}


@pytest.fixture(scope="module")
def wrong() -> list[tuple[str, str, str]]:
    return [error for name in names() for error in errors(name)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_reader_marked_is_found(kind, wrong):
    lines = [f"{sign} {words}" for found, sign, words in wrong if found == kind]
    counts = tuple(sum(line.startswith(sign) for line in lines) for sign in "-+")
    assert counts == known()[kind], "\n".join(["write the numbers down if they are smaller", *lines])


def test_the_marks_are_many_and_of_many_documents():
    assert len(names()) >= 15
    assert sum(len(sentences(name)) for name in names()) >= 150
    assert all(asked()[kind] for kind in KINDS if kind != "products")


@pytest.mark.parametrize("name", names())
def test_marks_stand_where_they_say(name):
    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    for sentence in tomllib.loads((MARKS / f"{name}.toml").read_text(encoding="utf-8"))["sentence"]:
        first, last = sentence["lines"]
        assert first <= last <= len(lines)
        assert lines[first - 1].strip().startswith(sentence["begins"])
