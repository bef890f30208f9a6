"""The chapter on methodological quality: what its parts say agrees with the tables and the engine."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from lxml import html
from tables_with import tables_with
from umbrella import amstar2
from umbrella.book import Book
from umbrella.figures import style
from umbrella.show import BookPage, ModalityPage, ReviewPage


@pytest.fixture
def page(tables):
    return BookPage(Book(tables))


def parsed(shown):
    return html.fromstring(f"<div>{shown.data}</div>")


def body(shown) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in parsed(shown).xpath(".//table/tbody/tr")]


def with_answers(tables, review: str, answers: dict[int, str], rater: str | None = None):
    """The tables with further answers about a review, like its first one but for item and answer."""
    rows = tables.appraisals
    known = set(rows.loc[rows["review_id"] == review, "item"]) if rater is None else set()
    like = rows[rows["review_id"] == review].iloc[[0]]
    new = [
        like.assign(item=item, answer=answer, rater=rater or like["rater"].iloc[0])
        for item, answer in answers.items()
        if item not in known
    ]
    return tables_with(tables, appraisals=pd.concat([rows, *new], ignore_index=True))


class TestGrid:
    def test_each_answer_is_a_cell_that_leads_to_its_row(self, page, tables):
        grid, reasons = parsed(page.answer_grid()), parsed(page.reasons_table())
        links = [cell for cell in grid.xpath(".//td/a")]
        expected = [(row.review_id, int(row.item), row.answer) for row in tables.appraisals.itertuples()]
        assert len(links) == len(expected)
        for review, item, answer in expected:
            [link] = [a for a in links if a.get("href") == f"#answer-{review}-{item}"]
            assert link.text == tables.vocabulary("answers").symbols[answer] and answer in link.text_content()
            [row] = reasons.xpath(f".//tr[@id='answer-{review}-{item}']")
            assert answer in row.text_content() and row.xpath("td[4]/a")

    def test_every_other_cell_is_open(self, page, tables):
        grid = parsed(page.answer_grid())
        cells = grid.xpath(".//tbody//td")
        assert len(cells) == len(tables.reviews) * 16
        assert len(grid.xpath(".//td[@class='umb-open']")) == len(cells) - len(tables.appraisals)

    def test_critical_items_are_marked(self, page):
        heads = parsed(page.answer_grid()).xpath(".//thead/tr/th[position() > 1]")
        marked = {int(re.match(r"\d+", head.text_content())[0]) for head in heads if "*" in head.text_content()}
        assert len(heads) == 16 and marked == amstar2.critical_items(amstar2.official_items())

    def test_letters_can_be_read_on_their_colour(self, tables):
        for fill in tables.vocabulary("answers").colours.values():
            assert style.contrast(fill, style.readable_on(fill)) >= 4.5


class TestBounds:
    def test_ratings_are_those_of_the_engine(self, page, tables):
        rated = amstar2.rate_table(tables.appraisals.rename(columns={"review_id": "review"})).set_index("review")
        for row in page.book.ratings.itertuples():
            assert (row.rating, row.best, row.worst) == tuple(rated.loc[row.review_id, ["rating", "best", "worst"]])

    def test_a_review_without_answers_is_shown_with_every_rating_open(self, tables):
        rows = tables.appraisals
        page = BookPage(Book(tables_with(tables, appraisals=rows[rows["review_id"] != "li2012"])))
        row = page.book.ratings.set_index("review_id").loc["li2012"]
        assert (row["answered"], row["possible"]) == (0, amstar2.RATINGS)
        assert len(page.book.ratings) == len(tables.reviews)

    def test_filling_in_closes_the_bounds(self, tables):
        filled = with_answers(tables, "kocar2021", dict.fromkeys(range(1, 17), "yes"))
        before, after = (body(BookPage(Book(one)).rating_spans()) for one in (tables, filled))
        row = lambda found: next(cells for cells in found if cells[0] == "Kocar 2021")  # noqa: E731
        assert row(before)[1] == "open: critically low to low"
        assert row(after)[1:4] == ["low", "4", "none"] and row(after)[4] == "16"
        assert BookPage(Book(filled)).prose.rateable() == "one review"

    def test_a_modality_has_the_bounds_of_its_reviews(self, tables):
        page = ModalityPage(Book(tables), "diffusion")
        rows = body(page.quality_bars())
        findings = tables.findings[tables.findings["modality"] == "diffusion"]
        assert len(rows) == findings["review_id"].nunique()
        assert sum(int(cells[-1]) for cells in rows) == len(findings)
        # Those that can be best last, and of these those with most findings first.
        best = page.book.ratings.set_index("label")["best"].map(amstar2.RATINGS.index)
        assert [best[cells[0]] for cells in rows] == sorted(best[cells[0]] for cells in rows)
        words = parsed(page.quality_bars()).text_content()
        assert f"of {len(page.book.items)} answered · " in words and "findings rest on" in words


class TestPublishedTotals:
    def test_the_table_shows_what_the_count_says(self, page):
        found = page.book.assigned()
        shown = parsed(page.possible_assignments()).text_content()
        assert f"{found.count:,} of {found.unrestricted:,} ways" in shown
        rows = {cells[0]: cells for cells in body(page.possible_assignments())}
        assert rows["Kocar 2021"][1] == "none" and rows["Kocar 2021"][-1] == "moderate"
        assert rows["Li 2012"][-1] == "none"

    def test_a_contradiction_is_said(self, tables):
        """Ten reviews low at best leave only eight for nine moderate ratings."""
        rows = tables.appraisals
        also = [key for key in tables.reviews["review_id"] if key not in set(rows.loc[rows["item"] == 4, "review_id"])]
        frame = pd.concat([rows, *(rows.iloc[[0]].assign(review_id=key, item=4, answer="no") for key in also[:6])])
        prose = BookPage(Book(tables_with(tables, appraisals=frame))).prose
        assert prose.assignments() == "0"
        assert "The answers contradict the published totals" in prose.contradiction()
        assert "of which the totals hold nine" in prose.contradiction()
        assert page_of(tables, frame).possible_assignments()

    def test_a_rating_published_by_name_is_kept(self, tables):
        rows = tables["published-ratings"]
        named = rows[rows["rating"] == "low"].assign(n=1, review_id="li2012")
        rest = rows.assign(n=rows["n"].where(rows["rating"] != "low", rows["n"] - 1))
        prose = BookPage(Book(tables_with(tables, published_ratings=pd.concat([rest, named])))).prose
        assert set(prose.book.assigned().by_review["li2012"]) == {"low"}
        assert prose.settled_by_totals() == "one review"

    def test_sensitivity_lists_the_reviews_that_change(self, page, tables):
        rows = {cells[0]: cells for cells in body(page.sensitivity_table())}
        assert rows["Official"][-1] == "none"
        partial = tables.appraisals.query("answer == 'partial yes'")["review_id"].unique()
        labels = tables.reviews.set_index("review_id")["label"]
        assert all(labels[key] in rows["Partial yes counts as weakness"][-1] for key in partial)
        assert rows["Item 4 not critical"][3] == page.prose.all_assignments()


def page_of(tables, appraisals) -> BookPage:
    return BookPage(Book(tables_with(tables, appraisals=appraisals)))


class TestRatersAndAuthors:
    def test_one_rater_is_said_to_be_one_rater(self, page):
        assert "one rater" in page.agreement().data and "cannot be computed" in page.agreement().data

    def test_two_raters_get_their_agreement_and_what_they_have_to_settle(self, tables):
        second = with_answers(tables, "kocar2021", {1: "yes", 4: "yes"}, rater="second")
        page = BookPage(Book(second))
        rows = {cells[0]: cells for cells in body(page.agreement())}
        assert rows["overall"][2:5] == ["2", "1", "50"]
        assert body(page.disagreements())[0][:2] == ["Kocar 2021", "4"]
        # What is disputed stays open, in the grid and in the bounds.
        assert page.book.ratings.set_index("review_id").at["kocar2021", "best"] == "high"
        assert not parsed(page.answer_grid()).xpath(".//a[@href='#answer-kocar2021-4']")
        ids = parsed(page.reasons_table()).xpath(".//tr/@id")
        assert len(ids) == len(set(ids)) == len(second.appraisals)

    def test_shared_authors_and_raters_are_named(self, page):
        rows = body(page.shared_author_reviews("SG", "SM"))
        assert len(rows) == len(page.book.shared_with_umbrella()) > 0
        assert all(re.search(r"\w+, \w\.", cells[1]) for cells in rows)
        assert "In every row" in (none := page.shared_author_reviews("XX").data) and ": none." in none
        assert page.prose.sharing_raters("XX") == "no review"

    def test_all_rules_and_items_are_listed(self, page, tables):
        assert len(body(page.appraisal_rules())) == len(tables["appraisal-rules"])
        assert len(body(page.amstar2_items())) == len(tables["amstar2-items"])


def test_a_second_rater_rules_out_the_same_ratings_on_every_page(tables):
    """Sixteen yes against one critical no: low and high stay possible, moderate does not, wherever ratings are shown."""
    book = Book(with_answers(tables, "kocar2021", dict.fromkeys(range(1, 17), "yes"), rater="second"))
    page = BookPage(book)
    told = "open: critically low, low or high"
    [cells] = [cells for cells in body(page.rating_spans()) if cells[0] == "Kocar 2021"]
    assert cells[1] == told and f"the overall confidence is {told}" in ReviewPage(book, "kocar2021").appraisal().data
