"""Everything that follows from ``edition.toml``, the tables and the engine, as texts by path."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path

import yaml

from umbrella.citing.files import book_of, cite_files
from umbrella.syncing.contract import contract_text, new_tables
from umbrella.tables import Tables, load
from umbrella.tables.contract import DESCRIPTOR
from umbrella.tables.people import names_of
from umbrella.tables.settings import read_edition, read_json

FORMS = Path(__file__).parents[1] / "templates" / "forms"
FORM_FOLDER = ".github/ISSUE_TEMPLATE"
# What a curator gives a row, not the one who reports a review.
OURS = {"review_id", "round", "source_id", "source_number", "finding_id", "kind", "added", "origin"}


def derived(root: Path) -> dict[str, str]:
    """The texts of all derived files of a book, by path.

    Raises:
        DataError: the tables are not sound.
        Unreadable, ValueError: a setting cannot be read.
    """
    data, title = root / "data", read_edition(root / "data")["edition"]["title"]
    known = data / DESCRIPTOR
    old = read_json(known, f"data/{DESCRIPTOR}") if known.is_file() else {}
    contract = contract_text(old if isinstance(old, dict) else {}, title)
    texts = {DESCRIPTOR: contract, **new_tables(data, json.loads(contract))}
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "data"
        shutil.copytree(data, copy)
        for path, text in texts.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_text(text, "utf-8")
        tables = load(copy)
        citing = cite_files(book_of(tables), tables.edition["repository"])
        forms = issue_forms(tables)
    config = (root / "_config.yml").read_text("utf-8")
    return {**{f"data/{path}": text for path, text in texts.items()}, "_config.yml": configured(config, tables), **citing, **forms}


def configured(config: str, tables: Tables) -> str:
    """``_config.yml`` with title and author of the edition; its other lines as they stand."""
    edition = tables.edition
    authors = ", ".join(map(str, names_of(edition["authors"]["book"])))
    known = {"title": edition["edition"]["title"], "author": authors}
    for key, value in known.items():
        line = f"{key}: {json.dumps(value, ensure_ascii=False)}"
        config, found = re.subn(rf"^{key}:.*$", lambda match, line=line: line, config, count=1, flags=re.M)
        config = config if found else f"{line}\n{config}"
    return config


def issue_forms(tables: Tables) -> dict[str, str]:
    """Issue forms by path, with the terms and columns of the tables in them."""
    facts = tables.vocabulary("facts").terms
    fields = tables.contract.tables["findings"].fields
    places = {
        "scopes": "\n".join(f"    - {json.dumps(term, ensure_ascii=False)}" for term in tables.vocabulary("scopes").terms),
        "facts": json.dumps("".join(f"{fact}: \n" for fact in facts).rstrip("\n"), ensure_ascii=False),
        "findings": ",".join(name for name in fields if name not in OURS),
        "place": json.dumps(_example(tables), ensure_ascii=False),
    }
    texts = {}
    for path in sorted(FORMS.glob("*.yml")):
        text = re.sub(r"<<(\w+)>>", lambda place: places[place[1]], path.read_text("utf-8"))
        yaml.safe_load(text)
        texts[f"{FORM_FOLDER}/{path.name}"] = text
    return texts


def _example(tables: Tables) -> str:
    """A place in the book, as a report names it."""
    labels = tables.vocabulary("modalities").labels
    rows = tables.findings.head(1)
    return ", ".join([labels[row.modality] + f", row {row.finding_id}" for row in rows.itertuples()]) or "The page, and the row"
