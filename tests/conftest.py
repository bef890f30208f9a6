"""What many tests share: the repository, its tables and their copies, the built site, small books, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from books import ROOT, SmallBook, run
from browsing import served
from hypothesis import settings
from playwright.sync_api import Browser
from spoiled import Data
from umbrella.browser import open_browser
from umbrella.tables import Tables, load
from umbrella.tables.contract import read_contract

# A slow machine is no failure: no test of a rule asserts seconds.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The repository's tables, checked."""
    return load(ROOT / "data")


@pytest.fixture(scope="session")
def unspoilt() -> dict[str, pd.DataFrame]:
    """The repository's tables as they are."""
    return dict(Tables(read_contract(ROOT / "data")))


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """A private copy of the repository's data, to spoil."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    # The commands find a book by its configuration.
    (tmp_path / "_config.yml").touch()
    return Data(tmp_path / "data")


@pytest.fixture(scope="session")
def site() -> Path:
    """The book of this repository, built."""
    result = run("build")
    assert result.returncode == 0, result.stderr
    return ROOT / "_build" / "html"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The built book, served on this machine."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """A small book with a page of findings, built; for copies."""
    book = SmallBook(tmp_path_factory.mktemp("built"))
    book.page("perfusion", "findings_table()", set_up='modality("perfusion")')
    result = book.build()
    assert result.returncode == 0, result.stderr
    return book


@pytest.fixture
def small_book(tmp_path: Path, built_book: SmallBook) -> SmallBook:
    """A copy of a small book with a page of findings, built."""
    return built_book.copied(tmp_path)
