"""Timeline of the reviews: the years each one searched, and when it was published."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from umbrella.figures import style

ROW = 24


def review_timeline(reviews: pd.DataFrame, width: float, first_year: int) -> Figure:
    """Draw one line per review.

    Args:
        reviews: ``label``, ``published``, ``search_from``, ``search_to`` (decimal
            years; missing when not reported), top to bottom.
        width: width in CSS pixels.
        first_year: left end of the axis; searches that begin earlier or at
            inception are drawn from here with an arrow head.

    Returns:
        The figure: a bar for the years searched, a diamond for publication, a
        tick for the end of a search whose beginning is not known.
    """
    label_width = 0.28 * width if width > 500 else 0.42 * width
    key = ["━ years searched", "| end of search", "◆ published", "no line: search dates not seen"]
    height = ROW * len(reviews) + 26
    fig = style.figure(width, height + 16 * len(style.key_lines(key, width)) + 12)
    ax = style.axes(fig, label_width, 2, width - label_width - 14, ROW * len(reviews))
    for y, review in enumerate(reviews.itertuples(index=False)):
        ax.axhline(y, color=style.EMPTY, linewidth=0.8, zorder=0)
        _search(ax, y, review.search_from, review.search_to, first_year)
        ax.plot(review.published, y, "D", color=style.INK, markersize=6, zorder=3)
    ax.set_yticks(range(len(reviews)))
    ax.set_yticklabels(
        [style.wrapped(label, label_width - 8, style.SMALL, lines=2) for label in reviews["label"]],
        size=style.SMALL,
        linespacing=1.1,
    )
    ax.set_ylim(len(reviews) - 0.5, -0.5)
    ax.set_xlim(first_year, reviews["published"].max() + 1.5)
    ax.xaxis.get_major_locator().set_params(integer=True, nbins=7 if width > 500 else 4)
    ax.tick_params(axis="x", labelsize=style.SMALL)
    style.bare(ax)
    style.key_line(fig, key, height + 6, width)
    return fig


def _search(ax, y: int, start: float, end: float, first_year: int) -> None:
    """Draw the years searched, as far as they are known."""
    if pd.isna(end):
        return
    colour = style.ACCENT
    if pd.notna(start):
        ax.plot([max(start, first_year), end], [y, y], color=colour, linewidth=5, solid_capstyle="butt", zorder=2)
        if start < first_year:
            ax.plot(first_year + 0.2, y, marker="<", color=colour, markersize=8, zorder=2)
    ax.plot([end, end], [y - 0.32, y + 0.32], color=colour, linewidth=2, zorder=2)
