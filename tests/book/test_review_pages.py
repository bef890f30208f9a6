"""One page per included review: complete, apart by origin, written by a command."""

from __future__ import annotations

import pytest
from books import ROOT
from lxml import html
from umbrella.book import Book
from umbrella.new_review import document_of, listed, page_of
from umbrella.show import ReviewPage
from umbrella.tables import load
from umbrella.toc import toc_documents

REVIEWS = sorted(load(ROOT / "data").reviews["review_id"])
TOC = (
    "format: jb-book\nroot: index\nparts:\n  - chapters:\n      - file: chapters/reviews\n      - file: chapters/data\n"
)


@pytest.fixture(scope="module")
def pages(site):
    return {key: html.parse(site / f"{document_of(key)}.html").getroot() for key in REVIEWS}


def test_every_review_has_a_page_in_the_table_of_contents():
    documents = toc_documents(ROOT / "_toc.yml")
    assert [key for key in REVIEWS if document_of(key) not in documents] == [], "umbrella add review"
    assert sorted(name for name in documents if name.startswith("chapters/reviews/")) == [
        document_of(key) for key in REVIEWS
    ]


@pytest.mark.parametrize(
    "table, key", [("findings", "finding_id"), ("correlations", "correlation_id"), ("estimates", "estimate_id")]
)
def test_every_row_stands_on_its_reviews_page_and_on_no_other(pages, tables, table, key):
    for review, page in pages.items():
        own = set(tables[table].loc[tables[table]["review_id"] == review, key])
        assert own == set(page.xpath("//tr/@id")) & set(tables[table][key]), review


def test_what_is_credited_stands_apart_from_what_was_read_in_the_review(pages, tables):
    for name, table in (("findings", tables.findings), ("links", tables.correlations)):
        for review, page in pages.items():
            rows = table[table["review_id"] == review].set_index(table.columns[0])
            for own, kind in ((True, "own"), (False, "credited")):
                shown = set(page.xpath(f"//table[@id='tab-{kind}-{name}']/tbody/tr/@id"))
                assert shown == set(rows.index[(rows["origin"] != "umbrella") == own]), (review, kind)


def test_facts_and_answers_are_all_there(pages, tables):
    facts, answers = tables.review_facts, tables.appraisals
    for review, page in pages.items():
        assert len(page.xpath("//table[@id='tab-facts']/tbody/tr")) == (facts["review_id"] == review).sum()
        given = answers[answers["review_id"] == review]
        cells = [cell.text_content() for cell in page.xpath("//table[@id='tab-appraisal']/tbody/tr/td[1]")]
        assert sorted(cell for cell in cells if cell != "not answered") == sorted(given["answer"])


def test_a_review_links_to_its_doi_and_from_all_over_the_book(pages, tables, site):
    for review, page in pages.items():
        doi = tables.references.entries[review].fields.get("doi")
        found = page.xpath("//dl[@class='umb-card']//a[starts-with(@href, 'https://doi.org/')]/@href")
        assert found == ([f"https://doi.org/{doi}"] if doi else []), review
    for chapter, address in (("index", "chapters/reviews/li2012.html"), ("chapters/diffusion", "reviews/li2012.html")):
        assert address in html.parse(site / f"{chapter}.html").xpath("//article//table//a/@href"), chapter


def test_conflicting_facts_become_questions(tables, pages):
    page = ReviewPage(Book(tables), "lihishing2021")
    assert set(page._disputed()["fact"]) == {"reporting_guideline"}
    text = pages["lihishing2021"].xpath("//table[@id='tab-questions']")[0].text_content()
    assert "STROBE" in text and "none reported" in text and "Which value holds" in text


def test_shared_authors_are_the_same_from_both_sides(pages):
    def others(page):
        return {address.rpartition("/")[2] for address in page.xpath("//table[@id='tab-authors']//a/@href")}

    assert any(others(page) for page in pages.values())
    for review, page in pages.items():
        for other in others(page):
            partner = next(key for key in REVIEWS if f"{key.lower()}.html" == other)
            assert f"{review.lower()}.html" in others(pages[partner])


def test_an_unknown_review_is_refused(tables):
    with pytest.raises(ValueError, match="nobody1900"):
        ReviewPage(Book(tables), "nobody1900")


class TestTheCommand:
    """What ``umbrella add review`` makes of a page."""

    def test_lists_pages_in_order_and_once(self):
        toc = TOC
        for key in ("smith2020", "adams2019", "Young2024", "miller2021"):
            toc = listed(toc, key)
        (names,) = [[line.split()[-1] for line in toc.splitlines() if "reviews/" in line]]
        assert names == [f"chapters/reviews/{key}" for key in ("adams2019", "miller2021", "smith2020", "young2024")]
        assert listed(toc, "smith2020") == toc
        assert toc.index("reviews/young2024") < toc.index("chapters/data")

    def test_refuses_a_table_of_contents_without_a_place(self):
        with pytest.raises(ValueError, match="chapters/reviews"):
            listed("format: jb-book\nroot: index\n", "smith2020")


def test_pages_stand_as_the_command_writes_them(tables):
    """So that a part added to the plan of a page reaches all of them."""
    labels = tables.reviews.set_index("review_id")["label"]
    other = [
        key for key in REVIEWS if (ROOT / f"{document_of(key)}.md").read_text("utf-8") != page_of(key, labels[key])
    ]
    assert other == []
