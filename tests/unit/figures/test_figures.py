"""What the drawings contain: every mark of the data, at both widths, inside the frame."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd
import pytest
from drawings import WIDTHS, cut, texts
from terms import HUES, SYMBOLS
from umbrella.figures import DESK, PHONE, style
from umbrella.figures.bars import hatch_of, stacked_bars
from umbrella.figures.flow import prisma_flow
from umbrella.figures.forest import forest_plot
from umbrella.figures.heatmap import SOFT, Line, evidence_heatmap
from umbrella.figures.timeline import review_timeline
from umbrella.selection import Count


def cells(n_rows: int, n_columns: int) -> pd.DataFrame:
    return pd.DataFrame([
        {"row": f"region number {row} with a long name", "column": f"c{column}", "direction": ["decreased", "increased", "altered"][(row + column) % 3], "n_reviews": 1 + (row + column) % 5}
        for row in range(n_rows) for column in range(n_columns)
    ])  # fmt: skip


def drawn(frame: pd.DataFrame, width: float, rows=None, columns=None, **more):
    """A heatmap of cells, its rows and columns in the order of the cells unless they are given."""
    rows = rows or [Line(name, name) for name in dict.fromkeys(frame["row"])]
    columns = columns or [Line(name, name.upper()) for name in dict.fromkeys(frame["column"])]
    return evidence_heatmap(frame, rows, columns, SYMBOLS, {name: name for name in SYMBOLS}, HUES, width, **more)


def printed(fig) -> list[str]:
    """What the cells say: words that begin with a symbol or a number."""
    return [text for text in texts(fig) if re.fullmatch(r"[▼▲●] ?\d*|\d+|[+○]\d.*", text)]


@WIDTHS
@pytest.mark.parametrize("n_rows, n_columns", [(1, 1), (3, 2), (12, 5), (20, 11), (6, 19)])
def test_heatmap_prints_every_cell(width, n_rows, n_columns):
    frame = cells(n_rows, n_columns)
    fig = drawn(frame, width)
    said = Counter(letter for text in printed(fig) for letter in text if letter in "▼▲●")
    assert said == Counter(SYMBOLS[row.direction] for row in frame.itertuples())
    numbers = Counter(int(found) for text in printed(fig) for found in re.findall(r"\d+", text))
    assert numbers == Counter(frame["n_reviews"].astype(int)) and cut(fig) == []


@WIDTHS
@pytest.mark.parametrize("n_columns", [2, 6, 11])
def test_headings_are_words_turned_where_they_are_wide_and_never_cut(width, n_columns):
    frame = cells(8, n_columns)
    names = ["fractional anisotropy", "diffusion metrics (unspecified)", "iron", "white matter change (unspecified)"]
    columns = [Line(f"c{place}", names[place % 4], 0, "a family" if place < 2 else "") for place in range(n_columns)]
    fig = drawn(frame, width, columns=columns)
    words = " ".join(texts(fig))
    assert all(name in words for name in names[:n_columns]) and cut(fig) == []


def test_a_long_word_is_parted_where_it_may_be():
    frame = cells(2, 6)
    columns = [Line(f"c{place}", f"Suscepti{SOFT}bilities") for place in range(6)]
    assert "Suscepti- bilities" in texts(drawn(frame, 560, columns=columns))
    assert "Susceptibilities" in texts(drawn(frame, PHONE, columns=columns))


def test_rows_and_columns_change_places_where_columns_do_not_fit():
    frame = cells(3, 19)
    labels = [text for text in texts(drawn(frame, PHONE)) if text.startswith("C")]
    assert len(labels) == 19 and cut(drawn(frame, PHONE)) == []
    wide, tall = drawn(frame, DESK).get_size_inches(), drawn(frame, PHONE).get_size_inches()
    assert wide[1] < tall[1]


@WIDTHS
def test_rows_stand_in_the_order_given_under_the_heading_of_their_group(width):
    frame = cells(4, 2)
    names = list(dict.fromkeys(frame["row"]))[::-1]
    rows = [Line(names[0], "whole", 0, "Motor"), Line(names[1], "part", 1, "Motor"), Line(names[2], "tract", 0, "Other")]
    rows.append(Line(names[3], "2 more, each by one review", 0, "Other", aside=True))
    fig = drawn(frame, width, rows)
    where = {" ".join(text.get_text().split()): text.get_position() for text in fig.axes[0].texts}
    order = ["Motor", "whole", "part", "Other", "tract", "2 more, each by one review"]
    assert [where[name][1] for name in order] == sorted(where[name][1] for name in order)
    assert where["part"][0] > where["whole"][0] == where["tract"][0] and cut(fig) == []


@WIDTHS
def test_own_texts_are_the_strong_part_of_a_bar(width):
    frame = cells(3, 1).assign(n_reviews=4, n_own=[4, 1, 0])
    fig = drawn(frame, width)
    spans = sorted(line.get_xdata()[1] - line.get_xdata()[0] for line in fig.axes[0].lines if line.get_linewidth() > 2)
    assert [round(span / 0.64, 3) for span in spans] == [0.25, 1.0]
    assert "bar beneath" in " ".join(texts(fig)) and cut(fig) == []


@WIDTHS
def test_others_stand_apart_from_those_with_the_direction(width):
    """The number and the shade are those of one direction; a cell with none of them says who found no difference."""
    frame = pd.DataFrame({
        "row": ["part", "whole"], "column": "c0", "direction": "decreased", "n_reviews": [1, 0], "beside": ["+2 ○1", "○3"],
    })  # fmt: skip
    fig = drawn(frame, width, apart={"+": "+n = not stated", "○": "○n = unchanged", "x": "not in the figure"})
    shown = texts(fig)
    assert {"▼ 1", "+2 ○1", "○3"} <= set(shown) and not any("0" in text for text in shown if "C0" not in text)
    words = " ".join(shown)
    assert "+n = not stated" in words and "○n = unchanged" in words and "not in the figure" not in words
    assert cut(fig) == []


def test_a_cell_tells_the_pointer_what_it_is_and_is_weaker_where_there_is_less():
    frame = cells(2, 1).assign(link=["a.html?x=1", None], told=["a region: two reviews", ""], n_reviews=[8, 1])
    fig = drawn(frame.assign(direction="decreased"), DESK)
    svg = style.svg(fig, "fig-a")
    assert svg.count("<a ") == 1 and '<a tabindex="-1" href="a.html?x=1"><title>a region: two reviews</title>' in svg
    fills = re.findall(r"fill: #0072b2(?:; fill-opacity: ([\d.]+))?|fill: #0072b2; opacity: ([\d.]+)", svg)
    assert sorted(float(one or other or 1) for one, other in fills) == [style.strength(1), 1.0]


def test_gathered_cells_have_a_number_and_no_shade():
    frame = pd.DataFrame({"row": ["a"], "column": "c0", "direction": "", "n_reviews": [12], "n_shade": [0], "n_own": [0]})
    fig = drawn(frame, DESK)
    assert "12" in texts(fig) and not fig.axes[0].lines and not fig.axes[0].collections


@WIDTHS
def test_bars_print_their_numbers(width):
    counts = pd.DataFrame({"yes": [3, 0], "no": [1, 4]}, index=["1 A question of some length", "2 Protocol *"])
    fig = stacked_bars(counts, {"yes": "#00775a", "no": "#d55e00"}, width)
    assert sorted(text.get_text() for text in fig.axes[0].texts) == ["1", "3", "4"]
    assert cut(fig) == []


def test_bars_are_told_apart_without_colour_and_weigh_little():
    counts = pd.DataFrame({name: [3, 2] for name in "abcde"})
    colours = dict(zip("abcde", ["#00775a", "#7cc9b3", "#d55e00", "#a7b4c4", style.EMPTY]))
    hatches = hatch_of(counts.columns, colours)
    assert len({hatches[name] for name in "abcd"}) == 4 and hatches["e"] == ""
    assert len(style.svg(stacked_bars(counts, colours, DESK), "x")) < 20_000


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
