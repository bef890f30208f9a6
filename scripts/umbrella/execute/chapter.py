"""A chapter to execute, what comes of it, and which outputs no page may show."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from umbrella.keeping import sha

ANSI = re.compile(r"\x1b\[[0-9;]*m")
LINES_TOLD = 4


class ChapterFailed(Exception):
    """A chapter could not be executed, or put out what no page may show; the message names cells and says why."""


@dataclass(frozen=True)
class Task:
    """A chapter to execute.

    Attributes:
        page: its name in the book.
        read: reads its text into cells.
        root: the book's folder.
        folder: where its cells run.
        timeout: seconds that a cell may take; below 1 there is no limit.
        around: what is to be the case while its cells run in this process.
    """

    page: str
    read: Callable[[], NotebookNode]
    root: Path
    folder: Path
    timeout: int
    around: Callable[[], AbstractContextManager] = nullcontext

    @cached_property
    def notebook(self) -> NotebookNode:
        """Its cells, which get their outputs; read where they run."""
        return self.read()


@dataclass
class Outcome:
    """An executed chapter.

    Attributes:
        cells: digest of its cells.
        outputs: execution count and outputs of each code cell, those that do not run among them.
        reads: files of the data, and parts of them, that it read.
        seconds: how long it took.
    """

    cells: str
    outputs: list[tuple[int | None, list[NotebookNode]]]
    reads: set[str]
    seconds: float


def outcome_of(notebook: NotebookNode, reads: set[str], seconds: float) -> Outcome:
    """What came of a chapter whose cells have their outputs."""
    outputs = [(cell.execution_count, cell.outputs) for cell in notebook.cells if cell.cell_type == "code"]
    return Outcome(cells_digest(notebook), outputs, reads, seconds)


def cells_digest(notebook: NotebookNode) -> str:
    """Digest of all code cells: their sources and how they are to run."""
    return sha(json.dumps([[cell.source, cell.metadata] for cell in notebook.cells if cell.cell_type == "code"], sort_keys=True))


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """The code cells that run, with their numbers from 1 among all code cells."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate(cells, start=1):
        if cell.source.strip() and "skip-execution" not in cell.metadata.get("tags", []):
            yield number, cell


def may_fail(cell: NotebookNode) -> bool:
    """Whether a cell is there to show an error."""
    return "raises-exception" in cell.metadata.get("tags", [])


def failure(number: int, cell: NotebookNode, what: str, words: str) -> str:
    """Which cell it is, its first line, what is wrong with it, and the last lines of some words on it."""
    told = [line for line in ANSI.sub("", words).strip().splitlines() if line.strip()][-LINES_TOLD:]
    return f"cell {number} ({cell.source.strip().splitlines()[0]}) {what}:\n  " + "\n  ".join(told)


def refuse(notebook: NotebookNode, root: Path) -> None:
    """Refuse a chapter whose cells failed, warned, or put out a path of the machine.

    Args:
        notebook: the executed chapter.
        root: the book's folder, one of the paths that no page may show.

    Raises:
        ChapterFailed: names every such cell.
    """
    found = [fault for number, cell in code_cells(notebook) for fault in _faults(number, cell, machine_path(root))]
    if found:
        raise ChapterFailed("\n".join(found))


def _faults(number: int, cell: NotebookNode, path: re.Pattern) -> Iterator[str]:
    for output in cell.outputs:
        if output.output_type == "error" and not may_fail(cell):
            yield failure(number, cell, "failed", "\n".join(output.traceback) or f"{output.ename}: {output.evalue}")
        elif output.output_type == "stream" and output.name == "stderr":
            yield failure(number, cell, "writes to stderr, which no page may show", output.text)
        elif found := path.search(_text(output)):
            yield failure(number, cell, "puts out a path of this machine", found[0])


def _text(output: NotebookNode) -> str:
    """All text of an output."""
    data = output.get("data", {}).values()
    return "\n".join([output.get("text", ""), *output.get("traceback", []), *(str(value) for value in data)])


def machine_path(root: Path) -> re.Pattern:
    """Finds paths below the book, the home folder, the environment and the package."""
    folders = {str(path) for path in (root, Path.home(), Path(sys.prefix), Path(__file__).parents[2])} - {"/"}
    return re.compile(rf"(?<![\w/.:-])(?:{'|'.join(map(re.escape, sorted(folders)))})[/\\][^\s'\"<>&]*")
