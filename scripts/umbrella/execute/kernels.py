"""Executes a chapter in a Jupyter kernel of its own: slower than a fork, and the same on every system."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from umbrella.execute.chapter import ChapterFailed, Outcome, Task, code_cells, failure, outcome_of, refuse
from umbrella.execute.reads import note_opened
from umbrella.tables import Tables, hand_down, unchecked

# One thread for each chapter, as several run side by side already.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
BEGIN = "from umbrella.execute import kernels; kernels.begin({!r})"
END = "print(kernels.read())"
# In the kernel: what its chapter has read.
_reads: set[str] = set()


def run_in_kernels(tasks: list[Task], tables: Tables, jobs: int) -> Iterator[tuple[Task, Outcome | ChapterFailed]]:
    """Execute chapters side by side, each in a new kernel, which reads the tables for itself.

    Args:
        tasks: the chapters.
        tables: what chapters read.
        jobs: how many at a time.

    Yields:
        Each chapter with what came of it, as they end.
    """
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = {pool.submit(_outcome, task, tables.folder): task for task in tasks}
        for future in as_completed(futures):
            yield futures[future], future.result()


def begin(folder: str) -> None:
    """In the kernel, before the first cell: read the tables, which the build has checked."""
    global _reads
    tables = unchecked(Path(folder))
    _reads = tables.files_read
    hand_down(tables)
    note_opened(tables.folder, _reads)


def read() -> str:
    """In the kernel, after the last cell: what the chapter read, as JSON."""
    return json.dumps(sorted(_reads))


def _outcome(task: Task, data: Path) -> Outcome | ChapterFailed:
    started = time.perf_counter()
    try:
        reads = _executed(task, data)
        refuse(task.notebook, task.root)
    except ChapterFailed as failed:
        return failed
    return outcome_of(task.notebook, reads, time.perf_counter() - started)


def _executed(task: Task, data: Path) -> set[str]:
    """Execute a notebook in place, up to the first cell that fails; what it read."""
    first, last = new_code_cell(BEGIN.format(str(data))), new_code_cell(END)
    # A client puts what it executes into its notebook, so the cells of our own have places in one.
    framed = new_notebook(metadata=task.notebook.metadata, cells=[first, *task.notebook.cells, last])
    with tempfile.TemporaryDirectory(prefix="kernel-") as sockets:
        client = NotebookClient(
            framed,
            km=_manager(sockets),
            timeout=task.timeout if task.timeout > 0 else None,
            record_timing=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(task.folder)}},
        )
        client.owns_km = True  # a manager that is handed over would be left running
        with client.setup_kernel(env={**os.environ, **ONE_THREAD}, stderr=subprocess.DEVNULL):
            client.execute_cell(first, 0, store_history=False)
            for number, cell in code_cells(task.notebook):
                try:
                    client.execute_cell(cell, framed.cells.index(cell))
                except CellExecutionError:
                    return set()  # its output tells
                except (CellTimeoutError, DeadKernelError) as error:
                    raise ChapterFailed(failure(number, cell, "failed", str(error))) from error
            client.execute_cell(last, len(framed.cells) - 1, store_history=False)
    return set(json.loads(last.outputs[0].text))


def _manager(sockets: str) -> AsyncKernelManager:
    """A kernel manager that speaks over sockets in a folder of its own; over TCP where the system has none."""
    transport = "ipc" if os.name == "posix" else "tcp"
    return AsyncKernelManager(transport=transport, connection_file=os.path.join(sockets, "kernel.json"))
