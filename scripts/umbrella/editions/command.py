"""The command ``umbrella edition``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from umbrella.options import BOOK
from umbrella.tables import DataError


@click.command("edition")
@click.argument("version", required=False)
@BOOK
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date of the edition (today by default).")
@click.option("--summary", default="", help="A sentence or two on what is new, for the page on changes.")
@click.option("--doi", default="", help="DOI of the edition, when an archive has reserved one.")
@click.option("--since", default="", metavar="REVISION", help="Tell the changes from there (the last edition kept by default).")
@click.option("--force", is_flag=True, help="Also with changes that are not committed.")
@click.option("--pack", "only_pack", is_flag=True, help="Only pack the release of the last edition again.")
def edition_command(
    version: str | None, book: Path, day: datetime | None, summary: str, doi: str, since: str, force: bool,
    only_pack: bool,
) -> None:
    """Make edition VERSION: check, stamp, record what changed, build, keep the site, pack the release.

    Writes version and date to data/edition.toml, what changed to
    data/changes.toml, the site to editions/ and the release to _build/release.
    When anything fails, the book is as it was. Commit the result.
    """
    from umbrella.editions.release import Order, make_edition, pack

    if (version is None) != only_pack:
        raise click.UsageError("give the VERSION of the edition, or --pack to pack that of the last one again")
    # The one place where the clock is asked: an edition is made on a day.
    order = Order(version or "", day.date() if day else date.today(), summary, doi, since, force)
    try:
        folder = pack(book, click.echo) if only_pack else make_edition(book, order, click.echo)
    except (ValueError, OSError, DataError) as error:
        raise click.ClickException(str(error)) from error
    for path in sorted(folder.iterdir()):
        click.echo(f"{path.relative_to(book)}  {path.stat().st_size:,} bytes")
    if not only_pack:
        click.echo(f"now commit, and tag the commit v{version}; the archive in editions/ belongs to it")
