"""Puts tables in the one form in which they are kept, and says each thing that was repaired.

Repaired is what can mean one thing only: blanks, an address before a DOI, a
term in another case, a date that a spreadsheet wrote its own way. What could
mean two things is left for the check to tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from umbrella.keeping import write_whole
from umbrella.tables.contract import Contract, Table, read_contract
from umbrella.tables.delimited import BLANK, read_rows
from umbrella.tables.files import Unreadable, read_file
from umbrella.tables.identity import DOI_PREFIX, identity
from umbrella.tables.problems import shown
from umbrella.tables.reading import WHOLE
from umbrella.tables.signs import composed
from umbrella.tables.writing import canonical, in_order

Repair = Callable[[str], str]
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# How spreadsheets write a day, as far as a column of them can be read in one way only.
DAYS = ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%b-%y", "%Y-%m-%d %H:%M:%S")
UNSEEN = re.compile("[\u200b\ufeff\u2060\u00ad]")
SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")


def tidy(folder: Path) -> list[str]:
    """Tidy the tables of a data folder.

    Args:
        folder: the data folder.

    Returns:
        What was repaired, a line each. A file that cannot be read, or whose header is wrong, is left as it is.

    Raises:
        ContractError: there is no contract to tidy by.
    """
    contract, said = read_contract(folder), []
    edited = {name: table for name, table in contract.tables.items() if table.is_edited}
    rows = {name: _rows(folder / table.path, table) for name, table in edited.items()}
    terms = {name: _terms(own, contract.tables[name]) for name, own in rows.items() if own is not None}
    for name, table in edited.items():
        if (own := rows[name]) is None:
            continue
        file = f"{folder.name}/{table.path}"
        said += _repaired(own, table, _repairs(contract, table, terms, own), file)
        text, path = canonical(own, table), folder / table.path
        if text.encode() != path.read_bytes():
            if own != in_order(own, table):
                said.append(f"{file}: rows put in the order of {' and '.join(table.key)}")
            elif not any(line.startswith(file) for line in said):
                said.append(f"{file}: written as CSV with all columns, commas, quotation marks where needed, and UTF-8")
            write_whole(path, text)
    return said


def out_of_order(folder: Path) -> Iterator[str]:
    """Tables whose rows do not stand in the order of their key, a line each."""
    for table in filter(lambda table: table.is_edited, read_contract(folder).tables.values()):
        rows = _rows(folder / table.path, table)
        if rows and (moved := sum(row != other for row, other in zip(rows, in_order(rows, table)))):
            yield f"{folder.name}/{table.path}: {moved} rows are out of the order of {' and '.join(table.key)}; umbrella check --tidy puts them in order"


def _rows(path: Path, table: Table) -> list[list[str]] | None:
    """Cells as they stand in the contract's order, without blank rows; None where that cannot be told."""
    try:
        records, problems = read_rows(read_file(path, path.name), path.name, table.fields)
    except Unreadable:
        return None
    header = [name.strip(BLANK) for name in records[0]] if records else []
    spare = [name for name, field in table.fields.items() if field.get("optional") and name not in header]
    if problems or sorted([*header, *spare]) != sorted(table.fields):
        return None
    body = [record for record in records[1:] if any(cell.strip(BLANK) for cell in record)]
    if any(len(record) != len(header) for record in body):
        return None
    order = [header.index(name) if name in header else None for name in table.fields]
    return [["" if place is None else record[place] for place in order] for record in body]


def _terms(rows: list[list[str]], table: Table) -> dict[str, str]:
    """The keys of a table by what they are whatever their case and blanks; those that are two things are left out."""
    place, found = list(table.fields).index(table.key[0]), {}
    for row in rows:
        found.setdefault(_alike(row[place]), set()).add(row[place].strip(BLANK))
    return {alike: one for alike, (one, *more) in found.items() if not more}


def _alike(cell: str) -> str:
    return re.sub(r"[\s_-]+", " ", identity(cell))


def _repairs(
    contract: Contract, table: Table, terms: Mapping[str, dict[str, str]], rows: list[list[str]]
) -> dict[str, list[Repair]]:
    """What may be repaired in each column, in this order."""
    keys = {key.field: terms.get(key.table, {}) for key in table.foreign_keys}
    found: dict[str, list[Repair]] = {}
    for place, (name, field) in enumerate(table.fields.items()):
        constraints = field.get("constraints", {})
        repairs: list[Repair] = [_signs]
        if "DOI" in field.get("title", "") or constraints.get("pattern", "").startswith("10\\."):
            repairs.append(lambda cell: DOI_PREFIX.sub("", cell, count=1))
        known = keys.get(name) or {_alike(str(term)): str(term) for term in constraints.get("enum", ())}
        if known:
            repairs.append(lambda cell, known=known: known.get(_alike(cell), cell))
        if field["type"] == "integer":
            repairs.append(lambda cell: WHOLE.sub(r"\1", cell))
        if field["type"] == "date" and (day := _way([row[place].strip(BLANK) for row in rows])):
            repairs.append(lambda cell, day=day: cell if ISO.fullmatch(cell) or not cell else _iso(cell, day))
        found[name] = repairs
    return found


def _signs(cell: str) -> str:
    """A cell without blanks and unseen signs that nobody means, each letter as one sign."""
    return composed(SPACES.sub(" ", UNSEEN.sub("", cell)).strip(BLANK))


def _way(cells: list[str]) -> str | None:
    """The one way in which all days of a column can be read that are not ISO days; None if there is none, or two."""
    other = [cell for cell in cells if cell and not ISO.fullmatch(cell)]
    fitting = [way for way in DAYS if other and all(_iso(cell, way) for cell in other)]
    return fitting[0] if len({tuple(_iso(cell, way) for cell in other) for way in fitting}) == 1 else None


def _iso(cell: str, way: str) -> str:
    """A day as YYYY-MM-DD; nothing where it is not written that way."""
    try:
        return datetime.strptime(cell, way).date().isoformat()
    except ValueError:
        return ""


def _repaired(rows: list[list[str]], table: Table, repairs: Mapping[str, list[Repair]], file: str) -> Iterator[str]:
    """Repair cells in place; a line for each kind of change, with the first of its rows."""
    for place, name in enumerate(table.fields):
        changed: list[tuple[int, str, str]] = []
        for number, row in enumerate(rows, start=2):
            before = row[place]
            for repair in repairs[name]:
                row[place] = repair(row[place])
            if row[place] != before:
                changed.append((number, before, row[place]))
        if changed:
            number, before, after = changed[0]
            more = f", and {len(changed) - 1} more in this column" if len(changed) > 1 else ""
            yield f"{file}, row {number}, {name}: {shown(before)} is now {shown(after)}{more}"
