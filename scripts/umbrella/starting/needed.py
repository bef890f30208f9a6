"""Chapters that a book needs and lacks, each with the command that makes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from umbrella.book.places import CHAPTERS, MODALITY
from umbrella.starting.writing import offered
from umbrella.tables import Tables
from umbrella.toc import toc_documents


def missing_chapters(root: Path, tables: Tables) -> Iterator[str]:
    """Chapters that rows of the tables are to be shown in and that _toc.yml lacks, a line each.

    Args:
        root: the book.
        tables: its sound tables.
    """
    if not (root / "_toc.yml").is_file():
        return
    there = {Path(name).name for name in toc_documents(root / "_toc.yml")}
    known = set(offered())
    wanted: dict[str, list[str]] = {}
    for table in MODALITY:
        for name in tables[table]["modality"].dropna().unique():
            wanted.setdefault(name, []).append(f"{table} on {name}")
    for table, name in CHAPTERS.items():
        if name in known and table in tables and len(tables[table]):
            wanted.setdefault(name, []).append(table)
    for name, rows in sorted(wanted.items()):
        if name not in there:
            yield f"_toc.yml: no chapter {name}, which is to show {', '.join(rows)}; umbrella add chapter {name} makes it"
