"""From bytes to cells: reads a CSV file as spreadsheets really save it.

Harmless damage (byte order mark, CRLF, semicolons, ``1.0`` for ``1``, blank
lines at the end, blanks around a value) is read right. Everything that could
lose or change a value is refused, at its row.
"""

from __future__ import annotations

import re
from pathlib import Path

from umbrella.tables.contract import Table
from umbrella.tables.delimited import BLANK, read_rows
from umbrella.tables.files import Unreadable, read_file
from umbrella.tables.problems import Problem, not_one_of, note, shown
from umbrella.tables.signs import composed, odd_sign

# What a spreadsheet would run when the file is opened.
FORMULA = re.compile(r"[=+@＝＋＠－]|-(?!([0-9]+\.?[0-9]*|\.[0-9]+)([ %,;]|$))")
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DAY_MADE = re.compile(rf"[0-9]{{1,2}}-({MONTHS})(-[0-9]{{2,4}})?|({MONTHS})-[0-9]{{2,4}}")
# Names in one message; of more only the number is told.
FEW = 12
WHOLE = re.compile(r"^([+-]?[0-9]+)\.0+$")
# What may stand for a value. Python's own readers take more (1_000, nan, 2026-1-2, digits of other scripts).
FORMS = {
    "integer": (re.compile(r"[+-]?[0-9]{1,9}"), "a whole number of at most nine digits"),
    "number": (
        re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"),
        "a number with a point as decimal mark",
    ),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date as YYYY-MM-DD"),
}


def read_cells(path: Path, table: Table, file: str) -> tuple[list[list[str]], list[Problem]]:
    """Read a table's file into rows of text in the contract's column order.

    Args:
        path: the CSV file.
        table: what the contract says of it.
        file: the name to use in messages.

    Returns:
        Rows (without header; row ``i`` stands in file row ``i + 2``) and the
        problems found. When the file or its header cannot be used the rows
        are empty.
    """
    try:
        raw = read_file(path, file)
    except Unreadable as error:
        return [], [error.problem]
    records, problems = read_rows(raw, file, table.fields)
    if problems:
        return [], problems
    while records and not any(cell.strip(BLANK) for cell in records[-1]):
        records.pop()
    if not records:
        return [], [Problem(file, 1, "", f"the header line is missing; it must be {','.join(table.fields)}")]
    header = [name.strip(BLANK) for name in records[0]]
    problems = _header_problems(header, table, file)
    if problems:
        return [], problems
    return _body(records[1:], header, table, file)


def _header_problems(header: list[str], table: Table, file: str) -> list[Problem]:
    """Columns that are missing, doubled or unknown."""
    problems = []
    unknown = [name for name in dict.fromkeys(header) if name and name not in table.fields]
    if len(unknown) > FEW:
        words = f"{len(unknown)} columns are not among the contract's, the first of them {shown(unknown[0])}"
        problems, header = [Problem(file, 1, "", words)], [name for name in header if name in table.fields]
    for name in dict.fromkeys(header):
        if not name:
            numbers = _listed([number for number, other in enumerate(header, start=1) if not other])
            problems.append(
                Problem(file, 1, "", f"column {numbers} has no name; delete what stands in it, or the blank line")
            )
            continue
        if header.count(name) > 1:
            problems.append(Problem(file, 1, name, f"the column stands {header.count(name)} times"))
        if name not in table.fields:
            problems.append(Problem(file, 1, name, not_one_of(name, list(table.fields), "the contract's columns")))
    missing = [name for name in table.fields if name not in header]
    # A table need not have the columns that the contract came by later.
    missing = [] if all(table.fields[name].get("optional") for name in missing) else missing
    problems += [Problem(file, 1, name, "the column is missing") for name in missing]
    return problems


def _listed(numbers: list[int]) -> str:
    """Numbers of columns, the first few of many."""
    return ", ".join(map(str, numbers[:FEW])) + (f" and {len(numbers) - FEW} more" if len(numbers) > FEW else "")


def _body(
    records: list[list[str]], header: list[str], table: Table, file: str
) -> tuple[list[list[str]], list[Problem]]:
    """Cells in the contract's order; rows of the wrong length are problems, never dropped in silence."""
    rows, problems = [], []
    order = [header.index(name) if name in header else None for name in table.fields]
    for number, record in enumerate(records, start=2):
        if not any(cell.strip(BLANK) for cell in record):
            problems.append(Problem(file, number, "", "is blank; delete the row"))
            record = [""] * len(header)
        elif len(record) != len(header):
            problems.append(Problem(file, number, "", f"has {len(record)} cells where the header has {len(header)}"))
            record = (record + [""] * len(header))[: len(header)]
        row = []
        for (name, field), position in zip(table.fields.items(), order):
            raw = "" if position is None else record[position]
            cell = raw.strip(BLANK)
            message = _cell_problem(cell, field) or _break_problem(raw)
            if message:
                problems.append(Problem(file, number, name, message))
            row.append(_tidied(cell, field))
            if composed(cell) != cell:
                words = f"in {shown(composed(cell))} each letter and its accents are read as one sign (Unicode NFC)"
                problems.append(note(file, number, name, words))
        rows.append(row)
    return rows, problems


def _cell_problem(cell: str, field: dict) -> str | None:
    """What is wrong with a cell whatever its column's type; others' own words are kept with the signs they have."""
    if not field.get("verbatim") and (words := odd_sign(cell.replace("\n", " ").replace("\r", " ").replace("\t", " "))):
        return words
    if cell and field["type"] in FORMS:
        form, meaning = FORMS[field["type"]]
        return None if form.fullmatch(_tidied(cell, field)) else f"{shown(cell)} is not {meaning}"
    if field["type"] == "string" and DAY_MADE.fullmatch(cell):
        return f"{shown(cell)} is what a spreadsheet makes of a date or of a name like one; type what was meant, such as 2024-12"
    if field["type"] == "string" and FORMULA.match(cell):
        return f"{shown(cell)} begins like a formula; a text may not begin with =, +, @ or -, so put a word first"
    return None


def _break_problem(cell: str) -> str | None:
    """Two stray quotation marks can make one cell of several rows; a line break, even at its rim, is how that shows."""
    return f"{shown(cell)} holds a line break; is a quotation mark left open?" if "\n" in cell or "\r" in cell else None


def _tidied(cell: str, field: dict) -> str:
    """Undo what a spreadsheet does to whole numbers."""
    if field["type"] == "integer" and (whole := WHOLE.fullmatch(cell)):
        return whole.group(1)
    return composed(cell)
