"""Which files `check` takes from what it is given; what git ignores is asked of git itself."""

import os
import subprocess
from pathlib import Path

import pytest
from conftest import environment

from vbparse.check.globs import Patterns
from vbparse.check.paths import Filter, find_files
from vbparse.errors import InputError

FILES = (
    "plan.txt",
    "notes.md",
    "scan.pdf",
    "2024/plan.txt",
    "2024/draft.txt",
    "2024/old/plan.txt",
    "build/plan.txt",
    "a b/plan [1].txt",
    "doc/a/b/plan.txt",
    "doc/b.txt",
)


@pytest.fixture
def tree(tmp_path) -> Path:
    """A git repository with texts in folders."""
    subprocess.run(["git", "init", "--quiet", tmp_path], env=environment(), check=True)
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("KẾ HOẠCH\n", encoding="utf-8")
    return tmp_path


def taken(folder: Path, *paths: str, **settings: object) -> list[str]:
    """The files, from the folder."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        return find_files(paths or (".",), Filter(**settings))
    finally:
        os.chdir(here)


def test_a_folder_stands_for_its_texts_in_the_order_of_their_names(tree):
    assert taken(tree) == sorted((name for name in FILES if name != "scan.pdf"), key=lambda name: name.split("/"))
    assert taken(tree, "2024", "plan.txt") == ["2024/draft.txt", "2024/old/plan.txt", "2024/plan.txt", "plan.txt"]


def test_a_file_counts_once_however_it_is_named(tree):
    (tree / "2024/link.txt").symlink_to("plan.txt")
    assert taken(tree, "2024/plan.txt", "./2024/plan.txt", "2024", "2024/../2024/plan.txt") == [
        "2024/plan.txt",
        "2024/draft.txt",
        "2024/old/plan.txt",
    ]


def test_a_glob_that_the_shell_left_alone_is_followed(tree):
    assert taken(tree, "**/plan.txt") == [
        "2024/old/plan.txt",
        "2024/plan.txt",
        "build/plan.txt",
        "doc/a/b/plan.txt",
        "plan.txt",
    ]
    assert taken(tree, "*.pdf", exclude=(Patterns(["2024"], str(tree)),)) == ["scan.pdf"]
    assert taken(tree, "a b/plan [1].txt") == ["a b/plan [1].txt"], "a file of that very name comes first"
    with pytest.raises(InputError, match=r"\*\.docx: no file"):
        taken(tree, "*.docx")


def test_hidden_folders_and_links_to_folders_are_left_alone(tree):
    (tree / ".cache").mkdir()
    (tree / ".cache/plan.txt").touch()
    (tree / "link").symlink_to("2024")
    assert not [name for name in taken(tree) if name.startswith((".cache", "link"))]


def test_include_and_exclude_choose_within_folders(tree):
    chosen = Filter(include=(Patterns(["*.pdf", "doc/**/*.txt"], str(tree)),), exclude=(Patterns(["b.txt"]),))
    assert find_files([str(tree)], chosen) == [str(tree / "doc/a/b/plan.txt"), str(tree / "scan.pdf")]


def test_a_file_that_is_named_is_taken_unless_even_that_is_forbidden(tree):
    drafts = (Patterns(["2024/"], str(tree)),)
    assert taken(tree, "2024/plan.txt", "scan.pdf", exclude=drafts) == ["2024/plan.txt", "scan.pdf"]
    assert taken(tree, "2024/plan.txt", "scan.pdf", exclude=drafts, excludes_named=True) == ["scan.pdf"]


def test_a_folder_without_texts_is_a_wrong_call(tree):
    (tree / "empty").mkdir()
    with pytest.raises(InputError, match="empty: no file to check"):
        taken(tree, "empty")


IGNORES = [
    {".gitignore": "build\n*.md\n"},
    {".gitignore": "/plan.txt\n2024/*\n!2024/old/\n"},
    {".gitignore": "*.txt\n!plan.txt\n", "2024/.gitignore": "!draft.txt\nplan.txt\n"},
    {".gitignore": "**/b\n"},
    {".gitignore": "doc/**/plan.txt\n"},
    {".gitignore": "doc/**\n!doc/b.txt\n"},
    {".gitignore": "# build\n\\#x\nbuild/ \na?b/\n"},
    {".gitignore": "[!a-z]*\n"},
    {".gitignore": "plan \\[1\\].txt\n[abc\n"},
    {".gitignore": "b.txt/\n*/\n!doc/\n"},
    {"doc/.gitignore": "/b.txt\na/b\n"},
    {".git/info/exclude": "old\n", "2024/.gitignore": "!old\n"},
]


@pytest.mark.parametrize("ignores", IGNORES, ids=lambda ignores: " + ".join(ignores.values()).replace("\n", " "))
@pytest.mark.parametrize("folder", [".", "doc"])
def test_what_git_ignores_is_what_git_says_it_ignores(tree, ignores, folder):
    for name, lines in ignores.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(lines, encoding="utf-8")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", folder]
    told = subprocess.run(command, cwd=tree, env=environment(), capture_output=True, text=True, check=True).stdout
    expected = {name for name in told.split("\0") if name.endswith((".txt", ".md"))}
    try:
        found = set(taken(tree, folder))
    except InputError:
        found = set()
    assert found == expected
    assert set(taken(tree, folder, heeds_gitignore=False)) >= expected


def test_an_ignored_folder_that_is_named_is_looked_into(tree):
    (tree / ".gitignore").write_text("build/\ndraft.txt\n")
    assert taken(tree, "build") == ["build/plan.txt"]
    assert "2024/draft.txt" not in taken(tree, "2024")


def test_the_command_takes_the_same_options(vbparse, tree):
    def paths(*options: str) -> list[str]:
        done = vbparse("check", ".", "--format", "jsonl", *options, cwd=tree)
        return [line.split('"')[3] for line in done.stdout.splitlines()]

    (tree / ".gitignore").write_text("build/\ndoc/\n")
    assert paths() == [
        "2024/draft.txt",
        "2024/old/plan.txt",
        "2024/plan.txt",
        "a b/plan [1].txt",
        "notes.md",
        "plan.txt",
    ]
    assert paths("--include", "*.md") == ["notes.md"]
    assert paths("--exclude", "2024/", "--exclude", "a*") == ["notes.md", "plan.txt"]
    assert len(paths("--no-gitignore")) == 9
