"""Keeps pages fresh: reads a page again, and executes its cells, exactly when something it depends on changed."""

from __future__ import annotations

import json
import os
import shutil
from functools import partial
from pathlib import Path

import myst_nb.sphinx_ as myst_nb
from myst_nb.core.execute import NotebookClientBase
from sphinx.errors import ExtensionError

from umbrella.book import book_of
from umbrella.execute import chapters
from umbrella.execute.inputs import CODE, Memory, matching
from umbrella.figures import drawn
from umbrella.keeping import digest_of, sha
from umbrella.prose.inline import InlineError, evaluated, expressions
from umbrella.site.terms import GLOSSARY
from umbrella.tables import Tables, hand_down
from umbrella.tables.contract import DESCRIPTOR

MANY = 15  # chapters to execute


def open_book(app) -> None:
    """Start of a run: take what the build has read of the book, or read it, and what is remembered of the last run."""
    given = chapters.current().memory
    app.umbrella = given or Memory(Path(app.srcdir), Path(app.doctreedir).parent / "umbrella" / "inputs.json")
    hand_down(app.umbrella.tables)
    if chapters.current().only:
        # A look at some pages makes no index, and the next build none of what they left.
        app.builder.search = False


def _source(app, page: str) -> str:
    """A chapter's text as it stood when this run began."""
    return app.umbrella.source(Path(app.env.doc2path(page)))


def outdated(app, env, added, changed, removed) -> set[str]:
    """Pages to read again, by content: times of files say nothing about data, and can lie."""
    return {
        page
        for page in env.found_docs
        if app.umbrella.why_outdated(page, _source(app, page))
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
        chapters.Execution(app.umbrella, env).forget(page)
        shutil.rmtree(_drawings(app.umbrella, page), ignore_errors=True)


def _drawings(memory: Memory, page: str) -> Path:
    """Where the drawings of a page are kept."""
    return memory.file.with_name("drawings") / page


def execute_stale(app, env, pages: list[str]) -> None:
    """Handler: begin to execute the chapters among ``pages`` whose outputs are not right any more.

    The prose of pages comes first: what it asks of the book is then known to all chapters' processes.
    """
    memory, texts, faults = app.umbrella, {}, []
    for page in pages:
        try:
            texts[page], read = _evaluated(memory, _source(app, page))
        except InlineError as error:
            file = env.doc2path(page, base=False)
            faults += [f"{file}, line {line}: {told}" for line, told in error.faults]
            continue
        memory.note(page, "text", {*read, GLOSSARY})
    if faults:
        raise ExtensionError("\n".join(faults))
    chapters.current().begins("execute")
    execution = chapters.Execution(memory, env)
    execution.begin(
        pages, partial(_prepare, memory.tables), lambda page: drawn.kept(_drawings(memory, page), memory.shared)
    )
    chapters.current().begins("read")
    app.umbrella_texts = texts
    myst_nb.create_client = partial(_Executed, execution, env)


def _evaluated(memory: Memory, text: str) -> tuple[str, set[str]]:
    """A chapter's text with its inline numbers, and what of the data they rest on.

    Raises:
        InlineError: some of them cannot be had.
    """
    read: set[str] = set()
    if not expressions(text):
        return text, read
    from umbrella.prose import Prose

    memory.tables.files_read = read
    read.add(DESCRIPTOR)
    return evaluated(text, Prose(book_of(memory.tables)).namespace()), read


class _Executed(NotebookClientBase):
    """What gives myst-nb the outputs of a chapter, in the place of its own clients."""

    def __init__(self, execution: chapters.Execution, env, notebook, source: str, nb_config, logger, read_fmt=None):
        super().__init__(notebook, Path(source), nb_config, logger)
        if execution.has_cells(env.docname):
            self._notebook = execution.filled(env.docname, notebook)


def _prepare(tables: Tables, count: int) -> None:
    """Do once what each of some chapters would do: import, look for fonts, make ready to draw."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel does
    import pandas as pd

    from umbrella import show  # noqa: F401
    from umbrella.figures import DESK, PHONE, style
    from umbrella.figures.geometry import geometry

    # It has taken this process for one at a terminal, where tables would be cut to its width.
    pd.set_option("display.max_columns", 20)
    fig = style.figure(100, 20)
    fig.text(0, 0, "warm", weight="bold")
    fig.text(0, 0.5, "▼")
    style.svg(fig, "warm")
    # Some chapters have a map; of few perhaps none, or one that is kept.
    for width in (DESK, PHONE) if count > MANY and tables.regions["atlas"].notna().any() else ():
        geometry(width)


def fill_in(app, page: str, source: list[str]) -> None:
    """Put inline numbers into a chapter's source."""
    memory = app.umbrella
    memory.records[page]["source"] = memory.source_digest(_source(app, page))
    source[0] = app.umbrella_texts[page]


def rewrite_if_shared_words_changed(app, env) -> list[str]:
    """All pages, when something that stands on every page changed: titles, order, labels, citations, style sheets.

    Sphinx writes only the pages it has read again; sidebars, links between
    pages and citations of the others would keep the old words.
    """
    memory = app.umbrella
    standard, citations = env.domaindata["std"], env.get_domain("cite")
    shared = [
        sorted((page, title.astext()) for page, title in env.titles.items()),
        sorted(map(str, standard["labels"].items())),
        sorted(map(str, standard["anonlabels"].items())),
        [(citation.key, citation.citation_id, str(citation.formatted_entry.text)) for citation in citations.citations],
        memory.toc,
        # Style sheets and scripts that pages name with a checksum.
        digest_of(CODE, matching(CODE, ("umbrella/site/static/*",))),
    ]
    words, before = sha(json.dumps(shared)), memory.records.get("", {}).get("words")
    memory.records[""] = {"words": words}
    memory.save()
    chapters.current().begins("write")
    return [] if words == before else sorted(env.found_docs)
