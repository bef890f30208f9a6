"""What an editor asks for: reporting checklists item by item, a page in plain language."""

from __future__ import annotations

import re
from html import unescape

import pytest
from books import ROOT
from lxml import html
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.prose.inline import evaluated
from umbrella.show.book import BookPage
from umbrella.toc import toc_documents

PLAIN = ROOT / "chapters" / "plain-language.md"
ADVICE = re.compile(r"\b(should|must|ask your|talk to|see a doctor|we recommend|advise[sd]?)\b", re.I)


@pytest.fixture(scope="module")
def prose(tables):
    return Prose(Book(tables))


def test_every_item_is_shown_with_a_page_of_the_book_or_a_reason(tables, monkeypatch):
    monkeypatch.chdir(ROOT / "chapters")
    items, page = tables["reporting"], BookPage(Book(tables))
    shown = []
    for guideline in items["guideline"].unique():
        table = html.fromstring(page.reporting(guideline).data)
        shown += table.xpath("//tbody/tr/@id")
        rows = items[items["guideline"] == guideline]
        counts = [(rows["met"] == met).sum() for met in ("yes", "in part", "no")]
        assert [int(n) for n in re.findall(r"(\d+) (?:not )?met", table.text_content())[:3]] == counts
    assert sorted(shown) == sorted(items["item_id"])
    documents = {f"{name}.html".removeprefix("chapters/") for name in toc_documents(ROOT / "_toc.yml")}
    assert {place.partition("#")[0].removeprefix("../") for place in items["place"].dropna()} <= documents
    # What is not met whole says what is missing.
    assert items[(items["met"] != "yes") & items["how"].isna()].empty


def test_the_plain_page_has_its_length_counts_and_no_advice(prose):
    text = PLAIN.read_text("utf-8").split("---\n", 2)[2]
    words = unescape(re.sub(r"\{cite:p\}`[^`]*`|\]\([^)]*\)", "", evaluated(text, prose.namespace())))
    assert 250 <= len(re.findall(r"[A-Za-z0-9][\w'’.-]*", words)) <= 350
    assert not ADVICE.search(words)
    assert "68 of 100 people with ALS" in words and "120 of 302 findings" in words


def test_a_share_is_told_as_people_count_and_nothing_else_is(prose):
    assert prose.in_hundred("E0004") == "68 of 100"
    for estimate in ("E0001", "E0003"):  # an odds ratio, an area under the curve
        with pytest.raises(ValueError, match="not a share"):
            prose.in_hundred(estimate)
