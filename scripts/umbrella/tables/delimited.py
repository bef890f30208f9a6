"""From the bytes of anyone's CSV file to rows of cells: the one reader for tables, ratings and matrices.

Commas, semicolons and tabs, a byte order mark and all line ends are read. A
quotation mark left open would swallow the rows after it and is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from itertools import islice

import pandas as pd

from umbrella.tables.files import Unreadable, decoded
from umbrella.tables.problems import Problem

# Spreadsheets write commas, semicolons (where the comma is a decimal mark) or tabs.
SEPARATORS = ",;\t"
SAMPLE = 100
# What no cell means by itself, and spreadsheets leave at its rim.
BLANK = " \t\r\n\u00a0\ufeff\u200b"
# Text cells can be long; the module's default limit of 128 KiB is generous, not endless.
CELL = 1 << 20
# How a zipped workbook begins.
WORKBOOK = b"PK\x03\x04"
LINE = re.compile(r"[^\r\n]*")
# What a spreadsheet would run rather than show, unless it is just a number (OWASP, CSV injection).
FORMULA = re.compile(r"(?![+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?$)[=+@\t\r-]")


def read_rows(raw: bytes | str, file: str = "", known: Collection[str] = ()) -> tuple[list[list[str]], list[Problem]]:
    """All rows of a CSV text, the header among them, as far as they can be read.

    Args:
        raw: the text, or its bytes in UTF-8.
        file: the name to use in messages.
        known: names a column may have, where they are known; the separator is the one that shows most of them.

    Returns:
        Rows of cells as they stand, and what kept further ones from being read.
    """
    try:
        text = (decoded(raw, file) if isinstance(raw, bytes) else raw).removeprefix("\ufeff")
    except Unreadable as error:
        return [], [error.problem]
    rows: list[list[str]] = []
    # Set each time, since other libraries lift the limit for the whole process.
    before = csv.field_size_limit(CELL)
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text, known), strict=True))
    except csv.Error as error:
        message = f"cannot be read as CSV ({error}); is a quotation mark left open?"
        return rows, [Problem(file, len(rows) + 1, "", message)]
    finally:
        csv.field_size_limit(before)
    return rows, []


def rows_of(raw: bytes | str, file: str = "") -> tuple[list[list[str]], list[Problem]]:
    """All rows of a stranger's table, be it a workbook or a CSV text: as :func:`read_rows`, with notes on a workbook."""
    if isinstance(raw, str) or not raw.startswith(WORKBOOK):
        return read_rows(raw, file)
    # Loads openpyxl, which takes a while.
    from umbrella.tables.workbooks import shown_rows

    try:
        return shown_rows(raw, file)
    except Unreadable as error:
        return [], [error.problem]


def separator_of(text: str, known: Collection[str] = ()) -> str:
    """The separator under which the beginning of a text looks most like a table.

    That is: its first row shows the most of the names known, it can be read at
    all, has more than one column, and its rows are of one length. A comma
    where nothing decides.
    """
    return max(SEPARATORS, key=lambda mark: _likeness(text, mark, known))


def _likeness(text: str, mark: str, known: Collection[str]) -> tuple[int, bool, float, int]:
    header = LINE.match(text)[0].split(mark)
    named = sum(name.strip(BLANK + '"') in known for name in header)
    try:
        rows = [
            row for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), SAMPLE) if row
        ]
    except csv.Error:
        return named, False, 0.0, 0
    width = len(rows[0]) if rows else 0
    alike = sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0
    return named, width > 1, alike, width


def csv_text(frame: pd.DataFrame) -> str:
    """A table as CSV with its header, made of text alone for any spreadsheet.

    Cells that a spreadsheet would run begin with an apostrophe, as it would
    write them itself; numbers below zero stay numbers.
    """
    text = frame.map(lambda cell: safe(cell) if isinstance(cell, str) else cell)
    return text.to_csv(index=False, lineterminator="\n")


def safe(cell: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{cell}" if FORMULA.match(cell) else cell
