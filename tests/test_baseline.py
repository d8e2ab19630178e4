"""What was found before is known by its words; what somebody lets stand has a reason."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbparse import Source, parse
from vbparse.check import run_rules
from vbparse.check.baseline import Baseline, Surroundings, with_fingerprints
from vbparse.errors import InputError

HEAD = "KẾ HOẠCH\nTuyên truyền về văn hóa đối ngoại\n\nI. MỤC ĐÍCH, YÊU CẦU\n"
WRONG = "Thực hiện Nghị quyết số 36/NQ-TW ngày 26/3/2004 của Bộ Chính trị.\n"
OTHER = "Quán triệt Nghị quyết số 33/NQ-TW ngày 09/6/2014 của Bộ Chính trị.\n"
FILLER = ["Nâng cao nhận thức của Nhân dân.\n", "Bảo đảm thiết thực, hiệu quả.\n", "Tổ chức hội nghị tập huấn.\n"]
RULE = ("--select", "VB301")


def marks(text: str) -> list[str | None]:
    """Fingerprints of the impossible symbols in a text."""
    document = parse(Source.of(text))
    found = run_rules(document, weights={"VB301": "error"})
    return [d.fingerprint for d in with_fingerprints(found, Surroundings(document), document.source)]


# --- fingerprints -------------------------------------------------------------------------------------------------


@given(st.permutations([WRONG, OTHER, *FILLER]), st.integers(0, 3))
def test_a_finding_is_the_same_wherever_its_paragraph_stands(paragraphs, blank):
    assert len(marks(HEAD + WRONG + OTHER)) == 2
    assert sorted(marks(HEAD + "\n" * blank + "\n".join(paragraphs))) == sorted(marks(HEAD + WRONG + "\n" + OTHER))


def test_spelling_that_does_not_matter_changes_no_fingerprint():
    [mark] = marks(HEAD + WRONG)
    assert marks(HEAD + WRONG.replace("Thực hiện", "THỰC  HIỆN").replace("26/3", "26/03")) == [mark]
    assert marks(HEAD + WRONG.replace("ngày", "Ngày").replace("Chính trị.", "Chính trị;")) == [mark]
    assert marks(HEAD + WRONG.replace("Thực hiện", "Triển khai")) != [mark]
    assert marks(HEAD + OTHER) != [mark]


def test_a_clause_that_gets_another_number_keeps_its_findings():
    first, second = (f"{HEAD}{number}. {WRONG}{number + 1}. {FILLER[0]}" for number in (1, 5))
    assert marks(first) == marks(second)


def test_repeats_are_counted():
    found = marks(HEAD + WRONG * 3)
    assert len(set(found)) == 3
    assert {str(mark).rpartition("-")[0] for mark in found} == {str(found[0]).rpartition("-")[0]}


def test_what_has_no_words_of_its_own_is_known_by_its_message():
    text = "KẾ HOẠCH\nTuyên truyền\n\nI. NỘI DUNG\n1. Tập huấn\nMở lớp.\n2. Hội thảo\nMời báo cáo viên.\n\nII. KINH PHÍ\nTheo dự toán.\n"
    document = parse(Source.of(text))
    found = run_rules(document, weights={"VB104": "warning"})
    told = [d.fingerprint for d in with_fingerprints(found, Surroundings(document), document.source)]
    assert len(told) == len(set(told)) > 1


# --- the file -----------------------------------------------------------------------------------------------------


@pytest.fixture
def check(vbparse, tmp_path):
    """Run the command in a folder with two plans: exit code, report, what was said."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/a.txt").write_text(HEAD + WRONG, encoding="utf-8")
    (tmp_path / "plans/b.txt").write_text(HEAD + OTHER, encoding="utf-8")

    def run(*options: str, paths: tuple[str, ...] = ("plans",), cwd: Path = tmp_path):
        done = vbparse("check", *paths, "--json", "--baseline", "known.json", *RULE, *options, cwd=cwd)
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr

    return run


def test_known_findings_do_not_fail_and_new_ones_do(check, tmp_path):
    code, report, said = check("--write-baseline")
    assert (code, report["summary"]["errors"]) == (0, 2)
    assert "2 findings are known now" in said

    code, report, said = check()
    assert (code, said) == (0, "")
    assert (report["summary"]["errors"], report["summary"]["known"], report["summary"]["clean"]) == (0, 2, 2)
    assert [d["code"] for file in report["files"] for d in file["known"]] == ["VB301", "VB301"]

    (tmp_path / "plans/a.txt").write_text(HEAD + FILLER[1] + OTHER + FILLER[0] + WRONG, encoding="utf-8")
    code, report, said = check()
    assert (code, report["summary"]["errors"], report["summary"]["known"]) == (1, 1, 2)
    [new] = report["files"][0]["diagnostics"]
    assert new["span"]["line"] == 6


def test_stale_entries_are_told_and_gone_with_the_next_write(check, tmp_path):
    check("--write-baseline")
    (tmp_path / "plans/a.txt").write_text(HEAD + FILLER[0], encoding="utf-8")
    code, report, said = check()
    assert (code, [entry["path"] for entry in report["stale"]]) == (0, ["plans/a.txt"])
    assert "1 entries are stale" in said
    assert "1 stale entries are gone" in check("--write-baseline")[2]
    assert list(json.loads((tmp_path / "known.json").read_text())["files"]) == ["plans/b.txt"]


def test_entries_of_files_that_are_gone_are_stale(check, tmp_path):
    check("--write-baseline")
    (tmp_path / "plans/a.txt").unlink()
    assert [entry["path"] for entry in check()[1]["stale"]] == ["plans/a.txt"]
    check("--write-baseline")
    assert check()[1]["stale"] == []


def test_what_was_not_looked_at_is_not_stale(check, tmp_path):
    check("--write-baseline")
    (tmp_path / "plans/a.txt").write_text(HEAD, encoding="utf-8")
    assert check(paths=("plans/b.txt",))[1]["stale"] == []
    assert check("--ignore", "VB301")[1]["stale"] == []
    before = (tmp_path / "known.json").read_text(encoding="utf-8")
    assert check("--write-baseline", paths=("plans/b.txt",))[0] == 0
    assert (tmp_path / "known.json").read_text(encoding="utf-8") == before


def test_the_file_is_the_same_from_wherever_it_is_written(vbparse, check, tmp_path):
    check("--write-baseline")
    here = (tmp_path / "known.json").read_bytes()
    done = vbparse("check", ".", *RULE, "--baseline", "../known.json", "--write-baseline", cwd=tmp_path / "plans")
    assert done.returncode == 0
    assert (tmp_path / "known.json").read_bytes() == here
    assert check(paths=("plans/b.txt", "plans/a.txt"))[0] == 0


def test_a_baseline_may_stand_in_the_settings(vbparse, check, tmp_path):
    (tmp_path / "vbparse.toml").write_text('baseline = "known.json"\nselect = ["VB301"]\n')
    assert vbparse("check", "plans", "--write-baseline").returncode == 0
    assert vbparse("check", ".", cwd=tmp_path / "plans").returncode == 0
    shown = vbparse("check", "plans", "--show-known").stdout
    assert shown.count("VB301") == 2 and shown.count("(known)") == 2
    assert "known 2" in shown


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such baseline"),
        ("{", "no baseline of vbparse"),
        ("[]", "no baseline of vbparse"),
        ('{"schema": "vbparse.baseline/2", "files": {}}', "vbparse.baseline/2"),
        ('{"schema": "vbparse.baseline/1", "files": {"a": [{"code": 1}]}}', "no baseline of vbparse"),
    ],
    ids=str,
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path, content, reason):
    if content is not None:
        (tmp_path / "known.json").write_text(content)
    with pytest.raises(InputError, match=reason):
        Baseline.read(tmp_path / "known.json")


def test_a_baseline_is_never_written_over_a_document(vbparse, tmp_path):
    (tmp_path / "plan.txt").write_text(HEAD, encoding="utf-8")
    done = vbparse("check", "plan.txt", "--baseline", "plan.txt", "--write-baseline")
    assert done.returncode == 2
    assert (tmp_path / "plan.txt").read_text(encoding="utf-8") == HEAD


# --- suppressions -------------------------------------------------------------------------------------------------


@pytest.fixture
def suppressed(vbparse, tmp_path):
    """What becomes of a plan with two impossible symbols, given suppressions beside it or in the settings."""
    (tmp_path / "plan.txt").write_text(HEAD + WRONG + OTHER, encoding="utf-8")

    def run(beside: str = "", settings: str = "", *options: str):
        (tmp_path / "plan.txt.vbparse.toml").write_text(beside, encoding="utf-8")
        (tmp_path / "vbparse.toml").write_text(settings, encoding="utf-8")
        done = vbparse("check", "plan.txt", "--json", *RULE, *options)
        [file] = json.loads(done.stdout)["files"] or [{}]
        return [d["reason"] for d in file.get("suppressed", [])], len(file.get("diagnostics", [])), done

    return run


def one(rule: str, words: str = "", files: str = "") -> str:
    more = "".join(f'{key} = "{value}"\n' for key, value in (("words", words), ("files", files)) if value)
    return f'[[suppress]]\nrule = "{rule}"\nreason = "printed so in the original"\n{more}'


REASON = "printed so in the original"


def test_a_finding_stands_with_a_reason_beside_the_file(suppressed):
    reasons, left, done = suppressed(one("VB301"))
    assert (reasons, left, done.returncode, done.stderr) == ([REASON, REASON], 0, 0, "")


@pytest.mark.parametrize("rule", ["VB301", "symbol-impossible", "VB3"])
@pytest.mark.parametrize("words", ["36/NQ-TW", "thực hiện nghị quyết", "NGÀY 26/03/2004"])
def test_words_tell_one_finding_from_another(suppressed, rule, words):
    reasons, left, done = suppressed(one(rule, words))
    assert (reasons, left, done.returncode, done.stderr) == ([REASON], 1, 1, "")


def test_settings_suppress_in_files_of_a_pattern(suppressed):
    assert suppressed("", one("VB301", files="*.txt"))[:2] == ([REASON, REASON], 0)
    reasons, left, done = suppressed("", one("VB301", files="old/*"))
    assert (reasons, left, done.stderr) == ([], 2, "")


@pytest.mark.parametrize("place", ["beside", "settings"])
def test_a_suppression_that_nothing_needs_is_told(suppressed, place):
    texts = {place: one("VB301", "36/NQ-TW") + one("VB301", "không có ở đây")}
    reasons, left, done = suppressed(**texts)
    assert (reasons, left) == ([REASON], 1)
    name = "plan.txt.vbparse.toml" if place == "beside" else "vbparse.toml"
    assert f"{name}, suppression 2: there is nothing to suppress" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_suppression_of_a_rule_that_was_not_run_is_not_told(suppressed):
    assert suppressed(one("VB302"))[2].stderr == ""


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ('[[suppress]]\nrule = "VB301"\n', "reason is missing"),
        ('[[suppress]]\nrule = "VB3O1"\nreason = "x"\n', "there is no rule VB3O1"),
        ('[[supress]]\nrule = "VB301"\n', "there is no setting supress"),
        ("suppress", "cannot be read"),
    ],
)
def test_a_broken_suppression_is_one_sentence(suppressed, beside, reason):
    _, _, done = suppressed(beside)
    assert done.returncode == 2
    assert "plan.txt.vbparse.toml" in done.stderr and reason in done.stderr
    assert done.stderr.count("\n") == 1


def test_suppressed_findings_are_not_taken_into_the_baseline(suppressed, tmp_path):
    suppressed(one("VB301", "36/NQ-TW"), "", "--baseline", "known.json", "--write-baseline")
    [rows] = json.loads((tmp_path / "known.json").read_text(encoding="utf-8"))["files"].values()
    assert len(rows) == 1


def test_moving_a_file_brings_its_suppressions_along(vbparse, suppressed, tmp_path):
    suppressed(one("VB301"))
    (tmp_path / "2024").mkdir()
    for name in ("plan.txt", "plan.txt.vbparse.toml"):
        shutil.move(tmp_path / name, tmp_path / "2024" / name)
    assert vbparse("check", "2024", *RULE).returncode == 0


def test_the_clause_of_many_findings_is_folded_once(monkeypatch):
    folded = []
    monkeypatch.setattr(
        "vbparse.check.baseline.plain_words", lambda text: folded.append(len(text)) or tuple(text.split())
    )
    document = parse(Source.of("KẾ HOẠCH\nTổ chức\n\nI. NỘI DUNG\n1. " + "Sở Nội vụ , phối hợp ; " * 200 + "\n"))
    around = Surroundings(document)
    found = [d for d in run_rules(document) if d.code == "VB512"]
    assert len(found) > 200
    fingerprints = {d.fingerprint for d in with_fingerprints(found, around, document.source)}
    assert len(fingerprints) == len(found)
    assert sum(length > 1000 for length in folded) == 1
