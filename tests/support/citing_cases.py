"""A made-up edition, and what each export says in one common form."""

from __future__ import annotations

from datetime import date

import rispy
from pybtex.database import parse_string
from umbrella.citing import Source
from umbrella.markup import from_latex

EDITION = {
    "baseurl": "https://example.org/book",
    "edition": {"version": "9.8.7", "date": date(2031, 2, 3), "title": "A book of tests", "description": "About tests & <more>."},
    "authors": {"book": "Tests & Co"},
    "licence": {"text": "CC BY 4.0", "code": "MIT"},
}  # fmt: skip
FRONTS = {
    "index": {"title": "Landing", "description": "Not used for the book."},
    "chapters/first": {"title": "First", "description": "The first, 100% of it."},
    "chapters/second": {"title": "Second & <last>", "description": 'Says "so".', "authors": "Person, Ann Marie; Person, Jean-Paul; A Group"},
}
SOURCE = Source("A source", ("Doe, Jo",), "10.5555/source", "2029")
KINDS = {
    "incollection": "chapter",
    "book": "book",
    "dataset": "dataset",
    "CHAP": "chapter",
    "BOOK": "book",
    "DATA": "dataset",
}


def expected(work) -> dict:
    """What every export of a work must say."""
    return {
        "kind": work.kind, "key": work.key, "title": work.title, "authors": [name.turned for name in work.authors], "date": work.issued.isoformat(),
        "book": work.book if work.kind == "chapter" else None, "version": work.version, "publisher": work.publisher,
        "url": work.url or None, "abstract": work.description, "language": work.language,
    }  # fmt: skip


def plain(text: str | None) -> str | None:
    """Text of a BibTeX field without protecting braces and escapes."""
    return None if text is None else from_latex(text)


def content_of_bibtex(text: str) -> dict:
    """The one entry of a BibTeX file as pybtex reads it."""
    ((key, entry),) = parse_string(text, "bibtex").entries.items()
    field = entry.fields.get
    people = [
        plain(", ".join(filter(None, (" ".join(one.last_names), " ".join(one.first_names + one.middle_names)))))
        for one in entry.persons["author"]
    ]
    assert field("date").startswith(field("year"))
    return {
        "kind": KINDS[entry.type], "key": key, "title": plain(field("title")), "authors": people, "date": field("date"),
        "book": plain(field("booktitle")), "version": field("edition") or field("version"),
        "publisher": plain(field("publisher")), "url": plain(field("url")), "abstract": plain(field("abstract")),
        "language": field("language"),
    }  # fmt: skip


def content_of_ris(text: str) -> dict:
    """The one record of a RIS file as rispy reads it."""
    (record,) = rispy.loads(text)
    urls = record.get("urls") or [None]
    return {
        "kind": KINDS[record["type_of_reference"]], "key": record["id"], "title": record["title"], "authors": record["authors"],
        "date": record["date"].strip("/").replace("/", "-"), "book": record.get("secondary_title"), "version": record["edition"],
        "publisher": record["publisher"], "url": urls[0], "abstract": record["abstract"], "language": record["language"],
    }  # fmt: skip


def content_of_csl(item: dict) -> dict:
    """An item of CSL-JSON."""
    year, month, day = item["issued"]["date-parts"][0]
    return {
        "kind": item["type"], "key": item["id"], "title": item["title"], "authors": [author.get("literal") or f"{author['family']}, {author['given']}" for author in item["author"]],
        "date": date(year, month, day).isoformat(), "book": item.get("container-title"), "version": item.get("edition") or item.get("version"),
        "publisher": item["publisher"], "url": item.get("URL"), "abstract": item["abstract"], "language": item["language"],
    }  # fmt: skip
