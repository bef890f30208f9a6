"""The corrected covered area, overall and of pairs: published and hand-made answers."""

import math
import random
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from overlap_cases import FIVE_REVIEWS, SIX_REVIEWS, matrix_of, matrix_with
from umbrella.overlap import (
    assumptions,
    band,
    corrected_covered_area,
    covered_area_of,
    pairwise,
)

PUBLISHED_PAIRS = {  # per cent, as printed by ccaR
    ("Chasan", "Gilinsky"): 81.8,
    ("Chasan", "Guo"): 75.0,
    ("Chasan", "Middleton"): 0.0,
    ("Chasan", "Morton"): 30.0,
    ("Chasan", "Peacock"): 66.7,
    ("Gilinsky", "Guo"): 76.9,
    ("Gilinsky", "Middleton"): 0.0,
    ("Gilinsky", "Morton"): 36.4,
    ("Gilinsky", "Peacock"): 54.5,
    ("Guo", "Middleton"): 0.0,
    ("Guo", "Morton"): 33.3,
    ("Guo", "Peacock"): 50.0,
    ("Middleton", "Morton"): 0.0,
    ("Middleton", "Peacock"): 0.0,
    ("Morton", "Peacock"): 11.1,
}


def counts(area) -> tuple[int, int, int, int]:
    return area.n_inclusions, area.n_studies, area.n_reviews, area.n_impossible


def by_hand(matrix: pd.DataFrame) -> Fraction | None:
    """The formula written anew, cell by cell."""
    rows = [list(row) for row in matrix.itertuples(index=False)]
    rows = [row for row in rows if any(cell is not pd.NA and cell == 1 for cell in row)]
    n = sum(cell is not pd.NA and cell == 1 for row in rows for cell in row)
    x = sum(cell is pd.NA for row in rows for cell in row)
    cells = len(rows) * matrix.shape[1] - len(rows) - x
    return Fraction(n - len(rows), cells) if matrix.shape[1] > 1 and cells else None


def test_the_published_overview_of_six_reviews():
    area = corrected_covered_area(matrix_of(SIX_REVIEWS))
    assert counts(area) == (43, 14, 6, 0)
    assert area.value == pytest.approx(0.4142857, abs=5e-8)
    assert (area.band, area.undefined_reason) == ("very high", "")


def test_the_published_pairs():
    pairs = pairwise(matrix_of(SIX_REVIEWS))
    found = {(p.first, p.second): round(100 * p.cca, 1) for p in pairs.itertuples()}
    assert found == PUBLISHED_PAIRS
    first = pairs.iloc[0]
    assert (first.n_first + first.n_second, first.union, first.shared) == (20, 11, 9)
    assert set(pairs["band"]) == {"slight", "high", "very high"}
    assert list(pairs["undefined_reason"]) == [""] * 15


def test_studies_listed_but_never_included_do_not_count():
    area = corrected_covered_area(matrix_of(FIVE_REVIEWS, studies=range(1, 6)))
    assert counts(area) == (8, 3, 5, 0)
    assert 100 * area.value == pytest.approx(41.66667, abs=5e-6)
    assert area == corrected_covered_area(matrix_of(FIVE_REVIEWS, studies=range(1, 4)))


def test_impossible_cells_of_studies_never_included_do_not_count():
    barred = {name: (4, 5) for name in FIVE_REVIEWS}
    area = corrected_covered_area(matrix_of(FIVE_REVIEWS, impossible=barred))
    assert counts(area) == (8, 3, 5, 0)


def test_impossible_cells_change_the_band():
    plain, adjusted = (corrected_covered_area(matrix_with(134, 66, 10, x)) for x in (0, 151))
    assert (counts(plain), counts(adjusted)) == ((134, 66, 10, 0), (134, 66, 10, 151))
    assert (f"{100 * plain.value:.2f}", plain.band) == ("11.45", "high")
    assert (f"{100 * adjusted.value:.2f}", adjusted.band) == ("15.35", "very high")


@pytest.mark.parametrize(
    ("reviews", "impossible", "expected", "share"),
    [
        # reviews, impossible cells, (N, r, c, X), the area
        ({"A": "ab", "B": "ab"}, {}, (4, 2, 2, 0), Fraction(1)),
        ({"A": "ab", "B": "cd"}, {}, (4, 4, 2, 0), Fraction(0)),
        ({"A": "abc", "B": "bcd"}, {}, (6, 4, 2, 0), Fraction(1, 2)),
        ({"A": "a", "B": "abcdefghij"}, {}, (11, 10, 2, 0), Fraction(1, 10)),
        ({"A": "a", "B": "a", "C": "a"}, {}, (3, 1, 3, 0), Fraction(1)),
        ({"A": "ab", "B": "ac", "C": "bc"}, {}, (6, 3, 3, 0), Fraction(1, 2)),
        ({"A": "ab", "B": "a", "C": ""}, {}, (3, 2, 3, 0), Fraction(1, 4)),
        ({"A": "abcd", "B": "a"}, {"B": "bc"}, (5, 4, 2, 2), Fraction(1, 2)),
        ({"A": "abcd", "B": "a"}, {"B": "bcd"}, (5, 4, 2, 3), Fraction(1)),
        ({"A": "abc", "B": "d"}, {"B": "abc"}, (4, 4, 2, 3), Fraction(0)),
        ({"A": "ab", "B": "bc", "C": "c"}, {"C": "ab"}, (5, 3, 3, 2), Fraction(1, 2)),
        ({"A": "ab", "B": "b"}, {"A": "c", "B": "c"}, (3, 2, 2, 0), Fraction(1, 2)),
        ({"A": "abcdefg", "B": "g", "C": "h", "D": ""}, {}, (9, 8, 4, 0), Fraction(1, 24)),
    ],
)
def test_hand_made_matrices(reviews, impossible, expected, share):
    area = corrected_covered_area(matrix_of(reviews, impossible=impossible))
    assert counts(area) == expected
    assert area.value == float(share)
    assert area.undefined_reason == ""


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (0, "slight"),
        (0.05, "moderate"),
        (math.nextafter(0.05, 0), "slight"),
        (0.0999999, "moderate"),
        (0.10, "high"),
        (0.1499999, "high"),
        (0.15, "very high"),
        (1, "very high"),
    ],
)
def test_the_bands_are_half_open(share, name):
    assert band(share) == name


def test_the_bands_hold_exactly_at_their_edges():
    # As quotients of counts, where floating point could slip.
    for k in range(1, 2000):
        edges = {"moderate": (k, 20 * k), "high": (k, 10 * k), "very high": (3 * k, 20 * k)}
        for name, (shared, union) in edges.items():
            assert covered_area_of(union + shared, union, 2).band == name
            below = covered_area_of(union + 1 + shared, union + 1, 2)
            assert below.band != name


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), 41.4])
def test_a_band_of_no_share_is_refused(share):
    with pytest.raises(ValueError, match="not a share"):
        band(share)


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (matrix_of({}), "overlap needs two reviews, there are 0"),
        (matrix_of({"A": "ab"}), "overlap needs two reviews, there is 1"),
        (matrix_of({"A": "", "B": ""}, studies="ab"), "no review includes any study"),
        (matrix_of({"A": "", "B": ""}), "no review includes any study"),
        (matrix_of({"A": "", "B": ""}, impossible={"A": "a"}), "no review includes any study"),
        (
            matrix_of({"A": "a", "B": "b"}, impossible={"A": "b", "B": "a"}),
            "no included study could have been included by a second review",
        ),
    ],
)
def test_undefined_areas_say_why(matrix, reason):
    area = corrected_covered_area(matrix)
    assert (area.value, area.band, area.undefined_reason) == (None, None, reason)


def test_pairs_with_an_empty_review_are_undefined_not_zero():
    pairs = pairwise(matrix_of({"A": "ab", "B": "", "C": "b", "D": ""}))
    pairs = pairs.set_index(["first", "second"])
    defined = pairs[pairs["cca"].notna()]
    assert list(defined.index) == [("A", "C")]
    assert (defined["cca"].iloc[0], defined["band"].iloc[0]) == (0.5, "very high")
    undefined = pairs[pairs["cca"].isna()]
    assert undefined["band"].isna().all()
    assert undefined.loc[("A", "B"), "undefined_reason"] == "B without any included study"
    assert undefined.loc[("B", "D"), "undefined_reason"] == "B and D without any included study"


def test_impossible_cells_of_a_pair():
    matrix = matrix_of({"A": "abc", "B": "cd", "C": "e"}, impossible={"B": "abe", "C": "a"})
    pairs = pairwise(matrix)
    assert list(pairs["n_impossible"]) == [2, 1, 1]
    assert list(pairs["cca"]) == [1 / 2, 0, 0]  # 4 studies, 2 of them barred for B


def test_pairs_of_one_review_or_none_are_an_empty_table():
    for matrix in (matrix_of({"A": "ab"}), matrix_of({})):
        pairs = pairwise(matrix)
        assert pairs.empty
        assert list(pairs)[:6] == ["first", "second", "n_first", "n_second", "shared", "union"]


@pytest.mark.parametrize("cell", [2, -1, 0.5, float("nan"), None, "", "1", "yes", "NA"])
def test_other_cells_are_refused_by_study_and_review(cell):
    matrix = pd.DataFrame({"A": [1, 0], "B": [0, cell]}, index=["s", "t"], dtype=object)
    for function in (corrected_covered_area, pairwise, assumptions):
        with pytest.raises(ValueError, match="study 't', review 'B': .* is not 0, 1, pd.NA or 'X'"):
            function(matrix)


def test_all_allowed_ways_to_write_a_cell_agree():
    rows = [[1, 0, 1], [1, pd.NA, 0]]
    written = [
        pd.DataFrame(rows, dtype="Int64"),
        pd.DataFrame([[1, 0, 1], [1, "X", 0]], dtype=object),
        pd.DataFrame([[True, False, 1.0], [np.int8(1), "x", np.bool_(False)]], dtype=object),
        pd.DataFrame(rows, dtype="boolean"),
    ]
    assert {counts(corrected_covered_area(matrix)) for matrix in written} == {(3, 2, 3, 1)}


@pytest.mark.parametrize("axis", [0, 1])
def test_a_study_or_review_that_stands_twice_is_refused(axis):
    matrix = pd.DataFrame([[1, 0], [0, 1]], index=["s", "t"], columns=["A", "B"])
    with pytest.raises(ValueError, match="stands twice"):
        corrected_covered_area(matrix.set_axis(["same", "same"], axis=axis))


@pytest.mark.parametrize("impossible", [(3, 4, 2, 0), (9, 4, 2, 0), (7, 4, 2, 2), (-1, 0, 2, 0)])
def test_counts_that_no_matrix_has_are_refused(impossible):
    with pytest.raises(ValueError, match="no matrix has"):
        covered_area_of(*impossible)


def test_assumptions_say_what_the_number_rests_on():
    reviews = {"A": "abcd", "B": "a", "C": ""}
    said = "\n".join(assumptions(matrix_of(reviews, studies="abcdxy", impossible={"B": "bc"})))
    assert "N 5 inclusions, r 4 studies" in said
    assert "X 2 structurally impossible" in said
    assert "not counted in r or X: 2." in said
    assert "without any included study: C." in said
    assert "With X taken as 0 it would be 12.50 % (high)." in said
    assert "no empirical basis" in said
    assert len(assumptions(matrix_of({"A": "ab", "B": "bc"}))) == 3
    assert assumptions(matrix_of({}))


CELL = st.sampled_from([0, 0, 1, 1, pd.NA])
MATRICES = st.integers(0, 6).flatmap(
    lambda c: st.lists(st.lists(CELL, min_size=c, max_size=c), max_size=8).map(
        lambda rows: pd.DataFrame(rows, columns=[f"R{i}" for i in range(c)], dtype=object)
    )
)


@settings(max_examples=150, deadline=None)
@given(MATRICES, st.randoms(use_true_random=False))
def test_the_area_is_that_of_the_formula_whatever_the_order(matrix, draw):
    area = corrected_covered_area(matrix)
    expected = by_hand(matrix)
    assert area.value == (None if expected is None else float(expected))
    assert (area.value is None) == bool(area.undefined_reason) == (area.band is None)
    assert area.value is None or 0 <= area.value <= 1
    rows, columns = list(matrix.index), list(matrix.columns)
    draw.shuffle(rows)
    draw.shuffle(columns)
    assert corrected_covered_area(matrix.loc[rows, columns]) == area


@settings(max_examples=100, deadline=None)
@given(MATRICES)
def test_pairs_are_the_area_of_two_columns(matrix):
    pairs = pairwise(matrix)
    c = matrix.shape[1]
    assert len(pairs) == c * (c - 1) // 2
    for pair in pairs.itertuples():
        two = matrix[[pair.first, pair.second]]
        area = corrected_covered_area(two)
        assert pair.n_impossible == area.n_impossible
        assert pair.union == area.n_studies
        assert pair.n_first + pair.n_second == area.n_inclusions
        if not (pair.n_first and pair.n_second):
            assert pd.isna(pair.cca)
        else:
            assert (None if pd.isna(pair.cca) else pair.cca) == area.value
            if not pair.n_impossible:
                assert pair.cca == pair.shared / pair.union


@settings(max_examples=100, deadline=None)
@given(MATRICES, st.data())
def test_what_one_more_study_inclusion_or_impossible_cell_does(matrix, data):
    before = corrected_covered_area(matrix).value
    assume(before is not None)
    c = matrix.shape[1]
    review = data.draw(st.integers(0, c - 1))
    new = [int(place == review) for place in range(c)]
    alone = pd.concat([matrix, pd.DataFrame([new], columns=matrix.columns)], ignore_index=True)
    after = corrected_covered_area(alone).value
    assert after < before if before else after == 0

    cells = [
        (row, column)
        for row, column in np.argwhere((matrix.astype("Int64") == 0).fillna(False).to_numpy())
        if (matrix.iloc[row].astype("Int64") == 1).any()
    ]
    if cells:
        row, column = data.draw(st.sampled_from(cells))
        shared, barred = matrix.copy(), matrix.copy()
        shared.iat[row, column], barred.iat[row, column] = 1, pd.NA
        assert corrected_covered_area(shared).value > before
        less_room = corrected_covered_area(barred).value
        assert less_room is None or less_room >= before


def test_a_pair_of_a_large_matrix():
    draw = random.Random(8)
    cells = [[int(draw.random() < 0.1) for _ in range(60)] for _ in range(2000)]
    matrix = pd.DataFrame(cells, columns=[f"R{i}" for i in range(60)])
    pairs = pairwise(matrix)
    assert len(pairs) == 1770
    spot = pairs.iloc[draw.randrange(1770)]
    both = (matrix[spot["first"]] & matrix[spot["second"]]).sum()
    assert spot["cca"] == both / (matrix[spot["first"]] | matrix[spot["second"]]).sum()
