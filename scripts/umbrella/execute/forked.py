"""Workers: processes forked from this one, which has read and imported all that chapters need, one for each chapter.

Two thirds of a chapter's time in a kernel of its own go into starting Python
and importing. Where the system cannot fork, plain kernels are used.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait

from umbrella.execute.chapter import ChapterFailed, Outcome, Task, code_cells, failure, outcome_of, refuse
from umbrella.execute.reads import note_opened
from umbrella.execute.shell import run_cells
from umbrella.lifeline import end_with
from umbrella.tables import Tables


def can_fork() -> bool:
    """Whether this system forks well: macOS has libraries that break in a fork."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def run_forked(tasks: list[Task], tables: Tables, jobs: int) -> Iterator[tuple[Task, Outcome | ChapterFailed]]:
    """Execute chapters side by side, each in a fork of this process.

    Args:
        tasks: the chapters.
        tables: what chapters read; notes what is read of it.
        jobs: how many at a time.

    Yields:
        Each chapter with what came of it, as they end.
    """
    waiting, running = deque(tasks), {}
    # What is there already is looked at no more in search of rubbish, so that forks need no copy of it.
    gc.freeze()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                worker = _Worker(waiting.popleft(), tables)
                running[worker.line] = worker
            for line in wait(list(running)):
                if outcome := running[line].heard():
                    yield running.pop(line).task, outcome
    finally:
        gc.unfreeze()
        for worker in running.values():
            worker.process.kill()


class _Worker:
    """A forked process that executes one chapter, and the line on which it tells of it."""

    def __init__(self, task: Task, tables: Tables):
        self.task, self.cell = task, 0
        context = multiprocessing.get_context("fork")
        self.line, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=_work, args=(task, tables, theirs, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()  # so that the line ends when the worker does

    def heard(self) -> Outcome | ChapterFailed | None:
        """What came of the chapter; None while it is at work."""
        try:
            word = self.line.recv()
        except EOFError:
            word = ChapterFailed(self._end())
        if isinstance(word, int):
            self.cell = word
            return None
        self.process.join()
        self.line.close()
        return word

    def _end(self) -> str:
        """How a worker ended that said nothing."""
        self.process.join()
        cell = dict(code_cells(self.task.notebook)).get(self.cell)
        if cell is None:
            return f"its process ended before the first cell (exit code {self.process.exitcode})"
        if self.process.exitcode == -signal.SIGALRM:
            return failure(
                self.cell, cell, "failed", f"it took longer than {self.task.timeout} s (timeout in _config.yml)"
            )
        return failure(self.cell, cell, "failed", f"its process ended (exit code {self.process.exitcode})")


def _work(task: Task, tables: Tables, line: Connection, parent: int) -> None:
    """In the fork: execute the chapter and tell what came of it."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends this process
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        line.send(_executed(task, tables, line))
    except ChapterFailed as failed:
        line.send(failed)


def _executed(task: Task, tables: Tables, line: Connection) -> Outcome:
    started = time.perf_counter()
    os.chdir(task.folder)
    tables.files_read = set()
    note_opened(tables.folder, tables.files_read)

    def begins(number: int) -> None:
        line.send(number)
        # Not caught: it ends the process whatever the cell is at.
        signal.alarm(max(task.timeout, 0))

    with task.around():
        run_cells(task.notebook, begins, lambda: signal.alarm(0))
    refuse(task.notebook, task.root)
    return outcome_of(task.notebook, tables.files_read, time.perf_counter() - started)
