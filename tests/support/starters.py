"""Books as ``umbrella new`` writes them, and what can be done to their tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from umbrella.starting.asked import THINGS, Asked, kinds
from umbrella.starting.writing import files_of
from umbrella.syncing.derived import derived

DAY = date(2026, 11, 25)


def asked(kind: str = "interventions", **own: str) -> Asked:
    """The answers of who takes all defaults."""
    words = {thing: tuple(kinds()[kind][thing]) for thing in THINGS}
    return Asked(**{"title": "A review of example things", "kind": kind, "words": words, "authors": "A Group", **own})


def started(folder: Path, kind: str = "interventions", **own: str) -> Path:
    """A new book in a folder."""
    for texts in (files_of(asked(kind, **own), DAY), None):
        for path, text in (derived(folder) if texts is None else texts).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    return folder


def cut(folder: Path, rows: int, *tables: str) -> None:
    """Leave so many rows of some tables."""
    for table in tables:
        path = folder / "data" / f"{table}.csv"
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[: rows + 1]), "utf-8")
