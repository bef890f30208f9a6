"""Generated tables of many times the size of the real ones, sound if those are."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from umbrella.tables.contract import DESCRIPTOR, Contract, Table, read_contract
from umbrella.tables.reading import read_cells

# Regions are shared by copies in this many sets: a larger field names more of them, but not without end.
REGION_SETS = 10
# Beside the vocabularies, what gets no more rows: totals of one published review, which count more reviews then.
TOTALS = "published-ratings"
FIXED = frozenset({TOTALS, "reporting"})
NUMBERED = re.compile(r"([A-Z])(\d+)")
Row = dict[str, str]


def enlarge(data: Path, target: Path, factor: int) -> dict[str, int]:
    """Write a data folder of many times the size.

    Every copy has reviews, sources, studies and rows of its own; copies share
    the vocabularies and, in turn, ten sets of regions.

    Args:
        data: the data folder to start from; it is only read.
        target: the folder to write.
        factor: how many copies; the first is the original.

    Returns:
        Rows written per table.

    Raises:
        ValueError: a table of the original cannot be read.
    """
    contract = read_contract(data)
    (target / "vocabularies").mkdir(parents=True, exist_ok=True)
    for name in (DESCRIPTOR, "edition.toml"):
        (target / name).write_bytes((data / name).read_bytes())
    tables = {name: _rows(contract, table) for name, table in contract.tables.items()}
    keys = sorted(
        {row["review_id"] for row in tables["reviews"]} | {row["citation_key"] for row in tables["outside-findings"]}
    )
    (target / "references.bib").write_text(
        (data / "references.bib").read_text("utf-8") + _entries(keys, factor), "utf-8"
    )
    owned = {row["source_id"] for row in tables["sources"] if row["review_id"]}
    written = {}
    for name, rows in tables.items():
        copies = [
            row for copy in range(_copies(contract.tables[name], factor)) for row in _copy(name, rows, copy, owned)
        ]
        if name == TOTALS:
            copies = [row | {"n": str(int(row["n"]) * factor)} for row in rows]
        written[name] = _write(target / contract.tables[name].path, contract.tables[name], copies)
    return written


def _copies(table: Table, factor: int) -> int:
    """How many times a table is written."""
    if table.name == "regions":
        return min(factor, REGION_SETS)
    return 1 if table.name in FIXED or table.path.startswith("vocabularies/") else factor


def _rows(contract: Contract, table: Table) -> list[Row]:
    cells, problems = read_cells(contract.folder / table.path, table, table.path)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return [dict(zip(table.fields, row)) for row in cells]


def _write(path: Path, table: Table, rows: list[Row]) -> int:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table.fields), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _entries(keys: list[str], factor: int) -> str:
    """Bibliography entries for the copies of some works."""
    return "".join(
        f"\n@article{{{key}copy{copy},\n  author = {{Copy, {chr(65 + copy % 26)}.}},\n  title = {{A generated work}},\n"
        f"  journal = {{None}},\n  year = {{2026}}\n}}\n"
        for copy in range(1, factor)
        for key in keys
    )


def _copy(name: str, rows: list[Row], copy: int, owned: set[str]) -> list[Row]:
    """One copy of a table's rows; the first is the original itself."""
    if copy == 0:
        return rows
    if name == "sources":
        rows = [row for row in rows if row["source_id"] in owned]
    return [_renamed(name, row, copy, owned) for row in rows]


def _renamed(name: str, row: Row, copy: int, owned: set[str]) -> Row:
    """A row with names of its own, so that keys stay unique and references lead somewhere."""
    row = dict(row)
    for column, value in row.items():
        if not value:
            continue
        if column in ("review_id", "citation_key"):
            row[column] = f"{value}copy{copy}"
        elif column in ("source_id", "origin") and value in owned:
            row[column] = value.replace(":", f"copy{copy}:", 1)
        elif column in ("region", "parent") and copy % REGION_SETS:
            row[column] = f"{value} {copy % REGION_SETS}"
        elif column.endswith("_id") and (parts := NUMBERED.fullmatch(value)):
            row[column] = f"{parts[1]}{int(parts[2]) + 1000 * copy:04d}"
        elif column == "source_number":
            row[column] = str(int(value) + 1000 * copy)
        elif (name, column) in (("primary-studies", "doi"), ("primary-studies", "pmid")):
            row[column] = f"{value}{copy:03d}"
        elif (name, column) in (("reviews", "label"), ("selection", "label"), ("glossary", "term")):
            row[column] = f"{value} ({copy})"
    return row
