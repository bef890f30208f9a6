"""Puts every edition into the site under ``v/VERSION/``, its pages telling that they are kept, and of which edition.

Unpacked once and kept beside the build; a site gets links to the same files,
so that a build with many editions is as quick as one without.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from posixpath import dirname, relpath

from markupsafe import Markup

from umbrella.archives.archive import ABOUT, PLACE, Edition
from umbrella.archives.reading import contents
from umbrella.editions.menu import menu
from umbrella.keeping import folder_digest, keep, kept, sha
from umbrella.prose.words import day as in_words

CACHE = "editions"
CODE = folder_digest(Path(__file__).parent)
MAIN = re.compile(r"<main\b[^>]*>")
CANONICAL = re.compile(r'\s*<link rel="canonical"[^>]*>')
# Folder of the files that name the address at which a page can be read; pages do so too.
CITING = "cite/"
STYLE = Markup(
    "<style>.umb-kept{padding:.7rem 1.2rem;background:#fff4d6;color:#1f1a0a;border-bottom:2px solid #8a6100;"
    "font-size:.95rem}.umb-kept p{margin:0}.umb-kept a{color:#0b4a8f;text-decoration:underline}"
    "html[data-theme=dark] .umb-kept{background:#2c2410;color:#f6ecd0;border-color:#d9a520}"
    "html[data-theme=dark] .umb-kept a{color:#9cc9ff}.umb-kept summary{cursor:pointer}"
    # What is written or reported now concerns the page as it is now.
    ".btn-source-edit-button,.btn-source-issues-button{display:none!important}@media print{.umb-kept{background:none;color:#000}}</style>"
)


@dataclass(frozen=True)
class Present:
    """The site as it is now, to which kept pages lead.

    Attributes:
        version: of the edition that it is, or that it comes after.
        day: the date of that edition.
        baseurl: its public address; empty without one.
        pages: paths of its pages.
        leads: new address by old one.
        later: whether it is a state after that edition.
        editions: all that are kept.
    """

    version: str
    day: date
    baseurl: str
    pages: Set[str]
    leads: Mapping[str, str]
    later: bool = False
    editions: tuple[Edition, ...] = ()

    def successor(self, page: str) -> str | None:
        """Where a page of an older edition is now; None when it is gone."""
        return page if page in self.pages else self.leads.get(page)


def place(editions: list[Edition], present: Present, site: Path, folder: Path) -> list[str]:
    """Put editions into a site.

    Args:
        editions: those to put there.
        present: what their pages lead to.
        site: the site under way.
        folder: the build folder.

    Returns:
        Paths of the files put there.
    """
    placed = []
    for edition in editions:
        shelf = unpacked(edition, present, folder)
        for path in sorted(path for path in shelf.rglob("*") if path.is_file()):
            name = f"{PLACE}/{edition.version}/{path.relative_to(shelf).as_posix()}"
            _link(path, site / name)
            placed.append(name)
    return placed


def _link(source: Path, target: Path) -> None:
    """The same file in another place; a copy where a system has no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def unpacked(edition: Edition, present: Present, folder: Path) -> Path:
    """The folder with an edition's finished files; made anew when it leads elsewhere now, or was touched."""
    shelf = folder / CACHE / edition.version
    index = shelf.with_name(f"{edition.version}.json")
    made_from = [
        edition.digest, present.version, present.day.isoformat(), present.baseurl, sorted(present.pages),
        sorted(present.leads.items()), present.later, [one.digest for one in present.editions], CODE,
    ]  # fmt: skip
    key = sha(json.dumps(made_from))
    if kept(index) == {"key": key, "files": _states(shelf)}:
        return shelf
    shutil.rmtree(shelf, ignore_errors=True)
    for name, raw in contents(edition.path, lambda name: name != ABOUT):
        (shelf / name).parent.mkdir(parents=True, exist_ok=True)
        (shelf / name).write_bytes(finished(raw, name, edition, present))
    keep(index, {"key": key, "files": _states(shelf)})
    return shelf


def _states(shelf: Path) -> dict[str, list[int]]:
    """Size and time of each file: the site shares them, and an edit there must not stay unseen."""
    files = ((path, path.stat()) for path in sorted(shelf.rglob("*")) if path.is_file())
    return {path.relative_to(shelf).as_posix(): [state.st_size, state.st_mtime_ns] for path, state in files}


def finished(raw: bytes, name: str, edition: Edition, present: Present) -> bytes:
    """A file of an edition as it is served: what cites it names its lasting address, pages say where they stand."""
    if not name.endswith(".html") and not name.startswith(CITING):
        return raw
    text = raw.decode("utf-8")
    if edition.baseurl:
        base, own = f"{edition.baseurl.rstrip('/')}/", f"{PLACE}/{edition.version}/"
        text = re.sub(f"{re.escape(base)}(?!{re.escape(own)})", base + own, text)
    if name.endswith(".html"):
        text = _page(text, name, edition, present)
    return text.encode()


def _page(text: str, name: str, edition: Edition, present: Present) -> str:
    """A kept page with its banner, and with a canonical link to where it is now."""
    target = present.successor(name)
    up = relpath(target or "index.html", PurePosixPath(f"{PLACE}/{edition.version}/{name}").parent.as_posix())
    head = STYLE
    if target:
        address = f"{present.baseurl.rstrip('/')}/{target}" if present.baseurl else up
        head = Markup('<link rel="canonical" href="{}">\n').format(address) + STYLE
    text = CANONICAL.sub("", text, count=1).replace("</head>", f"{head}</head>", 1)
    banner = str(_banner(edition, present, up, target, name))
    return MAIN.sub(lambda match: match[0] + banner, text, count=1)


def _banner(edition: Edition, present: Present, address: str, target: str | None, name: str) -> Markup:
    own = Markup("<strong>Edition {}</strong> of {}").format(edition.version, in_words(edition.day))
    if edition.version == present.version:
        since = " The book has changed since." if present.later else ""
        told = Markup("{}, kept at a lasting address.{}").format(own, since)
        link = "Go to this page as it is now" if target else "Go to the front page as it is now"
    else:
        told = Markup("You are reading an older edition: {}, kept as it was published.").format(own)
        newest = f"edition {present.version} of {in_words(present.day)}{' and later changes' if present.later else ''}"
        link = (
            f"The newest edition has no such page; go to the front page of {newest}" if target is None
            else f"Go to this page in {newest}" if target == name
            else f"Go to what took this page's place in {newest}"
        )  # fmt: skip
    others = menu(present.editions, name, dirname(f"{PLACE}/{edition.version}/{name}"), target or "", edition.version)
    return Markup('<aside class="umb-kept" aria-label="Kept edition"><p>{} <a href="{}">{}</a>.</p>{}</aside>').format(
        told, address, link, others
    )
