"""Span chart: the ordered categories each row may still belong to, from worst to best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from umbrella.figures import style

ROW, BLOCK, LINE, HEAD, INSET = 28, 30, 15, 24, 3
RULED_OUT = "ruled out"


def span_chart(
    rows: pd.DataFrame, categories: Sequence[str], colours: Mapping[str, str], width: float, note: str = ""
) -> Figure:
    """Draw a block for each category a row may still belong to.

    Args:
        rows: ``label``, ``possible`` (categories), ``note`` (text printed at the
            right end, or beside the label where there is little room; or nothing), from top to bottom.
        categories: all categories, worst first; they head the columns.
        colours: colour by category.
        width: width in CSS pixels.
        note: heading of the notes, if they need one.

    Returns:
        The figure. A row with one block is settled and its block is solid; open rows carry
        hatched blocks with a line through them.
    """
    desk = width > 500
    noted = max(style.length(text or "") for text in (*rows["note"], note)) + 14
    label_width, note_width = (0.26 * width, min(noted, 0.31 * width)) if desk else (0.0, 0.0)
    span_width = width - label_width - note_width
    told = [_told(row.label, row.note, note, width) for row in rows.itertuples()]
    lines = max(text.count("\n") + 1 for text in told)
    height = ROW if desk else BLOCK + LINE * lines
    fig = style.figure(width, HEAD + height * len(rows) + 4)
    ax = style.axes(fig, label_width, HEAD, span_width, height * len(rows))
    unit = len(categories) / span_width
    ax.set(xlim=(0, len(categories)), ylim=(len(rows), 0), xticks=[], yticks=[])
    style.bare(ax)
    for x, category in enumerate(categories):
        ax.text(x + 0.5, -8 / height, category, ha="center", va="center", size=style.SMALL, color=style.MUTED)
    if desk and note:
        ax.text(len(categories) + 8 * unit, -8 / height, note, va="center", size=style.SMALL, color=style.MUTED)
    for y, row in enumerate(rows.itertuples()):
        top = y + (INSET if desk else LINE * lines + 6) / height
        _blocks(ax, row.possible, categories, colours, (top, y + 1 - INSET / height), unit)
        if desk:
            label = style.wrapped(row.label, label_width - 8, style.SMALL, lines=2)
            ax.text(-6 * unit, y + 0.5, label, ha="right", va="center", size=style.SMALL, linespacing=1.0)
            text = style.wrapped(row.note, note_width - 6, style.SMALL, lines=2) if row.note else ""
            ax.text(len(categories) + 8 * unit, y + 0.5, text, va="center", size=style.SMALL, linespacing=1.0)
        else:
            place = (LINE * lines + 4) / height
            ax.text(0, y + place, told[y], va="bottom", size=style.SMALL, linespacing=1.0)
    return fig


def _told(label: str, note: str, heading: str, width: float) -> str:
    """What stands above the blocks of a row where there is no room beside them: its label and its note."""
    noted = ": ".join(filter(None, (heading, note))) if note else ""
    return style.wrapped("; ".join(filter(None, (label, noted))), width - 24, style.SMALL, lines=2)


def _blocks(
    ax: Axes,
    possible: Sequence[str],
    categories: Sequence[str],
    colours: Mapping[str, str],
    ends: tuple[float, float],
    unit: float,
) -> None:
    """Draw the categories of one row: solid where there is one, hatched where several are possible, a word where ruled out."""
    top, bottom = ends
    middle, is_open = (top + bottom) / 2, len(possible) > 1
    for x, category in enumerate(categories):
        here = category in possible
        look = {"facecolor": colours[category] if here else "none", "edgecolor": style.PAPER if here else style.RULE}
        look |= {"linewidth": 0 if here else 0.8, "hatch": "////" if here and is_open else None, "zorder": 2}
        ax.add_patch(Rectangle((x + INSET * unit, top), 1 - 2 * INSET * unit, bottom - top, **look))
        if not here:
            ax.text(x + 0.5, middle, RULED_OUT, ha="center", va="center", size=style.SMALL, color=style.MUTED, zorder=3)
    if is_open:
        places = [categories.index(category) for category in possible]
        ax.plot([min(places) + 0.5, max(places) + 0.5], [middle] * 2, color=style.INK, linewidth=1.5, zorder=3)
