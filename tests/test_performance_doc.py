"""docs/performance.md says what was last measured, and the benchmark measures what the page tells."""

import json
import math
import sys

import pytest
import speed
from write_performance_doc import PAGE, RESULTS, figures, page

ROWS = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"]


def test_the_page_is_as_the_results_have_it():
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text), "docs/performance.md is stale: run make docs"


def test_every_command_with_a_target_was_measured_beside_the_floor(tmp_path):
    starts = [row["name"] for row in ROWS if row["group"] == "start"]
    assert starts[: len(speed.command_lines(tmp_path))] == list(speed.command_lines(tmp_path))
    assert {row["name"]: row["target"] for row in ROWS if row["name"] in speed.TARGETS} == speed.TARGETS


def test_every_row_of_a_group_is_told_under_its_name():
    told = figures([{**speed.Row("start", "a", 1234.5, "ms", 2.0, 0.25, "≤ 2")._asdict()}])
    assert told.splitlines()[0] == "**Start**"
    assert told.splitlines()[-1] == "| a | 1234 ms | 2.00 × | 25% | ≤ 2 |"


def test_ratios_are_taken_round_by_round():
    rows = list(speed.table("group", {"floor": [1.0, 4.0, 2.0], "work": [2.0, 8.0, 4.0]}, "ms", {"work": "≤ 3"}, 1000))
    assert [(row.name, row.value, row.ratio, row.target) for row in rows] == [
        ("floor", 2000.0, 1.0, ""),
        ("work", 4000.0, 2.0, "≤ 3"),
    ]


def test_works_alternate_after_a_round_that_does_not_count():
    done: list[str] = []
    times = speed.alternate({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 2, lambda: len(done))
    assert "".join(done) == "ababab"
    assert times == {"a": [1, 1], "b": [1, 1]}


@pytest.mark.parametrize("exponent", [1, 2])
def test_the_exponent_is_the_slope_between_logarithms(exponent):
    points = [(math.log(size), math.log(3 * size**exponent)) for size in (1, 2, 4)]
    assert speed.slope(points) == pytest.approx(exponent)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what a process held")
def test_what_a_process_held_is_its_own_peak():
    held = speed.peak_of([sys.executable, "-c", "x = bytearray(100_000_000)"], {})
    assert 95 < held < 150
