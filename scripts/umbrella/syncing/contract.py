"""The contract of a book: the one of the engine, with the book's own name and what it added."""

from __future__ import annotations

import json
import re
from pathlib import Path

from umbrella.tables.contract import DESCRIPTOR, PACKAGED
from umbrella.tables.files import read_text

NOT_IN_NAME = re.compile(r"[^a-z0-9]+")


def contract_text(old: dict, title: str) -> str:
    """``datapackage.json`` of a book.

    Args:
        old: the contract that the book has; empty for a new one.
        title: title of the book.
    """
    packaged = json.loads(read_text(PACKAGED / DESCRIPTOR, DESCRIPTOR))
    before = {table["name"]: table for table in old.get("resources", [])}
    tables = [_with_own_columns(table, before.get(table["name"])) for table in packaged["resources"]]
    known = {table["name"] for table in tables}
    own = [table for name, table in before.items() if name not in known]
    new = {**packaged, "name": NOT_IN_NAME.sub("-", title.lower()).strip("-"), "title": f"{title} — data"}
    return json.dumps({**new, "resources": [*tables, *own]}, indent=2, ensure_ascii=False) + "\n"


def _with_own_columns(table: dict, before: dict | None) -> dict:
    """A table of the engine's contract with the columns, and their references, that a book gave it besides."""
    known = {field["name"] for field in table["schema"]["fields"]}
    own = [field for field in (before or {}).get("schema", {}).get("fields", []) if field["name"] not in known]
    if not own:
        return table
    names = {field["name"] for field in own}
    keys = [key for key in before["schema"].get("foreignKeys", []) if names.issuperset(key["fields"])]
    schema = {**table["schema"], "fields": [*table["schema"]["fields"], *own]}
    if joined := [*schema.get("foreignKeys", []), *keys]:
        schema["foreignKeys"] = joined
    return {**table, "schema": schema}


def new_tables(folder: Path, contract: dict) -> dict[str, str]:
    """The tables of a contract that a data folder lacks, with what the engine knows of them: terms, or a header alone."""
    texts = {}
    for table in contract["resources"]:
        if not (folder / table["path"]).is_file():
            header = ",".join(field["name"] for field in table["schema"]["fields"])
            known = PACKAGED / table["path"]
            general = known.is_file() and "<<" not in (text := known.read_text("utf-8"))
            texts[table["path"]] = text if general else f"{header}\n"
    return texts
