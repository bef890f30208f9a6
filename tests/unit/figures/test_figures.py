"""What the drawings contain: every mark of the data, at both widths, inside the frame."""

from __future__ import annotations

import pandas as pd
import pytest
from drawings import WIDTHS, cut, texts
from terms import HUES, SYMBOLS
from umbrella.figures import DESK
from umbrella.figures.bars import stacked_bars
from umbrella.figures.flow import prisma_flow
from umbrella.figures.forest import forest_plot
from umbrella.figures.heatmap import evidence_heatmap, panels
from umbrella.figures.timeline import review_timeline
from umbrella.selection import Count


def cells(n_rows: int, n_columns: int) -> pd.DataFrame:
    return pd.DataFrame([
        {"row": f"region number {row} with a long name", "column": f"c{column}", "direction": ["decreased", "increased", "altered"][(row + column) % 3], "n_reviews": 1 + (row + column) % 5}
        for row in range(n_rows) for column in range(n_columns)
    ])  # fmt: skip


@WIDTHS
@pytest.mark.parametrize("n_rows, n_columns", [(1, 1), (3, 2), (12, 5), (20, 16)])
def test_heatmap_prints_every_cell(width, n_rows, n_columns):
    frame = cells(n_rows, n_columns)
    columns = {name: name.upper() for name in dict.fromkeys(frame["column"])}
    fig = evidence_heatmap(frame, columns, SYMBOLS, {name: name for name in SYMBOLS}, HUES, width)
    printed = sorted(
        text for text in texts(fig) if text[0] in "▼▲●" and len(text.split()) == 2 and text.split()[1].isdigit()
    )
    expected = sorted(f"{SYMBOLS[row.direction]} {row.n_reviews}" for row in frame.itertuples())
    assert printed == expected
    assert cut(fig) == []


@WIDTHS
def test_headings_of_two_lines_have_room(width):
    frame = cells(3, 2)
    fig = evidence_heatmap(frame, {"c0": "Spectro-\nscopy", "c1": "C"}, SYMBOLS, dict.fromkeys(SYMBOLS, ""), HUES, width)
    assert cut(fig) == []


def test_heatmap_row_labels_are_horizontal_and_the_figure_grows_with_the_rows():
    heights = []
    for n_rows in (5, 10, 20):
        frame = cells(n_rows, 3)
        fig = evidence_heatmap(frame, {"c0": "A", "c1": "B", "c2": "C"}, SYMBOLS, dict.fromkeys(SYMBOLS, ""), HUES, DESK)
        assert {label.get_rotation() for ax in fig.axes for label in ax.get_yticklabels()} == {0.0}
        heights.append(fig.get_size_inches()[1])
    assert heights[2] - heights[1] == pytest.approx(2 * (heights[1] - heights[0]))


def test_heatmap_of_many_rows_shows_the_most_reported_and_says_how_many_more():
    frame = cells(100, 2)
    frame.loc[frame["row"] == "region number 77 with a long name", "n_reviews"] = 50
    fig = evidence_heatmap(frame, {"c0": "A", "c1": "B"}, SYMBOLS, dict.fromkeys(SYMBOLS, ""), HUES, DESK, max_rows=40)
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert len(labels) == 40 and "77" in labels[0]
    assert any("60 more rows in the table" in text for text in texts(fig))


def test_panels_keep_all_columns_and_only_the_rows_they_need():
    frame = pd.DataFrame({"row": ["a", "b", "c"], "column": ["x", "y", "z"], "n_reviews": [1, 2, 3]})
    assert panels(frame, ["x", "y", "z"], 2) == [(["x", "y"], ["b", "a"]), (["z"], ["c"])]


@WIDTHS
def test_each_own_text_is_a_dot(width):
    frame = cells(2, 1).assign(n_own=[3, 0])
    fig = evidence_heatmap(frame, {"c0": "A"}, SYMBOLS, dict.fromkeys(SYMBOLS, ""), HUES, width)
    dots = [line.get_ydata()[0] for line in fig.axes[0].lines]
    assert len(dots) == 3 and len({int(y) for y in dots}) == 1
    assert "dot beneath" in " ".join(texts(fig)) and cut(fig) == []


@WIDTHS
def test_others_stand_apart_from_those_with_the_direction_and_parts_beneath_their_whole(width):
    """The number and the shade are those of one direction; a cell with none of them says who found no difference."""
    frame = pd.DataFrame({
        "row": ["part", "whole"], "column": "c0", "direction": "decreased", "n_reviews": [1, 0], "beside": ["+2 ○1", "○3"],
    })  # fmt: skip
    key = {"+": "+n = not stated", "○": "○n = unchanged"}
    rows = {"whole": 0, "part": 1}
    fig = evidence_heatmap(
        frame, {"c0": "A"}, SYMBOLS, dict.fromkeys(SYMBOLS, ""), HUES, width, depth=rows, beside=key
    )
    shown = texts(fig)
    assert {"▼ 1", "+2 ○1", "○3"} <= set(shown) and not any("0" in text for text in shown)
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels == ["whole", "\u2003part"] and cut(fig) == []
    assert "+n = not stated" in " ".join(shown) and "○n = unchanged" in " ".join(shown)


@WIDTHS
def test_bars_print_their_numbers(width):
    counts = pd.DataFrame({"yes": [3, 0], "no": [1, 4]}, index=["1 A question of some length", "2 Protocol *"])
    fig = stacked_bars(counts, {"yes": "#00775a", "no": "#d55e00"}, width)
    assert sorted(text.get_text() for text in fig.axes[0].texts) == ["1", "3", "4"]
    assert cut(fig) == []


@WIDTHS
def test_flow_prints_every_count_and_marks_computed_ones(width):
    counts = {
        "records identified": Count(16781),
        "duplicates removed": Count(7750),
        "records screened": Count(9031, derived=True),
        "reviews included": Count(18),
    }
    fig = prisma_flow(counts, {"Web of Science": 2041, "Embase": 6952}, width)
    words = " ".join(texts(fig))
    assert all(
        part in words
        for part in (
            "n = 16,781",
            "n = 7,750",
            "n = 9,031 *",
            "n = 18",
            "Web of Science: 2,041",
            "not stated in the source",
        )
    )
    assert cut(fig) == []


LABELS = ["An outcome of some length, measured twice", "B"]


def forest(width, values, lows, highs, *axis):
    frame = pd.DataFrame({"label": LABELS[: len(values)], "value": values, "ci_low": lows, "ci_high": highs})
    told = [f"{value:g} ({low:g} to {high:g})" for value, low, high in zip(values, lows, highs)]
    return forest_plot(frame.assign(told=told), width, *axis)


@WIDTHS
@pytest.mark.parametrize(
    "estimates, axis, text",
    [
        (([2.21, 0.9], [1.4, 0.5], [3.49, 0.99]), ("log", 1.0), "2.21 (1.4 to 3.49)"),
        (([0.75, 0.68], [0.66, 0.62], [0.83, 0.75]), ("linear", 0.5, (0.0, 1.0)), "0.75 (0.66 to 0.83)"),
        (([-0.86, 0.1], [-1.1, -0.2], [-0.62, 0.4]), ("linear", 0.0), "-0.86 (-1.1 to -0.62)"),
        (([2.21], [0.0], [1999.0]), ("log", 1.0), "2.21 (0 to 1999)"),
    ],
)
def test_forest_prints_estimates(width, estimates, axis, text):
    fig = forest(width, *estimates, *axis)
    assert any(text in words for words in texts(fig))
    assert cut(fig) == []


def test_forest_shows_differences_below_zero_beside_their_null():
    axis = forest(700, [-0.86], [-1.1], [-0.62], "linear", 0.0).axes[0]
    low, high = axis.get_xlim()
    assert axis.get_xscale() == "linear" and low < -1.1 and 0 < high
    assert [list(line.get_xdata()) for line in axis.lines if line.get_linestyle() == "--"] == [[0, 0]]


def test_forest_ends_in_arrows_where_an_interval_leaves_a_logarithmic_axis():
    axis = forest(700, [2.21], [0.0], [1999.0], "log", 1.0).axes[0]
    low, high = axis.get_xlim()
    assert 0 < low < 1 < high < 1999
    assert {line.get_marker(): list(line.get_xdata()) for line in axis.lines if line.get_marker() in "<>"} == {
        "<": [low],
        ">": [high],
    }


@WIDTHS
def test_timeline_has_a_line_for_each_review(width):
    frame = pd.DataFrame(
        {
            "label": ["A 2020 (a long label here)", "B 2015", "C 2012"],
            "published": [2020.0, 2015.0, 2012.0],
            "search_from": [1966.0, float("nan"), 2000.0],
            "search_to": [2019.5, 2014.0, float("nan")],
        }
    )
    fig = review_timeline(frame, width, 1990)
    assert len(fig.axes[0].get_yticklabels()) == 3
    assert cut(fig) == []
