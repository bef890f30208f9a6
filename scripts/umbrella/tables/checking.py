"""Checks cells against the contract's Table Schemas, in the curator's words.

The test suite holds it to Frictionless, which takes longer to load than all tables take to be checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from umbrella.tables.contract import Contract, ForeignKey, Table
from umbrella.tables.problems import Problem, not_one_of, shown
from umbrella.tables.reading import FORMS

GLOSSARY = "glossary"
Cells = dict[str, list[list[str]]]
Value = str | int | float | date | None
TYPES: dict[str, Callable[[str], Value]] = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
}


def contract_problems(contract: Contract, cells: Cells, broken: set[str]) -> list[Problem]:
    """Check types, constraints, primary and foreign keys of all tables.

    Args:
        contract: the data contract.
        cells: rows of text per table name, in the contract's column order.
        broken: tables whose file could not be read; they are not checked, nor
            are references to them, which would only repeat the one fault.

    Returns:
        One problem per offending cell or row.
    """
    tables = {name: table for name, table in contract.tables.items() if name not in broken}
    problems, columns = [], {}
    for name, table in tables.items():
        file = f"{contract.folder.name}/{table.path}"
        for position, field in enumerate(table.fields.values()):
            columns[name, field["name"]], found = _typed(cells[name], position, field, file)
            problems += found
        problems += _twice(table, [columns[name, key] for key in table.key], file)
    for name, table in tables.items():
        for key in table.foreign_keys:
            if key.table not in broken:
                problems += _unknown(contract, name, key, columns)
    return problems


def _typed(rows: list[list[str]], position: int, field: dict, file: str) -> tuple[list[Value], list[Problem]]:
    """The values of a column (none where a cell is empty or no such value), and what is wrong with them."""
    constraints, name = field.get("constraints", {}), field["name"]
    values, problems, seen = [], [], set()
    for number, row in enumerate(rows, start=2):
        cell = row[position]
        value, message = _value(cell, field["type"])
        if value is not None:
            message = _constraint(value, cell, field)
            if constraints.get("unique") and value in seen:
                words = f"{shown(cell)} stands in an earlier row too; it must be unique"
                problems.append(Problem(file, number, name, words))
            seen.add(value)
        elif not cell and constraints.get("required") and any(row):  # of a blank row the reading told
            message = "the cell is empty; a value is required"
        if message:
            problems.append(Problem(file, number, name, message))
        values.append(value)
    return values, problems


def _value(cell: str, kind: str) -> tuple[Value, str]:
    """What a cell stands for, and what is wrong with it; a cell not of the form of its type was reported when read."""
    if not cell or kind in FORMS and not FORMS[kind][0].fullmatch(cell):
        return None, ""
    try:
        return TYPES[kind](cell), ""
    except ValueError:
        return None, f"{shown(cell)} is not {FORMS[kind][1]}"


def _constraint(value: Value, cell: str, field: dict) -> str:
    """Which constraint a value breaks, and what is allowed; empty where it keeps all."""
    limits = field.get("constraints", {})
    if "enum" in limits and value not in limits["enum"]:
        return not_one_of(cell, [str(term) for term in limits["enum"]], "the allowed values")
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return f"{shown(cell)} is not {field.get('form', 'of the form that the contract gives')}"
    if "minimum" in limits and value < limits["minimum"]:
        return f"{shown(cell)} is less than {limits['minimum']}"
    if "maximum" in limits and value > limits["maximum"]:
        return f"{shown(cell)} is more than {limits['maximum']}"
    return ""


def _twice(table: Table, columns: list[list[Value]], file: str) -> Iterator[Problem]:
    """Keys that stand twice, with the row of their first use."""
    first: dict[tuple[Value, ...], int] = {}
    for row, key in enumerate(zip(*columns), start=2):
        # An empty key is reported by its own constraint.
        if set(key) != {None} and first.setdefault(key, row) != row:
            words = ", ".join(str(value or "") for value in key)
            message = f"{shown(words)} stands in row {first[key]} already; keys are unique"
            yield Problem(file, row, " + ".join(table.key), message)


def _written_out(contract: Contract, columns: dict[tuple[str, str], list[Value]], key: ForeignKey, value: str) -> str:
    """The term that an abbreviation stands for, by its own vocabulary or the glossary; empty where none does."""
    terms = {str(term).casefold(): str(term) for term in columns[key.table, key.target] if term is not None}
    for table in (key.table, GLOSSARY):
        long, short = ((table, column) for column in (contract.tables[table].key[0], "abbreviation"))
        for term, abbreviation in zip(columns.get(long, ()), columns.get(short, ())):
            if term and abbreviation == value and (found := terms.get(str(term).casefold())):
                return found
    return ""


def _unknown(
    contract: Contract, name: str, key: ForeignKey, columns: dict[tuple[str, str], list[Value]]
) -> Iterator[Problem]:
    """Values that are no key of the table they point to, with the nearest terms."""
    terms = columns[key.table, key.target]
    if (key.table, "order") in columns:  # as readers see them
        order = columns[key.table, "order"]
        terms = [terms[row] for row in sorted(range(len(terms)), key=lambda row: order[row] or 0)]
    known = dict.fromkeys(term for term in terms if term is not None)
    target, own = (f"{contract.folder.name}/{contract.tables[table].path}" for table in (key.table, name))
    messages: dict[Value, str] = {}
    for row, value in enumerate(columns[name, key.field], start=2):
        if value is not None and value not in known:
            if value not in messages:
                long = _written_out(contract, columns, key, str(value))
                short = f"{shown(value)} is not in {target}; it is short for {shown(long)}"
                messages[value] = short if long else not_one_of(value, [str(term) for term in known], target)
            yield Problem(own, row, key.field, messages[value])
