"""Each page ends with the works that it cites, on the screen and on paper; the whole book has one list."""

from __future__ import annotations

import re

from books import SmallBook
from lxml import html
from sites import differences, files
from umbrella.printing.leaves import leaves
from umbrella.printing.paper import book_document, chapter_document


def listed(page: str) -> list[str]:
    return html.document_fromstring(page).xpath("//section[@id='references']//li/@id")


def test_a_page_ends_with_the_works_that_its_words_and_tables_cite(small_book, tmp_path):
    book = small_book
    book.chapter("words", "# Words\n\nSee {cite:p}`li2012,grolez2016`, {cite:t}`zejlon2022`.\n")
    # A table links to a work without a citation of Sphinx's.
    book.page("outside", "outside_findings()", set_up='modality("diffusion")')
    result = book.build()
    assert result.returncode == 0 and "warning" not in (result.stdout + result.stderr).lower(), result.stderr
    words, outside = book.html("chapters/words"), book.html("chapters/outside")
    assert listed(words) == ["cite-grolez2016", "cite-li2012", "cite-zejlon2022"]
    assert listed(outside) == ["cite-ghaderi2024uncinate"]
    assert listed(book.html("chapters/bibliography")) == listed(book.html("chapters/methods")) == []
    tree = html.document_fromstring(words)
    # A list of authors that the entry cuts short.
    assert "and others" not in book.html("chapters/bibliography")
    assert "Bonzano, et al. Diagnostic" in book.html("chapters/bibliography")
    (place,) = tree.xpath("//li[@id='cite-zejlon2022']")
    assert "Structural magnetic resonance imaging findings" in place.text_content()
    assert place.xpath(".//a/@href") == ["https://doi.org/10.3389/fneur.2022.947347"]
    for page in (words, outside):
        assert "bibliography.html#cite-" not in page
        assert set(re.findall(r'href="#(cite-[a-z]+\d{4}\w*)"', page)) == set(listed(page))
    # A citation more, and one less: as a clean build has it, also on pages that were not read again.
    book.edit("chapters/words.md", "li2012,", "shen2015,")
    book.edit("data/references.bib", "Systematic Review of {MRI} Findings", "Review of {MRI} Findings")
    assert book.build().returncode == 0
    assert listed(book.html("chapters/words")) == ["cite-grolez2016", "cite-shen2015", "cite-zejlon2022"]
    fresh = SmallBook.at(tmp_path / "fresh", book.root)
    fresh.built()
    assert differences(files(book.root / "_build" / "html"), files(fresh.root / "_build" / "html")) == []
    # On paper: links of a chapter lead to its own list, those of the whole book to the bibliography.
    pages = leaves(book.root / "_build" / "html", book.root / "_toc.yml")
    (leaf,) = [page for page in pages if page.name == "words"]
    alone = html.document_fromstring(chapter_document(leaf, ""))
    assert alone.xpath("//li/@id") == [f"words--{name}" for name in listed(book.html("chapters/words"))]
    assert set(alone.xpath("//a[starts-with(@href, '#')]/@href")) >= {
        "#words--cite-shen2015",
        "#words--cite-zejlon2022",
    }
    whole = html.document_fromstring(book_document(pages, "", ""))
    assert whole.xpath("//li[starts-with(@id, 'words--')]") == []
    targets = set(whole.xpath("//*[@id='words']//a[contains(@href, 'cite-')]/@href"))
    assert "#bibliography--cite-shen2015" in targets and all(whole.xpath(f"//*[@id='{way[1:]}']") for way in targets)
