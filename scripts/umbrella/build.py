"""Builds the site: data checked, stale chapters executed, pages repaired and checked, then put in place whole."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from umbrella import printing
from umbrella.citing.history import revision
from umbrella.execute.inputs import CODE, SHARED, Memory, matching
from umbrella.keeping import digest_of, files_in, folder_digest, keep, sha
from umbrella.site.publish import bring_back, changed_pages, put_in_place
from umbrella.site.report import Report
from umbrella.site.trust import CHAPTERS, EVERYTHING, KEPT, forget, seal, state_left, take_up

# What besides SHARED makes up the site.
PAGES = ("_toc.yml", "*.md", "addresses.txt", "redirects.toml", "editions/*", "chapters/**/*", "data/**/*")
PATIENCE = 600.0  # seconds to wait for another build


class BuildError(Exception):
    """The build failed; the message says why and the last good site is untouched."""


@dataclass
class Options:
    """How to build.

    Attributes:
        jobs: chapters executed side by side; one for each core by default.
        clean: forget all earlier results first.
        verbose: say why chapters are executed, and let Sphinx speak.
        cold: execute each chapter in a new Jupyter kernel, rather than in a fork of this process.
        only: build just these chapters, for a look; the site is not put in place.
    """

    jobs: int | None = None
    clean: bool = False
    verbose: bool = False
    cold: bool = False
    only: tuple[str, ...] = field(default_factory=tuple)


def build(root: Path, options: Options | None = None) -> Path:
    """Build the site of a book.

    Args:
        root: folder with ``_config.yml``.
        options: how to build.

    Returns:
        The folder of the site, ``_build/html``.

    Raises:
        BuildError: the data are not sound, a chapter failed, Sphinx warned, or
            a page is not whole. The site of the last good build stays.
    """
    options, folder, report = options or Options(), root / "_build", Report(bool(options and options.verbose))
    # A site is there to be read, by a web server too, whatever becomes of this user's other files.
    mask = os.umask(0o022)
    try:
        folder.mkdir(exist_ok=True)
        _settle(root, report)
        with _lock(folder, report):
            return _build(root, folder, options, report)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        what = f"the build cannot go on: {error.strerror or error}{where}"
        raise BuildError(f"{what}; the last good site stays") from error
    finally:
        os.umask(mask)


def _settle(root: Path, report: Report) -> None:
    """Undo what an edition left that was stopped half way."""
    from umbrella.editions.journal import settle

    try:
        settle(root, report.say)
    except ValueError as error:
        raise BuildError(f"{error}\nthe last good site stays") from error


@contextmanager
def _lock(folder: Path, report: Report) -> Iterator[None]:
    """Hold the build's lock; the system frees that of a process that has ended."""
    lock, holder = FileLock(folder / "build.lock"), folder / "build.holder"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = holder.read_text("utf-8", "replace").strip() if holder.is_file() else "unknown"
        report.say(f"waiting for the build that is at work here (process {who})")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout as error:
            raise BuildError(f"process {who} has been building in {folder} for long; nothing was done") from error
    try:
        holder.write_text(f"{os.getpid()}\n", "utf-8")
        yield
    finally:
        lock.release()


def _build(root: Path, folder: Path, options: Options, report: Report) -> Path:
    site, inputs = folder / "html", _inputs(root)
    bring_back(site)
    if options.clean:
        forget(folder, EVERYTHING)
    elif state_left(folder).items() >= _state(folder, inputs, site).items():
        report.unchanged(site)
        return site
    take_up(folder)
    try:
        _write_site(root, folder, options, report, inputs)
        if _inputs(root) != inputs:
            raise BuildError("the book was changed while it was built; the last good site stays; build it again")
    except (BuildError, KeyboardInterrupt):
        # What was executed need not be executed again.
        seal(folder, (CHAPTERS,))
        raise
    if options.only:
        seal(folder, (CHAPTERS,))
        report.looked(folder / "work", options.only)
        return folder / "work"
    report.pages = changed_pages(folder / "new", site)
    put_in_place(folder / "new", site)
    seal(folder, KEPT, **_state(folder, inputs, site))
    report.done(site)
    return site


def _inputs(root: Path) -> str:
    """Digest of everything the site is made from; the history too, which tells when pages last changed."""
    code = digest_of(CODE, matching(CODE, ("umbrella/**/*",)))
    return sha(code + digest_of(root, matching(root, (*SHARED, *PAGES))) + sys.version + revision(root))


def _state(folder: Path, inputs: str, site: Path) -> dict[str, str]:
    """What the site in place is made from, and which it is."""
    return {"inputs": inputs, "prints": printing.waiting(folder), "site": folder_digest(site)}


def _write_site(root: Path, folder: Path, options: Options, report: Report, inputs: str) -> None:
    """Everything up to a checked site in ``_build/new``."""
    # Slow imports only now: a build without a change needs none of them.
    from umbrella import tables
    from umbrella.citing.addresses import lost_addresses, write_redirects
    from umbrella.editions.building import Editions
    from umbrella.execute.chapter import machine_path
    from umbrella.execute.chapters import Run
    from umbrella.site.checks import problems_of, shown_paths
    from umbrella.site.finishing import finish
    from umbrella.site.shelf import DIGEST_PLACE, SHORT_PLACE
    from umbrella.site.sphinx import SphinxFailed, run_sphinx
    from umbrella.toc import toc_documents

    # A build makes much and drops little: looking for rubbish every 700 objects is in vain.
    gc.set_threshold(100_000, 20, 50)
    report.laps.begin("check")
    memory = _opened(root, folder)
    report.laps.begin("read")
    run = Run(memory, options.jobs, options.cold, options.only)
    try:
        run_sphinx(root, folder, run, options.verbose, report)
    except SphinxFailed as error:
        raise BuildError(f"{error}\nthe book was not built; the last good site stays") from error
    report.keep(folder / "executed.json")
    report.laps.begin("finish")
    if options.only:
        return
    documents, digest = toc_documents(root / "_toc.yml"), tables.digest(memory.data)
    new, places = folder / "new", {DIGEST_PLACE: digest, SHORT_PLACE: digest[:12]}
    try:
        editions = Editions(root, folder, documents)
        site = finish(folder / "work", new, documents, editions.marks(digest), places, machine_path(root), memory.shared)
    except (RuntimeError, ValueError) as error:
        raise BuildError(f"{error}\nthe last good site stays") from error
    report.laps.begin("swap")
    written = set(files_in(new))
    label = editions.standing.label(digest[:12])
    keep(new / "build.json", {**_provenance(inputs, digest, label), "pages": site.digest})
    try:
        placed = editions.place(new, label)
        write_redirects(new, root)
        found = problems_of(site.facts, written.union(placed), documents, root / "data")
        found += shown_paths(site.facts, root) + lost_addresses(new, root)
    except ValueError as error:
        raise BuildError(f"{error}\nthe last good site stays") from error
    if found:
        raise BuildError("\n".join([*found, "the new site is not whole; the last good one stays"]))


def _opened(root: Path, folder: Path) -> Memory:
    """The book with its tables read; refused when they do not keep their contract."""
    from umbrella.tables import DataError

    try:
        memory = Memory(root, folder / "umbrella" / "inputs.json")
        memory.tables  # noqa: B018 - read now
    except DataError as error:
        lines = "\n".join(map(str, error.problems))
        raise BuildError(f"{lines}\n{len(error.problems)} problem(s) in the data; the site was not changed") from error
    except ValueError as error:
        raise BuildError(f"data/datapackage.json cannot be used: {error}") from error
    return memory


def _provenance(inputs: str, data: str, edition: str) -> dict[str, object]:
    """What the site was made from: digests and versions, the same for the same commit."""
    packages = ("jupyter-book", "sphinx", "myst-nb", "pandas", "matplotlib", "seaborn", "umbrella-review")
    versions = {name: version(name) for name in packages}
    return {"inputs": inputs, "data": data, "edition": edition, "versions": versions}
