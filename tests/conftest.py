"""What many tests share: the repository, its tables, the built site, small books."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import ROOT, SmallBook, run
from hypothesis import settings
from umbrella.tables import Tables, load

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
def site() -> Path:
    """The book of this repository, built."""
    result = run("build")
    assert result.returncode == 0, result.stderr
    return ROOT / "_build" / "html"


@pytest.fixture
def small_book(tmp_path) -> SmallBook:
    """A new small book."""
    return SmallBook(tmp_path)
