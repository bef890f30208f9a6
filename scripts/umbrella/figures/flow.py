"""PRISMA 2020 flow diagram, drawn from counts."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.axes import Axes
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
# Height of the lines that explain the asterisk.
FOOT = 38
# A column below this width stands by itself.
NARROW = 170
Flow = tuple[Mapping[str, Count], Mapping[str, int]]


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
    steps = _steps(counts, databases)
    texts = [
        (_fit(lines, column, size), _fit([line for gone in removed for line in gone], width - side_left, size))
        for lines, removed in steps.values()
    ]
    heights = [_height(*both) for both in texts]
    derived = any(count.derived for count in counts.values())
    fig, ax = _canvas(width, sum(heights) + GAP * (len(heights) - 1) + (FOOT if derived else 4))
    top = 1.0
    for number, ((lines, aside), height) in enumerate(zip(texts, heights)):
        _box(ax, 1, top, column, height, lines, size, strong=number in (0, len(steps) - 1))
        if aside:
            _box(ax, side_left, top, width - side_left - 1, height, aside, size)
            _arrow(ax, (column, top + height / 2), (side_left, top + height / 2))
        if number < len(steps) - 1:
            _arrow(ax, (column / 2, top + height), (column / 2, top + height + GAP))
        top += height + GAP
    if derived:
        _footnote(ax, top - GAP + 14, "* computed from the boxes around it; not stated in the source")
    return fig


def update_flow(before: int, rounds: Mapping[str, Flow], total: int, width: float) -> Figure:
    """Draw the flow of a review that is updated (Page 2021, figure for updates).

    Args:
        before: reviews included before the rounds shown.
        rounds: boxes and records per database by the heading of each round.
        total: reviews included in all.
        width: width in CSS pixels.

    Returns:
        The figure: what was included before, then a column for each round,
        then the total. Columns that would be too narrow stand below each other.
    """
    columns = [{"": (["Reviews included before", f"n = {before:,}"], [])}]
    columns += [{"": ([heading], [])} | _steps(*flow) for heading, flow in rounds.items()]
    lane = (width - GAP * (len(columns) - 1)) / len(columns)
    blocks = [columns] if lane >= NARROW else [[column] for column in columns]
    lane, size = (lane, style.SMALL) if lane >= NARROW else (width, style.SMALL)
    placed, ends, top = [], [], 1.0
    for block in blocks:
        left = 1.0
        fitted = [[_within(step, lane, size) for step in column.values()] for column in block]
        for column in fitted:
            down = top
            for number, lines in enumerate(column):
                placed.append((left, down, lines, number < len(column) - 1))
                down += _height(lines) + GAP
            ends.append((left, down - GAP))
            left += lane + GAP
        top = max(end for _, end in ends) + GAP
    derived = any(count.derived for counts, _ in rounds.values() for count in counts.values())
    last = _fit(["Reviews included in all", f"n = {total:,}"], width, size)
    fig, ax = _canvas(width, top + _height(last) + (FOOT if derived else 4))
    for left, down, lines, more in placed:
        _box(ax, left, down, lane - 2, _height(lines), lines, size, strong=not more)
        if more:
            _arrow(ax, (left + lane / 2, down + _height(lines)), (left + lane / 2, down + _height(lines) + GAP))
    for left, end in ends if len(blocks) == 1 else ends[-1:]:
        _arrow(ax, (left + lane / 2, end), (left + lane / 2, top))
    _box(ax, 1, top, width - 2, _height(last), last, size, strong=True)
    if derived:
        _footnote(ax, top + _height(last) + 14, "* computed from the boxes around it")
    return fig


def _steps(counts: Mapping[str, Count], databases: Mapping[str, int]) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Lines of each box of the main column, with those of what was removed at that step."""
    steps = {}
    for box, words, removed in STEPS:
        if box in counts:
            lines = [words, _n(counts[box])]
            lines += [f"{name}: {n:,}" for name, n in databases.items()] if not steps else []
            steps[box] = (lines, [[WORDS[gone], _n(counts[gone])] for gone in removed if gone in counts])
    return steps


def _within(step: tuple[list[str], list[list[str]]], width: float, size: float) -> list[str]:
    """The lines of a box that names what was removed in itself, for want of room beside it."""
    lines, removed = step
    return _fit([*lines, *(f"{words}: {n.removeprefix('n = ')}" for words, n in removed)], width, size)


def _height(*texts: list[str]) -> float:
    return 14 + 17 * max(map(len, texts))


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    fig = style.figure(width, height)
    ax = style.axes(fig, 0, 0, width, fig.get_size_inches()[1] / style.PX)
    ax.set(xlim=(0, width), ylim=(fig.get_size_inches()[1] / style.PX, 0))
    style.bare(ax)
    ax.set(xticks=[], yticks=[])
    return fig, ax


def _footnote(ax: Axes, top: float, words: str) -> None:
    text = style.wrapped(words, ax.get_xlim()[1] - 4, style.SMALL)
    ax.text(2, top - 7, text, size=style.SMALL, color=style.MUTED, va="top", linespacing=1.1)


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
