"""What commands share: the option that names a book, and the version of the engine."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import click

# The name under which the engine is installed.
DISTRIBUTION = "umbrella-review"


def engine_version() -> str:
    """The version of the engine that is installed."""
    return metadata.version(DISTRIBUTION)


def book_root(folder: Path) -> Path:
    """The book a folder lies in: the nearest one with data/ and a _config.yml, or a contract in data/.

    Raises:
        click.ClickException: there is none.
    """
    for candidate in (folder.resolve(), *folder.resolve().parents):
        marks = (candidate / "_config.yml", candidate / "data" / "datapackage.json")
        if (candidate / "data").is_dir() and any(mark.is_file() for mark in marks):
            return candidate
    raise click.ClickException(f"{folder} is not in a book: no folder with _config.yml and data/ from here upwards")


# Commands are given the root of the book.
BOOK = click.option(
    "--book",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    callback=lambda context, option, folder: book_root(folder),
    help="Folder of the book (the working folder by default).",
)
