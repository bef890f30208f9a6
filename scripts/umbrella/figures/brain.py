"""Brain maps: how many reviews report a change in each structure, and which way, on schematic outlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from matplotlib import path as mpath
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle

from umbrella.figures import outlines, style
from umbrella.figures.geometry import GROUND, Place, geometry, places

# Shades from light to dark in steps of reviews, the same on every map so that maps can be compared.
# The darkest still stands out from a dark page, the lightest from the grey of "no review" by its hue.
STEPS = {1: "#d6ec98", 2: "#9ad8a6", 3: "#4fb9bd", 5: "#3f8fcf", 8: "#6a55b8"}
NOTHING = "no review"
# Room around a mark, in CSS pixels, and the share of a view below which a piece carries no mark, even on a disc.
ROOM, LEAST_SHARE = 3.2, 0.001
# Pieces of one outline in one view carry a mark each when they are this roomy against the roomiest.
ALIKE = 0.6


def brain_map(
    counts: Mapping[str, int],
    directions: Mapping[str, str],
    symbols: Mapping[str, str],
    words: Mapping[str, str],
    width: float,
    links: Mapping[str, str | None] = MappingProxyType({}),
) -> Figure:
    """Draw cortex, deep structures and tracts, shaded by a number of reviews.

    Left and right are drawn alike: the counts know no side.

    Args:
        counts: number of reviews by name of outline (``atlas:name``); an outline
            that is missing or has none is drawn as "no review".
        directions: direction by name of outline; one without is drawn without a mark.
        symbols: mark by direction.
        words: words by direction, for the key.
        width: width in CSS pixels.
        links: address behind an outline, by its name; only outlines with a review are linked.

    Returns:
        The figure.

    Raises:
        ValueError: a name is not that of an outline.
    """
    unknown = sorted({*counts, *directions} - outline_names())
    if unknown:
        raise ValueError(f"no outline is called {', '.join(unknown)}")
    placed, height = places(outlines.rows(width), width)
    shapes = geometry(width)
    used = [direction for direction in symbols if direction in set(directions.values()) and symbols[direction]]
    key = [f"{symbols[direction]} {words[direction]}" for direction in used]
    steps_height = 22 * len(_key_rows(width))
    fig = style.figure(width, height + steps_height + 8 + 16 * len(style.key_lines(key, width)) * bool(key))
    ax = _canvas(fig)
    for name, place in placed.items():
        _view(ax, outlines.views()[name], shapes.lines[name], place, counts, links)
    marks = {name: symbols.get(directions[name], "") for name in directions if counts.get(name)}
    for name, mark in marks.items():
        if mark:
            _mark(ax, mark, spots(name, placed, shapes.middles), step_colour(counts[name]), 7.0)
    _steps(ax, height + 2, width)
    if key:
        style.key_line(fig, key, height + steps_height + 2, width)
    return fig


def outline_names() -> set[str]:
    """Names of all outlines that any view draws."""
    return {name for view in outlines.views().values() for name in view.outlines}


def step_colour(n_reviews: int) -> str:
    """Colour of an outline with so many reviews; the themed grey for none."""
    reached = [colour for least, colour in STEPS.items() if n_reviews >= least]
    return reached[-1] if reached else style.EMPTY


def step_labels() -> dict[str, str]:
    """Colour by the words of the key: no review, then each step of reviews."""
    least = list(STEPS)
    spans = [f"{low}" if low == high - 1 else f"{low} to {high - 1}" for low, high in zip(least, least[1:])] + [
        f"{least[-1]} or more"
    ]
    return {NOTHING: style.EMPTY, **dict(zip(spans, STEPS.values()))}


@dataclass(frozen=True)
class Spot:
    """Where a mark stands, in CSS pixels, and whether it needs a disc to stand on."""

    x: float
    y: float
    disc: bool


def spots(
    name: str, placed: Mapping[str, Place], middles: Mapping[str, Mapping[str, list[outlines.Middle]]]
) -> list[Spot]:
    """Where the mark of an outline stands: in each view with room for it, else on discs where it is drawn largest.

    The two sides are treated alike.
    """
    plain: list[Spot] = []
    narrow: dict[str, tuple[float, list[Spot]]] = {}
    for key, place in placed.items():
        view = outlines.views()[key]
        here = middles[key].get(name, [])
        widest = max((middle.room for middle in here), default=0)
        alike = [m for m in here if m.room >= ALIKE * widest and m.area >= LEAST_SHARE * view.area]
        disc = any(middle.room * place.scale < ROOM for middle in alike)
        found = [Spot(*place.point(view, np.array([middle.x, middle.y])), disc) for middle in alike]
        if found and disc:
            narrow[key] = (sum(middle.area for middle in alike) * place.scale**2, found)
        plain += [] if disc else found
    largest = max((area for area, _ in narrow.values()), default=0)
    return plain or [spot for area, here in narrow.values() if area >= ALIKE * largest for spot in here]


def _canvas(fig: Figure) -> Axes:
    """Axes over the whole figure, measured in CSS pixels from the top left corner."""
    width, height = (side / style.PX for side in fig.get_size_inches())
    ax = style.axes(fig, 0, 0, width, height)
    ax.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
    ax.axis("off")
    return ax


def _view(
    ax: Axes,
    view: outlines.View,
    lines: Mapping[str, outlines.Polygons],
    place: Place,
    counts: Mapping[str, int],
    links: Mapping[str, str | None],
) -> None:
    """Draw one view: title, ground, outlines."""
    middle = place.left + (view.box[2] - view.box[0]) * place.scale / 2
    ax.text(middle, place.row + 9, view.title, size=style.SMALL, color=style.MUTED, ha="center", va="center")
    _shape(ax, lines[GROUND], style.PAPER, 0.8)
    # Outlines without a review are drawn as one patch: they differ in nothing, and one is lighter than many.
    groups = [[name for name in view.outlines if not counts.get(name)]] + [[n] for n in view.outlines if counts.get(n)]
    for names in groups:
        polygons = [polygon for name in names for polygon in lines[name]]
        n_reviews = counts.get(names[0], 0) if names else 0
        shape = _shape(ax, polygons, step_colour(n_reviews), 0.6, style.MUTED if n_reviews else style.RULE)
        if shape and n_reviews and links.get(names[0]):
            # The label is what the pointer is told.
            reviews = "1 review" if n_reviews == 1 else f"{n_reviews} reviews"
            shape.set(url=links[names[0]], label=f"{outlines.labels()[names[0]]}: {reviews}")


def _mark(ax: Axes, mark: str, where: list[Spot], fill: str, size: float) -> None:
    """Draw the mark of an outline; on a disc where the outline is too narrow to carry it."""
    for spot in where:
        if spot.disc:
            place, look = (spot.x, spot.y), {"facecolor": style.PAPER, "edgecolor": style.MUTED, "linewidth": 0.5}
            ax.add_patch(Circle(place, 0.7 * size, clip_on=False, **look))
        colour = style.INK if spot.disc else style.readable_on(fill)
        ax.text(spot.x, spot.y, mark, size=size, color=colour, ha="center", va="center")


def _shape(
    ax: Axes, polygons: outlines.Polygons, colour: str, line: float, edge: str = style.RULE
) -> PathPatch | None:
    """Draw polygons as one patch; nothing without points."""
    if not polygons:
        return None
    parts = [mpath.Path(points) for points in polygons]
    path = mpath.Path.make_compound_path(*parts)
    look = {"facecolor": colour, "edgecolor": edge, "linewidth": line, "joinstyle": "round"}
    return ax.add_patch(PathPatch(path, clip_on=False, **look))


def _key_rows(width: float) -> list[list[tuple[str, str, float]]]:
    """Words, colour and left edge of each patch of the key, wrapped to the width."""
    rows, left = [[]], 4.0
    for label, colour in step_labels().items():
        words = f"{label} review" if label == "1" else label
        length = 30 + len(words) * style.SMALL / 0.75 * 0.6
        if left + length > width and rows[-1]:
            rows.append([])
            left = 4.0
        rows[-1].append((words, colour, left))
        left += length
    return rows


def _steps(ax: Axes, top: float, width: float) -> None:
    """Name the shades beside patches of them."""
    for number, row in enumerate(_key_rows(width)):
        y = top + 22 * number + 10
        for words, colour, left in row:
            ax.add_patch(
                Rectangle((left, y - 6), 14, 12, facecolor=colour, edgecolor=style.MUTED, linewidth=0.8, clip_on=False)
            )
            ax.text(left + 20, y, words, size=style.SMALL, color=style.INK, va="center")
