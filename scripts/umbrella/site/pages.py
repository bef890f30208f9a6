"""What the extension adds to each page: its head, the box on citing it, what the footer says."""

from __future__ import annotations

from html import escape

from markupsafe import Markup
from markupsafe import escape as html_text

from umbrella.citing import CHAPTER, heads
from umbrella.editions.feed import FEED, TYPE
from umbrella.printing.shelving import HEAD_PLACE
from umbrella.site import boxes

# Files that hold the data as a whole: name, path in the site, media type.
DATA_FILES = (
    ("All tables and their description", "data/all.zip", "application/zip"),
    ("Description of the tables", "data/datapackage.json", "application/json"),
    ("Evidence", "data/evidence.json", "application/json"),
)

TOUCH_ICON = Markup('<link rel="apple-touch-icon" href="{}_static/touch-icon.png">\n')


def describe(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Handler: complete a page of the book; the search page and the like get the footer alone."""
    shelf = app.umbrella_shelf
    work = shelf.works.get(pagename)
    licence = app.umbrella.tables.edition["licence"]
    context["theme_extra_footer"] = boxes.footer(shelf, work, licence)
    to_root = "../" * pagename.count("/")
    context["metatags"] = f"{context.get('metatags', '')}{_feed_link(to_root)}"
    if work is None:
        return
    linked = [heads.json_ld(work)]
    if work.kind == CHAPTER and work.page == shelf.works["data"].page:
        data = shelf.works["data"]
        files = [(name, data.address(path) or to_root + path, media) for name, path, media in DATA_FILES]
        linked.append(heads.with_files(heads.json_ld(data), files))
    description = f'<meta name="description" content="{escape(work.description)}">\n'
    canonical = Markup('<link rel="canonical" href="{}">\n').format(work.url) if work.url else ""
    context["metatags"] = f"{context.get('metatags', '')}{description}{canonical}{TOUCH_ICON.format(to_root)}{heads.head(work, linked)}{HEAD_PLACE}"
    body = str(context["body"])
    # Plain text on both sides: markup added to text would escape it.
    context["body"] = boxes.with_way(boxes.with_figure_links(body, work, to_root)) + str(boxes.after(shelf, pagename, body, to_root))


def escape_titles(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Handler: the theme prints these titles as HTML but takes them as text, so that text would become markup."""
    context |= {name: str(html_text(context[name])) for name in ("pagetitle", "root_title") if name in context}


def _feed_link(to_root: str) -> Markup:
    """What tells feed readers where the feed of changes is."""
    return Markup('<link rel="alternate" type="{}" title="Changes of the book" href="{}">\n').format(
        TYPE, to_root + FEED
    )
