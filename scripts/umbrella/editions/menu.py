"""A menu of editions on each page, leading to the same page of each; and the list of editions for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from posixpath import dirname, relpath

from markupsafe import Markup

from umbrella.archives.archive import PLACE, Edition
from umbrella.prose.words import day

# Held open at the foot of each page.
MENU_PLACE = "<!--editions-->"
LIST = f"{PLACE}/versions.json"
LINK = re.compile(r'<a class="umb-edition-link" href="([^"]*)">(.*?)</a>', re.S)


def menu(editions: Sequence[Edition], name: str, here: str, present: str = "", own: str = "") -> Markup:
    """Where a page can be read in each edition, the newest first; nothing where there is no other place.

    Args:
        editions: those that are kept, oldest first.
        name: path of the page in the site of each.
        here: folder that links on the page start from.
        present: path of the page as it is now, where it is read in an edition; else empty.
        own: version of the edition that it is read in.
    """
    ways = [(present, "As it is now")] if present else []
    ways += [
        (f"{PLACE}/{edition.version}/{name}", f"Edition {edition.version}, {day(edition.day)}")
        for edition in reversed(editions)
        if name in edition.files and edition.version != own
    ]
    items = Markup("").join(Markup('<li><a href="{}">{}</a></li>').format(relpath(way, here or "."), words) for way, words in ways)
    what = Markup('<details class="umb-editions"><summary>Editions of this page</summary><ul>{}</ul></details>')
    return what.format(items) if items else Markup("")


def with_menu(page: str, name: str, editions: Sequence[Edition]) -> str:
    """A page of the site as it is now with its menu; links to an edition that is not kept yet are plain words."""
    there = {edition.version for edition in editions}

    def kept_alone(link: re.Match) -> str:
        version = unescape(link[1]).split(f"{PLACE}/", 1)[-1].split("/")[0]
        return link[0] if version in there else link[2]

    return LINK.sub(kept_alone, page).replace(MENU_PLACE, menu(editions, name, dirname(name)))


def listing(editions: Iterable[Edition], label: str) -> dict[str, object]:
    """What :data:`LIST` holds: what the site calls itself, and the editions, the newest first, with their addresses."""
    return {
        "present": {"version": label, "address": "index.html"},
        "editions": [
            {"version": edition.version, "date": edition.day.isoformat(), "address": f"{PLACE}/{edition.version}/index.html"}
            for edition in reversed(list(editions))
        ],
    }  # fmt: skip
