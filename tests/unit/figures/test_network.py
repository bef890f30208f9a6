"""The network of shared authors: every node, every link, labels inside the frame."""

from __future__ import annotations

import pandas as pd
import pytest
from drawings import WIDTHS, cut, texts
from umbrella.figures import DESK
from umbrella.figures.network import author_network, circle

ORDER = [f"r{number}" for number in range(19)]
LABELS = {name: f"Mohammadi 2024 ({name})" for name in ORDER}
LINKS = pd.DataFrame({"first": ["r0", "r1", "r0"], "second": ["r1", "r2", "r4"], "n": [1, 3, 2]})


@WIDTHS
def test_draws_every_node_and_link_and_cuts_no_label(width):
    fig = author_network(ORDER, LINKS, LABELS, "r4", width)
    lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 2]
    nodes = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 1]
    assert (len(lines), len(nodes)) == (len(LINKS), len(ORDER))
    assert [line.get_linewidth() for line in lines] == pytest.approx([1.8, 3.4, 2.6])
    words = " ".join(texts(fig))
    assert all(label in words for label in LABELS.values()) and cut(fig) == []


def test_the_marked_node_is_a_square_and_lone_ones_are_hollow():
    nodes = [
        line for line in author_network(ORDER, LINKS, LABELS, "r4", DESK).axes[0].lines if len(line.get_xdata()) == 1
    ]
    assert [line.get_marker() for line in nodes].count("s") == 1 and nodes[4].get_marker() == "s"
    assert len({line.get_color() for line in nodes}) == 3


def test_the_circle_is_even_and_starts_at_the_top():
    places = circle(4)
    assert places[0] == pytest.approx((0, 1)) and places[1] == pytest.approx((1, 0))
    assert all(x * x + y * y == pytest.approx(1) for x, y in circle(19))
