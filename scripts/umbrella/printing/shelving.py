"""Keeps what was printed for the pages it was printed from, and puts it into a site of just those pages.

``_build/print`` holds ``pdf/``, ``figures/`` and ``made.json``, which says
for which pages they were made. A site of any other pages gets none of them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from posixpath import basename

from markupsafe import Markup

FOLDER, RECORD, PROVENANCE = "print", "made.json", "build.json"
# Held open in pages for what only a site with prints has.
HEAD_PLACE, LINK_PLACE, FIGURE_PLACE = "<!--printed:head-->", "<!--printed:link-->", "<!--printed:figure {}-->"
CODE = Path(__file__).parent


def pages_digest(site: Path) -> str:
    """SHA-256 of all that prints are made from: the site without its provenance, and the code that prints.

    Args:
        site: a site without prints.
    """
    total = hashlib.sha256()
    for folder in (site, CODE):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            name = path.relative_to(folder).as_posix()
            if name != PROVENANCE:
                total.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def printed_for(site: Path) -> str:
    """Digest of the pages of a built site, as its build wrote it down."""
    return json.loads((site / PROVENANCE).read_text("utf-8"))["pages"]


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
    made = {"pages": pages, "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}}
    # Written last: a folder without it holds nothing.
    (new / RECORD).write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", "utf-8")
    shutil.rmtree(old, ignore_errors=True)
    new.rename(old)


def waiting(folder: Path) -> str:
    """Digest of the record of prints in a build folder; empty while there is none."""
    record = folder / FOLDER / RECORD
    return hashlib.sha256(record.read_bytes()).hexdigest() if record.is_file() else ""


def is_kept(folder: Path, pages: str) -> bool:
    """Whether a build folder holds whole prints of just these pages."""
    return bool(_sound_prints(folder / FOLDER, pages))


def _sound_prints(prints: Path, pages: str) -> list[str]:
    """Paths of the prints made from some pages; none when any is missing or not as it was made."""
    try:
        made = json.loads((prints / RECORD).read_text("utf-8"))
        if made["pages"] != pages:
            return []
        for path, digest in made["files"].items():
            if hashlib.sha256((prints / path).read_bytes()).hexdigest() != digest:
                return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return sorted(made["files"])


def put_into(site: Path, folder: Path) -> str:
    """Put the prints of just these pages into a new site, with the links to them; no others.

    Args:
        site: the new site, not yet in place, without prints.
        folder: the build folder.

    Returns:
        Digest of the pages, for the site's provenance.
    """
    pages = pages_digest(site)
    prints = folder / FOLDER
    found = _sound_prints(prints, pages)
    for path in found:
        (site / path).parent.mkdir(exist_ok=True)
        shutil.copyfile(prints / path, site / path)
    for page in sorted(site.rglob("*.html")):
        text = page.read_text("utf-8")
        if "<!--printed:" in text:
            page.write_text(_with_links(text, page, site, set(found)), "utf-8")
    return pages


def _with_links(text: str, page: Path, site: Path, found: set[str]) -> str:
    """A page with its places filled in, or closed where nothing is printed."""
    path = page.relative_to(site).as_posix()
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
                    to_root + way, words, _size(site / way)
                )
                for words, way in ways
            )
        )
    text = text.replace(HEAD_PLACE, head).replace(LINK_PLACE, str(link))
    before, *rest = text.split("<!--printed:figure ")
    for piece in rest:
        figure, _, after = piece.partition("-->")
        mark = Markup(', <a href="{}" download>figure as PNG</a>').format(to_root + figure) if figure in found else ""
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
