"""``umbrella add review``: from a record, a DOI or an export to everything that a review needs, as far as it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
import pandas as pd
from pybtex.database import BibliographyData, Entry, Person

from umbrella.citing.addresses import LIST
from umbrella.markup import doi_address, to_latex
from umbrella.new_review import document_of, listed, page_of
from umbrella.nouns import counted
from umbrella.options import BOOK
from umbrella.searches.adding import raw_fields
from umbrella.searches.decisions import FULL_TEXT, INCLUDE
from umbrella.searches.exports import read_export
from umbrella.searches.fields import Fields, fullest
from umbrella.searches.folder import read_search
from umbrella.searches.linking import surname_as_written
from umbrella.searches.merging import ID
from umbrella.starting.command import chapter_command
from umbrella.tables import Tables, load
from umbrella.tables.bibliography import BIBLIOGRAPHY, free_letter
from umbrella.tables.command import telling
from umbrella.tables.files import read_file
from umbrella.tables.identity import doi_identity, letters
from umbrella.tables.problems import not_one_of
from umbrella.tables.writing import canonical, cells_of, with_rows, write_sound

RECORD_KIND = "record"
TELLING = 6


@dataclass(frozen=True)
class Found:
    """A review that is to be added: what is known of it, the round it was included in, its record and where it stands."""

    fields: Fields
    round: str
    record_id: str = ""
    where: str = ""


def find(root: Path, tables: Tables, what: str, round_name: str) -> Found:
    """The review that a record id, a DOI or a file with one record names.

    Raises:
        ValueError: there is none, or it was not included.
    """
    given = _of_file(what) if Path(what).is_file() else None
    row = _row(tables, given, what)
    if row is None and given:
        name = round_name or _newest(tables)
        if name in tables.contract.searched:
            words = f"is no record of {name}; read it in first: umbrella search add {name} 'Other sources={what}'"
            raise ValueError(f"{what}: {words}, and screen it")
        return Found(given, name, where=f"export {Path(what).name}")
    if row is None:
        words = "no record of a round" if ID.fullmatch(what) else "no record of a round has this DOI; export it from a database and name the file"
        raise ValueError(f"{what!r} is neither a file nor a record: {words}")
    search = read_search(tables, row.round)
    outcome = search.outcomes(FULL_TEXT).set_index("record_id")["outcome"].get(row.record_id, "not at the full texts")
    if outcome != INCLUDE:
        raise ValueError(f"{row.record_id} was not included in {row.round}: {outcome}")
    texts = {name: "" if pd.isna(value) else str(value) for name, value in row._asdict().items()}
    own = Fields(texts["title"], texts["first_author"], texts["year"], texts["doi"], texts["pmid"])
    fields = given or raw_fields(root, search).get(row.record_id, own)
    return Found(fullest(fields, own), row.round, row.record_id, f"export of {texts['databases']}")


def _of_file(what: str) -> Fields:
    """What a file with one record says of it."""
    records = read_export(read_file(Path(what), what), what)
    if len(records) != 1 or records[0].why:
        raise ValueError(f"{what} holds {counted(len(records), 'record')}; it must hold the one that is to be added")
    return records[0].fields


def _row(tables: Tables, given: Fields | None, what: str) -> object | None:
    """The record of a round with an id or a DOI, or with the ids of what a file says."""
    doi, pmid = (given.doi, given.pmid) if given else (doi_identity(what), "")
    for row in _records(tables):
        ids = (pd.notna(row.doi) and doi_identity(row.doi) == doi, pd.notna(row.pmid) and row.pmid == pmid)
        if any(ids) or (not given and row.record_id == what):
            return row
    return None


def _records(tables: Tables) -> list:
    return [row for name in tables.contract.searched for row in tables[f"search-records-{name}"].assign(round=name).itertuples()]


def _newest(tables: Tables) -> str:
    if not tables.contract.searched:
        raise ValueError("say in which round the review was included: --round YYYY-MM")
    return tables.contract.searched[-1]


def key_and_label(tables: Tables, fields: Fields) -> tuple[str, str]:
    """A free citation key and a free label; a second work of one name and year gets a word of its title.

    Raises:
        ValueError: first author or year is not known, or the review is there.
    """
    surname = surname_as_written(fields.first_author)
    if not letters(surname) or not fields.year:
        raise ValueError("the record tells no first author or no year; give a file that does, or add the entry to references.bib by hand")
    for key, entry in tables.references.entries.items():
        if fields.doi and doi_identity(entry.fields.get("doi", "")) == fields.doi and key in set(tables.reviews["review_id"]):
            raise ValueError(f"{key} is this review already")
    keys, labels = {key.lower() for key in tables.references.entries}, set(tables.reviews["label"])
    key, label = f"{re.sub('[^a-z]', '', letters(surname))}{fields.year}", f"{surname} {fields.year}"
    words = [word for word in re.findall(r"[A-Za-z]+", fields.title) if len(word) >= TELLING]
    endings = [("", ""), *((word.lower(), f" ({word.lower()})") for word in words)]
    for ending, words_of_label in endings:
        if f"{key}{ending}" not in keys and f"{label}{words_of_label}" not in labels:
            return f"{key}{ending}", f"{label}{words_of_label}"
    raise ValueError(f"there is a review {label} already, and no word of the title tells the two apart")


def bib_entry(key: str, fields: Fields, known: BibliographyData) -> str:
    """The entry of the bibliography; a list of authors of which only the first is known ends in ``others``."""
    names = fields.authors.split("; ")
    people = [Person(to_latex(_with_comma(name))) for name in names]
    if len(names) == 1 and not fields.journal:
        people.append(Person("others"))
    texts = {
        "title": f"{{{to_latex(fields.title)}}}", "journal": to_latex(fields.journal), "year": fields.year, "volume": fields.volume,
        "number": fields.number, "pages": fields.pages.replace("-", "--"), "doi": fields.doi, "pmid": fields.pmid,
    }  # fmt: skip
    entry = Entry("article", {name: text for name, text in texts.items() if text}, {"author": people})
    # A work of before keeps the year that it is cited by.
    if letter := free_letter(known, entry):
        entry.fields["extradate"] = letter
    return BibliographyData({key: entry}).to_string("bibtex")


def _with_comma(name: str) -> str:
    """A name as ``Family, Given``, also where a database leaves the comma out."""
    surname = surname_as_written(name)
    return name if "," in name or surname == name else f"{surname}, {name[len(surname):].strip()}"


def files_of(tables: Tables, found: Found, scope: str, focus: str, day: date) -> tuple[str, dict[str, str]]:
    """The key of a review, and the files of the book with it in them: text by path."""
    root, fields = tables.folder.parent, found.fields
    key, label = key_and_label(tables, fields)
    source = f"{key}:{RECORD_KIND}"
    kinds = tables["source-kinds"]
    kind = RECORD_KIND if RECORD_KIND in set(kinds["kind"]) else kinds.loc[kinds["role"] == "review", "kind"].iloc[-1]
    review = {"review_id": key, "round": found.round, "label": label, "scope": scope, "focus": focus or fields.title, "added": day.isoformat()}
    text = {"source_id": source, "review_id": key, "kind": kind, "title": fields.title, "doi": fields.doi, "read": found.where.capitalize()}
    text["address"] = doi_address(fields.doi) if fields.doi else ""
    known = {"year": fields.year, "journal": fields.journal}
    facts = [
        {"review_id": key, "fact": fact, "value": value, "origin": source, "locator": found.where}
        for fact, value in known.items()
        if value and fact in set(tables.facts["fact"])
    ]
    bibliography = (tables.folder / BIBLIOGRAPHY).read_text("utf-8").rstrip("\n")
    written = {
        f"data/{BIBLIOGRAPHY}": f"{bibliography}\n\n{bib_entry(key, fields, tables.references).strip()}\n",
        "data/reviews.csv": with_rows(tables.contract, "reviews", pd.DataFrame([review])),
        "data/sources.csv": with_rows(tables.contract, "sources", pd.DataFrame([text])),
        "data/review-facts.csv": with_rows(tables.contract, "review-facts", pd.DataFrame(facts)),
        f"{document_of(key)}.md": page_of(key, label),
        "_toc.yml": listed((root / "_toc.yml").read_text("utf-8"), key),
    }
    if (root / LIST).is_file():
        written[LIST] = _with_address((root / LIST).read_text("utf-8"), f"{document_of(key)}.html")
    if candidates := _candidates(tables, found.record_id):
        table, frame = tables.contract.tables["candidate-reviews"], tables["candidate-reviews"]
        frame.loc[frame["candidate_id"].isin(candidates), "review_id"] = key
        written[f"data/{table.path}"] = canonical(cells_of(frame, table), table)
    if found.record_id:
        table = tables.contract.tables[name := f"search-records-{found.round}"]
        records = tables[name]
        own = records["record_id"] == found.record_id
        records.loc[own, "known_as"] = "; ".join([*records.loc[own, "known_as"].dropna(), key])
        written[f"data/{table.path}"] = canonical(cells_of(records, table), table)
    return key, {path: text for path, text in written.items() if text}


def _with_address(text: str, address: str) -> str:
    """A list of addresses with one more, in its place."""
    lines = text.splitlines()
    place = next((number for number, line in enumerate(lines) if line and not line.startswith("#") and line > address), len(lines))
    return "\n".join([*lines[:place], address, *lines[place:]]) + "\n"


@click.group()
def add() -> None:
    """Add to the book."""


@add.command()
@BOOK
@click.argument("what", metavar="RECORD|DOI|FILE")
@click.option("--scope", required=True, help="Whom the review covers: a term of vocabularies/scopes.csv.")
@click.option("--focus", default="", help="What it is about, in one phrase (its title by default).")
@click.option("--round", "round_name", default="", help="Round in which it was included (that of its record by default).")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day it is added (today by default).")
def review(book: Path, what: str, scope: str, focus: str, round_name: str, day: datetime | None) -> None:
    """Add an included review: its entry in the bibliography, rows, known facts, page and address.

    What the record does not tell stays empty. A DOI is looked for in the records of the rounds; nothing is fetched.
    """
    with telling():
        tables = load(book / "data")
        if scope not in set(tables.scopes["scope"]):
            raise ValueError(f"--scope: {not_one_of(scope, list(tables.scopes['scope']), 'vocabularies/scopes.csv')}")
        found = find(book, tables, what, round_name)
        key, texts = files_of(tables, found, scope, focus, day.date() if day else date.today())
        write_sound(tables.folder, texts)
    for path in texts:
        click.echo(f"wrote {path}")
    click.echo(f"{key}: now enter what you read of it in sources, facts, findings, correlations, estimates and appraisals")
    for candidate in _candidates(tables, found.record_id):
        click.echo(f"{candidate} in candidate-reviews.csv was this review, and says so now")


add.add_command(chapter_command)


def _candidates(tables: Tables, record_id: str) -> list[str]:
    """Candidates that a record is known as."""
    known = set(tables["candidate-reviews"]["candidate_id"])
    rows = [row for row in _records(tables) if row.record_id == record_id and pd.notna(row.known_as)]
    return sorted(key for row in rows for key in row.known_as.split("; ") if key in known)
