"""Text of tables that is markup, a template, a path or a script elsewhere is text on pages."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from books import SmallBook
from lxml import html

# Value by table, column and the row it goes into.
PAYLOADS = {
    ("reviews", "label", "li2012"): "![x](/../../../../../../../../etc/hostname) <img src=x onerror=stop()>",
    ("reviews", "label", "shen2015"): "{download}`x` <iframe srcdoc='<script>stop()</script>'> $x$ *b* {{ env }}",
    ("reviews", "label", "renga2022"): "a](javascript:stop()) [b](javascript:stop()) | c",
    ("findings", "context", "F0001"): "<img src=x onerror=stop()> `b` **c**",
}
ADDRESSES = ("http:", "https:", "mailto:", "data:image/")


def put(book: SmallBook, table: str, column: str, row: str, value: str) -> None:
    """Write a value into the first row with a key."""
    path = book.root / "data" / f"{table}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    next(own for own in rows if row in own.values())[column] = value
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# A DOI of the old kind, and signs that LaTeX escapes.
WORKS = r"""
@article{old1999, author = {A, B.}, title = {An old {DOI}: 5\% \& more}, journal = {J}, year = {1999},
  doi = {10.1000/(sici)1(1998)1:1/2<1::aid-x>3.0.co;2-#}}
@article{low2019, author = {C, D.}, title = {Signs}, journal = {J}, year = {2019},
  doi = {10.1000/1-2\_3}, url = {https://example.org/a\_b\%20c}}
"""


@pytest.fixture(scope="module")
def tainted(tmp_path_factory, request) -> tuple[Path, Path]:
    """A site of tainted tables, and the file that a command in them would have made."""
    root = tmp_path_factory.mktemp("tainted")
    book, proof = SmallBook(root), root / "proof"
    for (table, column, row), value in PAYLOADS.items():
        put(book, table, column, row, value)
    # Its path is not in the command, as the build refuses a page that shows a path of this machine.
    os.environ["TAINT_PROOF"] = str(proof)
    request.addfinalizer(lambda: os.environ.pop("TAINT_PROOF"))
    command = "{{ env.__init__.__globals__['os'].popen('id > $TAINT_PROOF').read() }}"
    put(book, "review-facts", "value", "kocar2021", command)
    with (book.root / "data" / "references.bib").open("a", encoding="utf-8") as file:
        file.write(WORKS)
    (book.root / "chapters" / "reviews").mkdir()
    rows = csv.DictReader((book.root / "data" / "review-facts.csv").open(encoding="utf-8"))
    fact = next(own for own in rows if own["value"] == command)["fact"]
    book.chapter("facts", f'# Facts\n\n{{eval}}`fact("kocar2021", "{fact}")`\n\n| a | b |\n| --- | --- |\n'
                 '| {eval}`label("renga2022")` | {eval}`contexts(finding_id="F0001")` |\n')  # fmt: skip
    for review in ("li2012", "shen2015"):
        book.chapter(f"reviews/{review}", f'# {{eval}}`label("{review}")`\n\nWords.\n')
    result = book.build()
    assert result.returncode == 0, result.stderr
    return root / "_build" / "html", proof


def test_no_command_of_a_cell_is_run_and_no_file_comes_in(tainted):
    site, proof = tainted
    assert not proof.exists() and not list(site.rglob("*hostname*"))


def test_no_text_becomes_an_element_or_an_address(tainted):
    site, _ = tainted
    for path in sorted(site.rglob("*.html")):
        page = html.parse(path).getroot()
        assert not page.xpath("//iframe | //*[@onerror] | //*[@src = 'x']"), path
        assert not [text for text in page.xpath("//script/text()") if "stop()" in text and "<" in text], path
        schemes = [at for at in page.xpath("//@href | //@src") if ":" in at.split("/")[0].split("#")[0]]
        assert [at for at in schemes if not at.startswith(ADDRESSES)] == [], path


@pytest.mark.parametrize("review", ["li2012", "shen2015"])
def test_a_name_is_read_as_it_was_written(tainted, review):
    site, _ = tainted
    written = PAYLOADS["reviews", "label", review].replace("'", "’")
    for heading in html.parse(site / "chapters" / "reviews" / f"{review}.html").xpath("//h1"):
        assert heading.text_content().rstrip("#").replace("‘", "’").replace("'", "’") == written


def test_values_stand_in_sentences_and_cells_as_text(tainted):
    site, proof = tainted
    page = html.parse(site / "chapters" / "facts.html")
    assert "popen(‘id > $TAINT_PROOF’)" in page.xpath("string(//article)")
    cells = [" ".join(cell.text_content().split()) for cell in page.xpath("//article//td")]
    assert cells == [PAYLOADS["reviews", "label", "renga2022"], PAYLOADS["findings", "context", "F0001"]]


def test_every_link_of_the_bibliography_leads_there(tainted):
    site, _ = tainted
    page = html.parse(site / "chapters" / "bibliography.html")
    links = {at.text_content(): at.get("href") for at in page.xpath("//article//a[contains(@class, 'external')]")}
    old = "10.1000/(sici)1(1998)1:1/2<1::aid-x>3.0.co;2-#"
    assert links[f"doi:{old}"] == "https://doi.org/10.1000/(sici)1(1998)1:1/2%3C1::aid-x%3E3.0.co;2-%23"
    assert links["doi:10.1000/1-2_3"] == "https://doi.org/10.1000/1-2_3"
    assert links["https://example.org/a_b%20c"] == "https://example.org/a_b%20c"
    assert "An old DOI: 5% & more" in page.xpath("string(//article)")
