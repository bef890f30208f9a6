"""Outlines of brain structures: read from the package ggseg, mended, sorted by view.

Only the package's drawings are used; its functions are never called, since
they do not run with the matplotlib of today. Names of structures, the views
and the corrections stand in ``outlines.json``, so that this module knows none.
"""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib import path as mpath

CODES = {
    "M": mpath.Path.MOVETO, "L": mpath.Path.LINETO, "Q": mpath.Path.CURVE3, "C": mpath.Path.CURVE4, "Z": mpath.Path.CLOSEPOLY,
}  # fmt: skip
Polygons = list[np.ndarray]


@dataclass(frozen=True)
class View:
    """One picture: its title, its extent, its ground and the outlines on it.

    Attributes:
        name: key of the view.
        title: words above it.
        box: left, top, right and bottom, in the units of the drawing.
        ground: polygons beneath the structures that stand for none of them.
        outlines: polygons per outline; both sides of a structure share one name.
        halves: for each outline the side of each polygon, ``left`` or ``right``; None on the midline.
    """

    name: str
    title: str
    box: tuple[float, float, float, float]
    ground: Polygons
    outlines: dict[str, Polygons]
    halves: dict[str, list[str | None]]

    @property
    def area(self) -> float:
        """Area of its box."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@cache
def plan() -> dict:
    """What ``outlines.json`` says: sides, corrections, views, layout, labels, credit."""
    return json.loads(Path(__file__).with_name("outlines.json").read_text("utf-8"))


def labels() -> dict[str, str]:
    """What each outline shows, in words, by its name."""
    return plan()["labels"]


def rows(width: float) -> list[list[str]]:
    """Names of the views in each row of a map of some width in CSS pixels."""
    return plan()["layout"]["desk" if width > 500 else "phone"]


def folder() -> Path:
    """Where the package ggseg keeps its drawings.

    Raises:
        RuntimeError: the package is not installed.
    """
    found = importlib.util.find_spec("ggseg")
    if found is None:
        raise RuntimeError(
            "brain maps need the package ggseg (0.1), which holds the outlines; install the environment anew"
        )
    return Path(found.origin).parent / "data"


@cache
def drawings(atlas: str) -> dict[str, Polygons]:
    """Polygons of each file of an atlas, corrected, by the name of the file."""
    found = {file.name: polygons(file.read_text("utf-8")) for file in sorted((folder() / atlas).iterdir())}
    corrections = plan()["corrections"]
    boxes = {view["view"]: view["box"] for view in plan()["views"]}
    for entry in corrections["moved"]:
        if entry["atlas"] == atlas:
            moved = [polygon for polygon in found[entry["from"]] if inside(polygon, boxes[entry["view"]])]
            found[entry["from"]] = [
                polygon for polygon in found[entry["from"]] if not inside(polygon, boxes[entry["view"]])
            ]
            found[entry["to"]] = found[entry["to"]] + moved
    for entry in corrections["swapped"]:
        if entry["atlas"] == atlas:
            one, other = entry["names"]
            found[one], found[other] = found[other], found[one]
    left_out = {name for entry in corrections["left out"] if entry["atlas"] == atlas for name in entry["names"]}
    return {name: shapes for name, shapes in found.items() if name not in left_out}


@cache
def views() -> dict[str, View]:
    """All views by name."""
    made = {}
    for entry in plan()["views"]:
        atlas, box = entry["atlas"], entry["box"]
        grounds = {name for other in plan()["views"] if other["atlas"] == atlas for name in other["ground"]}
        ground: Polygons = []
        outlines: dict[str, Polygons] = {}
        halves: dict[str, list[str | None]] = {}
        for file, shapes in drawings(atlas).items():
            here = [polygon for polygon in shapes if inside(polygon, box)]
            if file in entry["ground"]:
                ground += here
            elif file not in grounds and here:
                name, half = outline_of(atlas, file)
                outlines.setdefault(name, []).extend(here)
                halves.setdefault(name, []).extend([half] * len(here))
        everything = np.vstack([*ground, *(polygon for shapes in outlines.values() for polygon in shapes)])
        extent = (*everything.min(axis=0), *everything.max(axis=0))
        made[entry["view"]] = View(entry["view"], entry["title"], extent, ground, outlines, halves)
    return made


def outline_of(atlas: str, file: str) -> tuple[str, str | None]:
    """Name of an outline as the vocabulary writes it, ``atlas:name`` without side and blanks, and its side if it has one."""
    half = None
    for side, pattern in zip(("left", "right"), plan()["sides"][atlas]):
        match = re.fullmatch(re.escape(pattern).replace(re.escape("{}"), "(.+)"), file)
        if match:
            file, half = match[1], side
    return f"{atlas}:{file}".replace(" ", "_"), half


def inside(polygon: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a polygon lies in a box of left, top, right, bottom."""
    x, y = (polygon.min(axis=0) + polygon.max(axis=0)) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def polygons(text: str) -> Polygons:
    """Polygons of a drawing written as ``M x,y C x,y x,y x,y ... Z`` with absolute coordinates, y downwards."""
    vertices, codes = [], []
    tokens = re.split("([A-Za-z])", text)[1:]
    for command, values in zip(tokens[::2], tokens[1::2]):
        points = [tuple(map(float, point.split(","))) for point in values.split()] or [(0.0, 0.0)]
        vertices += points
        codes += [CODES[command.upper()]] * len(points)
    return [np.asarray(part) for part in mpath.Path(vertices, codes).to_polygons(closed_only=False) if len(part) > 2]


def simplified(points: np.ndarray, tolerance: float) -> np.ndarray:
    """A line with fewer points, nowhere further from the given one than a tolerance (Douglas and Peucker 1973)."""
    keep = np.zeros(len(points), bool)
    # A closed line starts and ends in one point: its furthest point splits it into two open ones.
    far = int(np.argmax(np.hypot(*(points - points[0]).T)))
    keep[[0, far, -1]] = True
    spans = [(0, far), (far, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        distances = distance_to_chord(points[first + 1 : last], points[first], points[last])
        if distances.max() > tolerance:
            middle = first + 1 + int(distances.argmax())
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return points[keep]


def distance_to_chord(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of points from the straight line between two others."""
    chord, arms = end - start, points - start
    length = np.hypot(*chord)
    if length == 0:
        return np.hypot(*arms.T)
    return np.abs(chord[0] * arms[:, 1] - chord[1] * arms[:, 0]) / length


@dataclass(frozen=True)
class Middle:
    """The roomiest point in a polygon: place, distance from the edge, and the area of the polygon."""

    x: float
    y: float
    room: float
    area: float


@cache
def middles(view: str) -> dict[str, list[Middle]]:
    """The roomiest point in each polygon of each outline of a view."""
    return {name: [roomiest(polygon) for polygon in shapes] for name, shapes in views()[view].outlines.items()}


def roomiest(polygon: np.ndarray, steps: int = 30) -> Middle:
    """A point of a grid inside a polygon, far from its edge and not far from its middle."""
    (left, top), (right, bottom) = polygon.min(axis=0), polygon.max(axis=0)
    middle, area = np.array([(left + right) / 2, (top + bottom) / 2]), float(area_of(polygon))
    grid = np.array([(x, y) for x in np.linspace(left, right, steps) for y in np.linspace(top, bottom, steps)])
    grid = grid[mpath.Path(polygon).contains_points(grid)]
    if not len(grid):
        return Middle(*middle, 0.0, area)
    chords = np.roll(polygon, -1, axis=0) - polygon
    lengths = np.maximum((chords**2).sum(axis=1), 1e-9)
    arms = grid[:, None, :] - polygon[None]
    along = np.clip((arms * chords).sum(axis=2) / lengths, 0, 1)
    gaps = np.hypot(*np.moveaxis(arms - along[..., None] * chords, 2, 0)).min(axis=1)
    # Pulled towards the middle, so that marks of the two sides stand alike.
    best = int((gaps - 0.12 * np.hypot(*(grid - middle).T)).argmax())
    return Middle(float(grid[best, 0]), float(grid[best, 1]), float(gaps[best]), area)


def area_of(polygon: np.ndarray) -> float:
    """Area within a polygon."""
    x, y = polygon.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
