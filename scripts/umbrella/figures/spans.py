"""Span chart: the ordered categories each row may still belong to, from worst to best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from umbrella.figures import style

ROW, HEAD, INSET = 26, 40, 3


def span_chart(
    rows: pd.DataFrame, categories: Sequence[str], colours: Mapping[str, str], width: float, note: str = "items"
) -> Figure:
    """Draw a block for each category a row may still belong to.

    Args:
        rows: ``label``, ``possible`` (categories), ``note`` (text printed at the
            right end as far as it fits, or nothing), from top to bottom.
        categories: all categories, worst first; they head the columns.
        colours: colour by category.
        width: width in CSS pixels.
        note: heading of the notes.

    Returns:
        The figure. A row with one block is settled; open rows carry a line
        through their blocks.
    """
    desk = width > 500
    label_width, note_width = (0.27 * width, 0.16 * width) if desk else (0.31 * width, 0.13 * width)
    span_width = width - label_width - note_width
    fig = style.figure(width, HEAD + ROW * len(rows) + 4)
    ax = style.axes(fig, label_width, HEAD, span_width, ROW * len(rows))
    ax.set_xlim(0, len(categories))
    ax.set_ylim(len(rows), 0)
    unit = len(categories) / span_width
    for y, row in enumerate(rows.itertuples()):
        places = [categories.index(category) for category in row.possible]
        if len(places) > 1:
            ax.plot([min(places) + 0.5, max(places) + 0.5], [y + 0.5] * 2, color=style.MUTED, linewidth=1.5, zorder=1)
        for x in range(len(categories)):
            fill = colours[categories[x]] if x in places else style.EMPTY
            height = 1 - 2 * INSET / ROW if x in places else 0.16
            ax.add_patch(
                Rectangle(
                    (x + INSET * unit, y + (1 - height) / 2), 1 - 2 * INSET * unit, height,
                    facecolor=fill, edgecolor="none", zorder=2 if x in places else 0,
                )
            )  # fmt: skip
        if row.note:
            note_text = style.wrapped(row.note, note_width - 6, style.SMALL, lines=2)
            ax.text(
                len(categories) + 6 * unit, y + 0.5, note_text, va="center", size=style.SMALL, linespacing=1.1, color=style.INK
            )  # fmt: skip
    ax.set_yticks([y + 0.5 for y in range(len(rows))])
    ax.set_yticklabels(
        [style.wrapped(label, label_width - 8, style.SMALL, lines=2) for label in rows["label"]],
        size=style.SMALL, linespacing=1.1,
    )  # fmt: skip
    ax.set_xticks([x + 0.5 for x in range(len(categories))])
    # Words stay whole: a long one may reach over the column of a short neighbour.
    size = style.SMALL if desk else 7
    ax.set_xticklabels(
        [category.replace(" ", " " if desk else "\n") for category in categories], size=size, linespacing=1.1
    )
    ax.xaxis.tick_top()
    ax.text(
        len(categories) + 6 * unit, -14 / ROW, note.replace(" ", " " if desk else "\n"),
        va="center", size=size, color=style.MUTED,
    )  # fmt: skip
    style.bare(ax)
    return fig
