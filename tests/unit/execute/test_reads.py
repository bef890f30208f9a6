"""No read goes unseen: whatever way a chapter opens a file of the data folder, it is noted."""

from __future__ import annotations

import pytest
from reads import recorded

WAYS = {
    "open": "open('data/findings.csv').read()",
    "a name in bytes": "open(b'data/findings.csv').read()",
    "pathlib": "from pathlib import Path; Path('data/findings.csv').read_bytes()",
    "pandas": "import pandas; pandas.read_csv('data/findings.csv')",
    "numpy": "import numpy; numpy.loadtxt('data/findings.csv', dtype=str, delimiter=';', comments=None, max_rows=1)",
    "os.open": "import os; os.open('data/findings.csv', os.O_RDONLY)",
    "a link": "import os; os.symlink(os.path.abspath('data/findings.csv'), LINK); open(LINK).read()",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_noted_however_it_is_opened(way, tmp_path):
    assert recorded(WAYS[way], tmp_path) == ["findings.csv"]


def test_tables_are_noted_one_by_one(tmp_path):
    code = "from umbrella.tables import load; load().glossary; load().edition; load().extra('changes.toml')"
    assert recorded(code, tmp_path) == ["changes.toml", "datapackage.json", "edition.toml", "glossary.csv"]


def test_other_files_are_not(tmp_path):
    assert recorded("open('README.md').read()", tmp_path) == []
