"""Text that is markup, a program, a path or a record elsewhere stays text, wherever it stands and wherever it goes."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import rispy
from bench.building import copied
from books import ROOT, run
from browsing import served, watched
from lxml import etree, html
from pybtex.database import parse_file
from spoiled import Data
from tainting import FREE, OLD_ADDRESS, PAYLOADS, taint, taint_bibliography, taint_settings, text_columns
from umbrella.markup import one_line
from umbrella.tables import check

# A DOI of the old kind, and signs that LaTeX escapes.
WORKS = r"""
@article{old1999, author = {A, B.}, title = {An old {DOI}: 5\% \& more}, journal = {J}, year = {1999},
  doi = {10.1000/(sici)1(1998)1:1/2<1::aid-x>3.0.co;2-#}}
@article{low2019, author = {C, D.}, title = {Signs}, journal = {J}, year = {2019},
  doi = {10.1000/1-2\_3}, url = {https://example.org/a\_b\%20c}}
"""
ADDRESSES = ("http:", "https:", "mailto:", "data:image/")
# Attributes that hold words; no other may hold a text of the data.
WORDS = {"title", "alt", "aria-label", "content", "data-also"}
# The name of a section, made of the letters of its title, and a link to it.
NAMED = re.compile(r"[^#]*#?[a-z0-9-]+")
# What a chapter runs; examples that it shows ask for nothing.
CODE = re.compile(r"(?s)```\{code-cell\}.*?```|\{eval\}`[^`]*`")
MARK, TAINT = re.compile(r"taint\d+x"), re.compile(r"\btaint")
# Smart quotes and dashes are the words' own.
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "--", "—": "---", "…": "..."})
# A sign that acts on a terminal, and ends of lines.
ACTING = ("a\x1b[31mb", "a\x9b2Jb", "a\u2028b", "a\x85b")
# Columns of tables that no page shows; of vocabularies many are for the engine alone.
UNSEEN = {
    "outside-findings.context", "estimates.locator", "published-ratings.locator", "primary-studies.locator",
    "primary-studies.note", "reporting.locator",
}  # fmt: skip
# All of whose texts chapters ask for by name, so that none of them is tainted.
ASKED = {"estimates.comparison"}


@dataclass
class Tainted:
    """A book of tainted texts: its folder, its site, what stands behind each mark, the file a command would make."""

    root: Path
    site: Path
    behind: dict[str, str]
    proof: Path

    def pages(self) -> Iterator[tuple[str, html.HtmlElement]]:
        """Each page but that which leads on from an old address, by its path."""
        for path in sorted(self.site.rglob("*.html")):
            if (name := path.relative_to(self.site).as_posix()) != OLD_ADDRESS:
                yield name, html.parse(str(path)).getroot()


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Iterator[Tainted]:
    """The book of this repository, each text of its data tainted, built."""
    folder = tmp_path_factory.mktemp("tainted")
    root = copied(ROOT, folder / "book")
    code = "".join(match for path in (root / "chapters").glob("*.md") for match in CODE.findall(path.read_text("utf-8")))
    found = Tainted(root, root / "_build" / "html", taint(root / "data", code), folder / "proof")
    taint_settings(root)
    taint_bibliography(root / "data")
    with (root / "data" / "references.bib").open("a", encoding="utf-8") as file:
        file.write(WORKS)
    # Its path is not in the command, as the build refuses a page that shows a path of this machine.
    os.environ["TAINT_PROOF"] = str(found.proof)
    result = run("build", folder=root)
    assert result.returncode == 0, result.stderr
    yield found
    del os.environ["TAINT_PROOF"]


def test_what_acts_on_a_terminal_or_breaks_a_line_is_refused_in_every_text(data: Data):
    contract, wanted = json.loads((data.folder / "datapackage.json").read_text("utf-8")), set()
    for number, (table, column) in enumerate(text_columns(contract)):
        data.set(table["path"], 2, **{column: ACTING[number % len(ACTING)]})
        wanted.add((f"data/{table['path']}", column))
    for name in ("edition.toml", "changes.toml"):
        path = data.folder / name
        text = FREE.sub(r'\1 = "\2\\u001b[31m"', path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        wanted |= {(f"data/{name}", at[1]) for at in FREE.finditer(text)}
    found = {(problem.file, problem.column.rpartition(".")[2]) for problem in check(data.folder)}
    assert wanted - found == set()


def test_no_command_was_run_and_no_file_came_in(book):
    assert not book.proof.exists() and not list(book.site.rglob("*hostname*"))
    secret = Path("/etc/hostname").read_bytes()
    assert not [path for path in book.site.rglob("*") if path.is_file() and path.read_bytes() == secret]


def kinds(root: html.HtmlElement) -> set[tuple[str, str]]:
    """Elements of a page, each with the attributes it has."""
    return {(node.tag, name) for node in root.iter(etree.Element) for name in ["", *node.attrib]}


def test_no_element_and_no_attribute_appeared(book, site):
    """Only those that the book has without a taint, and where errata, changes and their links stand."""
    own = set().union(*(kinds(html.parse(str(path)).getroot()) for path in site.rglob("*.html")))
    assert {(name, new) for name, root in book.pages() for new in kinds(root) - own} == set()


def test_texts_stand_as_they_were_written_and_nowhere_else(book):
    seen, wrong = set(), []
    for name, root in book.pages():
        for node in root.iter(etree.Element):
            for at, value in node.attrib.items():
                if TAINT.search(value) and at not in WORDS and not (at in ("id", "href") and NAMED.fullmatch(value)):
                    wrong.append((name, node.tag, at, value))
        # Drawings cut and wrap their words.
        for node in root.xpath("//script | //style | //*[local-name()='svg']"):
            node.drop_tree()
        text = " ".join(root.text_content().translate(PLAIN).split())
        for mark in MARK.finditer(text):
            wanted = " ".join(book.behind[mark[0]].split())
            seen.add(mark[0])
            if not text.startswith(wanted, mark.end() + 1):
                wrong.append((name, mark[0], text[mark.start() : mark.end() + 200]))
    assert wrong == []
    contract = json.loads((book.root / "data" / "datapackage.json").read_text("utf-8"))
    for table, column in text_columns(contract):
        with (book.root / "data" / table["path"]).open(newline="", encoding="utf-8") as file:
            marks = set(MARK.findall(" ".join(row[column] for row in csv.DictReader(file))))
        name = f"{table['name']}.{column}"
        assert marks or name in ASKED, f"{name} was not tainted"
        shown = marks & seen or table["path"].startswith("vocabularies/") or name in UNSEEN | ASKED
        assert shown, f"no page shows {column} of {table['name']}"


def test_every_address_is_of_the_web_or_within_the_site(book):
    for name, root in book.pages():
        found = [
            at for at in root.xpath("//@href | //@src | //@action | //@srcset") if ":" in re.split(r"[/#?]", at)[0]
        ]
        assert [at for at in found if not at.startswith(ADDRESSES)] == [], name


def test_settings_changes_errata_and_redirects_are_text(book):
    every = " ".join(" ".join(PAYLOADS).split())
    pages = {}
    for name, root in book.pages():
        # A drawing may repeat a label.
        for drawing in root.xpath("//*[local-name()='svg']"):
            drawing.drop_tree()
        pages[name] = " ".join(root.text_content().translate(PLAIN).split()).count(every)
    # On every page: title and licence. On some: more; the landing page is cited without the title of a chapter's book.
    more = {
        "index": -1,
        "chapters/changes": 3,
        "chapters/errata": 3,
        "chapters/how-to-update": 2,
        "chapters/how-to-cite": 1,
    }
    least = pages["chapters/bibliography.html"]
    assert least and {name: pages[f"{name}.html"] - least for name in more} == more
    (link,) = html.parse(str(book.site / OLD_ADDRESS)).xpath("//a/@href")
    assert (book.site / OLD_ADDRESS).parent.joinpath(link).is_file()


def test_drawings_are_whole_and_hold_no_program(book):
    drawings = list(book.site.rglob("*.svg"))
    assert drawings
    for path in drawings:
        root = etree.parse(str(path)).getroot()
        names = {etree.QName(node).localname for node in root.iter(etree.Element)}
        assert not names & {"script", "foreignObject", "image", "iframe", "img", "taint-element"}, path
        assert not [at for node in root.iter(etree.Element) for at in node.attrib if at.startswith("on")], path


def test_what_programs_read_is_whole(book):
    for path in book.site.rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    index = (book.site / "searchindex.js").read_text("utf-8")
    assert set(json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))) >= {"docnames", "terms", "titles"}
    feed = etree.parse(str(book.site / "feed.xml")).getroot()
    assert " ".join(PAYLOADS) in " ".join(feed.itertext())
    for name, root in book.pages():
        for script in root.xpath("//script[@type='application/ld+json']"):
            assert json.loads(script.text)["@context"] == "https://schema.org", name


def test_citations_are_one_record_each(book):
    title = f"taintedx {' '.join(PAYLOADS)}"
    for path in book.site.rglob("cite/*.ris"):
        (record,) = rispy.loads(path.read_text("utf-8"))
        assert set(record) <= {"type_of_reference", *record} and "taint" not in record["type_of_reference"]
    for path in book.site.rglob("cite/*.bib"):
        assert len(parse_file(str(path)).entries) == 1, path
    (record,) = rispy.loads((book.site / "cite" / "book.ris").read_text("utf-8"))
    assert record.get("title", record.get("primary_title")).endswith(one_line(title))


def test_a_browser_runs_nothing_and_asks_for_nothing(book, browser):
    with served(book.site) as address:
        page = watched(browser, address)
        for name, _ in book.pages():
            page.goto(f"{address}/{name}")
            assert page.evaluate("window.tainted") is None, name
            assert page.locator("taint-element, iframe, [onerror], [onload], [src*=taint]").count() == 0, name
        assert page.faults == []


def test_every_link_of_the_bibliography_leads_there(book):
    page = html.parse(str(book.site / "chapters" / "bibliography.html"))
    links = {at.text_content(): at.get("href") for at in page.xpath("//article//a[contains(@class, 'external')]")}
    old = "10.1000/(sici)1(1998)1:1/2<1::aid-x>3.0.co;2-#"
    assert links[f"doi:{old}"] == "https://doi.org/10.1000/(sici)1(1998)1:1/2%3C1::aid-x%3E3.0.co;2-%23"
    assert links["doi:10.1000/1-2_3"] == "https://doi.org/10.1000/1-2_3"
    assert links["https://example.org/a_b%20c"] == "https://example.org/a_b%20c"
    assert "An old DOI: 5% & more" in page.xpath("string(//article)")
