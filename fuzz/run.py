"""Fuzz vbparse with atheris, one target after the other; what fails is kept and the run goes on.

usage: run.py [--seconds N] [--corpus FOLDER] [--keep FOLDER] [TARGET...]     (default: all targets, 60 s each)

Seeds come from samples/ and from the documents in --corpus. Under --keep each failure stands as TARGET-DIGEST.bin, with
its traceback beside it, one for each place where something failed. Exit code 1 if anything failed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from time import monotonic

TARGETS = ("parse", "compare", "grammar", "schema", "settings", "baseline")
LONGEST = 120
"""Seconds after which a single input counts as endless and the run of its target ends."""
MEMORY = 4096
"""Megabytes that a target may take."""


def main() -> None:
    """Fuzz each target in a process of its own: a fuzzer ends its process."""
    options = arguments()
    options.keep.mkdir(parents=True, exist_ok=True)
    if options.inside:
        fuzz(options.targets[0], options)
        return
    failed = False
    for target in options.targets or TARGETS:
        before = set(options.keep.glob(f"{target}-*.bin"))
        command = [sys.executable, __file__, "--inside", target, "--seconds", str(options.seconds)]
        command += ["--keep", str(options.keep), *(["--corpus", str(options.corpus)] if options.corpus else [])]
        code = subprocess.run(command, check=False).returncode
        found = sorted(set(options.keep.glob(f"{target}-*.bin")) - before)
        print(f"{target}: {len(found)} failure(s), exit code {code}", *found, sep="\n  ", flush=True)
        failed = failed or bool(found) or code != 0
    sys.exit(failed)


def arguments() -> argparse.Namespace:
    """What the caller asked for."""
    parser = argparse.ArgumentParser(usage=(__doc__ or "").split("usage: ")[1].split("\n")[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "vbparse-fuzz")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def fuzz(name: str, options: argparse.Namespace) -> None:
    """Run one target until its time is over; never returns."""
    os.environ["VBPARSE_NO_CACHE"] = "1"
    import atheris

    # The code of vbparse alone steers the search; tracing all that it imports is slow and tells nothing.
    with atheris.instrument_imports(include=["vbparse"]):
        import targets
    target = targets.TARGETS[name]
    seeds = list(target.seeds(options.corpus))
    folder = Path(tempfile.mkdtemp(prefix=f"vbparse-{name}-"))
    for seed in seeds:
        (folder / hashlib.sha256(seed).hexdigest()).write_bytes(seed[: target.most])

    pool = [line for seed in seeds for line in seed.split(b"\n") if line.strip()]

    def run(data: bytes) -> None:
        tried(name, data, options.keep)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        return mutated(data, most, seed, pool, atheris.Mutate)

    flags = [f"-max_total_time={options.seconds}", f"-max_len={target.most}", f"-timeout={LONGEST}"]
    flags += [f"-rss_limit_mb={MEMORY}", f"-artifact_prefix={options.keep}/{name}-", "-print_final_stats=1"]
    # Without it libFuzzer tries short inputs alone for the first thousands of runs.
    flags += ["-len_control=0", "-reload=0"]
    atheris.Setup([sys.argv[0], *flags, str(folder)], run, custom_mutator=mutate)
    atheris.Fuzz()


def tried(name: str, data: bytes, keep: Path) -> None:
    """Try one input; a failure is written down once for each place where it comes up."""
    from targets import TARGETS, is_slow

    try:
        took = TARGETS[name].run(data)
        assert not is_slow(took), f"{took.seconds:.1f} s for {took.size} bytes"
    except Exception as problem:
        frames = traceback.extract_tb(problem.__traceback__)
        where = f"{type(problem).__name__} {[(frame.filename, frame.lineno) for frame in frames[-3:]]}"
        path = keep / f"{name}-{hashlib.sha256(where.encode()).hexdigest()[:12]}.bin"
        if not path.exists():
            path.write_bytes(data)
            path.with_suffix(".txt").write_text(traceback.format_exc()[-20_000:], encoding="utf-8")
            print(f"{monotonic():.0f} {name}: {problem!r:.300}\n  {path}", flush=True)


def mutated(data: bytes, most: int, seed: int, pool: list[bytes], mutate: object) -> bytes:
    """Another input: lines dropped, doubled, swapped, joined, cut, taken from elsewhere, or bytes changed."""
    chance = random.Random(seed)
    if chance.random() < 0.4:
        return mutate(data, most)  # type: ignore[operator]
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        at = chance.randint(0, len(lines[here]))
        what = chance.randrange(8)
        if what == 0 and len(lines) > 1:
            del lines[here]
        elif what == 1:
            lines.insert(here, lines[there])
        elif what == 2:
            lines[here], lines[there] = lines[there], lines[here]
        elif what == 3 and here + 1 < len(lines):
            lines[here : here + 2] = [lines[here] + chance.choice((b"", b" ", b"\0", b"\t")) + lines[here + 1]]
        elif what == 4:
            lines[here : here + 1] = [lines[here][:at], lines[here][at:]]
        elif what == 5:
            lines.insert(here, chance.choice(pool))
        elif what == 6:
            word = chance.choice(chance.choice(pool).split(b" "))
            lines[here] = lines[here][:at] + word + lines[here][at:]
        elif what == 7:
            lines[here : here + 1] = [lines[here]] * chance.choice((2, 5, 30))
    return b"\n".join(lines)[:most]


if __name__ == "__main__":
    main()
