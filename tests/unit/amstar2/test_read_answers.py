"""Reading anyone's table, naming its faults, and the command that rates it."""

import csv
import io
import json
import random

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from umbrella.amstar2 import (
    official_items,
    overall_confidence,
    rate_table,
    read_ratings,
    to_csv,
)
from umbrella.anyones.rate import rate

ITEMS = official_items()
SPELLINGS = {
    "yes": ["Y", "y", "yes", " Yes ", "YES"],
    "partial yes": ["PY", "py", "partial yes", "Partial  Yes", "partial_yes"],
    "no": ["N", "n", "no", "No "],
    "no meta-analysis": ["NM", "nm", "NMA", "no meta-analysis", "No Meta-Analysis conducted"],
    None: ["", " "],
}
HEADER = "review,rating,best,worst,deciding_items,answered,warnings"


def generated(n: int, seed: int = 4) -> dict[str, dict[int, str | None]]:
    """Reviews of all qualities, some answers missing."""
    draw = random.Random(seed)
    return {
        f"Review {place}, {1990 + place % 35}": {
            number: draw.choices([*item.answers, None], [6, *[1] * (len(item.answers) - 1), draw.choice([0, 1])])[0]
            for number, item in ITEMS.items()
        }
        for place in range(n)
    }


def written(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def as_wide(reviews: dict, seed: int = 5) -> str:
    draw = random.Random(seed)
    columns = draw.sample(sorted(ITEMS), len(ITEMS))
    rows = [["First author", "Review", *(f"item{number}" for number in columns), "comment"]]
    for name, answers in reviews.items():
        cells = [draw.choice(SPELLINGS[answers[number]]) for number in columns]
        rows.append(["someone", name, *cells, "no"])
    return written(rows)


def as_long(reviews: dict, seed: int = 6) -> str:
    draw = random.Random(seed)
    rows = [
        [name, str(number), draw.choice(SPELLINGS[answer]), "said so"]
        for name, answers in reviews.items()
        for number, answer in answers.items()
    ]
    return written([["review", "item", "answer", "reason"], *rows])


def fatal(text: str) -> list[str]:
    return [str(problem) for problem in read_ratings(text)[1] if problem.fatal]


def run(text: str | bytes, *options: str):
    raw = text.encode() if isinstance(text, str) else text
    return CliRunner().invoke(rate, [*options, "-"], input=raw)


def test_a_wide_and_a_long_table_of_100_reviews_give_the_ratings_of_each_review():
    reviews = generated(100)
    wide, long = run(as_wide(reviews)), run(as_long(reviews))
    assert (wide.exit_code, long.exit_code) == (0, 0)
    assert wide.stdout == long.stdout
    table = pd.read_csv(io.StringIO(wide.stdout), keep_default_na=False)
    assert list(table["review"]) == list(reviews)
    expected = [overall_confidence(answers) for answers in reviews.values()]
    assert list(table["rating"]) == [one.rating for one in expected]
    assert list(table["worst"]) == [one.worst for one in expected]
    assert list(table["answered"]) == [one.answered for one in expected]
    # Reviews of several ratings, or the comparison would show little.
    assert table["rating"].nunique() >= 4


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({n: st.sampled_from([*i.answers, None]) for n, i in ITEMS.items()}),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 1000),
)
def test_what_is_written_is_read_back(appraisals, seed):
    reviews = {f"r{place}": answers for place, answers in enumerate(appraisals)}
    for text in (as_wide(reviews, seed), as_long(reviews, seed)):
        long, problems = read_ratings(text)
        assert problems == []
        back = {(row.review, row.item): row.answer for row in long.itertuples()}
        assert back == {(r, n): a for r, answers in reviews.items() for n, a in answers.items()}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "review,item7,item1\nA,Y,Y\nB,maybe,PY\n",
            [
                "row 3, item1: 'PY' is not one of yes, no",
                "row 3, item7: 'maybe' is not one of yes, partial yes, no, no meta-analysis",
            ],
        ),
        ("review,item13\nA,NM\n", ["row 2, item13: 'NM' is not one of yes, no"]),
        ("review,item13\nA,n/a\n", ["row 2, item13: 'n/a' is not one of yes, no"]),
        (
            "review,item1,item17\nA,Y,Y\nB,Y,Y\n",
            ["row 1, item17: there is no item 17 (items are 1 to 16)"],
        ),
        ("review,item1,item5a\nA,Y,Y\n", ["row 1, item5a: item 5 is not answered in parts"]),
        # A word that nobody knows is told once, however often it stands.
        (
            "review,item1,item2\nA,maybe,Y\nB,maybe,maybe\n",
            ["row 2, item1: 'maybe' is not one of yes, partial yes, no, no meta-analysis, here and in 2 further cells"],
        ),
        ("item1,item2\nY,N\n", ["row 1: no column names the reviews"]),
        (
            "review,item1,item 1\nA,Y,Y\n",
            ["row 2, item 1: 'A', item 1 was already answered in row 2"],
        ),
        ("review,item1\n,Y\n,Y\n", ["row 2, review: is empty", "row 3, review: is empty"]),
        ("review,item1\nA,Y,N\n", ["row 2: has 3 cells, the header has 2"]),
        (
            "review,item,answer\nA,7,maybe\nA,seven,Y\nA,0,Y\nA,3,Y\nA,3,\n",
            [
                "row 2, answer: 'maybe' is not one of yes, partial yes, no, no meta-analysis",
                "row 3, item: 'seven' is not an item from 1 to 16",
                "row 4, item: there is no item 0 (items are 1 to 16)",
                "row 6, answer: 'A', item 3 was already answered in row 5",
            ],
        ),
        (
            "review,item9,item9_rct,item9_nrsi\nA,Y,N,Y\nB,,n/a,n/a\n",
            [
                "row 2, item9: item 9 is answered both as a whole and in parts",
                "row 3, item9_rct: item 9 cannot be n/a for every kind of study",
            ],
        ),
    ],
)
def test_bad_cells_are_refused_by_row_and_column(text, problems):
    assert fatal(text) == problems
    result = run(text)
    assert (result.exit_code, result.stdout) == (1, "")
    for problem in problems:
        assert f"error: {problem}\n" in result.stderr


@pytest.mark.parametrize("text", ["", "review,item1\n", "review,comment\nA,Y\n", "\n\n"])
def test_a_table_without_answers_is_refused(text):
    [problem] = fatal(text)
    assert problem.startswith("row 1: ")
    assert run(text).exit_code == 1


def test_a_quotation_mark_left_open_swallows_no_row():
    [problem] = fatal('review,item1\nA,Y\n"B,Y\nC,Y\n')
    assert problem.startswith("row 3: cannot be read as CSV")


def test_what_spreadsheets_save_is_read():
    plain, _ = read_ratings("review,item1,item2\nA,Y,N\nB,,PY\n")
    saved = "\ufeffReview;Item 1; ITEM_02;\r\nA;Y;N;\r\n;;;\r\nB;;PY;\r\n;;;\r\n"
    dressed, problems = read_ratings(saved)
    assert problems == []
    pd.testing.assert_frame_equal(dressed, plain)
    numbered, problems = read_ratings("review\titem\tanswer\nA\t2.0\tN\nA\titem1\tY\n")
    assert problems == []
    assert list(numbered["item"]) == [2, 1]


def test_text_that_is_not_utf_8_is_refused():
    result = run("review,item1\nA,Y\nMüller,Y\n".encode("latin-1"))
    assert result.exit_code == 1
    assert "row 3: byte 0xfc is not UTF-8" in result.stderr


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ("Y,N", "no"),
        ("PY,Y", "partial yes"),
        ("n/a,PY", "partial yes"),
        ("includes only RCTs,Y", "yes"),
        ("N,", "no"),
        ("Y,", None),
        (",", None),
    ],
)
def test_of_two_parts_the_worse_counts(cells, answer):
    for header in ("review,item9_rct,item9_nrsi", "review,ITEM9a,Item9b,item9"):
        long, problems = read_ratings(f"{header}\nA,{cells}\n")
        assert [(row.item, row.answer) for row in long.itertuples()] == [(9, answer)]
        assert not any(problem.fatal for problem in problems)
        assert bool(problems) == (cells == "Y,")
    first, second = cells.split(",")
    long, _ = read_ratings(f"review,item,answer\nA,9a,{first}\nA,9b,{second}\n")
    assert list(long["answer"]) == [answer]


def test_a_part_without_a_twin_stands_for_the_item():
    long, problems = read_ratings("review,item11_nrsi,item9\nA,NM,\nB,Y,N\n")
    assert problems == []
    assert list(long.itertuples(index=False, name=None)) == [
        ("A", 11, "no meta-analysis"),
        ("A", 9, None),
        ("B", 11, "yes"),
        ("B", 9, "no"),
    ]


def test_a_half_answered_item_is_missing_and_noted_but_rated():
    result = run("review,item9_rct,item9_nrsi\nA,Y,\n")
    assert result.exit_code == 0
    assert "note: row 2, item9_rct: the other part of item 9 is empty" in result.stderr
    assert result.stdout == f"{HEADER}\nA,cannot be rated,high,critically low,,0,\n"


def test_a_review_without_any_answer_is_not_lost():
    ratings = rate_table(read_ratings("review,item1\nA,\nB,Y\n")[0])
    assert list(zip(ratings["review"], ratings["answered"], strict=True)) == [("A", 0), ("B", 1)]


def test_the_output_names_deciding_items_and_warnings():
    letters = "Y,N,Y,Y,Y,Y,N,Y,Y,Y,NM,NM,Y,Y,Y,Y"
    header = "review," + ",".join(f"item{number}" for number in ITEMS)
    result = run(f"{header}\nA,{letters}\n")
    warning = "item 11 says no meta-analysis but item 15 is answered 'yes'"
    row = f"A,critically low,critically low,critically low,2; 7,16,{warning}"
    assert result.stdout == f"{HEADER}\n{row}\n"
    assert "1 rated: 1 critically low." in result.stderr
    assert "partial yes counted as met" in result.stderr
    [record] = json.loads(run(f"{header}\nA,{letters}\n", "--json").stdout)
    assert record["deciding_items"] == [2, 7]
    assert record["warnings"] == [warning]
    assert list(record) == HEADER.split(",")


def test_the_output_has_unix_line_ends():
    ratings = rate_table(read_ratings(as_long(generated(2)))[0])
    assert to_csv(ratings).count("\n") == 3
    assert "\r" not in to_csv(ratings)


def test_several_raters_are_rated_apart():
    text = "review,item,answer,rater\nA,2,N,x\nA,2,Y,y\nA,4,N,consensus\n"
    result = run(text)
    assert result.stdout.splitlines()[0] == f"{HEADER},rater"
    assert [line.rsplit(",", 1)[1] for line in result.stdout.splitlines()[1:]] == [
        "x",
        "y",
        "consensus",
    ]
    assert run("review,item,answer,rater\nA,2,N,x\n").stdout.splitlines()[0] == HEADER
    assert run("review,rater,item2\nA,x,N\nA,y,Y\n").stdout.splitlines()[0] == f"{HEADER},rater"


def test_a_file_is_read_as_its_text_is(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\ufeffreview,item1\nMüller,Y\n", encoding="utf-8")
    long, problems = read_ratings(path.read_bytes())
    assert (list(long["review"]), problems) == (["Müller"], [])
    result = CliRunner().invoke(rate, [str(path)])
    assert (result.exit_code, "Müller" in result.stdout) == (0, True)
    assert "Müller" in CliRunner().invoke(rate, [str(path), "--json"]).stdout
    assert CliRunner().invoke(rate, [str(tmp_path / "absent.csv")]).exit_code == 2


@pytest.mark.parametrize(("first", "second"), [("Ağar 2001", "AG\u0306AR 2001"), ("Ortiz 2015", "Ortiz\u200b 2015")])
def test_one_review_or_rater_written_in_two_ways_is_one(first, second):
    assert fatal(f"review,item,answer\n{first},1,Y\n{second},1,N\n") == [
        f"row 3, answer: {first!r}, item 1 was already answered in row 2"
    ]
    result = run(f"review,item,answer,rater\nA,1,Y,{first}\nA,2,N,{second}\nA,2,Y,other\n")
    raters = pd.read_csv(io.StringIO(result.stdout))["rater"]
    assert list(raters) == [first, "other"]


def test_usual_spellings_of_no_meta_analysis_are_read_and_told():
    result = run("review,item11,item12,item15\nA,NA,n/a,-\nB,NA,No MA,N.A.\n")
    assert result.exit_code == 0
    assert "note: row 2, item11: 'NA' is taken for no meta-analysis, here and in 1 further cell\n" in result.stderr
    assert "note: row 2, item15: '-' is taken for no meta-analysis\n" in result.stderr
    assert fatal("review,item13\nA,NA\n") == ["row 2, item13: 'NA' is not one of yes, no"]
