"""What is to be cited: one record per chapter, for the book and for its data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from posixpath import basename

from pybtex.database import Entry

from umbrella.archives.archive import PLACE, Edition
from umbrella.archives.reading import contents
from umbrella.archives.standing import Standing
from umbrella.book import Book
from umbrella.markup import from_latex
from umbrella.tables.people import Name, names_in, names_of

BOOK, CHAPTER, DATASET = "book", "chapter", "dataset"
LICENCES = {"CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")}


@dataclass(frozen=True)
class Source:
    """The published work that the book rests on, credited in its own right.

    Attributes:
        title: its title.
        authors: names as "Family, Given".
        doi: its DOI, without resolver.
        year: year of publication.
    """

    title: str
    authors: tuple[str, ...]
    doi: str
    year: str


@dataclass(frozen=True)
class Work:
    """Something that can be cited.

    Attributes:
        kind: ``book``, ``chapter`` or ``dataset``.
        name: names its export files, unique in the book.
        page: address of its page within the site, such as ``chapters/methods.html``.
        title: its own title.
        authors: who answers for it.
        description: what it is, in a sentence.
        book: title of the book.
        book_authors: who answers for the book.
        version: edition of the book, or what a state after it is called.
        issued: date of the edition, or of the last change of a state after it.
        changed: day of its last change.
        licence: short name of the licence of its text or data.
        baseurl: address of the site without a slash at the end; empty while it has none.
        publisher: who publishes the book.
        folder: where this very text stays readable in the site, such as ``v/1.0.0``; empty for a state that is not kept.
        source: the published work that the book rests on, if any.
        language: of the text.
    """

    kind: str
    name: str
    page: str
    title: str
    authors: tuple[Name, ...]
    description: str
    book: str
    book_authors: tuple[Name, ...]
    version: str
    issued: date
    changed: date
    licence: str
    baseurl: str
    publisher: str
    folder: str = ""
    source: Source | None = None
    language: str = "en-GB"

    @property
    def key(self) -> str:
        """Citation key, stable within an edition."""
        return f"umbrella{self.issued.year}-{self.name}"

    @property
    def url(self) -> str:
        """Public address of its page, whatever it says by then; empty while the site has none."""
        return self.address(self.page)

    @property
    def cited_url(self) -> str:
        """Public address at which its text stays, where it does; else that of its page."""
        return self.cited_address(self.page)

    def address(self, path: str) -> str:
        """Public address of a file of the site; empty while the site has none."""
        return f"{self.baseurl.rstrip('/')}/{path}" if self.baseurl else ""

    def cited_address(self, path: str) -> str:
        """Public address at which a file of the site stays as it is, where it does."""
        return self.address(f"{self.folder}/{path}" if self.folder else path)

    @property
    def licence_url(self) -> str:
        """Address of the licence; empty when it is not a known one."""
        return LICENCES.get(self.licence, ("", ""))[1]

    @property
    def licence_id(self) -> str:
        """SPDX identifier of the licence, or its name when it is not a known one."""
        return LICENCES.get(self.licence, (self.licence, ""))[0]


def works(
    edition: Mapping, fronts: Mapping[str, Mapping[str, str]], changed: Mapping[str, date], source: Source | None = None,
    standing: Standing | None = None, data: str = "",
) -> dict[str, Work]:
    """Everything in the book that can be cited.

    Args:
        edition: ``edition.toml``.
        fronts: for each document (``index``, ``chapters/methods``) its ``title`` and ``description``
            and, where they are not the book's, its ``authors`` separated by semicolons.
        changed: day of last change by document, and of the data under ``data``;
            the edition's date stands in for what is missing.
        source: the published work that the book rests on.
        standing: how the book stands to its editions; as the one whose version it bears by default, kept nowhere.
        data: the beginning of the digest of the data.

    Returns:
        Works by document, the landing page being the book; the data under ``data``.

    Raises:
        ValueError: two works would have the same name.
    """
    own = edition["edition"]
    standing = standing or Standing(own["version"], own["date"])
    issued = max([standing.day, *changed.values()]) if standing.later else standing.day
    everyone = names_of(edition["authors"]["book"])
    common = {
        "book": own["title"], "book_authors": everyone, "version": standing.label(data), "issued": issued,
        "licence": edition["licence"]["text"], "folder": standing.folder,
        "baseurl": edition["baseurl"], "publisher": " and ".join(map(str, everyone)), "source": source,
    }  # fmt: skip
    found = {
        document: Work(
            kind=BOOK if document == "index" else CHAPTER,
            name="book" if document == "index" else basename(document),
            page=f"{document}.html",
            title=own["title"] if document == "index" else front["title"],
            authors=names_in(front.get("authors") or "") or everyone,
            description=own["description"] if document == "index" else front["description"],
            changed=changed.get(document, standing.day),
            **common,
        )
        for document, front in fronts.items()
    }
    found["data"] = Work(
        kind=DATASET, name="dataset", page="chapters/data.html", title=f"{own['title']}: data", authors=everyone,
        description=f"The curated tables behind the book. {own['description']}",
        changed=changed.get("data", standing.day), **common,
    )  # fmt: skip
    names = [work.name for work in found.values()]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two pages would share the citation files of {', '.join(twice)}; rename one")
    return found


def works_of_edition(found: Mapping[str, Work], edition: Edition) -> dict[str, Work]:
    """The same works as an edition has them under the same address, by the citations that it keeps.

    Args:
        found: works by document.
        edition: an edition that is kept.
    """
    wanted = {f"cite/{work.name}.json": document for document, work in found.items() if work.page in edition.files}
    kept = {}
    for name, raw in contents(edition.path, wanted.__contains__):
        item, work = json.loads(raw)[0], found[wanted[name]]
        people = tuple(Name(one.get("literal") or one["family"], one.get("given", "")) for one in item["author"])
        kept[wanted[name]] = replace(
            work, title=item["title"], authors=people, version=edition.version, issued=edition.day, folder=f"{PLACE}/{edition.version}"
        )
    return kept


def source_of(book: Book) -> Source | None:
    """The published umbrella review, when the bibliography has it under the DOI of its source."""
    key = book.umbrella_key
    return source_from(book.tables.references.entries[key]) if key else None


def source_from(entry: Entry) -> Source:
    """A bibliography entry as the source of the book."""
    people = (
        f"{' '.join(person.prelast_names + person.last_names)}, {' '.join(person.first_names + person.middle_names)}"
        for person in entry.persons.get("author", [])
    )
    fields = entry.fields
    return Source(
        from_latex(fields["title"]), tuple(people), fields["doi"], fields["year"].rstrip("abcdefgh")
    )
