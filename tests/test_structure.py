"""Outlines of twenty real documents, corrected by hand against their texts.

`tests/golden/structure/NAME.txt` is the official text, `NAME.outline` what a reader found in it, and `known.tsv` how
many of its lines the parser does not read so yet. A change must bring a number down or leave it; the number is then
written down, so that a loss can never hide behind a gain. `make outlines` prints the differences.
"""

import difflib
import sys
from pathlib import Path

import pytest
from structure_outline import outline

HERE = Path(__file__).parent / "golden" / "structure"
NAMES = sorted(path.stem for path in HERE.glob("*.txt"))


def known() -> dict[str, int]:
    rows = (line.split("\t") for line in (HERE / "known.tsv").read_text(encoding="utf-8").splitlines())
    return {name: int(count) for name, count in rows if not name.startswith("#")}


def differences(name: str) -> list[str]:
    """Lines of the golden outline that the parser does not give ("-"), and lines of its own ("+")."""
    golden = (HERE / f"{name}.outline").read_text(encoding="utf-8").splitlines()
    found = outline(str(HERE / f"{name}.txt")).splitlines()
    return [line for line in difflib.unified_diff(golden, found, lineterm="", n=0) if line[:1] in "+-"][2:]


@pytest.mark.parametrize("name", NAMES)
def test_the_structure_is_what_a_reader_found(name):
    lines = differences(name)
    assert len(lines) == known()[name], "\n".join(["write the number down if it is smaller", *lines])


def test_every_text_has_its_outline_and_its_number():
    assert {path.stem for path in HERE.glob("*.outline")} == set(NAMES) == set(known())


if __name__ == "__main__":
    chosen = sys.argv[1:] or NAMES
    for name in chosen:
        print(f"\n{name}", *differences(name), sep="\n")
