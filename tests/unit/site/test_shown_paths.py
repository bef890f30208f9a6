"""No page shows a path of the machine it was built on, unless the book itself speaks of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from umbrella.execute.chapter import machine_path
from umbrella.site.checks import facts_of, shown_paths


@pytest.fixture
def book(tmp_path) -> Path:
    for folder in ("chapters", "data"):
        (tmp_path / folder).mkdir()
    return tmp_path


def shown(book: Path, text: str) -> list[str]:
    return shown_paths({"page.html": facts_of(f"<p>{text}</p>", machine_path(book))}, book)


@pytest.mark.parametrize("folder", ["book", Path.home(), sys.prefix], ids=["book", "home", "environment"])
def test_a_path_is_named_once_with_its_page(book, folder):
    path = f"{book if folder == 'book' else folder}/data/findings.csv"
    assert shown(book, f'"{path}" and {path}') == [f"page.html: shows {path}, a path of this machine"]


@pytest.mark.parametrize("place", ["chapters/one.md", "data/notes.csv", "index.md"])
def test_what_the_book_itself_says_may_be_shown(book, place):
    path = f"{Path.home()}/notes"
    (book / place).write_text(f"Kept in {path} there")
    assert shown(book, path) == []
    assert len(shown(book, f"{path}/more")) == 1


def test_addresses_and_longer_names_are_no_paths(book):
    home = Path.home()
    assert shown(book, f"https://example.org{home}/x ..{home}/x {home}x/y {home}") == []
