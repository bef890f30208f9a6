"""The span chart: a block for each rating still possible, nothing else, nothing cut off."""

from __future__ import annotations

import pandas as pd
import pytest
from drawings import WIDTHS, cut, texts
from matplotlib.colors import to_hex
from umbrella.amstar2 import RATINGS
from umbrella.figures import DESK, PHONE, style
from umbrella.figures.spans import span_chart

COLOURS = dict(zip(RATINGS, ["#d55e00", "#f0b76b", "#7cc9b3", "#00775a"]))
ROWS = pd.DataFrame({
    "label": ["Settled 2020", "Open 2021 (hippocampus)", "Gapped 2022"],
    "possible": [("low",), RATINGS, ("low", "high")],
    "note": ["4", "", "1, 3, 5 and 6"],
})  # fmt: skip


def blocks(fig) -> list[tuple[int, str]]:
    """(row, colour) of each block that stands for a rating; the faint marks of excluded ones are left out."""
    return sorted(
        (int(patch.get_y()), to_hex(patch.get_facecolor()))
        for patch in fig.axes[0].patches
        if to_hex(patch.get_facecolor()) != style.EMPTY
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
    assert {*rows["label"], *RATINGS, "4", "2, 4", "no to items"} <= set(texts(fig))
    assert cut(fig) == []


def test_a_long_note_does_not_leave_the_figure():
    rows = ROWS.assign(note=", ".join(map(str, range(1, 17))))
    for width in (DESK, PHONE):
        assert cut(span_chart(rows, RATINGS, COLOURS, width, "no to items")) == []


def test_the_chart_grows_with_its_rows():
    heights = [span_chart(pd.concat([ROWS] * n), RATINGS, COLOURS, DESK).get_size_inches()[1] for n in (1, 2, 3)]
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0]) != 0
