"""The command ``umbrella changes``: two folders, editions or revisions in, what changed out."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from umbrella.archives.archive import kept
from umbrella.changes.compare import Changes, compare
from umbrella.changes.output import to_json, to_text
from umbrella.changes.sentences import sentences_to_read
from umbrella.options import BOOK
from umbrella.tables import DataError, Tables
from umbrella.tables.contract import DESCRIPTOR, read_contract

FORMATS = {"text": to_text, "json": to_json}


def data_at(place: str, book: Path, into: Path) -> Path:
    """The data folder of a state of the book.

    Args:
        place: a folder (a data folder, or one that holds ``data``), else the version of an edition that the book
            keeps, else a revision of the book's repository.
        book: folder of the book.
        into: where the data of an edition or a revision are put.

    Raises:
        ValueError: it is none of them.
    """
    if not place.strip():
        raise ValueError(f"{place!r} names no state: give a folder with data, an edition that is kept, or a revision")
    folder = Path(place)
    for candidate in (folder, folder / "data"):
        if (candidate / DESCRIPTOR).is_file():
            return candidate
    if folder.is_dir():
        raise ValueError(f"{place}: no {DESCRIPTOR} in this folder")
    for edition in kept(book):
        if place == edition.version:
            return edition.data(into)
    # What is given is never an option of git's.
    asked = ["git", "archive", "--format=tar", "--end-of-options", f"{place}^{{commit}}", "data"]
    done = subprocess.run(asked, cwd=book, capture_output=True)
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise ValueError(
            f"{place}: no folder with data, no edition that is kept, and no revision of {book} ({reason[-1]})"
        )
    try:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(into, filter="data")
    except tarfile.TarError as error:
        raise ValueError(f"{place}: its data cannot be unpacked: {error}") from error
    return into / "data"


def changes_between(old: str, new: str, book: Path) -> Changes:
    """What changed between two states of a book's data, and which sentences of its chapters speak of that.

    Old states are read as they are: they need not keep today's rules.

    Raises:
        ValueError: a state cannot be found or read.
    """
    with ExitStack() as stack:
        states = []
        for place in (old, new):
            into = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                states.append(Tables(read_contract(data_at(place, book, into))))
            except OSError as error:
                raise ValueError(f"{place}: {error}") from error
        keys = {name: table.key for state in states for name, table in state.contract.tables.items()}
        try:
            found = compare(states[0], states[1], keys)
            return replace(found, sentences=sentences_to_read(book, *states, found.claims) if found else ())
        except (DataError, ValueError, KeyError) as error:
            raise ValueError(f"the tables of {old} or {new} cannot be read: {error}") from error


@click.command("changes")
@click.argument("old")
@click.argument("new")
@BOOK
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How to print it.")
def changes_command(old: str, new: str, book: Path, form: str) -> None:
    """Print what changed from OLD to NEW, and what that does to the results.

    OLD and NEW are folders with data, editions such as 0.1.0, or revisions such as HEAD~1.
    """
    try:
        found = changes_between(old, new, book)
    except (ValueError, FileNotFoundError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(FORMATS[form](found), nl=False)
