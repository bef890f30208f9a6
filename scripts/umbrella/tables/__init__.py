"""Reads ``data/`` through its contract: typed tables, or every problem at once."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from umbrella.tables.contract import DESCRIPTOR, Contract, Table, read_contract
from umbrella.tables.parts import View, frame_digest, parsed_rows, parsed_view, rows_name, view_name
from umbrella.tables.problems import DataError, Problem
from umbrella.tables.reading import FORMS, read_cells
from umbrella.tables.recording import note, start_recording, unrecorded

if TYPE_CHECKING:
    from pybtex.database import BibliographyData

__all__ = ["DataError", "Problem", "Tables", "check", "digest", "find_data", "load"]

# Set by the build once it has checked the tables, so that chapters need not check them again.
CHECKED = "UMBRELLA_CHECKED_DATA"
DTYPES = {"integer": "Int64", "number": "Float64", "date": "str", "string": "str"}
EXTRAS = ("edition.toml", "references.bib")

# A kernel that was told to note its reads begins here, before it can read a table.
start_recording()


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a data folder, read when asked for, never changed.

    ``tables["review-facts"]`` and ``tables.review_facts`` are the same
    DataFrame: columns in the contract's order, text as ``str``, counts as
    ``Int64``, measures as ``Float64``, dates as ISO text, empty cells missing.
    Each access gives a copy, so that nobody changes what others read.

    Attributes:
        folder: the data folder.
        contract: its contract.
        files_read: files and parts of files asked for so far, relative to the folder.
    """

    def __init__(self, contract: Contract, cells: Mapping[str, list[list[str]]] = MappingProxyType({})):
        self.contract = contract
        self.folder = contract.folder
        self.files_read: set[str] = set()
        self._cells = dict(cells)
        self._frames: dict[str, pd.DataFrame] = {}
        self._views: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        self._depend(self.contract.tables[name].path)
        return self._frame(name).copy()

    def rows(self, name: str, **equal: str) -> pd.DataFrame:
        """Rows of a table with given values in text columns, numbered from 0.

        A page that asks for these alone depends on no other row of the table.

        Raises:
            KeyError: the table has no such column.
        """
        self._depend(rows_name(self.contract.tables[name].path, equal))
        return self._rows(name, equal)

    def view(self, view: View, *arguments: str) -> pd.DataFrame:
        """What a function makes of these tables: ``view(tables, *arguments)``, on any rows it likes.

        A page that asks for this depends on the answer alone.
        """
        self._depend(view_name(view, arguments))
        return self._view(view, arguments)

    def part_digest(self, name: str) -> str:
        """SHA-256 of a part that was asked for before, by the name it was noted under.

        Raises:
            KeyError, AttributeError: there is no such table, column or view any more.
        """
        if parsed := parsed_view(name):
            return frame_digest(self._view(*parsed))
        path, equal = parsed_rows(name)
        names = {table.path: name for name, table in self.contract.tables.items()}
        return frame_digest(self._rows(names[path], equal))

    def _depend(self, name: str) -> None:
        self.files_read.add(name)
        note(name)

    def _frame(self, name: str) -> pd.DataFrame:
        """A table, read when first asked for; who gives it out notes what is given."""
        if name not in self._frames:
            table = self.contract.tables[name]
            if name not in self._cells:
                with unrecorded():
                    cells, problems = read_cells(self.folder / table.path, table, self.file_of(name))
                if problems:
                    raise DataError(problems)
                self._cells[name] = cells
            self._frames[name] = _typed(self._cells[name], table)
        return self._frames[name]

    def _rows(self, name: str, equal: Mapping[str, str]) -> pd.DataFrame:
        frame = self._frame(name)
        for column, value in equal.items():
            frame = frame[frame[column] == value]
        return frame.reset_index(drop=True).copy()

    def _view(self, view: View, arguments: tuple[str, ...]) -> pd.DataFrame:
        name = view_name(view, arguments)
        if name not in self._views:
            with unrecorded():
                self._views[name] = view(self._unnoted, *arguments).reset_index(drop=True)
        return self._views[name].copy()

    @cached_property
    def _unnoted(self) -> Tables:
        """The same tables for views, whose own reading is not the page's."""
        twin = Tables(self.contract, self._cells)
        twin._frames = self._frames
        return twin

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or (resource := name.replace("_", "-")) not in self.contract.tables:
            raise AttributeError(name)
        return self[resource]

    def __iter__(self):
        return iter(self.contract.tables)

    def __len__(self) -> int:
        return len(self.contract.tables)

    def file_of(self, name: str) -> str:
        """Path of a table as messages show it, such as ``data/findings.csv``."""
        return f"{self.folder.name}/{self.contract.tables[name].path}"

    @cached_property
    def _edition(self) -> dict:
        return tomllib.loads((self.folder / "edition.toml").read_text("utf-8"))

    @property
    def edition(self) -> dict:
        """``edition.toml``: version, dates of search, retirement rule."""
        self.files_read.add("edition.toml")
        return self._edition

    def extra(self, name: str) -> dict:
        """Another TOML file of the folder, such as ``changes.toml``; empty when there is none."""
        self.files_read.add(name)
        path = self.folder / name
        return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}

    @cached_property
    def _references(self) -> BibliographyData:
        from pybtex.database import parse_string

        return parse_string((self.folder / "references.bib").read_text("utf-8"), "bibtex")

    @property
    def references(self) -> BibliographyData:
        """``references.bib`` as pybtex reads it."""
        self.files_read.add("references.bib")
        return self._references


def _typed(cells: list[list[str]], table: Table) -> pd.DataFrame:
    """Rows of text as a DataFrame of the contract's types, empty cells missing."""
    frame = pd.DataFrame(cells, columns=list(table.fields), dtype="str").replace("", None)
    return frame.astype({name: DTYPES[field["type"]] for name, field in table.fields.items()})


def find_data(start: Path | None = None) -> Path:
    """The ``data`` folder of the book that a path lies in.

    Args:
        start: where to look first; the working folder by default.

    Raises:
        FileNotFoundError: neither the path nor a folder above it holds one.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / DESCRIPTOR).is_file():
            return folder / "data"
    raise FileNotFoundError(f"no data/{DESCRIPTOR} in {start} or above it")


def digest(folder: Path) -> str:
    """SHA-256 over the contract, all tables it names, the edition and the bibliography."""
    contract = read_contract(folder)
    paths = sorted([DESCRIPTOR, *EXTRAS, *(table.path for table in contract.tables.values())])
    total = hashlib.sha256()
    for path in paths:
        file = folder / path
        total.update(f"{path}\0".encode())
        total.update(file.read_bytes() if file.is_file() else b"\0missing")
        total.update(b"\0")
    return total.hexdigest()


def check(folder: Path) -> list[Problem]:
    """Everything wrong with a data folder, sorted by place.

    Files are read first, then checked against the contract by Frictionless,
    then against the rules across tables, as far as they could be read.
    """
    return _checked(folder)[1]


def _checked(folder: Path) -> tuple[Tables, list[Problem]]:
    from umbrella.tables.checking import contract_problems
    from umbrella.tables.rules import RULES

    contract = read_contract(folder)
    cells, problems, broken = {}, [], set()
    for name, table in contract.tables.items():
        file = f"{folder.name}/{table.path}"
        cells[name], found = read_cells(folder / table.path, table, file)
        problems += found
        # Without rows there is nothing to check, or to look references up in.
        if found and not cells[name]:
            broken.add(name)
    unread = _extra_problems(folder)
    problems += unread + contract_problems(contract, cells, broken)
    tables = Tables(contract, _typable(cells, contract) if problems else cells)
    if not broken and not unread:
        problems += [problem for rule in RULES for problem in rule(tables)]
    return tables, sorted(set(problems))


def _typable(cells: Mapping[str, list[list[str]]], contract: Contract) -> dict[str, list[list[str]]]:
    """Rows without the numbers that cannot be read as such, which are reported already."""
    forms = {
        name: [
            FORMS[field["type"]][0] if field["type"] in ("integer", "number") else None
            for field in table.fields.values()
        ]
        for name, table in contract.tables.items()
    }
    return {
        name: [
            [cell if not form or form.fullmatch(cell) else "" for cell, form in zip(row, forms[name])] for row in rows
        ]
        for name, rows in cells.items()
    }


def _extra_problems(folder: Path) -> list[Problem]:
    """Whether the edition and the bibliography can be read."""
    from pybtex.database import parse_string
    from pybtex.exceptions import PybtexError

    problems = []
    for name, read in (("edition.toml", tomllib.loads), ("references.bib", lambda text: parse_string(text, "bibtex"))):
        file = f"{folder.name}/{name}"
        try:
            read((folder / name).read_text("utf-8"))
        except FileNotFoundError:
            problems.append(Problem(file, 0, "", "the file is missing"))
        except (tomllib.TOMLDecodeError, PybtexError, UnicodeDecodeError) as error:
            problems.append(Problem(file, 0, "", f"cannot be read: {error}"))
    return problems


def load(folder: Path | None = None) -> Tables:
    """Read the tables of a book.

    Args:
        folder: the data folder; found from the working folder by default.

    Returns:
        The tables. They are checked first unless the build did so already
        for exactly these bytes.

    Raises:
        DataError: the tables do not keep the contract; all problems are in it.
    """
    folder = (folder or find_data()).resolve()
    if (checked := os.environ.get(CHECKED)) is not None:
        with unrecorded():
            unchanged = checked == digest(folder)
        if unchanged:
            return Tables(read_contract(folder))
    tables, problems = _checked(folder)
    if problems:
        raise DataError(problems)
    return tables
