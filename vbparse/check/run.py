"""Files → what was found in each, in their order, in one process or several; no file is kept."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_all_start_methods, get_context

from vbparse.check.look import Checked, Job, check_file
from vbparse.errors import VbparseError

LITTLE = 400_000
"""Bytes below which starting processes takes longer than it saves."""
_AHEAD = 4
"""Files that wait for each process: enough that none is idle, few enough that what they gave takes no room."""


def check_files(names: Sequence[str], job: Job, workers: int) -> Iterator[Checked]:
    """What came of each file, in the order of the names, as soon as it and those before it are done."""
    if workers < 2 or len(names) < 3 or _size(names) < LITTLE or "fork" not in get_all_start_methods():
        yield from (check_file(name, job) for name in names)
        return
    # The first is checked here: what it made of the grammar is there in the processes that are forked then.
    yield check_file(names[0], job)
    pool = _pool(workers, job)
    try:
        yield from _in_order(pool, names[1:], workers * _AHEAD)
    except BrokenProcessPool:
        raise VbparseError("a process that checked files was stopped from outside; try --jobs 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int, job: Job) -> ProcessPoolExecutor:
    """Processes that are there already, and deaf to Ctrl-C: the one that the user sees hears it and stops them."""
    pool = ProcessPoolExecutor(workers, get_context("fork"), _inherit, (job,))
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        # With the first piece of work all of them are forked, and what is blocked stays so in them.
        pool.submit(int).result()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    return pool


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
    _inherited[:] = [job]


def _check_inherited(name: str) -> Checked:
    return check_file(name, _inherited[0])
