"""The data contract: what ``datapackage.json`` says about each table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

DESCRIPTOR = "datapackage.json"
REQUIRED = ("name", "path", "title", "description", "schema")


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
    def foreign_keys(self) -> list[ForeignKey]:
        """Foreign keys; a table that refers to itself has its own name as target."""
        return [
            ForeignKey(key["fields"][0], key["reference"]["resource"] or self.name, key["reference"]["fields"][0])
            for key in self.schema.get("foreignKeys", [])
        ]


@dataclass(frozen=True)
class Contract:
    """All tables of a data folder and the descriptor they come from."""

    folder: Path
    descriptor: dict
    tables: dict[str, Table]


def read_contract(folder: Path) -> Contract:
    """Read ``datapackage.json`` of a data folder.

    Args:
        folder: the data folder.

    Returns:
        The contract with one :class:`Table` per resource, in file order.

    Raises:
        FileNotFoundError: there is no descriptor.
        ValueError: the descriptor is not JSON, or lacks something every table must have.
    """
    descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    for number, resource in enumerate(descriptor.get("resources", []), start=1):
        missing = [key for key in REQUIRED if key not in resource] or [
            key for key in ("fields", "primaryKey") if key not in resource["schema"]
        ]
        if missing:
            raise ValueError(f"resource {resource.get('name', number)} has no {', no '.join(missing)}")
    tables = {
        resource["name"]: Table(
            name=resource["name"],
            path=resource["path"],
            title=resource["title"],
            description=resource["description"],
            schema=resource["schema"],
        )
        for resource in descriptor["resources"]
    }
    return Contract(folder=folder, descriptor=descriptor, tables=tables)
