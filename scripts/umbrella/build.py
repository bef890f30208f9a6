"""Builds the site: data checked, stale chapters executed, pages repaired and checked, then put in place whole."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import time
from pathlib import Path

from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from umbrella import tables
from umbrella.site import fresh
from umbrella.site.checks import site_problems
from umbrella.site.publish import copy_data, put_in_place
from umbrella.site.repairs import repair
from umbrella.site.weight import lighten


class BuildError(Exception):
    """The build failed; the message says why and the last good site is untouched."""


def build(root: Path, jobs: int | None = None, clean: bool = False, verbose: bool = False) -> Path:
    """Build the site of a book.

    Args:
        root: folder with ``_config.yml``.
        jobs: chapters executed side by side.
        clean: forget earlier results first.
        verbose: let Sphinx speak.

    Returns:
        The folder of the site, ``_build/html``.

    Raises:
        BuildError: the data are not sound, a chapter failed, Sphinx warned, or
            a page is not whole. The site of the last good build stays.
    """
    started = time.perf_counter()
    folder = root / "_build"
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / "build.lock", timeout=0):
            return _build(root, folder, jobs, clean, verbose, started)
    except Timeout as error:
        raise BuildError(f"another build is at work in {folder}; wait for it to end") from error
    except OSError as error:
        raise BuildError(f"the build cannot read or write: {error}") from error


def _build(root: Path, folder: Path, jobs: int | None, clean: bool, verbose: bool, started: float) -> Path:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        problems = tables.check(root / "data")
    except ValueError as error:
        raise BuildError(f"data/datapackage.json cannot be used: {error}") from error
    if problems:
        lines = "\n".join(map(str, problems))
        raise BuildError(f"{lines}\n{len(problems)} problem(s) in the data; the site was not changed")
    os.environ[tables.CHECKED] = tables.digest(root / "data")
    if jobs:
        os.environ["UMBRELLA_JOBS"] = str(jobs)
    if clean:
        for name in ("work", "umbrella", ".jupyter_cache", ".doctrees", "new"):
            shutil.rmtree(folder / name, ignore_errors=True)
    work, new = folder / "work", folder / "new"
    executed = _run_sphinx(root, work, console, verbose)
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(work, new, ignore=shutil.ignore_patterns(".buildinfo", ".doctrees"))
    copy_data(root / "data", new / "data")
    repair(new)
    lighten(new)
    if found := site_problems(new, root / "_toc.yml"):
        raise BuildError("\n".join([*found, "the new site is not whole; the last good one stays"]))
    put_in_place(new, folder / "html")
    pages = len(list((folder / "html").rglob("*.html")))
    console.print(f"[bold green]Site ready[/]: {folder / 'html' / 'index.html'}")
    console.print(f"{executed} chapters executed, {pages} pages, {time.perf_counter() - started:.1f} s")
    return folder / "html"


def _run_sphinx(root: Path, work: Path, console: Console, verbose: bool) -> int:
    """Let Jupyter Book run Sphinx with warnings as errors; returns how many chapters were executed."""
    from jupyter_book.sphinx import build_sphinx

    count, warnings = 0, io.StringIO()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("chapters", total=None)

        def planned(total: int) -> None:
            progress.update(task, total=total)

        def executed(name: str, seconds: float) -> None:
            nonlocal count
            count += 1
            progress.update(task, advance=1, description=f"{name} {seconds:.1f} s")

        fresh.listener.planned, fresh.listener.executed = planned, executed
        quiet = contextlib.nullcontext() if verbose else contextlib.redirect_stderr(warnings)
        with quiet:
            status = build_sphinx(
                str(root), str(work), noconfig=True, path_config=str(root / "_config.yml"), doctreedir=str(root / "_build" / ".doctrees"),
                warningiserror=True, keep_going=True, quiet=not verbose, confoverrides={"nitpicky": True, "latex_individualpages": False},
            )  # fmt: skip
    if isinstance(status, Exception) or status:
        words = warnings.getvalue().strip() or str(status)
        raise BuildError(f"{words}\nthe book was not built; the last good site stays")
    return count
