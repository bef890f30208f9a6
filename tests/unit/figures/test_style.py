"""Colours that can be read, drawings that are the same every time."""

from __future__ import annotations

import re

import pytest
from books import ROOT
from umbrella.figures import style
from umbrella.figures.heatmap import strength


@pytest.mark.parametrize(
    "one, other, ratio", [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_after_wcag(one, other, ratio):
    assert style.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("name", ["directions", "signs"])
def test_text_on_a_cell_is_readable(tables, name):
    fills = [style.shade(hue, strength(n)) for hue in tables.vocabulary(name).colours.values() for n in range(1, 6)]
    assert [fill for fill in fills if style.contrast(style.readable_on(fill), fill) < 4.5] == []


@pytest.mark.parametrize("name", ["certainty", "ratings", "answers", "systems"])
def test_text_on_a_bar_is_readable(tables, name):
    colours = set(tables.vocabulary(name).colours.values()) - set(style.THEMED)
    assert [colour for colour in colours if style.contrast(style.readable_on(colour), colour) < 4.5] == []


def test_the_house_has_a_colour_that_means_nothing_else(tables):
    taken = {
        colour
        for name, table in tables.contract.tables.items()
        if "colour" in table.fields
        for colour in tables.vocabulary(name).colours.values()
    }
    accents = re.findall(r"--umb-accent: (#\w{6});", (ROOT / "scripts/umbrella/site/static/umbrella.css").read_text())
    assert len(taken) > 10 and len(accents) == 2
    assert not taken & {style.ACCENT, *accents}
    # It stands out from the page in light and dark, as what is drawn must.
    assert min(style.contrast(style.ACCENT, page) for page in ("#ffffff", "#14181e")) >= 3


def test_more_reviews_are_never_lighter():
    lightness = [style.luminance(style.shade(style.ACCENT, strength(n))) for n in range(1, 6)]
    assert lightness == sorted(lightness, reverse=True)


def drawing() -> str:
    fig = style.figure(300, 100)
    ax = style.axes(fig, 10, 10, 200, 50)
    ax.bar([1, 2], [1, 2], hatch="//")
    ax.text(1, 1, "words & signs <")
    return style.svg(fig, "fig-a")


def test_svg_is_the_same_every_time_and_keeps_text_as_text():
    assert drawing() == drawing()
    assert "words &amp; signs &lt;" in drawing()
    assert not re.search(r"\d{4}-\d\d-\d\dT|<metadata|xlink:href", drawing())


def test_svg_ids_carry_the_name_and_no_other_id_is_left():
    ids = re.findall(r' id="([^"]+)"', drawing())
    assert ids and all(identity.startswith("fig-a-") for identity in ids)
    used = set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", drawing()))
    assert used == set(ids)


def test_svg_follows_the_theme():
    assert "var(--fig-ink)" in drawing() and style.INK not in drawing()


@pytest.mark.parametrize("width, lines", [(60, 3), (400, 1)])
def test_labels_wrap_to_their_width(width, lines):
    assert len(style.wrapped("posterior limb of the internal capsule", width).split("\n")) == lines


def test_a_dollar_sign_in_a_label_is_one():
    fig = style.figure(200, 100)
    fig.text(0.1, 0.5, r"$\frac{a}{b}$ <script>")
    assert r"$\frac{a}{b}$ &lt;script&gt;" in style.svg(fig, "a")
