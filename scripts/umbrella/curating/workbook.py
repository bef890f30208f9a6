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
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from umbrella.tables.contract import Contract, Table
from umbrella.tables.reading import FORMS, read_cells

FRONT, TERMS = "read me", "terms"
# Where the front sheet says of which review the workbook is.
REVIEW = "B2"
TEXT = "@"
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
            if terms:
                letter = get_column_letter(len(found) + 1)
                for number, term in enumerate(terms, start=1):
                    _text(sheet, number, len(found) + 1, term)
                found[name, column] = f"'{TERMS}'!${letter}$1:${letter}${len(terms)}"
    return found


def _fill(
    sheet: Worksheet, table: Table, rows: Sequence[Sequence[str]], lists: dict[tuple[str, str], str], next_id: str
) -> None:
    sheet.freeze_panes = "B2"
    for number, (column, field) in enumerate(table.fields.items(), start=1):
        head = sheet.cell(1, number, column)
        head.font, head.fill = Font(bold=True), HEAD
        head.comment = Comment(_meaning(field, next_id if [column] == table.key else ""), "umbrella", 160, 320)
        letter = get_column_letter(number)
        # Cells that are typed later are text too.
        sheet.column_dimensions[letter].number_format = TEXT
        longest = max((len(row[number - 1]) for row in rows), default=0)
        sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, len(column), longest) + 2)
        if (table.name, column) in lists:
            choice = DataValidation("list", formula1=lists[table.name, column], allow_blank=True)
            choice.error, choice.errorTitle = "Choose a term of the list; a new one is added to its vocabulary first.", "Not a term"
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{len(rows) + ROOM}")
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row, start=1):
            _text(sheet, number, place, cell)


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A cell that is text, whatever it looks like; an empty one keeps the format."""
    cell = sheet.cell(row, column)
    cell.number_format = TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.value, cell.data_type = text, "s"


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
