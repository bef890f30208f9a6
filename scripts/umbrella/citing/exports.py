"""A work as reference managers and reference lists want it."""

from __future__ import annotations

from umbrella.citing.metadata import BOOK, CHAPTER, DATASET, Work
from umbrella.markup import one_line, to_latex

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
        "title": f"{{{to_latex(work.title)}}}",
        "year": str(work.issued.year),
        "date": work.issued.isoformat(),
        "language": work.language,
        "abstract": to_latex(work.description),
    }
    publisher = f"{{{to_latex(work.publisher)}}}"
    if work.kind == DATASET:
        fields |= {"howpublished": "Data set", "version": work.version, "organization": publisher}
    else:
        fields |= {"edition": work.version, "publisher": publisher}
    if work.kind == CHAPTER:
        fields["booktitle"] = f"{{{to_latex(work.book)}}}"
    if work.url:
        fields["url"] = work.url
    people = [Person(last=f"{{{to_latex(name)}}}") for name in work.authors]
    kind = {BOOK: "book", CHAPTER: "incollection", DATASET: "misc"}[work.kind]
    return BibliographyData({work.key: Entry(kind, fields, {"author": people})}).to_string("bibtex")


def ris(work: Work) -> str:
    """The work as a RIS record, in which every line is a field whatever it says."""
    import rispy

    record = {
        "type_of_reference": {BOOK: "BOOK", CHAPTER: "CHAP", DATASET: "DATA"}[work.kind],
        "id": work.key,
        "title": one_line(work.title),
        "authors": [one_line(name) for name in work.authors],
        "year": str(work.issued.year),
        "date": f"{work.issued:%Y/%m/%d}/",
        "edition": work.version,
        "publisher": one_line(work.publisher),
        "language": work.language,
        "abstract": one_line(work.description),
    }
    if work.kind == CHAPTER:
        record["secondary_title"] = one_line(work.book)
    if work.url:
        record["urls"] = [work.url]
    return rispy.dumps([record])


def vancouver(work: Work) -> str:
    """The work as an entry of a reference list after the National Library of Medicine (Citing Medicine), plain text."""
    people = ", ".join(work.authors[:6]) + (", et al" if len(work.authors) > 6 else "")
    title = f"{_closed(work.title)} In: {work.book}" if work.kind == CHAPTER else work.title
    medium, place = (" [Internet]", f" Available from: {work.url}") if work.url else ("", "")
    parts = (people, title + medium, f"Edition {work.version}", f"{work.publisher}; {work.issued.year}")
    return " ".join(map(_closed, parts)) + place


def apa(work: Work) -> str:
    """The work as an entry of a reference list after the American Psychological Association (7th edition), plain text."""
    *others, last = work.authors
    many = len(work.authors) > 20
    people = f"{', '.join(others[:19])}, … {last}" if many else ", & ".join(filter(None, (", ".join(others), last)))
    title = f"{_closed(work.title)} In {work.book}" if work.kind == CHAPTER else work.title
    medium = " [Dataset]" if work.kind == DATASET else ""
    parts = [people, f"({work.issued.year})", f"{title} (Version {work.version}){medium}"]
    # No publisher where it is the author.
    parts += [work.publisher] if work.publisher not in work.authors else []
    return " ".join([*map(_closed, parts), work.url]).strip()


def _closed(text: str) -> str:
    """A part of an entry with a full stop, if it does not end with a mark of its own."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


STYLES = {"Vancouver": vancouver, "APA": apa}


def exported(work: Work) -> dict[str, str]:
    """Content of the export files by suffix."""
    import json

    return {
        "bib": bibtex(work),
        "ris": ris(work),
        "json": json.dumps([csl(work)], ensure_ascii=False, indent=1) + "\n",
    }
