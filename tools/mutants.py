"""Do the tests notice when the code is wrong? mutmut puts small mistakes into it, one at a time, and runs the tests.

    python tools/mutants.py                      all parts
    python tools/mutants.py tree --size 80 --seed 7

There are thousands of such mistakes; a sample is drawn by chance, the same for the same seed and code. Exit code 1 if
fewer than 85 of 100 are noticed. What mutmut has found is kept in `mutants/`: `mutmut show NAME` tells a mistake,
`mutmut run NAME` tries it again when there are new tests. Which tests are run is in pyproject.toml.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

KEPT = Path("mutants")
PARTS = {"tree": "vbparse/tree.py", "records": "vbparse/records/*.py", "matching": "vbparse/matching/*.py"}
AIM = 0.85
"""Share of the mistakes that must be noticed."""
NOTHING = "none"
"""No mutant has this name: mutmut makes them all, learns which test reaches which function, and stops."""
_UNNOTICED = {0: "survived", 33: "no test reaches it"}
"""What mutmut notes of mutants that no test fails for."""


def results(part: str) -> Iterator[tuple[str, int | None]]:
    """All mutants of a part, each with what mutmut noted of it; null for one that was not tried."""
    for path in sorted(KEPT.glob(f"{PARTS[part]}.meta")):
        yield from json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items()


def draw(names: Sequence[str], size: int, seed: int) -> list[str]:
    """The sample."""
    return random.Random(seed).sample(sorted(names), min(size, len(names)))


def tell(part: str, sample: Sequence[str], noted: dict[str, int | None]) -> bool:
    """Say which were not noticed; whether enough were."""
    missed = [(name, _UNNOTICED[code]) for name in sample if (code := noted[name]) in _UNNOTICED]
    tried = [name for name in sample if noted[name] is not None]
    share = 1 - len(missed) / max(1, len(tried))
    print(f"{part}: {len(tried)} of {len(noted)} mistakes tried, {len(tried) - len(missed)} noticed ({share:.0%})")
    for name, why in missed:
        print(f"  {name}: {why}")
    return len(tried) == len(sample) > 0 and share >= AIM


def mutmut(*names: str) -> None:
    """One process, so that others on the machine can work."""
    subprocess.run([sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names], check=False)


def main() -> None:
    """Try a sample of each part that was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all if left out")
    options.add_argument("--size", type=int, default=55, help="mistakes for each part")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    parts = asked.parts or list(PARTS)
    mutmut(NOTHING)
    samples = {part: draw([name for name, _ in results(part)], asked.size, asked.seed) for part in parts}
    mutmut(*(name for sample in samples.values() for name in sample))
    outcomes = [tell(part, samples[part], dict(results(part))) for part in parts]
    raise SystemExit(not all(outcomes))


if __name__ == "__main__":
    main()
