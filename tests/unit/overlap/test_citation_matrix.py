"""From anyone's file to a citation matrix, and the command that measures it."""

import csv
import io
import json
import os

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from overlap_cases import FIVE_REVIEWS, SIX_REVIEWS, matrix_of, matrix_with
from umbrella.anyones.overlap import overlap
from umbrella.overlap import (
    corrected_covered_area,
    pairwise,
    read_matrix,
)

HEADER = "scope,first,second,N,r,c,X,cca_percent,band,note"


def written(matrix: pd.DataFrame, separator: str = ",", impossible: str = "X") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
    writer.writerow(["study", *matrix.columns])
    for name, row in zip(matrix.index, matrix.itertuples(index=False), strict=True):
        writer.writerow([name, *(impossible if cell is pd.NA else cell for cell in row)])
    return stream.getvalue()


def fatal(text: str) -> list[str]:
    return [str(problem) for problem in read_matrix(text)[1] if problem.fatal]


def run(text: str | bytes, *options: str):
    raw = text.encode() if isinstance(text, str) else text
    return CliRunner().invoke(overlap, [*options, "-"], input=raw)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_is_written_is_read_back(separator):
    for matrix in (matrix_of(SIX_REVIEWS), matrix_with(134, 66, 10, 151)):
        back, problems = read_matrix(written(matrix, separator))
        assert problems == []
        assert list(back.columns) == list(matrix.columns)
        assert list(back.index) == [str(name) for name in matrix.index]
        assert corrected_covered_area(back) == corrected_covered_area(matrix)


NAMES = st.text("abÉ,;\"' ", min_size=1, max_size=5).map(lambda name: f"x{name}y")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=4, unique_by=lambda name: tuple(name.casefold().split())),
    st.integers(1, 5),
    st.data(),
)
def test_names_with_separators_and_quotes_are_read_back(reviews, n, data):
    row = st.lists(st.sampled_from([0, 1, pd.NA]), min_size=len(reviews), max_size=len(reviews))
    rows = data.draw(st.lists(row, min_size=n, max_size=n))
    names = [f'study "{i}", {i}' for i in range(n)]
    matrix = pd.DataFrame(rows, index=names, columns=reviews, dtype=object)
    for separator in ",;":
        back, problems = read_matrix(written(matrix, separator, impossible="x"), crosses="impossible")
        assert not any(problem.fatal for problem in problems)
        assert list(back.columns) == [" ".join(name.split()) for name in reviews]
        assert list(back.index) == names
        assert back.isna().to_numpy().tolist() == matrix.isna().to_numpy().tolist()


def test_what_spreadsheets_save_is_read():
    plain, _ = read_matrix("study,A,B\ns1,1,0\ns2,X,1\n")
    saved = "\ufeffPrimary study; A ;B;;\r\ns1;1.0;0;;\r\n;;;;\r\ns2;x;1.0\r\n;;;;\r\n"
    dressed, problems = read_matrix(saved)
    assert problems == []
    pd.testing.assert_frame_equal(dressed, plain)


def test_empty_cells_count_as_0_and_are_said():
    matrix, problems = read_matrix("study,A,B\ns1,1,\ns2,,1\ns3,1,1\n")
    assert [str(p) for p in problems] == ["row 2, B: is empty and counts as 0; empty cells in all: 2"]
    assert not problems[0].fatal
    assert matrix.to_numpy().tolist() == [[1, 0], [0, 1], [1, 1]]
    result = run("study,A,B\ns1,1,\ns2,1,1\n")
    assert result.exit_code == 0
    assert "note: row 2, B: is empty and counts as 0\n" in result.stderr


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "study,A,B\ns1,1,2\ns2,2,0\ns3,NA,-1\n",
            [
                "row 2, B: '2' is not 0, 1 or X, here and in 1 further cell",
                "row 4, A: 'NA' is not 0, 1 or X",
                "row 4, B: '-1' is not 0, 1 or X",
            ],
        ),
        (
            "study,A,B, a\ns1,1,0,1\n",
            ["row 1, a: column 4 names a review that column 2 has already"],
        ),
        (
            "study,A,B\ns1,1,0\n\ns2,1,1\nS1,0,1\n",
            ["row 5: study 'S1' stands already in row 2, where it is written 's1'"],
        ),
        ("study,A,B\n,1,0\n", ["row 2, study: the study has no name"]),
        ("study,A,B\ns1,1\n", ["row 2: has 2 cells, the header has 3"]),
        (
            "study,A,B\ns1,1,0,1\n",
            ["row 2: '1' stands in column 4, which the header does not name"],
        ),
        (
            "study,A,,B\ns1,1,1,0\n",
            ["row 2: '1' stands in column 3, which the header does not name"],
        ),
        ("", ["row 1: the header needs a column for the study and one for each review"]),
        ("study\ns1\n", ["row 1: the header needs a column for the study and one for each review"]),
        ("study,A,B\n", ["row 1: there is no study below the header"]),
    ],
)
def test_bad_matrices_are_refused_by_row_and_column(text, problems):
    assert fatal(text) == problems
    assert read_matrix(text)[0].empty
    result = run(text)
    assert (result.exit_code, result.stdout) == (1, "")
    for problem in problems:
        assert f"error: {problem}\n" in result.stderr


def test_a_quotation_mark_left_open_swallows_no_row():
    [problem] = fatal('study,A,B\ns1,1,0\n"s2,1,0\ns3,1,0\n')
    assert problem.startswith("row 3: cannot be read as CSV")


def test_text_that_is_not_utf_8_is_refused():
    raw = "study,A,B\ns1,1,0\nMüller,1,0\n".encode("latin-1")
    assert "row 3: byte 0xfc is not UTF-8" in str(read_matrix(raw)[1][0])
    assert run(raw).exit_code == 1
    assert run("study,A,B\ns1,1,0\n".encode("utf-16")).exit_code == 1


ONE_STUDY = [
    ("Meyer 2004", "MEYER  2004"),
    ("Garc\u00eda 2011", "Garci\u0301a 2011"),
    ("Okafor 2020", "Okafor\u200b 2020"),
    ("Okafor 2020", "Okafor\u00a02020\u200e"),
    ("\ufb01nn 1999", "Finn 1999"),
]


@pytest.mark.parametrize(("first", "second"), ONE_STUDY)
def test_one_study_written_in_two_ways_is_one_study(first, second):
    [problem] = fatal(f"study,A,B\n{first},1,0\n{second},0,1\n")
    assert problem.startswith("row 3: study ") and f"stands already in row 2, where it is written {first!a}" in problem
    [problem] = fatal(f"study,{first},{second}\ns1,1,0\n")
    assert problem.endswith("column 3 names a review that column 2 has already")


@pytest.mark.parametrize("second", ["Garcia 2011", "Garc\u00eda, 2011", "Garc\u00eda-2011"])
def test_names_that_look_alike_are_counted_apart_and_named(second):
    result = run(f'study,A,B\nGarc\u00eda 2011,1,0\n"{second}",0,1\n')
    assert result.exit_code == 0 and "overall,,,2,2,2" in result.stdout
    assert f"note: row 3: {second!r} looks like 'Garc\u00eda 2011' and is counted apart from it" in result.stderr


def test_a_file_is_named_and_must_be_one(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("study,A,B\ns1,1,2\n")
    result = CliRunner().invoke(overlap, [str(table)])
    assert f"error: {table}, row 2, B: '2' is not 0, 1 or X" in result.stderr
    os.mkfifo(tmp_path / "pipe")
    for other, words in ((tmp_path, "is a folder"), (tmp_path / "pipe", "is a pipe or a device")):
        result = CliRunner().invoke(overlap, [str(other)])
        assert result.exit_code == 1 and words in result.stderr


# The command.


def test_the_command_prints_all_reviews_then_every_pair():
    result = run(written(matrix_of(SIX_REVIEWS)))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        HEADER,
        "overall,,,43,14,6,0,41.4286,very high,",
        "pair,Chasan,Gilinsky,20,11,2,0,81.8182,very high,",
    ]
    assert len(lines) == 2 + 15
    assert "N 43, r 14, c 6, X 0: corrected covered area 41.43 % (very high)." in result.stderr
    assert "no empirical basis" in result.stderr


def test_the_command_prints_the_same_as_json():
    text = written(matrix_of(FIVE_REVIEWS, studies=range(1, 6), impossible={"R2": (3, 5)}))
    table = pd.read_csv(io.StringIO(run(text).stdout), keep_default_na=False)
    result = run(text, "--json")
    report = json.loads(result.stdout)
    assert list(report) == ["overall", "pairs", "assumptions"]
    assert report["overall"] == {
        "N": 8,
        "r": 3,
        "c": 5,
        "X": 1,
        "cca_percent": 45.4545,
        "band": "very high",
        "note": "",
    }
    assert any("With X taken as 0 it would be 41.67 %" in said for said in report["assumptions"])
    assert len(report["pairs"]) == 10
    for pair, row in zip(report["pairs"], table.iloc[1:].to_dict("records"), strict=True):
        assert {name: str(pair[name]) for name in HEADER.split(",")[1:]} == {
            name: str(row[name]) for name in HEADER.split(",")[1:]
        }
        assert pair["n_first"] + pair["n_second"] - pair["shared"] == pair["r"]
    for said in report["assumptions"]:
        assert said in result.stderr


def test_what_is_undefined_is_empty_with_a_note_and_null():
    text = "study,A,B\ns1,1,0\ns2,1,0\n"
    lines = run(text).stdout.splitlines()
    assert lines[1] == "overall,,,2,2,2,0,0.0,slight,"
    assert lines[2] == "pair,A,B,2,2,2,0,,,B without any included study"
    [pair] = json.loads(run(text, "--json").stdout)["pairs"]
    assert (pair["cca_percent"], pair["band"]) == (None, None)
    alone = run("study,A\ns1,1\n")
    assert alone.exit_code == 0
    note = '"overlap needs two reviews, there is 1"'
    assert alone.stdout == f"{HEADER}\noverall,,,1,1,1,0,,,{note}\n"
    assert "undefined, overlap needs two reviews" in alone.stderr


def test_a_file_is_read_and_a_missing_one_named(tmp_path):
    path = tmp_path / "matrix.csv"
    path.write_text(written(matrix_of(FIVE_REVIEWS)), "utf-8")
    result = CliRunner().invoke(overlap, [str(path)])
    assert "overall,,,8,3,5,0,41.6667,very high," in result.stdout
    missing = CliRunner().invoke(overlap, [str(tmp_path / "none.csv")])
    assert missing.exit_code != 0
    assert "none.csv" in missing.stderr


def test_the_pairs_printed_are_the_pairs_computed():
    matrix = matrix_with(40, 20, 5, 7)
    table = pd.read_csv(io.StringIO(run(written(matrix)).stdout))
    pairs = pairwise(matrix)
    assert table["cca_percent"].iloc[1:].tolist() == [round(100 * v, 4) for v in pairs["cca"]]
    assert table["X"].iloc[1:].tolist() == pairs["n_impossible"].tolist()
