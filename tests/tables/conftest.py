"""A private copy of the repository's data, to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from spoiled import REPOSITORY, Data
from umbrella.tables import Tables
from umbrella.tables.contract import read_contract


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """The repository's data, copied."""
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    # The commands find a book by its configuration.
    (tmp_path / "_config.yml").touch()
    return Data(tmp_path / "data")


@pytest.fixture(scope="session")
def unspoilt() -> dict[str, pd.DataFrame]:
    """The repository's tables as they are."""
    return dict(Tables(read_contract(REPOSITORY / "data")))
