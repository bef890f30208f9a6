"""What a drawing says, and what of it is cut off."""

from __future__ import annotations

import pytest
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from umbrella.figures import DESK, PHONE

WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])


def texts(fig: Figure) -> list[str]:
    """All words of a figure."""
    found = [text.get_text() for text in fig.texts]
    for ax in fig.axes:
        found += [text.get_text() for text in (*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels())]
    return [" ".join(text.split()) for text in found if text]


def seen_labels(axis: Axis) -> list[Text]:
    """Labels of the ticks within the view; matplotlib keeps some beyond it."""
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high] + [
        tick.label2 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high
    ]


def cut(fig: Figure) -> list[str]:
    """Words that reach over the edge of the figure by more than a pixel."""
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    box, (width, height) = canvas.get_renderer(), canvas.get_width_height()
    items = [
        *fig.texts,
        *(text for ax in fig.axes for text in (*ax.texts, *seen_labels(ax.xaxis), *seen_labels(ax.yaxis))),
    ]
    outside = []
    for item in items:
        extent = item.get_window_extent(box)
        if item.get_text().strip() and (
            extent.x0 < -1 or extent.y0 < -1 or extent.x1 > width + 1 or extent.y1 > height + 1
        ):
            outside.append(item.get_text())
    return outside
