"""A work as reference managers and reference lists want it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from umbrella.citing.metadata import BOOK, CHAPTER, DATASET, Work
from umbrella.markup import one_line, to_latex

# Where the reader's own day goes; a script of the page enters it.
CITED = "YYYY Mon DD"
FORMS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


def csl(work: Work) -> dict:
    """The work as an item of CSL-JSON."""
    item = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in work.authors
        ],
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
    if work.cited_url:
        item["URL"] = work.cited_url
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
        fields |= {"version": work.version, "publisher": publisher}
    else:
        fields |= {"edition": work.version, "publisher": publisher}
    if work.kind == CHAPTER:
        fields["booktitle"] = f"{{{to_latex(work.book)}}}"
    if work.cited_url:
        fields["url"] = work.cited_url
    people = [Person(last=f"{{{to_latex(name.family)}}}", first=to_latex(name.given)) for name in work.authors]
    kind = {BOOK: "book", CHAPTER: "incollection", DATASET: "dataset"}[work.kind]
    return BibliographyData({work.key: Entry(kind, fields, {"author": people})}).to_string("bibtex")


def ris(work: Work) -> str:
    """The work as a RIS record, in which every line is a field whatever it says."""
    import rispy

    record = {
        "type_of_reference": {BOOK: "BOOK", CHAPTER: "CHAP", DATASET: "DATA"}[work.kind],
        "id": work.key,
        "title": one_line(work.title),
        "authors": [one_line(name.turned) for name in work.authors],
        "year": str(work.issued.year),
        "date": f"{work.issued:%Y/%m/%d}/",
        "edition": work.version,
        "publisher": one_line(work.publisher),
        "language": work.language,
        "abstract": one_line(work.description),
    }
    if work.kind == CHAPTER:
        record["secondary_title"] = one_line(work.book)
    if work.cited_url:
        record["urls"] = [work.cited_url]
    # The library counts records before the first field, which by the format is the type.
    return re.sub(r"\A\d+\.\s*", "", rispy.dumps([record]))


def vancouver(work: Work) -> Markup:
    """The work as an entry of a reference list after the National Library of Medicine (Citing Medicine, chapter 22).

    A chapter by the authors of the book is a part of it; one by others stands in it. The day of reading is left open.
    """
    people = ", ".join(name.vancouver for name in work.authors[:6]) + (", et al" if len(work.authors) > 6 else "")
    whole = f"{work.book if work.kind == CHAPTER else work.title} [{'dataset on the ' if work.kind == DATASET else ''}Internet]"
    part = [work.title] if work.kind == CHAPTER else []
    if part and work.authors != work.book_authors:
        hosts = ", ".join(name.vancouver for name in work.book_authors)
        part, whole = [], f"{_closed(work.title)} In: {_closed(hosts)} {whole}"
    imprint = f"[place unknown]: {work.publisher}; {work.issued:%Y %b} {work.issued.day} [cited {CITED}]"
    text = " ".join(map(_closed, (people, whole, f"Edition {work.version}", imprint, *part)))
    return escape(f"{text} Available from: {work.cited_url}" if work.cited_url else text)


def apa(work: Work) -> Markup:
    """The work as an entry of a reference list after the American Psychological Association (7th edition).

    That style has no entry for a chapter by the authors of the book: the book is cited, and :func:`apa_in_text`
    names the chapter.
    """
    *others, last = [name.apa for name in work.authors]
    many = len(work.authors) > 20
    people = f"{', '.join(others[:19])}, … {last}" if many else ", & ".join(filter(None, (", ".join(others), last)))
    inside = work.kind == CHAPTER and work.authors != work.book_authors
    title = Markup("<em>{}</em> (Version {}){}").format(
        _sentence(work.title if work.kind == DATASET else work.book), work.version,
        " [Data set]" if work.kind == DATASET else "",
    )  # fmt: skip
    parts = [people, f"({work.issued.year})", *([_sentence(work.title)] if inside else [])]
    parts.append(Markup("In {}").format(title) if inside else title)
    # No publisher where it is the author.
    parts += [] if work.authors == work.book_authors else [work.publisher]
    url = work.cited_address("index.html") if work.kind == CHAPTER and not inside else work.cited_url
    return Markup(" ").join([*map(_closed, parts), url]).strip()


def apa_in_text(work: Work) -> str:
    """How the text names a chapter by the authors of the book: ``(A Group, 2031, "First")``."""
    names = [name.family for name in work.authors]
    people = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    return f"({people}, {work.issued.year}, “{work.title}”)"


def _sentence(title: str) -> str:
    """A title with a capital after its colon."""
    return re.sub(r"(: )([a-z])", lambda match: match[1] + match[2].upper(), title)


def _closed(text: str | Markup) -> str | Markup:
    """A part of an entry with a full stop, if it does not end with a mark of its own."""
    return text if text.endswith((".", "!", "?")) else text + "."


STYLES = {"Vancouver": vancouver, "APA": apa}


def exported(work: Work) -> dict[str, str]:
    """Content of the export files by suffix."""
    import json

    return {
        "bib": bibtex(work),
        "ris": ris(work),
        "json": json.dumps([csl(work)], ensure_ascii=False, indent=1) + "\n",
    }
