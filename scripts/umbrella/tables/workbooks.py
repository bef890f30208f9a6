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
from umbrella.tables.problems import Problem

TEXT = "@"


def opened(raw: bytes, file: str) -> Workbook:
    """A workbook that came back, its formulas as they were typed.

    Args:
        raw: its bytes.
        file: its name in messages.

    Raises:
        Unreadable: it is none.
    """
    try:
        return load_workbook(io.BytesIO(raw))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise Unreadable(Problem(file, 0, "", f"is no workbook that can be read (.xlsx): {error}")) from error


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
