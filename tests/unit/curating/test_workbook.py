"""The tables as one workbook and back: no byte changes, what spreadsheets do is undone, what is wrong changes nothing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from books import run
from openpyxl import load_workbook
from spoiled import Data
from umbrella.curating.reading import read_back
from umbrella.curating.workbook import next_free, save
from umbrella.tables.contract import read_contract


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The workbook of the repository's tables."""
    path = tmp_path_factory.mktemp("sheet") / "tables.xlsx"
    save(read_contract(Path(__file__).parents[3] / "data"), path)
    return path


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")}


def saved_again(made: Path, tmp_path: Path, change=lambda book: None) -> Path:
    """The workbook as a spreadsheet program leaves it, after a change."""
    book = load_workbook(made)
    change(book)
    book.save(tmp_path / "again.xlsx")
    return tmp_path / "again.xlsx"


def column(sheet, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == name)


def test_all_tables_come_back_byte_for_byte(data: Data, made, tmp_path):
    before = bytes_of(data.folder)
    assert {sheet.title for sheet in load_workbook(made)} - {"read me", "terms"} == set(read_contract(data.folder).tables)
    for path in (made, saved_again(made, tmp_path)):
        assert read_back(data.folder, path) == ([], [])
        assert bytes_of(data.folder) == before


def test_cells_are_text_with_frozen_headings_notes_lists_and_next_ids(made):
    book = load_workbook(made)
    sheet = book["findings"]
    assert sheet.freeze_panes == "B2"
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    assert "F0303" in sheet["A1"].comment.text and "such as F0001" in sheet["A1"].comment.text
    chosen = {str(one.sqref).rstrip("0123456789").partition(":")[0].rstrip("0123456789") for one in sheet.data_validations.dataValidation}
    letters = {sheet.cell(1, column(sheet, name)).column_letter for name in ("review_id", "region", "direction", "origin")}
    assert letters <= chosen
    assert any(row[0].value == "findings" and row[2].value == "F0303" for row in book["read me"].iter_rows())


def test_what_a_spreadsheet_makes_of_dates_and_numbers_is_undone(data: Data, made, tmp_path):
    def as_excel_does(book):
        for name, heading in (("findings", "added"), ("appraisals", "date")):
            for (cell,) in book[name].iter_rows(min_row=2, min_col=column(book[name], heading), max_col=column(book[name], heading)):
                cell.value, cell.number_format = datetime.datetime.fromisoformat(cell.value), "mm/dd/yyyy"
        for (cell,) in book["selection"].iter_rows(min_row=2, max_col=1):
            cell.value, cell.number_format = datetime.datetime.fromisoformat(f"{cell.value}-01"), "mmm-yy"
        for (cell,) in book["selection"].iter_rows(min_row=2, min_col=5, max_col=5):
            cell.value = float(cell.value)

    before = bytes_of(data.folder)
    assert read_back(data.folder, saved_again(made, tmp_path, as_excel_does)) == ([], [])
    assert bytes_of(data.folder) == before


def test_a_row_added_anywhere_stands_where_its_key_belongs(data: Data, made, tmp_path):
    def add(book):
        sheet = book["findings"]
        sheet.insert_rows(2)
        for cell, other in zip(sheet[2], sheet[3]):
            cell.value = other.value
        sheet["A2"].value, sheet.cell(2, column(sheet, "metric")).value = "F0303", "cortical thickness"

    changed, problems = read_back(data.folder, saved_again(made, tmp_path, add))
    assert (changed, problems) == (["data/findings.csv"], [])
    assert data.rows("findings.csv")[-1][0] == "F0303"


def test_what_is_wrong_is_named_at_its_row_of_the_sheet_and_changes_nothing(data: Data, made, tmp_path):
    def spoil(book):
        sheet = book["findings"]
        sheet.cell(7, column(sheet, "region")).value = "elbow"
        sheet.cell(8, column(sheet, "note")).value = "=1+1"
        book["reviews"].cell(1, 3).value = "label "
        book["estimates"].cell(3, 3).value, book["estimates"].cell(3, 3).data_type = "#REF!", "e"

    before = bytes_of(data.folder)
    path = saved_again(made, tmp_path, spoil)
    changed, problems = read_back(data.folder, path)
    told = "\n".join(map(str, problems))
    assert changed == [] and bytes_of(data.folder) == before
    assert "again.xlsx, estimates, row 3" in told and "error of the spreadsheet" in told
    mended = load_workbook(path)
    mended["estimates"].cell(3, 3).value = "text"
    mended["reviews"].cell(1, 3).value = list(read_contract(data.folder).tables["reviews"].fields)[2]
    mended.save(path)
    told = "\n".join(map(str, read_back(data.folder, path)[1]))
    assert "again.xlsx, findings, row 7, region: 'elbow'" in told and "row 8, note: '=1+1' begins like a formula" in told
    assert bytes_of(data.folder) == before


def test_a_workbook_of_one_review_leaves_the_others_alone(data: Data, tmp_path):
    path, before = tmp_path / "one.xlsx", bytes_of(data.folder)
    save(read_contract(data.folder), path, "zejlon2022")
    book = load_workbook(path)
    assert {row[1].value for row in book["findings"].iter_rows(min_row=2)} == {"zejlon2022"}
    assert read_back(data.folder, path) == ([], []) and bytes_of(data.folder) == before
    sheet = book["findings"]
    sheet.cell(2, column(sheet, "note")).value = "Seen again."
    book.save(path)
    assert read_back(data.folder, path) == (["data/findings.csv"], [])
    assert len(data.rows("findings.csv")) == before["findings.csv"].decode().count("\n")
    with pytest.raises(ValueError, match="nobody1900"):
        save(read_contract(data.folder), path, "nobody1900")


def test_the_command_writes_reads_and_refuses(data: Data, tmp_path):
    book = data.folder.parent
    assert run("sheet", folder=book).stdout.startswith("wrote ")
    done = run("sheet", "--read", "_build/tables.xlsx", folder=book)
    assert (done.returncode, done.stdout) == (0, "nothing to do: the tables hold what the workbook holds\n")
    (book / "no.xlsx").write_text("no workbook")
    done = run("sheet", "--read", "no.xlsx", folder=book)
    assert done.returncode == 1 and "no.xlsx: is no workbook" in done.stderr and "Traceback" not in done.stderr


def test_the_next_id_follows_the_highest(data: Data):
    table = read_contract(data.folder).tables["findings"]
    rest = [""] * (len(table.fields) - 1)
    assert next_free([["F0009", *rest], ["F0003", *rest]], table) == "F0010"
    assert next_free([["name", *rest]], table) == ""
