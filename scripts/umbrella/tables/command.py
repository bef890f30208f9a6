"""What commands share: how a stranger's table is opened, and how problems are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from umbrella.tables.files import LIMIT, Unreadable, read_file
from umbrella.tables.grouping import grouped
from umbrella.tables.problems import DataError, Problem


def table_argument(name: str) -> Callable:
    """An argument that names a CSV file, or ``-`` for standard input."""
    return click.argument(name, type=click.Path(exists=True, allow_dash=True))


def given(path: str) -> tuple[bytes, str]:
    """The bytes of the file an argument names, and its name in messages (none for standard input).

    Raises:
        click.ClickException: it cannot be read.
    """
    if path == "-":
        if len(raw := sys.stdin.buffer.read(LIMIT + 1)) > LIMIT:
            raise click.ClickException(f"standard input is larger than {LIMIT >> 20} MB")
        return raw, ""
    try:
        return read_file(Path(path), path), path
    except Unreadable as error:
        raise click.ClickException(str(error)) from error


def tell(problems: Iterable[Problem], nothing: str) -> None:
    """Print problems and notes; end with status 1 and the words of what did not happen if one is fatal."""
    problems = list(problems)
    for problem in problems:
        click.echo(f"{'error' if problem.fatal else 'note'}: {problem}", err=True)
    if any(problem.fatal for problem in problems):
        click.echo(nothing, err=True)
        sys.exit(1)


@contextmanager
def telling(nothing: str = "nothing was written") -> Iterator[None]:
    """Tell what keeps a command from its work, all of it at once and with what did not happen, and end with status 1."""
    try:
        yield
    except DataError as error:
        raise click.ClickException("\n".join([*grouped(error.problems), nothing])) from error
    except Unreadable as error:
        raise click.ClickException(f"{error.problem}\n{nothing}") from error
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
