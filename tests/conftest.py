"""What every test may use."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A change must not fail on a text that chance brought up elsewhere: in CI the examples are always the same ones.
# No deadline, for the first example pays for compiling the grammar.
settings.register_profile("ci", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
# Now and then, to look further: pytest tests/test_laws.py --hypothesis-profile=far
settings.register_profile("far", deadline=None, max_examples=3000)
settings.load_profile("ci" if os.environ.get("CI") else "local")


ROOT = Path(__file__).parent.parent

CACHE = tempfile.TemporaryDirectory(prefix="vbparse-tests-")
"""Where the programs that tests run keep what they have compiled; gone when the tests are."""
# The tests themselves run without: what they see was compiled from the grammar at hand.
os.environ["VBPARSE_NO_CACHE"] = "1"


@pytest.fixture
def samples() -> Path:
    """The folder of sample plans."""
    return ROOT / "samples"


@pytest.fixture
def vbparse(tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the program as a user would, in a folder of its own: arguments, then `given` (standard input), `cwd`, variables."""

    def run(*arguments: object, given: str | bytes = b"", cwd: Path = tmp_path, **variables: str):
        command = [sys.executable, "-m", "vbparse", *map(str, arguments)]
        data = given.encode("utf-8") if isinstance(given, str) else given
        done = subprocess.run(
            command, input=data, cwd=cwd, env=environment(**variables), capture_output=True, timeout=60
        )
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def environment(**variables: str) -> dict[str, str]:
    """Only what a program needs to start, English, 80 columns wide, and the checkout to import from."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "XDG_CACHE_HOME": CACHE.name,
        **variables,
    }
