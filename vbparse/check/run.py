"""Files → what was found in each, in their order, in one process or several; no file is kept."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from vbparse.check.look import Checked, Job, check_file
from vbparse.workers import can_fork, worker_pool

LITTLE = 400_000
"""Bytes below which starting processes takes longer than it saves."""
_AHEAD = 4
"""Files that wait for each process: enough that none is idle, few enough that what they gave takes no room."""


def check_files(names: Sequence[str], job: Job, workers: int) -> Iterator[Checked]:
    """What came of each file, in the order of the names, as soon as it and those before it are done."""
    if workers < 2 or len(names) < 3 or _size(names) < LITTLE or not can_fork():
        yield from (check_file(name, job) for name in names)
        return
    # The first is checked here: what it made of the grammar is there in the processes that are forked then.
    yield check_file(names[0], job)
    with worker_pool(workers, _inherit, job) as pool:
        yield from _in_order(pool, names[1:], workers * _AHEAD)


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
