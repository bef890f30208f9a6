"""No read goes unseen: whatever way a chapter opens a file of the data folder, it is noted."""

from __future__ import annotations

import subprocess
import sys

import pytest
from books import ROOT
from reads import recorded

WAYS = {
    "open": "open('data/findings.csv').read()",
    "pathlib": "from pathlib import Path; Path('data/findings.csv').read_bytes()",
    "pandas": "import pandas; pandas.read_csv('data/findings.csv')",
    "numpy": "import numpy; numpy.loadtxt('data/findings.csv', dtype=str, delimiter=';', comments=None, max_rows=1)",
    "os.open": "import os; os.open('data/findings.csv', os.O_RDONLY)",
    "a link": "import os; os.symlink(os.path.abspath('data/findings.csv'), LINK); open(LINK).read()",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_noted_however_it_is_opened(way, tmp_path):
    assert "findings.csv" in recorded(WAYS[way], tmp_path)


def test_tables_are_noted_one_by_one(tmp_path):
    code = "from umbrella.tables import Tables; from umbrella.tables.contract import read_contract; from pathlib import Path\n"
    code += "Tables(read_contract(Path('data'))).glossary"
    assert sorted(recorded(code, tmp_path)) == ["datapackage.json", "glossary.csv"]


def test_other_files_and_comparisons_of_digests_are_not(tmp_path):
    code = "from umbrella.tables import digest; from umbrella.tables.recording import unrecorded; from pathlib import Path\n"
    code += "open('README.md').read()\nwith unrecorded(): digest(Path('data'))"
    assert recorded(code, tmp_path) == []


def test_a_process_that_was_not_told_notes_nothing(tmp_path):
    subprocess.run(
        [sys.executable, "-c", "import umbrella.tables; open('data/findings.csv')"], cwd=ROOT, check=True
    )
    assert not (tmp_path / "log").exists()
