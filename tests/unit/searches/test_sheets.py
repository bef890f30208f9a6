"""What a rater gets and gives back: our sheet, ASReview, Rayyan, Covidence, RIS; matched by our id alone."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from openpyxl import load_workbook
from umbrella.searches.fields import Fields
from umbrella.searches.sheets import SHEET, sheet, taken, written

REASONS = ("not retrieved", "wrong population")
RECORDS = pd.DataFrame(
    [("R2611-0001", "=A title, \"quoted\"", "Li, F.", 2020, "10.1000/a"), ("R2611-0002", "Another", None, pd.NA, None)],
    columns=["record_id", "title", "first_author", "year", "doi"],
)
FRAME = sheet(RECORDS, {"R2611-0002": ("exclude", "wrong population")}, {"R2611-0001": Fields(abstract="Words.")})


def read(raw: bytes, **more):
    frame, problems = taken(raw, "back.csv", "AB", REASONS, **more)
    return [tuple(row) for row in frame.itertuples(index=False)], [str(problem) for problem in problems]


def test_a_sheet_holds_what_is_needed_and_the_raters_own_decisions():
    assert tuple(FRAME) == SHEET
    assert FRAME.iloc[0].tolist() == ["R2611-0001", "=A title, \"quoted\"", "Li, F.", "2020", "10.1000/a", "Words.", "", "", ""]
    assert FRAME.iloc[1][["year", "decision", "reason"]].tolist() == ["", "exclude", "wrong population"]


def test_a_workbook_is_text_with_lists_to_choose_from():
    own = load_workbook(io.BytesIO(written(FRAME, "xlsx", REASONS)))
    page = own["records"]
    assert page.freeze_panes == "C2" and page["B2"].value == "=A title, \"quoted\"" and page["B2"].data_type == "s"
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert lists == {"G2:G3": "'lists'!$A$1:$A$3", "H2:H3": "'lists'!$B$1:$B$2"}
    assert [own["lists"][f"A{row}"].value for row in (1, 2, 3)] == ["include", "exclude", "unsure"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_handed_out_comes_back_as_it_was(kind):
    expected = "wrong population"
    assert read(written(FRAME, kind, REASONS)) == ([("R2611-0002", "exclude", expected)], [])


BACK = [
    ("our sheet", "record_id,title,decision,reason\nR2611-0001,x,Include,\nR2611-0002,x,exclude,Wrong Population\n", "include", "wrong population"),
    ("ASReview", "record_id,title,included,asreview_label\n0,R2611-0001 in a note,,1\n1,R2611-0002,,0\n", "include", ""),
    ("Rayyan", 'key,title,notes\nrayyan-1,x,"record R2611-0001 | RAYYAN-INCLUSION: {""AB""=>""Maybe"", ""CD""=>""Excluded""}"\n'
     'rayyan-2,x,"record R2611-0002 | RAYYAN-INCLUSION: {""CD""=>""Included"", ""AB""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: wrong population"\n',
     "unsure", "wrong population"),
    ("Rayyan RIS", 'TY  - JOUR\nID  - R2611-0001\nN1  - RAYYAN-INCLUSION: {"AB"=>"Included"}\nER  - \n\nTY  - JOUR\nAN  - R2611-0002\n'
     'N1  - RAYYAN-INCLUSION: {"AB"=>"Excluded"}\nER  - \n', "include", ""),
    ("ASReview RIS", "TY  - JOUR\nAN  - R2611-0001\nN1  - ASReview_relevant\nER  - \n\nTY  - JOUR\nAN  - R2611-0002\nN1  - ASReview_irrelevant\nER  - \n\n"
     "TY  - JOUR\nAN  - R2611-0003\nN1  - ASReview_not_seen\nER  - \n", "include", ""),
]  # fmt: skip


@pytest.mark.parametrize("text, first, reason", [row[1:] for row in BACK], ids=[row[0] for row in BACK])
def test_decisions_come_back_from_the_tools_that_raters_use(text, first, reason):
    assert read(text.encode()) == ([("R2611-0001", first, ""), ("R2611-0002", "exclude", reason)], [])


def test_covidence_exports_the_records_of_one_decision():
    text = "Title,Authors,Covidence #,Notes\nx,y,#12,record R2611-0001\nz,y,#13,record R2611-0002\n"
    assert read(text.encode(), all_are="exclude") == ([("R2611-0001", "exclude", ""), ("R2611-0002", "exclude", "")], [])
    assert "has no column for the decision" not in read(text.encode(), all_are="include")[1]


def test_only_the_raters_own_decisions_are_read_of_a_file_with_several():
    text = 'notes\n"R2611-0001 RAYYAN-INCLUSION: {""X""=>""Included"", ""Y""=>""Excluded""}"\n'
    assert read(text.encode()) == ([], ["back.csv, row 2: holds decisions of X, Y, and none of AB"])


@pytest.mark.parametrize(
    "text, words",
    [
        ("record_id,decision\n,include\n", "row 2: holds no record id"),
        ("record_id,note,decision\nR2611-0001,R2611-0002,include\n", "row 2: holds 2 record ids"),
        ("record_id,decision\nR2611-0001,perhaps\n", "row 2: 'perhaps' is not one of include, exclude, unsure"),
        ("record_id,decision,reason\nR2611-0001,exclude,bad\n", "row 2: 'bad' is not one of not retrieved, wrong population"),
        ("record_id,decision\nR2611-0001,include\nR2611-0001,exclude\n", "row 3: R2611-0001 stands in an earlier row too"),
        ("record_id,answer\nR2611-0001,include\n", "row 1: has no column for the decision"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_row(text, words):
    found, problems = read(text.encode())
    assert len(problems) == 1 and words in problems[0]


def test_a_workbook_that_is_none_is_refused():
    assert "is no workbook that can be read" in read(b"PK\x03\x04 nothing")[1][0]
