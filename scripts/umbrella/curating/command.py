"""The commands ``umbrella sheet`` and ``umbrella rename``."""

from __future__ import annotations

from pathlib import Path

import click

from umbrella.tables import check, find_data
from umbrella.tables.grouping import grouped
from umbrella.tables.problems import DataError

BOOK = click.option(
    "--book", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="Folder of the book."
)


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

    try:
        folder = find_data(book)
        if given is None:
            out = out or folder.parent / "_build" / f"{review or 'tables'}.xlsx"
            out.parent.mkdir(parents=True, exist_ok=True)
            save(read_contract(folder), out, review)
            click.echo(f"wrote {out}")
            return
        changed, problems = read_back(folder, given)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for line in grouped(problems):
        click.echo(line)
    if problems:
        raise click.ClickException(f"nothing was changed; mend {given.name} and read it again")
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

    try:
        folder = find_data(book)
        if problems := check(folder):
            raise DataError(problems)
        changed = rename(folder, table, old, new)
    except DataError as error:
        told = "\n".join(grouped(error.problems))
        raise click.ClickException(f"nothing was renamed, as the data are not sound:\n{told}") from error
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for line in changed:
        click.echo(line)
