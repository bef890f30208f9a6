"""Executes the chapters whose outputs are not in the cache of a book, as part of a run of Sphinx.

jupyter-cache knows a chapter by its code cells and its kernel metadata alone.
So a digest of everything else the chapter depends on (the files it read, the
package, the configuration, the lock) is put into the kernel metadata in
memory: other inputs are then another record.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sphinx.errors import ExtensionError

from umbrella.execute.chapter import ChapterFailed, Outcome, Task
from umbrella.execute.inputs import Memory
from umbrella.tables import hand_down

KERNEL_LINE = re.compile(r"^(  display_name: ).*$", re.M)


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
    """

    memory: Memory | None = None
    jobs: int | None = None
    cold: bool = False
    only: tuple[str, ...] = ()
    planned: Callable[[dict[str, str], int], None] = lambda reasons, chapters: None
    executed: Callable[[str, float], None] = lambda page, seconds: None
    begins: Callable[[str], None] = lambda part: None


_current = Run()


def current() -> Run:
    """The run that is under way."""
    return _current


@contextmanager
def under_way(run: Run) -> Iterator[None]:
    """Have the Sphinx runs of this context execute chapters so."""
    global _current
    before, _current = _current, run
    try:
        yield
    finally:
        _current = before
        hand_down(None)


def execute_stale(memory: Memory, env, pages: list[str], prepare: Callable[[], None]) -> None:
    """Execute the chapters among ``pages`` whose outputs are not in the cache, side by side.

    Args:
        memory: what chapters depend on.
        env: Sphinx's environment.
        pages: what Sphinx will read.
        prepare: imports what chapters import, before this process is forked.

    Raises:
        ExtensionError: chapters failed; names each with cell and error.
    """
    cache, run = _sound_cache(env.mystnb_config.execution_cache_path), current()
    stale = {
        page: why for page in pages if has_cells(memory, env, page) and (why := _why_stale(memory, env, cache, page))
    }
    run.planned(stale, sum(has_cells(memory, env, page) for page in env.found_docs))
    failures = {}
    for task, outcome in _outcomes([_task(memory, env, page) for page in stale], memory, run, prepare):
        if isinstance(outcome, ChapterFailed):
            failures[task.page] = outcome
        else:
            run.executed(task.page, outcome.seconds)
            _store(memory, env, cache, task.page, outcome)
    memory.save()
    if failures:
        told = [f"{env.doc2path(page, base=False)}: {failures[page]}" for page in stale if page in failures]
        raise ExtensionError("\n\n".join(["chapters failed:", *told]))


def has_cells(memory: Memory, env, page: str) -> bool:
    """Whether a page is executed at all."""
    return "{code-cell}" in memory.source(Path(env.doc2path(page)))


def stamped(text: str, digest: str) -> str:
    """The chapter with the digest in its kernel's display name; the line count stays, so messages point right."""
    return KERNEL_LINE.sub(rf'\1"Python 3 ({digest})"', text, count=1)


def _outcomes(
    tasks: list[Task], memory: Memory, run: Run, prepare: Callable[[], None]
) -> Iterator[tuple[Task, Outcome | ChapterFailed]]:
    from umbrella.execute.forked import can_fork, run_forked

    if not tasks:
        return
    if run.cold or not can_fork():
        from umbrella.execute.kernels import run_in_kernels

        # Two for each core: kernels wait while they start.
        yield from run_in_kernels(tasks, memory.tables, run.jobs or 2 * (os.cpu_count() or 1))
        return
    prepare()
    yield from run_forked(tasks, memory.tables, run.jobs or os.cpu_count() or 1)


def _sound_cache(path: str):
    """The cache of executed chapters; a damaged one is begun anew."""
    from jupyter_cache import get_cache
    from sqlalchemy.exc import SQLAlchemyError

    cache = get_cache(path)
    try:
        cache.list_cache_records()
    except SQLAlchemyError:
        shutil.rmtree(path)
        cache = get_cache(path)
        cache.list_cache_records()
    return cache


def _notebook(memory: Memory, env, page: str):
    """A chapter as the notebook myst-nb will make of it, with the digest of its inputs in the kernel's name."""
    from myst_nb.core.read import create_nb_reader

    path = env.doc2path(page)
    text = stamped(memory.source(Path(path)), memory.kernel_digest(page))
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    if reader is None:
        raise ExtensionError(f"{path}: has code cells but no jupytext front matter, so they would not run")
    return reader.read(text)


def _task(memory: Memory, env, page: str) -> Task:
    folder = Path(env.doc2path(page)).parent
    return Task(page, _notebook(memory, env, page), memory.root, folder, env.mystnb_config.execution_timeout)


def _why_stale(memory: Memory, env, cache, page: str) -> str | None:
    """Why a chapter must be executed; None while the cache holds its outputs."""
    if why := memory.why_stale(page, "cells"):
        return why
    try:
        record = cache.match_cache_notebook(_notebook(memory, env, page))
        cache.get_cache_bundle(record.pk)
    except KeyError:
        return "its cells changed"
    except (OSError, ValueError):
        return "what was kept of its outputs is damaged"
    return None


def _store(memory: Memory, env, cache, page: str, outcome: Outcome) -> None:
    """Put an executed chapter into jupyter-cache, under the digest of what it read."""
    from jupyter_cache.base import CacheBundleIn

    memory.note(page, "cells", outcome.reads)
    keyed = _notebook(memory, env, page)
    for target, done in zip(keyed.cells, outcome.notebook.cells):
        if target.cell_type == "code":
            target.outputs, target.execution_count = done.outputs, done.execution_count
    bundle = CacheBundleIn(keyed, env.doc2path(page), data={"execution_seconds": outcome.seconds})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
