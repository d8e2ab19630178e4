"""What a change gains and loses: records are paired, two revisions are run."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, environment
from gold_diff import tell_pairs
from record_pairs import pair_documents


def span(line: int, start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end, "line": line, "column": start + 1, "end_line": line}


def citation(line: int, start: int, number: str, **fields: object) -> dict[str, object]:
    text = f"Quyết định số {number}"
    return {"span": span(line, start, start + len(text)), "text": text, "number": number, **fields}


def node(name: str, line: int, text: str, *children: dict, **fields: object) -> dict[str, object]:
    place = span(line, line * 100, line * 100 + len(text))
    return {"id": name, "kind": "item", "text": text, "span": place, "extent": place, "children": children, **fields}


def document(*body: dict, **lists: list) -> dict[str, object]:
    component = {"id": "plan", "kind": "plan", "span": span(1, 0, 9999), "body": list(body)}
    return {"schema": "vbparse.document/1", "genre": "plan", "components": [component], **lists}


def told(before: dict, after: dict) -> list[str]:
    return list(tell_pairs(pair_documents(before, after)))


def test_a_record_is_gained_lost_changed_or_as_it_was():
    before = document(citations=[citation(3, 0, "1/QĐ-TTg"), citation(4, 0, "2/QĐ-TTg"), citation(5, 0, "3/QĐ-TTg")])
    after = document(
        citations=[
            citation(3, 0, "1/QĐ-TTg"),
            citation(4, 0, "2/QĐ-TTg", date="2025-01-01"),
            citation(9, 0, "3/QĐ-TTg"),
        ]
    )
    assert told(before, after) == [
        "~ citations 4: date: nothing → 2025-01-01",
        "- citations 5: Quyết định số 3/QĐ-TTg",
        "+ citations 9: Quyết định số 3/QĐ-TTg",
    ]
    assert told(after, after) == []


def test_of_two_equal_records_on_one_line_one_may_go():
    same = [citation(3, 0, "1/QĐ-TTg"), citation(3, 0, "1/QĐ-TTg")]
    assert told(document(citations=same), document(citations=same)) == []
    assert told(document(citations=same), document(citations=same[:1])) == ["- citations 3: Quyết định số 1/QĐ-TTg"]


def test_the_same_words_twice_on_a_line_keep_their_order():
    before = [citation(3, 0, "1/QĐ-TTg", role="basis"), citation(3, 40, "1/QĐ-TTg")]
    after = [citation(3, 0, "1/QĐ-TTg", role="mentions"), citation(3, 40, "1/QĐ-TTg")]
    assert told(document(citations=before), document(citations=after)) == ["~ citations 3: role: basis → mentions"]


def test_a_record_that_says_something_else_in_the_same_place_has_changed():
    before = document(citations=[citation(3, 0, "12/QĐ-TTg"), citation(3, 40, "7/QĐ-TTg")])
    after = document(citations=[citation(3, 0, "1/QĐ-TTg"), citation(3, 80, "8/QĐ-TTg")])
    assert told(before, after) == [
        "~ citations 3: span: 3:1 (0–23) → 3:1 (0–22)",
        "~ citations 3: text: Quyết định số 12/QĐ-TTg → Quyết định số 1/QĐ-TTg",
        "~ citations 3: number: 12/QĐ-TTg → 1/QĐ-TTg",
        "- citations 3: Quyết định số 7/QĐ-TTg",
        "+ citations 3: Quyết định số 8/QĐ-TTg",
    ]


def test_a_list_of_records_that_is_new_is_looked_at_and_a_new_empty_field_is_no_change():
    before = document(citations=[citation(3, 0, "1/QĐ-TTg")])
    after = document(
        citations=[citation(3, 0, "1/QĐ-TTg", issuer=None, notes=[])],
        indicators=[{"span": span(7, 0, 5), "value": 80, "unit": "%", "text": "đạt 80%"}],
        products=[],
    )
    assert told(before, after) == ["+ indicators 7: đạt 80%"]
    assert pair_documents(before, after)["products"] == []


def test_fields_inside_records_are_named_by_their_way():
    agencies = [{"name": "Sở Y tế", "id": "syt"}, {"name": "Sở Nội vụ"}]
    before = {"node": "plan/1", "title": "Tuyên truyền", "lead": agencies[:1], "time": {"edtf": "2025", "kind": "date"}}
    after = {"node": "plan/1", "title": "Tuyên truyền", "lead": agencies, "time": {"edtf": "2026", "kind": "date"}}
    body = node("plan/1", 12, "Tuyên truyền")
    assert told(document(body, task_groups=[before]), document(body, task_groups=[after])) == [
        "~ task_groups 12: lead: nothing → Sở Nội vụ",
        "~ task_groups 12: time.edtf: 2025 → 2026",
    ]


def test_a_clause_more_is_one_gain_and_no_change_of_those_after_it():
    duty = {"number": "1", "node": "plan/2"}
    before = document(node("plan/1", 2, "Một"), node("plan/2", 4, "Hai"), duties=[duty])
    after = document(
        node("plan/1", 2, "Một"),
        node("plan/2", 3, "Mới"),
        node("plan/3", 4, "Hai"),
        duties=[{**duty, "node": "plan/3"}],
    )
    assert told(before, after) == ["+ nodes 3: Mới"]


def test_a_clause_under_another_heading_has_changed():
    before = document(node("plan/1", 2, "Một"), node("plan/2", 4, "Hai"))
    after = document(node("plan/1", 2, "Một", node("plan/1.2", 4, "Hai", role="task")))
    assert told(before, after) == ["~ nodes 4: under: plan → 2:201", "~ nodes 4: role: nothing → task"]


def test_control_codes_of_a_text_do_not_reach_the_terminal():
    lines = told(document(), document(citations=[citation(3, 0, "1\x1b[31m/QĐ\n")]))
    assert lines == ["+ citations 3: Quyết định số 1␛[31m/QĐ"]


# --- the tool as it is run ----------------------------------------------------------------------------------------

PARSER = """
class Document:
    def __init__(self, text):
        self.text = text

    def to_data(self):
        records = [
            {{"text": word, "span": {{"start": 0, "end": 1, "line": line, "column": 1, "end_line": line}}}}
            for line, text in enumerate(self.text.splitlines(), 1)
            for word in text.split()
            if {condition}
        ]
        return {{"schema": "vbparse.document/1", "components": [], "words": records}}


def read(path):
    return open(path, encoding="utf-8").read()


parse = Document
"""
"""As small as a parser can be: a record for each word that a condition lets through."""


@pytest.fixture
def repository(tmp_path) -> Path:
    """A repository whose vbparse finds every word, and a folder `texts` beside it."""
    folder = tmp_path / "repository"
    write_parser(folder, "True")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "--message=Parser")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("Kế hoạch\nBáo cáo\n", encoding="utf-8")
    return folder


def write_parser(folder: Path, condition: str) -> None:
    (folder / "vbparse").mkdir(parents=True, exist_ok=True)
    (folder / "vbparse" / "__init__.py").write_text(PARSER.format(condition=condition), encoding="utf-8")


def git(folder: Path, *command: str) -> None:
    subprocess.run(["git", *command], cwd=folder, env=environment(), check=True, capture_output=True)


def gold_diff(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tool over `texts`; its scratch folder is `scratch`, both beside the repository."""
    beside = repository.parent
    (beside / "scratch").mkdir(exist_ok=True)
    command = [sys.executable, str(ROOT / "tools" / "gold_diff.py"), "--repository", str(repository)]
    done = subprocess.run(
        [*command, *arguments, str(beside / "texts")],
        env=environment(TMPDIR=str(beside / "scratch")),
        capture_output=True,
        encoding="utf-8",
    )
    assert list((beside / "scratch").iterdir()) == []
    return done


def test_a_tree_as_committed_has_no_differences(repository):
    done = gold_diff(repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("no differences between HEAD (")
    assert done.stdout.endswith(") and the working tree, files 1, records 5\n")


def test_what_the_working_tree_loses_is_told_with_counts(repository):
    write_parser(repository, "word != 'Báo'")
    done = gold_diff(repository)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == ["texts/one.txt", "  - words 2: Báo"]
    assert [line.split() for line in done.stdout.splitlines()[-5:]] == [
        ["kind", "before", "after", "gained", "lost", "changed"],
        ["document", "1", "1", "0", "0", "0"],
        ["components", "0", "0", "0", "0", "0"],
        ["words", "4", "3", "0", "1", "0"],
        ["all", "5", "4", "0", "1", "0"],
    ]


def test_the_summary_is_the_table_alone_and_a_kind_one_row_of_it(repository):
    write_parser(repository, "word != 'Báo'")
    done = gold_diff(repository, "--summary", "--kind", "words")
    assert len(done.stdout.splitlines()) == 4
    assert gold_diff(repository, "--kind", "document").stdout.startswith("no differences")


def test_a_text_that_fails_on_one_side_is_told_and_the_others_are_compared(repository):
    (repository.parent / "texts" / "two.txt").write_text("Thông báo\n", encoding="utf-8")
    write_parser(repository, "word != 'Thông' or 1 / 0")
    done = gold_diff(repository)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "texts/two.txt",
        "  ! fails in the working tree: ZeroDivisionError: division by zero",
    ]


def test_a_run_that_ends_early_is_told_for_each_text_it_did_not_reach(repository):
    (repository.parent / "texts" / "two.txt").write_text("Thông báo\n", encoding="utf-8")
    write_parser(repository, "word != 'Thông' or __import__('os')._exit(9)")
    done = gold_diff(repository)
    assert done.returncode == 0
    assert "two.txt\n  ! fails in the working tree: the run ended before this file was done: exit code 9" in done.stdout


@pytest.mark.parametrize("base", ["nowhere", "--all", "-x", "HEAD;ls", "", "HEAD\x1b[31m"])
def test_a_base_that_is_no_revision_is_one_sentence(repository, base):
    done = gold_diff(repository, f"--base={base}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"gold-diff: '{base}' is no revision of this repository\n".replace("\x1b", "␛")


def test_a_kind_that_no_text_has_is_one_sentence(repository):
    done = gold_diff(repository, "--kind=wrods")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "gold-diff: no records are called wrods; there are document, components, words\n"


def test_a_revision_that_cannot_run_is_one_sentence(repository):
    write_parser(repository, "True")
    (repository / "vbparse" / "__init__.py").write_text("import nothing_like_this", encoding="utf-8")
    done = gold_diff(repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gold-diff: vbparse of the working tree does not run: ModuleNotFoundError")
