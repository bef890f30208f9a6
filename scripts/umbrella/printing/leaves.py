"""Pages of a built site as they come to the press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename

from lxml import html

from umbrella.tables.people import from_highwire
from umbrella.toc import contents

# A table of more columns than this is read on a page turned sideways.
UPRIGHT_COLUMNS = 7
# A page of this is for a screen: all its rows stand in the chapters.
EXPLORER = ".//*[contains(@class, 'umb-explorer')]"
OVERVIEW = "Overview"


@dataclass(frozen=True)
class Leaf:
    """A page of the site, for printing.

    Attributes:
        name: names it in ids and files: ``book`` for the landing page.
        path: of the page within the site.
        title: its heading.
        part: caption of the part of the table of contents that it stands in.
        depth: 0 for a chapter, 1 for a page below one.
        meta: content by name of the tags in its head.
        body: its article.
        licence: what its footer says.
    """

    name: str
    path: str
    title: str
    part: str
    depth: int
    meta: Mapping[str, str]
    body: html.HtmlElement
    licence: str

    @property
    def edition(self) -> str:
        """Its edition and when it last changed, as it says itself."""
        (line,) = self.body.xpath(".//section[contains(@class, 'umb-cite')]/p[1]")
        return " ".join(line.text_content().split())

    @property
    def wide(self) -> bool:
        """Whether all of it is read sideways: most of its sections hold tables of many columns, or it is one."""
        sections = self.body.xpath(".//h2/parent::section[not(contains(@class, 'umb-after'))]")
        return 2 * sum(map(has_wide_table, sections)) > len(sections) or not sections and has_wide_table(self.body)


def leaves(site: Path, toc: Path) -> list[Leaf]:
    """All pages of a site that its table of contents lists, in order, but for those that only a screen can use.

    Args:
        site: the built site.
        toc: ``_toc.yml``.
    """
    found = [_leaf(site, f"{name}.html", part, depth) for name, part, depth in contents(toc)]
    return [leaf for leaf in found if not leaf.body.xpath(EXPLORER)]


def _leaf(site: Path, path: str, part: str, depth: int) -> Leaf:
    page = html.document_fromstring((site / path).read_text("utf-8"))
    meta = {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name and @content]")}
    meta["citation_author"] = ", ".join(str(from_highwire(one)) for one in page.xpath("//meta[@name='citation_author']/@content"))
    name = "book" if path == "index.html" else basename(path).removesuffix(".html")
    licence = " ".join(page.xpath("//p[@class='umb-edition']/following-sibling::p")[0].text_content().split())
    (body,) = page.xpath("//article")
    title = OVERVIEW if name == "book" else body.xpath(".//h1")[0].text_content().rstrip("#").strip()
    return Leaf(name, path, title, part, depth, meta, body, licence)


def has_wide_table(section: html.HtmlElement) -> bool:
    """Whether a table of a section has more columns than an upright page has room for."""
    rows = section.xpath(".//table//tr[1][not(ancestor::details[contains(@class, 'umb-twin')])]")
    return any(len(row.xpath("./th | ./td")) > UPRIGHT_COLUMNS for row in rows) and not section.xpath(
        ".//table[@class='umb-grid']"
    )
