"""Addresses that others may have cited: none disappears without a redirect."""

from __future__ import annotations

from pathlib import Path
from posixpath import relpath

from markupsafe import Markup

from umbrella.markup import link_address
from umbrella.tables.settings import read_toml, schema_problems

LIST, REDIRECTS = "addresses.txt", "redirects.toml"
# What nobody cites: the theme's own files, and those a search engine or program reads.
# Editions keep their addresses by their archives: see umbrella.editions.
UNLISTED = ("_static", "_sources", "_sphinx_design_static", "_images", "v")
SUFFIXES = (".html", ".csv", ".json", ".bib", ".ris", ".zip", ".svg", ".toml", ".xml", ".pdf", ".png")
# Only a printed site has these (`make pdf`); what is published is printed.
PRINTED, PRINTS = (".pdf", ".png"), "pdf"


def addresses(site: Path) -> list[str]:
    """Pages and downloads of a site, sorted."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in SUFFIXES)
    return sorted(path for path in found if path.split("/")[0] not in UNLISTED)


def listed(root: Path) -> list[str]:
    """The addresses that a book has promised to keep; none where it keeps no list."""
    path = root / LIST
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [line for line in lines if line and not line.startswith("#")]


def redirects(root: Path) -> dict[str, str]:
    """New address by old one.

    Raises:
        ValueError: an address is not text, or leads out of the site.
    """
    path = root / REDIRECTS
    found = read_toml(path, REDIRECTS) if path.is_file() else {}
    if problems := schema_problems(found, "redirects", REDIRECTS):
        raise ValueError("\n".join(map(str, problems)))
    return found


def write_redirects(site: Path, root: Path) -> None:
    """Put a page that leads on at each old address; a page that is there stays."""
    for old, new in redirects(root).items():
        page = site / old
        if page.suffix == ".html" and not page.exists():
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(_leading_on(link_address(relpath(new, page.parent.relative_to(site).as_posix()))), "utf-8")


def _leading_on(address: str) -> str:
    """A page that leads on, to the row that was asked for; without scripts to the page, where no other place is named."""
    return str(Markup(
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
        '<link rel="canonical" href="{address}">'
        '<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript></head><body><main><h1>This page has moved</h1>'
        '<p><a id="to" href="{address}">Go to its new address</a></p></main>'
        '<script>const to = new URL(document.getElementById("to").href); to.hash = location.hash || to.hash; '
        "location.replace(to)</script></body></html>\n"
    ).format(address=address))  # fmt: skip


def lost_addresses(site: Path, root: Path) -> list[str]:
    """What is wrong with a site's promised addresses: those that lead nowhere, and redirects that do.

    A site that was not printed owes no prints.
    """
    leads = redirects(root)
    owed = [address for address in listed(root) if (site / PRINTS).is_dir() or not address.endswith(PRINTED)]
    problems = [
        f"{address}: was published and is gone; bring it back or say in {REDIRECTS} where it went"
        for address in owed
        if not (site / address).is_file() and address not in leads
    ]
    return problems + [
        f"{REDIRECTS}: {old} leads to {new}, which is not there"
        for old, new in leads.items()
        if not (site / new.partition("#")[0]).is_file()
    ]


def add_addresses(site: Path, root: Path) -> list[str]:
    """Promise to keep every address of a site; returns the new ones."""
    kept = listed(root)
    (root / LIST).write_text(listing(site, root), "utf-8")
    return sorted(set(listed(root)) - set(kept))


def listing(site: Path, root: Path) -> str:
    """The list of a book with every address of its site on it. None is ever taken off the list."""
    lines = [
        "# Addresses of pages and downloads that readers may have cited; `umbrella sync` adds new ones.",
        "# One that disappears fails the build unless redirects.toml says where it went. No line is ever removed.",
        *sorted({*listed(root), *addresses(site)} - (set(redirects(root)) - set(listed(root)))),
    ]
    return "\n".join(lines) + "\n"
