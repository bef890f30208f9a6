"""A chapter in a fork of its own: one that takes too long, or whose process ends, is told with its cell; the others go on."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from umbrella.execute.chapter import ChapterFailed, Task
from umbrella.execute.forked import run_forked
from umbrella.execute.kernels import run_in_kernels


def task(tmp_path, page: str, *cells: str, timeout: int = 0) -> Task:
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    return Task(page, lambda: notebook, tmp_path / "book", tmp_path, timeout)


ENDS = {
    "takes too long": ("while True: pass", r"cell 2 \(while True: pass\) failed:\n  it took longer than 1 s \(timeout in _config.yml\)"),
    "sleeps in C": ("import time; time.sleep(60)", r"cell 2 .* failed:\n  it took longer than 1 s"),
    "ends itself": ("import os; os._exit(3)", r"cell 2 .* failed:\n  its process ended \(exit code 3\)"),
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", r"cell 2 .* failed:\n  its process ended \(exit code -9\)"),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_a_chapter_that_does_not_come_to_its_end_is_told_with_its_cell_and_the_others_go_on(tmp_path, tables, end):
    cell, words = ENDS[end]
    tasks = [task(tmp_path, "bad", "1 + 1", cell, timeout=1), task(tmp_path, "good", "print('done')")]
    found = {task.page: outcome for task, outcome in run_forked(tasks, tables, 2)}
    assert isinstance(found["bad"], ChapterFailed) and re.match(words, str(found["bad"]))
    assert found["good"].outputs[0][1][0].text == "done\n"


def test_a_process_that_ends_before_its_first_cell_is_told_so(tmp_path, tables):
    gone = Task("bad", lambda: new_notebook(cells=[new_code_cell("1")]), tmp_path, tmp_path / "is not there", 0)
    ((_, outcome),) = run_forked([gone], tables, 1)
    assert str(outcome) == "its process ended before the first cell (exit code 1)"


CELLS = (
    "import sys; print('words'); print('more', end=''); 6 * 7",
    "from IPython.display import HTML, display; display(HTML('<b>x</b>')); HTML('<i>y</i>')",
    "import pandas; pandas.DataFrame({'a': [1, 2]})",
    "from IPython.display import SVG, display; display(1, {'a': 2}); SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "x = 1",
    "",
    "_",
)


def test_a_fork_puts_out_what_a_kernel_puts_out(tmp_path, tables):
    ((_, forked),), ((_, kernel),) = (
        list(run([task(tmp_path, "one", *CELLS)], tables, 1)) for run in (run_forked, run_in_kernels)
    )
    for cell, one, other in zip(CELLS, forked.outputs, kernel.outputs, strict=True):
        assert one == other, cell
