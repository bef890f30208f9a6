"""What every brain map is drawn from, computed once: thinned lines and the places of marks.

Both depend on the outlines and on the width alone, so one build computes them once and keeps them in a file named
after the digest of its input. The outlines themselves stay with the package they come from.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

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


def geometry(width: float, folder: Path | None = None) -> Geometry:
    """The geometry of a map of some width, read from a folder where it was kept, else computed and kept there.

    Args:
        width: width of the map in CSS pixels.
        folder: where to keep it; nowhere by default. A file that is damaged is written anew.
    """
    if folder is None:
        return _computed(width)
    file = folder / f"{_digest(width)}.json"
    try:
        checksum, _, text = file.read_text("utf-8").partition("\n")
        if checksum == _sha(text.encode()):
            return _from_json(text)
    except (OSError, UnicodeDecodeError):
        pass
    found = _computed(width)
    with suppress(OSError):  # what cannot be kept is computed again
        _keep(file, _as_json(found))
    return found


def _keep(file: Path, text: str) -> None:
    """Write a file with the checksum of its content, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    try:
        new.write_text(f"{_sha(text.encode())}\n{text}", "utf-8")
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)


@cache
def _computed(width: float) -> Geometry:
    placed, _ = places(outlines.rows(width), width)
    lines = {name: _lines(outlines.views()[name], place) for name, place in placed.items()}
    return Geometry(lines, {name: outlines.middles(name) for name in placed})


def _lines(view: View, place: Place) -> dict[str, Polygons]:
    drawn = {name: _thinned(view, place, shapes, TOLERANCE) for name, shapes in view.outlines.items()}
    return drawn | {GROUND: _thinned(view, place, view.ground, GROUND_TOLERANCE)}


def _thinned(view: View, place: Place, polygons: Polygons, tolerance: float) -> Polygons:
    thinned = [outlines.simplified(place.point(view, polygon), tolerance) for polygon in polygons]
    # A tenth of a point, the unit of the SVG.
    return [np.round(points * 0.75, 1) / 0.75 for points in thinned if len(points) > 2]


@cache
def _digest(width: float) -> str:
    """Digest of what the geometry is computed from: the drawings, the plan, this code, numpy, the width."""
    code = [Path(__file__), *(Path(outlines.__file__).with_name(name) for name in ("outlines.py", "outlines.json"))]
    atlases = sorted({view["atlas"] for view in outlines.plan()["views"]})
    drawings = [file for atlas in atlases for file in sorted((outlines.folder() / atlas).iterdir())]
    total = hashlib.sha256(f"{width} {np.__version__} {sys.version}".encode())
    for file in (*code, *drawings):
        total.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:32]


def _sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _as_json(found: Geometry) -> str:
    lines = {v: {n: [p.tolist() for p in shapes] for n, shapes in by.items()} for v, by in found.lines.items()}
    middles = {v: {n: [astuple(m) for m in spots] for n, spots in by.items()} for v, by in found.middles.items()}
    return json.dumps({"lines": lines, "middles": middles})


def _from_json(text: str) -> Geometry:
    def mapped(by_view: Mapping, make: Callable) -> dict:
        return {v: {n: [make(item) for item in items] for n, items in by.items()} for v, by in by_view.items()}

    read = json.loads(text)
    return Geometry(mapped(read["lines"], np.array), mapped(read["middles"], lambda item: Middle(*item)))
