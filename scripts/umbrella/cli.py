"""The command ``umbrella``: check the data, build the site, and what belongs to both."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from umbrella.options import BOOK, DISTRIBUTION
from umbrella.options import book_root as _root

# Every command, in the order in which one meets them: what it does, in a line, and where it lives if not here; those
# with slow imports are loaded only when they are called.
COMMANDS = {
    "new": ("Start a book in a new folder.", "umbrella.starting.command:new_command"),
    "add": ("Add a review, or a chapter, to the book.", "umbrella.add_review:add"),
    "search": ("Search again: read exports, screen, close the round.", "umbrella.searches.command:search"),
    "sheet": ("Write the tables as a workbook, or take one back.", "umbrella.curating.command:sheet_command"),
    "rename": ("Rename a term of a vocabulary everywhere.", "umbrella.curating.command:rename_command"),
    "check": ("Check the tables and name every problem.", ""),
    "build": ("Build the site in _build/html.", ""),
    "serve": ("Preview the site; build again on every change.", ""),
    "test": ("Test what must be true of any book.", "umbrella.proofs.command:test_command"),
    "changes": ("Compare two states of the tables.", "umbrella.changes.command:changes_command"),
    "sync": ("Bring derived files up to date.", "umbrella.syncing.command:sync_command"),
    "edition": ("Make an edition that stays readable.", "umbrella.editions.command:edition_command"),
    "pdf": ("Print chapters, book and figures.", ""),
    "rate": ("Rate the reviews of any table after AMSTAR 2.", "umbrella.anyones.rate:rate"),
    "overlap": ("Measure the overlap of any reviews' studies.", "umbrella.anyones.overlap:overlap"),
}


class Commands(click.Group):
    """The commands of this module and those that live with their engines."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All names, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported if it lives elsewhere."""
        module, _, attribute = COMMANDS.get(name, ("", ""))[1].partition(":")
        if module:
            return getattr(importlib.import_module(module), attribute)
        return super().get_command(context, name)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command in a line, without loading it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (words, _) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=DISTRIBUTION)
def main() -> None:
    """Check and build a living umbrella review."""


@main.command()
@BOOK
@click.option("--rules", is_flag=True, help="List the rules across tables and stop.")
@click.option("--tidy", "tidied", is_flag=True, help="First put rows in order and repair what can mean one thing only.")
def check(book: Path, rules: bool, tidied: bool) -> None:
    """Check the tables in data/ and print every problem at once."""
    from rich.console import Console
    from rich.markup import escape

    from umbrella.curating.history import history_problems
    from umbrella.curating.tidy import out_of_order, tidy
    from umbrella.starting.needed import missing_chapters
    from umbrella.tables import load, told
    from umbrella.tables.grouping import grouped
    from umbrella.tables.rules import rules as registered

    if rules:
        for rule in [*registered(), *registered(asking=True)]:
            click.echo(f"{rule.__name__.replace('_', ' ')}: {rule.__doc__.splitlines()[0]}")
        return
    data = _root(book) / "data"
    try:
        for line in tidy(data) if tidied else ():
            click.echo(line)
        found = told(data)
        problems = [problem for problem in found if problem.fatal] + history_problems(data)
        notes = [] if problems else [*out_of_order(data), *missing_chapters(data.parent, load(data))]
    except (OSError, ValueError) as error:
        raise click.ClickException(f"data/datapackage.json cannot be read: {error}") from error
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for line in grouped(problems):
        click.echo(line)
    for line in (*grouped(problem for problem in found if not problem.fatal), *notes):
        click.echo(f"note: {line}")
    if problems:
        console.print(f"[bold red]{len(problems)} problem{'s' if len(problems) > 1 else ''}[/] in {escape(str(data))}")
        raise SystemExit(1)
    console.print(f"[bold green]The data are sound[/] ({escape(str(data))})")


@main.command()
@BOOK
@click.option("--jobs", type=click.IntRange(1), help="Chapters executed side by side (one for each core by default).")
@click.option("--clean", is_flag=True, help="Forget all earlier results first.")
@click.option("--only", multiple=True, metavar="CHAPTER", help="Build just this chapter, for a look; may be repeated.")
@click.option("--explain", is_flag=True, help="Say why each chapter is stale, and build nothing.")
@click.option("--cold", is_flag=True, help="Execute each chapter in a new Jupyter kernel.")
@click.option("--verbose", is_flag=True, help="Say why each chapter is executed, and show Sphinx's own words.")
def build(
    book: Path, jobs: int | None, clean: bool, only: tuple[str, ...], explain: bool, cold: bool, verbose: bool
) -> None:
    """Check the data, execute what is stale, write the site to _build/html."""
    from umbrella.build import BuildError, Options
    from umbrella.build import build as build_site
    from umbrella.tables.problems import visible

    root = _root(book)
    if explain:
        _explain(root)
        return
    chapters = tuple(_document(root, name) for name in only)
    try:
        build_site(root, Options(jobs=jobs, clean=clean, verbose=verbose, cold=cold, only=chapters))
    except BuildError as error:
        click.echo(visible(str(error)), err=True)
        raise SystemExit(1) from error


@main.command()
@BOOK
def pdf(book: Path) -> None:
    """Build the site, print every chapter, the whole book and all figures, and link them from the site."""
    from rich.console import Console
    from rich.markup import escape

    from umbrella.browser import NoBrowser
    from umbrella.build import BuildError
    from umbrella.build import build as build_site
    from umbrella.printing.edition import print_site
    from umbrella.printing.press import PrintError

    root, console = _root(book), Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        site = build_site(root)
        if print_site(root, console):
            build_site(root)
        if not (site / "pdf").is_dir():
            raise PrintError("the book changed while it was printed; print again")
    except (BuildError, PrintError, NoBrowser) as error:
        raise click.ClickException(str(error)) from error
    console.print(f"[bold green]Printed[/]: {escape(str(site / 'pdf' / 'book.pdf'))} and one PDF for each chapter")


def _document(root: Path, name: str) -> str:
    """A chapter of the table of contents by its name or address."""
    from umbrella.toc import toc_documents

    wanted = name.removesuffix(".md").removesuffix(".html")
    for document in toc_documents(root / "_toc.yml"):
        if wanted in (document, Path(document).name):
            return document
    raise click.BadParameter(f"{name!r} is not in _toc.yml", param_hint="--only")


def _explain(root: Path) -> None:
    """Print what the next build would do to each page, and why."""
    from umbrella.execute.inputs import Memory
    from umbrella.toc import toc_documents

    memory = Memory(root, root / "_build" / "umbrella" / "inputs.json")
    for document in toc_documents(root / "_toc.yml"):
        text = memory.source(root / f"{document}.md")
        runs = memory.why_stale(document, "cells") if "{code-cell}" in text else None
        reads = memory.why_outdated(document, text)
        click.echo(f"{document}: " + (f"execute, {runs}" if runs else f"read again, {reads}" if reads else "as it was"))


@main.command()
@BOOK
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(book: Path, port: int) -> None:
    """Preview the site: builds again on every change and reloads the page."""
    from umbrella.preview import serve as serve_site

    serve_site(_root(book), port)


if __name__ == "__main__":
    main()
