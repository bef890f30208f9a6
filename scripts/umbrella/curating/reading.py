"""Reads a workbook back into tables, with the same checks as ever: all of it, or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from umbrella.curating.workbook import FRONT, REVIEW, TERMS
from umbrella.keeping import write_whole
from umbrella.tables.contract import Contract, Table, read_contract
from umbrella.tables.delimited import BLANK
from umbrella.tables.files import Unreadable, read_file
from umbrella.tables.problems import Problem, not_one_of, shown
from umbrella.tables.reading import read_cells
from umbrella.tables.workbooks import opened
from umbrella.tables.writing import canonical, problems_with


def read_back(folder: Path, path: Path) -> tuple[list[str], list[Problem]]:
    """Take the tables of a workbook into a data folder.

    Args:
        folder: the data folder; it is changed only when everything in the workbook is right.
        path: the workbook.

    Returns:
        The files that changed, and what is wrong, each problem at the row of its sheet.
    """
    contract = read_contract(folder)
    try:
        book = opened(read_file(path, path.name), path.name)
    except Unreadable as error:
        return [], [error.problem]
    review = _review(book[FRONT]) if FRONT in book else None
    tables, places, problems = {}, {}, []
    for sheet in book.worksheets:
        if sheet.title in (FRONT, TERMS):
            continue
        if sheet.title not in contract.tables:
            words = not_one_of(sheet.title, list(contract.tables), "the tables of the contract")
            problems.append(Problem(f"{path.name}, {sheet.title}", 0, "", words))
            continue
        table = contract.tables[sheet.title]
        rows, numbers, found = _sheet(sheet, table, f"{path.name}, {sheet.title}")
        tables[table.name], places[table.name] = _with_others(rows, contract, table, review), numbers
        problems += found
    problems = problems or _checked(contract, tables, places, path.name)
    return ([] if problems else list(_written(contract, tables))), problems


def _review(front: Worksheet) -> str | None:
    """The review of whose rows alone the workbook was made."""
    value = front[REVIEW].value
    return value if value and value != "all reviews" else None


def _sheet(sheet: Worksheet, table: Table, file: str) -> tuple[list[list[str]], list[int], list[Problem]]:
    """Rows of a sheet as text in the contract's order, the row of the sheet that each stands in, and what is wrong."""
    head, *body = list(sheet.iter_rows()) or [()]
    names = [str(cell.value or "").strip(BLANK) for cell in head]
    while names and not names[-1]:
        names.pop()
    problems = [Problem(file, 1, name, "the column is missing") for name in table.fields if name not in names]
    for name in names:
        if name not in table.fields:
            problems.append(Problem(file, 1, name, not_one_of(name, list(table.fields), "the contract's columns")))
        elif names.count(name) > 1:
            problems.append(Problem(file, 1, name, f"the column stands {names.count(name)} times"))
    if problems:
        return [], [], sorted(set(problems))
    rows, numbers = [], []
    for number, cells in enumerate(body, start=2):
        told = {name: _told(cell, table.fields[name]) for name, cell in zip(names, cells)}
        problems += [Problem(file, number, name, f"{shown(cell.value)} is an error of the spreadsheet")
                     for name, cell in zip(names, cells) if cell.data_type == "e"]  # fmt: skip
        beyond = [cell.value for cell in cells[len(names):] if cell.value is not None]
        if beyond:
            problems.append(Problem(file, number, "", f"{shown(beyond[0])} stands in a column without a heading"))
        if any(told.values()):
            rows.append([told[name] for name in table.fields])
            numbers.append(number)
    return rows, numbers, problems


def _told(cell: Cell, field: dict) -> str:
    """A cell as text: also what a spreadsheet has made a day, a month or a number of."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        form = (cell.number_format or "").lower()
        whole = field["type"] == "date" or "d" in form.replace("[red]", "")
        return f"{value:%Y-%m-%d}" if whole and "form" not in field else f"{value:%Y-%m}"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value).strip(BLANK)


def _with_others(rows: list[list[str]], contract: Contract, table: Table, review: str | None) -> list[list[str]]:
    """The rows of a sheet of one review, followed by those of all others as they are."""
    if review is None:
        return rows
    place = list(table.fields).index("review_id")
    kept, _ = read_cells(contract.folder / table.path, table, table.path)
    return [*rows, *(row for row in kept if row[place] != review)]


def _checked(contract: Contract, tables: dict, places: dict[str, list[int]], name: str) -> list[Problem]:
    """What the check says of the data folder with these tables in it, at the rows of the sheets."""
    texts, files = {}, {}
    for table, rows in tables.items():
        own = contract.tables[table]
        # In the order of the sheet, so that rows can be found again.
        texts[own.path] = canonical(rows, replace(own, schema={**own.schema, "primaryKey": []}))
        files[f"{contract.folder.name}/{own.path}"] = table
    return [_at_sheet(problem, files, places, name) for problem in problems_with(contract.folder, texts)]


def _at_sheet(problem: Problem, files: dict[str, str], places: dict[str, list[int]], name: str) -> Problem:
    table = files.get(problem.file)
    if table is None or not 2 <= problem.row < len(places[table]) + 2:
        return problem
    return replace(problem, file=f"{name}, {table}", row=places[table][problem.row - 2])


def _written(contract: Contract, tables: dict[str, list[list[str]]]) -> Iterator[str]:
    """Write the tables that differ; their files."""
    for name, rows in tables.items():
        table = contract.tables[name]
        path, text = contract.folder / table.path, canonical(rows, table)
        if text.encode() != path.read_bytes():
            write_whole(path, text)
            yield f"{contract.folder.name}/{table.path}"
