"""Reads ``references.bib``: safely, and with every problem of its entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from umbrella.tables.files import Unreadable, read_text
from umbrella.tables.identity import doi_identity
from umbrella.tables.problems import Problem, shown
from umbrella.tables.signs import CONTROL, odd_sign

if TYPE_CHECKING:
    from pybtex.database import BibliographyData, Entry

BIBLIOGRAPHY = "references.bib"
LIMIT = 16 << 20
# No field is longer; @string definitions that double each other would be, without end.
LONGEST = 1 << 16
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]*")
YEAR = re.compile(r"(1[5-9]|20|21)[0-9]{2}")
LETTER = re.compile("[a-z]")
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
NEEDED = ("author", "title", "year")


def read_bibliography(folder: Path) -> BibliographyData:
    """``references.bib`` of a data folder as pybtex reads it.

    Raises:
        Unreadable: it cannot be read, or is no BibTeX.
    """
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError
    from pybtex.utils import CaseInsensitiveDict

    file = f"{folder.name}/{BIBLIOGRAPHY}"

    class Bounded(CaseInsensitiveDict):
        """Definitions of texts, none of them endless."""

        def __setitem__(self, name: str, value: str) -> None:
            if len(value) > LONGEST:
                raise Unreadable(Problem(file, 0, f"@string {name}", "is longer than any text may be"))
            super().__setitem__(name, value)

    text = read_text(folder / BIBLIOGRAPHY, file, LIMIT).replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        row = text.count("\n", 0, found.start()) + 1
        raise Unreadable(Problem(file, row, "", f"holds a control character ({found[0]!r}); delete it"))
    parser = Parser()
    parser.macros = Bounded(parser.macros)
    try:
        return parser.parse_string(text)
    except PybtexError as error:
        raise Unreadable(Problem(file, 0, "", f"cannot be read: {error}")) from error
    except RecursionError as error:
        raise Unreadable(Problem(file, 0, "", "is nested too deeply")) from error


def cited_as(entry: Entry) -> tuple[str, ...]:
    """What a citation says of a work: one author, two, or the first "et al.", and the year without a letter."""
    names = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
    year = entry.fields.get("year", "").strip().rstrip(ascii_lowercase)
    return (*(names if len(names) < 3 else (names[0], "et al.")), year)


def free_letter(data: BibliographyData, entry: Entry) -> str:
    """The letter after the year by which a new work is told from those cited alike, which keep theirs; mostly none."""
    alike = [other for other in data.entries.values() if cited_as(other) == cited_as(entry)]
    taken = {other.fields.get("extradate", "") for other in alike}
    # Works without a letter of their own bear a, b and so on once there are two of them.
    free = (letter for letter in ascii_lowercase[max(1, len(alike)) :] if letter not in taken)
    return next(free) if alike else ""


def entry_problems(data: BibliographyData, file: str, needed: set[str]) -> Iterator[Problem]:
    """What is wrong with the entries.

    Args:
        data: the bibliography.
        file: its name in messages.
        needed: keys that rows of tables name, whose entries must say who wrote what, and when.
    """
    dois: dict[str, str] = {}
    for key, entry in data.entries.items():
        fields = entry.fields
        if not KEY.fullmatch(key):
            yield Problem(file, 0, shown(key), "is not a key of letters, digits and . _ : + -")
        for name, value in fields.items():
            if words := odd_sign(value.replace("\n", " ").replace("\t", " ")):
                yield Problem(file, 0, f"{key}, {name}", words)
        if key in needed:
            there = {name for name, value in fields.items() if value.strip()} | set(entry.persons)
            for name in NEEDED:
                if name not in there and not (name == "author" and "editor" in there):
                    yield Problem(file, 0, f"{key}, {name}", "the field is missing; rows of the tables name this work")
        if "year" in fields and not YEAR.fullmatch(fields["year"].strip()):
            yield Problem(file, 0, f"{key}, year", f"{shown(fields['year'])} is not a year of four digits")
        if not LETTER.fullmatch(fields.get("extradate", "a")):
            yield Problem(file, 0, f"{key}, extradate", f"{shown(fields['extradate'])} is not one small letter, such as b")
        if doi := fields.get("doi", "").replace("\\", ""):
            if not DOI.fullmatch(doi_identity(doi)):
                yield Problem(file, 0, f"{key}, doi", f"{shown(doi)} is not a DOI, such as 10.1000/182")
            elif (first := dois.setdefault(doi_identity(doi), key)) != key:
                yield Problem(file, 0, f"{key}, doi", f"is the DOI of {first} too; one work has one entry")
