"""Validates cells against the contract with Frictionless and words what it finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umbrella.tables.contract import DESCRIPTOR, Contract, ForeignKey, Table
from umbrella.tables.problems import Problem, not_one_of, shown
from umbrella.tables.reading import FORMS

if TYPE_CHECKING:
    from frictionless import Error as FrictionlessError


def contract_problems(contract: Contract, cells: dict[str, list[list[str]]], broken: set[str]) -> list[Problem]:
    """Check types, constraints, primary and foreign keys of all tables.

    Args:
        contract: the data contract.
        cells: rows of text per table name, in the contract's column order.
        broken: tables whose file could not be read; they are not checked, nor
            are references to them, which would only repeat the one fault.

    Returns:
        One problem per offending cell or row.

    Raises:
        ValueError: the contract itself is no Table Schema.
    """
    # Frictionless takes 0.2 s to import, which chapters that read checked data need not wait for.
    from frictionless import FrictionlessException, Package, Resource, Schema

    resources = []
    for name, table in contract.tables.items():
        if name in broken:
            continue
        schema = dict(table.schema)
        schema["foreignKeys"] = [
            key for key in schema.get("foreignKeys", []) if key["reference"]["resource"] not in broken
        ]
        try:
            resources.append(
                Resource(name=name, data=[list(table.fields), *cells[name]], schema=Schema.from_descriptor(schema))
            )
        except FrictionlessException as error:
            raise ValueError(f"resource {name}: {error}") from error
    report = Package(resources=resources).validate(limit_errors=1_000_000)
    words = _Words(contract, cells)
    problems = [words.problem(error, contract.tables[task.name]) for task in report.tasks for error in task.errors]
    problems += [Problem(f"{contract.folder.name}/{DESCRIPTOR}", 0, "", error.message) for error in report.errors]
    return [problem for problem in problems if problem is not None]


class _Words:
    """Frictionless errors in the curator's words; what a message needs is looked up once per table."""

    def __init__(self, contract: Contract, cells: dict[str, list[list[str]]]):
        self.contract, self.cells = contract, cells
        self._terms: dict[str, list[str]] = {}
        self._firsts: dict[str, dict[tuple[str, ...], int]] = {}
        self._unknown: dict[tuple[str, str], str] = {}

    def problem(self, error: FrictionlessError, table: Table) -> Problem | None:
        """One error; None for what was reported at the reading already."""
        file = f"{self.contract.folder.name}/{table.path}"
        row = getattr(error, "row_number", 0) or 0
        if error.type == "blank-row":
            return None
        if error.type == "type-error":
            field = table.fields[error.field_name]
            return Problem(file, row, error.field_name, f"{shown(error.cell)} is not {FORMS[field['type']][1]}")
        if error.type == "constraint-error":
            field = table.fields[error.field_name]
            text = self.cells[table.name][row - 2][list(table.fields).index(error.field_name)]
            if text and field["type"] in FORMS and not FORMS[field["type"]][0].fullmatch(text):
                return None  # Frictionless takes 'nan' for a number, and compares it
            return Problem(file, row, error.field_name, _constraint(error, field))
        if error.type == "unique-error":
            return Problem(
                file, row, error.field_name, f"{shown(error.cell)} stands in an earlier row too; it must be unique"
            )
        if error.type == "primary-key":
            return self._primary_key(table, file, row)
        if error.type == "foreign-key":
            return Problem(file, row, error.field_names[0], self._foreign_key(error, table))
        return Problem(file, row, getattr(error, "field_name", "") or "", error.message)

    def _primary_key(self, table: Table, file: str, row: int) -> Problem | None:
        """A key that stands twice, with the row of its first use."""
        if table.name not in self._firsts:
            first = self._firsts[table.name] = {}
            for number, cells in enumerate(self.cells[table.name], start=2):
                first.setdefault(_key(cells, table), number)
        key = _key(self.cells[table.name][row - 2], table)
        if not any(key):
            return None  # an empty required cell is reported by its own constraint
        message = f"{shown(', '.join(key))} stands in row {self._firsts[table.name][key]} already; keys are unique"
        return Problem(file, row, " + ".join(table.key), message)

    def _foreign_key(self, error, table: Table) -> str:
        """A value that is no key of the table it points to, with the nearest terms."""
        value = error.field_cells[0]
        key = next(key for key in table.foreign_keys if key.field == error.field_names[0])
        if (key.table, value) not in self._unknown:
            file = f"{self.contract.folder.name}/{self.contract.tables[key.table].path}"
            self._unknown[key.table, value] = not_one_of(value, self._known(key), file)
        return self._unknown[key.table, value]

    def _known(self, key: ForeignKey) -> list[str]:
        """Values a foreign key may have, in the order readers see them where their table has a column ``order``."""
        if key.table not in self._terms:
            names = list(self.contract.tables[key.table].fields)
            rows = self.cells[key.table]
            if "order" in names:
                place = names.index("order")
                rows = sorted(rows, key=lambda row: int(row[place]) if row[place].isdecimal() else 0)
            self._terms[key.table] = list(dict.fromkeys(row[names.index(key.target)] for row in rows))
        return self._terms[key.table]


def _key(cells: list[str], table: Table) -> tuple[str, ...]:
    """The key of a row, whole numbers without leading zeros as Frictionless compares them."""
    values = dict(zip(table.fields, cells))
    return tuple(
        str(int(values[name])) if values[name].isdecimal() and table.fields[name]["type"] == "integer" else values[name]
        for name in table.key
    )


def _constraint(error, field: dict) -> str:
    """Which constraint a cell breaks, and what is allowed."""
    constraints = field["constraints"]
    kind = re.search(r'constraint "(\w+)"', error.note).group(1)
    limit = constraints[kind]
    if kind == "required":
        return "the cell is empty; a value is required"
    if kind == "enum":
        return not_one_of(error.cell, list(limit), "the allowed values")
    if kind == "pattern":
        return f"{shown(error.cell)} is not {field.get('form', 'of the form that the contract gives')}"
    if kind in ("minimum", "maximum"):
        return f"{shown(error.cell)} is {'less' if kind == 'minimum' else 'more'} than {limit}"
    return error.note
