"""What the command refuses, and that a failed edition leaves the book as it was."""

from __future__ import annotations

import subprocess
import tomllib

import pytest
from books import SmallBook, run
from test_build_fresh import files


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
    result = run("edition", "0.2.0", folder=book.root)
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
        "10.1/x",
        folder=book.root,
    )
    assert result.returncode == 0, result.stderr
    entry = tomllib.loads((book.root / "data" / "changes.toml").read_text("utf-8"))["edition"][0]
    assert (entry["summary"], entry["doi"], entry["version"]) == ("In short.", "10.1/x", "0.1.0")


class TestPdf:
    def test_only_the_pdf_of_this_state_is_packed(self, book):
        assert run("edition", "0.1.0", "--date", "2027-01-10", folder=book.root).returncode == 0
        folder, release = book.root / "_build" / "pdf", book.root / "_build" / "release" / "0.1.0"
        folder.mkdir()
        (folder / "book.pdf").write_bytes(b"%PDF")
        (folder / "build.json").write_text('{"inputs": "others"}')
        result = run("edition", "--pack", folder=book.root)
        assert "another state" in result.stdout and not (release / "book-0.1.0.pdf").exists()
        (folder / "build.json").write_bytes((book.root / "_build" / "html" / "build.json").read_bytes())
        assert run("edition", "--pack", folder=book.root).returncode == 0
        assert (release / "book-0.1.0.pdf").read_bytes() == b"%PDF"
        assert "book-0.1.0.pdf" in (release / "SHA256SUMS").read_text()
