"""What a record says, whatever the database that wrote it: title, authors, year, DOI, PubMed id, and where it is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from umbrella.markup import from_latex, one_line
from umbrella.tables.identity import doi_identity
from umbrella.tables.signs import composed

YEAR = re.compile(r"(?<!\d)(1[89]|20)\d\d(?!\d)")
# Some databases put the day or the month where the year belongs; the first that holds a year is taken.
RIS_YEARS = ("year", "publication_year", "date", "access_date")
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
PMID = re.compile(r"[0-9]{1,9}")
MEDLINE_TAG = re.compile(r"([A-Z]{2,4}) *- ?(.*)")
ID_MARK = "[doi]"
OVID = {"psyc": "PsycINFO", "med": "MEDLINE", "ppez": "MEDLINE", "em": "Embase", "oem": "Embase", "amed": "AMED"}
# Columns of CSV exports by what they hold, the most telling first.
COLUMNS = {
    "title": ("title", "article title", "ti", "primary_title"),
    "authors": ("authors", "author(s)", "author", "author names", "au"),
    "year": ("year", "publication year", "publication_year", "py", "published year"),
    "doi": ("doi", "di"),
    "pmid": ("pmid", "pubmed id", "pubmed_id", "pubmed"),
    "journal": ("journal", "source title", "journal/book", "publication title", "so"),
    "volume": ("volume", "vl"),
    "number": ("issue", "number", "is"),
    "pages": ("pages", "page start", "bp", "art. no."),
    "abstract": ("abstract", "ab"),
    "database": ("database", "source", "db"),
}


@dataclass(frozen=True)
class Fields:
    """A record's fields as one line of text each; ``authors`` as ``Surname, Given; Surname, Given``."""

    title: str = ""
    authors: str = ""
    year: str = ""
    doi: str = ""
    pmid: str = ""
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    abstract: str = ""
    database: str = ""

    @property
    def first_author(self) -> str:
        """The first author as written."""
        return self.authors.split("; ")[0]


def fields(**texts: object) -> Fields:
    """Fields made of what was read: one line each, years and ids as such, a DOI without the address before it."""
    clean = {name: _clean(str(text or "")) for name, text in texts.items()}
    year = YEAR.search(clean.get("year", ""))
    clean["year"] = year[0] if year else ""
    clean["doi"] = doi_of(clean.get("doi", ""))
    pmid = PMID.fullmatch(clean.get("pmid", "").removesuffix(".0"))
    clean["pmid"] = pmid[0].lstrip("0") if pmid else ""
    clean["pages"] = clean.get("pages", "") if any(map(str.isdecimal, clean.get("pages", ""))) else ""
    clean["title"] = clean.get("title", "").rstrip(".").strip()
    return Fields(**clean)


def fullest(one: Fields, other: Fields) -> Fields:
    """Of two records of one work the longer of each text: full names and whole abstracts; of ids the first there is."""
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in Fields.__dataclass_fields__}
    longer = ("authors", "journal", "abstract", "pages")
    return Fields(**{name: max(pair, key=len) if name in longer else pair[0] or pair[1] for name, pair in pairs.items()})


def _clean(text: str) -> str:
    """A text on one line, without signs that are not seen."""
    return " ".join("".join(sign for sign in composed(one_line(text)) if sign.isprintable()).split())


def doi_of(text: str) -> str:
    """The DOI that a text is or is the address of; empty for others."""
    found = DOI.match(doi_identity(text))
    return found[0].rstrip(".,;") if found else ""


def _first(record: Mapping, *names: str) -> str:
    """The first of several fields that says anything."""
    for name in names:
        value = record.get(name)
        if value := " ".join(value) if isinstance(value, list) else value:
            return str(value)
    return ""


def from_ris(block: str) -> Fields:
    """A record of RIS, from ``TY`` to ``ER``; the last line may be missing."""
    import rispy

    lines = [line for line in block.split("\n") if line.strip()]
    record = rispy.loads("\n".join([*lines, "ER  - ", ""]))[0]
    other = {tag: values for tag, values in record.get("unknown_tag", {}).items() if tag}
    links = [*_listed(record, "doi"), *_listed(record, "file_attachments2"), *other.get("LK", []), *_listed(record, "urls")]
    authors = [name for name in record.get("authors") or record.get("first_authors") or [] if name.strip()]
    database = _ris_database(record, block)
    return fields(
        title=_first(record, "title", "primary_title", "translated_title", "short_title"),
        authors="; ".join(authors),
        year=next((text for name in RIS_YEARS if YEAR.search(text := _first(record, name))), ""),
        doi=next((link for link in links if doi_of(link)), ""),
        pmid=_ris_pmid(record, database),
        journal=_first(record, "secondary_title", "alternate_title3", "journal_name", "alternate_title2"),
        volume=_first(record, "volume"),
        number=_first(record, "number"),
        pages="-".join(filter(None, (_first(record, "start_page"), _first(record, "end_page")))),
        abstract=_first(record, "abstract", "notes_abstract"),
        database=database,
    )


def _listed(record: Mapping, name: str) -> list[str]:
    value = record.get(name, [])
    return value if isinstance(value, list) else [value]


def _ris_database(record: Mapping, block: str) -> str:
    """The database that wrote a record, by its own marks."""
    named, number = _first(record, "name_of_database"), _first(record, "accession_number")
    if number.startswith("WOS:"):
        return "Web of Science"
    if _first(record, "database_provider") == "NLM":
        return "PubMed"
    if ovid := re.search(r"ovid\S*[?&]\S*\bD=([a-z]+)", block):
        return next((name for code, name in OVID.items() if ovid[1].startswith(code)), f"Ovid {ovid[1]}")
    return named


def _ris_pmid(record: Mapping, database: str) -> str:
    """The PubMed id, which each database keeps in a field of its own."""
    name = {"Scopus": "custom2", "Embase": "custom5", "PubMed": "accession_number", "MEDLINE": "accession_number"}
    return _first(record, name.get(database, "pubmed_id"))


def from_wos(block: str) -> Fields:
    """A record of Web of Science's plain text, from ``PT`` to ``ER``."""
    import rispy

    lines = [line for line in block.split("\n") if line.strip()]
    record = rispy.loads("\n".join([*lines, "ER", ""]), implementation=rispy.WokParser)[0]
    return fields(
        title=_first(record, "document_title"),
        authors="; ".join(_listed(record, "authors")),
        year=_first(record, "publication_year"),
        doi=_first(record, "doi"),
        pmid=_first(record, "pubmed_id"),
        journal=_first(record, "publication_name"),
        volume=_first(record, "volume"),
        number=_first(record, "issue"),
        pages="-".join(filter(None, (_first(record, "beginning_page"), _first(record, "ending_page")))),
        abstract=_first(record, "abstract"),
        database="Web of Science",
    )


def from_medline(block: str) -> Fields:
    """A record of PubMed's own format (.nbib), which no kept library reads with its DOI: tags with folded lines."""
    record: dict[str, list[str]] = {}
    for line in block.split("\n"):
        if found := MEDLINE_TAG.fullmatch(line):
            last = record.setdefault(found[1], [])
            last.append(found[2])
        elif line.startswith("      ") and record:
            last[-1] += f" {line.strip()}"
    dois = [text.removesuffix(ID_MARK) for text in [*record.get("LID", []), *record.get("AID", [])] if ID_MARK in text]
    return fields(
        title=_first(record, "TI", "BTI", "TT"),
        authors="; ".join(record.get("FAU") or record.get("AU") or record.get("CN") or []),
        year=_first(record, "DP", "DEP"),
        doi=dois[0] if dois else "",
        pmid=_first(record, "PMID"),
        journal=_first(record, "JT", "TA"),
        volume=_first(record, "VI"),
        number=_first(record, "IP"),
        pages=_first(record, "PG"),
        abstract=_first(record, "AB"),
        database="PubMed",
    )


def from_bibtex(block: str) -> Fields:
    """A record of BibTeX, its LaTeX undone."""
    from pybtex.database import parse_string

    (entry,) = parse_string(block, "bibtex").entries.values()
    record = {name.lower(): from_latex(value) for name, value in entry.fields.items()}
    authors = [from_latex(str(person)) for person in entry.persons.get("author", entry.persons.get("editor", []))]
    return fields(
        title=_first(record, "title"),
        authors="; ".join(authors),
        year=_first(record, "year", "date"),
        doi=_first(record, "doi"),
        pmid=_first(record, "pmid"),
        journal=_first(record, "journal", "journaltitle", "booktitle"),
        volume=_first(record, "volume"),
        number=_first(record, "number", "issue"),
        pages=_first(record, "pages").replace("--", "-"),
        abstract=_first(record, "abstract"),
        database=_first(record, "source"),
    )


def from_columns(row: Mapping[str, str]) -> Fields:
    """A row of a CSV export, by names of columns in small letters."""
    found = {name: _first(row, *columns) for name, columns in COLUMNS.items()}
    # Names as "Li, F.; Shen, S." or, with PubMed, as "Li F, Shen S".
    if ";" not in found["authors"] and not re.search(r", [A-Z]\.", found["authors"]):
        found["authors"] = "; ".join(map(str.strip, found["authors"].rstrip(".").split(",")))
    return fields(**found)
