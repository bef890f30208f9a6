"""Files in the root of a repository from which archives and GitHub take how to cite it."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from umbrella.archives.archive import PLACE, RECORD
from umbrella.archives.standing import Standing
from umbrella.book import Book
from umbrella.citing.metadata import Work, source_of, works
from umbrella.tables import Tables
from umbrella.tables.people import Name


def cff(book: Work, repository: str = "") -> str:
    """``CITATION.cff`` of the book, in the Citation File Format 1.2.0.

    Args:
        book: the book.
        repository: its public address, if any.
    """
    data = {
        "cff-version": "1.2.0",
        "message": "Please cite the edition you used.",
        # The format knows software and data sets only.
        "type": "dataset",
        "title": book.title,
        "abstract": book.description,
        "authors": [*map(_cff_name, book.authors)],
        "version": book.version,
        "date-released": book.issued.isoformat(),
        "license": book.licence_id,
    }
    if book.cited_url:
        data["url"] = book.cited_url
    if repository:
        data["repository-code"] = repository
    if book.source:
        people = [name.partition(", ") for name in book.source.authors]
        data["references"] = [{
            "type": "article", "title": book.source.title, "authors": [{"family-names": family, "given-names": given} for family, _, given in people],
            "doi": book.source.doi, "year": int(book.source.year),
        }]  # fmt: skip
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _cff_name(name: Name) -> dict:
    if not name.given:
        return {"name": name.family}
    known = {"orcid": f"https://orcid.org/{name.orcid}"} if name.orcid else {}
    return {"family-names": name.family, "given-names": name.given, **known}


def zenodo(book: Work) -> str:
    """``.zenodo.json`` of the book: what Zenodo takes from a release. It gives the DOI; none is written here."""
    data = {
        "upload_type": "publication",
        "publication_type": "book",
        "title": book.title,
        "description": book.description,
        "creators": [{"name": name.turned, **({"orcid": name.orcid} if name.orcid else {})} for name in book.authors],
        "version": book.version,
        "publication_date": book.issued.isoformat(),
        "language": "eng",
        "access_right": "open",
        "license": book.licence_id.lower(),
    }
    if book.source:
        data["related_identifiers"] = [{"identifier": book.source.doi, "relation": "isDerivedFrom"}]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def book_of(tables: Tables) -> Work:
    """The book as something to cite, from its tables alone."""
    own = tables.edition["edition"]
    record = tables.extra(Path(RECORD).name).get("edition", ())
    kept = any(entry["version"] == own["version"] and entry.get("kept") for entry in record)
    last = Standing(own["version"], own["date"], folder=f"{PLACE}/{own['version']}" if kept else "")
    return works(tables.edition, {"index": {}}, {}, source_of(Book(tables)), last)["index"]


def cite_files(book: Work, repository: str = "") -> dict[str, str]:
    """Content by name of the files in the root of the repository."""
    return {"CITATION.cff": cff(book, repository), ".zenodo.json": zenodo(book)}
