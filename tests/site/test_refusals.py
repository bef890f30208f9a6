"""What the command refuses, and that a failed edition leaves the book as it was."""

from __future__ import annotations

import io
import shutil
import subprocess
import tomllib
import zipfile
from datetime import date

import pytest
from books import SmallBook, run
from sites import files
from umbrella.editions.release import printed

DAY = date(2027, 1, 10)


@pytest.fixture
def book(tmp_path) -> SmallBook:
    return SmallBook(tmp_path / "book")


def state(book: SmallBook) -> dict[str, bytes]:
    return {name: content for name, content in files(book.root).items() if not name.startswith(("_build/", ".git/"))}


@pytest.mark.parametrize(
    "arguments, why",
    [
        (["0.0.9"], "is not newer than 0.1.0"),
        (["one"], "is no version"),
        (["2027.11"], "versions are semantic"),
        (["0.2.0"], "records edition 0.1.0, whose site is not kept"),
        (["0.2.0", "--since", "no such place"], "no such place: no folder with data"),
        (["--pack"], "make a new edition first"),
        ([], "give the VERSION"),
        (["0.2.0", "--pack"], "give the VERSION"),
        (["0.2.0", "--date", "yesterday"], "does not match the format"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(book, arguments, why):
    before = state(book)
    result = run("edition", *arguments, folder=book.root)
    assert result.returncode != 0 and why in result.stderr and "Traceback" not in result.stderr
    assert state(book) == before


def test_unsound_data_are_refused(book):
    book.edit("data/findings.csv", ",decreased,", ",decresed,")
    before = state(book)
    result = run("edition", "0.2.0", folder=book.root)
    assert result.returncode == 1 and "decresed" in result.stderr and state(book) == before


def test_a_build_that_fails_leaves_no_trace_of_the_edition(book):
    book.page("broken", "no_such_method()")
    before = state(book)
    result = run("edition", "0.1.0", folder=book.root)
    assert result.returncode == 1 and "no edition was made" in result.stderr and "broken" in result.stderr
    assert state(book) == before
    assert not (book.root / "_build" / "release").exists()


def test_changes_that_are_not_committed_are_refused_unless_forced(book):
    own = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org"]
    (book.root / ".gitignore").write_text("_build/\n")
    for command in (["git", "init", "-q"], ["git", "add", "."], [*own, "commit", "-qm", "x"]):
        subprocess.run(command, cwd=book.root, check=True)
    book.edit("index.md", "Words", "Other words")
    result = run("edition", "0.1.0", folder=book.root)
    assert result.returncode == 1 and "not committed (index.md)" in result.stderr
    result = run(
        "edition",
        "0.1.0",
        "--date",
        "2027-01-10",
        "--force",
        "--summary",
        "In short.",
        "--doi",
        "10.5281/zenodo.1",
        folder=book.root,
    )
    assert result.returncode == 0, result.stderr
    entry = tomllib.loads((book.root / "data" / "changes.toml").read_text("utf-8"))["edition"][0]
    assert (entry["summary"], entry["doi"], entry["version"]) == ("In short.", "10.5281/zenodo.1", "0.1.0")


class TestPrints:
    def test_what_was_printed_is_packed(self, tmp_path):
        assert printed(tmp_path, "0.1.0", DAY) == {}
        (tmp_path / "pdf").mkdir()
        for name in ("book", "methods", "perfusion"):
            (tmp_path / "pdf" / f"{name}.pdf").write_bytes(name.encode())
        found = printed(tmp_path, "0.1.0", DAY)
        assert set(found) == {"book-0.1.0.pdf", "chapters-0.1.0.zip"} and found["book-0.1.0.pdf"] == b"book"
        with zipfile.ZipFile(io.BytesIO(found["chapters-0.1.0.zip"])) as archive:
            assert archive.namelist() == ["methods.pdf", "perfusion.pdf"] and archive.read("methods.pdf") == b"methods"

    def test_the_last_edition_is_packed_again_until_the_book_moves_on(self, book):
        assert run("edition", "0.1.0", "--date", "2027-01-10", folder=book.root).returncode == 0
        release = book.root / "_build" / "release" / "0.1.0"
        before = files(release)
        shutil.rmtree(release)
        result = run("edition", "--pack", folder=book.root)
        assert result.returncode == 0 and "no PDF in this release" in result.stdout and files(release) == before
        book.edit("data/edition.toml", 'doi = ""', 'doi = "10.5281/zenodo.1234"')
        result = run("edition", "--pack", folder=book.root)
        assert result.returncode == 0, result.stderr
        book.edit("index.md", "Words", "Other words")
        result = run("edition", "--pack", folder=book.root)
        assert result.returncode == 1 and "make a new edition first" in result.stderr
