"""The commands ``umbrella sheet`` and ``umbrella rename``."""

from __future__ import annotations

from pathlib import Path

import click

from umbrella.options import BOOK
from umbrella.tables import load
from umbrella.tables.command import telling
from umbrella.tables.problems import DataError


@click.command("sheet")
@BOOK
@click.option("--review", metavar="ID", help="Only the rows about one review.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write (_build/tables.xlsx).")
@click.option("--read", "given", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Take a workbook back into the tables.")
def sheet_command(book: Path, review: str | None, out: Path | None, given: Path | None) -> None:
    """Write the tables as one workbook, or take such a workbook back with --read FILE.

    A sheet for each table, all cells as text, lists to choose from, and the meaning of each column as a note. What is
    read back is checked; if anything is wrong, no table is changed.
    """
    # openpyxl takes 0.3 s to load, which no other command needs.
    from umbrella.curating.reading import read_back
    from umbrella.curating.workbook import save
    from umbrella.tables.contract import read_contract

    if given is None:
        out = out or book / "_build" / f"{review or 'tables'}.xlsx"
        out.parent.mkdir(parents=True, exist_ok=True)
        with telling():
            save(read_contract(book / "data"), out, review)
        click.echo(f"wrote {out}")
        return
    with telling(f"nothing was changed; mend {given.name} and read it again"):
        changed, problems = read_back(book / "data", given)
        if problems:
            raise DataError(problems)
    for file in changed:
        click.echo(f"wrote {file}")
    if not changed:
        click.echo("nothing to do: the tables hold what the workbook holds")


@click.command("rename")
@BOOK
@click.argument("table")
@click.argument("old")
@click.argument("new")
def rename_command(book: Path, table: str, old: str, new: str) -> None:
    """Rename a term of a vocabulary, such as `umbrella rename regions "old name" "new name"`, in tables and chapters."""
    from umbrella.curating.rename import rename

    with telling("nothing was renamed, as the data are not sound"):
        load(book / "data")
        changed = rename(book / "data", table, old, new)
    for line in changed:
        click.echo(line)
