"""The matrix: what a row may hold, what its counts claim, and how it is shown."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from plan_texts import SAMPLES
from rich.cells import cell_len
from rich.console import Console

from vbparse import Document, Source, parse
from vbparse.grammar import default_grammar
from vbparse.matching import BareLink, bonds, compare, find_links
from vbparse.matching import matrix as matching_matrix
from vbparse.matching.matrix import build_matrix, join_rows
from vbparse.matching.units import read_clauses
from vbparse.model import Matrix, MatrixRow
from vbparse.render.heatmap import show_matrix
from vbparse.render.sheet import harmless, matrix_csv
from vbparse.schema import json_schema

GOLD = Path(__file__).parent / "gold" / "alignment"
NAMES = ("hp1631", "bg", "hn", "hp274")
DOCUMENTS = {name: parse(Source.of(SAMPLES[name], path=f"{name}.txt")) for name in NAMES}

Place = tuple[str, str]
"""A document by its path, and a unit id."""


@pytest.fixture(scope="module")
def four() -> Matrix:
    """The matrix of the four sample plans."""
    return build_matrix([DOCUMENTS[name] for name in NAMES])


@pytest.fixture(scope="module")
def links() -> dict[frozenset[Place], tuple[str, float]]:
    """Tier and score of every link that `compare` finds between two of the samples."""
    return {
        frozenset(((f"{left}.txt", ours), (f"{right}.txt", theirs))): (link.tier, link.score)
        for left, right in combinations(NAMES, 2)
        for link in compare(DOCUMENTS[left], DOCUMENTS[right]).links
        for ours in link.left
        for theirs in link.right
    }


def places(matrix: Matrix, cells: tuple[tuple[str, ...], ...]) -> set[Place]:
    return {(str(side.path), unit) for side, cell in zip(matrix.documents, cells, strict=True) for unit in cell}


def strangers(places: set[Place]) -> Iterator[frozenset[Place]]:
    """Every two of the places that are of different documents."""
    return (frozenset(pair) for pair in combinations(sorted(places), 2) if pair[0][0] != pair[1][0])


# --- what a row holds ---------------------------------------------------------------------------------------------


def test_every_clause_is_in_exactly_one_row(four):
    held = sorted(place for row in four.rows for place in places(four, row.cells))
    assert held == sorted((str(side.path), unit.id) for side in four.documents for unit in side.units)


def test_every_two_clauses_of_a_row_are_linked_by_the_comparison_of_their_documents(four, links):
    pairs = [pair for row in four.rows for pair in strangers(places(four, row.cells))]
    assert len(pairs) > 150
    assert [pair for pair in pairs if pair not in links] == []


def test_no_claim_of_a_comparison_is_lost(four, links):
    """What the row of a clause cannot hold is named as standing elsewhere, from both ends."""
    told = {
        frozenset((place, other))
        for row in four.rows
        for place in places(four, row.cells)
        for other in places(four, row.cells) | places(four, row.elsewhere)
    }
    claims = {pair for pair, (tier, _) in links.items() if tier != "possible"}
    assert claims - told == set()


def test_scores_and_tiers_are_those_of_the_links(four, links):
    for row in four.rows:
        held = {pair: links[pair] for pair in strangers(places(four, row.cells))}
        assert row.tier == ("certain" if all(tier == "certain" for tier, _ in held.values()) else "likely")
        for side, score in zip(four.documents, row.scores, strict=True):
            own = [score for pair, (_, score) in held.items() if any(path == side.path for path, _ in pair)]
            assert score == (pytest.approx(sum(own) / len(own), abs=0.001) if own else None)


def test_rows_do_not_depend_on_the_order_of_the_files(four):
    def content(matrix: Matrix) -> set[tuple[object, ...]]:
        return {
            (frozenset(places(matrix, row.cells)), frozenset(places(matrix, row.elsewhere)), row.spread, row.tier)
            for row in matrix.rows
        }

    for names in (NAMES[::-1], NAMES[2:] + NAMES[:2]):
        assert content(build_matrix([DOCUMENTS[name] for name in names])) == content(four)


def test_of_two_equal_links_the_texts_say_which_comes_first(monkeypatch):
    """The first plan is linked with both others just as well, they with each other not at all."""

    def links(left, right, _):
        ends = left.clauses[-1].unit, right.clauses[-1].unit
        if not any(unit.text.startswith("Mở lớp") for unit in ends):
            return []
        return [BareLink((ends[0].id,), (ends[1].id,), "certain", 0.8)]

    monkeypatch.setattr(bonds, "find_links", links)
    plans = [small("Mở lớp.", place="A"), small("In sách.", place="B"), small("Trồng cây.", place="C")]
    rows = {
        frozenset(places(matrix, row.cells))
        for matrix in map(build_matrix, permutations(plans))
        for row in matrix.rows
        if row.coverage > 1
    }
    assert len(rows) == 1


def test_several_processes_give_the_same_bytes(four, monkeypatch):
    monkeypatch.setattr(bonds, "FEW", 1)
    assert build_matrix([DOCUMENTS[name] for name in NAMES], workers=2).to_json() == four.to_json()


def test_a_row_stands_below_its_heading(four):
    at = {row.id: number for number, row in enumerate(four.rows)}
    assert [row.id for row in four.rows] == [f"r{number}" for number in range(1, len(at) + 1)]
    assert all(at[row.under] < at[row.id] for row in four.rows if row.under)
    assert sum(row.under is not None for row in four.rows) > 100


def test_documents_are_compared_once_and_read_once(monkeypatch):
    """The cost of N documents is N readings and a light comparison of each two."""
    calls = {"read": 0, "compare": 0}

    def counted(name, function):
        def call(*arguments):
            calls[name] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(matching_matrix, "read_clauses", counted("read", read_clauses))
    monkeypatch.setattr(bonds, "find_links", counted("compare", find_links))
    build_matrix([small(f"{number}. Mở lớp tập huấn số {number}.") for number in range(5)])
    assert calls == {"read": 5, "compare": 10}


# --- chains, splits, near misses ----------------------------------------------------------------------------------


def small(*tasks: str, place: str = "tỉnh Cao Bằng") -> Document:
    body = "\n\n".join(f"{number}. {task}" for number, task in enumerate(tasks, 1))
    return parse(Source.of(f"KẾ HOẠCH\nVăn hóa đối ngoại của {place}\n\nI. NHIỆM VỤ\n\n{body}\n", path=f"{place}.txt"))


def joined(scores: dict[tuple[str, str], float]) -> set[frozenset[str]]:
    """The rows of clauses "a1", "b2", …: a letter for the document, a number for the clause; 1 is the first."""
    names = sorted({name for pair in scores for name in pair})
    columns = sorted({name[0] for name in names})
    keys = {name: (columns.index(name[0]), int(name[1]) - 1) for name in names}
    clauses = read_clauses(small("Mở lớp.", "In sách."), default_grammar())
    found: bonds.Bonds = {(column, clause.index): {} for column in range(len(columns)) for clause in clauses}
    for (left, right), score in scores.items():
        tier = "certain" if score >= 0.7 else "likely" if score >= 0.4 else "possible"
        found[keys[left]][keys[right]] = found[keys[right]][keys[left]] = score, tier
    rows = join_rows(range(len(columns)), [clauses] * len(columns), found)
    back = {key: name for name, key in keys.items()}
    return {frozenset(back[key] for key in rows[keys[name]] if key in back) for name in names}


def test_two_clauses_are_not_in_a_row_because_of_a_third():
    assert joined({("a1", "b1"): 0.9, ("b1", "c1"): 0.8}) == {frozenset({"a1", "b1"}), frozenset({"c1"})}


def test_a_near_miss_does_not_break_a_row():
    assert joined({("a1", "b1"): 0.5, ("b1", "c1"): 0.9, ("a1", "c1"): 0.35}) == {frozenset({"a1", "b1", "c1"})}


def test_near_misses_alone_hold_no_row():
    scores = {("a1", "b1"): 0.9, ("b1", "c1"): 0.41, ("a1", "c1"): 0.31}
    assert joined(scores) == {frozenset({"a1", "b1"}), frozenset({"c1"})}


def test_a_clause_that_was_split_stays_in_one_row():
    scores = {("a1", "b1"): 0.9, ("a1", "b2"): 0.6, ("c1", "b1"): 0.8, ("c1", "b2"): 0.5, ("a1", "c1"): 0.9}
    assert joined(scores) == {frozenset({"a1", "b1", "b2", "c1"})}


def test_the_best_links_are_followed_first():
    scores = {("a1", "b1"): 0.6, ("a2", "b1"): 0.8}
    assert joined({**scores, ("c1", "a2"): 0.9, ("c1", "b1"): 0.9}) == {
        frozenset({"a2", "b1", "c1"}),
        frozenset({"a1"}),
    }


def test_a_link_of_several_clauses_binds_each_with_each(monkeypatch):
    clauses = read_clauses(small("Mở lớp.", "In sách."), default_grammar())
    one, two = (clause.unit.id for clause in clauses[-2:])
    found = [BareLink((one,), (one, two), "likely", 0.6), BareLink((one,), (two,), "possible", 0.3)]
    monkeypatch.setattr(bonds, "find_links", lambda *_: found)
    bound = bonds.find_bonds(bonds.Work.of([clauses, clauses], default_grammar()), [(0, 1)])
    left, first, second = (0, clauses[-2].index), (1, clauses[-2].index), (1, clauses[-1].index)
    assert bound[left] == {first: (0.6, "likely"), second: (0.6, "likely")}
    assert bound[first] == bound[second] == {left: (0.6, "likely")}


# --- agreement with links made by hand ----------------------------------------------------------------------------


def gold(name: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of lines that are wanted, and those that are neither wanted nor wrong."""
    wanted, weak = set(), set()
    for line in (GOLD / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[2:]:
        left, right, confidence = line.split("\t")
        (weak if confidence == "weak" else wanted).add((int(left), int(right)))
    return wanted, weak


def pairs_in_rows(matrix: Matrix, left: int, right: int, cells: str = "cells") -> set[tuple[int, int]]:
    """Lines of the clauses of two columns that stand in one row; or of one row and elsewhere."""
    lines = [
        {unit.id: source.position(unit.span.start)[0] for unit in side.units}
        for side, source in zip(matrix.documents, matrix.sources, strict=True)
    ]
    return {
        (lines[left][first], lines[right][second])
        for row in matrix.rows
        for ours, theirs in ((row.cells, getattr(row, cells)), (getattr(row, cells), row.cells))
        for first in ours[left]
        for second in theirs[right]
    }


@pytest.mark.parametrize(
    ("left", "right", "precision", "recall", "told"),
    [("hp1631", "bg", 0.96, 0.82, 0.92), ("hp274", "hp1631", 0.86, 0.35, 0.76)],
)
def test_rows_agree_with_links_made_by_hand(four, left, right, precision, recall, told):
    """Printed with `pytest -s`. `told` is recall when what stands elsewhere is counted too."""
    columns = NAMES.index(left), NAMES.index(right)
    wanted, weak = gold(f"{left}__{right}")
    found = pairs_in_rows(four, *columns) - weak
    all_told = found | pairs_in_rows(four, *columns, "elsewhere")
    reached = len(found & wanted) / len(found), len(found & wanted) / len(wanted), len(all_told & wanted) / len(wanted)
    print(f"{left} {right}: rows precision {reached[0]:.3f}, recall {reached[1]:.3f}; with elsewhere {reached[2]:.3f}")
    assert reached[0] >= precision
    assert reached[1] >= recall
    assert reached[2] >= told


# --- what the counts claim ----------------------------------------------------------------------------------------


def row_of(matrix: Matrix, column: int, begins: str) -> MatrixRow:
    unit = next(unit.id for unit in matrix.documents[column].units if unit.text.startswith(begins))
    return next(row for row in matrix.rows if unit in row.cells[column])


def test_what_all_have_and_what_one_has(four):
    assert row_of(four, 0, "MỤC ĐÍCH, YÊU CẦU").spread == "all"
    assert row_of(four, 0, "Sở Ngoại vụ").spread == "all"
    assert row_of(four, 2, "Trung tâm Xúc tiến Đầu tư").spread == "one"
    assert row_of(four, 1, "Chế độ thông tin báo cáo").spread == "one"
    assert row_of(four, 0, "Tiếp tục phát huy vai trò, trách nhiệm").spread == "all_but_one"


def test_spread_says_what_cells_and_elsewhere_hold(four):
    for row in four.rows:
        lacking = [at for at, cell in enumerate(row.cells) if not cell]
        assert row.coverage == 4 - len(lacking)
        assert (row.spread == "all") == (not lacking)
        assert (row.spread == "one") == (row.coverage == 1 and not any(row.elsewhere))
        assert (row.spread == "all_but_one") == (len(lacking) == 1 and not row.elsewhere[lacking[0]])
    assert {row.spread for row in four.rows} == {"all", "all_but_one", "most", "some", "partly", "one"}


# --- points of a parent document ----------------------------------------------------------------------------------

DIRECTIVE = """THỦ TƯỚNG CHÍNH PHỦ

Số: 25/CT-TTg
Hà Nội, ngày 10 tháng 9 năm 2021

CHỈ THỊ
Về việc đẩy mạnh văn hóa đối ngoại

Thủ tướng Chính phủ yêu cầu:

1. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương:

a) Tổ chức Tuần Văn hóa Việt Nam tại các nước láng giềng hai năm một lần;

b) Bồi dưỡng ngoại ngữ cho cán bộ bảo tàng, nhà hát và thư viện;

c) Lập quỹ hỗ trợ nghệ nhân biểu diễn ca trù ở nước ngoài.

2. Bộ Ngoại giao theo dõi việc thực hiện Chỉ thị này./.
"""
WEEK = "Tổ chức Tuần Văn hóa Việt Nam tại các nước láng giềng hai năm một lần."
LANGUAGES = "Bồi dưỡng ngoại ngữ cho cán bộ bảo tàng, nhà hát và thư viện của tỉnh."


@pytest.fixture(scope="module")
def taken_up() -> Matrix:
    """What two plans have on the points of a directive: both the first, one the second, nobody the third."""
    plans = [small(WEEK, LANGUAGES), small("Trồng rừng phòng hộ ven biển.", WEEK, place="tỉnh Cà Mau")]
    return build_matrix(plans, parent=parse(Source.of(DIRECTIVE, path="chi thi.txt")))


def test_rows_are_the_points_of_the_parent(taken_up):
    points = {row.label[:12]: row for row in taken_up.rows}
    assert [row.point for row in taken_up.rows] == [
        "directive/1",
        "directive/1.a",
        "directive/1.b",
        "directive/1.c",
        "directive/2",
    ]
    week, languages, fund = points["Tổ chức Tuần"], points["Bồi dưỡng ng"], points["Lập quỹ hỗ t"]
    assert (week.spread, week.coverage, week.cells) == ("all", 2, (("plan/I.1",), ("plan/I.2",)))
    assert (languages.spread, languages.cells) == ("one", (("plan/I.2",), ()))
    assert (fund.spread, fund.coverage, fund.scores) == ("none", 0, (None, None))
    assert week.under == languages.under == taken_up.rows[0].id


def test_a_matrix_with_a_parent_follows_the_schema(taken_up):
    data = json.loads(taken_up.to_json())
    assert list(Draft202012Validator(json_schema("matrix")).iter_errors(data)) == []
    assert data["parent"]["number"] == "25/CT-TTg"
    assert {unit["id"] for unit in data["parent"]["units"]} >= {row["point"] for row in data["rows"]}


def test_units_of_each_document_have_the_lines_of_its_file(four):
    for side in json.loads(four.to_json())["documents"]:
        lines = SAMPLES[side["path"].removesuffix(".txt")].split("\n")
        assert all(unit["text"].split()[0] in lines[unit["span"]["line"] - 1] for unit in side["units"][1:30])


def test_the_program_lists_points_that_nobody_takes_up(vbparse, tmp_path):
    (tmp_path / "chi thi.txt").write_text(DIRECTIVE, encoding="utf-8")
    (tmp_path / "plan.txt").write_text(small(WEEK).source.text, encoding="utf-8")
    done = vbparse("matrix", "plan.txt", "--parent", "chi thi.txt", "--rows", "none", "--lang", "vi")
    assert done.returncode == 0
    assert "Những điểm chưa văn bản nào đề cập" in done.stdout
    assert "Lập quỹ hỗ trợ nghệ nhân" in done.stdout
    assert "Tuần Văn hóa" not in done.stdout


# --- terminal -----------------------------------------------------------------------------------------------------


def shown(matrix: Matrix, width: int, *options: str, language: str = "vi") -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    show_matrix(matrix, console, language, *options)
    return console.file.getvalue()


def many(matrix: Matrix, count: int) -> Matrix:
    """The same rows, the columns again and again until there are so many."""
    at = [number % len(matrix.documents) for number in range(count)]

    def again(values):
        return tuple(values[column] for column in at)

    rows = (
        replace(row, **{name: again(getattr(row, name)) for name in ("cells", "elsewhere", "possible", "scores")})
        for row in matrix.rows
    )
    counted = (replace(row, coverage=sum(map(bool, row.cells))) for row in rows)
    return replace(matrix, documents=again(matrix.documents), sources=again(matrix.sources), rows=tuple(counted))


@pytest.mark.parametrize("width", (80, 120))
@pytest.mark.parametrize("count", (2, 4, 12, 30, 90))
def test_no_line_of_a_heat_map_is_too_wide(four, count, width):
    for language in ("vi", "en"):
        lines = shown(many(four, count), width, language=language).splitlines()
        assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("width", (80, 120))
@pytest.mark.parametrize("count", (4, 30))
def test_every_shared_row_has_one_line_of_marks(four, count, width):
    matrix = many(four, count)
    marks = {}
    for line in shown(matrix, width, "shared").splitlines():
        signs, _, words = line.partition(" r") if line[:1] in "█▒◆○?·" else ("", "", "")
        if words:
            marks[f"r{words.split()[0]}"] = signs.replace(" ", "")
    for row in matrix.rows:
        if row.coverage > 1:
            assert len(marks[row.id]) == count
            assert [sign in "█▒◆" for sign in marks[row.id]] == [bool(cell) for cell in row.cells]


def test_marks_need_no_colour(four):
    assert "\x1b" not in shown(four, 80)
    assert set("█▒○·") <= set(shown(four, 80, "shared"))


@pytest.mark.parametrize(
    ("rows", "has", "lacks"),
    [
        ("shared", "MỤC ĐÍCH, YÊU CẦU", "Trung tâm Xúc tiến Đầu tư"),
        ("single", "Trung tâm Xúc tiến Đầu tư", "MỤC ĐÍCH, YÊU CẦU"),
        ("missing", "Tiếp tục phát huy vai trò, trách nhiệm", "Trung tâm Xúc tiến Đầu tư"),
    ],
)
def test_only_the_rows_that_were_asked_for_are_shown(four, rows, has, lacks):
    text = shown(four, 100, rows)
    assert has in text
    assert lacks not in text
    assert lacks in shown(four, 100)


def test_fields_that_say_different_things_are_held_against_each_other(four):
    assert "≠ Sở Văn hóa, Thể thao và Du lịch (1) · Sở Ngoại vụ (2)" in shown(four, 100, "shared")


# --- CSV ----------------------------------------------------------------------------------------------------------


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_line_a_row_and_two_columns_a_document(four):
    names, *rows = table(matrix_csv(four, "vi"))
    assert [row[0] for row in rows] == [row.id for row in four.rows]
    assert len(names) == 8 + 2 * 4
    assert all(len(row) == len(names) for row in rows)
    purpose = next(row for row in rows if row[4] == "MỤC ĐÍCH, YÊU CẦU")
    assert purpose[8:] == [
        "76",
        "MỤC ĐÍCH, YÊU CẦU",
        "13",
        "MỤC ĐÍCH - YÊU CẦU",
        "5",
        "MỤC ĐÍCH, YÊU CẦU",
        "11",
        "MỤC ĐÍCH, YÊU CẦU",
    ]


def test_csv_has_whole_clauses(four):
    words = "\n".join(cell for row in table(matrix_csv(four, "vi")) for cell in row)
    assert [unit.id for side in four.documents for unit in side.units if unit.text not in words] == []


def test_csv_of_some_rows(four):
    for rows, spreads in (("single", {"one"}), ("missing", {"all_but_one"}), ("none", set())):
        wanted = [row.id for row in four.rows if row.spread in spreads]
        assert [row[0] for row in table(matrix_csv(four, "en", rows))[1:]] == wanted
    shared = [row.id for row in four.rows if row.coverage > 1]
    assert [row[0] for row in table(matrix_csv(four, "en", "shared"))[1:]] == shared


def test_csv_is_known_for_utf_8_unless_unwanted(vbparse, samples):
    plans = [samples / "bg.txt", samples / "hn.txt"]
    marked = vbparse("matrix", *plans, "--format", "csv", "--lang", "vi")
    bare = vbparse("matrix", *plans, "--format", "csv", "--lang", "vi", "--no-bom")
    assert marked.stdout == f"\ufeff{bare.stdout}"
    assert bare.stdout.count("\r\n") == len(table(bare.stdout)) > 50


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_begins_like_a_formula(start):
    assert harmless(f"{start}HYPERLINK(1)")[0] == "'"


def test_words_of_a_plan_never_run_in_a_spreadsheet():
    """A clause, a title and a file name that want to."""
    hostile = "=HYPERLINK(1;2) và mở lớp tập huấn nghiệp vụ"
    plans = [small(hostile), small(hostile, place="@SUM(1)")]
    cells = [cell for row in table(matrix_csv(build_matrix(plans), "vi")) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@")] == []


def test_a_clause_without_a_counterpart_claims_no_tier(four):
    rows = {row[0]: row for row in table(matrix_csv(four, "en"))[1:]}
    assert {rows[row.id][7] for row in four.rows if row.coverage == 1} == {""}
    assert {rows[row.id][7] for row in four.rows if row.coverage > 1} == {"certain", "likely"}
