"""What the head of a page says to machines: Highwire, Dublin Core, OpenGraph, JSON-LD.

Reference managers take a page with ``citation_inbook_title`` for a chapter of
a book; ``citation_book_title`` would make a journal article of it (measured
with Zotero's translation server).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from umbrella.citing.metadata import BOOK, CHAPTER, DATASET, Work
from umbrella.markup import doi_address, in_script
from umbrella.tables.people import Name

SCHEMA = "https://schema.org"
# Types of Dublin Core as reference managers understand them.
DC_TYPE = {BOOK: "book", CHAPTER: "bookSection", DATASET: "dataset"}


def head(work: Work, linked: Iterable[Mapping]) -> Markup:
    """Everything that the head of a page says about the work it holds.

    Args:
        work: the book or a chapter.
        linked: descriptions of the page's works as JSON-LD, see :func:`json_ld`.
    """
    tags = [Markup('<meta name="{}" content="{}">').format(*pair) for pair in (*highwire(work), *dublin_core(work))]
    tags += [Markup('<meta property="{}" content="{}">').format(*pair) for pair in open_graph(work)]
    tags.append(script(linked))
    return Markup("\n").join(tags) + Markup("\n")


def highwire(work: Work) -> list[tuple[str, str]]:
    """Tags as Google Scholar and reference managers read them; nothing is named that does not exist."""
    pairs = [("citation_title", work.title)]
    for name in work.authors:
        pairs.append(("citation_author", name.highwire))
        if name.orcid:
            pairs.append(("citation_author_orcid", f"https://orcid.org/{name.orcid}"))
    pairs.append(("citation_publication_date", f"{work.issued:%Y/%m/%d}"))
    if work.kind == CHAPTER:
        pairs.append(("citation_inbook_title", work.book))
    pairs += [("citation_publisher", work.publisher), ("citation_language", work.language)]
    # Zotero takes the edition from here alone.
    pairs.append(("prism.edition", work.version))
    if work.cited_url:
        pairs.append(("citation_public_url", work.cited_url))
    return [*pairs, ("citation_abstract", work.description)]


def dublin_core(work: Work) -> list[tuple[str, str]]:
    """Tags of Dublin Core."""
    pairs = [("DC.title", work.title), *(("DC.creator", name.turned) for name in work.authors)]
    pairs += [
        ("DC.date", work.issued.isoformat()),
        ("DCTERMS.modified", work.changed.isoformat()),
        ("DC.publisher", work.publisher),
        ("DC.language", work.language),
        ("DC.rights", work.licence_url or work.licence),
        ("DC.description", work.description),
        ("DC.type", DC_TYPE[work.kind]),
    ]
    if work.kind == CHAPTER:
        pairs.append(("DCTERMS.isPartOf", work.book))
    if work.cited_url:
        pairs.append(("DC.identifier", work.cited_url))
    return pairs


def open_graph(work: Work) -> list[tuple[str, str]]:
    """Tags that messengers and social networks make a preview of."""
    pairs = [
        ("og:title", work.title),
        ("og:type", "book" if work.kind == BOOK else "article"),
        ("og:site_name", work.book),
        ("og:description", work.description),
        ("og:locale", work.language.replace("-", "_")),
    ]
    return [*pairs, ("og:url", work.url)] if work.url else pairs


def json_ld(work: Work) -> dict:
    """The work in the vocabulary of schema.org, without context."""
    data = {
        "@type": {BOOK: "Book", CHAPTER: "Chapter", DATASET: "Dataset"}[work.kind],
        "name": work.title,
        "description": work.description,
        "creator" if work.kind == DATASET else "author": [*map(agent, work.authors)],
        "publisher": {"@type": "Organization", "name": work.publisher},
        "datePublished": work.issued.isoformat(),
        "dateModified": work.changed.isoformat(),
        "version": work.version,
        "inLanguage": work.language,
        "license": work.licence_url or work.licence,
        "isAccessibleForFree": True,
    }
    if work.cited_url:
        data |= {"@id": work.cited_url, "url": work.cited_url}
    if work.kind == CHAPTER:
        data["isPartOf"] = {
            "@type": "Book", "name": work.book, "author": [*map(agent, work.book_authors)],
            **({"@id": work.cited_address("index.html"), "url": work.cited_address("index.html")} if work.baseurl else {}),
        }  # fmt: skip
    elif work.source:
        data["isBasedOn"] = based_on(work)
    return data


def agent(name: Name) -> dict:
    """A person or a group in the vocabulary of schema.org."""
    if not name.given:
        return {"@type": "Organization", "name": name.family}
    known = {"@id": f"https://orcid.org/{name.orcid}"} if name.orcid else {}
    return {"@type": "Person", **known, "name": str(name), "familyName": name.family, "givenName": name.given}


def based_on(work: Work) -> dict:
    """The published work behind the book, its own authors credited."""
    address = doi_address(work.source.doi)
    people = [
        {"@type": "Person", "familyName": family, "givenName": given}
        for family, _, given in (name.partition(", ") for name in work.source.authors)
    ]
    return {
        "@type": "ScholarlyArticle", "@id": address, "url": address, "name": work.source.title, "author": people,
        "datePublished": work.source.year,
    }  # fmt: skip


def with_files(data: Mapping, files: Iterable[tuple[str, str, str]]) -> dict:
    """A data set's JSON-LD with the files that hold it, given as (name, address, media type)."""
    parts = [
        {"@type": "DataDownload", "name": name, "contentUrl": address, "encodingFormat": media}
        for name, address, media in files
    ]
    return {**data, "distribution": parts}


def script(linked: Iterable[Mapping]) -> Markup:
    """JSON-LD as an element of a page; no text in it can end the element."""
    graph = list(linked)
    data = {"@context": SCHEMA, **graph[0]} if len(graph) == 1 else {"@context": SCHEMA, "@graph": graph}
    return Markup(f'<script type="application/ld+json">{in_script(data, indent=1)}</script>')
