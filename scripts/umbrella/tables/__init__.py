"""Reads ``data/`` through its contract: typed tables, or every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from umbrella.keeping import digest_of
from umbrella.tables.contract import DESCRIPTOR, Contract, ContractError, read_contract, version_problems
from umbrella.tables.frames import Tables
from umbrella.tables.problems import DataError, Problem
from umbrella.tables.reading import FORMS, read_cells

EXTRAS = ("edition.toml", "references.bib")

# The tables that a build has read and checked, for the chapters that it executes.
_handed_down: Tables | None = None


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
    return digest_of(folder, paths)


def check(folder: Path) -> list[Problem]:
    """Everything wrong with a data folder, sorted by place."""
    return [problem for problem in told(folder) if problem.fatal]


def told(folder: Path) -> list[Problem]:
    """Everything wrong with a data folder, and notes on what is read otherwise than it stands, sorted by place.

    Files are read first, then checked against the contract, then against
    the rules across tables, as far as they could be read.
    """
    try:
        return _checked(folder)[1]
    except ContractError as error:
        return error.problems


def _checked(folder: Path) -> tuple[Tables, list[Problem]]:
    from umbrella.tables.checking import contract_problems
    from umbrella.tables.others import other_problems
    from umbrella.tables.rules import rules

    contract = read_contract(folder)
    if old := list(version_problems(contract)):
        raise ContractError(old)
    cells, problems, notes, broken = {}, [], [], set()
    for name, table in contract.tables.items():
        file = f"{folder.name}/{table.path}"
        cells[name], found = read_cells(folder / table.path, table, file)
        problems += [problem for problem in found if problem.fatal]
        notes += [note for note in found if not note.fatal]
        # Without rows there is nothing to check, or to look references up in.
        if found and not cells[name]:
            broken.add(name)
    others = other_problems(folder, contract)
    problems += others + contract_problems(contract, cells, broken)
    tables = Tables(contract, _typable(cells, contract) if problems else cells)
    if not broken and not others:
        problems += [problem for rule in rules() for problem in rule(tables)]
    if not problems:
        # What engines are asked needs tables that are sound so far.
        problems += [problem for rule in rules(asking=True) for problem in rule(tables)]
    return tables, sorted({*problems, *notes})


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


def load(folder: Path | None = None) -> Tables:
    """The tables of a book, checked.

    Args:
        folder: the data folder; found from the working folder by default.

    Returns:
        The tables: those handed down to this process, if it is they that are asked for.

    Raises:
        DataError: the tables do not keep the contract; all problems are in it.
    """
    folder = folder or find_data()
    folder = folder.parent.resolve() / folder.name
    if _handed_down is not None and _handed_down.folder == folder:
        _handed_down.files_read.add(DESCRIPTOR)
        return _handed_down
    tables, found = _checked(folder)
    if problems := [problem for problem in found if problem.fatal]:
        raise DataError(problems)
    return tables


def unchecked(folder: Path) -> Tables:
    """The tables of a book that were checked before, all read at once."""
    tables = Tables(read_contract(folder))
    for name in tables:
        tables[name]
    tables.files_read.clear()
    return tables


def hand_down(tables: Tables | None) -> None:
    """Have :func:`load` give these tables out in this process and its forks; none to read them anew."""
    global _handed_down
    _handed_down = tables
