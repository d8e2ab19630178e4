"""docs/compare.md says what was last measured and what the samples show; its errors are sorted by hand."""

import json
import tomllib

import pytest
from measure_compare import ERRORS, SCORES, count_groups, kinds_of_errors, main
from write_compare_doc import GROUPS, PAGE, SHAPES, error_list, figure, filled, page, sample_comparison, shape_table

KINDS = tomllib.loads(ERRORS.read_text(encoding="utf-8"))["kind"]


def test_the_page_is_as_the_scores_and_the_samples_have_it():
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text), "docs/compare.md is stale: run make docs"


def test_every_shape_has_its_example():
    told = shape_table(sample_comparison())
    assert [line.split(" | ")[0] for line in told.splitlines()[2:]] == [f"| {shape}" for shape in SHAPES]


def test_a_page_without_the_marks_of_a_part_is_an_error():
    assert filled("a\n<!-- x -->\nold\n<!-- end of x -->\nb\n", "x", "new\n") == (
        "a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb\n"
    )
    for text in ("", "<!-- x -->\n", "<!-- end of x -->\n<!-- x -->\n"):
        with pytest.raises(ValueError, match="no place for the x"):
            filled(text, "x", "new\n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.9459, ".95"), (1.0, "1.00"), (0.0, ".00"), ("1/18", "1 of 18"), ("0/0", "-"), (None, "-")],
)
def test_a_figure_is_told_in_two_places(value, expected):
    assert figure(value) == expected


def link(left: list[int], right: list[int], **fields: object) -> dict[str, object]:
    return {"left": left, "right": right, "confidence": "sure", "moved": False, **fields}


def test_every_link_that_counts_is_in_one_group():
    kinds = {1: "section", 2: "bullet", 3: "bullet", 4: "bullet", 5: "row", 6: "bullet"}
    units = [{"line": line, "kind": kind} for line, kind in kinds.items()]
    links = [
        link([1], [1]),
        link([2], [2]),
        link([3], [3, 4]),
        link([4], [6], moved=True),
        link([5], [5], moved=True),
        link([6], [6], moved=True, moved_alt=False, confidence="probable"),
        link([6], [2], confidence="weak"),
    ]
    gold = {"left_units": units, "right_units": units, "links": links}
    found = count_groups(gold, missed={(3, 4), (4, 6)})
    assert found == {"heading": [1, 1], "text": [1, 1], "several": [2, 3], "moved": [0, 1], "row": [1, 1]}
    assert set(found) == set(GROUPS)


def test_an_error_is_an_example_only_while_it_is_one(capsys):
    first, *others = KINDS
    name, *lines = first["cases"][1]
    pairs = {case[0]: {"missed": set(), "wrong": set()} for kind in KINDS for case in kind["cases"]}
    texts = [{lines[0]: "lời bên *trái*"}, {lines[1]: "lời bên phải"}]
    pairs[name] |= {"missed": {tuple(lines)}, "clauses": texts, "plans": ["Hải Phòng", "Bắc Giang"]}
    kinds = kinds_of_errors(pairs)
    assert [kind["name"] for kind in kinds] == [first["name"]]
    assert error_list({"errors": kinds}, "missed").splitlines()[1:] == [
        rf"  - Hải Phòng, line {lines[0]}: “lời bên \*trái\*”",
        f"  - Bắc Giang, line {lines[1]}: “lời bên phải”",
    ]
    told = capsys.readouterr().err
    assert all(f"'{kind['name']}': no case" in told for kind in others)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["name"])
def test_a_kind_of_error_names_pairs_that_are_measured(kind):
    pairs = json.loads(SCORES.read_text(encoding="utf-8"))["pairs"]
    assert kind["error"] in ("missed", "wrong")
    assert {case[0] for case in kind["cases"]} <= set(pairs)


def test_without_links_made_by_hand_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["measure_compare.py", str(tmp_path)])
    before = SCORES.read_bytes()
    assert main() == 0
    assert f"no links made by hand in {tmp_path}" in capsys.readouterr().err
    assert SCORES.read_bytes() == before
