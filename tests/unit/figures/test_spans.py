"""The span chart: a block for each rating still possible, nothing else, nothing cut off."""

from __future__ import annotations

import pandas as pd
import pytest
from drawings import WIDTHS, cut, texts
from matplotlib.colors import to_hex
from umbrella.amstar2 import RATINGS
from umbrella.figures import DESK, PHONE
from umbrella.figures.spans import span_chart

COLOURS = dict(zip(RATINGS, ["#d55e00", "#f0b76b", "#7cc9b3", "#00775a"]))
ROWS = pd.DataFrame({
    "label": ["Settled 2020", "Open 2021 (hippocampus)", "Gapped 2022"],
    "possible": [("low",), RATINGS, ("low", "high")],
    "note": ["4", "", "1, 3, 5 and 6"],
})  # fmt: skip


def blocks(fig) -> list[tuple[int, str]]:
    """(row, colour) of each block that stands for a rating; the frames of those ruled out are left out."""
    return sorted(
        (int(patch.get_y()), to_hex(patch.get_facecolor()))
        for patch in fig.axes[0].patches
        if patch.get_facecolor()[3]
    )


@WIDTHS
def test_each_possible_rating_is_a_block_of_its_colour(width):
    fig = span_chart(ROWS, RATINGS, COLOURS, width, "no to items")
    expected = [(y, COLOURS[name]) for y, names in enumerate(ROWS["possible"]) for name in names]
    assert blocks(fig) == sorted(expected)
    # Only an open row carries a line, from its worst to its best rating.
    assert [list(line.get_xdata()) for line in fig.axes[0].lines] == [[0.5, 3.5], [1.5, 3.5]]


@WIDTHS
def test_labels_headings_and_notes_are_printed_whole(width):
    rows = ROWS.assign(note=["4", "", "2, 4"])
    fig = span_chart(rows, RATINGS, COLOURS, width, "no to items")
    shown = texts(fig)
    if width == DESK:
        assert {*rows["label"], *RATINGS, "4", "2, 4", "no to items"} <= set(shown)
    else:
        first, second, _ = rows["label"]
        assert {f"{first}; no to items: 4", second, *RATINGS} <= {text.removesuffix("; no to items") for text in shown}
    assert cut(fig) == []


@WIDTHS
def test_what_is_possible_is_told_from_what_is_settled_and_what_is_ruled_out_without_colour(width):
    fig = span_chart(ROWS, RATINGS, COLOURS, width)
    hatched = {int(patch.get_y()) for patch in fig.axes[0].patches if patch.get_hatch()}
    assert hatched == {1, 2}
    assert texts(fig).count("ruled out") == sum(len(RATINGS) - len(names) for names in ROWS["possible"])


def test_a_long_note_does_not_leave_the_figure():
    rows = ROWS.assign(note=", ".join(map(str, range(1, 17))))
    for width in (DESK, PHONE):
        assert cut(span_chart(rows, RATINGS, COLOURS, width, "no to items")) == []


def test_the_chart_grows_with_its_rows():
    heights = [span_chart(pd.concat([ROWS] * n), RATINGS, COLOURS, DESK).get_size_inches()[1] for n in (1, 2, 3)]
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0]) != 0
