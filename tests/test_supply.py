"""What vbparse is built, tested and shipped with: pinned to the byte, bounded with a reason, asked for advisories."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from advisories import problem
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
SETTINGS = tomllib.loads(TEXT)
PROJECT = SETTINGS["project"]
EXTRAS = PROJECT["optional-dependencies"]


def locked(name: str) -> dict[str, list[str]]:
    """Packages of a lock, each with its pin and its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {canonicalize_name(Requirement(line.split(" --hash")[0]).name): line.split(" --hash=") for line in lines}


def version(pin: list[str]) -> str:
    """The one version that a lock allows."""
    [only] = Requirement(pin[0].strip()).specifier
    assert only.operator == "=="
    return only.version


def asked(names: list[str]) -> Iterator[Requirement]:
    """Requirements with those of our own extras that they name."""
    for requirement in map(Requirement, names):
        if requirement.name == PROJECT["name"]:
            yield from (one for extra in sorted(requirement.extras) for one in asked(EXTRAS[extra]))
        else:
            yield requirement


WANTED = {
    "run": [*PROJECT["dependencies"], f"{PROJECT['name']}[all]"],
    "dev": [*PROJECT["dependencies"], f"{PROJECT['name']}[dev]"],
    "release": SETTINGS["dependency-groups"]["release"],
}


@pytest.mark.parametrize("name", WANTED)
def test_a_lock_holds_what_pyproject_asks_for(name):
    found = locked(name)
    for requirement in asked(WANTED[name]):
        pin = found.get(canonicalize_name(requirement.name))
        assert pin, f"requirements/{name}.txt lacks {requirement}: run make lock"
        assert requirement.specifier.contains(version(pin)), f"requirements/{name}.txt is old: run make lock"


@pytest.mark.parametrize("name", WANTED)
def test_every_package_of_a_lock_has_hashes_and_no_address_of_its_own(name):
    for pin, *hashes in locked(name).values():
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", one) for one in hashes), pin
        assert "@" not in pin and "://" not in pin


def test_what_is_tested_is_what_is_shipped():
    run, dev = locked("run"), locked("dev")
    assert all(version(run[name]) == version(dev[name]) for name in run.keys() & dev.keys())
    assert {canonicalize_name(requirement.name) for requirement in asked(PROJECT["dependencies"])} <= set(run)


def test_the_extra_of_everything_names_every_reader():
    """What users may ask for, not what this project is developed with."""
    ours = {"all", "dev", "fuzz", "mutants", "peers"}
    [everything] = map(Requirement, EXTRAS["all"])
    assert everything.extras == set(EXTRAS) - ours


def test_an_upper_bound_has_its_reason_above_it():
    lines = TEXT.splitlines()
    bounded = [at for at, line in enumerate(lines) if re.search(r'"[\w.-]+(?:\[[\w,]+\])?[^"]*(?:<|==|~=)[^"]*"', line)]
    assert len(bounded) > 3
    for at in bounded:
        assert lines[at - 1].lstrip().startswith("# "), lines[at]


# --- advisories ---------------------------------------------------------------------------------------------------


@pytest.fixture
def index() -> Iterator[tuple[str, dict[str, object]]]:
    """An index of packages: its address, and what it answers."""
    answer: dict[str, object] = {"status": 200, "body": {"info": {}, "vulnerabilities": []}}

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(int(answer["status"]))
            self.end_headers()
            self.wfile.write(json.dumps(answer["body"]).encode())

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/pypi/pip/25.0/json", answer
        server.shutdown()
        thread.join()


def test_an_index_that_knows_advisories_can_be_asked(index):
    url, _ = index
    assert problem(url) is None


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [(404, {}, "404"), (403, {}, "403"), (200, {"info": {}}, "names no vulnerabilities"), (200, [], "names no")],
)
def test_an_index_that_knows_none_is_no_witness(index, status, body, reason):
    url, answer = index
    answer.update(status=status, body=body)
    assert reason in problem(url)


def test_without_a_network_it_is_said_that_nobody_was_asked():
    done = subprocess.run(
        [sys.executable, ROOT / "tools/advisories.py", "http://127.0.0.1:9/"], capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NOT audited: http://127.0.0.1:9/ cannot be asked (")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(("finds", "is_reachable", "is_red"), [(1, True, True), (0, True, False), (1, False, False)])
def test_ci_is_red_for_a_finding_and_for_nothing_else(index, tmp_path, finds, is_reachable, is_red):
    """With a pip-audit in the place of the true one that finds something, or nothing."""
    url, answer = index
    answer["status"] = 200 if is_reachable else 503
    program = tmp_path / "tools/bin/pip-audit"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexit {finds}\n')
    program.chmod(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)
    for stamp in (tmp_path / ".stamp", tmp_path / "tools/.stamp"):
        stamp.touch()
    done = subprocess.run(
        ["make", "audit", f"VENV={tmp_path}", f"ADVISORIES={url}"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        encoding="utf-8",
    )
    assert bool(done.returncode) == is_red, done.stderr
    assert (tmp_path / "asked").exists() == is_reachable
    assert ("NOT audited" in done.stderr) != is_reachable
    if is_reachable:
        assert all(f"requirements/{name}.txt" in (tmp_path / "asked").read_text() for name in WANTED)
