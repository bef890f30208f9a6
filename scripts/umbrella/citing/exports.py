"""A work as reference managers and reference lists want it."""

from __future__ import annotations

import warnings
from pathlib import Path

from umbrella.citing.metadata import BOOK, CHAPTER, DATASET, Work

# Styles of the Citation Style Language project, CC BY-SA 3.0, as published.
STYLES = Path(__file__).parent / "styles"
VANCOUVER, APA = "nlm-citation-sequence", "apa"
FORMS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


def csl(work: Work) -> dict:
    """The work as an item of CSL-JSON."""
    item = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "issued": {"date-parts": [[work.issued.year, work.issued.month, work.issued.day]]},
        "edition": work.version,
        "publisher": work.publisher,
        "language": work.language,
        "abstract": work.description,
    }
    if work.kind == CHAPTER:
        item["container-title"] = work.book
    if work.kind == DATASET:
        item["version"] = item.pop("edition")
    if work.url:
        item["URL"] = work.url
    return item


def bibtex(work: Work) -> str:
    """The work as a BibTeX entry; names and titles are braced so that styles leave their capitals alone."""
    from pybtex.database import BibliographyData, Entry, Person

    fields = {
        "title": f"{{{work.title}}}",
        "year": str(work.issued.year),
        "date": work.issued.isoformat(),
        "language": work.language,
        "abstract": work.description,
    }
    if work.kind == DATASET:
        fields |= {"howpublished": "Data set", "version": work.version, "organization": f"{{{work.publisher}}}"}
    else:
        fields |= {"edition": work.version, "publisher": f"{{{work.publisher}}}"}
    if work.kind == CHAPTER:
        fields["booktitle"] = f"{{{work.book}}}"
    if work.url:
        fields["url"] = work.url
    people = [Person(last=f"{{{name}}}") for name in work.authors]
    kind = {BOOK: "book", CHAPTER: "incollection", DATASET: "misc"}[work.kind]
    return BibliographyData({work.key: Entry(kind, fields, {"author": people})}).to_string("bibtex")


def ris(work: Work) -> str:
    """The work as a RIS record."""
    import rispy

    record = {
        "type_of_reference": {BOOK: "BOOK", CHAPTER: "CHAP", DATASET: "DATA"}[work.kind],
        "id": work.key,
        "title": work.title,
        "authors": list(work.authors),
        "year": str(work.issued.year),
        "date": f"{work.issued:%Y/%m/%d}/",
        "edition": work.version,
        "publisher": work.publisher,
        "language": work.language,
        "abstract": work.description,
    }
    if work.kind == CHAPTER:
        record["secondary_title"] = work.book
    if work.url:
        record["urls"] = [work.url]
    return rispy.dumps([record])


def formatted(work: Work, style: str) -> str:
    """The work as an entry of a reference list, in plain text.

    Args:
        work: what to cite.
        style: :data:`VANCOUVER` or :data:`APA`.
    """
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    item = csl(work)
    version = item.pop("edition", None) or item.pop("version")
    # APA prints a version as such, and no publisher where it is the author; Vancouver knows editions only.
    if style == APA:
        item["version"] = version
        if item["publisher"] in work.authors:
            del item["publisher"]
    else:
        item["edition"] = f"Edition {version}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about fields of the style that this library leaves out
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(str(STYLES / f"{style}.csl"), validate=False), CiteProcJSON([item]), formatter.plain
        )
        bibliography.register(Citation([CitationItem(work.key)]))
        text = str(bibliography.bibliography()[0])
    return text.removeprefix("1.").strip()


def exported(work: Work) -> dict[str, str]:
    """Content of the export files by suffix."""
    import json

    return {
        "bib": bibtex(work),
        "ris": ris(work),
        "json": json.dumps([csl(work)], ensure_ascii=False, indent=1) + "\n",
    }
