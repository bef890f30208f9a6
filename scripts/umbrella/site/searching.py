"""The search page: asked in other words for a thing too, listing all pages where it cannot search."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

from umbrella.book import book_of
from umbrella.markup import in_script
from umbrella.show.explorer import WORDS

PAGE = "search"
DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)
# What the theme says where no script runs.
NO_SCRIPT = re.compile(r"(?<=<noscript>)\s*<div class=\"admonition error\">.*?</div>\s*(?=</noscript>)", re.S)
LIST_INSTEAD = Markup("<p>To search, a browser must run scripts. All pages of this book:</p>\n{}")
NOT_FOUND = "404"
NOT_FOUND_BODY = Markup(
    "<h1>There is no page at this address</h1>\n<p>It may have been mistyped. All pages of this book:</p>\n{}"
)
LISTED = Markup('<li><a class="reference internal" href="{}">{}</a></li>')


def leave_out_drawings() -> None:
    """Keep the words of drawings, which are numbers and codes, out of Sphinx's index of words."""
    if hasattr(IndexBuilder, "_with_drawings"):
        return
    IndexBuilder._with_drawings = IndexBuilder._word_collector
    # Pages have most of their words in common; Sphinx would find the stem of each anew on every page.
    SearchEnglish.stem = cache(SearchEnglish.stem)

    def words_of(self, doctree: nodes.document):
        kept = [(raw, raw.children) for raw in doctree.findall(nodes.raw) if "<svg" in raw.astext()]
        for raw, _ in kept:
            raw.children = [nodes.Text(DRAWING.sub(" ", raw.astext()))]
        try:
            return self._with_drawings(doctree)
        finally:
            for raw, children in kept:
                raw.children = children

    IndexBuilder._word_collector = words_of


def know_other_words(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Handler: give the search page, and no other, the script that knows other words for a thing."""
    if pagename != PAGE:
        return
    tables = app.umbrella.tables
    # The chapter on a metric is that of its modality; on a region, the one that most reviews speak of it in.
    reviews = tables.findings.groupby(["region", "modality"])["review_id"].nunique()
    homes = {
        **{region: modality for region, modality in reviews.groupby("region").idxmax()},
        **dict(zip(tables.metrics["metric"], tables.metrics["modality"])),
    }
    chapters = {thing: f"chapters/{modality}" for thing, modality in homes.items()}
    known = f"const UMBRELLA_WORDING = {in_script(book_of(tables).wording)}, UMBRELLA_CHAPTERS = {in_script(chapters)};"
    scripts = [script.read_text("utf-8") for script in (WORDS, Path(__file__).with_name("search.js"))]
    app.add_js_file(None, body="\n".join([known, *scripts]))


def not_found(app):
    """Handler: a page for addresses that lead nowhere."""
    yield NOT_FOUND, {"title": "Page not found", "body": NOT_FOUND_BODY.format(_pages(app))}, "page.html"


def list_pages(app) -> None:
    """Let the search page list all pages where no script runs, and the page for wrong addresses work in any folder."""
    search, missing = Path(app.outdir, f"{PAGE}.html"), Path(app.outdir, f"{NOT_FOUND}.html")
    text = search.read_text("utf-8")
    search.write_text(NO_SCRIPT.sub(lambda _: LIST_INSTEAD.format(_pages(app)), text), "utf-8")
    # It is shown at addresses in any folder; addresses on it begin at the root of the site. Sphinx may have left it.
    text = missing.read_text("utf-8")
    if "<base " not in text:
        root = "/".join(["", *app.umbrella.tables.edition["baseurl"].rstrip("/").split("/")[3:], ""])
        text = text.replace('href="#', f'href="{missing.name}#')
        missing.write_text(text.replace("<head>", Markup('<head>\n<base href="{}">').format(root), 1), "utf-8")


def _pages(app) -> Markup:
    """All pages in the order of the book."""
    env = app.env
    names = [env.config.root_doc, *(name for name in env.toctree_includes.get(env.config.root_doc, ()))]
    seen = dict.fromkeys(names)
    for name in list(seen):
        seen |= dict.fromkeys(env.toctree_includes.get(name, ()))
    return Markup("<ul>\n{}\n</ul>").format(
        Markup("\n").join(LISTED.format(f"{name}.html", env.titles[name].astext()) for name in seen)
    )
