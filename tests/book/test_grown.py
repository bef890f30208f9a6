"""A book that takes in a review and a search of its own says of its source what it said before, word for word."""

from __future__ import annotations

import re
import shutil

import pytest
from books import ROOT
from grown import ABSTRACT, DAY, FLOW, KEY, ROUND, grow
from loops import each
from spoiled import Data
from umbrella.audit import verdicts
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.prose.inline import evaluated, expressions, sentences
from umbrella.show.book import BookPage
from umbrella.show.review_page import ReviewPage
from umbrella.tables import Tables, check, load

CHAPTERS = [ROOT / "index.md", *sorted((ROOT / "chapters").glob("*.md"))]
# Phrases that speak of the source, whatever stands around them.
OF_SOURCE = re.compile(
    r"\b(selected|from_databases?|databases_short_by|stated|recomputed|judged|audited|published|assignments\w*|"
    r"all_assignments|reviews_rated|rated|settled_by_totals|contradiction|silent|source_\w+|sharing_\w+|cite_sharing_authors)\("
)
# What the source does, in a sentence.
SAYS = re.compile(
    r"\b([Ss]ource|[Uu]mbrella review|ghaderi2025umbrella`|It)(, which)? (itself )?(states?|gives?|says?|names?|counts?|covers?|credits?|"
    r"included?|includes|searched|reports?|lists?|does|did|rated|used|speaks|put)\b"
)
ADDRESS = re.compile(' href="[^"]*"')
FIGURES = (
    "prisma_flow", "selection_table", "published_ratings", "possible_assignments", "audit_summary", "audit_table", "audit_rules",
)


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Tables:
    folder = tmp_path_factory.mktemp("grown") / "data"
    shutil.copytree(ROOT / "data", folder)
    # Pages lead to those that are there.
    shutil.copytree(ROOT / "chapters", folder.parent / "chapters")
    grow(folder)
    return load(folder)


@pytest.fixture(scope="module")
def namespaces(tables, grown):
    return [Prose(Book(one)).namespace() for one in (tables, grown)]


def test_no_verdict_and_no_figure_of_the_audit_moves(tables, grown):
    assert verdicts(grown).to_dict("records") == verdicts(tables).to_dict("records")


def test_a_search_alone_moves_no_verdict_and_not_the_flow_of_the_source(tables, data: Data):
    for stage, box, label, n in FLOW[:-2]:
        data.append("selection.csv", round=ROUND, stage=stage, box=box, label=label, n=str(n), origin="umbrella", locator="second search, log")
    assert check(data.folder) == []
    new = data.tables()
    assert verdicts(new).to_dict("records") == verdicts(tables).to_dict("records")
    assert Book(new).flow() == Book(tables).flow() and Book(new).databases() == Book(tables).databases()
    assert [one.round for one in Book(new).own_rounds] == [ROUND]


@each("name", FIGURES)
def test_figures_and_tables_on_the_source_stand_as_before(tables, grown, name):
    # Where pages lie is another place in a copy.
    before, after = (ADDRESS.sub("", getattr(BookPage(Book(one)), name)().data) for one in (tables, grown))
    assert after == before


def test_phrases_on_the_source_give_what_they_gave(namespaces):
    asked = {one for chapter in CHAPTERS for one in expressions(chapter.read_text("utf-8")) if OF_SOURCE.search(one)}
    assert len(asked) > 40
    moved = {}
    for one in sorted(asked):
        old, new = (evaluated(f"{{eval}}`{one}`", names) for names in namespaces)
        # What is said out of all included reviews moves with these, and with nothing else.
        if old != new and "included()" not in one:
            moved[one] = (old, new)
    assert moved == {}


def test_sentences_on_what_the_source_does_stand_word_for_word(namespaces):
    moved, seen = [], 0
    for chapter in CHAPTERS:
        for sentence in sentences(chapter.read_text("utf-8")):
            if sentence.expressions and SAYS.search(sentence.text):
                seen += 1
                old, new = (evaluated(sentence.text, names) for names in namespaces)
                moved += [(chapter.name, old, new)] if old != new else []
    assert seen > 10
    # The one sentence that sets what the book holds beside what the source included.
    assert [(name, new) for name, _, new in moved if "included 18 reviews" not in new] == []


def test_the_new_numbers_are_right_by_hand(grown):
    book = Book(grown)
    prose, page = Prose(book), BookPage(book)
    assert (prose.included(), prose.source_reviews()) == ("19 reviews", "18 reviews")
    assert prose.last_search() == "20 November 2026" and prose.source_searched_to() == "3 December 2024"
    assert prose.own_rounds() == "November 2026"
    assert [(one.round, one.source, len(one.reviews)) for one in book.rounds] == [("2024-12", "umbrella", 18), (ROUND, None, 1)]
    # 1,152 less 402 doubled leave 750; less 728 leave 22; less 21 leave 1.
    boxes = {box: count.n for box, count in book.flow(ROUND).items()}
    assert (boxes["records screened"], boxes["reports sought"], boxes["reviews included"]) == (750, 22, 1)
    rounds, flow = page.rounds_table().data, page.update_flow().data
    assert "16,781" in rounds and "1,152" in rounds and "November 2026" in rounds
    for told in ("Included before: 18 reviews", "records screened 750", "Included now: 19", "one review came by"):
        assert told in flow, told


def test_the_page_of_the_review_says_in_which_search_it_came(grown):
    page = ReviewPage(Book(grown), KEY)
    card = page.identity().data
    assert "in the search of November 2026" in card and "NA" not in card
    assert "in the umbrella review, as reference" in ReviewPage(Book(grown), "zejlon2022").identity().data
    # No heading without anything beneath it.
    prose = Prose(Book(grown))
    assert (prose.credits_heading(KEY), page.findings(own=False).data, page.links(own=False).data) == ("", "", "")
    assert prose.credits_heading("zejlon2022").startswith("## ")
    assert "&lt;NA&gt;" not in BookPage(Book(grown)).study_table().data


def test_a_book_without_a_search_of_its_own_shows_no_empty_figure(tables):
    assert "umb-nothing" in BookPage(Book(tables)).update_flow().data


def test_a_meta_analysis_of_the_spinal_cord_can_be_entered_whole(data: Data):
    """Pooled standardised mean differences, below zero, of a place that is no part of the brain."""
    grow(data.folder)
    row = data.append(
        "estimates.csv", estimate_id="E0900", review_id=KEY, outcome="Area of the cervical cord", modality="structural",
        region="cervical spinal cord", metric="spinal cord area", comparison="ALS versus healthy controls", measure="SMD", value="-0.84",
        ci_low="-1.10", ci_high="-0.58", ci_level="95", k_studies="30", n_patients="1000", n_controls="817", origin=ABSTRACT,
        locator="abstract", added=DAY,
    )  # fmt: skip
    for number, (metric, direction) in enumerate((("spinal cord area", "decreased"), ("white matter change (unspecified)", "altered")), start=1):
        data.append(
            "findings.csv", finding_id=f"F095{number}", review_id=KEY, modality="structural", region="cervical spinal cord", metric=metric,
            direction=direction, population="ALS", origin=ABSTRACT, locator="abstract", added=DAY,
        )  # fmt: skip
    assert check(data.folder) == [] and row > 1
    page = BookPage(Book(data.tables()))
    drawn = page.forest().data
    assert "Area of the cervical cord" in drawn and "-0.84" in drawn.replace("−", "-") and "SMD" in drawn
    assert "cervical spinal cord" in page.claims_table().data


def test_a_candidate_that_is_included_stays_and_moves_no_verdict(tables, data: Data):
    grow(data.folder)
    data.set("candidate-reviews.csv", 2, review_id=KEY)
    assert check(data.folder) == []
    new = data.tables()
    assert verdicts(new).to_dict("records") == verdicts(tables).to_dict("records")
    shown = BookPage(Book(new)).candidate_reviews().data
    assert "one review of them included since" in shown and "Ghaderi 2025b" in shown and "Included as" in shown
    assert "Included as" not in BookPage(Book(tables)).candidate_reviews().data
