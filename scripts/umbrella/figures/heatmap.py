"""Evidence heatmap: rows by columns in one block, direction by symbol and hue, reviews by number and shade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from umbrella.figures import style

# CSS pixels: height of a row by the lines of text in its cells; widths of a cell: the least without changing rows and
# columns, the least for symbol and number on a line, the least for what stands apart beside them, and the most.
ROWS = {1: 26, 2: 38, 3: 52}
NARROWEST, NARROW, ROOMY, WIDEST = 15, 31, 62, 104
LINE, GAP = 14, 6
# Where a word may be parted.
SOFT = "\u00ad"
OWN = "bar beneath = share shown in the reviews' own texts"


@dataclass(frozen=True)
class Line:
    """A row or a column of a heatmap.

    Attributes:
        key: what cells call it.
        label: what readers see.
        depth: how far a row's label is set in.
        group: heading that it shares with its neighbours; empty for none.
        aside: whether it gathers what is not shown one by one.
    """

    key: str
    label: str
    depth: int = 0
    group: str = ""
    aside: bool = False


def evidence_heatmap(
    cells: pd.DataFrame,
    rows: Sequence[Line],
    columns: Sequence[Line],
    symbols: Mapping[str, str],
    words: Mapping[str, str],
    colours: Mapping[str, str],
    width: float,
    apart: Mapping[str, str] | None = None,
) -> Figure:
    """Draw which claims the reviews make.

    Rows and columns change places where there are too many columns for the width.

    Args:
        cells: one row per cell: ``row``, ``column``, ``direction`` (empty where it has none), ``n_reviews``
            (those with that direction) and, if there are any, ``n_shade`` (reviews that the shade shows, where it is
            not all of them), ``n_own`` (those whose own text shows it: a bar beneath the number), ``beside`` (text drawn
            apart from the number: who else speaks of it), ``link`` (address behind it) and ``told`` (words for the pointer).
        rows: from top to bottom, those of one group together.
        columns: from left to right, those of one group together.
        symbols: symbol by direction.
        words: words by direction, for the key.
        colours: hue by direction.
        width: width in CSS pixels.
        apart: words for the key, by the sign that begins a text drawn apart.

    Returns:
        The figure.
    """
    label_width = _label_width(rows, width)
    if (width - label_width) / len(columns) < NARROWEST and len(columns) > len(rows):
        rows, columns = columns, rows
        cells = cells.rename(columns={"row": "column", "column": "row"})
        label_width = _label_width(rows, width)
    unit = min(WIDEST, (width - label_width) / len(columns))
    heads, upright = _heads(columns, unit)
    longest = max(style.length(line) for head in heads for line in head.split("\n"))
    most_lines = max(head.count("\n") for head in heads) + 1
    head_height = (LINE * most_lines if upright else longest) + GAP
    grouped = LINE + GAP if any(column.group for column in columns) else 0
    apart_told = " ".join(cells["beside"].dropna()) if "beside" in cells else ""
    lines = [_lines(cell, symbols.get(cell.direction, ""), unit) for cell in cells.itertuples()]
    row_height = ROWS[max(map(len, lines), default=1)]
    key = _key(cells, symbols, words, apart or {}, apart_told)
    key_height = 17 * len(style.key_lines(key, width)) + GAP
    places = _places(rows)
    top = key_height + grouped + head_height
    fig = style.figure(width, top + row_height * (max(places.values()) + 1) + 2)
    style.key_line(fig, key, 0, width)
    ax = style.axes(fig, label_width, top, unit * len(columns), row_height * (max(places.values()) + 1))
    _grid(ax, cells, places, columns, colours)
    _words(ax, cells, lines, places, columns, colours, row_height)
    _row_labels(ax, rows, places, label_width, (unit, row_height))
    for x, head in enumerate(heads):
        look = {"ha": "center", "va": "bottom", "size": style.TEXT, "linespacing": 1.05, "color": style.INK}
        ax.text(x + 0.5, -GAP / 2 / row_height, head, rotation=0 if upright else 90, **look)
    _column_groups(ax, columns, -(head_height + 2) / row_height, unit)
    return fig


def _label_width(rows: Sequence[Line], width: float) -> float:
    """Room for the labels of rows: as much as the longest needs, within a share of the width."""
    most = (0.29 if width > 500 else 0.36) * width
    return min(most, max(style.length(row.label) + 12 * row.depth + 12 for row in rows))


def _heads(columns: Sequence[Line], unit: float) -> tuple[list[str], bool]:
    """Headings of columns, and whether they stand upright: turned where a word is too wide for its column."""
    broken = [_broken(column.label, unit - 2) for column in columns]
    if all(style.length(line) <= unit - 2 for head in broken for line in head.split("\n")):
        return broken, True
    lines = max(1, int(unit / LINE))
    room = max(style.length(word.replace(SOFT, "")) for column in columns for word in column.label.split()) + 1
    while any(_broken(column.label, room).count("\n") >= lines for column in columns):
        room += 10
    return [_broken(column.label, room) for column in columns], False


def _broken(label: str, width: float) -> str:
    """A label with a line for each run of words that fits a width; a word that does not is parted at its soft hyphen."""
    lines = [""]
    for word in label.split():
        plain = word.replace(SOFT, "")
        if style.length(joined := f"{lines[-1]} {plain}".strip()) <= width:
            lines[-1] = joined
        elif style.length(plain) <= width:
            lines.append(plain)
        else:
            lines += word.replace(SOFT, f"-{SOFT}").split(SOFT)
    return "\n".join(line for line in lines if line)


def _places(rows: Sequence[Line]) -> dict[str, int]:
    """The place of each row; the first of a group leaves one free for the heading above it."""
    places, place, group = {}, 0, ""
    for row in rows:
        if row.group != group:
            group, place = row.group, place + 1
        places[row.key] = place
        place += 1
    return places


def _key(
    cells: pd.DataFrame, symbols: Mapping[str, str], words: Mapping[str, str], apart: Mapping[str, str], told: str
) -> list[str]:
    """What the signs mean, as far as the figure has them."""
    seen = set(cells["direction"])
    key = [f"{symbols[direction]} {words[direction]}" for direction in symbols if direction in seen and symbols[direction]]
    key += ["number = reviews, stronger = more"]
    key += [OWN] if "n_own" in cells else []
    return key + [meaning for sign, meaning in apart.items() if sign in told]


def _grid(
    ax: Axes, cells: pd.DataFrame, places: Mapping[str, int], columns: Sequence[Line], colours: Mapping[str, str]
) -> None:
    """Draw a band for each row, and the cells in their colours with seaborn."""
    for place in places.values():
        ax.add_patch(Rectangle((0, place + 0.04), len(columns), 0.92, facecolor=style.EMPTY, linewidth=0, clip_on=False))
    looks = [(colours.get(row.direction, style.EMPTY), style.strength(_shade(row))) for row in cells.itertuples()]
    fills = sorted({look for look in looks if look[1]})
    code = {look: place for place, look in enumerate(fills)}
    grid = pd.DataFrame(float("nan"), range(max(places.values()) + 1), [column.key for column in columns])
    for row, look in zip(cells.itertuples(), looks):
        if look in code:
            grid.at[places[row.row], row.column] = code[look]
    if fills:
        palette = ListedColormap([style.faded(*fill) for fill in fills])
        look = {"cmap": palette, "vmin": -0.5, "vmax": len(fills) - 0.5, "cbar": False, "clip_on": False}
        sns.heatmap(
            grid, mask=grid.isna(), ax=ax, linewidths=1.5, linecolor=style.PAPER, xticklabels=[], yticklabels=[], **look
        )
    ax.set(xlim=(0, len(columns)), ylim=(len(grid), 0), xticks=[], yticks=[], xlabel="", ylabel="")
    style.bare(ax)


def _shade(cell: object) -> int:
    """Reviews that the shade of a cell shows."""
    return int(getattr(cell, "n_shade", cell.n_reviews))


def _lines(cell: object, symbol: str, unit: float) -> list[list[tuple[str, float]]]:
    """What a cell says, line by line, each text with its place across: as many lines as its width asks for."""
    number = f"{int(cell.n_reviews)}" if cell.n_reviews else ""
    beside = getattr(cell, "beside", None)
    beside = beside if isinstance(beside, str) else ""
    if unit < NARROW:
        # A lone symbol stands for a cell without reviews that has nothing else to say.
        told = [symbol if number or not beside else "", number, *beside.split()]
        return [[(text, 0.5)] for text in told if text][:3]
    own = f"{symbol} {number}".strip() if number or not beside else ""
    if own and beside and unit >= ROOMY:
        return [[(own, 0.3), (beside, 0.74)]]
    return [[(text, 0.5)] for text in (own, beside) if text]


def _words(
    ax: Axes,
    cells: pd.DataFrame,
    lines: Sequence[Sequence[Sequence[tuple[str, float]]]],
    places: Mapping[str, int],
    columns: Sequence[Line],
    colours: Mapping[str, str],
    row_height: float,
) -> None:
    """Print in each cell what it says, and draw how much of it own texts show."""
    order = {column.key: x for x, column in enumerate(columns)}
    look = {"ha": "center", "va": "center", "size": style.TEXT}
    for cell, told in zip(cells.itertuples(), lines):
        x, y = order[cell.column], places[cell.row]
        colour = style.text_on(colours.get(cell.direction, style.EMPTY), style.strength(_shade(cell)))
        for place, line in enumerate(told):
            down = 0.5 - 2 / row_height + (place - (len(told) - 1) / 2) * LINE / row_height
            for text, across in line:
                ax.text(x + across, y + down, text, color=colour, **look)
        if "n_own" in cells and _shade(cell):
            _bar(ax, x, y + 1 - 4.5 / row_height, cell.n_own / cell.n_reviews, colour)
        if isinstance(getattr(cell, "link", None), str):
            # Nothing to see: it takes pointer and focus, and so lies above the number.
            area = {"fill": False, "linewidth": 0, "zorder": 4, "clip_on": False}
            area |= {"url": cell.link, "label": getattr(cell, "told", "")}
            ax.add_patch(Rectangle((x + 0.02, y + 0.03), 0.96, 0.94, **area))


def _bar(ax: Axes, x: float, y: float, share: float, colour: str) -> None:
    """Draw a share as the strong part of a line."""
    ends = (x + 0.18, x + 0.82)
    look = {"color": colour, "clip_on": False, "solid_capstyle": "butt"}
    ax.plot(ends, [y] * 2, linewidth=0.6, alpha=0.6, **look)
    if share:
        ax.plot([ends[0], ends[0] + share * (ends[1] - ends[0])], [y] * 2, linewidth=2.2, **look)


def _row_labels(
    ax: Axes, rows: Sequence[Line], places: Mapping[str, int], label_width: float, size: tuple[float, float]
) -> None:
    """Name rows from the left edge, each set in by its depth, with the heading of each group above it."""
    unit, lines = size[0], int(size[1] / (LINE - 1))
    left, group = -label_width / unit, ""
    for row in rows:
        y = places[row.key]
        if row.group != group:
            group = row.group
            ax.text(left, y - 0.42, group, weight="bold", va="center", ha="left", size=style.TEXT, color=style.INK)
            across = [left, ax.get_xlim()[1]]
            ax.plot(across, [y - 0.06] * 2, color=style.RULE, linewidth=0.8, clip_on=False)
        inset = 12 * row.depth + 4
        text = style.wrapped(row.label, label_width - inset - 4, style.TEXT, lines)
        look = {"color": style.MUTED, "style": "italic"} if row.aside else {"color": style.INK}
        place = left + inset / unit
        ax.text(place, y + 0.5, text, va="center", ha="left", size=style.TEXT, linespacing=1.0, **look)


def _column_groups(ax: Axes, columns: Sequence[Line], y: float, unit: float) -> None:
    """Name what neighbouring columns have in common, above a line over them, where there is room for the name."""
    spans, x = [], 0
    for group, members in groupby(columns, key=lambda column: column.group):
        n = len(list(members))
        spans += [(group, x, n)] if group else []
        x += n
    ends = [start for _, start, _ in spans[1:]] + [len(columns)]
    for (group, start, n), end in zip(spans, ends):
        ax.plot([start + 0.08, start + n - 0.08], [y] * 2, color=style.RULE, linewidth=1, clip_on=False)
        if style.length(group) <= (end - start) * unit:
            ax.text(start + 0.08, y, group, ha="left", va="bottom", size=style.TEXT, color=style.MUTED)
