"""Keeps pages fresh: executes a chapter again exactly when something it depends on changed.

jupyter-cache knows a chapter by its code cells and its kernel metadata alone.
So a digest of everything else the chapter depends on (the files it read, the
package, the configuration, the lock) is put into the kernel metadata in
memory: other inputs are then another record. What a chapter reads is recorded
while it runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sphinx.errors import ExtensionError

from umbrella.site.inline import InlineError, evaluated, expressions
from umbrella.site.inputs import Memory, sha, static_digest
from umbrella.site.kernels import ChapterFailed, execute
from umbrella.site.terms import GLOSSARY
from umbrella.tables.contract import DESCRIPTOR
from umbrella.tables.recording import FOLDER, LOG

KERNEL_LINE = re.compile(r"^(  display_name: ).*$", re.M)
# How many chapters run side by side; set by the build.
JOBS = "UMBRELLA_JOBS"


class Listener:
    """What the build wants to hear of; a plain ``jupyter-book build`` listens to nothing."""

    planned: Callable[[int, int], None] = staticmethod(lambda stale, cells: None)
    executed: Callable[[str, float], None] = staticmethod(lambda page, seconds: None)


listener = Listener()


def open_book(app) -> None:
    """Start of a run: read what is remembered of the last one."""
    app.umbrella = Memory(Path(app.srcdir), Path(app.doctreedir).parent / "umbrella" / "inputs.json")


def _source(env, page: str) -> str:
    """A chapter's text as it stands on disk."""
    return Path(env.doc2path(page)).read_text("utf-8")


def outdated(app, env, added, changed, removed) -> set[str]:
    """Pages to read again, by content: times of files say nothing about data, and can lie."""
    return {
        page
        for page in env.found_docs
        if app.umbrella.why_outdated(page, _source(env, page))
        or not _is_whole(Path(app.doctreedir) / f"{page}.doctree")
    }


def _is_whole(pickle: Path) -> bool:
    """Whether a file begins and ends as a pickle does: what Sphinx remembers of a page may have been cut off."""
    try:
        with pickle.open("rb") as file:
            begins = file.read(1) == b"\x80"
            file.seek(-1, os.SEEK_END)
            return begins and file.read(1) == b"."
    except OSError:
        return False


def forget(app, env, page: str) -> None:
    """A removed chapter leaves nothing behind."""
    if not Path(env.doc2path(page)).exists():
        app.umbrella.records.pop(page, None)


def execute_stale(app, env, pages: list[str]) -> None:
    """Run the chapters among ``pages`` whose outputs are not in the cache, side by side.

    Raises:
        ExtensionError: chapters failed; names each with cell and error.
    """
    memory, cache = app.umbrella, _sound_cache(env.mystnb_config.execution_cache_path)
    cells = [page for page in pages if "{code-cell}" in _source(env, page)]
    stale = [page for page in cells if not _is_cached(memory, env, cache, page)]
    listener.planned(len(stale), sum("{code-cell}" in _source(env, page) for page in env.found_docs))
    failures = []
    with ThreadPoolExecutor(max_workers=int(os.environ.get(JOBS) or 2 * (os.cpu_count() or 1))) as pool:
        for page, outcome in zip(stale, pool.map(lambda page: _run(memory, env, page), stale)):
            if isinstance(outcome, ChapterFailed):
                failures.append(f"{env.doc2path(page, base=False)}: {outcome}")
            else:
                _store(memory, env, cache, page, *outcome)
    memory.save()
    if failures:
        raise ExtensionError("\n\n".join(["chapters failed:", *failures]))


def _sound_cache(path: str):
    """The cache of executed chapters, its database made before threads race for it; a damaged one is begun anew."""
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
    text = _stamped(_source(env, page), memory.kernel_digest(page))
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    if reader is None:
        raise ExtensionError(f"{path}: has code cells but no jupytext front matter, so they would not run")
    return reader.read(text)


def _stamped(text: str, digest: str) -> str:
    """The chapter with the digest in its kernel's display name; the line count stays, so messages point right."""
    return KERNEL_LINE.sub(rf'\1"Python 3 ({digest})"', text, count=1)


def _is_cached(memory: Memory, env, cache, page: str) -> bool:
    if memory.why_stale(page, "cells"):
        return False
    try:
        record = cache.match_cache_notebook(_notebook(memory, env, page))
        cache.get_cache_bundle(record.pk)
    except (KeyError, OSError, ValueError):  # never run, or its record is damaged: run it again
        return False
    return True


def _run(memory: Memory, env, page: str):
    """Execute a chapter; returns (notebook, files read, seconds) or the failure."""
    with tempfile.NamedTemporaryFile("r", suffix=".reads") as log:
        notebook = _notebook(memory, env, page)
        folder = Path(env.doc2path(page)).parent
        recording = {LOG: log.name, FOLDER: str(memory.data)}
        try:
            seconds = execute(notebook, folder, recording, env.mystnb_config.execution_timeout)
        except ChapterFailed as failure:
            return failure
        listener.executed(page, seconds)
        return notebook, set(log.read().split("\n")) - {""}, seconds


def _store(memory: Memory, env, cache, page: str, notebook, paths: set[str], seconds: float) -> None:
    """Put an executed chapter into jupyter-cache, under the digest of what it read."""
    from jupyter_cache.base import CacheBundleIn

    memory.note(page, "cells", paths)
    keyed = _notebook(memory, env, page)
    for target, done in zip(keyed.cells, notebook.cells):
        if target.cell_type == "code":
            target.outputs, target.execution_count = done.outputs, done.execution_count
    bundle = CacheBundleIn(keyed, env.doc2path(page), data={"execution_seconds": seconds})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def fill_in(app, page: str, source: list[str]) -> None:
    """Put inline numbers, and the digest of the chapter's inputs, into its source."""
    memory, text = app.umbrella, source[0]
    read: set[str] = set()
    if expressions(text):
        from umbrella.prose import Prose

        memory.tables.files_read = read
        read.add(DESCRIPTOR)
        try:
            text = evaluated(text, Prose(memory.book).namespace())
        except InlineError as error:
            place = f"{app.env.doc2path(page, base=False)}, line {error.line}"
            raise ExtensionError(f"{place}: {error}") from error
    memory.note(page, "text", {*read, GLOSSARY})
    if "{code-cell}" in text:
        text = _stamped(text, memory.kernel_digest(page))
    else:
        memory.records[page].pop("cells", None)
    memory.records[page]["source"] = memory.source_digest(_source(app.env, page))
    source[0] = text


def rewrite_if_shared_words_changed(app, env) -> list[str]:
    """All pages, when something that stands on every page changed: titles, order, labels, citations, style sheets.

    Sphinx writes only the pages it has read again; sidebars, links between
    pages and citations of the others would keep the old words.
    """
    memory = app.umbrella
    standard, citations = env.domaindata["std"], env.get_domain("cite")
    words = sha(json.dumps([
        sorted((page, title.astext()) for page, title in env.titles.items()),
        sorted(map(str, standard["labels"].items())), sorted(map(str, standard["anonlabels"].items())),
        [(citation.key, citation.citation_id, str(citation.formatted_entry.text)) for citation in citations.citations],
        memory.toc, static_digest(),
    ]))  # fmt: skip
    before = memory.records.get("", {}).get("words")
    memory.records[""] = {"words": words}
    memory.save()
    return [] if words == before else sorted(env.found_docs)
