"""Count in how many documents words and word pairs occur, for `grammars/background.tsv`.

usage: count_background.py FOLDER... > grammars/background.tsv

Two short documents cannot tell what is rare; many can. Only counts leave the folders, never text.
A word or pair goes into the table if at least 1 in 30 documents has it; what is not there counts as rarer than that.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from vbparse.fold import fold
from vbparse.matching.grams import weighed_key
from vbparse.matching.words import WORD
from vbparse.source import Source

SHARE = 30


def main() -> None:
    files = [
        path for folder in sys.argv[1:] for path in sorted(Path(folder).glob("*.txt")) if "asread" not in path.name
    ]
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for path in files:
        source = Source.decode(path.read_bytes())
        if source.sha256 in seen:
            continue
        seen.add(source.sha256)
        counts.update(terms(source.text))
    least = max(2, len(seen) // SHARE)
    print(f"# In how many of {len(seen)} Vietnamese administrative and legal documents a word or word pair occurs.")
    print("# Counted by tools/count_background.py over public captures of official texts; terms in fewer than")
    print(f"# {least} documents are left out and count as rarer. Words are folded (case, tone placement, final i/y).")
    print("term\tdocuments")
    print(f"\t{len(seen)}")
    for term, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count >= least:
            print(f"{term}\t{count}")


def terms(text: str) -> set[str]:
    """The words and pairs of neighbouring words of one document."""
    found: set[str] = set()
    for line in text.split("\n"):
        words = [weighed_key(fold(match[0])) for match in WORD.finditer(line.replace("*", ""))]
        words = [word for word in words if not any(char.isdigit() for char in word)]
        found.update(words)
        found.update(f"{first} {second}" for first, second in pairwise(words))
    return found


if __name__ == "__main__":
    main()
