"""The feed of the real book and of made-up ones."""

from __future__ import annotations

from datetime import date

import pytest
from atom import ATOM, problems_of_feed
from books import ROOT
from lxml import etree, html
from umbrella.editions.feed import feed
from umbrella.toc import toc_documents


class Book:
    """As much of a book's tables as the feed looks at."""

    def __init__(self, *entries: dict, baseurl: str = ""):
        own = {"version": "0.1.0", "date": date(2027, 1, 10), "title": "A <book> & more"}
        self.edition = {
            "edition": own, "baseurl": baseurl, "authors": {"book": "People & others"}, "licence": {"text": "CC BY 4.0"},
        }  # fmt: skip
        self.record = {"edition": list(entries)}

    def extra(self, name: str) -> dict:
        return self.record


ENTRY = {"version": "0.1.0", "date": date(2027, 1, 10), "summary": "New & <b>old</b>.", "changes": ""}


def read(book: Book) -> etree._Element:
    text = feed(book).encode()
    assert problems_of_feed(text) == []
    return etree.fromstring(text)


def test_the_feed_of_the_book_is_valid_and_every_page_names_it(site):
    assert problems_of_feed((site / "feed.xml").read_bytes()) == []
    for name in (*toc_documents(ROOT / "_toc.yml"), "search", "404"):
        page = html.parse(site / f"{name}.html").getroot()
        (address,) = page.xpath("//head/link[@rel='alternate'][@type='application/atom+xml']/@href")
        assert (site / f"{name}.html").parent.joinpath(address).resolve() == (site / "feed.xml").resolve()


def test_a_book_without_a_record_has_a_feed_without_entries():
    root = read(Book())
    assert root.xpath("a:updated/text()", namespaces=ATOM) == ["2027-01-10T00:00:00Z"]
    assert not root.xpath("a:entry", namespaces=ATOM)


def test_the_newest_edition_comes_first_and_dates_the_feed():
    root = read(Book(ENTRY, {**ENTRY, "version": "0.2.0", "date": date(2028, 2, 20)}))
    assert root.xpath("a:updated/text()", namespaces=ATOM) == ["2028-02-20T00:00:00Z"]
    assert [title.split(",")[0] for title in root.xpath("a:entry/a:title/text()", namespaces=ATOM)] == [
        "Edition 0.2.0", "Edition 0.1.0",
    ]  # fmt: skip


def test_text_stays_text_and_changes_become_html():
    root = read(Book({**ENTRY, "changes": "Rows\n  F1: '<b>' before\n  F2\n"}))
    assert root.xpath("string(a:entry/a:summary)", namespaces=ATOM) == ENTRY["summary"]
    content = root.xpath("string(a:entry/a:content)", namespaces=ATOM)
    assert "<strong>Rows</strong>" in content and content.count("<li>") == 2 and "&lt;b&gt;" in content


@pytest.mark.parametrize(
    "baseurl, start",
    [
        ("", "chapters/"),
        ("https://a.org/b", "https://a.org/b/chapters/"),
        ("https://a.org/b/", "https://a.org/b/chapters/"),
    ],
)
def test_links_are_absolute_where_the_book_has_an_address_and_identities_never_change(baseurl, start):
    root = read(Book(ENTRY, baseurl=baseurl))
    assert root.xpath("string(a:entry/a:link/@href)", namespaces=ATOM) == f"{start}changes.html#edition-0-1-0"
    assert root.xpath("//a:id/text()", namespaces=ATOM) == read(Book(ENTRY)).xpath("//a:id/text()", namespaces=ATOM)
