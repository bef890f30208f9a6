"""The list of all pages at the side, resolved once for the book instead of once for every page.

The theme has Sphinx resolve the whole table of contents anew for each page, so
that ten times the pages take a hundred times as long. Here the theme makes the
list once, as seen from a page that is not on it; for each page its links are
turned towards that page and its own entry is marked.
"""

from __future__ import annotations

import re
from functools import partial
from posixpath import dirname, relpath

from bs4 import BeautifulSoup
from pydata_sphinx_theme import toctree

PLACE = re.compile(r'@@(entry|link|list|open|to):([^@]*)@@(?:="")?')
# What the theme writes where the page itself stands, or is below.
WORDS = {"entry": "current active", "list": "current", "open": 'open="open"'}
# What an empty place leaves behind.
BLANK = re.compile(r'(?<=class=") | (?=">)| class=""')
# The page as seen from which the theme makes the list: at the root of the site, and never on the list.
OUTSIDE = "search"
THEIRS = toctree.add_toctree_functions


class Sidebar:
    """The list of a book's pages, as the theme makes it.

    Attributes:
        whole: its HTML, with places held open where pages differ.
        chains: for each page, by its path, the numbers of its entry and of all it stands in.
    """

    def __init__(self, soup: BeautifulSoup):
        """Take the list apart; ``soup`` is the list as seen from a page that is not on it."""
        numbers = {id(part): str(number) for number, part in enumerate(soup(["li", "ul"]))}
        self.chains: dict[str, set[str]] = {}
        for pages in soup("ul"):
            pages["class"] = [*pages.get("class", []), f"@@list:{numbers[id(pages)]}@@"]
        for entry in soup("li"):
            link, details = entry.find("a"), entry.find("details", recursive=False)
            self.chains[link["href"]] = {numbers[id(one)] for one in (entry, *entry.find_parents(["li", "ul"]))}
            link["class"] = [f"@@link:{link['href']}@@", *link["class"]]
            link["href"] = f"@@to:{link['href']}@@"
            entry["class"] = [*entry["class"], f"@@entry:{numbers[id(entry)]}@@"]
            if details is not None:
                details[f"@@open:{numbers[id(entry)]}@@"] = ""
        self.whole = str(soup)

    def on(self, page: str) -> str:
        """The list as it stands on a page; ``page`` is the page's path in the site."""
        here, chain = dirname(page) or ".", self.chains.get(page, set())

        def put(place: re.Match) -> str:
            kind, what = place.groups()
            if kind == "to":
                return "#" if what == page else what if "://" in what else relpath(what, here)
            if kind == "link":
                return "current" if what == page else ""
            return WORDS[kind] if what in chain else ""

        return BLANK.sub("", PLACE.sub(put, self.whole))


def make_once() -> None:
    """Have the theme, which is set up later, put the quick list into pages."""
    toctree.add_toctree_functions = add_toctree_functions


def add_toctree_functions(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """The theme's handler, with its list of pages made once."""
    THEIRS(app, pagename, templatename, context, doctree)
    theirs = context["generate_toctree_html"]

    def generate(kind: str, startdepth: int = 1, **options) -> object:
        # A list that shows only what is near the page is another one for each page.
        if kind != "sidebar" or startdepth != 0 or options.get("collapse"):
            return theirs(kind=kind, startdepth=startdepth, **options)
        made = app.umbrella_sidebars
        key = tuple(sorted(options.items()))
        if key not in made:
            outside = {"toctree": partial(app.builder._get_local_toctree, OUTSIDE)}
            THEIRS(app, OUTSIDE, templatename, outside, None)
            made[key] = Sidebar(outside["generate_toctree_html"](kind=kind, startdepth=0, **options))
        return made[key].on(f"{pagename}.html")

    context["generate_toctree_html"] = generate
