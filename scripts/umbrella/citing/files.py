"""Files in the root of a repository from which archives and GitHub take how to cite it."""

from __future__ import annotations

import json

import yaml

from umbrella.citing.metadata import Work

# Required keys and types of the formats, as far as the book uses them, as JSON Schemas.
# Citation File Format 1.2.0 (10.5281/zenodo.5171937): required are cff-version, message, title and authors.
TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CFF_PERSON = {
    "type": "object", "additionalProperties": False, "properties": {"family-names": TEXT, "given-names": TEXT}, "minProperties": 1,
}  # fmt: skip
CFF_ENTITY = {"type": "object", "additionalProperties": False, "properties": {"name": TEXT}, "required": ["name"]}
CFF_AUTHORS = {"type": "array", "minItems": 1, "items": {"anyOf": [CFF_PERSON, CFF_ENTITY]}}
CFF_SCHEMA = {
    "type": "object",
    "required": ["cff-version", "message", "title", "authors"],
    "additionalProperties": False,
    "properties": {
        "cff-version": {"const": "1.2.0"}, "message": TEXT, "type": {"enum": ["software", "dataset"]}, "title": TEXT, "abstract": TEXT,
        "authors": CFF_AUTHORS, "version": TEXT, "date-released": DAY, "license": {"type": "string", "pattern": r"^[\w.+-]+$"},
        "url": {"type": "string", "pattern": "^https?://"}, "repository-code": {"type": "string", "pattern": "^https?://"},
        "references": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["authors", "title", "type"], "additionalProperties": False,
            "properties": {"type": {"enum": ["article"]}, "title": TEXT, "authors": CFF_AUTHORS, "doi": {"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/\S+$"}, "year": {"type": "integer"}},
        }},
    },
}  # fmt: skip
# Zenodo's deposit metadata: a publication needs these and its kind.
ZENODO_SCHEMA = {
    "type": "object",
    "required": ["upload_type", "publication_type", "title", "creators", "description"],
    "additionalProperties": False,
    "properties": {
        "upload_type": {"const": "publication"}, "publication_type": {"const": "book"}, "title": TEXT, "description": TEXT, "version": TEXT,
        "publication_date": DAY, "language": {"type": "string", "pattern": "^[a-z]{3}$"}, "license": TEXT, "access_right": {"const": "open"},
        "creators": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"], "properties": {"name": TEXT}}},
        "related_identifiers": {"type": "array", "items": {"type": "object", "required": ["identifier", "relation"], "properties": {"identifier": TEXT, "relation": TEXT}}},
    },
}  # fmt: skip


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
        "authors": [{"name": name} for name in book.authors],
        "version": book.version,
        "date-released": book.issued.isoformat(),
        "license": book.licence_id,
    }
    if book.url:
        data["url"] = book.url
    if repository:
        data["repository-code"] = repository
    if book.source:
        people = [name.partition(", ") for name in book.source.authors]
        data["references"] = [{
            "type": "article", "title": book.source.title, "authors": [{"family-names": family, "given-names": given} for family, _, given in people],
            "doi": book.source.doi, "year": int(book.source.year),
        }]  # fmt: skip
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def zenodo(book: Work) -> str:
    """``.zenodo.json`` of the book: what Zenodo takes from a release. It gives the DOI; none is written here."""
    data = {
        "upload_type": "publication",
        "publication_type": "book",
        "title": book.title,
        "description": book.description,
        "creators": [{"name": name} for name in book.authors],
        "version": book.version,
        "publication_date": book.issued.isoformat(),
        "language": "eng",
        "access_right": "open",
        "license": book.licence_id.lower(),
    }
    if book.source:
        data["related_identifiers"] = [{"identifier": book.source.doi, "relation": "isDerivedFrom"}]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def cite_files(book: Work, repository: str = "") -> dict[str, str]:
    """Content by name of the files in the root of the repository."""
    return {"CITATION.cff": cff(book, repository), ".zenodo.json": zenodo(book)}
