"""Reads exports into a round: whole, once, and each record with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from umbrella.keeping import sha
from umbrella.searches.exports import Exported, read_export
from umbrella.searches.fields import Fields, fullest
from umbrella.searches.flow import Search, unapplied
from umbrella.searches.folder import RAW, SEARCHES, begin, read_search, sums, write_search, write_sums
from umbrella.searches.known import known_works
from umbrella.searches.merging import merged
from umbrella.tables import load, unchecked
from umbrella.tables.files import Unreadable, read_file
from umbrella.tables.identity import identity
from umbrella.tables.problems import DataError, Problem

# An export of tens of thousands of records with their abstracts.
LIMIT = 1 << 30


@dataclass(frozen=True)
class Export:
    """An export to be read.

    Attributes:
        file: its name, without folders.
        database: where it comes from.
        raw: its bytes.
        records: what was read of it.
    """

    file: str
    database: str
    raw: bytes = field(repr=False)
    records: list[Exported] = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        return sha(self.raw)


def read_given(given: Sequence[str], done: dict[str, str], names: dict[str, str]) -> tuple[list[Export], list[str]]:
    """The exports that arguments name, ``FILE`` or ``DATABASE=FILE``.

    Args:
        given: the arguments.
        done: exports read before, file to checksum.
        names: names of databases in the settings by their identity.

    Returns:
        The exports that are new, and a note on each of the others.

    Raises:
        DataError: some of them cannot be read, or it cannot be told where they come from; all problems at once.
    """
    exports, notes, problems = [], [], []
    for argument in given:
        try:
            export = _read(argument, done, names)
        except Unreadable as error:
            problems.append(error.problem)
            continue
        if isinstance(export, str):
            notes.append(export)
        else:
            exports.append(export)
            done = done | {export.file: export.digest}
    if problems:
        raise DataError(problems)
    return exports, notes


def _read(argument: str, done: dict[str, str], names: dict[str, str]) -> Export | str:
    said, _, rest = argument.rpartition("=") if not Path(argument).exists() else ("", "", argument)
    path = Path(rest)
    raw = read_file(path, rest, LIMIT)
    digest, file = sha(raw), path.name
    if same := next((name for name, known in done.items() if known == digest), None):
        return f"{rest}: was read before" + (f", as {same}" if same != file else "")
    if file in done:
        raise Unreadable(Problem(rest, 0, "", "another export of this name was read before; give it a name of its own"))
    if ";" in file or ":" in file:
        raise Unreadable(Problem(rest, 0, "", "has a semicolon or a colon in its name; give it another name"))
    records = read_export(raw, rest)
    database = said or _database(records)
    if not database:
        words = f"does not tell which database it comes from; say so: umbrella search add ROUND 'NAME={rest}'"
        raise Unreadable(Problem(rest, 0, "", words))
    return Export(file, names.get(identity(database), database), raw, records)


def _database(records: Sequence[Exported]) -> str:
    """The database that all records of an export name which name one; empty where they differ."""
    found = Counter(record.fields.database for record in records if record.fields.database)
    return next(iter(found)) if len(found) == 1 else ""


@dataclass(frozen=True)
class Added:
    """What came of reading exports: the round, the exports, and notes."""

    search: Search
    exports: list[Export]
    notes: list[str]
    before: int


def add_exports(root: Path, name: str, given: Sequence[str]) -> Added:
    """Read exports into a round, link what is one work, carry out the answers to doubtful pairs, write all down.

    Args:
        root: the book.
        name: the round.
        given: ``FILE`` or ``DATABASE=FILE``; those read before are passed over.

    Raises:
        DataError: an export or a table cannot be read; nothing is written.
        ValueError: the round cannot be added to; nothing is written.
    """
    data = root / "data"
    folder = data / SEARCHES / name
    tables = load(data)
    search = read_search(tables, name) if name in tables.contract.searched else None
    if search and "closed" in search.settings:
        raise ValueError(f"the round {name} was closed on {search.settings['closed']}; a new search is a new round")
    if not search and not given:
        raise ValueError(f"the round {name} is new; name the exports to read")
    databases = search.settings["databases"] if search else []
    done = sums(folder)
    exports, notes = read_given(given, done, {identity(entry["name"]): entry["name"] for entry in databases})
    if search and not exports and unapplied(search).empty:
        return Added(search, [], notes, len(search.records))
    begin(data, name, [export.database for export in exports])
    tables = unchecked(data)
    search = read_search(tables, name)
    result = merged(_with(search, exports), list(_readable(search, exports)), known_works(tables, name))
    write_search(tables, result)
    _keep(root / RAW / name, exports)
    write_sums(folder, done | {export.file: export.digest for export in exports})
    return Added(read_search(unchecked(data), name), exports, notes, len(search.records))


def _readable(search: Search, exports: Sequence[Export]):
    """File and line, database and fields of the records that are new."""
    there = {place for places in search.records["read_in"] for place in places.split("; ")}
    for export in exports:
        for record in export.records:
            if not record.why and (place := f"{export.file}:{record.line}") not in there:
                yield place, export.database, record.fields


def _with(search: Search, exports: Sequence[Export]) -> Search:
    """A round with more exports, and what could not be read of them."""
    files = [(export.file, export.database, len(export.records)) for export in exports]
    unread = [(export.file, record.line, record.why, None) for export in exports for record in export.records if record.why]
    return replace(
        search,
        exports=_joined(search.exports, files, ["file"]),
        unreadable=_joined(search.unreadable, unread, ["file", "line"]),
    )


def _joined(frame: pd.DataFrame, rows: list[tuple], key: list[str]) -> pd.DataFrame:
    if not rows:
        return frame
    new = pd.DataFrame(rows, columns=list(frame)).astype(frame.dtypes.to_dict())
    return pd.concat([frame, new], ignore_index=True).drop_duplicates(key)


def _keep(folder: Path, exports: Sequence[Export]) -> None:
    """Keep the exports beside the book, where git passes them over: they belong to the databases, and are large."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", "utf-8")
    for export in exports:
        (folder / export.file).write_bytes(export.raw)


def raw_fields(root: Path, search: Search) -> dict[str, Fields]:
    """What the exports say of each record, as far as they are kept beside the book: by record, the fullest."""
    of_place = {place: key for key, places in zip(search.records["record_id"], search.records["read_in"]) for place in places.split("; ")}
    found: dict[str, Fields] = {}
    for file in search.exports["file"]:
        path = root / RAW / search.name / file
        if not path.is_file():
            continue
        for record in read_export(read_file(path, str(path), LIMIT), file):
            if key := of_place.get(f"{file}:{record.line}"):
                found[key] = fullest(found.get(key, record.fields), record.fields)
    return found
