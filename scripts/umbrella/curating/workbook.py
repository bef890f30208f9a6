"""The tables of a book as one workbook: a sheet for each, made so that no spreadsheet program changes a cell.

Every cell is text, so that dates, ids and numbers stay as they are; lists to
choose from come from the vocabularies, what a column means from the contract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from umbrella.tables.contract import Contract, Table
from umbrella.tables.reading import FORMS, read_cells
from umbrella.tables.workbooks import head_cell, offer, terms_list, text_cell

FRONT, TERMS = "read me", "terms"
# Where the front sheet says of which review the workbook is.
REVIEW = "B2"
NUMBERED = re.compile(r"([A-Z]+)([0-9]+)")
# Rows below the last one that have lists to choose from.
ROOM = 1000
WIDEST, NARROWEST = 60, 8
HEAD = PatternFill("solid", fgColor="E6EDF5")
GUIDE = (
    "A sheet for each table; one row is one fact. The note on a heading says what the column means and what it may hold.",
    "All cells are text. An empty cell means: not reported. Order does not matter; leave no blank row between rows.",
    "Save as .xlsx and read it back with: umbrella sheet --read FILE. It checks everything and changes nothing if something is wrong.",
)


def workbook(contract: Contract, review: str | None = None) -> Workbook:
    """The workbook of a data folder.

    Args:
        contract: its contract.
        review: the review whose rows alone are wanted; then only tables on reviews have a sheet.

    Raises:
        ValueError: a table cannot be read, or there is no such review.
    """
    rows = {name: _rows(contract, table) for name, table in contract.tables.items() if table.is_edited}
    if review is not None and review not in {row[0] for row in rows["reviews"]}:
        raise ValueError(f"{contract.folder.name}/reviews.csv has no review {review!r}")
    book = Workbook()
    front, terms = book.active, book.create_sheet(TERMS)
    front.title, terms.sheet_state = FRONT, "hidden"
    lists = _lists(terms, contract, rows)
    front.append(["Tables of", contract.descriptor.get("title", contract.folder.parent.name)])
    front.append(["Rows of", review or "all reviews"])
    for line in ("", *GUIDE, ""):
        front.append([line])
    front.append(["Sheet", "One row is", "Next free id"])
    for name, table in contract.tables.items():
        if not table.is_edited or (review is not None and "review_id" not in table.fields):
            continue
        next_id = next_free(rows[name], table)
        front.append([name, table.description, next_id])
        shown = rows[name] if review is None else [row for row in rows[name] if _of(row, table, review)]
        _fill(book.create_sheet(name), table, shown, lists, next_id)
    for column, width in zip("ABC", (24, 90, 14)):
        front.column_dimensions[column].width = width
    return book


def next_free(rows: Sequence[Sequence[str]], table: Table) -> str:
    """The id of the next row, one above the highest; empty where a table has no ids of a letter and a number."""
    if len(table.key) != 1:
        return ""
    place = list(table.fields).index(table.key[0])
    ids = [NUMBERED.fullmatch(row[place]) for row in rows]
    if not ids or not all(ids):
        return ""
    letter, digits = max((match.groups() for match in ids), key=lambda parts: int(parts[1]))
    return f"{letter}{int(digits) + 1:0{len(digits)}}"


def _rows(contract: Contract, table: Table) -> list[list[str]]:
    """All rows of a table as text.

    Raises:
        ValueError: it cannot be read.
    """
    rows, problems = read_cells(contract.folder / table.path, table, f"{contract.folder.name}/{table.path}")
    if problems and not rows:
        raise ValueError(str(problems[0]))
    return rows


def _of(row: Sequence[str], table: Table, review: str) -> bool:
    return row[list(table.fields).index("review_id")] == review


def _lists(sheet: Worksheet, contract: Contract, rows: dict[str, list[list[str]]]) -> dict[tuple[str, str], str]:
    """Write what may be chosen, a column for each list; where each stands, by table and column."""
    found: dict[tuple[str, str], str] = {}
    for name in rows:
        table = contract.tables[name]
        keys = {key.field: key for key in table.foreign_keys}
        for column, field in table.fields.items():
            if key := keys.get(column):
                place = list(contract.tables[key.table].fields).index(key.target)
                terms = list(dict.fromkeys(row[place] for row in rows[key.table]))
            else:
                terms = [str(term) for term in field.get("constraints", {}).get("enum", ())]
            if place := terms_list(sheet, len(found) + 1, terms):
                found[name, column] = place
    return found


def _fill(
    sheet: Worksheet, table: Table, rows: Sequence[Sequence[str]], lists: dict[tuple[str, str], str], next_id: str
) -> None:
    sheet.freeze_panes = "B2"
    for number, (column, field) in enumerate(table.fields.items(), start=1):
        longest = max((len(row[number - 1]) for row in rows), default=0)
        head = head_cell(sheet, number, column, min(WIDEST, max(NARROWEST, len(column), longest) + 2))
        head.fill, head.comment = HEAD, Comment(_meaning(field, next_id if [column] == table.key else ""), "umbrella", 160, 320)
        if place := lists.get((table.name, column)):
            offer(sheet, number, len(rows) + ROOM, place)
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row, start=1):
            text_cell(sheet, number, place, cell)


def _meaning(field: dict, next_id: str) -> str:
    """What a column means and may hold, in words."""
    constraints, said = field.get("constraints", {}), [field["description"]]
    if "form" in field:
        said.append(f"Form: {field['form']}.")
    elif field["type"] in FORMS:
        said.append(f"Form: {FORMS[field['type']][1]}.")
    said.append("Required." if constraints.get("required") else "May be empty: not reported.")
    return " ".join([*said, f"The next free id is {next_id}."] if next_id else said)


def save(contract: Contract, path: Path, review: str | None = None) -> None:
    """Write the workbook of a data folder to a file; see :func:`workbook`."""
    workbook(contract, review).save(path)
