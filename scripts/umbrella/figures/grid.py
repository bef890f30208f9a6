"""A grid of cells, each coloured by a category and told by a text: answers item by item, reviews pair by pair."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from umbrella.figures import style

ROW, HEAD, FOOT, CELL, LETTER = 24, 20, 34, 30, 6.6
SLANT = 0.72


def coloured_grid(
    categories: pd.DataFrame, texts: pd.DataFrame, colours: Mapping[str, str], tilted: bool = False
) -> Figure:
    """Draw a cell for each row and column.

    Args:
        categories: names of categories; missing where a cell has none. Its index and columns label the grid.
        texts: what stands in the cells, of the same shape; where it is missing, there is no cell.
        colours: colour by category; those that stand in the grid make the key, in this order.
        tilted: whether the labels of columns are long, and stand aslant.

    Returns:
        The figure, as large as its labels and cells need.
    """
    rows, columns = (list(map(str, names)) for names in (categories.index, categories.columns))
    widths = [_width(column, texts.iloc[:, x], tilted) for x, column in enumerate(columns)]
    ends = [sum(widths[:x]) for x in range(len(widths) + 1)]
    aslant = SLANT * LETTER * max(map(len, columns)) if tilted else 0
    left, head = 12 + LETTER * max(map(len, rows)), HEAD + aslant
    wide, high = left + ends[-1] + max(aslant, 8), head + ROW * len(rows) + FOOT
    fig = style.figure(wide, high)
    ax = style.axes(fig, left, head, ends[-1], ROW * len(rows))
    for (y, x), text in np.ndenumerate(texts.to_numpy(dtype=object)):
        if not pd.isna(text):
            category = categories.iat[y, x]
            fill = style.EMPTY if pd.isna(category) else colours[category]
            ax.add_patch(Rectangle((ends[x] + 1, y + 0.04), widths[x] - 2, 0.92, facecolor=fill, edgecolor="none"))
            middle = (ends[x] + widths[x] / 2, y + 0.5)
            ax.text(*middle, str(text), ha="center", va="center", size=style.TEXT, color=style.readable_on(fill))
    ax.set(xlim=(0, ends[-1]), ylim=(len(rows), 0), yticks=[y + 0.5 for y in range(len(rows))], yticklabels=rows)
    middles = [end + width / 2 for end, width in zip(ends[:-1], widths, strict=True)]
    ax.set_xticks(middles, columns, rotation=45 if tilted else 0, ha="left" if tilted else "center")
    ax.tick_params(top=True, bottom=False, labeltop=True, labelbottom=False, labelsize=style.TEXT)
    style.bare(ax)
    key = [category for category in colours if (categories == category).to_numpy().any()]
    for place, category in enumerate(key):
        x, y = 8 + sum(30 + LETTER * len(earlier) for earlier in key[:place]), (FOOT - 20) / high
        fig.text(x / wide, y, "\N{BLACK SQUARE}", color=colours[category], size=style.TEXT, va="center")
        fig.text((x + 14) / wide, y, category, color=style.INK, size=style.TEXT, va="center")
    return fig


def _width(column: str, texts: pd.Series, tilted: bool) -> float:
    """Width of a column: room for its label, unless that stands aslant, and for each of its texts."""
    words = [str(text) for text in texts if not pd.isna(text)] + ([] if tilted else [column])
    return max(CELL, 10 + LETTER * max(map(len, words), default=0))
