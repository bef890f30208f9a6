"""Workbooks as spreadsheets keep them: cells that stay text, lists to choose from. Loads openpyxl, which takes a while."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from umbrella.tables.files import Unreadable
from umbrella.tables.problems import Problem, note

TEXT = "@"
UNPACKED = 256 << 20


def opened(raw: bytes, file: str, computed: bool = False) -> Workbook:
    """A workbook that came back.

    Args:
        raw: its bytes.
        file: its name in messages.
        computed: give what its formulas gave when it was saved; else formulas as they were typed.

    Raises:
        Unreadable: it is none, or unpacks to more than a table is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Unreadable(Problem(file, 0, "", f"unpacks to more than {UNPACKED >> 20} MB"))
        return load_workbook(io.BytesIO(raw), data_only=computed)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise Unreadable(Problem(file, 0, "", f"is no workbook that can be read (.xlsx): {error}")) from error


def shown_rows(raw: bytes, file: str) -> tuple[list[list[str]], list[Problem]]:
    """The rows of a workbook's first sheet that has any, as a person reads them.

    Returns:
        Rows of texts, all of one length; and a note if other sheets have rows that were not read.

    Raises:
        Unreadable: it is no workbook.
    """
    sheets = [sheet for sheet in opened(raw, file, computed=True).worksheets if sheet.max_row > 1]
    if not sheets:
        return [], [Problem(file, 0, "", "has no sheet with a table")]
    rows = [[_shown(value) for value in row] for row in sheets[0].iter_rows(values_only=True)]
    others = ", ".join(repr(sheet.title) for sheet in sheets[1:])
    return rows, [note(file, 0, "", f"only the sheet {sheets[0].title!r} is read, not {others}")] if others else []


def _shown(value: object) -> str:
    """A value as its cell shows it: whole numbers without a point, nothing for nothing."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def text_cell(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A cell that is text, whatever it looks like; an empty one keeps the format."""
    cell = sheet.cell(row, column)
    cell.number_format = TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.value, cell.data_type = text, "s"


def head_cell(sheet: Worksheet, column: int, text: str, width: int):
    """The heading of a column of text, also of what is typed below it later."""
    letter = get_column_letter(column)
    sheet.column_dimensions[letter].number_format = TEXT
    sheet.column_dimensions[letter].width = width
    cell = sheet.cell(1, column, text)
    cell.font = Font(bold=True)
    return cell


def terms_list(sheet: Worksheet, column: int, terms: Iterable[str]) -> str:
    """Write what may be chosen into a column of a sheet, and give its place; empty where there is nothing."""
    number = 0
    for number, term in enumerate(terms, start=1):
        text_cell(sheet, number, column, term)
    letter = get_column_letter(column)
    return f"'{sheet.title}'!${letter}$1:${letter}${number}" if number else ""


def offer(sheet: Worksheet, column: int, last: int, place: str) -> None:
    """Let the cells of a column, down to a row, be chosen from a list."""
    choice = DataValidation("list", formula1=place, allow_blank=True)
    choice.error, choice.errorTitle = "Choose a term of the list; a new one is added to its vocabulary first.", "Not a term"
    letter = get_column_letter(column)
    choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)
