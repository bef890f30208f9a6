"""Runs one chapter in a kernel of its own."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ANSI = re.compile(r"\x1b\[[0-9;]*m")
# One thread per worker: chapters run side by side already.
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


class ChapterFailed(Exception):
    """A chapter could not be executed to its end; the message names the cell and the error's last lines."""


def execute(notebook: nbformat.NotebookNode, folder: Path, environment: dict[str, str], timeout: int) -> float:
    """Execute a notebook in place.

    Args:
        notebook: gets its outputs.
        folder: working folder of the kernel.
        environment: variables added to the kernel's environment.
        timeout: seconds a cell may take; -1 for no limit.

    Returns:
        Seconds taken.

    Raises:
        ChapterFailed: a cell failed or took too long, or the kernel died.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kernel-") as sockets:
        client = NotebookClient(
            notebook, km=_manager(sockets), timeout=timeout if timeout > 0 else None, record_timing=False,
            shutdown_kernel="immediate", resources={"metadata": {"path": str(folder)}},
        )  # fmt: skip
        client.owns_km = True  # a manager that is handed over would be left running
        try:
            client.execute(env={**os.environ, **ONE_THREAD, **environment}, stderr=subprocess.DEVNULL)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise ChapterFailed(_worded(notebook, error)) from error
    return time.perf_counter() - started


def _manager(sockets: str) -> AsyncKernelManager:
    """A kernel manager that speaks over sockets in a folder of its own; over TCP where the system has none."""
    transport = "ipc" if os.name == "posix" else "tcp"
    return AsyncKernelManager(transport=transport, connection_file=os.path.join(sockets, "kernel.json"))


def _worded(notebook: nbformat.NotebookNode, error: Exception) -> str:
    """Which cell failed, its first line, and the last lines of the error."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    done = [number for number, cell in enumerate(cells, start=1) if cell.get("execution_count")]
    number = max(done, default=1)
    first_line = next(iter(cells[number - 1].source.strip().splitlines()), "") if cells else ""
    tail = [line for line in ANSI.sub("", str(error)).strip().splitlines() if line.strip()][-4:]
    return f"cell {number} ({first_line}) failed:\n  " + "\n  ".join(tail)
