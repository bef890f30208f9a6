"""Keeps what was printed for the pages it was printed from, and puts it into a site of just those pages.

``_build/print`` holds ``pdf/``, ``figures/`` and ``made.json``, which says
for which pages they were made. A site of any other pages gets none of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from posixpath import basename

from markupsafe import Markup

from umbrella.keeping import keep as write_state
from umbrella.keeping import kept, sha

FOLDER, RECORD, PROVENANCE = "print", "made.json", "build.json"
# Held open in pages for what only a site with prints has.
HEAD_PLACE, LINK_PLACE, FIGURE_PLACE = "<!--printed:head-->", "<!--printed:link-->", "<!--printed:figure {}-->"


def printed_for(site: Path) -> str:
    """Digest of the pages of a built site, as its build wrote it down."""
    return kept(site / PROVENANCE)["pages"]


def keep(folder: Path, pages: str, files: Mapping[str, bytes]) -> None:
    """Keep prints in place of all earlier ones, whole or not at all.

    Args:
        folder: the build folder.
        pages: digest of the pages they were made from.
        files: content by path within a site.
    """
    new, old = folder / f"{FOLDER}.new", folder / FOLDER
    shutil.rmtree(new, ignore_errors=True)
    for path, content in files.items():
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        (new / path).write_bytes(content)
    # Written last: a folder without it holds nothing.
    write_state(new / RECORD, {"pages": pages, "files": {path: sha(content) for path, content in files.items()}})
    shutil.rmtree(old, ignore_errors=True)
    new.rename(old)


def waiting(folder: Path) -> str:
    """Digest of the record of prints in a build folder; empty while there is none."""
    record = folder / FOLDER / RECORD
    return sha(record.read_bytes()) if record.is_file() else ""


def prints_of(folder: Path, pages: str) -> list[str]:
    """Paths of the prints in a build folder that were made from some pages; none when any is missing or altered."""
    made, prints = kept(folder / FOLDER / RECORD), folder / FOLDER
    try:
        sound = made["pages"] == pages and all(sha((prints / path).read_bytes()) == of for path, of in made["files"].items())
        return sorted(made["files"]) if sound else []
    except (OSError, KeyError, TypeError, AttributeError):
        return []


def with_prints(text: str, path: str, folder: Path, found: Collection[str]) -> str:
    """A page with its places filled with links to prints, or closed where nothing is printed.

    Args:
        text: the page.
        path: its path in the site.
        folder: the build folder.
        found: the prints that the site has, see :func:`prints_of`.
    """
    if "<!--printed:" not in text:
        return text
    name, book = f"pdf/{print_name(path)}.pdf", "pdf/book.pdf"
    to_root = "../" * path.count("/")
    head = link = ""
    if name in found:
        head = _head(text, path, to_root, name)
        ways = [("PDF of the book" if name == book else "PDF of this chapter", name)]
        ways += [("PDF of the whole book", book)] if name != book and book in found else []
        link = Markup("<p>For printing: {}.</p>").format(
            Markup(", ").join(
                Markup('<a href="{}" type="application/pdf">{}</a> ({})').format(
                    to_root + way, words, _size(folder / FOLDER / way)
                )
                for words, way in ways
            )
        )
    text = text.replace(HEAD_PLACE, head).replace(LINK_PLACE, str(link))
    before, *rest = text.split("<!--printed:figure ")
    for piece in rest:
        figure, _, after = piece.partition("-->")
        mark = Markup('<a href="{}" download>Figure as PNG</a>').format(to_root + figure) if figure in found else ""
        before += f"{mark}{after}"
    return before


def print_name(path: str) -> str:
    """Name of a page's PDF, without suffix."""
    return "book" if path == "index.html" else basename(path).removesuffix(".html")


def _head(text: str, path: str, to_root: str, name: str) -> str:
    """The tag that names a page's PDF: by its public address where the site has one."""
    _, found, rest = text.partition('<meta name="citation_public_url" content="')
    base = rest.partition('"')[0].removesuffix(path) if found else to_root
    way = base + name
    return str(Markup('<meta name="citation_pdf_url" content="{}">\n').format(way))


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{round(size / 1e3)} kB"
