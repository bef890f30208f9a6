"""What is handed out as CSV is text for any spreadsheet."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from umbrella.amstar2 import rate_table, read_ratings
from umbrella.amstar2 import to_csv as ratings_csv
from umbrella.tables.delimited import csv_text, read_rows


@pytest.mark.parametrize("cell", ["=1+1", "+1+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3+cmd", "\t=1", "-", "+4a"])
def test_what_a_spreadsheet_would_run_is_shown(cell):
    rows, problems = read_rows(csv_text(pd.DataFrame({"name": [cell]})))
    assert problems == [] and rows == [["name"], [f"'{cell}"]]


@pytest.mark.parametrize("cell", ["-0.86", "+3", "-1e-05", "Müller 2019", "a=b", "2-3", ""])
def test_numbers_and_other_text_stay_as_they_are(cell):
    assert list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"name": [cell], "other": [1]})))))[1] == [cell, "1"]


def test_numbers_are_not_text():
    assert csv_text(pd.DataFrame({"value": [-0.5, None]})) == "value\n-0.5\n\"\"\n"


def test_ratings_of_a_review_named_as_a_formula():
    answers, problems = read_ratings("review,item1\n-2+3+cmd,Y\n")
    assert [problem for problem in problems if problem.fatal] == []
    assert ratings_csv(rate_table(answers)).splitlines()[1].startswith("'-2+3+cmd,")
