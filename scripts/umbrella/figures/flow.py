"""PRISMA 2020 flow diagram, drawn from counts."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from umbrella.figures import style
from umbrella.selection import Count

# Main column and what leaves it at each step (Page 2021, figure 1).
STEPS = (
    ("records identified", "Records identified", ("duplicates removed", "other removals")),
    ("records screened", "Records screened", ("records excluded",)),
    ("reports sought", "Reports sought for retrieval", ("reports not retrieved",)),
    ("reports assessed", "Reports assessed for eligibility", ("reports excluded",)),
    ("reviews included", "Reviews included", ()),
)
WORDS = {
    "duplicates removed": "Duplicates removed",
    "other removals": "Removed for other reasons",
    "records excluded": "Records excluded",
    "reports not retrieved": "Reports not retrieved",
    "reports excluded": "Reports excluded",
}
GAP = 22


def prisma_flow(counts: Mapping[str, Count], databases: Mapping[str, int], width: float) -> Figure:
    """Draw the flow.

    Args:
        counts: boxes as :func:`umbrella.selection.flow` gives them; computed
            ones are marked with an asterisk.
        databases: records per database, listed in the first box.
        width: width in CSS pixels.

    Returns:
        The figure: stages downwards, what was removed to the right.
    """
    size = style.TEXT if width > 500 else style.SMALL
    column = 0.56 * width if width > 500 else 0.54 * width
    side_left = column + 0.06 * width
    steps = [
        (box, words, [gone for gone in removed if gone in counts]) for box, words, removed in STEPS if box in counts
    ]
    texts, heights = [], []
    for number, (box, words, removed) in enumerate(steps):
        lines = [f"{words}", _n(counts[box])]
        if number == 0:
            lines += [f"{name}: {n:,}" for name, n in databases.items()]
        aside = [line for gone in removed for line in (WORDS[gone], _n(counts[gone]))]
        texts.append((lines, aside))
        heights.append(14 + 17 * max(len(_fit(lines, column, size)), len(_fit(aside, width - side_left, size))))
    derived = any(count.derived for count in counts.values())
    fig = style.figure(width, sum(heights) + GAP * (len(heights) - 1) + (24 if derived else 4))
    ax = style.axes(fig, 0, 0, width, fig.get_size_inches()[1] / style.PX)
    ax.set(xlim=(0, width), ylim=(fig.get_size_inches()[1] / style.PX, 0))
    style.bare(ax)
    ax.set(xticks=[], yticks=[])
    top = 1.0
    for number, ((lines, aside), height) in enumerate(zip(texts, heights)):
        _box(ax, 1, top, column, height, _fit(lines, column, size), size, strong=number in (0, len(steps) - 1))
        if aside:
            _box(ax, side_left, top, width - side_left - 1, height, _fit(aside, width - side_left, size), size)
            _arrow(ax, (column, top + height / 2), (side_left, top + height / 2))
        if number < len(steps) - 1:
            _arrow(ax, (column / 2, top + height), (column / 2, top + height + GAP))
        top += height + GAP
    if derived:
        ax.text(
            2,
            top - GAP + 14,
            "* computed from the boxes around it; not stated in the source",
            size=style.SMALL - 0.5,
            color=style.MUTED,
            va="center",
        )
    return fig


def _n(count: Count) -> str:
    return f"n = {count.n:,}{' *' if count.derived else ''}"


def _fit(lines: list[str], width: float, size: float) -> list[str]:
    return [part for line in lines for part in style.wrapped(line, width - 12, size).split("\n")]


def _box(
    ax, left: float, top: float, width: float, height: float, lines: list[str], size: float, strong: bool = False
) -> None:
    colour = style.ACCENT if strong else style.RULE
    ax.add_patch(
        FancyBboxPatch(
            (left, top),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=4",
            facecolor=style.EMPTY if strong else "none",
            edgecolor=colour,
            linewidth=1.2,
        )
    )
    start = top + height / 2 - 17 * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        bold = line.startswith("n =")
        ax.text(
            left + 8,
            start + 17 * number,
            line,
            size=size,
            va="center",
            color=style.INK,
            weight="bold" if bold else "normal",
        )


def _arrow(ax, start: tuple[float, float], end: tuple[float, float]) -> None:
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=11, color=style.MUTED, linewidth=1.1, shrinkA=0, shrinkB=0
        )
    )
