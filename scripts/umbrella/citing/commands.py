"""Commands about citing: ``umbrella cite-files`` and ``umbrella addresses``."""

from __future__ import annotations

from pathlib import Path

import click

from umbrella.book import Book
from umbrella.citing.files import cite_files
from umbrella.citing.metadata import Work, source_of, works
from umbrella.tables import Tables, find_data, load


def book_of(tables: Tables) -> Work:
    """The book as something to cite, from its tables alone."""
    return works(tables.edition, {"index": {}}, {}, source_of(Book(tables)))["index"]


@click.command("cite-files")
@click.option(
    "--book", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="Folder of the book."
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a file is not up to date.")
def cite_files_command(book: Path, only_check: bool) -> None:
    """Write CITATION.cff and .zenodo.json in the root of the book, from data/edition.toml."""
    data = find_data(book)
    tables = load(data)
    stale = []
    for name, text in cite_files(book_of(tables), tables.edition["repository"]).items():
        path = data.parent / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not only_check:
            path.write_text(text, "utf-8")
            click.echo(f"wrote {name}")
    if only_check and stale:
        raise click.ClickException(f"not up to date: {', '.join(stale)}; run umbrella cite-files")


@click.command("addresses")
@click.option(
    "--book", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="Folder of the book."
)
def addresses_command(book: Path) -> None:
    """Add the addresses of the built site to addresses.txt, the list of those that must stay."""
    from umbrella.citing.addresses import add_addresses

    root = find_data(book).parent
    site = root / "_build" / "html"
    if not site.is_dir():
        raise click.ClickException("there is no built site; run umbrella build first")
    for address in add_addresses(site, root):
        click.echo(address)
