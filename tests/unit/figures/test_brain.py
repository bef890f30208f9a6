"""Brain maps: the right outlines, mended; the right colour in the right place; left and right alike; light enough."""

from __future__ import annotations

import gzip
import re

import numpy as np
import pytest
from books import ROOT
from drawings import cut, texts
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import path as mpath
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from umbrella.figures import DESK, PHONE, geometry, outlines, style
from umbrella.figures.brain import (
    AS_A_PART,
    AS_A_WHOLE,
    NOTHING,
    Reported,
    Told,
    brain_map,
    outline_names,
    places,
    spots,
    step_labels,
)

WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])
SYMBOLS = {"decreased": "▼", "increased": "▲", "mixed": "◆", "altered": "●"}
WORDS = {"decreased": "decreased", "increased": "increased", "mixed": "both ways, or measures differ", "altered": "direction not stated"}  # fmt: skip
PAIRS = [("dk-lateral-left", "dk-lateral-right"), ("dk-medial-left", "dk-medial-right")]
# Regions that are networks, wider than a lobe, or without an outline in the package.
NOT_DRAWABLE = {
    "CA1", "Papez circuit", "brain", "central sulcus", "cerebellar Crus I/II", "cerebral cortex", "cerebral hemisphere",
    "circular sulcus of the insula", "corticopontine tract", "corticorubral tract", "corticostriatal tract",
    "default mode network", "dentate gyrus", "extra-motor cortex", "extra-motor networks", "extra-motor regions",
    "extra-motor white matter", "frontal white matter", "frontoinsular cortex", "frontoparietal network",
    "frontostriatal network", "frontotemporal cortex", "frontotemporal white matter", "hippocampal tracts",
    "internal capsule", "limbic system", "middle cerebellar peduncle", "motor network", "motor system", "perforant path",
    "posterior brain regions", "posterior limb of the internal capsule", "red nucleus", "substantia nigra",
    "cervical spinal cord", "spinal cord", "temporal white matter", "white matter",
}  # fmt: skip


def everything(width: float, n_reviews: int = 9):
    """A map on which every outline is reported, with every direction."""
    names = sorted(outline_names())
    told = [Told(n_reviews, n_reviews, list(SYMBOLS)[number % len(SYMBOLS)]) for number in range(len(names))]
    ways = (lambda one: Reported(one), lambda one: Reported(whole=one), lambda one: Reported(one, parts=(one,)))
    reported = {name: ways[number % 2 + (number % 12 == 1)](one) for number, (name, one) in enumerate(zip(names, told))}
    return brain_map(reported, SYMBOLS, WORDS, width)


def itself(counts: dict[str, int], direction: str | None = None) -> dict[str, Reported]:
    """Structures named themselves, on both sides."""
    return {name: Reported(Told(n, n, direction)) for name, n in counts.items()}


def pixel(fig, view: str, x: float, y: float, width: float) -> tuple[float, ...]:
    """Colour of a rendered map at a point given in the units of the package's drawing."""
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    place = places(outlines.plan()["layout"]["desk" if width > 500 else "phone"], width)[0][view]
    left, top = place.point(outlines.views()[view], np.array([x, y])) * style.PX * fig.dpi
    return tuple(np.asarray(canvas.buffer_rgba())[round(top), round(left), :3] / 255)


# The outlines


def test_every_region_of_the_vocabulary_has_outlines_or_is_listed(tables):
    regions = tables.regions.set_index("region")["atlas"]
    assert {name for names in regions.dropna() for name in names.split()} <= outline_names()
    assert set(regions[regions.isna()].index) == NOT_DRAWABLE


def test_each_outline_has_words():
    assert set(outlines.labels()) == outline_names()


def sided(atlas: str) -> dict[str, dict[int, dict[str, int]]]:
    """Number of polygons by outline, side and view."""
    found: dict = {}
    for file, shapes in outlines.drawings(atlas).items():
        name = outlines.outline_of(atlas, file)[0]
        for side, pattern in enumerate(outlines.plan()["sides"][atlas]):
            start, end = pattern.split("{}")
            if name in outline_names() and file.startswith(start) and file.endswith(end):
                for entry in outlines.plan()["views"]:
                    if entry["atlas"] == atlas:
                        view = entry["view"].removesuffix("-left").removesuffix("-right")
                        count = sum(outlines.inside(shape, entry["box"]) for shape in shapes)
                        views = found.setdefault(name, {0: {}, 1: {}})[side]
                        views[view] = views.get(view, 0) + count
    return found


@pytest.mark.parametrize("atlas", ["dk", "aseg", "jhu"])
def test_left_and_right_have_the_same_pieces_in_each_view(atlas):
    uneven = {name for name, sides in sided(atlas).items() if sides[0] != sides[1]}
    assert uneven == {name for name in outlines.plan()["uneven sides"] if name.startswith(f"{atlas}:")}


def test_the_misplaced_piece_belongs_to_the_superior_frontal_gyrus():
    medial = outlines.views()["dk-medial-left"]
    assert "dk:superiorparietal" not in medial.outlines
    (piece,) = medial.outlines["dk:superiorfrontal"]
    (mirrored,) = outlines.views()["dk-medial-right"].outlines["dk:superiorfrontal"]
    assert outlines.area_of(piece) == pytest.approx(outlines.area_of(mirrored), rel=0.2)


def test_each_caudate_lies_on_the_side_of_its_thalamus():
    drawings = outlines.drawings("aseg")
    for side in ("Left", "Right"):
        (caudate,), (thalamus,) = drawings[f"{side}-Caudate"], drawings[f"{side}-Thalamus"]
        assert abs(caudate[:, 0].mean() - thalamus[:, 0].mean()) < 200


def test_the_package_is_asked_for_when_it_is_missing(monkeypatch):
    monkeypatch.setattr(outlines.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match="ggseg"):
        outlines.folder()


def test_a_drawing_is_read_as_its_curves():
    (square,) = outlines.polygons("M 0,0 C 0,0 10,0 10,0 10,0 10,10 10,10 L 0,10 Z")
    assert outlines.area_of(square) == pytest.approx(100)
    middle = outlines.roomiest(square, steps=31)
    assert (middle.x, middle.y, middle.room) == pytest.approx((5, 5, 5), abs=0.5)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=3, max_size=60), st.floats(0.1, 20))
def test_a_simplified_line_stays_within_the_tolerance(points, tolerance):
    line = np.array(points)
    fewer = outlines.simplified(line, tolerance)
    kept = [int(np.flatnonzero((line == point).all(axis=1))[0]) for point in fewer]
    assert len(fewer) <= len(line) and (fewer[0] == line[0]).all() and (fewer[-1] == line[-1]).all()
    for point in line:
        gaps = [outlines.distance_to_chord(point[None], start, end)[0] for start, end in zip(fewer, fewer[1:])] + [
            np.hypot(*(point - corner)) for corner in fewer
        ]
        assert min(gaps) <= tolerance + 1e-6
    assert kept


# The map


# Points read off the package's drawings, at least two for each side.
PROBES = {
    "dk:superiorfrontal": [("dk-medial-left", 1450, 790), ("dk-medial-right", 920, 150)],
    "dk:precentral": [("dk-lateral-left", 325, 770), ("dk-lateral-right", 445, 140)],
    "aseg:Thalamus": [("aseg-coronal", 570, 690), ("aseg-coronal", 750, 690)],
    "jhu:Corticospinal_tract": [("jhu-coronal", 1748, 700), ("jhu-coronal", 2217, 700)],
}


@WIDTHS
@pytest.mark.parametrize("name", PROBES)
@pytest.mark.parametrize("n_reviews", [1, 3, 8])
def test_the_colour_stands_where_the_structure_is_on_both_sides(width, name, n_reviews):
    fig = brain_map(itself({name: n_reviews}), SYMBOLS, WORDS, width)
    for probe in PROBES[name]:
        assert pixel(fig, *probe, width) == pytest.approx(to_rgb(style.step_colour(n_reviews)), abs=0.01), probe


@WIDTHS
@pytest.mark.parametrize("name", PROBES)
def test_a_structure_without_a_review_is_grey(width, name):
    others = {other: 4 for other in PROBES if other != name}
    fig = brain_map(itself({**others, name: 0}), SYMBOLS, WORDS, width)
    for probe in PROBES[name]:
        assert pixel(fig, *probe, width) == pytest.approx(to_rgb(style.EMPTY), abs=0.01), probe


def shapes(fig, kind: str) -> list:
    """Patches of one kind on the map, those of the key left out."""
    return [patch for patch in fig.axes[0].patches if type(patch).__name__ == kind]


def test_a_structure_named_with_a_whole_is_hatched_and_one_named_itself_is_not():
    one = Told(2, 2)
    fig = brain_map({"dk:precentral": Reported(one, whole=one), "dk:insula": Reported(whole=one)}, SYMBOLS, WORDS, DESK)
    hatched = [patch for patch in shapes(fig, "PathPatch") if patch.get_hatch()]
    middles = outlines.middles("dk-lateral-left")
    place = places(outlines.plan()["layout"]["desk"], DESK)[0]["dk-lateral-left"]
    for name, wanted in (("dk:insula", True), ("dk:precentral", False)):
        at = place.point(outlines.views()["dk-lateral-left"], np.array([middles[name][0].x, middles[name][0].y]))
        assert any(patch.get_path().contains_point(at) for patch in hatched) == wanted, name
    words = " ".join(texts(fig))
    assert AS_A_WHOLE in words and AS_A_PART not in words


@pytest.mark.parametrize("name", PROBES)
def test_a_report_on_one_side_is_shaded_there_and_nowhere_else(name):
    for left, right in ((3, 0), (0, 3)):
        fig = brain_map({name: Reported(Told(left, right))}, SYMBOLS, WORDS, DESK)
        seen = [pixel(fig, *probe, DESK) for probe in PROBES[name]]
        # The first probe of each lies in the file that the package calls left, except in views from the front.
        halves = [half_at(name, probe) for probe in PROBES[name]]
        assert sorted(halves) == ["left", "right"]
        for half, colour in zip(halves, seen):
            n = {"left": left, "right": right}[half]
            assert colour == pytest.approx(to_rgb(style.step_colour(n)), abs=0.01), (half, n)


def half_at(name: str, probe: tuple[str, float, float]) -> str | None:
    """The side of the polygon that holds a point, by the name of its file."""
    atlas, _ = name.split(":")
    for file, polygons in outlines.drawings(atlas).items():
        own, half = outlines.outline_of(atlas, file)
        if own == name and any(mpath.Path(polygon).contains_point(probe[1:]) for polygon in polygons):
            return half
    return None


def test_a_part_too_small_to_draw_is_a_dot_and_leaves_its_whole_grey():
    told = Told(1, 1, "increased", "explorer.html?outline=part", "a small nucleus: 1 review")
    fig = brain_map({"aseg:Brain-Stem": Reported(parts=(told, told))}, SYMBOLS, WORDS, DESK)
    dots = [circle for circle in shapes(fig, "Circle") if circle.get_url()]
    assert len(dots) == 2 and {dot.get_label() for dot in dots} == {"a small nucleus: 1 review"}
    assert not [text for text in fig.axes[0].texts if text.get_text() == "▲"]
    middle = outlines.middles("aseg-sagittal")["aseg:Brain-Stem"][0]
    aside = pixel(fig, "aseg-sagittal", middle.x, middle.y + 60, DESK)
    assert aside == pytest.approx(to_rgb(style.EMPTY), abs=0.01)


@pytest.mark.parametrize("dark, page, empty", [(False, "#ffffff", "#eceff2"), (True, "#14181e", "#1e242b")])
def test_more_reviews_stand_out_more_on_a_light_page_and_on_a_dark_one(dark, page, empty):
    steps = [style.mixed(style.ACCENT, share, dark) for share in style.STRENGTHS.values()]
    against = [style.contrast(page, colour) for colour in (empty, *steps)]
    assert against == sorted(against)
    # Neighbours can be told apart in grey, too.
    assert min(style.contrast(one, other) for one, other in zip([empty, *steps], steps)) > 1.2


def test_the_style_sheet_has_the_colours_that_the_drawings_name(sheet):
    for dark, rule in ((False, r"^:root \{(.*?)\}"), (True, r'^html\[data-theme="dark"\] \{(.*?)\}')):
        values = dict(re.findall(r"(--[\w-]+): (#\w+);", re.search(rule, sheet, re.S | re.M)[1]))
        assert values["--umb-accent"] == style.mixed(style.ACCENT, 1, dark)
        for least, share in style.STRENGTHS.items():
            assert share == 1 or values[f"--fig-step-{least}"] == style.mixed(style.ACCENT, share, dark)
        assert not dark or all(values[style.THEMED[colour]] == value for colour, value in style.DARK.items())


@pytest.fixture
def sheet() -> str:
    return (ROOT / "scripts/umbrella/site/static/umbrella.css").read_text("utf-8")


def test_steps_of_the_key_cover_every_count():
    steps = [style.step_colour(n) for n in style.STRENGTHS]
    assert [style.step_colour(n) for n in (0, 1, 2, 3, 4, 5, 7, 8, 18)] == [
        style.EMPTY, *(steps[step] for step in (0, 1, 2, 2, 3, 3, 4, 4)),
    ]  # fmt: skip
    assert list(step_labels()) == [NOTHING, "1", "2", "3 to 4", "5 to 7", "8 or more"]


@WIDTHS
def test_nothing_is_cut_and_the_key_names_what_is_drawn(width):
    fig = everything(width)
    words = " ".join(texts(fig))
    assert all(part in words for part in (*WORDS.values(), NOTHING, AS_A_WHOLE, AS_A_PART, "8 or more", "outer side", "from the front"))
    assert cut(fig) == []


@WIDTHS
def test_a_direction_is_marked_on_both_sides_alike(width):
    placed = places(outlines.plan()["layout"]["desk"], width)[0]
    middles = {view: outlines.middles(view) for view in placed}
    for name in outline_names():
        where = spots(name, placed, middles)
        assert len(where) == len({(spot.x, spot.y) for spot in where})
    for name in ("dk:precentral", "dk:superiorfrontal", "dk:insula", "aseg:Caudate", "aseg:Putamen"):
        assert len(spots(name, placed, middles)) == 2, name
    assert len(spots("jhu:Corticospinal_tract", placed, middles)) == 2
    for view, other in PAIRS:
        assert placed[view].scale == placed[other].scale


def test_marks_stand_inside_their_outline():
    for view in outlines.views().values():
        for name, middles in outlines.middles(view.name).items():
            for polygon, middle in zip(view.outlines[name], middles):
                if middle.room:
                    assert mpath.Path(polygon).contains_point((middle.x, middle.y)), name


@WIDTHS
def test_marks_read_on_their_shade_on_light_pages_and_dark_ones(width):
    for n_reviews, share in style.STRENGTHS.items():
        fig = brain_map(itself({"dk:precentral": n_reviews}, "decreased"), SYMBOLS, WORDS, width)
        marks = [text for text in fig.axes[0].texts if text.get_text() == "▼"]
        assert len(marks) == 2
        for mark in marks:
            light, dark = mark.get_color(), style.DARK.get(mark.get_color(), mark.get_color())
            assert style.contrast(light, style.mixed(style.ACCENT, share)) >= 4.5
            assert style.contrast(dark, style.mixed(style.ACCENT, share, dark=True)) >= 4.5


def test_an_outline_without_a_review_carries_no_mark():
    fig = brain_map(itself({"dk:precentral": 0}, "decreased"), SYMBOLS, WORDS, DESK)
    assert not [text for text in fig.axes[0].texts if text.get_text() == "▼"]


def test_an_unknown_outline_is_refused():
    with pytest.raises(ValueError, match="dk:nowhere"):
        brain_map(itself({"dk:nowhere": 1}), SYMBOLS, WORDS, DESK)


def test_both_devices_together_weigh_little():
    drawn = "".join(style.svg(everything(width), f"fig-brain-{width}") for width in (DESK, PHONE))
    assert len(gzip.compress(drawn.encode())) < 60 * 1024


def test_the_same_counts_give_the_same_bytes():
    assert style.svg(everything(PHONE), "fig-a") == style.svg(everything(PHONE), "fig-a")


def test_geometry_is_computed_once_for_each_width():
    assert geometry.geometry(DESK) is geometry.geometry(DESK)
    assert geometry.geometry(DESK).lines.keys() == geometry.geometry(PHONE).lines.keys()
