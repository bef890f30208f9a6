"""Ids against what was published and committed before: none stands for another fact, none is gone without a word."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from umbrella.archives.archive import kept
from umbrella.changes.command import data_at
from umbrella.tables import Tables
from umbrella.tables.contract import Table, read_contract
from umbrella.tables.problems import DataError, Problem, shown

RECORD = "changes.toml"
# Where a row was read says nothing of what it states.
ASIDE = ("origin",)
# Cells that change places by a slip of sorting, not by two corrections.
MOVED = 3


def history_problems(folder: Path) -> list[Problem]:
    """What the tables of a data folder say against its last commit and the editions that the book keeps.

    A state that cannot be read, or a folder without a history, says nothing.
    """
    try:
        root, now = folder.parent, Tables(read_contract(folder))
    except DataError:
        return []
    states = [(edition.version, f"edition {edition.version}") for edition in _editions(root)]
    problems: list[Problem] = []
    for place, told in (("HEAD", "the last commit"), *reversed(states)):
        with tempfile.TemporaryDirectory() as into:
            try:
                old = Tables(read_contract(data_at(place, root, Path(into))))
                problems += _against(old, now, told)
            except (OSError, ValueError, DataError):
                continue
    first = {(one.file, one.row, one.column, one.message.partition(" in ")[0]): one for one in reversed(problems)}
    return sorted(first.values())


def _editions(root: Path) -> list:
    try:
        return kept(root)
    except ValueError:  # an altered archive is for the build to tell
        return []


def _against(old: Tables, now: Tables, told: str) -> Iterator[Problem]:
    removed = {(entry["table"], entry["row"]) for entry in now.extra(RECORD).get("removed", ())}
    for name, table in now.contract.tables.items():
        if not _is_permanent(table) or name not in old:
            continue
        before, after = (tables[name].set_index(table.key[0]) for tables in (old, now))
        columns = [column for column in _meaning(table) if column in before]
        for row, key in enumerate(after.index, start=2):
            if key in before.index and _is_another(before.loc[key], after.loc[key], columns, table):
                words = f"{shown(key)} stood for another fact in {told}: {_said(before.loc[key], columns)}; give the new row a new id"
                yield Problem(now.file_of(name), row, table.key[0], words)
        yield from _sorted_alone(before, after, now.file_of(name), told)
        for key in before.index.difference(after.index):
            if (name, key) not in removed:
                words = f"{shown(key)} stood in {told} and is gone; say why in {now.folder.name}/{RECORD}, with [[removed]], table = \"{name}\", row = \"{key}\", date and why"  # fmt: skip
                yield Problem(now.file_of(name), 0, table.key[0], words)


def _sorted_alone(before: pd.DataFrame, after: pd.DataFrame, file: str, told: str) -> Iterator[Problem]:
    """Columns whose cells are those of before in another order, while their rows stayed."""
    both = before.index.intersection(after.index)
    for column in before.columns.intersection(after.columns):
        old, new = ([str(cell) for cell in frame.loc[both, column]] for frame in (before, after))
        if (moved := sum(one != other for one, other in zip(old, new))) >= MOVED and sorted(old) == sorted(new):
            words = f"{moved} cells hold what stood in other rows in {told}; was the column sorted without the others?"
            yield Problem(file, 0, column, words)


def _is_permanent(table: Table) -> bool:
    """Whether the contract calls the ids of a table permanent."""
    return len(table.key) == 1 and "permanent" in table.fields[table.key[0]]["description"].lower()


def _meaning(table: Table) -> list[str]:
    """The columns that say what a row is about: those that refer to other tables."""
    return [key.field for key in table.foreign_keys if key.field not in (*ASIDE, *table.key)]


def _is_another(before: pd.Series, after: pd.Series, columns: list[str], table: Table) -> bool:
    """Whether a row is about another review, or about two other things at once; a correction changes one."""
    changed = [column for column in columns if pd.notna(before[column]) and str(before[column]) != str(after[column])]
    reviews = {key.field for key in table.foreign_keys if key.table == "reviews"}
    return bool(reviews & set(changed)) or len(changed) > 1


def _said(row: pd.Series, columns: list[str]) -> str:
    return ", ".join(str(row[column]) for column in columns if pd.notna(row[column]))
