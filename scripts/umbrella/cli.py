"""The command ``umbrella``: check the data, build the site, and what belongs to both."""

from __future__ import annotations

from pathlib import Path

import click

from umbrella.amstar2.command import rate
from umbrella.overlap.command import overlap


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="umbrella")
def main() -> None:
    """Check and build a living umbrella review."""


def _root(folder: Path) -> Path:
    """The book a folder lies in: the nearest one with a _config.yml and data/."""
    for candidate in (folder.resolve(), *folder.resolve().parents):
        if (candidate / "_config.yml").is_file() and (candidate / "data").is_dir():
            return candidate
    raise click.ClickException(f"{folder} is not in a book: no folder with _config.yml and data/ from here upwards")


BOOK = click.option(
    "--book",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder of the book (the working folder by default).",
)


@main.command()
@BOOK
@click.option("--rules", is_flag=True, help="List the rules across tables and stop.")
def check(book: Path, rules: bool) -> None:
    """Check the tables in data/ and print every problem at once."""
    from rich.console import Console

    from umbrella.tables import check as problems_in
    from umbrella.tables.rules import RULES

    if rules:
        for rule in RULES:
            click.echo(f"{rule.__name__.replace('_', ' ')}: {rule.__doc__.splitlines()[0]}")
        return
    data = _root(book) / "data"
    try:
        problems = problems_in(data)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"data/datapackage.json cannot be read: {error}") from error
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        console.print(f"[bold red]{len(problems)} problem{'s' if len(problems) > 1 else ''}[/] in {data}")
        raise SystemExit(1)
    console.print(f"[bold green]The data are sound[/] ({data})")


@main.command()
@BOOK
@click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Chapters executed side by side (cores + 1 by default)."
)
@click.option("--clean", is_flag=True, help="Forget all earlier results first.")
@click.option("--verbose", is_flag=True, help="Show Sphinx's own words.")
def build(book: Path, jobs: int | None, clean: bool, verbose: bool) -> None:
    """Check the data, execute what is stale, write the site to _build/html."""
    from umbrella.build import BuildError
    from umbrella.build import build as build_site

    try:
        build_site(_root(book), jobs=jobs, clean=clean, verbose=verbose)
    except BuildError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error


@main.command("new-review")
@BOOK
@click.argument("review_id")
def new_review(book: Path, review_id: str) -> None:
    """Write the page of an included review and list it in _toc.yml."""
    from umbrella.new_review import write_page
    from umbrella.tables import load

    root = _root(book)
    try:
        labels = load(root / "data").reviews.set_index("review_id")["label"]
        if review_id not in labels:
            raise ValueError(f"data/reviews.csv has no review {review_id!r}; add its row first")
        written = write_page(root, review_id, labels[review_id])
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for path in written:
        click.echo(f"wrote {path.relative_to(root)}")
    if not written:
        click.echo("nothing to do: the page is there and listed")


main.add_command(rate)
main.add_command(overlap)

if __name__ == "__main__":
    main()
