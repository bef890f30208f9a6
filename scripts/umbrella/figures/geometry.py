"""What every brain map is drawn from: thinned lines and the places of marks.

Both depend on the outlines and on the width alone, so a build computes them once, before it forks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from umbrella.figures import outlines
from umbrella.figures.outlines import Middle, Polygons, View

TITLE, GAP, ROW_GAP = 18, 12, 14
TALLEST = 190
# Points of a line that move it by less than this many CSS pixels are dropped.
TOLERANCE, GROUND_TOLERANCE = 0.3, 0.5
GROUND = ""


@dataclass(frozen=True)
class Place:
    """Where a view stands, in CSS pixels: top left corner, top of its row, and its scale."""

    left: float
    top: float
    row: float
    scale: float

    def point(self, view: View, xy: np.ndarray) -> np.ndarray:
        """Points of the view's drawing as points of the figure."""
        return (xy - np.array(view.box[:2])) * self.scale + np.array([self.left, self.top])


@dataclass(frozen=True)
class Geometry:
    """Lines and mark places of all views of a map, by view and outline.

    Attributes:
        lines: polygons in CSS pixels, with no more points and digits than the eye can tell; ground under ``GROUND``.
            A polygon too small to draw is an empty one, so that each keeps its place among those of its outline.
        middles: the roomiest point of each polygon, in the units of the drawing.
    """

    lines: dict[str, dict[str, Polygons]]
    middles: dict[str, dict[str, list[Middle]]]


def places(rows: list[list[str]], width: float) -> tuple[dict[str, Place], float]:
    """The place of each view, and the height they need in CSS pixels.

    Views of one row share a scale, so that they can be compared.
    """
    placed, top = {}, 0.0
    for names in rows:
        boxes = [outlines.views()[name].box for name in names]
        wide, tall = [box[2] - box[0] for box in boxes], max(box[3] - box[1] for box in boxes)
        gap = GAP if width < 500 else 3 * GAP
        scale = min((width - 8 - gap * (len(names) - 1)) / sum(wide), TALLEST / tall)
        left = (width - sum(wide) * scale - gap * (len(names) - 1)) / 2
        for name, box, span in zip(names, boxes, wide):
            placed[name] = Place(left, top + TITLE + (tall - (box[3] - box[1])) * scale / 2, top, scale)
            left += span * scale + gap
        top += TITLE + tall * scale + ROW_GAP
    return placed, round(top)


@cache
def geometry(width: float) -> Geometry:
    """The geometry of a map of some width in CSS pixels."""
    placed, _ = places(outlines.rows(width), width)
    lines = {name: _lines(outlines.views()[name], place) for name, place in placed.items()}
    return Geometry(lines, {name: outlines.middles(name) for name in placed})


def _lines(view: View, place: Place) -> dict[str, Polygons]:
    drawn = {name: _thinned(view, place, shapes, TOLERANCE) for name, shapes in view.outlines.items()}
    return drawn | {GROUND: _thinned(view, place, view.ground, GROUND_TOLERANCE)}


def _thinned(view: View, place: Place, polygons: Polygons, tolerance: float) -> Polygons:
    thinned = [outlines.simplified(place.point(view, polygon), tolerance) for polygon in polygons]
    # A tenth of a point, the unit of the SVG.
    return [np.round(points * 0.75, 1) / 0.75 if len(points) > 2 else points[:0] for points in thinned]
