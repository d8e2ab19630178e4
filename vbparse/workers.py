"""Processes that share a piece of work: there before it begins, deaf to Ctrl-C, gone when it ends, however it ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_all_start_methods, get_context, parent_process
from typing import Any

from vbparse.errors import VbparseError


def can_fork() -> bool:
    """Whether processes can be had that know all that this one knows."""
    return "fork" in get_all_start_methods()


@contextmanager
def worker_pool(workers: int, prepare: Callable[..., None], *arguments: Any) -> Iterator[ProcessPoolExecutor]:
    """Processes that were forked and prepared; work that nobody waits for any more is dropped.

    Raises `VbparseError` if one of them was stopped from outside.
    """
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, get_context("fork"), _begin, (prepare, *arguments))
    try:
        with _deaf():
            # With the first piece of work all of them are forked, and what is blocked then stays so in them:
            # the process that the user sees hears Ctrl-C and stops the others.
            pool.submit(int).result()
        yield pool
    except BrokenProcessPool:
        raise VbparseError("a process that did part of the work was stopped from outside") from None
    except BaseException:
        for worker in set(active_children()) - others:
            worker.terminate()
        with _silent_threads():
            pool.shutdown(cancel_futures=True)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _silent_threads() -> Iterator[None]:
    """The pool's own thread may find work that was dropped a moment ago, and would complain of that."""
    hook, threading.excepthook = threading.excepthook, lambda _: None
    try:
        yield
    finally:
        threading.excepthook = hook


@contextmanager
def _deaf() -> Iterator[None]:
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def _begin(prepare: Callable[..., None], *arguments: Any) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*arguments)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
