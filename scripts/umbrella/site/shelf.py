"""The works of the book during a Sphinx run: made when all pages are read, so that each page can say how to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from umbrella import tables
from umbrella.archives.standing import standing
from umbrella.book import book_of
from umbrella.citing import Work, history, works
from umbrella.citing.metadata import source_of, works_of_edition
from umbrella.execute.chapters import current
from umbrella.keeping import keep, kept, sha
from umbrella.toc import toc_documents

# Filled in by the build when it stages the pages; a plain jupyter-book build prints the digest itself.
DIGEST_PLACE, SHORT_PLACE = "@@data-digest@@", "@@data-digest-short@@"


class Shelf:
    """What can be cited, and what all pages print of it.

    Attributes:
        works: by document; the data under ``data``.
        digest: digest of the data that the site is built from. Pages hold a place for it that the build fills, so
            that a change of data does not write every page anew.
        modalities: names of the modalities by document of their chapter.
        edition: the same works as the last edition has them, where the book is a state after it; else none.
    """

    def __init__(
        self, found: Mapping[str, Work], digest: str, modalities: Mapping[str, str], edition: Mapping[str, Work] | None = None
    ):
        self.works, self.edition = dict(found), dict(edition or {})
        self.digest = digest
        self.short = SHORT_PLACE if digest == DIGEST_PLACE else digest[:12]
        self.modalities = dict(modalities)

    @property
    def stamp(self) -> str:
        """Changes when anything that pages print from here does."""
        return sha(f"{sorted(self.works.items())}{sorted(self.edition.items())}")

    def told(self, digest: str) -> Shelf:
        """The same for files, in which no place is held open: what works call themselves bears the digest of the data."""
        found = {name: replace(work, version=work.version.replace(SHORT_PLACE, digest[:12])) for name, work in self.works.items()}
        return Shelf(found, digest, self.modalities, self.edition)


def put_up(app, env) -> list[str]:
    """Handler: make the shelf; when it differs from that of the last run, every page is written again."""
    book = app.umbrella
    documents = [name for name in toc_documents(Path(app.srcdir) / "_toc.yml") if name in env.found_docs]
    fronts = {
        name: {
            # A page may be cited under another title, where its own would be that of another work.
            "title": _line(env.metadata[name].get("cited_as")) or env.titles[name].astext(),
            "description": _line(env.metadata[name].get("description")) or _opening(env.get_doctree(name)),
            "authors": env.metadata[name].get("authors"),
        }
        for name in documents
    }
    digest = DIGEST_PLACE if current().memory else tables.digest(book.data)
    here = standing(book.root, toc_documents(Path(app.srcdir) / "_toc.yml"))
    short = SHORT_PLACE if digest == DIGEST_PLACE else digest[:12]
    source = source_of(book_of(book.tables))
    found = works(book.tables.edition, fronts, _changes(app, env, documents), source, here, short)
    edition = works_of_edition(found, here.before) if here.later else {}
    app.umbrella_shelf = Shelf(found, digest, _modalities(book.tables, documents), edition)
    return [] if kept(_memory(app)).get("stamp") == app.umbrella_shelf.stamp else sorted(env.found_docs)


def _memory(app) -> Path:
    return app.umbrella.file.with_name("shelf.json")


def remember(app) -> None:
    """Leave the stamp of this shelf for the next run."""
    keep(_memory(app), {"stamp": app.umbrella_shelf.stamp})


def _changes(app, env, documents: list[str]) -> dict[str, date]:
    """Day of last change of each document, with the data it reads, and of all data."""
    book = app.umbrella
    known = history.last_changes(book.root)
    fallback = book.tables.edition["edition"]["date"]
    # What is about to be committed with an edition has changed on the edition's day.
    known |= {path: max(known[path], fallback) for path in history.uncommitted(book.root) if path in known}
    folder = book.data.name
    found = {"data": history.newest(known, (path for path in known if path.startswith(f"{folder}/")), fallback)}
    for name in documents:
        parts = book.records.get(name, {})
        read = {path for part in parts.values() if isinstance(part, dict) for path in part["reads"]}
        paths = [env.doc2path(name, base=False), *(f"{folder}/{path}" for path in read)]
        found[name] = history.newest(known, paths, fallback)
    return found


def _modalities(book: tables.Tables, documents: list[str]) -> dict[str, str]:
    known = set(book.modalities["modality"])
    return {name: name.rpartition("/")[2] for name in documents if name.rpartition("/")[2] in known}


def _line(text: object) -> str:
    return " ".join(str(text or "").split())


def _opening(doctree, limit: int = 300) -> str:
    """The first paragraph of a page, shortened; its title when there is none."""
    from docutils import nodes

    for kind in (nodes.paragraph, nodes.title):
        for node in doctree.findall(kind):
            if text := " ".join(node.astext().split()):
                return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
    return ""
