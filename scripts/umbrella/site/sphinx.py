"""Runs Sphinx as Jupyter Book does, with warnings as errors and our own voice."""

from __future__ import annotations

import contextlib
import errno
import io
import re
import tempfile
from pathlib import Path

from umbrella.execute.chapters import Run, under_way
from umbrella.site.report import Report

# What is no fault of the book: no room, no permission, a broken disk.
OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)
ROOM = 1 << 20  # bytes: less than a site takes
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class SphinxFailed(Exception):
    """Sphinx failed or warned; the message holds its words."""


def run_sphinx(root: Path, folder: Path, run: Run, verbose: bool, report: Report) -> None:
    """Read and write what is outdated, into ``work`` of a build folder.

    Args:
        root: the book.
        folder: the build folder.
        run: how chapters are executed.
        verbose: let Sphinx speak for itself.
        report: told of each chapter executed.

    Raises:
        SphinxFailed: a chapter failed, a reference is unresolved, or anything
            else that Sphinx warns of.
        OSError: the disk is full, or files may not be written.
    """
    from jupyter_book.sphinx import build_sphinx

    words = io.StringIO()
    with report.hearing(run), under_way(run):
        with contextlib.nullcontext() if verbose else contextlib.redirect_stderr(words):
            status = build_sphinx(
                str(root),
                str(folder / "work"),
                noconfig=True,
                path_config=str(root / "_config.yml"),
                doctreedir=str(folder / ".doctrees"),
                filenames=[str(root / f"{name}.md") for name in run.only],
                warningiserror=True,
                keep_going=True,
                quiet=not verbose,
                confoverrides={"nitpicky": True, "latex_individualpages": False},
            )
        if isinstance(status, KeyboardInterrupt):
            raise status  # Jupyter Book hands it over
    if isinstance(status, Exception):
        _blame_the_disk(status, folder)
    if isinstance(status, Exception) or status:
        raise SphinxFailed(ANSI.sub("", words.getvalue()).strip() or str(status))


def _blame_the_disk(error: BaseException, folder: Path) -> None:
    """Tell faults of the disk, which libraries wrap in words of their own, from faults of the book.

    Raises:
        OSError: the error comes of one, or nothing can be written now.
    """
    for cause in (error, error.__cause__, error.__context__):
        if isinstance(cause, OSError) and cause.errno in OF_THE_DISK:
            raise cause
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(ROOM))
