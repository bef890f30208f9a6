"""Brain maps: how many reviews report a change in each structure, and which way, on schematic outlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib import path as mpath
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch, Rectangle

from umbrella.figures import outlines, style
from umbrella.figures.geometry import GROUND, Place, geometry, places

NOTHING = "no review"
# How a region named as a whole is drawn, and the size of a part that is none: lines of a hatch, pixels of a dot.
HATCH, DOT, DISC = "//////", 4.0, 7.0
AS_A_WHOLE, AS_A_PART = "named as part of a wider region", "a part too small to draw"
# Room around a mark, in CSS pixels, and the share of a view below which a piece carries no mark, even on a disc.
ROOM, LEAST_SHARE = 3.2, 0.001
# Pieces of one outline in one view carry a mark each when they are this roomy against the roomiest.
ALIKE = 0.6


@dataclass(frozen=True)
class Told:
    """What is told of an outline in one way: by its own name, with a whole, or of a part.

    Attributes:
        left, right: reviews that speak of this side, or of no side.
        direction: what the mark says; without one there is no mark.
        link: address behind it.
        label: what the pointer is told.
    """

    left: int
    right: int
    direction: str | None = None
    link: str | None = None
    label: str = ""

    def on(self, half: str | None) -> int:
        """Reviews on a half; on the midline those of either."""
        return {"left": self.left, "right": self.right, None: max(self.left, self.right)}[half]


@dataclass(frozen=True)
class Reported:
    """What is reported of an outline: by its own name, as part of a whole, and of parts too small to draw."""

    itself: Told | None = None
    whole: Told | None = None
    parts: tuple[Told, ...] = ()

    def drawn(self, half: str | None) -> tuple[Told | None, bool]:
        """What shades a half, and whether it is hatched: the structure itself goes before the whole."""
        for told, hatched in ((self.itself, False), (self.whole, True)):
            if told and told.on(half):
                return told, hatched
        return None, False


def brain_map(
    reported: Mapping[str, Reported], symbols: Mapping[str, str], words: Mapping[str, str], width: float
) -> Figure:
    """Draw cortex, deep structures and tracts, shaded by a number of reviews.

    A structure named itself is shaded, one named only with a whole is hatched,
    a part too small to draw is a dot; a report on one side is drawn there.

    Args:
        reported: what is reported, by name of outline (``atlas:name``); one that is missing is drawn as "no review".
        symbols: mark by direction.
        words: words by direction, for the key.
        width: width in CSS pixels.

    Returns:
        The figure.

    Raises:
        ValueError: a name is not that of an outline.
    """
    unknown = sorted(reported.keys() - outline_names())
    if unknown:
        raise ValueError(f"no outline is called {', '.join(unknown)}")
    placed, height = places(outlines.rows(width), width)
    shapes = geometry(width)
    marked = {told.direction for each in reported.values() for told in (each.itself, each.whole) if told}
    key = [f"{symbols[direction]} {words[direction]}" for direction in symbols if direction in marked]
    looks = [AS_A_WHOLE] * any(each.whole for each in reported.values())
    looks += [AS_A_PART] * any(each.parts for each in reported.values())
    steps = _key_rows(width, looks)
    steps_height = 22 * len(steps)
    fig = style.figure(width, height + steps_height + 8 + 16 * len(style.key_lines(key, width)) * bool(key))
    ax = _canvas(fig)
    for name, place in placed.items():
        _view(ax, outlines.views()[name], shapes.lines[name], place, reported)
    for name, each in reported.items():
        where = spots(name, placed, shapes.middles)
        for spot in where:
            told, hatched = each.drawn(spot.half)
            if told and (mark := symbols.get(told.direction or "")):
                over = style.text_on(style.ACCENT, style.strength(told.on(spot.half)))
                _mark(ax, mark, replace(spot, disc=spot.disc or hatched), over)
        _dots(ax, each, where)
    _steps(ax, height + 2, steps)
    if key:
        style.key_line(fig, key, height + steps_height + 2, width)
    return fig


def outline_names() -> set[str]:
    """Names of all outlines that any view draws."""
    return {name for view in outlines.views().values() for name in view.outlines}


def step_labels() -> dict[str, str]:
    """Colour by the words of the key: no review, then each step of reviews."""
    least = list(style.STRENGTHS)
    spans = [f"{low}" if low == high - 1 else f"{low} to {high - 1}" for low, high in zip(least, least[1:])] + [
        f"{least[-1]} or more"
    ]
    return {NOTHING: style.EMPTY, **dict(zip(spans, map(style.step_colour, least)))}


@dataclass(frozen=True)
class Spot:
    """Where a mark stands, in CSS pixels, and whether it needs a disc to stand on."""

    x: float
    y: float
    disc: bool
    half: str | None = None


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
        sides = dict(zip(here, view.halves.get(name, ())))
        found = [Spot(*place.point(view, np.array([middle.x, middle.y])), disc, sides[middle]) for middle in alike]
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
    reported: Mapping[str, Reported],
) -> None:
    """Draw one view: title, ground, outlines."""
    half = style.length(view.title, style.SMALL) / 2 + 4
    middle = place.left + (view.box[2] - view.box[0]) * place.scale / 2
    middle = min(max(middle, half), ax.get_xlim()[1] - half)
    ax.text(middle, place.row + 9, view.title, size=style.SMALL, color=style.MUTED, ha="center", va="center")
    _shape(ax, lines[GROUND], style.PAPER, 0.8)
    # What is drawn alike is one patch, which is lighter than many: all that no review reports, or both sides of a structure.
    groups: dict[tuple, outlines.Polygons] = {(None, False, 0): []}
    for name in view.outlines:
        for polygon, half in zip(lines[name], view.halves[name]):
            told, hatched = reported[name].drawn(half) if name in reported else (None, False)
            groups.setdefault((told, hatched, told.on(half) if told else 0), []).append(polygon)
    for (told, hatched, n_reviews), polygons in groups.items():
        # The lines of a hatch have the colour of the edge.
        edge = style.PAPER if hatched else style.MUTED if n_reviews else style.RULE
        shape = _shape(ax, polygons, style.step_colour(n_reviews), 0.6, edge)
        if shape and hatched:
            shape.set_hatch(HATCH)
        if shape and told and told.link:
            shape.set(url=told.link, label=told.label)


def _dots(ax: Axes, each: Reported, where: list[Spot]) -> None:
    """Draw the parts of an outline that are too small to draw, side by side; beneath its mark if it has one."""
    for spot in where:
        parts = [told for told in each.parts if told.on(spot.half)]
        for place, told in enumerate(parts):
            x = spot.x + 3 * DOT * (place - (len(parts) - 1) / 2)
            y = spot.y + (3 * DOT if each.drawn(spot.half)[0] else 0)
            look = {"facecolor": style.step_colour(told.on(spot.half)), "edgecolor": style.INK, "linewidth": 0.9}
            dot = ax.add_patch(Circle((x, y), DOT, clip_on=False, **look))
            if told.link:
                dot.set(url=told.link, label=told.label)


def _mark(ax: Axes, mark: str, spot: Spot, colour: str) -> None:
    """Draw the mark of an outline; on a disc where the outline is too narrow to carry it."""
    if spot.disc:
        place, look = (spot.x, spot.y), {"facecolor": style.PAPER, "edgecolor": style.MUTED, "linewidth": 0.5}
        ax.add_patch(Circle(place, DISC, clip_on=False, **look))
    colour = style.INK if spot.disc else colour
    ax.text(spot.x, spot.y, mark, size=style.TEXT, color=colour, ha="center", va="center")


def _shape(
    ax: Axes, polygons: outlines.Polygons, colour: str, line: float, edge: str = style.RULE
) -> PathPatch | None:
    """Draw polygons as one patch; nothing without points."""
    polygons = [points for points in polygons if len(points)]
    if not polygons:
        return None
    parts = [mpath.Path(points) for points in polygons]
    path = mpath.Path.make_compound_path(*parts)
    look = {"facecolor": colour, "edgecolor": edge, "linewidth": line, "joinstyle": "round"}
    # As an artist, since the limits of the axes are set and measuring thousands of points for them takes a tenth of a build.
    return ax.add_artist(PathPatch(path, clip_on=False, **look))


def _key_rows(width: float, looks: Sequence[str]) -> list[list[tuple[str, str, float]]]:
    """Words, colour and left edge of each patch of the key, wrapped to the width.

    ``looks``: which of :data:`AS_A_WHOLE` and :data:`AS_A_PART` the map has beside the steps.
    """
    rows, left = [[]], 4.0
    for label, colour in {**step_labels(), **dict.fromkeys(looks, style.step_colour(3))}.items():
        words = f"{label} review" if label == "1" else label
        length = 32 + style.length(words)
        if left + length > width and rows[-1]:
            rows.append([])
            left = 4.0
        rows[-1].append((words, colour, left))
        left += length
    return rows


def _steps(ax: Axes, top: float, rows: list[list[tuple[str, str, float]]]) -> None:
    """Name the shades, the hatch and the dots beside patches of them."""
    for number, row in enumerate(rows):
        y = top + 22 * number + 10
        for words, colour, left in row:
            look = {"facecolor": colour, "edgecolor": style.MUTED, "linewidth": 0.8, "clip_on": False}
            if words == AS_A_PART:
                ax.add_patch(Circle((left + 7, y), DOT, **look | {"edgecolor": style.INK}))
            else:
                ax.add_patch(Rectangle((left, y - 6), 14, 12, **look))
            if words == AS_A_WHOLE:
                over = {"facecolor": "none", "edgecolor": style.PAPER, "linewidth": 0, "hatch": HATCH, "clip_on": False}
                ax.add_patch(Rectangle((left, y - 6), 14, 12, **over))
            ax.text(left + 20, y, words, size=style.SMALL, color=style.INK, va="center")
