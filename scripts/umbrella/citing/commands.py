"""Commands about citing: ``umbrella cite-files`` and ``umbrella addresses``."""

from __future__ import annotations

from pathlib import Path

import click

from umbrella.book import Book
from umbrella.citing.files import cite_files
from umbrella.citing.metadata import Work, source_of, works
from umbrella.options import BOOK
from umbrella.tables import Tables, load


def book_of(tables: Tables) -> Work:
    """The book as something to cite, from its tables alone."""
    return works(tables.edition, {"index": {}}, {}, source_of(Book(tables)))["index"]


@click.command("cite-files")
@BOOK
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a file is not up to date.")
def cite_files_command(book: Path, only_check: bool) -> None:
    """Write CITATION.cff and .zenodo.json in the root of the book, from data/edition.toml."""
    tables = load(book / "data")
    stale = []
    for name, text in cite_files(book_of(tables), tables.edition["repository"]).items():
        path = book / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not only_check:
            path.write_text(text, "utf-8")
            click.echo(f"wrote {name}")
    if only_check and stale:
        raise click.ClickException(f"not up to date: {', '.join(stale)}; run umbrella cite-files")


@click.command("addresses")
@BOOK
def addresses_command(book: Path) -> None:
    """Add the addresses of the built site to addresses.txt, the list of those that must stay."""
    from umbrella.citing.addresses import add_addresses

    site = book / "_build" / "html"
    if not site.is_dir():
        raise click.ClickException("there is no built site; run umbrella build first")
    for address in add_addresses(site, book):
        click.echo(address)
