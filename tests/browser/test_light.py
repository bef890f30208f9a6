"""Pages are light, formulas need no script, and terms explain themselves."""

from __future__ import annotations

import gzip
import io

import pytest
from books import ROOT
from browsing import watched
from fontTools.ttLib import TTFont
from umbrella.site.formulas import mathml
from umbrella.site.terms import Entry, first_uses, held, pattern_of
from umbrella.toc import toc_documents

DOCUMENTS = toc_documents(ROOT / "_toc.yml")
CHAPTER, EXPLORER = 250 * 1024, 400 * 1024


def test_no_page_is_heavier_than_it_may_be(browser, address):
    heavy = {}
    for name in DOCUMENTS:
        page, bodies = watched(browser, address), {}
        page.on("response", lambda response, bodies=bodies: bodies.setdefault(response.url, response))
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
        size = sum(len(gzip.compress(response.body(), 6)) for response in list(bodies.values()))
        if size > (EXPLORER if name.endswith("/explorer") else CHAPTER):
            heavy[name] = size
        page.context.close()
    assert heavy == {}


def test_nothing_moves_while_a_page_loads(browser, address):
    page = watched(browser, address, viewport={"width": 1280, "height": 900})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for name in ("index", "chapters/diffusion", "chapters/explorer"):
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
        assert page.evaluate("window.shift") < 0.1, name


def test_icons_are_drawn_by_the_cut_font(site, browser, address):
    solid = site / "_static" / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.woff2"
    assert solid.stat().st_size < 16_000
    known = TTFont(io.BytesIO(solid.read_bytes())).getBestCmap()
    page = watched(browser, address)
    page.goto(f"{address}/chapters/diffusion.html")
    shown = page.eval_on_selector_all(
        "[class*=fa-]", "all => all.map(icon => getComputedStyle(icon, '::before').content).filter(c => c.length === 3)"
    )
    assert shown and [content for content in shown if ord(content[1]) not in known] == []


def test_only_the_search_page_loads_the_search_index(site):
    with_index = {path.name for path in site.rglob("*.html") if "searchindex.js" in path.read_text("utf-8")}
    assert with_index == {"search.html"}


def test_formulas_are_mathml():
    assert mathml("x^2", "inline").startswith("<math") and 'display="block"' in mathml(r"\frac{1}{2}", "block")


class TestTerms:
    """What the glossary explains on a page."""

    ENTRIES = (
        Entry("fractional anisotropy", "FA", "One."),
        Entry("meta-analysis", None, "Two."),
        Entry("FA map", None, "Three."),
    )

    def uses(self, *texts):
        told, (pattern, groups) = set(), pattern_of(self.ENTRIES)
        return [
            (piece, entry.name) for text in texts for piece, entry in first_uses(text, pattern, groups, told) if entry
        ]

    def test_first_use_only_in_either_form(self):
        assert self.uses("FA fell.", "Fractional anisotropy and FA") == [("FA", "fractional anisotropy")]

    def test_whole_words_longest_first_also_in_the_plural(self):
        assert self.uses("An FA map, FAs, DTI-FA; two meta-analysiss.") == [
            ("FA map", "FA map"),
            ("meta-analysiss", "meta-analysis"),
        ]
        assert self.uses("fa") == []

    def test_a_category_is_explained_where_it_is_meant(self):
        self.ENTRIES = (Entry("Repeated", None, "Two reviews.", True),)
        assert self.uses("The search is to be repeated every year, and can be repeated.") == []
        assert self.uses("lower, repeated, two reviews") == self.uses("repeated") == [("repeated", "Repeated")]

    def test_no_line_breaks_between_a_term_and_the_sign_that_touches_it(self):
        pattern, groups = pattern_of(self.ENTRIES)
        text = "Lower (FA), in a meta-analysis of it"
        pieces = held(first_uses(text, pattern, groups, set()))
        assert [piece[:3] for piece in pieces if piece[3]] == [("(", "FA", "),"), ("", "meta-analysis", "")]
        assert "".join("".join(piece[:3]) for piece in pieces) == text

    def test_nothing_of_the_text_is_lost(self):
        pattern, groups = pattern_of(self.ENTRIES)
        text = "Lower FA in a meta-analysis of FA."
        assert "".join(piece for piece, _ in first_uses(text, pattern, groups, set())) == text


@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
def test_a_term_opens_its_meaning(browser, address, way):
    page = watched(browser, address, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"{address}/chapters/diffusion.html")
    term = page.locator("button.umb-term").first
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    assert not meaning.is_visible() and term.get_attribute("title")
    if way == "keyboard":
        term.focus()
        page.keyboard.press("Enter")
    else:
        term.tap() if way == "touch" else term.click()
    assert meaning.is_visible()
    box = meaning.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    assert not meaning.is_visible()


def test_a_page_explains_a_term_once_and_the_link_leads_to_it(site):
    from lxml import html

    for name in DOCUMENTS:
        root = html.parse(site / f"{name}.html").getroot()
        names = [node.text_content() for node in root.xpath("//span[@class='umb-meaning']/strong")]
        assert len(names) == len(set(names)), name
        assert not root.xpath("//a//button[@class='umb-term'] | //h1//button | //table//button[@class='umb-term']"), (
            name
        )
