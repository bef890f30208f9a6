"""Everything wrong with the files of a book that are no tables: settings, record of changes, redirects, bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from umbrella.tables.bibliography import read_bibliography
from umbrella.tables.contract import SEARCHES, Contract, rounds_in
from umbrella.tables.files import Unreadable, read_text
from umbrella.tables.problems import Problem, shown
from umbrella.tables.settings import toml_problems

SEARCH, SUMS, SUM = "search.toml", "SHA256SUMS", re.compile(r"[0-9a-f]{64}  [^/]+")
# Files that people take for tables of the book.
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
EDITION, CHANGES, REDIRECTS, ADDRESSES = "edition.toml", "changes.toml", "redirects.toml", "addresses.txt"


def other_problems(folder: Path, contract: Contract) -> list[Problem]:
    """What is wrong with each of them by itself; the record and the redirects may be missing."""
    problems = list(_strays(folder, contract))
    edition, found = toml_problems(folder / EDITION, f"{folder.name}/{EDITION}", "edition")
    closed, wrong = _rounds(folder)
    problems += (found or list(_wrong_order(edition, f"{folder.name}/{EDITION}", closed))) + wrong
    if _is_there(folder / CHANGES):
        changes, found = toml_problems(folder / CHANGES, f"{folder.name}/{CHANGES}", "changes")
        problems += found or list(_record_problems(changes, f"{folder.name}/{CHANGES}"))
    if _is_there(folder.parent / REDIRECTS):
        problems += toml_problems(folder.parent / REDIRECTS, REDIRECTS, "redirects")[1]
    if _is_there(folder.parent / ADDRESSES):
        problems += _address_problems(folder.parent / ADDRESSES)
    try:
        read_bibliography(folder)
    except Unreadable as error:
        problems.append(error.problem)
    return problems


def _strays(folder: Path, contract: Contract) -> Iterator[Problem]:
    """Tables that lie beside those of the contract: copies, and workbooks, which nothing reads."""
    known = {table.path for table in contract.tables.values()}
    for path in sorted({*folder.glob("*"), *folder.glob("vocabularies/*")}):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in TABLES and name not in known and not path.name.startswith("."):
            yield Problem(f"{folder.name}/{name}", 0, "", "is no table of the contract, and nothing reads it; move it out of the folder")


def _is_there(path: Path) -> bool:
    """Whether anything stands under that name, if only a link to nowhere."""
    return path.exists() or path.is_symlink()


def _rounds(folder: Path) -> tuple[list[date], list[Problem]]:
    """The days on which rounds of search were closed, and what is wrong with their settings and checksums."""
    closed, problems = [], []
    for name in rounds_in(folder):
        file = f"{folder.name}/{SEARCHES}/{name}"
        settings, found = toml_problems(folder / SEARCHES / name / SEARCH, f"{file}/{SEARCH}", "search")
        problems += found
        if not found and "closed" in settings:
            closed.append(settings["closed"])
        try:
            lines = read_text(folder / SEARCHES / name / SUMS, f"{file}/{SUMS}").splitlines()
        except Unreadable as error:
            problems.append(error.problem)
            continue
        problems += [
            Problem(f"{file}/{SUMS}", row, "", f"{shown(line)} is not a SHA-256 checksum, two blanks and a file's name")
            for row, line in enumerate(lines, start=1)
            if not SUM.fullmatch(line)
        ]
    return closed, problems


def _wrong_order(edition: dict, file: str, closed: list[date]) -> Iterator[Problem]:
    """Dates of the edition that cannot follow each other as they do; a search may be closed before its edition is made."""
    search, day = edition["search"], max([edition["edition"]["date"], *closed])
    for number, database in enumerate(search["databases"], start=1):
        place = f"search.databases[{number}].last"
        if database["last"] > day:
            yield Problem(file, 0, place, f"{database['last']} is after the date of the edition, {day}")
        if database["last"] > search["next_due"]:
            yield Problem(
                file, 0, place, f"{database['last']} is after the day the next search is due, {search['next_due']}"
            )


def _record_problems(changes: dict, file: str) -> Iterator[Problem]:
    """Editions recorded twice, and errata of editions that are not recorded."""
    versions = [entry["version"] for entry in changes.get("edition", [])]
    for number, version in enumerate(versions, start=1):
        if version in versions[: number - 1]:
            yield Problem(file, 0, f"edition[{number}].version", f"{shown(version)} stands in an earlier entry already")
    for number, entry in enumerate(changes.get("erratum", []), start=1):
        if entry["edition"] not in versions:
            yield Problem(file, 0, f"erratum[{number}].edition", f"{shown(entry['edition'])} is not a recorded edition")


def _address_problems(path: Path) -> list[Problem]:
    """Lines of the list of addresses that are none."""
    try:
        lines = read_text(path, ADDRESSES).splitlines()
    except Unreadable as error:
        return [error.problem]
    return [
        Problem(ADDRESSES, row, "", f"{shown(line)} is not an address within the site")
        for row, line in enumerate(lines, start=1)
        if line
        and not line.startswith("#")
        and (
            not line.isprintable() or line.startswith("/") or line != line.strip() or ".." in PurePosixPath(line).parts
        )
    ]
