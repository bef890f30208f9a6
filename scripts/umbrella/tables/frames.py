"""The tables of a book as typed data frames, given out whole or in parts, each noted by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from umbrella.tables.bibliography import read_bibliography
from umbrella.tables.contract import Contract, Table
from umbrella.tables.files import Unreadable
from umbrella.tables.parts import View, cells_digest, frame_digest, parsed_rows, parsed_view, rows_name, view_name
from umbrella.tables.problems import DataError
from umbrella.tables.reading import read_cells
from umbrella.tables.settings import read_edition, read_toml
from umbrella.tables.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pybtex.database import BibliographyData

DTYPES = {"integer": "Int64", "number": "Float64", "date": "str", "string": "str"}


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
        self._groups: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[int]]] = {}
        self._views: dict[str, pd.DataFrame] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.depend([self.contract.tables[name].path])
        return self._frame(name).copy()

    def rows(self, name: str, **equal: str) -> pd.DataFrame:
        """Rows of a table with given values in text columns, numbered from 0.

        A page that asks for these alone depends on no other row of the table.

        Raises:
            KeyError: the table has no such column.
        """
        self.depend([rows_name(self.contract.tables[name].path, equal)])
        return self._rows(name, equal)

    def as_written(self, name: str, **equal: str) -> pd.DataFrame:
        """The same rows as :meth:`rows` gives, every cell as its text: a number keeps the digits it was published with."""
        table = self.contract.tables[name]
        self.depend([rows_name(table.path, equal)])
        self._frame(name)  # reads the cells, if nobody did so before
        frame = pd.DataFrame(self._cells[name], columns=list(table.fields), dtype="str").replace("", None)
        for column, value in equal.items():
            frame = frame[frame[column] == value]
        return frame.reset_index(drop=True)

    def view(self, view: View, *arguments: str) -> pd.DataFrame:
        """What a function makes of these tables: ``view(tables, *arguments)``, on any rows it likes.

        A page that asks for this depends on the answer alone.
        """
        self.depend([view_name(view, arguments)])
        return self._view(view, arguments)

    def vocabulary(self, name: str) -> Vocabulary:
        """Terms of a vocabulary in the order readers see them, with their words and looks.

        Raises:
            KeyError: the contract has no such table.
        """
        table = self.contract.tables[name]
        self.depend({table.path})
        if name not in self._vocabularies:
            self._vocabularies[name] = Vocabulary(self._frame(name), table.key[0])
        return self._vocabularies[name]

    def part_digest(self, name: str) -> str:
        """SHA-256 of a part that was asked for before, by the name it was noted under.

        Raises:
            LookupError, ValueError, AttributeError: there is no such table, column or view any more.
        """
        if parsed := parsed_view(name):
            return frame_digest(self._view(*parsed))
        path, equal = parsed_rows(name)
        table = next((name for name, table in self.contract.tables.items() if table.path == path), path)
        places = self._places(table, equal)
        return cells_digest(self._cells[table][place] for place in places)

    def _places(self, name: str, equal: Mapping[str, str]) -> list[int]:
        """Numbers of the rows of a table with given values; looked up, as pages ask for many of them."""
        self._frame(name)  # reads the cells, if nobody did so before
        columns = tuple(equal)
        if (name, columns) not in self._groups:
            numbers = {field: number for number, field in enumerate(self.contract.tables[name].fields)}
            groups = self._groups[name, columns] = defaultdict(list)
            for place, row in enumerate(self._cells[name]):
                groups[tuple(row[numbers[column]] for column in columns)].append(place)
        return self._groups[name, columns].get(tuple(equal.values()), [])

    def depend(self, parts: Iterable[str]) -> None:
        """Note files, or parts of them, as asked for: those that an answer known already rests on."""
        for name in parts:
            self.files_read.add(name)

    @contextmanager
    def gathering(self) -> Iterator[set[str]]:
        """Gather what is asked for within, which is noted as ever."""
        before, self.files_read = self.files_read, set()
        try:
            yield self.files_read
        finally:
            before |= self.files_read
            self.files_read = before

    def _frame(self, name: str) -> pd.DataFrame:
        """A table, read when first asked for; who gives it out notes what is given."""
        if name not in self._frames:
            table = self.contract.tables[name]
            if name not in self._cells:
                cells, problems = read_cells(self.folder / table.path, table, self.file_of(name))
                if any(problem.fatal for problem in problems):
                    raise DataError(problems)
                self._cells[name] = cells
            self._frames[name] = _typed(self._cells[name], table)
        return self._frames[name]

    def _rows(self, name: str, equal: Mapping[str, str]) -> pd.DataFrame:
        # What is missing is like nothing that can be asked for.
        places = self._places(name, equal) if all(equal.values()) else []
        return self._frame(name).take(places).reset_index(drop=True)

    def _view(self, view: View, arguments: tuple[str, ...]) -> pd.DataFrame:
        name = view_name(view, arguments)
        if name not in self._views:
            self._views[name] = view(self._unnoted, *arguments).reset_index(drop=True)
        return self._views[name].copy()

    @cached_property
    def _unnoted(self) -> Tables:
        """The same tables for views, whose own reading is not the page's."""
        twin = Tables(self.contract)
        twin._cells, twin._frames, twin._groups = self._cells, self._frames, self._groups
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
        return _or_data_error(read_edition, self.folder)

    @property
    def edition(self) -> dict:
        """``edition.toml``: version, dates of search, retirement rule."""
        self.depend(["edition.toml"])
        return self._edition

    def extra(self, name: str) -> dict:
        """Another TOML file of the folder, such as ``changes.toml``; empty when there is none."""
        self.depend([name])
        path = self.folder / name
        return _or_data_error(read_toml, path, f"{self.folder.name}/{name}") if path.exists() else {}

    @cached_property
    def _references(self) -> BibliographyData:
        return _or_data_error(read_bibliography, self.folder)

    @property
    def references(self) -> BibliographyData:
        """``references.bib`` as pybtex reads it."""
        self.depend(["references.bib"])
        return self._references


def _typed(cells: list[list[str]], table: Table) -> pd.DataFrame:
    """Rows of text as a DataFrame of the contract's types, empty cells missing."""
    frame = pd.DataFrame(cells, columns=list(table.fields), dtype="str").replace("", None)
    return frame.astype({name: DTYPES[field["type"]] for name, field in table.fields.items()})


def _or_data_error(read: Callable[..., Any], *arguments: object) -> Any:
    """What a reader gives; a file that it cannot read ends like any other fault of the data.

    Raises:
        DataError: the file cannot be read.
    """
    try:
        return read(*arguments)
    except Unreadable as error:
        raise DataError([error.problem]) from error
