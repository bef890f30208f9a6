"""``umbrella test``: what must be true of any book."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from umbrella.keeping import files_in
from umbrella.options import BOOK
from umbrella.tables.command import telling

FEW = 12
PASSED_OVER = shutil.ignore_patterns("_build", ".venv", ".git", "__pycache__")


@click.command("test")
@BOOK
@click.option("--no-browser", is_flag=True, help="Leave out what needs a browser.")
def test_command(book: Path, no_browser: bool) -> None:
    """Test what must be true of any book.

    Tables and rules; chapters without typed numbers, with titles and descriptions; links; derived files up to date;
    the same bytes from a second, clean build; and in a browser: accessibility, no request to another host.
    """
    tests: list[tuple[str, Callable[[Path], Iterable[str]]]] = [
        ("tables keep the contract and its rules", _tables),
        ("derived files are up to date", _derived),
        ("chapters are thin, titled, described and type no number", _chapters),
        ("the site builds, and each link leads somewhere", _built),
        ("a second build from nothing gives the same bytes", _same_bytes),
    ]
    if not no_browser:
        tests.append(("pages are accessible, fit and ask no other host", _pages))
    failed = 0
    for words, test in tests:
        with telling("the tests were not finished"):
            found = list(test(book))
        click.echo(f"{'FAIL' if found else 'ok  '} {words}")
        for line in [*found[:FEW], *([f"and {len(found) - FEW} more"] if len(found) > FEW else [])]:
            click.echo(f"     {line}")
        failed += bool(found)
        if found and test in (_tables, _built):
            break  # the others rest on it
    if failed:
        raise click.ClickException(f"{failed} of {len(tests)} tests failed")


def _tables(book: Path) -> Iterable[str]:
    from umbrella.tables import check

    return map(str, check(book / "data"))


def _derived(book: Path) -> Iterable[str]:
    from umbrella.syncing.command import stale

    return (f"{path}: run umbrella sync" for path in stale(book))


def _chapters(book: Path) -> Iterable[str]:
    from umbrella.proofs.chapters import names_of, offences
    from umbrella.tables import load

    return offences(book, names_of(load(book / "data")))


def _built(book: Path) -> Iterable[str]:
    from umbrella.build import BuildError, build

    try:
        build(book)
    except BuildError as error:
        yield from str(error).splitlines()


def _same_bytes(book: Path) -> Iterable[str]:
    from umbrella.build import Options, build

    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "elsewhere"
        shutil.copytree(book, copy, ignore=PASSED_OVER)
        # The history tells when pages last changed.
        if (book / ".git").is_dir():
            shutil.copytree(book / ".git", copy / ".git")
        one, other = book / "_build" / "html", build(copy, Options(clean=True))
        for name in sorted({*files_in(one), *files_in(other)}):
            if not all((site / name).is_file() for site in (one, other)):
                yield f"{name}: is in one of the two sites only"
            elif (one / name).read_bytes() != (other / name).read_bytes():
                yield f"{name}: differs"


def _pages(book: Path) -> Iterable[str]:
    from umbrella.proofs.pages import page_faults
    from umbrella.toc import toc_documents

    return page_faults(book / "_build" / "html", toc_documents(book / "_toc.yml"))
