"""Files → what was found in each, in their order, in one process or several; no file is kept."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from vbparse.check import run_rules
from vbparse.check.baseline import Surroundings, with_fingerprints
from vbparse.check.chosen import Choice
from vbparse.check.finding import Settings
from vbparse.check.suppress import Suppression, first_that_allows, read_sidecar
from vbparse.check.tally import is_clean
from vbparse.errors import InputError, VbparseError
from vbparse.model import Diagnostic, Document, FileReport, Refused
from vbparse.pipeline import parse
from vbparse.readers import read_bytes, read_raw
from vbparse.shape import shape

LITTLE = 400_000
"""Bytes below which starting processes takes longer than it saves."""
_AHEAD = 4
"""Files that wait for each process: enough that none is idle, few enough that what they gave takes no room."""


@shape
class Job:
    """How files are checked; the same for all of them."""

    language: str = "en"
    settings: tuple[tuple[str, object], ...] = ()
    choice: Choice = Choice()
    suppressions: tuple[Suppression, ...] = ()
    given: bytes = b""
    """What standard input held, for the file "-"."""

    def rule_settings(self) -> Settings:
        """The settings of rules, by name."""
        return dict(self.settings)


@shape
class Checked:
    """What came of one file: a report, or the reason why there is none."""

    report: FileReport | None = None
    refused: Refused | None = None
    codes: frozenset[str] = frozenset()
    """The rules that were run on it."""
    asked: frozenset[str] = frozenset()
    """Suppressions that spoke of it and of those rules, by their place."""
    used: frozenset[str] = frozenset()
    """Those by which a finding stands."""


# --- one file -----------------------------------------------------------------------------------------------------


def check_file(name: str, job: Job) -> Checked:
    """Read, parse and check one file."""
    try:
        data = job.given if name == "-" else read_raw(Path(name))
        source = read_bytes(data, name)
        suppressions = (*read_sidecar(name), *(s for s in job.suppressions if s.is_for(os.path.abspath(name))))
    except InputError as problem:
        return Checked(refused=Refused(path=name, reason=str(problem)))
    weights = job.choice.severities(os.path.abspath(name))
    document = parse(source)
    found = run_rules(document, job.language, job.rule_settings(), weights)
    left, suppressed, used = _sorted_out(found, document, suppressions)
    report = FileReport(path=name, clean=is_clean(left), diagnostics=left, suppressed=suppressed, source=source)
    asked = frozenset(s.where for s in suppressions if s.codes & weights.keys())
    return Checked(report=report, codes=frozenset(weights), asked=asked, used=used)


Sorted = tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...], frozenset[str]]


def _sorted_out(found: Sequence[Diagnostic], document: Document, suppressions: Sequence[Suppression]) -> Sorted:
    """Findings with their fingerprints: those that count, those that somebody lets stand, and who does."""
    if not found:
        return (), (), frozenset()
    around = Surroundings(document)
    left, suppressed, used = [], [], set()
    for diagnostic in with_fingerprints(found, around, document.source):
        context = f"{document.source[diagnostic.span]} {around.words(diagnostic.span)}"
        by = first_that_allows(suppressions, diagnostic.code, context)
        if by is None:
            left.append(diagnostic)
        else:
            suppressed.append(replace(diagnostic, reason=by.reason))
            used.add(by.where)
    return tuple(left), tuple(suppressed), frozenset(used)


# --- many files ---------------------------------------------------------------------------------------------------


def check_files(names: Sequence[str], job: Job, workers: int) -> Iterator[Checked]:
    """What came of each file, in the order of the names, as soon as it and those before it are done."""
    if workers < 2 or len(names) < 3 or _size(names) < LITTLE or "fork" not in get_all_start_methods():
        yield from (check_file(name, job) for name in names)
        return
    # The first is checked here: what it made of the grammar is there in the processes that are forked then.
    yield check_file(names[0], job)
    pool = ProcessPoolExecutor(workers, get_context("fork"), _inherit, (job,))
    try:
        yield from _in_order(pool, names[1:], workers * _AHEAD)
    except BrokenProcessPool:
        raise VbparseError("a process that checked files was stopped from outside; try --jobs 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, names: Iterable[str], ahead: int) -> Iterator[Checked]:
    waiting: deque[Future[Checked]] = deque()
    rest = iter(names)
    for name in islice(rest, ahead):
        waiting.append(pool.submit(_check_inherited, name))
    while waiting:
        done = waiting.popleft().result()
        waiting.extend(pool.submit(_check_inherited, name) for name in islice(rest, 1))
        yield done


def _size(names: Iterable[str]) -> int:
    """Bytes of all files; those that cannot be asked count nothing."""
    total = 0
    for name in names:
        try:
            total += os.stat(name).st_size
        except (OSError, ValueError):
            continue
    return total


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_inherited: list[Job] = []
"""The job of a process that was forked for it."""


def _inherit(job: Job) -> None:
    # Ctrl-C is for the program that the user sees; it stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _inherited[:] = [job]


def _check_inherited(name: str) -> Checked:
    return check_file(name, _inherited[0])
