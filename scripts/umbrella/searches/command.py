"""``umbrella search``: a round of search from exports to its flow."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from umbrella.nouns import counted
from umbrella.options import BOOK
from umbrella.searches.decisions import DECISIONS, STAGES
from umbrella.tables.command import telling

ROUND = click.argument("round_name", metavar="ROUND")


@click.group()
def search() -> None:
    """Search again: read exports, screen records, close the round."""


@search.command()
@BOOK
@ROUND
@click.argument("files", nargs=-1, metavar="[DATABASE=]FILE...")
def add(book: Path, round_name: str, files: tuple[str, ...]) -> None:
    """Read exports (RIS, .nbib, Web of Science, BibTeX, CSV) into ROUND and link records that are one work.

    Call it without files when doubtful.csv has been answered.
    """
    from umbrella.searches.adding import add_exports

    with telling():
        added = add_exports(book, round_name, files)
    for note in added.notes:
        click.echo(note)
    for export in added.exports:
        unread = sum(bool(record.why) for record in export.records)
        click.echo(f"{export.file} ({export.database}): {counted(len(export.records), 'record')}, {unread} unreadable")
    own = added.search
    known = int(own.records["known_as"].notna().sum())
    click.echo(
        f"{round_name}: {len(own.records)} records, {len(own.records) - added.before} more than before; {known} known to "
        f"the book, {len(own.removed)} of them not to be screened; {int(own.doubts['same'].isna().sum())} doubtful pairs and "
        f"{int(own.unreadable['settled'].isna().sum())} unreadable records wait for a person"
    )


@search.command()
@BOOK
@ROUND
@click.option("--rater", required=True, help="Whose decisions: initials or role, as search.toml names them.")
@click.option("--stage", type=click.Choice(STAGES), help="The first at which the rater has something to do by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write what is to be decided: .xlsx, .ris or .csv.")
@click.option("--take", "given", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Take the decisions of a file.")
@click.option("--all-are", type=click.Choice(DECISIONS[:2]), help="With --take: the decision on every row of the file.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the decisions (today by default).")
def screen(
    book: Path, round_name: str, rater: str, stage: str | None, out: Path | None, given: Path | None, all_are: str | None,
    day: datetime | None,
) -> None:
    """Hand records out to a rater, or take decisions back. Who settles gets the records in conflict."""
    from umbrella.searches import screening

    if (out is None) == (given is None):
        raise click.UsageError("say either --out FILE or --take FILE")
    with telling():
        tables, own = screening.opened(book, round_name)
        screening.known_rater(own, rater)
        stage = stage or screening.stage_of(own, rater)
        if given:
            held, new = screening.take(tables, own, given, rater, stage, day.date() if day else date.today(), all_are or "")
            click.echo(f"{given}: {counted(held, 'decision')} of {rater} ({stage}), {new} new or changed")
            return
        if out.suffix not in screening.KINDS:
            raise ValueError(f"{out} is not one of {', '.join(screening.KINDS)}")
        raw, n = screening.handed_out(book, own, rater, stage, screening.KINDS[out.suffix])
        out.write_bytes(raw)
    click.echo(f"wrote {out}: {counted(n, 'record')} for {rater} ({stage})")


@search.command()
@BOOK
@ROUND
def status(book: Path, round_name: str) -> None:
    """Show how far ROUND is, how far raters agree, and what is open."""
    from umbrella.searches import screening
    from umbrella.searches.decisions import agreement
    from umbrella.searches.flow import open_points
    from umbrella.searches.folder import read_search
    from umbrella.tables import load

    with telling():
        own = read_search(load(book / "data"), round_name)
    read = int(own.exports["n"].sum())
    click.echo(f"{round_name}: {counted(read, 'record')} read, {len(own.records)} works, {len(own.removed)} not to be screened")
    click.echo(screening.progress(own).to_string(index=False))
    for row in agreement(own.decisions, own.raters).itertuples():
        kappa = f"kappa {row.kappa:.2f}" if not row.note else f"no kappa, {row.note}"
        click.echo(f"{row.stage}: {row.rater_a} and {row.rater_b} agree on {row.agreed} of {row.n}; {kappa}")
    for point in open_points(own):
        click.echo(f"open: {point}")


@search.command()
@BOOK
def due(book: Path) -> None:
    """Say when the next search is due; fails when that day has passed."""
    from umbrella.tables.settings import read_edition

    with telling():
        day = read_edition(book / "data")["search"]["next_due"]
    # The one place where a search asks the clock: what is due depends on the day it is asked.
    if day < date.today():
        raise click.ClickException(f"the search was due on {day}: umbrella search add ROUND FILES...")
    click.echo(f"the next search is due on {day}")


@search.command()
@BOOK
@ROUND
def close(book: Path, round_name: str) -> None:
    """Close ROUND when nothing is open: its flow follows, dates go to edition.toml, what waits to the candidates."""
    from umbrella.searches.closing import close_round

    with telling():
        for line in close_round(book, round_name):
            click.echo(line)
