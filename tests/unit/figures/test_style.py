"""Colours that can be read, drawings that are the same every time."""

from __future__ import annotations

import re

import pytest
from books import ROOT
from matplotlib.patches import Rectangle
from umbrella.figures import style


@pytest.mark.parametrize(
    "one, other, ratio", [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_after_wcag(one, other, ratio):
    assert style.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("name", ["directions", "signs", "gaps"])
def test_text_on_a_cell_is_readable_on_light_pages_and_dark_ones(tables, name):
    poor = []
    for hue in {*tables.vocabulary(name).colours.values(), style.ACCENT}:
        for share in style.STRENGTHS.values():
            text = style.text_on(hue, share)
            ratios = style.contrast(text, style.mixed(hue, share)), style.contrast(
                style.DARK.get(text, text), style.mixed(hue, share, dark=True)
            )
            poor += [(hue, share, ratios)] if min(ratios) < 4.5 else []
    assert poor == []


@pytest.mark.parametrize("dark, page", [(False, "#ffffff"), (True, "#14181e")])
def test_more_reviews_are_stronger_against_the_page_whatever_the_hue(tables, dark, page):
    for hue in tables.vocabulary("directions").colours.values():
        steps = [style.contrast(page, style.mixed(hue, share, dark)) for share in style.STRENGTHS.values()]
        assert steps == sorted(steps)


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
    assert style.contrast(style.ACCENT, "#ffffff") >= 3 and style.contrast(style.DARK[style.ACCENT], "#14181e") >= 3


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


def test_a_link_says_what_it_is_also_where_several_lead_to_one_place():
    fig = style.figure(300, 100)
    ax = style.axes(fig, 0, 0, 300, 100)
    for place, label in enumerate(("a tract: <1>", "a lobe", "")):
        ax.add_patch(Rectangle((place / 3, 0), 0.3, 1, url="page.html#x", label=label))
    titles = re.findall(r'<a tabindex="-1" href="page.html#x">(?:<title>(.*?)</title>)?', style.svg(fig, "fig-a"))
    assert titles == ["a tract: &lt;1&gt;", "a lobe", ""]


def test_no_text_is_set_smaller_than_twelve_pixels():
    assert min(style.TEXT, style.SMALL) / 0.75 >= 12
    assert style.length("mm") == 2 * style.length("m") and style.length("") == 0
    assert style.length("漢") > 0  # no letter of the font that measures


def test_svg_follows_the_theme():
    assert "var(--fig-ink)" in drawing() and style.INK not in drawing()


@pytest.mark.parametrize("width, lines", [(60, 3), (400, 1)])
def test_labels_wrap_to_their_width(width, lines):
    assert len(style.wrapped("posterior limb of the internal capsule", width).split("\n")) == lines


def test_a_dollar_sign_in_a_label_is_one():
    fig = style.figure(200, 100)
    fig.text(0.1, 0.5, r"$\frac{a}{b}$ <script>")
    assert r"$\frac{a}{b}$ &lt;script&gt;" in style.svg(fig, "a")
