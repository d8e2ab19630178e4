"""A module imports only from its right, and every third-party package has one home."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ORDER = [
    "cli",
    "direct",
    "render",
    "schema",
    "worklist",
    "check",
    "matching",
    "pipeline",
    "records",
    "nodes",
    "roles",
    "tree",
    "components",
    "labels",
    "merged",
    "blocks",
    "spaced",
    "grids",
    "footnotes",
    "lines",
    "markers",
    "organs",
    "places",
    "reading",
    "readers",
    "grammar",
    "cache",
    "workers",
    "folder",
    "values",
    "fold",
    "model",
    "plain",
    "source",
    "legacy",
    "syllables",
    "shape",
    "errors",
]
"""From what stands left, or on top, to what stands right."""

HOMES = {
    "typer": {"cli"},
    "rich": {"render"},
    "pydantic": {"schema"},
    "pydantic_core": {"schema"},
    "regex": {"grammar"},
    "rapidfuzz": {"matching"},
    "pypdfium2": {"readers"},
    "lxml": {"readers"},
    "PIL": {"readers"},
}

TOO_HEAVY = {"numpy", "scipy", "pandas"}
"""Importing one of these costs more than parsing and comparing two plans."""

LATE = {
    ("source", "pydantic_core"): "a span tells pydantic its form in JSON; asked only where pydantic is loaded already",
}
"""Against the order, but only inside a function: nothing is imported until it is called. With the reason."""

EXEMPT = {Path("vbparse/__init__.py"), Path("vbparse/__main__.py")}

Function = ast.FunctionDef | ast.AsyncFunctionDef

MODULES = sorted({p.relative_to(ROOT) for p in ROOT.glob("vbparse/**/*.py")} - EXEMPT)


def complaints(path: Path, code: str) -> Iterator[str]:
    """What is wrong with the imports of one module, a sentence each."""
    home = path.parts[1].removesuffix(".py")
    if home not in ORDER:
        yield f"{path}: '{home}' has no place yet; add it to ORDER in tests/test_layers.py"
        return
    tree = ast.parse(code)
    late = {id(node) for part in ast.walk(tree) if isinstance(part, Function) for node in ast.walk(part)}
    # All imports count: those inside functions and those under TYPE_CHECKING as well.
    for node in ast.walk(tree):
        for target in map(layer_or_package, imported_names(path, node)):
            wrong = complaint(home, target)
            if wrong and not ((home, target) in LATE and id(node) in late):
                yield f"{path}:{node.lineno}: {wrong}"


def imported_names(path: Path, node: ast.AST) -> list[str]:
    """Dotted names of what a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    origin = absolute(path, node)
    # Only under `vbparse` itself can the imported name be a layer; deeper ones are known by their origin.
    return [f"vbparse.{alias.name}" for alias in node.names] if origin == "vbparse" else [origin]


def absolute(path: Path, node: ast.ImportFrom) -> str:
    """The module an import reads from, with its leading dots resolved."""
    package = path.parent.parts[: len(path.parent.parts) - node.level + 1] if node.level else ()
    return ".".join((*package, *filter(None, [node.module])))


def layer_or_package(name: str) -> str:
    """The layer that `vbparse.layer.module` stands in, `vbparse.name` for a public name, else the package."""
    top, _, rest = name.partition(".")
    layer = rest.split(".")[0]
    return top if top != "vbparse" else layer if layer in ORDER else name


def complaint(home: str, target: str) -> str | None:
    """Why a module of the layer `home` must not import `target`, if it must not."""
    if target in ORDER:
        left = ORDER.index(target) < ORDER.index(home)
        return f"{home} must not import {target}, which stands to its left" if left else None
    if target.split(".")[0] == "vbparse":
        fine = home == "cli" or target == "vbparse.__version__"
        return (
            None if fine else f"'{target}' is no layer; import a name from where it is defined, add a module to ORDER"
        )
    return outer_complaint(home, target)


def outer_complaint(home: str, package: str) -> str | None:
    if package in sys.stdlib_module_names:
        return None
    if package in TOO_HEAVY:
        return f"{package} is too heavy to import anywhere"
    if package not in HOMES:
        return f"{package} has no home yet; add it to HOMES in tests/test_layers.py"
    if home not in HOMES[package]:
        return f"{package} belongs to {' and '.join(sorted(HOMES[package]))}, not to {home}"
    return None


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_run_one_way(path):
    assert list(complaints(path, (ROOT / path).read_text(encoding="utf-8"))) == []


def test_every_place_in_the_order_is_taken():
    assert sorted({path.parts[1].removesuffix(".py") for path in MODULES}) == sorted(ORDER)


@pytest.mark.parametrize(("home", "target"), LATE)
def test_every_exception_is_made_use_of(home, target):
    code = (ROOT / f"vbparse/{home}.py").read_text(encoding="utf-8")
    assert complaint(home, target), "what the order allows needs no exception"
    assert f"    from {target} import" in code


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("vbparse/tree.py", "from vbparse.blocks import Block\nimport json, re"),
        ("vbparse/tree.py", "from vbparse import __version__"),
        ("vbparse/cli.py", "def parse_command():\n    from vbparse import parse, render"),
        ("vbparse/records/citation.py", "from vbparse.records.agency import find\nfrom . import time"),
        ("vbparse/records/citation.py", "from ..values import find_dates\nfrom .. import model"),
        ("vbparse/grammar.py", "import regex"),
        ("vbparse/schema.py", "from pydantic import TypeAdapter"),
        ("vbparse/render/terminal.py", "from rich.table import Table"),
        ("vbparse/source.py", "def schema():\n    from pydantic_core import core_schema"),
    ],
)
def test_an_import_from_the_right_is_fine(path, code):
    assert list(complaints(Path(path), code)) == []


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("vbparse/blocks.py", "from vbparse.tree import nest", "blocks must not import tree"),
        ("vbparse/blocks.py", "from vbparse import tree", "blocks must not import tree"),
        ("vbparse/blocks.py", "def f():\n    import vbparse.tree", "vbparse/blocks.py:2: blocks must not import tree"),
        ("vbparse/model.py", "from vbparse.render.json import document_json", "model must not import render"),
        ("vbparse/records/time.py", "from ..pipeline import parse", "records must not import pipeline"),
        ("vbparse/records/__init__.py", "from .. import check", "records must not import check"),
        ("vbparse/matching/align.py", "from vbparse import parse", "'vbparse.parse' is no layer"),
        ("vbparse/check/rules.py", "import vbparse", "'vbparse' is no layer"),
        ("vbparse/lines.py", "import regex", "regex belongs to grammar, not to lines"),
        ("vbparse/model.py", "from pydantic import BaseModel", "pydantic belongs to schema, not to model"),
        ("vbparse/source.py", "from pydantic_core import core_schema", "pydantic_core belongs to schema"),
        ("vbparse/check/rules.py", "from rich import print", "rich belongs to render, not to check"),
        ("vbparse/tree.py", "import rapidfuzz", "rapidfuzz belongs to matching, not to tree"),
        ("vbparse/matching/score.py", "import numpy as np", "numpy is too heavy"),
        ("vbparse/readers/docx.py", "import bs4", "bs4 has no home yet"),
        ("vbparse/utils.py", "", "'utils' has no place yet; add it to ORDER"),
    ],
)
def test_any_other_import_is_named(path, code, expected):
    [found] = complaints(Path(path), code)
    assert expected in found
