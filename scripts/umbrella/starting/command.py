"""``umbrella new`` starts a book, ``umbrella add chapter`` adds to one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from umbrella.keeping import write_whole
from umbrella.options import BOOK
from umbrella.starting.asked import THINGS, Asked, address, kinds, one_line, two_words
from umbrella.tables.command import telling

OWN = "own"
TITLE = "A living umbrella review"


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the book.")
@click.option("--kind", type=click.Choice(["interventions", "exposures", "diagnosis", "biomarkers"]), help="Kind of review.")
@click.option("--modality", help="What the chapters are about, as 'one' or 'one, several'.")
@click.option("--region", help="What is told of each, in the same form.")
@click.option("--metric", help="How it is measured or compared, in the same form.")
@click.option("--people", help="Whom it is about, in the same form.")
@click.option("--control", help="Whom they are compared with, in the same form.")
@click.option("--authors", help="Who makes the book: a name of a group or a person.")
@click.option("--published", help="Title of the published umbrella review that the book implements; 'own' for an own review.")
@click.option("--repository", help="Address of its repository, https://...; may be empty.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the first edition (today by default).")
@click.option("--no-input", is_flag=True, help="Ask nothing: defaults for all that no option says.")
def new_command(folder: Path, kind: str | None, day: datetime | None, no_input: bool, **given: str | None) -> None:
    """Start a book in a new FOLDER: tables with examples, chapters, settings; it builds at once."""
    from umbrella.starting.writing import files_of
    from umbrella.syncing.derived import derived

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is there and not empty; name a new folder. Nothing was written")

    def asked(name: str, default: str, words: str) -> str:
        if given[name] is not None or no_input:
            return default if given[name] is None else given[name]
        return click.prompt(words, default=default)

    with telling():
        title = one_line(asked("title", TITLE, "Title"), "title")
        kind = kind or ("interventions" if no_input else click.prompt("Kind of review", type=click.Choice(list(kinds())), default="interventions"))
        words = {
            thing: two_words(asked(thing, ", ".join(kinds()[kind][thing]), f"Word for {thing} (one, several)"), thing) for thing in THINGS
        }
        authors = one_line(asked("authors", "The authors of this review", "Authors"), "authors")
        published = one_line(asked("published", OWN, "Published umbrella review that it implements, by title, or own"), "published")
        repository = address(asked("repository", "", "Address of the repository (may be empty)"))
        answers = Asked(title, kind, words, authors, "" if published == OWN else published, repository)
        for path, text in files_of(answers, day.date() if day else date.today()).items():
            write_whole(folder / path, text)
        for path, text in derived(folder.resolve()).items():
            write_whole(folder / path, text)
    click.echo(f"started {folder}; next: cd {folder} && make book")


@click.command("chapter")
@BOOK
@click.argument("name")
def chapter_command(book: Path, name: str) -> None:
    """Add a chapter: that of a modality, or one that the engine brings along."""
    from umbrella.starting.adding import add_chapter

    with telling():
        click.echo(f"wrote {add_chapter(book, name)} and listed it in _toc.yml; move its line where it belongs")
