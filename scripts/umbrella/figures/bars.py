"""Horizontal stacked bars: answers by item, ratings, counts; told by colour and printed number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from umbrella.figures import style

ROW = 30
# Told apart without colour: categories of one grey differ in their hatch, in the bars and in the key. Lines alone, as
# dots and crosses weigh forty times as much.
HATCHES = ("", "////", "\\\\", "||", "--")


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
    key_height = 18 * len(style.key_lines((f"■■■{category}" for category in counts.columns), width)) + 10
    fig = style.figure(width, ROW * len(counts) + 44 + key_height)
    ax = style.axes(fig, label_width, 2, width - label_width - 10, ROW * len(counts))
    longest = max(int(counts.sum(axis=1).max()), 1)
    unit_width = (width - label_width - 10) / longest
    start = pd.Series(0, index=counts.index)
    hatches = hatch_of(counts.columns, colours)
    for category in counts.columns:
        words = f"{category} " if len(counts) == 1 else ""
        _segments(ax, counts[category], start, colours[category], hatches[category], (unit_width, words))
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
    _key(fig, counts.columns, colours, hatches, (ROW * len(counts) + 50, width))
    return fig


def hatch_of(categories: Iterable[str], colours: Mapping[str, str]) -> dict[str, str]:
    """Hatch by category, in their order; what has the grey of nothing has none."""
    shown = [category for category in categories if colours[category] != style.EMPTY]
    return dict.fromkeys(categories, "") | dict(zip(shown, HATCHES))


def _segments(
    ax, values: pd.Series, start: pd.Series, colour: str, hatch: str, told: tuple[float, str]
) -> None:
    """Draw one category over all bars; ``told``: width of a unit, and words before a number that fit with it or stay out."""
    unit_width, words = told
    look = {"color": colour, "height": 0.72, "edgecolor": style.PAPER, "linewidth": 1, "hatch": hatch}
    bars = ax.barh(range(len(values)), values, left=start, **look)
    for bar, value in zip(bars, values):
        room = value * unit_width - 6
        text = next((text for text in (f"{words}{value}", f"{value}") if style.length(text) <= room), "")
        if value and text:
            x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
            ground = {"facecolor": colour, "edgecolor": "none", "pad": 1.2} if hatch else None
            look = {"ha": "center", "va": "center", "size": style.SMALL, "color": style.readable_on(colour)}
            ax.text(x, y, text, bbox=ground, **look)


def _key(
    fig: Figure,
    categories: Iterable[str],
    colours: Mapping[str, str],
    hatches: Mapping[str, str],
    place: tuple[float, float],
) -> None:
    """Name the categories beside patches of their look; ``place``: top, and the width that they are wrapped to."""
    top, width = place
    full_width, full_height = (side / style.PX for side in fig.get_size_inches())
    x, y = 4.0, top
    for category in categories:
        length = 28 + style.length(category)
        if x + length > width and x > 4:
            x, y = 4.0, y + 18
        look = {"facecolor": colours[category], "edgecolor": style.PAPER, "linewidth": 0, "hatch": hatches[category]}
        corner = (x / full_width, 1 - (y + 6) / full_height)
        patch = Rectangle(corner, 16 / full_width, 12 / full_height, transform=fig.transFigure, **look)
        fig.patches.append(patch)
        fig.text((x + 21) / full_width, 1 - y / full_height, category, size=style.SMALL, va="center", color=style.INK)
        x += length

