"""Evidence heatmap: rows by columns, direction by symbol and hue, reviews by number and shade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from umbrella.figures import style

ROW, HEAD, LINE, GAP = 24, 26, 13, 16
NARROWEST, WIDEST = 56, 84


def evidence_heatmap(
    cells: pd.DataFrame,
    columns: Mapping[str, str],
    symbols: Mapping[str, str],
    labels: Mapping[str, str],
    hues: Mapping[str, str],
    width: float,
    max_rows: int = 40,
    links: Mapping[tuple[str, str], str | None] = MappingProxyType({}),
    depth: Mapping[str, int] = MappingProxyType({}),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> Figure:
    """Draw which claims the reviews make.

    Columns that do not fit side by side go to further panels below, each
    with only the rows it needs; rows stand in order of the reviews behind them.

    Args:
        cells: one row per cell: ``row``, ``column``, ``direction``, ``n_reviews``
            (those with that direction, which the shade shows) and, if there is
            one, ``beside`` (text drawn apart from that number: who else speaks of it) and
            ``n_own`` (those of them whose own text shows it, each a dot beneath the number).
        columns: heading by column key, in order.
        symbols: symbol by direction.
        labels: words by direction, for the key.
        hues: colour by direction.
        width: width in CSS pixels.
        max_rows: rows drawn per panel; the key says how many more there are.
        links: address behind a cell, by row and column.
        depth: all rows in the order wanted, each with how far its label is set in; by default they stand by number.
        beside: words for the key, by the sign that begins a text drawn apart.

    Returns:
        The figure.
    """
    label_width = 0.30 * width if width > 500 else 0.40 * width
    groups = panels(cells, list(columns), int((width - label_width) // NARROWEST))
    if depth:
        groups = [(names, list(depth)) for names, _ in groups]  # a part must not lose its whole
    cell_width = min(WIDEST, (width - label_width) / max(len(names) for names, _ in groups))
    drawn = [rows[:max_rows] for _, rows in groups]
    left_out = sum(len(rows) - max_rows for _, rows in groups if len(rows) > max_rows)
    used = [direction for direction in symbols if direction in set(cells["direction"])]
    key = [
        "number = reviews",
        *(f"{symbols[direction]} {labels[direction]}" for direction in used if symbols[direction]),
    ]
    if "n_own" in cells:
        key.append("dot beneath = shown in a review's own text")
    apart = " ".join(cells["beside"].dropna()) if "beside" in cells else ""
    key += [words for sign, words in beside.items() if sign in apart]
    if left_out:
        key.append(f"{left_out} more rows in the table")
    head = HEAD + LINE * max(heading.count("\n") for heading in columns.values())
    heights = [head + ROW * len(rows) for rows in drawn]
    key_height = 16 * len(style.key_lines(key, width)) + 8
    fig = style.figure(width, sum(heights) + GAP * (len(heights) - 1) + key_height)
    top = 0.0
    for (names, _), rows, height in zip(groups, drawn, heights):
        ax = style.axes(fig, label_width, top + head, cell_width * len(names), height - head)
        _panel(ax, cells, rows, [(name, columns[name]) for name in names], symbols, label_width, hues, links, depth)
        top += height + GAP
    style.key_line(fig, key, top - GAP + 8, width)
    return fig


def panels(cells: pd.DataFrame, columns: Sequence[str], per_panel: int) -> list[tuple[list[str], list[str]]]:
    """Split the columns into panels of about equal width.

    Returns:
        (columns, rows that have a cell in one of them) per panel; rows by
        number of reviews, then by name.
    """
    count = -(-len(columns) // max(per_panel, 1))
    size = -(-len(columns) // max(count, 1))
    groups = [list(columns[start : start + size]) for start in range(0, len(columns), size)]
    result = []
    for names in groups:
        here = cells[cells["column"].isin(names)]
        total = here.groupby("row")["n_reviews"].sum()
        result.append((names, sorted(total.index, key=lambda row: (-total[row], row))))
    return result


def strength(n_reviews: int) -> float:
    """Shade of a cell: one review light, four or more full."""
    return min(1.0, 0.28 + 0.24 * (n_reviews - 1))


def _panel(
    ax,
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[tuple[str, str]],
    symbols: Mapping[str, str],
    label_width: float,
    hues: Mapping[str, str],
    links: Mapping[tuple[str, str], str | None],
    depth: Mapping[str, int],
) -> None:
    """Draw one panel: a seaborn heatmap per direction, then number and symbol in each cell."""
    names = [name for name, _ in columns]
    here = cells[cells["column"].isin(names) & cells["row"].isin(rows)]
    counts = here.pivot(index="row", columns="column", values="n_reviews").reindex(index=rows, columns=names)
    counts = counts.where(counts > 0)  # where no review has the direction, the cell has no shade
    direction = here.pivot(index="row", columns="column", values="direction").reindex(index=rows, columns=names)
    own = {} if "n_own" not in here else here.set_index(["row", "column"])["n_own"].to_dict()
    others = {} if "beside" not in here else here.dropna(subset="beside").set_index(["row", "column"])["beside"].to_dict()
    shared = {"ax": ax, "cbar": False, "linewidths": 1.5, "linecolor": style.PAPER}
    sns.heatmap(counts.isna().astype(float), mask=counts.notna(), vmin=0, vmax=1, cmap=[style.EMPTY], **shared)
    for name in sorted(set(here["direction"])):
        shades = [style.shade(hues[name], strength(n)) for n in range(1, 5)]
        sns.heatmap(
            counts.astype(float).clip(upper=4), mask=direction != name, vmin=0.5, vmax=4.5, cmap=shades, **shared
        )
    for y, row in enumerate(rows):
        for x, column in enumerate(names):
            if pd.notna(which := direction.at[row, column]):
                n = int(counts.at[row, column]) if pd.notna(counts.at[row, column]) else 0
                colour = style.readable_on(style.shade(hues[which], strength(n)) if n else style.EMPTY)
                other = others.get((row, column), "")
                if n:
                    told = f"{symbols[which]} {n}".strip()
                    ax.text(x + (0.34 if other else 0.5), y + 0.5, told, ha="center", va="center", color=colour, size=style.TEXT)
                if other:
                    place = x + (0.96 if n else 0.5)
                    align = "right" if n else "center"
                    ax.text(place, y + 0.5, other, ha=align, va="center", color=colour, size=style.SMALL - 1)
                for place in range(int(own.get((row, column), 0))):
                    ax.plot(x + 0.08 + 0.07 * place, y + 0.86, ".", color=colour, markersize=3.2)
                if address := links.get((row, column)):
                    # Nothing to see: it takes the pointer, and so lies above the number.
                    ax.add_patch(Rectangle((x, y), 1, 1, fill=False, linewidth=0, url=address, zorder=4))
    ax.set(xlabel="", ylabel="")
    ax.set_yticks([y + 0.5 for y in range(len(rows))])
    ax.set_yticklabels(
        [_set_in(row, depth.get(row, 0), label_width - 8) for row in rows],
        rotation=0,
        size=style.SMALL,
        linespacing=1.1,
    )
    if depth:  # set in from the left edge, where the eye finds it
        ax.tick_params(axis="y", pad=0.75 * (label_width - 4))
        for label in ax.get_yticklabels():
            label.set(ha="left", multialignment="left")
    ax.set_xticks([x + 0.5 for x in range(len(names))])
    ax.set_xticklabels([heading for _, heading in columns], rotation=0, size=style.SMALL)
    ax.xaxis.tick_top()
    style.bare(ax)


def _set_in(label: str, depth: int, width: float) -> str:
    """A label broken to a width, each line set in by its depth; spaces that SVG does not fold."""
    space = "\u2003" * depth
    return "\n".join(space + line for line in style.wrapped(label, width - 10 * depth, style.SMALL, lines=2).split("\n"))
