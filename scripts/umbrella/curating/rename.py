"""Renames a term of a vocabulary wherever it stands: in its table, in all that refer to it, and in the chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from umbrella.tables.contract import Contract, Table, read_contract
from umbrella.tables.files import read_text
from umbrella.tables.problems import not_one_of
from umbrella.tables.reading import read_cells
from umbrella.tables.writing import canonical, write_sound

# Path from the folder of the book, new text, what was changed.
Changed = tuple[str, str, str]
# Where chapters name terms in code: in quotation marks.
INLINE = re.compile(r"\{eval\}`[^`]+`|^```+\{code-cell\}.*?^```+\s*$", re.S | re.M)


def rename(folder: Path, table: str, old: str, new: str) -> list[str]:
    """Rename a term.

    Args:
        folder: the data folder, whose tables are sound.
        table: the vocabulary, such as ``regions``.
        old: the term.
        new: its new name.

    Returns:
        What was changed, a line for each file. Running text of chapters is left alone and its lines are listed.

    Raises:
        ValueError: there is no such table or term, or the new one exists.
        DataError: with the new name the data are not sound; nothing is changed.
    """
    contract = read_contract(folder)
    vocabularies = sorted(name for name, one in contract.tables.items() if one.path.startswith("vocabularies/"))
    if table not in vocabularies:
        raise ValueError(not_one_of(table, vocabularies, "the vocabularies"))
    rows = {name: read_cells(folder / one.path, one, one.path)[0] for name, one in contract.tables.items()}
    key = list(contract.tables[table].fields).index(contract.tables[table].key[0])
    terms = [row[key] for row in rows[table]]
    if old not in terms:
        raise ValueError(not_one_of(old, terms, f"{folder.name}/{contract.tables[table].path}"))
    if new in terms or not new.strip():
        raise ValueError(f"{new!r} is a term already; two things cannot have one name" if new.strip() else "the new name is empty")
    found = [*_in_tables(contract, rows, table, old, new), *_in_chapters(folder.parent, old, new)]
    write_sound(folder, {path: text for path, text, _ in found})
    return [f"{path}: {said}" for path, _, said in found]


def _in_tables(contract: Contract, rows: dict[str, list[list[str]]], table: str, old: str, new: str) -> Iterator[Changed]:
    for name, own in contract.tables.items():
        places = [list(own.fields).index(column) for column in _columns(own, table)]
        changed = 0
        for row in rows[name]:
            for place in places:
                if row[place] == old:
                    row[place], changed = new, changed + 1
            # Arguments of the audit name terms between equals signs, bars and semicolons.
            if "arguments" in own.fields:
                place = list(own.fields).index("arguments")
                told = re.sub(rf"(?<=[=|]) ?{re.escape(old)}(?=\s*(?:[|;]|$))", lambda m: m[0].replace(old, new), row[place])
                changed, row[place] = changed + (told != row[place]), told
        if changed:
            yield f"{contract.folder.name}/{own.path}", canonical(rows[name], own), f"{changed} cell{'s' if changed > 1 else ''}"


def _columns(own: Table, table: str) -> Iterator[str]:
    """Columns that hold terms of a vocabulary: its key, and those that refer to it."""
    if own.name == table:
        yield own.key[0]
    yield from (key.field for key in own.foreign_keys if key.table == table)


def _in_chapters(root: Path, old: str, new: str) -> Iterator[Changed]:
    quoted = re.compile(rf"""(["']){re.escape(old)}\1""")
    for path in (root / "index.md", *sorted((root / "chapters").rglob("*.md"))):
        if not path.is_file():
            continue
        name, text = path.relative_to(root).as_posix(), read_text(path, path.name)
        told = INLINE.sub(lambda code: quoted.sub(lambda term: f"{term[1]}{new}{term[1]}", code[0]), text)
        renamed = len(quoted.findall(text)) - len(quoted.findall(told))
        left = sum(old in line for line in INLINE.sub("", told).splitlines())
        said = [f"{renamed} expressions"] if renamed else []
        said += [f"the words stand in running text {left} times; read them again"] if left else []
        if said:
            yield name, told, "; ".join(said)
