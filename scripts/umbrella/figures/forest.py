"""Forest plot of pooled estimates with their confidence intervals."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from umbrella.figures import style

LEAST_ROW, LINE = 46, 12


def forest_plot(estimates: pd.DataFrame, width: float, ratio: bool) -> Figure:
    """Draw estimates on one axis.

    Args:
        estimates: ``label``, ``value``, ``ci_low``, ``ci_high``, top to bottom.
        width: width in CSS pixels.
        ratio: odds ratios on a logarithmic axis with a line at 1; else
            proportions on an axis from 0 to 1.

    Returns:
        The figure; each row prints its estimate and interval.
    """
    label_width = 0.34 * width if width > 500 else 0.42 * width
    labels = [style.wrapped(label, label_width - 10, style.SMALL, lines=5) for label in estimates["label"]]
    row_height = max(LEAST_ROW, *(LINE * (label.count("\n") + 1) + 8 for label in labels))
    fig = style.figure(width, row_height * len(estimates) + 40)
    ax = style.axes(fig, label_width, 4, width - label_width - 16, row_height * len(estimates))
    for y, row in enumerate(estimates.itertuples(index=False)):
        ax.plot(
            [row.ci_low, row.ci_high], [y, y], color=style.ACCENT, linewidth=2, solid_capstyle="butt"
        )
        ax.plot(row.value, y, "s", color=style.ACCENT, markersize=8)
        ax.text(
            row.value,
            y - 0.3,
            f"{row.value:g} ({row.ci_low:g} to {row.ci_high:g})",
            ha="center",
            va="center",
            size=style.SMALL,
        )
    ax.set_yticks(range(len(estimates)))
    ax.set_yticklabels(labels, size=style.SMALL, linespacing=1.1)
    ax.set_ylim(len(estimates) - 0.5, -0.6)
    if ratio:
        _log_axis(ax, estimates)
    else:
        ax.set_xlim(0, 1)
        ax.axvline(0.5, color=style.RULE, linewidth=1, linestyle="--", zorder=0)
    ax.tick_params(axis="x", labelsize=style.SMALL)
    style.bare(ax)
    return fig


def _log_axis(ax, estimates: pd.DataFrame) -> None:
    """A logarithmic axis with round numbers and the line of no difference."""
    low, high = min(0.5, estimates["ci_low"].min() / 1.5), max(2.0, estimates["ci_high"].max() * 1.5)
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.xaxis.set_major_locator(
        FixedLocator([tick for tick in (0.1, 0.5, 1, 2, 5, 10, 20, 50, 100) if low <= tick <= high])
    )
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.axvline(1, color=style.MUTED, linewidth=1, linestyle="--", zorder=0)
