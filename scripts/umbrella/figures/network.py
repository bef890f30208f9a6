"""Network of references that share authors: nodes on a circle, a line for each pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin

import pandas as pd
from matplotlib.figure import Figure

from umbrella.figures import style

NODE = 9.0  # points
MARGIN = 26


def circle(n: int) -> list[tuple[float, float]]:
    """Places of ``n`` nodes on the unit circle, clockwise from the top."""
    return [(sin(2 * pi * place / n), cos(2 * pi * place / n)) for place in range(n)]


def author_network(
    order: Sequence[str], links: pd.DataFrame, labels: Mapping[str, str], marked: str, width: float
) -> Figure:
    """Draw who shares authors with whom.

    On a desk the labels stand around the circle; on a phone the nodes carry
    numbers and the labels stand in a key below.

    Args:
        order: references in order around the circle; linked ones stand best side by side.
        links: one row per pair: ``first``, ``second``, ``n`` (shared authors; sets the width of the line).
        labels: label by reference.
        marked: the reference drawn as a square.
        width: width in CSS pixels.

    Returns:
        The figure.
    """
    wide = width > 500
    size = 0.52 * width if wide else width - 2 * MARGIN
    key = [] if wide else style.key_lines([f"{n} {labels[name]};" for n, name in enumerate(order, start=1)], width)
    fig = style.figure(width, size + 2 * MARGIN + 16 * len(key) + (8 if key else 0))
    ax = style.axes(fig, (width - size) / 2, MARGIN, size, size)
    ax.set(xlim=(-1.12, 1.12), ylim=(-1.12, 1.12), xticks=[], yticks=[])
    place = dict(zip(order, circle(len(order))))
    linked = {*links["first"], *links["second"]}
    for row in links.itertuples():
        ends = list(zip(place[row.first], place[row.second]))
        own = marked in (row.first, row.second)
        ax.plot(*ends, color=style.INK if own else style.ACCENT, linewidth=1 + 0.8 * row.n, zorder=1)
    for number, (name, (x, y)) in enumerate(place.items(), start=1):
        colour = style.EMPTY if name not in linked else style.INK if name == marked else style.ACCENT
        shape = "s" if name == marked else "o"
        ax.plot(x, y, shape, color=colour, markeredgecolor=style.MUTED, markersize=NODE if wide else 2 * NODE, zorder=2)
        if wide:
            side = "left" if x > 0.05 else "right" if x < -0.05 else "center"
            ax.text(1.07 * x, 1.07 * y + (0.03 * y if side == "center" else 0), labels[name], ha=side,
                    va="center" if side != "center" else ("bottom" if y > 0 else "top"), size=style.TEXT)  # fmt: skip
        else:
            ax.text(
                x, y, str(number), ha="center", va="center", size=style.SMALL, color=style.readable_on(colour), zorder=3
            )
    style.bare(ax)
    if key:
        full_height = fig.get_size_inches()[1] / style.PX
        for number, line in enumerate(key):
            fig.text(4 / width, 1 - (size + 2 * MARGIN + 8 + 16 * number) / full_height, line, size=style.SMALL, color=style.MUTED, va="center")  # fmt: skip
    return fig
