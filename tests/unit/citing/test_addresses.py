"""Addresses once promised stay."""

from __future__ import annotations

import pytest
from books import run
from lxml import html
from umbrella.citing.addresses import add_addresses, addresses, listed, lost_addresses, redirects, write_redirects


@pytest.fixture
def book(tmp_path):
    """A book's root with a site of two pages and one table, its addresses promised."""
    site = tmp_path / "site"
    for name in ("index.html", "chapters/old.html", "data/a.csv", "_static/style.css", "_static/x.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("x", "utf-8")
    add_addresses(site, tmp_path)
    return tmp_path


def test_the_list_holds_pages_and_downloads_but_not_the_themes_files(book):
    assert listed(book) == addresses(book / "site") == ["chapters/old.html", "data/a.csv", "index.html"]
    assert lost_addresses(book / "site", book) == []


def test_a_lost_address_is_a_problem(book):
    (book / "site" / "data" / "a.csv").unlink()
    (problem,) = lost_addresses(book / "site", book)
    assert problem.startswith("data/a.csv:")


def test_a_redirect_makes_up_for_it(book):
    (book / "site" / "chapters" / "old.html").rename(book / "site" / "chapters" / "new.html")
    (book / "redirects.toml").write_text('"chapters/old.html" = "chapters/new.html"\n')
    write_redirects(book / "site", book)
    assert lost_addresses(book / "site", book) == []
    page = html.parse(book / "site" / "chapters" / "old.html").getroot()
    assert page.xpath("//a/@href") == ["new.html"] and page.xpath("//noscript/meta[@http-equiv='refresh']")
    assert add_addresses(book / "site", book) == ["chapters/new.html"]
    assert "chapters/old.html" in listed(book)


def test_a_redirect_never_hides_a_page(book):
    (book / "redirects.toml").write_text('"index.html" = "chapters/old.html"\n')
    write_redirects(book / "site", book)
    assert (book / "site" / "index.html").read_text() == "x"


def test_a_redirect_to_nowhere_is_a_problem(book):
    (book / "redirects.toml").write_text('"gone.html" = "chapters/nowhere.html"\n')
    assert any("chapters/nowhere.html" in problem for problem in lost_addresses(book / "site", book))


@pytest.mark.parametrize("address", ["/etc/x.html", "../x.html", "a/../../x.html"])
def test_a_redirect_stays_within_the_site(book, address):
    (book / "redirects.toml").write_text(f'"{address}" = "index.html"\n')
    with pytest.raises(ValueError, match="not an address within the site"):
        redirects(book)


def test_the_list_never_loses_a_line(book):
    (book / "site" / "index.html").unlink()
    add_addresses(book / "site", book)
    assert "index.html" in listed(book)


def test_a_removed_page_fails_the_build(small_book):
    small_book.chapter("extra", "# Extra\n\nWords.\n")
    (small_book.root / "addresses.txt").write_text("chapters/extra.html\ncite/extra.bib\n")
    assert small_book.build().returncode == 0
    small_book.chapters.remove("extra")
    (small_book.root / "chapters" / "extra.md").unlink()
    small_book.chapter("other", "# Other\n\nWords.\n")
    result = small_book.build()
    assert result.returncode == 1 and "chapters/extra.html: was published and is gone" in result.stderr
    assert "cite/extra.bib" in result.stderr


def test_only_a_printed_site_owes_its_prints(book):
    site = book / "site"
    for name in ("pdf/book.pdf", "figures/a.png"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("x", "utf-8")
    assert add_addresses(site, book) == ["figures/a.png", "pdf/book.pdf"]
    (site / "figures" / "a.png").unlink()
    assert [problem.split(":")[0] for problem in lost_addresses(site, book)] == ["figures/a.png"]
    (site / "pdf" / "book.pdf").unlink()
    (site / "pdf").rmdir()
    assert lost_addresses(site, book) == []


@pytest.mark.parametrize("command", [["sync"], ["edition", "1.0.0"], ["changes", "a", "b"]])
def test_a_folder_that_is_no_book_is_told_in_a_sentence(tmp_path, command):
    result = run(*command, "--book", str(tmp_path))
    assert result.returncode == 1 and "is not in a book" in result.stderr and "Traceback" not in result.stderr
