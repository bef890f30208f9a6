"""Runs Sphinx as Jupyter Book does, with warnings as errors and our own voice."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

from umbrella.site import fresh
from umbrella.site.report import Report

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class SphinxFailed(Exception):
    """Sphinx failed or warned; the message holds its words."""


def run_sphinx(
    root: Path, folder: Path, jobs: int | None, verbose: bool, only: tuple[str, ...], report: Report
) -> None:
    """Read and write what is outdated, into ``work`` of a build folder.

    Args:
        root: the book.
        folder: the build folder.
        jobs: chapters executed side by side.
        verbose: let Sphinx speak for itself.
        only: write just these documents.
        report: told of each chapter executed.

    Raises:
        SphinxFailed: a chapter failed, a reference is unresolved, or anything
            else that Sphinx warns of.
    """
    from jupyter_book.sphinx import build_sphinx

    if jobs:
        os.environ[fresh.JOBS] = str(jobs)
    words = io.StringIO()
    with report.progress() as bar, _listening(report, bar):
        with contextlib.nullcontext() if verbose else contextlib.redirect_stderr(words):
            status = build_sphinx(
                str(root),
                str(folder / "work"),
                noconfig=True,
                path_config=str(root / "_config.yml"),
                doctreedir=str(folder / ".doctrees"),
                filenames=[str(root / f"{name}.md") for name in only],
                warningiserror=True,
                keep_going=True,
                quiet=not verbose,
                confoverrides={"nitpicky": True, "latex_individualpages": False},
            )
    if isinstance(status, Exception) or status:
        raise SphinxFailed(ANSI.sub("", words.getvalue()).strip() or str(status))


@contextlib.contextmanager
def _listening(report: Report, bar):
    """Pass what the extension tells on to the report and its progress bar."""
    task = bar.add_task("chapters", total=None)

    def planned(total: int, cells: int) -> None:
        report.reused = cells - total
        bar.update(task, total=total)

    def executed(name: str, seconds: float) -> None:
        report.times[name] = seconds
        bar.update(task, advance=1, description=f"{name} {seconds:.1f} s")

    before = fresh.listener.planned, fresh.listener.executed
    fresh.listener.planned, fresh.listener.executed = planned, executed
    try:
        yield
    finally:
        fresh.listener.planned, fresh.listener.executed = before
