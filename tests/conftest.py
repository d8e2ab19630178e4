"""What every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A change must not fail on a text that chance brought up elsewhere: in CI the examples are always the same ones.
# No deadline, for the first example pays for compiling the grammar.
settings.register_profile("ci", derandomize=True, database=None, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture
def samples() -> Path:
    """The folder of sample plans."""
    return Path(__file__).parent.parent / "samples"
