"""The files of a round: ``data/searches/ROUND``, and the raw exports in ``exports/ROUND``, which stay out of git."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from umbrella.searches.flow import Search
from umbrella.searches.known import removed_before_screening
from umbrella.searches.merging import id_order
from umbrella.tables import Tables, check
from umbrella.tables.contract import ROUND, SEARCHES, read_contract
from umbrella.tables.delimited import csv_text
from umbrella.tables.identity import identity
from umbrella.tables.problems import DataError, not_one_of
from umbrella.tables.settings import toml_problems

SETTINGS, SUMS, RAW = "search.toml", "SHA256SUMS", "exports"
TABLES = ("exports", "records", "decisions", "doubts", "unreadable")
NEW = """# The search of {name}: where, when and how was searched, and who screens.

# Initials or roles of those who screen, each apart from the others; of who settles where they differ; who searched.
raters = ["AB", "CD"]
settles = ""
who = ""
"""
DATABASE = """
# Before the round is closed, add the day of the search as a line such as: searched = {name}-01
[[databases]]
name = {database}
string = ""
limits = ""
"""


def read_search(tables: Tables, name: str) -> Search:
    """A round of search as its files have it.

    Raises:
        ValueError: there is no such round.
    """
    if name not in tables.contract.searched:
        words = not_one_of(name, list(tables.contract.searched), f"the rounds in data/{SEARCHES}")
        raise ValueError(f"{words}; umbrella search add {name} FILES begins one")
    settings = tables.extra(f"{SEARCHES}/{name}/{SETTINGS}")
    frames = {table: tables[f"search-{table}-{name}"] for table in TABLES}
    reasons = dict(zip(tables["exclusion-reasons"]["reason"], tables["exclusion-reasons"]["kind"]))
    removed = removed_before_screening(tables, name, frames["records"])
    return Search(name=name, settings=settings, removed=removed, reasons=reasons, **frames)


def begin(data: Path, name: str, databases: Iterable[str]) -> None:
    """Lay out a round as far as it is not there, and list the databases that its settings do not name yet.

    Raises:
        ValueError: the name is no year and month, or the contract knows no searches.
    """
    if not ROUND.fullmatch(name):
        raise ValueError(f"{name!r} is not a year and a month, such as 2026-11")
    descriptor = read_contract(data).descriptor
    if SEARCHES not in descriptor:
        raise ValueError(f"data/datapackage.json lists no tables under {SEARCHES}; take them over from the engine's own book")
    folder = data / SEARCHES / name
    folder.mkdir(parents=True, exist_ok=True)
    _unless_there(folder / SETTINGS, NEW.format(name=name))
    text = (folder / SETTINGS).read_text("utf-8")
    named = {identity(entry.get("name", "")) for entry in toml_problems(folder / SETTINGS, SETTINGS, "search")[0].get("databases", [])}
    new = [database for database in dict.fromkeys(databases) if identity(database) not in named]
    if new:
        text += "".join(DATABASE.format(name=name, database=json.dumps(one, ensure_ascii=False)) for one in new)
        write_text(folder / SETTINGS, text)
    for resource in descriptor[SEARCHES]:
        header = ",".join(field["name"] for field in resource["schema"]["fields"])
        _unless_there(folder / resource["path"], f"{header}\n")
    _unless_there(folder / SUMS, "")


def _unless_there(path: Path, text: str) -> None:
    if not path.exists():
        write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write a file so that it is, at any moment, the old one or the new one."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8", newline="")
    os.replace(new, path)


def with_rows(tables: Tables, name: str, rows: pd.DataFrame) -> str:
    """The text of a table with more rows, the rest of it as it stands; empty if there are none."""
    if rows.empty:
        return ""
    table = tables.contract.tables[name]
    text = (tables.folder / table.path).read_text("utf-8-sig").rstrip("\n")
    filled = rows.reindex(columns=list(table.fields)).astype("object")
    new = csv_text(filled.where(filled.notna(), "")).rstrip("\n").split("\n")[1:]
    header, *body = [*text.split("\n"), *new]
    places = [next(csv.reader([header])).index(name) for name in table.key]
    body.sort(key=lambda line: [next(csv.reader([line]))[place] for place in places])
    return "".join(f"{line}\n" for line in [header, *body])


def write_sound(root: Path, texts: Mapping[str, str]) -> None:
    """Write files of a book; if its data are not sound then, they are as they were.

    Args:
        root: the book.
        texts: what to write, by path.

    Raises:
        DataError: what would be wrong.
    """
    before = {path: (root / path).read_text("utf-8") if (root / path).exists() else None for path in texts}
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_text(root / path, text)
    if problems := check(root / "data"):
        for path, text in before.items():
            if text is None:
                (root / path).unlink()
            else:
                write_text(root / path, text)
        raise DataError(problems)


def sums(folder: Path) -> dict[str, str]:
    """Checksums of the exports of a round, by file."""
    if not (folder / SUMS).is_file():
        return {}
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def write_sums(folder: Path, digests: dict[str, str]) -> None:
    """Write the checksums as ``sha256sum -c`` reads them."""
    write_text(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())))


def write_search(tables: Tables, search: Search) -> None:
    """Write the tables of a round as the contract has them, sorted by key."""
    for table in TABLES:
        resource = tables.contract.tables[f"search-{table}-{search.name}"]
        write_text(tables.folder / resource.path, csv_text(ordered(getattr(search, table), resource.key)[list(resource.fields)]))


def ordered(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows in the order of their key, records by their numbers."""
    return frame.sort_values(
        key, key=lambda column: column.map(id_order) if column.name == "record_id" else column, ignore_index=True
    )
