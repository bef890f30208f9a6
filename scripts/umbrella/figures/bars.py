"""Horizontal stacked bars: answers by item, ratings, counts; told by colour and printed number."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from umbrella.figures import style

ROW = 30


def stacked_bars(counts: pd.DataFrame, colours: Mapping[str, str], width: float, unit: str = "reviews") -> Figure:
    """Draw one bar per row, one segment per column.

    Args:
        counts: whole numbers; index = labels of the bars from top to bottom,
            columns = categories from left to right.
        colours: colour by category.
        width: width in CSS pixels.
        unit: what is counted, for the axis.

    Returns:
        The figure. Segments with room for it carry their number; the key names each category.
    """
    label_width = 0.36 * width if width > 500 else 0.44 * width
    key = [f"■ {category}" for category in counts.columns]
    key_height = 18 * len(style.key_lines(key, width)) + 10
    fig = style.figure(width, ROW * len(counts) + 44 + key_height)
    ax = style.axes(fig, label_width, 2, width - label_width - 10, ROW * len(counts))
    longest = max(int(counts.sum(axis=1).max()), 1)
    unit_width = (width - label_width - 10) / longest
    start = pd.Series(0, index=counts.index)
    for category in counts.columns:
        _segments(ax, counts[category], start, colours[category], unit_width)
        start = start + counts[category]
    ax.set_yticks(range(len(counts)))
    ax.set_yticklabels(
        [style.wrapped(str(label), label_width - 10, style.SMALL, lines=2) for label in counts.index],
        size=style.SMALL,
        linespacing=1.1,
    )
    ax.set_ylim(len(counts) - 0.5, -0.5)
    ax.set_xlim(0, longest)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlabel(f"number of {unit}", size=style.SMALL, color=style.MUTED)
    ax.tick_params(axis="x", labelsize=style.SMALL)
    style.bare(ax)
    _key(fig, counts.columns, colours, ROW * len(counts) + 50, width)
    return fig


def _segments(ax, values: pd.Series, start: pd.Series, colour: str, unit_width: float) -> None:
    """Draw one category over all bars, its numbers inside where a unit is wide enough for them."""
    bars = ax.barh(
        range(len(values)), values, left=start, color=colour, height=0.72, edgecolor=style.PAPER, linewidth=1
    )
    for bar, value in zip(bars, values):
        if value * unit_width > len(f"{value}") * style.SMALL / 0.75 * 0.64 + 2:
            x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
            ax.text(x, y, f"{value}", ha="center", va="center", size=style.SMALL, color=style.readable_on(colour))


def _key(fig: Figure, categories, colours: Mapping[str, str], top: float, width: float) -> None:
    """Name the categories beside patches of their colour, wrapped to the width."""
    full_width, full_height = (side / style.PX for side in fig.get_size_inches())
    x, y = 4.0, top
    for category in categories:
        length = 24 + len(category) * style.SMALL / 0.75 * 0.62
        if x + length > width and x > 4:
            x, y = 4.0, y + 18
        fig.patches.append(
            _patch(fig, x / full_width, 1 - (y + 5) / full_height, 11 / full_width, 11 / full_height, colours[category])
        )
        fig.text((x + 16) / full_width, 1 - y / full_height, category, size=style.SMALL, va="center", color=style.INK)
        x += length


def _patch(fig: Figure, x: float, y: float, width: float, height: float, colour: str):
    from matplotlib.patches import Rectangle

    return Rectangle(
        (x, y), width, height, transform=fig.transFigure, facecolor=colour, edgecolor=style.RULE, linewidth=0.6
    )
