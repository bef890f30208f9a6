"""How time and memory grow with the tables: the real ones beside generated ones of many times the size.

Each task runs in a process of its own, so that the peak of its memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.generated import enlarge


def compare(data: Path, factor: int, told: Callable[[str], None] = lambda text: None) -> dict:
    """Measure every task at the real size and at a multiple of it.

    Args:
        data: the data folder; it is only read.
        factor: how many times larger the generated tables are.
        told: called with what is done next.

    Returns:
        ``factor``, and under ``real`` and ``generated`` the ``rows`` per table
        and per task ``seconds``, ``peak_mb`` and what the task found.

    Raises:
        RuntimeError: a task failed; its last words are in the message.
    """
    with tempfile.TemporaryDirectory(prefix="umbrella-bench-") as scratch:
        sizes = {}
        for name, times in (("real", 1), ("generated", factor)):
            folder = Path(scratch) / name / "data"
            told(f"writing tables of {times} times the size")
            rows = _in_own_process("enlarge", str(data), str(folder), str(times))
            sizes[name] = {"rows": rows, "tasks": {}}
            for task in TASKS:
                told(f"{task} at {times} times the size")
                sizes[name]["tasks"][task] = _in_own_process(task, str(folder))
    return {"factor": factor, **sizes}


def _in_own_process(*words: str) -> dict:
    """Run a task, or the writing of tables, in a process of its own.

    The writing too: a child's peak starts at its parent's, so the parent stays small.
    """
    run = subprocess.run([sys.executable, "-m", __name__, *words], capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"{words[0]} failed:\n{run.stderr[-2000:]}")
    return json.loads(run.stdout)


# -- tasks: each takes a folder, prepares, and returns what is to be timed ------------------------


def check(folder: Path) -> Callable[[], dict]:
    """Validate all tables."""
    from umbrella.tables import check as problems_in

    return lambda: {"problems": len(problems_in(folder))}


def claims(folder: Path) -> Callable[[], dict]:
    """Claims over all modalities."""
    from umbrella.synthesis import Terms
    from umbrella.synthesis import claims as all_claims
    from umbrella.tables import Tables
    from umbrella.tables.contract import read_contract

    findings, terms = _evidence(folder), Terms.of(Tables(read_contract(folder)))
    return lambda: {"findings": len(findings), "claims": len(all_claims(findings, terms))}


def heatmap(folder: Path) -> Callable[[], dict]:
    """Draw the evidence heatmap of the modality with most findings, for a desk and for a phone, to the last byte of SVG."""
    from umbrella.book import Book
    from umbrella.show import ModalityPage
    from umbrella.show.heatmap import region_lines
    from umbrella.tables import Tables
    from umbrella.tables.contract import read_contract

    fullest = _evidence(folder)["modality"].value_counts().index[0]
    page = ModalityPage(Book(Tables(read_contract(folder))), fullest)
    claims = page.claims

    def draw() -> dict:
        page.evidence_heatmap()
        return {"regions": int(claims["subject"].nunique()), "most_rows": len(region_lines(page, claims)[0])}

    return draw


TASKS = {"check": check, "claims": claims, "heatmap": heatmap}


def _evidence(folder: Path):
    from umbrella.synthesis import evidence
    from umbrella.tables import Tables
    from umbrella.tables.contract import read_contract

    return evidence(Tables(read_contract(folder)).findings)


def _run(task: str, folder: Path) -> dict:
    """Run a task in this process.

    Returns:
        ``seconds`` (the task itself; imports and reading only where they are
        part of it), ``peak_mb`` (of the whole process) and the task's own facts.
    """
    job = TASKS[task](folder)
    start = time.perf_counter()
    found = job()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kilobytes, macOS bytes.
    return {
        "seconds": round(seconds, 3),
        "peak_mb": round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1),
        **found,
    }


def _main(task: str, folder: str, *more: str) -> dict:
    return enlarge(Path(folder), Path(more[0]), int(more[1])) if task == "enlarge" else _run(task, Path(folder))


if __name__ == "__main__":
    print(json.dumps(_main(*sys.argv[1:])))
