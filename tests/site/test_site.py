"""The built site of this repository: what readers get."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from books import ROOT, run
from lxml import html
from sites import site_problems
from umbrella.book import Book
from umbrella.prose import counted
from umbrella.toc import toc_documents

DOCUMENTS = toc_documents(ROOT / "_toc.yml")
MODALITIES = ("structural", "spectroscopy", "functional", "diffusion", "susceptibility", "perfusion")
PAGES = (
    "index", *(f"chapters/{name}" for name in (
        "introduction", "methods", "study-selection", "included-reviews", "methodological-quality", *MODALITIES, "across-modalities", "clinical-links",
        "pooled-estimates", "for-clinicians", "discussion", "conclusions", "glossary", "data", "how-to-cite", "changes", "errata", "how-to-update", "bibliography",
    )),
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(site):
    return {name: html.parse(site / f"{name}.html").getroot() for name in DOCUMENTS}


def article(root) -> str:
    return root.xpath("//article")[0].text_content()


def test_every_page_of_the_plan_exists(site):
    assert [name for name in PAGES if not (site / f"{name}.html").is_file()] == []


def test_every_drawing_is_kept_for_the_next_build(site):
    """None is made from more than data, which would have it drawn anew by every build."""
    folder = site.parent / "umbrella" / "drawings"
    kept = Counter(path.relative_to(folder).parent.as_posix() for path in folder.rglob("*.svg"))
    drawn = Counter({name: (site / f"{name}.html").read_text("utf-8").count('class="umb-svg') for name in DOCUMENTS})
    assert kept and kept == +drawn


def test_the_site_is_whole(site):
    assert site_problems(site, ROOT / "_toc.yml") == []


@pytest.mark.parametrize(
    "table, key",
    [
        ("findings", "finding_id"),
        ("correlations", "correlation_id"),
        ("estimates", "estimate_id"),
        ("outside-findings", "outside_id"),
    ],
)
def test_every_row_reaches_its_modality_page(pages, tables, table, key):
    frame = tables[table]
    missing = [
        row_id for row_id, modality in zip(frame[key], frame["modality"])
        if not pages[f"chapters/{modality}"].xpath(f"//tr[@id='{row_id}']")
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize(
    "table, page",
    [
        ("reviews", "included-reviews"),
        ("protocol", "for-clinicians"),
        ("estimates", "pooled-estimates"),
        ("correlations", "clinical-links"),
    ],
)
def test_every_row_reaches_the_page_about_it(pages, tables, table, page):
    frame = tables[table]
    ids = set(pages[f"chapters/{page}"].xpath("//tr/@id"))
    assert set(frame.iloc[:, 0]) <= ids


def test_every_term_and_source_is_shown(pages, tables):
    assert len(pages["chapters/glossary"].xpath("//tr[starts-with(@id, 'term-')]")) == len(tables.glossary)
    assert len(pages["chapters/data"].xpath("//tr[starts-with(@id, 'source-')]")) == len(tables.sources)
    assert len(pages["chapters/included-reviews"].xpath("//table[@id='tab-facts']/tbody/tr")) == len(
        tables.review_facts
    )


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_modality_page_has_its_parts(pages, tables, modality):
    page = pages[f"chapters/{modality}"]
    figures, captions = page.xpath("//div[@class='umb-figure']/@id"), page.xpath("//table/@id")
    assert {"fig-evidence-heatmap", "fig-quality"} <= set(figures)
    assert {"tab-claims", "tab-findings"} <= set(captions)
    assert "tab-links" in captions or "No included review is credited with a link" in article(page)
    assert "Key messages" in [heading.text for heading in page.xpath("//h2")]


@pytest.mark.parametrize("modality", MODALITIES)
def test_the_heatmap_counts_what_the_table_holds(pages, tables, modality):
    """Each claim of the data is a cell of the drawing with its number, or counted in a folded row: none is lost.

    The table has all reviews of a claim, a cell those with the direction that it shows.
    """
    claims = Book(tables).claims(modality=modality)
    expected = Counter(map(int, claims["n_agree"]))
    figure = pages[f"chapters/{modality}"].xpath("//div[@id='fig-evidence-heatmap']")[0]
    twin = [int(row.xpath("td")[2].text_content()) for row in figure.xpath("details[contains(@class, 'umb-twin')]//tbody/tr")]
    assert Counter(twin) == Counter(map(int, claims["n_reviews"]))
    reviews, rows = ({counted(n, thing): n for n in range(1, 60)} for thing in ("review", "row"))
    for device in ("desk", "phone"):
        links = figure.xpath(f".//div[contains(@class, 'umb-{device}')]//*[local-name() = 'a']")
        shown, folded = Counter(), 0
        for link in links:
            title = link.xpath("string(*[local-name() = 'title'])")
            if link.get("href").startswith("#"):
                folded += rows[re.search(r", (\S+ rows?) folded: ", title)[1]]
            else:
                shown[reviews[re.search(r", (\S+ reviews?) \(", title)[1]]] += 1
        assert shown <= expected and sum((expected - shown).values()) == folded


def test_every_picture_says_what_it_shows(pages):
    """Alternative text: present, real, with a figure or result in it, and unlike all others."""
    seen = Counter()
    for name, page in pages.items():
        for image in page.xpath("//article//img"):
            assert len(image.get("alt", "")) > 20, f"{name}: {image.get('src')}"
        for picture in page.xpath("//article//*[@role='img']"):
            alt = picture.get("aria-label", "")
            assert len(alt) > 40 and re.search(r"\d|one|two|three", alt), f"{name}: {alt!r}"
            assert not re.search(r"\.(png|svg)|_build|nan|None", alt), f"{name}: {alt!r}"
            caption = picture.xpath("ancestor::figure/figcaption")[0].text_content()
            assert alt not in caption
            seen[name, alt] += 1
        assert page.xpath("count(//article//*[local-name()='svg' and not(preceding-sibling::*[@role='img'])])") == 0, (
            name
        )
    # The two drawings of a figure, desk and phone, share one text.
    assert seen and set(seen.values()) == {2}


def test_every_figure_has_number_caption_and_table_twin(pages):
    for name, page in pages.items():
        for position, figure in enumerate(page.xpath("//article//div[starts-with(@id, 'fig-')]"), start=1):
            assert figure.xpath("figure/figcaption")[0].text_content().startswith(f"Figure {position}."), name
            assert figure.xpath("details//table/tbody/tr"), f"{name}: {figure.get('id')}"


def test_tables_have_captions_and_scoped_headings(pages):
    for name, page in pages.items():
        for table in page.xpath("//article//table[contains(@class, 'umb-table')]"):
            assert table.xpath("caption")[0].text_content().strip(), name
            assert not table.xpath(".//th[not(@scope)]"), name
            container = table.getparent()
            assert (
                container.get("tabindex") == "0" and container.get("role") == "region" and container.get("aria-label")
            )


def test_no_id_stands_twice_on_a_page(pages):
    for name, page in pages.items():
        twice = [identity for identity, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert twice == [], name


def test_nothing_missing_is_printed_as_nan(pages):
    for name, page in pages.items():
        cells = [cell.text_content().strip() for cell in page.xpath("//article//td | //article//th")]
        assert [text for text in cells if text in ("nan", "NaN", "<NA>", "None", "NaT")] == [], name
        assert not re.search(r"\b(nan|NaN|<NA>)\b", article(page)), name


def test_pages_name_no_other_host_for_what_they_load(site):
    for path in site.rglob("*.html"):
        root = html.parse(path).getroot()
        loaded = root.xpath(
            "//script/@src | //link[@rel='stylesheet' or contains(@rel, 'icon') or @rel='preload']/@href | //img/@src | //iframe/@src"
        )
        assert [address for address in loaded if re.match(r"(https?:)?//", address)] == [], path.name


def test_the_data_can_be_downloaded(site, tables):
    for table in tables.contract.tables.values():
        assert (site / "data" / table.path).read_bytes() == (ROOT / "data" / table.path).read_bytes()
    assert (site / "data" / "datapackage.json").is_file() and (site / "data" / "references.bib").is_file()


def test_published_totals_and_selection_stand_on_their_pages(pages):
    quality, selection = article(pages["chapters/methodological-quality"]), article(pages["chapters/study-selection"])
    assert all(word in quality for word in ("nine", "six", "three"))
    assert all(number in selection for number in ("16,781", "16,421", "7,750", "8,846", "185", "9,031", "167"))


def test_each_filled_cell_of_the_answer_grid_leads_to_its_reason_and_source(pages, tables):
    page = pages["chapters/methodological-quality"]
    links = page.xpath("//table[@class='umb-grid']//td/a/@href")
    assert sorted(links) == sorted(f"#answer-{row.review_id}-{row.item}" for row in tables.appraisals.itertuples())
    reasons = tables.appraisals.set_index(["review_id", "item"])["reason"]
    for (review, item), reason in reasons.items():
        [row] = page.xpath(f"//table[@id='tab-reasons']//tr[@id='answer-{review}-{item}']")
        assert reason in row.text_content()
        assert row.xpath(".//a[contains(@href, '#source-')]")


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_modality_page_gives_the_bounds_of_its_reviews(pages, tables, modality):
    rows = pages[f"chapters/{modality}"].xpath("//table[@id='fig-quality-data']/tbody/tr")
    reviews = tables.findings.loc[tables.findings["modality"] == modality, "review_id"]
    assert len(rows) == reviews.nunique()


def test_after_a_build_nothing_is_stale(site):
    """What a page depended on is the same when it is asked again, or each build would do needless work."""
    told = run("build", "--explain").stdout.splitlines()
    assert len(told) > 40 and [line for line in told if not line.endswith(": as it was")] == []


def test_the_list_at_the_side_marks_the_page_itself_and_opens_what_it_stands_under(site):
    documents = toc_documents(ROOT / "_toc.yml")
    for name in documents:
        page = html.document_fromstring((site / f"{name}.html").read_text("utf-8"))
        (listed,) = page.xpath("//nav[contains(@class, 'bd-docs-nav')]")
        links = listed.xpath(".//a[contains(@class, 'reference')]")
        current = [link for link in links if "current" in link.get("class").split()]
        # The landing page is on no list.
        assert len(links) == len(documents) - 1 and [link.get("href") for link in current] == ["#"] * (name != "index")
        marked = listed.xpath(".//li[contains(concat(' ', @class, ' '), ' current ')]")
        above = current[0].xpath("ancestor::li") if current else []
        assert marked == above, name
        assert [d.getparent() for d in listed.xpath(".//details[@open]")] == [
            li for li in above if li.xpath("./details")
        ]
