"""The evidence explorer in a real browser: filters, addresses, downloads, keyboard, no script, from disk."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from browsing import watched
from umbrella.synthesis import ancestors, evidence

SEEN = "#tab-explorer tbody tr:not([hidden])"
PAGE = "chapters/explorer.html"


@pytest.fixture
def page(browser, address):
    page = watched(browser, address, viewport={"width": 1280, "height": 900})
    page.base = f"{address}/{PAGE}"
    page.goto(page.base)
    page.click(".umb-more summary")
    yield page
    assert page.faults == []
    page.context.close()


def all_seen(page) -> list[str]:
    """Ids of the rows that fit, after asking for all of them."""
    if page.locator("#explorer-rest").is_visible():
        page.click("#explorer-rest")
    return page.eval_on_selector_all(SEEN, "rows => rows.map(row => row.id)")


def test_every_row_is_there_with_links_to_review_source_and_chapter(page, tables):
    ids = [*tables.findings["finding_id"], *tables.correlations["correlation_id"], *tables.estimates["estimate_id"]]
    assert all_seen(page) == ids
    for row in page.eval_on_selector_all(
        SEEN, "rows => rows.map(r => [r.id, ...[...r.querySelectorAll('a')].map(a => a.pathname)])"
    ):
        assert len(row) == 5 and row[2].startswith("/chapters/reviews/") and row[4] == "/chapters/data.html", row


def test_few_rows_are_laid_out_until_all_are_asked_for(page, tables):
    assert page.locator(SEEN).count() == 100
    page.select_option("[name=kind]", "finding")
    assert page.locator("#explorer-rest").inner_text() == f"Show all {len(tables.findings)} rows"
    page.click("#explorer-rest")
    assert page.locator(SEEN).count() == len(tables.findings)
    assert not page.locator("#explorer-rest").is_visible()


@pytest.mark.parametrize(
    "facet, column",
    [
        ("modality", "modality"),
        ("metric", "metric"),
        ("direction", "direction"),
        ("review", "review_id"),
        ("population", "population"),
    ],
)
def test_a_facet_shows_the_rows_it_says_and_counts_them(page, tables, facet, column):
    page.select_option("[name=kind]", "finding")
    for value, rows in tables.findings.groupby(column):
        page.select_option(f"[name={facet}]", value)
        assert sorted(all_seen(page)) == sorted(rows["finding_id"])
        assert page.locator(f"[name={facet}] option:checked").inner_text().strip().endswith(f"({len(rows)})")
    assert page.locator("#explorer-count").inner_text().startswith(f"{len(rows)} of ")


def test_a_region_stands_for_its_parts_unless_told_otherwise(page, tables):
    chains, rows = ancestors(tables.regions), tables.findings
    for region in ("temporal lobe", "motor cortex", "white matter"):
        parts = {part for part, chain in chains.items() if region in chain} | {region}
        for exact, wanted in ((False, parts), (True, {region})):
            page.goto(f"{page.base}?kind=finding&region={region.replace(' ', '+')}" + ("&exact=1" if exact else ""))
            assert sorted(all_seen(page)) == sorted(rows.loc[rows["region"].isin(wanted), "finding_id"])


def test_words_search_all_cells_and_short_forms(page, tables):
    page.fill("#explorer-q", "FA callosum")
    ids = all_seen(page)
    rows = tables.findings[tables.findings["finding_id"].isin(ids)]
    assert len(ids) and {"fractional anisotropy", "corpus callosum"} <= set(rows["metric"]) | set(rows["region"])
    page.fill("#explorer-q", "no row says this")
    assert all_seen(page) == [] and page.locator("#explorer-count").inner_text().startswith("0 of")
    page.click("button[type=reset]")
    page.wait_for_function("document.getElementById('explorer-count').value.match(/^(\\d+) of \\1 /)")


def test_the_address_holds_the_state_and_gives_it_back(page):
    page.select_option("[name=modality]", "diffusion")
    page.fill("#explorer-q", "tract")
    page.click("#tab-explorer thead button >> nth=1")
    state, ids = page.url, all_seen(page)
    assert "modality=diffusion" in state and "q=tract" in state and "sort=region" in state
    page.goto("about:blank")
    page.goto(state)
    assert all_seen(page) == ids and page.input_value("[name=modality]") == "diffusion"
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Region")


def test_sorting_goes_both_ways_and_puts_what_is_missing_last(page):
    names = "rows => rows.map(row => row.cells[1].querySelector('.umb-empty') ? '' : row.cells[1].innerText)"
    for press, reverse in ((1, False), (2, True)):
        page.click("#tab-explorer thead button >> nth=1")
        all_seen(page)
        regions = page.eval_on_selector_all(SEEN, names)
        known = [region for region in regions if region]
        assert known == sorted(known, key=str.lower, reverse=reverse), press
        assert len(known) < len(regions) and regions[-1] == ""


def test_a_row_named_in_the_address_is_shown_whatever_the_filters(page):
    page.goto(f"{page.base}?modality=perfusion#F0002")
    assert page.locator("#F0002").is_visible() and page.input_value("[name=modality]") == ""
    page.goto(f"{page.base}#E0001")
    assert page.locator("#E0001").is_visible()
    page.click(".umb-more summary")
    page.select_option("[name=modality]", "perfusion")
    page.evaluate("location.hash = '#F0003'")
    page.wait_for_function("!document.getElementById('F0003').hidden")
    assert page.input_value("[name=modality]") == "" and page.locator("#F0003").is_visible()


def test_the_rows_shown_can_be_downloaded(page, tables):
    page.select_option("[name=kind]", "finding")
    page.select_option("[name=modality]", "diffusion")
    with page.expect_download() as download:
        page.click("#explorer-download")
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8"))))
    own = tables.findings[tables.findings["modality"] == "diffusion"].set_index("finding_id")
    assert [row["row"] for row in rows] == list(own.index)
    for row in rows:
        assert (row["region"], row["metric"], row["result"], row["review_id"]) == tuple(
            own.loc[row["row"], ["region", "metric", "direction", "review_id"]]
        )


def test_it_works_by_keyboard_alone(page):
    page.focus("#explorer-q")
    page.keyboard.type("hippocampus")
    found = page.locator("#explorer-count").inner_text()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "modality"
    page.keyboard.type("Diff")
    assert page.input_value("[name=modality]") == "diffusion"
    assert page.locator("#explorer-count").inner_text() != found
    for _ in range(40):
        if page.evaluate("document.activeElement.closest('th') !== null"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").count() == 1


def test_without_scripts_all_rows_are_there_and_no_dead_form(browser, address, tables):
    page = watched(browser, address, java_script_enabled=False)
    page.goto(f"{address}/{PAGE}?modality=perfusion")
    assert page.locator(SEEN).count() == sum(map(len, (tables.findings, tables.correlations, tables.estimates)))
    assert not page.locator("#explorer-form").is_visible() and not page.locator("#explorer-rest").is_visible()


def test_it_works_from_disk_without_a_network(browser, site):
    context = browser.new_context(offline=True)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    page.goto(f"{(site / PAGE).as_uri()}?metric=fractional+anisotropy")
    assert 0 < page.locator(SEEN).count() < 100
    page.click(".umb-more summary")
    page.select_option("[name=modality]", "diffusion")
    assert "modality=diffusion" in page.url
    with page.expect_download() as download:
        page.click("#explorer-download")
    assert "fractional anisotropy" in download.value.path().read_text("utf-8")
    assert errors == []


# What a reader types, what a row must say of it, and the page that a search must name first.
ASKED = [
    ("gray matter", "grey matter", "structural"), ("N-acetylaspartate", "NAA", "spectroscopy"),
    ("DTI", "fractional anisotropy", "diffusion"), ("CST", "corticospinal tract", "diffusion"),
    ("thalamic", "thalamus", "structural"), ("black ribbon", "motor band sign", "susceptibility"),
    ("motor band", "motor band sign", "susceptibility"), ("DMN", "default mode network", "functional"),
    ("M1", "primary motor cortex", None), ("hippocampal", "hippocampus", "structural"),
    ("C9", "C9orf72", None), ("FA", "fractional anisotropy", "diffusion"), ("cbf", "cerebral blood flow", "perfusion"),
    ("cortical thickness", "cortical thickness", "structural"), ("QSM", "susceptibility", "susceptibility"),
    ("corpus callosum", "corpus callosum", "diffusion"), ("iron", "iron", "susceptibility"),
    ("functional connectivity", "functional connectivity", "functional"), ("perfusion", "Perfusion MRI", "perfusion"),
    ("Zejlon", "Zejlon 2022", "zejlon2022"), ("survival", "survival", "clinical-links"),
    ("how to cite", None, "how-to-cite"), ("glossary", None, "glossary"), ("évidence gaps", None, "evidence-gaps"),
]  # fmt: skip


@pytest.fixture
def asking(browser, address):
    page = watched(browser, address)
    yield page
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("words, said, chapter", ASKED)
def test_the_words_of_a_reader_find_the_rows_and_first_the_chapter(asking, address, words, said, chapter):
    if said:
        asking.goto(f"{address}/{PAGE}?{urlencode({'q': words})}")
        rows = asking.eval_on_selector_all(SEEN, "all => all.map(row => row.textContent)")
        assert rows and any(said in row for row in rows)
    if chapter:
        asking.goto(f"{address}/search.html?{urlencode({'q': words})}")
        first = asking.locator("#search-results li a").first
        assert first.get_attribute("href").split("#")[0].rpartition("/")[2].removesuffix(".html") == chapter


def test_a_short_form_is_no_part_of_a_word(page, tables):
    page.fill("#explorer-q", "FA")
    assert "F0141" in all_seen(page)
    rows = page.eval_on_selector_all(SEEN, "all => all.map(row => row.textContent + ' ' + row.dataset.also)")
    assert [row for row in rows if not re.search(r"\bFA\b|[Ff]ractional anisotropy", row)] == []


def test_what_the_address_asks_for_is_shown_and_can_be_taken_off(page, tables):
    page.goto(f"{page.base}?modality=diffusion&region=corpus+callosum&q=lower")
    assert page.eval_on_selector_all("#explorer-chips button", "all => all.map(each => each.textContent)") == [
        "Words: lower", "Modality: Diffusion MRI", "Region: corpus callosum"
    ]  # fmt: skip
    page.click("#explorer-chips button >> nth=0")
    page.click("#explorer-chips button >> nth=1")
    assert page.url.endswith("?modality=diffusion")
    assert set(all_seen(page)) >= set(tables.findings.loc[tables.findings["modality"] == "diffusion", "finding_id"])


@pytest.mark.parametrize("query, told", [("review=nobody2020", "nobody2020 (not in this book)"), ("sort=region&king=link", "king: link")])
def test_what_the_book_does_not_have_has_no_rows(page, query, told):
    page.goto(f"{page.base}?{query}")
    assert all_seen(page) == [] and told in page.locator("#explorer-chips").inner_text()


def test_every_review_is_in_the_list_and_one_without_rows_shows_none(page, tables):
    values = page.eval_on_selector_all("[name=review] option", "all => all.map(each => each.value).filter(Boolean)")
    assert values == list(tables.reviews["review_id"])
    bare = set(values) - set(tables.findings["review_id"]) - set(tables.correlations["review_id"]) - set(tables.estimates["review_id"])
    for review in sorted(bare):
        page.goto(f"{page.base}?review={review}")
        assert all_seen(page) == [] and page.locator("#explorer-near").is_visible()


def test_an_empty_choice_says_what_is_near(page):
    page.goto(f"{page.base}?modality=perfusion&q=sodium")
    assert "without “sodium”" in page.locator("#explorer-near").inner_text()


def test_the_search_page_lists_all_pages_without_scripts_and_so_does_the_page_for_wrong_addresses(browser, address, site):
    page = watched(browser, address, java_script_enabled=False)
    for name in ("search.html", "404.html"):
        page.goto(f"{address}/{name}")
        listed = page.eval_on_selector_all("main li a", "all => all.map(each => each.pathname)")
        assert {"/index.html", "/chapters/structural.html", "/chapters/reviews/zejlon2022.html"} <= set(listed), name
        assert all((site / path.lstrip("/")).is_file() for path in listed), name


def test_numbers_of_drawings_are_no_words_of_the_search(site):
    text = (site / "searchindex.js").read_text("utf-8")
    words = json.loads(text[text.index("(") + 1 : text.rindex(")")])["terms"]
    assert "structur" in words and [word for word in words if re.fullmatch(r"\d+number", word)] == []


@pytest.mark.parametrize(
    "words, pages",
    [
        ("precentral", ["chapters/structural", "chapters/diffusion", "chapters/reviews/ziukelis2022"]),
        ("fractional anisotropy", ["chapters/diffusion", "chapters/glossary"]),
        ("ravanfar", ["chapters/reviews/ravanfar2021", "chapters/susceptibility"]),
        ("perforant", ["chapters/diffusion"]),
    ],
)
def test_search_works_from_disk_without_an_error(browser, site, words, pages):
    """The pages found are listed; their quotes, which a browser cannot fetch from disk, are left out in silence."""
    context = browser.new_context(offline=True)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{(site / 'search.html').as_uri()}?{urlencode({'q': words})}")
    page.wait_for_function("document.querySelector('#search-results .search-summary').textContent.includes('finished')")
    found = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.href)")
    assert {str((site / f"{name}.html").as_uri()) for name in pages} <= {
        href.split("#")[0].split("?")[0] for href in found
    }
    assert faults == [] and page.locator("#search-results p.context").count() == 0
    context.close()


@pytest.mark.parametrize(
    "chapter, figure",
    [
        ("chapters/diffusion", "evidence-heatmap"),
        ("chapters/perfusion", "evidence-heatmap"),
        ("index", "evidence-matrix"),
        ("chapters/clinical-links", "link-matrix"),
    ],
)
def test_a_number_in_a_heatmap_leads_to_the_rows_it_counts(page, address, tables, chapter, figure):
    page.goto(f"{address}/{chapter}.html")
    drawn = page.eval_on_selector_all(
        f"#fig-{figure} .umb-desk svg a", "all => all.map(a => new URL(a.href.baseVal, location).href)"
    )
    links = page.eval_on_selector_all(
        f"#fig-{figure} details a[aria-label]", "all => all.map(a => [a.href, a.textContent])"
    )
    # Cells of rows that are folded lead to the table of all.
    drawn = [target for target in drawn if not urlsplit(target).fragment]
    assert drawn and set(drawn) <= {address for address, _ in links}
    reviews = {
        **tables.findings.set_index("finding_id")["review_id"], **tables.correlations.set_index("correlation_id")["review_id"]
    }  # fmt: skip
    for target, number in links[:12] + links[-3:]:
        page.goto(target)
        assert len({reviews[row] for row in all_seen(page)}) == int(number), target


@pytest.mark.parametrize("chapter", ["index", "chapters/structural", "chapters/diffusion", "chapters/susceptibility"])
def test_an_outline_of_a_brain_map_leads_to_exactly_its_rows(page, address, tables, chapter):
    """Of the map's own table come the numbers; of the vocabulary, worked out anew here, the rows."""
    atlas, chains = tables.regions.set_index("region")["atlas"].dropna(), ancestors(tables.regions)
    page.goto(f"{address}/{chapter}.html")
    links = "all => [...new Set(all.map(a => new URL(a.getAttribute('href'), location).href))]"
    desk, phone = (page.eval_on_selector_all(f"#fig-brain-map .umb-{name} svg a", links) for name in ("desk", "phone"))
    listed = page.eval_on_selector_all(
        "#fig-brain-map details td a[aria-label]", "all => all.map(a => [a.href, a.textContent])"
    )
    # What is named with a wider region only is drawn where the structure itself is not named.
    plain = {target for target, _ in listed if "%2Fwhole" not in target}
    assert desk and plain <= set(desk) == set(phone) <= {target for target, _ in listed}
    assert page.eval_on_selector_all(
        "#fig-brain-map svg a:has(path)", "all => all.every(a => a.getAttribute('aria-label'))"
    )
    rows = evidence(tables.findings)
    rows = rows[rows["direction"] != "unchanged"]
    if chapter != "index":
        rows = rows[rows["modality"] == chapter.rpartition("/")[2]]
    lobes = set(tables.regions.loc[tables.regions["tissue"] == "lobe", "region"])

    def named(region: str, outline: str, how: str) -> bool:
        """Whether a region is drawn on an outline by its own name, with others (a whole), or as a part of it."""
        if how not in ("", "whole"):
            return region == how
        names = set(atlas.get(region, "").split())
        parts = [set(atlas[part].split()) for part, chain in chains.items() if region in chain and part in atlas]
        return outline in names and (how == "whole") == (region in lobes or any(part < names for part in parts))

    for target, number in listed[:10] + listed[-4:]:
        outline, _, how = parse_qs(urlsplit(target).query)["outline"][0].partition("/")
        own = rows[[named(region, outline, how) for region in rows["region"]]]
        page.goto(target)
        assert sorted(all_seen(page)) == sorted(own["finding_id"]), target
        assert own["review_id"].nunique() == int(number), target


def test_an_outline_can_be_clicked(page, address):
    page.goto(f"{address}/index.html")
    page.locator("#fig-brain-map .umb-desk svg a[href*='red+nucleus'] path").first.click()
    page.wait_for_url("**/explorer.html?outline=aseg%3ABrain-Stem%2Fred+nucleus")
    assert page.locator(SEEN).count() >= 1


def test_a_mark_lets_the_pointer_through_to_its_outline(page, address):
    page.goto(f"{address}/chapters/structural.html")
    mark = page.locator("#fig-brain-map .umb-desk svg text", has_text="▼").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/explorer.html?modality=structural&outline=*")
    assert page.locator(SEEN).count() >= 1


def test_a_cell_of_the_drawing_can_be_clicked(page, address):
    page.goto(f"{address}/chapters/diffusion.html")
    page.locator("#fig-evidence-heatmap .umb-desk svg a").first.click()
    page.wait_for_url("**/explorer.html?*")
    assert page.locator(SEEN).count() >= 1


def test_what_is_counted_as_evidence_is_what_the_claims_count(page, tables):
    page.goto(f"{page.base}?counted=yes")
    assert sorted(all_seen(page)) == sorted(evidence(tables.findings)["finding_id"])
