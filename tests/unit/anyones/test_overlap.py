"""`umbrella overlap` on matrices as people keep them, and what it gives for a paper."""

import io

import pandas as pd
import pytest
from click.testing import CliRunner
from lxml import etree
from openpyxl import Workbook
from umbrella.anyones.overlap import overlap

# Three studies, two reviews, one study in both: N 4, r 3, c 2, so (4 - 3) / (6 - 3) = 33.33 %.
SHARED = "overall,,,4,3,2,0,33.3333,very high,"
PLAIN = "study,A,B\ns1,1,0\ns2,0,1\ns3,1,1\n"


def run(given: str | bytes, *options: str):
    return CliRunner().invoke(overlap, [*options, "-"], input=given if isinstance(given, bytes) else given.encode())


def overall(given: str | bytes, *options: str) -> tuple[str, str]:
    result = run(given, *options)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()[1], result.stderr


@pytest.mark.parametrize(
    ("yes", "no"),
    [("TRUE", "FALSE"), ("yes", "no"), ("Y", "N"), ("\u2713", ""), ("\u2022", "-"), ("x", ""), ("X", "0"), ("+", "-")],
)
def test_the_usual_marks_are_read_and_told(yes, no):
    found, said = overall(
        PLAIN.replace("1,0", f"{yes},{no}").replace("0,1", f"{no},{yes}").replace("1,1", f"{yes},{yes}")
    )
    assert found == SHARED
    assert f"note: row 2, A: {yes!r} is taken for included, here and in 3 further cells" in said


def test_x_is_impossible_beside_0_and_1_and_asked_for_where_it_may_be_either():
    found, said = overall("study,A,B\ns1,1,X\ns2,0,1\ns3,1,1\n")
    # (4 - 3) / (6 - 3 - 1)
    assert found == "overall,,,4,3,2,1,50.0,very high," and "is taken for" not in said
    either = "study,A,B\ns1,x,1\ns2,,x\ns3,x,x\n"
    result = run(either)
    assert (result.exit_code, result.stdout) == (1, "") and "--x included or --x impossible" in result.stderr
    assert overall(either, "--x", "included")[0] == "overall,,,5,3,2,0,66.6667,very high,"
    assert run(either, "--x", "impossible").stdout.splitlines()[1].startswith("overall,,,1,1,2,")


def test_totals_and_columns_about_the_studies_are_left_out_with_a_note():
    text = "Author,Year,A,B,Country,Total\nSmith,2001,1,0,Peru,1\nSmith,2003,0,1,Chad,1\nWu,2004,1,1,Chad,2\nTotal,,2,2,,4\n"
    found, said = overall(text)
    assert found == SHARED
    assert "note: row 1: left out, as no review or study: 'Year', 'Country', 'Total', 'Total'" in said
    # A total of 0 and 1 alone is one, too.
    assert overall("study,A,B,Total\ns1,1,0,1\ns2,0,1,1\n")[0].startswith("overall,,,2,2,2,")


def test_reviews_as_rows_are_told_apart_or_asked_for():
    turned = "Review,s1,s2,s3\nA,1,0,1\nB,0,1,1\n"
    found, said = overall(turned)
    assert found == SHARED and "note: row 1: the rows are read as reviews, the columns as studies" in said
    unnamed = turned.replace("Review", "")
    assert overall(unnamed)[0] != SHARED
    assert "3 reviews and 2 studies were read; --reviews rows or columns tells which are which" in overall(unnamed)[1]
    assert overall(unnamed, "--reviews", "rows")[0] == SHARED
    # Where a fault is, as the table stands.
    assert "error: row 3, s2: '7' is not 0, 1 or X" in run(turned.replace("B,0,1", "B,0,7")).stderr


def test_a_workbook_is_read_as_its_text_is_and_its_other_sheets_are_named():
    book, stream = Workbook(), io.BytesIO()
    for row in PLAIN.splitlines():
        book.active.append([int(cell) if cell in "01" else cell for cell in row.split(",")])
    other = book.create_sheet("Notes")
    other.append(["a"]), other.append(["b"])
    book.save(stream)
    found, said = overall(stream.getvalue())
    assert found == SHARED and "only the sheet 'Sheet' is read, not 'Notes'" in said


def test_figure_and_table_give_each_pair_its_area(tmp_path):
    text = "study,A,B,C\ns1,1,0,1\ns2,0,1,1\ns3,1,1,1\n"
    assert run(text, "--figure", str(tmp_path / "f.svg"), "--table", str(tmp_path / "t.csv")).exit_code == 0
    words = [node.text for node in etree.parse(str(tmp_path / "f.svg")).iter("{*}text")]
    # Of A and C two studies of three are shared, as of B and C; of A and B one of three.
    assert sorted(word for word in words if word.isdigit()) == ["33", "67", "67"]
    pairs = pd.read_csv(tmp_path / "t.csv")
    assert list(pairs["CCA (%)"]) == [33.3, 66.7, 66.7] and list(pairs["Shared"]) == [1, 2, 2]
    assert "(Pieper 2014, 10.1016/j.jclinepi.2013.11.007" in run(text).stderr
