"""What vbparse is measured against gets the same clauses, and gives links of the same shape."""

import json
import sys
from pathlib import Path

import peers
import pytest
from peer_methods import (
    Absent,
    best_in_order,
    best_of_either,
    by_shared_words,
    chosen,
    difflib_clauses,
    difflib_ratios,
    difflib_words,
    every_pair,
    git_words,
    tf_idf,
)

from vbparse import Source, compare, parse

LEFT = """KẾ HOẠCH
I. MỤC ĐÍCH
1. Nâng cao nhận thức của Nhân dân về văn hóa đối ngoại.
2. Quảng bá hình ảnh thành phố tới bạn bè quốc tế.
"""
RIGHT = """KẾ HOẠCH
I. MỤC TIÊU
1. Quảng bá hình ảnh của tỉnh tới bạn bè quốc tế.
2. Huy động nguồn lực xã hội.
"""
METHODS = {
    "difflib words": difflib_words,
    "difflib clauses": difflib_clauses,
    "difflib ratios": chosen(difflib_ratios, best_of_either),
    "git": git_words,
}
"""Those that need nothing but Python and git."""


@pytest.fixture
def pair() -> peers.Pair:
    left, right = (parse(Source.decode(text.encode())) for text in (LEFT, RIGHT))
    return peers.Pair("left__right", Path("none"), json.loads(compare(left, right).to_json()))


def linked_texts(pair: peers.Pair, comparison: dict) -> list[tuple[str, str]]:
    texts = {side: {unit["id"]: unit["text"] for unit in pair.comparison[side]["units"]} for side in ("left", "right")}
    return [(texts["left"][link["left"][0]], texts["right"][link["right"][0]]) for link in comparison["links"]]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_peer_links_the_clauses_of_vbparse(pair, method):
    strengths = method(pair.texts("left"), pair.texts("right"))
    assert all(0 <= strength <= 1 for strength in strengths.values())
    comparison = peers.as_comparison(pair, strengths, 0.6)
    for side in ("left", "right"):
        expected = [(unit["id"], unit["span"]) for unit in pair.comparison[side]["units"]]
        assert [(unit["id"], unit["span"]) for unit in comparison[side]["units"]] == expected
    assert {link["tier"] for link in comparison["links"]} == {"likely"}
    moved = ("Quảng bá hình ảnh thành phố tới bạn bè quốc tế.", "Quảng bá hình ảnh của tỉnh tới bạn bè quốc tế.")
    assert moved in linked_texts(pair, comparison)
    assert not any("Huy động" in right for _, right in linked_texts(pair, comparison))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_plan_compared_with_itself_is_linked_clause_by_clause(pair, method):
    texts = pair.texts("left")
    strengths = method(texts, texts)
    assert {at for at, strength in strengths.items() if strength >= 0.99} == {(i, i) for i in range(len(texts))}


def test_words_count_for_the_clauses_in_which_they_stand():
    runs = [(" ", 1), ("-", 1), (" ", 2), ("+", 1)]
    assert by_shared_words(["x y", "z w"], ["x z", "w v"], runs) == {(0, 0): 0.5, (1, 0): 0.5, (1, 1): 0.5}


def test_pairs_in_order_do_not_cross():
    strengths = {(0, 1): 0.9, (1, 0): 0.8, (1, 2): 0.5, (2, 2): 0.7}
    assert best_in_order(strengths) == {(0, 1): 0.9, (2, 2): 0.7}


def test_every_clause_has_its_best_counterpart():
    matrix = [[0.9, 0.1], [0.5, 0.4]]
    assert best_of_either(matrix) == {(0, 0): 0.9, (1, 0): 0.5, (1, 1): 0.4}
    assert every_pair(matrix) == {(0, 0): 0.9, (0, 1): 0.1, (1, 0): 0.5, (1, 1): 0.4}


def test_the_threshold_is_the_best_for_all_pairs_of_plans_at_once(pair, monkeypatch):
    f1 = {"one": (0.0, 0.9, 0.6, 0.1), "two": (0.0, 0.2, 0.8, 0.9)}
    strengths = {(0, 0): 0.6, (1, 1): 0.4, (2, 2): 0.2}
    monkeypatch.setattr(peers, "score", lambda found, gold, scorer: {"f1": f1[gold.name][len(found["links"])]})
    pairs = [pair._replace(gold=Path(name)) for name in f1]
    scores = peers.measure_peer(lambda *texts: strengths, pairs, lambda: None)
    assert scores == [{"from": 0.22, "f1": 0.6}, {"from": 0.22, "f1": 0.8}]


def test_a_peer_that_is_not_there_says_so_in_its_line(pair, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "sklearn.feature_extraction.text", None)
    with pytest.raises(Absent):
        tf_idf(["x"], ["x"])
    [result] = peers.measure_peer(chosen(tf_idf, every_pair), [pair], lambda: None)
    peers.print_table("left__right", {"TF-IDF": result})
    assert "TF-IDF  needs scikit-learn: pip install '.[peers]'" in capsys.readouterr().out


def test_without_links_made_by_hand_there_is_nothing_to_measure(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["peers.py", str(tmp_path)])
    assert peers.main() == 0
    assert f"no links made by hand in {tmp_path}" in capsys.readouterr().err
