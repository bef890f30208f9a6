"""Forest plot of pooled estimates with their confidence intervals."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from umbrella.figures import style

LEAST_ROW, LINE = 46, 12
# A limit further out than this many times the nearest estimates is cut, and an arrow says so.
LOG_REACH = 30.0


def forest_plot(
    estimates: pd.DataFrame, width: float, scale: str, null: float | None, limits: tuple[float, float] | None = None,
    sides: tuple[str, str] | None = None,
) -> Figure:
    """Draw estimates of one kind of measure on one axis.

    Args:
        estimates: ``label``, ``value``, ``ci_low``, ``ci_high`` and ``told`` (the same as text), top to bottom.
        width: width in CSS pixels.
        scale: ``log`` for ratios, else ``linear``.
        null: where there is no effect, marked by a dashed line; None where a measure has no such value.
        sides: what lies below and above the null value, told beneath the axis.
        limits: ends of the axis where the measure has both; else they follow the estimates.

    Returns:
        The figure; each row prints its estimate and interval. An interval that
        leaves the axis ends in an arrow at its edge.
    """
    label_width = 0.34 * width if width > 500 else 0.42 * width
    labels = [style.wrapped(label, label_width - 10, style.SMALL, lines=5) for label in estimates["label"]]
    row_height = max(LEAST_ROW, *(LINE * (label.count("\n") + 1) + 8 for label in labels))
    fig = style.figure(width, row_height * len(estimates) + (40 if sides is None else 58))
    ax = style.axes(fig, label_width, 4, width - label_width - 16, row_height * len(estimates))
    low, high = limits or axis_ends(estimates, scale, null)
    ax.set_xscale(scale)
    ax.set_xlim(low, high)
    for y, row in enumerate(estimates.itertuples(index=False)):
        _interval(ax, y, row.ci_low, row.ci_high, low, high)
        ax.plot(min(max(row.value, low), high), y, "s", color=style.ACCENT, markersize=8)
        ax.text(
            _middle(row.value, low, high, scale),
            y - 0.3,
            row.told,
            ha="center",
            va="center",
            size=style.SMALL,
        )
    ax.set_yticks(range(len(estimates)))
    ax.set_yticklabels(labels, size=style.SMALL, linespacing=1.1)
    ax.set_ylim(len(estimates) - 0.5, -0.6)
    if scale == "log":
        _log_ticks(ax, low, high)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    if null is not None:
        ax.axvline(null, color=style.MUTED, linewidth=1, linestyle="--", zorder=0)
    if sides is not None and null is not None:
        _name_sides(ax, sides, row_height * len(estimates))
    ax.tick_params(axis="x", labelsize=style.SMALL)
    style.bare(ax)
    return fig


def _name_sides(ax: Axes, sides: tuple[str, str], height: float) -> None:
    """Say beneath the axis what its two sides mean, at the outer ends, so that the words never meet."""
    for place, align, words in ((0.0, "left", f"\u25c2 {sides[0]}"), (1.0, "right", f"{sides[1]} \u25b8")):
        ax.text(place, -34 / height, words, ha=align, va="center", size=style.SMALL, transform=ax.transAxes)


def axis_ends(estimates: pd.DataFrame, scale: str, null: float | None) -> tuple[float, float]:
    """Ends of an axis that shows the estimates, the null value and their intervals, very wide ones cut.

    Args:
        estimates: ``value``, ``ci_low``, ``ci_high``.
        scale: ``log`` or ``linear``.
        null: shown in any case; None where there is none.
    """
    values = [*estimates["value"], *estimates["ci_low"], *estimates["ci_high"], *([] if null is None else [null])]
    if scale != "log":
        room = 0.08 * (max(values) - min(values) or 1.0)
        return min(values) - room, max(values) + room
    # On a logarithmic axis zero lies endlessly far away.
    centre = [value for value in estimates["value"] if value > 0] or [1.0]
    shown = [value for value in values if min(centre) / LOG_REACH <= value <= max(centre) * LOG_REACH]
    return min(0.5, *(value / 1.5 for value in shown)), max(2.0, *(value * 1.5 for value in shown))


def _interval(ax: Axes, y: int, start: float, end: float, low: float, high: float) -> None:
    """A line from limit to limit, with an arrow where it goes on beyond the axis."""
    ax.plot([max(start, low), min(end, high)], [y, y], color=style.ACCENT, linewidth=2, solid_capstyle="butt")
    for beyond, edge, marker in ((start < low, low, "<"), (end > high, high, ">")):
        if beyond:
            ax.plot(edge, y, marker, color=style.ACCENT, markersize=8, clip_on=False)


def _middle(value: float, low: float, high: float, scale: str) -> float:
    """Where the text of a row stands: at its estimate, away from the edges, so that it is not cut."""
    way = math.log if scale == "log" else float
    back = math.exp if scale == "log" else float
    first, last = way(low), way(high)
    place = way(value) if scale != "log" or value > 0 else first
    return back(min(max(place, first + 0.22 * (last - first)), last - 0.22 * (last - first)))


def _log_ticks(ax: Axes, low: float, high: float) -> None:
    """Round numbers on a logarithmic axis, as many as there is room for."""
    powers = [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    steps = (1, 2, 5) if high / low < 1000 else (1,)
    ticks = [step * power for power in powers for step in steps if low <= step * power <= high]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
