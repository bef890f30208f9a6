"""Keeps pages fresh: executes a chapter again exactly when something it depends on changed.

jupyter-cache knows a chapter by its code cells and its kernel metadata alone.
So a digest of everything else the chapter depends on (the files it read, the
package, the configuration, the lock) is put into the kernel metadata in
memory: other inputs are then another record. What a chapter reads is recorded
while it runs.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sphinx.errors import ExtensionError

from umbrella.site.inline import InlineError, evaluated, expressions
from umbrella.site.kernels import ChapterFailed, execute
from umbrella.site.terms import GLOSSARY
from umbrella.tables import READS_LOG, Tables, find_data, load

KERNEL_LINE = re.compile(r"^(  display_name: ).*$", re.M)
# Other than data, a page depends on these, relative to the book's root.
SHARED = ("_config.yml", "_toc.yml", "requirements.txt", "scripts/umbrella/**/*.py", "scripts/umbrella/show/*.js")


class Listener:
    """What the build wants to hear of; a plain ``jupyter-book build`` listens to nothing."""

    planned: Callable[[int], None] = staticmethod(lambda count: None)
    executed: Callable[[str, float], None] = staticmethod(lambda name, seconds: None)


listener = Listener()


class Book:
    """What the handlers share during one Sphinx run."""

    def __init__(self, root: Path, memory: Path):
        self.root = root
        self.data = find_data(root)
        self.memory = memory
        self.records: dict[str, dict] = json.loads(memory.read_text("utf-8")) if memory.is_file() else {}
        self.shared = digest_of(
            root, sorted(str(path.relative_to(root)) for glob in SHARED for path in root.glob(glob))
        )
        self._tables: Tables | None = None
        self._files: dict[str, str] = {}

    @property
    def tables(self) -> Tables:
        """The book's tables, checked when first asked for."""
        if self._tables is None:
            self._tables = load(self.data)
        return self._tables

    def file(self, path: str) -> str:
        """Digest of a data file, read once per run."""
        if path not in self._files:
            self._files[path] = digest_of(self.data, [path])
        return self._files[path]

    def reads(self, paths: Iterable[str]) -> dict[str, str]:
        """Digest by path of some data files."""
        return {path: self.file(path) for path in sorted(paths)}

    def is_fresh(self, docname: str, part: str) -> bool:
        """Whether all that a chapter's cells (or text) read is as it was when they were last evaluated."""
        record = self.records.get(docname, {}).get(part)
        return bool(record) and record["shared"] == self.shared and record["reads"] == self.reads(record["reads"])

    def is_current(self, docname: str, source: str) -> bool:
        """Whether a page's own text and all that its cells and text read are as they were."""
        record = self.records.get(docname, {})
        return record.get("source") == _sha(source) and all(
            self.is_fresh(docname, part) for part in record if part != "source"
        )

    def note(self, docname: str, part: str, paths: Iterable[str]) -> None:
        """Remember what a chapter's cells (or text) read."""
        self.records.setdefault(docname, {})[part] = {"shared": self.shared, "reads": self.reads(paths)}
        self.save()

    def save(self) -> None:
        """Write the memory whole or not at all."""
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.memory.with_suffix(".new")
        fresh.write_text(json.dumps(self.records, indent=1, sort_keys=True), "utf-8")
        os.replace(fresh, self.memory)

    def kernel_digest(self, docname: str) -> str:
        """Digest of all a chapter's outputs depend on besides its cells; the name keeps twins apart."""
        record = self.records.get(docname, {}).get("cells", {"shared": self.shared, "reads": {}})
        return hashlib.sha256(json.dumps([docname, record], sort_keys=True).encode()).hexdigest()[:20]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _source(env, docname: str) -> str:
    """A chapter's text as it stands on disk."""
    return Path(env.doc2path(docname)).read_text("utf-8")


def digest_of(root: Path, paths: Iterable[str]) -> str:
    """SHA-256 over names and bytes of files; a missing one counts as such."""
    total = hashlib.sha256()
    for path in paths:
        file = root / path
        total.update(f"{path}\0".encode() + (file.read_bytes() if file.is_file() else b"\0missing") + b"\0")
    return total.hexdigest()


def open_book(app) -> None:
    """Start of a run: read what is remembered of the last one."""
    app.umbrella = Book(Path(app.srcdir), Path(app.doctreedir).parent / "umbrella" / "inputs.json")


def outdated(app, env, added, changed, removed) -> set[str]:
    """Pages to read again although their own file did not change."""
    book = app.umbrella
    return {name for name in env.found_docs if not book.is_current(name, _source(env, name))}


def forget(app, env, docname: str) -> None:
    """A removed chapter leaves nothing behind."""
    if not Path(env.doc2path(docname)).exists():
        app.umbrella.records.pop(docname, None)


def execute_stale(app, env, docnames: list[str]) -> None:
    """Run the chapters among ``docnames`` whose outputs are not in the cache, side by side.

    Raises:
        ExtensionError: chapters failed; names each with cell and error.
    """
    from jupyter_cache import get_cache

    book = app.umbrella
    cache = get_cache(env.mystnb_config.execution_cache_path)
    cache.db  # noqa: B018 - created before threads race for it
    stale = [name for name in docnames if _has_cells(env, name) and not _is_cached(book, env, cache, name)]
    listener.planned(len(stale))
    failures = []
    with ThreadPoolExecutor(max_workers=int(os.environ.get("UMBRELLA_JOBS", (os.cpu_count() or 1) + 1))) as pool:
        for name, outcome in zip(stale, pool.map(lambda name: _run(book, env, name), stale)):
            if isinstance(outcome, ChapterFailed):
                failures.append(f"{env.doc2path(name, base=False)}: {outcome}")
            else:
                _store(book, env, cache, name, *outcome)
    if failures:
        book.save()
        raise ExtensionError("\n\n".join(["chapters failed:", *failures]))


def _has_cells(env, docname: str) -> bool:
    return "{code-cell}" in _source(env, docname)


def _notebook(book: Book, env, docname: str):
    """A chapter as the notebook myst-nb will make of it, with the digest of its inputs in the kernel's name."""
    from myst_nb.core.read import create_nb_reader

    path = env.doc2path(docname)
    text = _stamped(_source(env, docname), book.kernel_digest(docname))
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    if reader is None:
        raise ExtensionError(f"{path}: has code cells but no jupytext front matter, so they would not run")
    return reader.read(text)


def _stamped(text: str, digest: str) -> str:
    """The chapter with the digest in its kernel's display name; the line count stays, so messages point right."""
    return KERNEL_LINE.sub(rf'\1"Python 3 ({digest})"', text, count=1)


def _is_cached(book: Book, env, cache, docname: str) -> bool:
    if not book.is_fresh(docname, "cells"):
        return False
    try:
        cache.match_cache_notebook(_notebook(book, env, docname))
    except KeyError:
        return False
    return True


def _run(book: Book, env, docname: str):
    """Execute a chapter; returns (notebook, files read, seconds) or the failure."""
    with tempfile.NamedTemporaryFile("r", suffix=".reads") as log:
        notebook = _notebook(book, env, docname)
        try:
            seconds = execute(
                notebook, Path(env.doc2path(docname)).parent, {READS_LOG: log.name}, env.mystnb_config.execution_timeout
            )
        except ChapterFailed as failure:
            return failure
        listener.executed(docname, seconds)
        return notebook, set(log.read().split("\n")) - {""}, seconds


def _store(book: Book, env, cache, docname: str, notebook, paths: set[str], seconds: float) -> None:
    """Put an executed chapter into jupyter-cache, under the digest of what it read."""
    from jupyter_cache.base import CacheBundleIn

    book.note(docname, "cells", paths)
    keyed = _notebook(book, env, docname)
    for target, done in zip(keyed.cells, notebook.cells):
        if target.cell_type == "code":
            target.outputs, target.execution_count = done.outputs, done.execution_count
    cache.cache_notebook_bundle(
        CacheBundleIn(keyed, env.doc2path(docname), data={"execution_seconds": seconds}),
        check_validity=False,
        overwrite=True,
    )


def fill_in(app, docname: str, source: list[str]) -> None:
    """Put inline numbers, and the digest of the chapter's inputs, into its source."""
    book, text = app.umbrella, source[0]
    if expressions(text):
        from umbrella.prose import Prose

        before = set(book.tables.files_read)
        book.tables.files_read.clear()
        try:
            text = evaluated(text, Prose(book.tables).namespace())
        except InlineError as error:
            raise ExtensionError(f"{app.env.doc2path(docname, base=False)}, line {error.line}: {error}") from error
        book.note(docname, "text", {*book.tables.files_read, GLOSSARY})
        book.tables.files_read |= before
    else:
        book.note(docname, "text", {GLOSSARY})
    if "{code-cell}" in text:
        text = _stamped(text, book.kernel_digest(docname))
    else:
        book.records[docname].pop("cells", None)
    book.records[docname]["source"] = _sha(_source(app.env, docname))
    book.save()
    source[0] = text
