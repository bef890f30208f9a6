"""``umbrella sync``: brings what follows from the settings, the tables and the engine up to date."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from umbrella.keeping import write_whole
from umbrella.options import BOOK
from umbrella.syncing.derived import derived
from umbrella.tables.command import telling


@click.command("sync")
@BOOK
@click.option("--check", "only_check", is_flag=True, help="Write nothing: show what would change, and fail if anything would.")
def sync_command(book: Path, only_check: bool) -> None:
    """Bring all derived files up to date: what follows from edition.toml, the tables and the engine.

    The contract, title and author in _config.yml, CITATION.cff, .zenodo.json, the issue forms, and, where the site is
    built, addresses.txt, the list of addresses that must stay.
    """
    with telling():
        changed = stale(book, addresses=True)
    for path, text in changed.items():
        if only_check:
            lines = difflib.unified_diff(_now(book / path).splitlines(), text.splitlines(), path, path, "now", "to be", n=0, lineterm="")
            click.echo("\n".join(lines))
        else:
            write_whole(book / path, text)
            click.echo(f"wrote {path}")
    if not changed:
        click.echo("everything is up to date")
    elif only_check:
        raise click.ClickException(f"not up to date: {', '.join(changed)}; run umbrella sync")


def stale(book: Path, addresses: bool = False) -> dict[str, str]:
    """What derived files that are not up to date should hold, by path.

    Args:
        book: the book.
        addresses: whether the list of addresses is asked for too, where the site is built.
    """
    from umbrella.citing.addresses import LIST, listing

    texts = derived(book)
    if addresses and (site := book / "_build" / "html").is_dir():
        texts[LIST] = listing(site, book)
    return {path: text for path, text in texts.items() if _now(book / path) != text}


def _now(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""
