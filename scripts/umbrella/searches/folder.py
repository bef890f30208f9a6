"""The files of a round: ``data/searches/ROUND``, and the raw exports in ``exports/ROUND``, which stay out of git."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from umbrella.keeping import write_whole
from umbrella.searches.flow import Search
from umbrella.searches.known import removed_before_screening
from umbrella.tables import Tables
from umbrella.tables.contract import ROUND, SEARCHES, read_contract
from umbrella.tables.identity import identity
from umbrella.tables.problems import not_one_of
from umbrella.tables.settings import toml_problems
from umbrella.tables.writing import canonical, cells_of

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
    _unless_there(folder / SETTINGS, NEW.format(name=name))
    text = (folder / SETTINGS).read_text("utf-8")
    named = {identity(entry.get("name", "")) for entry in toml_problems(folder / SETTINGS, SETTINGS, "search")[0].get("databases", [])}
    new = [database for database in dict.fromkeys(databases) if identity(database) not in named]
    if new:
        text += "".join(DATABASE.format(name=name, database=json.dumps(one, ensure_ascii=False)) for one in new)
        write_whole(folder / SETTINGS, text)
    for resource in descriptor[SEARCHES]:
        header = ",".join(field["name"] for field in resource["schema"]["fields"])
        _unless_there(folder / resource["path"], f"{header}\n")
    _unless_there(folder / SUMS, "")


def _unless_there(path: Path, text: str) -> None:
    if not path.exists():
        write_whole(path, text)


def sums(folder: Path) -> dict[str, str]:
    """Checksums of the exports of a round, by file."""
    if not (folder / SUMS).is_file():
        return {}
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def write_sums(folder: Path, digests: dict[str, str]) -> None:
    """Write the checksums as ``sha256sum -c`` reads them."""
    write_whole(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())))


def write_search(tables: Tables, search: Search) -> None:
    """Write the tables of a round as the contract has them."""
    for name in TABLES:
        table = tables.contract.tables[f"search-{name}-{search.name}"]
        write_whole(tables.folder / table.path, canonical(cells_of(getattr(search, name), table), table))
