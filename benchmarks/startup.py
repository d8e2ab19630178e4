"""How long a command takes from nothing, as a ratio to Python that does nothing, and to the packages alone.

usage: startup.py [ROUNDS]     (default: 9)

Every round runs each command once and compares them with each other, so that a busy machine slows all; the median of
the rounds' ratios counts, not the milliseconds.
Two plans of samples/ are read. The first, unmeasured round fills the cache that later runs start from.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
FLOOR, PACKAGES = "python", "imports"
LEFT, RIGHT = ROOT / "samples" / "hp1631.txt", ROOT / "samples" / "bg.txt"


def main() -> None:
    """Print the medians and how many times the floor and the packages they are."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        commands = command_lines(Path(folder) / "out.json")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": folder}
        # Without compiled modules every start would compile them anew.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                taken = seconds(command, environment)
                if number:
                    times[name].append(taken)
    print(f"medians of {rounds} alternating rounds")
    for name, runs in times.items():
        floor, packages = ratio(runs, times[FLOOR]), ratio(runs, times[PACKAGES])
        spread = (max(runs) - min(runs)) / median(runs)
        middle = f"{median(runs) * 1000:6.0f} ms"
        print(f"{name:8} {middle}  {floor:5.1f} × floor  {packages:5.2f} × imports  (spread {spread:.0%})")


def command_lines(output: Path) -> dict[str, list[str]]:
    """What is run: the floor, the packages that vbparse stands on, then vbparse."""
    program = [sys.executable, "-m", "vbparse"]
    written = ["--json", "-o", str(output)]
    return {
        FLOOR: [sys.executable, "-c", "pass"],
        PACKAGES: [sys.executable, "-c", "import typer, regex, rapidfuzz, rich, pydantic"],
        "version": [*program, "--version"],
        "help": [*program, "--help"],
        "parse": [*program, "parse", str(LEFT), *written],
        "compare": [*program, "compare", str(LEFT), str(RIGHT), *written],
    }


def ratio(runs: list[float], others: list[float]) -> float:
    """Median of what a command takes as a multiple of another in the same round."""
    return median(run / other for run, other in zip(runs, others, strict=True))


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Time from start to end of a process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
