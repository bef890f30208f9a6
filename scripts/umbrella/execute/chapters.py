"""Executes the chapters whose kept outputs are not right any more, while Sphinx reads those that are ready.

Outputs are kept in a file for each chapter, with digests of its text and its
cells; what else it depends on is known to :mod:`umbrella.execute.inputs`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nbformat import NotebookNode, from_dict
from sphinx.errors import ExtensionError

from umbrella.execute.chapter import ChapterFailed, Outcome, Task, cells_digest
from umbrella.execute.inputs import Memory
from umbrella.keeping import kept, sha
from umbrella.tables import hand_down


@dataclass
class Run:
    """How chapters are executed, and who hears of it; a plain ``jupyter-book build`` has the defaults.

    Attributes:
        memory: what the build has read of the book; None to read it when Sphinx begins.
        jobs: chapters executed side by side; one for each core by default.
        cold: start a kernel for each chapter, rather than fork this process.
        only: documents that are to be written; none for all.
        planned: told for each stale chapter why it is executed, and how many chapters there are.
        executed: told of each executed chapter and its seconds.
        begins: told of each part of the work that begins: execute, read, write.
        execution: what executes the chapters, once Sphinx knows which it reads.
    """

    memory: Memory | None = None
    jobs: int | None = None
    cold: bool = False
    only: tuple[str, ...] = ()
    planned: Callable[[dict[str, str], int], None] = lambda reasons, chapters: None
    executed: Callable[[str, float], None] = lambda page, seconds: None
    begins: Callable[[str], None] = lambda part: None
    execution: Execution | None = None


_current = Run()


def current() -> Run:
    """The run that is under way."""
    return _current


@contextmanager
def under_way(run: Run) -> Iterator[None]:
    """Have the Sphinx runs of this context execute chapters so; what was executed is kept, also when the run fails."""
    global _current
    before, _current = _current, run
    try:
        yield
        if run.execution:
            run.execution.end()
    finally:
        _current = before
        if run.execution:
            run.execution.stop()
        hand_down(None)


class Execution:
    """The chapters that a run of Sphinx reads, and their outputs: kept ones, or new ones as they come."""

    def __init__(self, memory: Memory, env) -> None:
        """Execute nothing yet.

        Args:
            memory: what chapters depend on, and where what is known of them is kept.
            env: Sphinx's environment.
        """
        self.memory, self.env = memory, env
        self._coming: Generator[tuple[Task, Outcome | ChapterFailed], None, None]
        self._waiting: set[str] = set()
        self._failures: dict[str, ChapterFailed] = {}

    def begin(
        self, pages: list[str], prepare: Callable[[int], None], around: Callable[[str], AbstractContextManager]
    ) -> None:
        """Begin to execute those chapters among ``pages`` whose kept outputs are not right any more.

        Args:
            pages: what Sphinx will read; put into the order in which they will be ready.
            prepare: imports what chapters import, before this process is forked; told how many there are.
            around: what is to be the case while the cells of a page run in a fork.
        """
        run = current()
        # Those with most to do first, so that none is left for the end.
        pages.sort(key=lambda page: (-self._source(page).count("{code-cell}"), page))
        stale = {page: why for page in pages if self.has_cells(page) and (why := self._why_stale(page))}
        run.planned(stale, sum(map(self.has_cells, self.env.found_docs)))
        self._waiting = set(stale)
        self._coming = _outcomes([self._task(page, around) for page in stale], self.memory, run, prepare)
        run.execution = self
        pages.sort(key=lambda page: page in stale)

    def has_cells(self, page: str) -> bool:
        """Whether a page is executed at all."""
        return "{code-cell}" in self._source(page)

    def filled(self, page: str, notebook: NotebookNode) -> NotebookNode:
        """A chapter with the outputs of its cells, once they are there.

        Raises:
            ExtensionError: chapters failed; names each with cell and error. All others have come to their end.
        """
        current().begins("execute")
        while page in self._waiting:
            self._take(*next(self._coming))
            if self._failures:
                self.end()
                told = [f"{self.env.doc2path(name, base=False)}: {why}" for name, why in sorted(self._failures.items())]
                raise ExtensionError("\n\n".join(["chapters failed:", *told]))
        current().begins("read")
        outputs = iter(kept(self._file(page))["outputs"])
        cells = [_filled(cell, *next(outputs)) if cell.cell_type == "code" else cell for cell in notebook.cells]
        return NotebookNode({**notebook, "cells": cells})

    def end(self) -> None:
        """Wait for the chapters that are still at work, and keep what came of them."""
        for task, outcome in self._coming:
            self._take(task, outcome)
        self.stop()

    def stop(self) -> None:
        """End the chapters that are still at work; what came of the others is kept."""
        self._coming.close()
        self.memory.save()

    def forget(self, page: str) -> None:
        """Drop what is kept of a page."""
        self.memory.records.pop(page, None)
        self._file(page).unlink(missing_ok=True)

    def _take(self, task: Task, outcome: Outcome | ChapterFailed) -> None:
        self._waiting.discard(task.page)
        if isinstance(outcome, ChapterFailed):
            self._failures[task.page] = outcome
            return
        current().executed(task.page, outcome.seconds)
        file = self._file(task.page)
        file.parent.mkdir(parents=True, exist_ok=True)
        known = {"source": sha(self._source(task.page)), "cells": outcome.cells, "outputs": outcome.outputs}
        file.write_text(json.dumps(known), "utf-8")
        self.memory.note(task.page, "cells", outcome.reads)

    def _file(self, page: str) -> Path:
        return self.memory.file.with_name("outputs") / f"{page}.json"

    def _source(self, page: str) -> str:
        return self.memory.source(Path(self.env.doc2path(page)))

    def _why_stale(self, page: str) -> str | None:
        """Why a chapter must be executed; None while its kept outputs are right."""
        if why := self.memory.why_stale(page, "cells"):
            return why
        known = kept(self._file(page))
        if not known:
            return "what was kept of its outputs is damaged"
        if known["source"] == sha(self._source(page)):
            return None
        try:
            return None if known["cells"] == cells_digest(self._notebook(page)) else "its cells changed"
        except ChapterFailed:
            return "it cannot be read"

    def _task(self, page: str, around: Callable[[str], AbstractContextManager]) -> Task:
        folder = Path(self.env.doc2path(page)).parent
        timeout = self.env.mystnb_config.execution_timeout
        return Task(page, partial(self._notebook, page), self.memory.root, folder, timeout, partial(around, page))

    def _notebook(self, page: str) -> NotebookNode:
        """A chapter as the notebook that myst-nb will make of it."""
        from myst_nb.core.read import create_nb_reader

        path, text = self.env.doc2path(page), self._source(page)
        reader = create_nb_reader(path, self.env.myst_config, self.env.mystnb_config, text)
        if reader is None:
            raise ChapterFailed("has code cells but no jupytext front matter, so they would not run")
        return reader.read(text)


def _filled(cell: NotebookNode, count: int | None, outputs: list[dict]) -> NotebookNode:
    return NotebookNode({**cell, "execution_count": count, "outputs": from_dict(outputs)})


def _outcomes(
    tasks: list[Task], memory: Memory, run: Run, prepare: Callable[[int], None]
) -> Generator[tuple[Task, Outcome | ChapterFailed], None, None]:
    from umbrella.execute.forked import can_fork, run_forked

    if not tasks:
        return
    cores = os.cpu_count() or 1
    if run.cold or not can_fork():
        from umbrella.execute.kernels import run_in_kernels

        # Two for each core: kernels wait while they start.
        yield from run_in_kernels(tasks, memory.tables, run.jobs or 2 * cores)
        return
    prepare(len(tasks))
    # One more than cores: what has ended is taken up, and the next begun, when this process has read a page.
    yield from run_forked(tasks, memory.tables, run.jobs or cores + 1)
