"""The data contract: what ``datapackage.json`` says about each table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from umbrella.tables.files import Unreadable
from umbrella.tables.problems import DataError, Problem, shown
from umbrella.tables.settings import read_json, schema_problems

DESCRIPTOR = "datapackage.json"
# The contract that the engine reads, beside the terms that are those of any book.
PACKAGED = Path(__file__).parents[1] / "templates" / "book" / "data"
REQUIRED = ("name", "path", "title", "description", "schema")
# The version of the contract that the engine reads, and what each version asks of a book of the one before.
VERSION = 2
ASKED = {
    2: "vocabularies/grades.csv, and columns that tables may have: comparator and grade in findings, higher_is in regions, towards in directions; add the term link to vocabularies/labels.csv by hand",
}
# Tables of each search lie in a folder of its own, named by the round.
SEARCHES, ROUND = "searches", re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
# What the engine reads whatever the subject is.
NEEDED = """
    reviews review-facts findings outside-findings correlations estimates appraisals published-ratings selection
    primary-studies inclusions audit candidate-reviews protocol glossary sources modalities techniques regions
    metrics populations clinical-measures directions signs certainty ratings answers measures systems tissues scopes
    contrasts tiers source-kinds labels amstar2-items appraisal-rules facts gaps
    agenda-tasks verdicts
""".split()
# A group that is nothing but a repetition, and is repeated itself.
ENDLESS = re.compile(r"\((\?:)?(\[[^\]]+\]|\\?.)[+*]\)+[+*]")


@dataclass(frozen=True)
class ForeignKey:
    """One column whose values must be keys of another table."""

    field: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table of the contract.

    Attributes:
        name: resource name, such as ``review-facts``.
        path: file, relative to the data folder.
        title: name shown to readers.
        description: what one row is.
        schema: the Table Schema descriptor as it stands in the contract.
    """

    name: str
    path: str
    title: str
    description: str
    schema: dict

    @cached_property
    def fields(self) -> dict[str, dict]:
        """Field descriptors by column name, in order."""
        return {field["name"]: field for field in self.schema["fields"]}

    @property
    def key(self) -> list[str]:
        """Columns of the primary key."""
        return list(self.schema["primaryKey"])

    @property
    def is_edited(self) -> bool:
        """Whether people edit it; the tables of a round of search are written by commands, and hold who decided what."""
        return not self.path.startswith(f"{SEARCHES}/")

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """Foreign keys; a table that refers to itself has its own name as target."""
        return [
            ForeignKey(key["fields"][0], key["reference"]["resource"] or self.name, key["reference"]["fields"][0])
            for key in self.schema.get("foreignKeys", [])
        ]


@dataclass(frozen=True)
class Contract:
    """All tables of a data folder and the descriptor they come from.

    Attributes:
        searched: the rounds of search that the folder holds records of, oldest first; each has the tables that the
            contract lists under ``searches``, named with the round at their end.
    """

    folder: Path
    descriptor: dict
    tables: dict[str, Table]
    searched: tuple[str, ...] = ()


class ContractError(DataError, ValueError):
    """``datapackage.json`` is no contract; all problems are in it."""


def read_contract(folder: Path) -> Contract:
    """Read ``datapackage.json`` of a data folder.

    Args:
        folder: the data folder.

    Returns:
        The contract with one :class:`Table` per resource, in file order.

    Raises:
        ContractError: it cannot be read, or is not what a contract must be.
    """
    file = f"{folder.name}/{DESCRIPTOR}"
    try:
        descriptor = read_json(folder / DESCRIPTOR, file)
    except Unreadable as error:
        raise ContractError([error.problem]) from error
    # The form first: what the tables say of each other can be asked of tables only.
    problems = schema_problems(descriptor, "datapackage", file)
    searches = descriptor.get(SEARCHES, []) if not problems else []
    if searches:
        problems = schema_problems({"resources": searches}, "datapackage", file)
    problems = problems or list(_disagreements([*descriptor["resources"], *searches], file))
    if problems:
        raise ContractError(problems)
    searched = rounds_in(folder) if searches else ()
    own = [_of_round(resource, searches, name) for name in searched for resource in searches]
    tables = {
        resource["name"]: Table(**{name: resource[name] for name in REQUIRED})
        for resource in [*descriptor["resources"], *own]
    }
    return Contract(folder, descriptor, tables, searched)


def version_problems(contract: Contract) -> Iterator[Problem]:
    """That a contract is older or newer than the engine, with what to do."""
    has = contract.descriptor.get("contract", 1)
    at = Problem(f"{contract.folder.name}/{DESCRIPTOR}", 0, "contract", "")
    if not isinstance(has, int) or isinstance(has, bool) or has < 1:
        yield replace(at, message=f"{shown(str(has))} is not a version of the contract; the engine reads version {VERSION}")
    elif has < VERSION:
        news = "; ".join(ASKED[version] for version in range(has + 1, VERSION + 1))
        yield replace(at, message=f"the contract is of version {has} and the engine reads version {VERSION}; run umbrella sync, which brings: {news}")
    elif has > VERSION:
        words = f"the contract is of version {has} and this engine reads version {VERSION}; install the engine that requirements.txt names"
        yield replace(at, message=words)


def rounds_in(folder: Path) -> tuple[str, ...]:
    """The rounds of search that a data folder holds, oldest first."""
    if not (folder / SEARCHES).is_dir():
        return ()
    return tuple(sorted(path.name for path in (folder / SEARCHES).iterdir() if ROUND.fullmatch(path.name)))


def _of_round(resource: dict, searches: list[dict], name: str) -> dict:
    """A table of one round, its references to other tables of the round among them."""
    of_rounds = {other["name"] for other in searches}
    schema = dict(resource["schema"])
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [
            key | {"reference": key["reference"] | {"resource": f"{target}-{name}"}}
            if (target := key["reference"]["resource"]) in of_rounds
            else key
            for key in schema["foreignKeys"]
        ]
    path = f"{SEARCHES}/{name}/{resource['path']}"
    title = f"{resource['title']} of the search {name}"
    return resource | {"name": f"{resource['name']}-{name}", "path": path, "title": title, "schema": schema}


def _disagreements(resources: list[dict], file: str) -> Iterator[Problem]:
    """What in a contract does not fit the rest of it: tables and columns named that are not there, patterns that fail."""
    columns = {table["name"]: [field["name"] for field in table["schema"]["fields"]] for table in resources}
    for kind, values in (("name", [table["name"] for table in resources]), ("path", [t["path"] for t in resources])):
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield Problem(file, 0, f"resources.{kind}", f"{shown(value)} stands {values.count(value)} times")
    for name in NEEDED:
        if name not in columns:
            yield Problem(file, 0, "resources", f"there is no table {shown(name)}, which the engine reads")
    for table in resources:
        own, place = columns[table["name"]], f"table {table['name']}"
        for name in sorted({name for name in own if own.count(name) > 1}):
            yield Problem(file, 0, place, f"column {shown(name)} stands {own.count(name)} times")
        for key in table["schema"].get("foreignKeys", []):
            yield from _foreign_key_problems(key, table["name"], columns, Problem(file, 0, place, ""))
        for name in table["schema"]["primaryKey"]:
            if name not in own:
                yield Problem(file, 0, place, f"the key names column {shown(name)}, which is not there")
        for field in table["schema"]["fields"]:
            if words := _pattern_problem(field.get("constraints", {}).get("pattern", "")):
                yield Problem(file, 0, f"{place}, {field['name']}", words)


def _foreign_key_problems(key: dict, name: str, columns: Mapping[str, list[str]], at: Problem) -> Iterator[Problem]:
    (own,), target, (other,) = key["fields"], key["reference"]["resource"] or name, key["reference"]["fields"]
    if own not in columns[name]:
        yield replace(at, message=f"a foreign key names column {shown(own)}, which is not there")
    if target not in columns:
        yield replace(at, message=f"{own} refers to table {shown(target)}, which is not there")
    elif other not in columns[target]:
        yield replace(at, message=f"{own} refers to column {shown(other)} of {target}, which is not there")


def _pattern_problem(pattern: str) -> str | None:
    """Why a pattern cannot be used: it is none, or takes for ever on some texts."""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"{shown(pattern)} is no regular expression: {error}"
    return (
        f"{shown(pattern)} repeats a repetition, which takes for ever on some texts"
        if ENDLESS.search(pattern)
        else None
    )
