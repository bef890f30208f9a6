"""The files that the extension writes beside the pages: data, citations, feed, figures."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from umbrella import tables
from umbrella.book import book_of
from umbrella.citing import Work
from umbrella.citing.exports import exported
from umbrella.editions.feed import FEED, feed
from umbrella.execute.chapters import current
from umbrella.site.downloads import write_downloads
from umbrella.site.drawings import write_figures
from umbrella.site.searching import list_pages
from umbrella.site.shelf import remember

SITEMAP = Markup("""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}
</urlset>
""")
STYLE_SHEET = Path(__file__).parent / "static" / "umbrella.css"


def write_files(app, exception: Exception | None) -> None:
    """Handler: write all that can be downloaded, and remember the shelf that pages were written from.

    Not when only some pages were written: what the others hold is not there to be read.
    """
    if exception or app.builder.format != "html" or current().only:
        return
    site, book = Path(app.outdir), app.umbrella
    shelf = app.umbrella_shelf.told(tables.digest(book.data))
    shutil.rmtree(site / "data", ignore_errors=True)
    shutil.copytree(book.data, site / "data")
    write_downloads(book_of(book.tables), shelf.works["data"], site / "data")
    write_citations(site / "cite", shelf.works.values())
    data = shelf.works["data"]
    (site / FEED).write_text(feed(book.tables, "" if data.version == book.tables.edition["edition"]["version"] else data.version), "utf-8")
    write_figures(site, (work for name, work in shelf.works.items() if name != "data"), STYLE_SHEET)
    if app.umbrella.tables.edition["baseurl"]:
        write_for_crawlers(site, shelf.works.values())
    list_pages(app)
    remember(app)


def write_citations(target: Path, found: Iterable[Work]) -> None:
    """Write the export files of all works to a folder, and nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for work in found:
        for suffix, text in exported(work).items():
            (target / f"{work.name}.{suffix}").write_text(text, "utf-8")


def write_for_crawlers(site: Path, found: Iterable[Work]) -> None:
    """Write what tells crawlers of the pages; to be called where the public address is known."""
    found = list(found)
    addresses = dict.fromkeys(work.url for work in found)
    listed = Markup("\n").join(Markup("<url><loc>{}</loc></url>").format(address) for address in addresses)
    (site / "sitemap.xml").write_text(SITEMAP.format(listed), "utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {found[0].address('sitemap.xml')}\n", "utf-8")
