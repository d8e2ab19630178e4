"""What is built can be installed and works far from the checkout."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    # PYTHONPATH could lead the installed package back to the checkout.
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the source archive and, made from that archive, the wheel."""
    folder = tmp_path_factory.mktemp("built")
    # Without isolation nothing is downloaded: hatchling is already here.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    [path] = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of a fresh environment that holds the wheel and its dependencies, nothing more."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, cwd=folder)
    return python.parent


def test_the_wheel_holds_the_package_and_its_grammars(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    grammars = {f"vbparse/{p.relative_to(ROOT).as_posix()}" for p in ROOT.glob("grammars/**/*") if p.is_file()}
    assert grammars
    assert grammars | {"vbparse/py.typed", "vbparse/__main__.py", "vbparse/cli/__init__.py"} <= names


def test_the_wheel_holds_nothing_else(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"vbparse"}


def test_the_source_archive_brings_what_the_tests_need(built):
    [path] = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert {"vbparse", "grammars", "samples", "tests", "pyproject.toml", "Makefile", "LICENSE"} <= tops


def test_the_installed_command_knows_its_version(installed, wheel, tmp_path):
    assert wheel.name.split("-")[1] in run(installed / "vbparse", "--version", cwd=tmp_path)


def test_the_installed_command_finds_its_grammars(installed, samples, tmp_path):
    document = json.loads(run(installed / "vbparse", "parse", samples / "bg.txt", "--format", "json", cwd=tmp_path))
    assert document["schema"] == "vbparse.document/1"
    assert document["genre"] == "plan"
