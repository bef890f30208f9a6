"""Checks a finished site before it goes in place: nothing missing, nothing broken, no trace of an error."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Set
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html

# What only an error leaves in a page.
TRACES = ("Traceback (most recent call last)", 'class="system-message"', "{eval}`", "{cite:", 'class="problematic"')
NOTHING = re.compile("(?!)")


def facts_of(page: str, path: re.Pattern = NOTHING) -> dict[str, list[str]]:
    """What the checks need to know of a page: its anchors, its links within the site, traces of errors, paths shown.

    Args:
        page: its HTML.
        path: finds paths of the machine.
    """
    root = html.document_fromstring(page)
    links = [
        address
        for address in dict.fromkeys(root.xpath("//a/@href | //*[local-name()='svg']//@href"))
        if not urlsplit(address).scheme and not address.startswith("//")
    ]
    return {
        "anchors": sorted(set(root.xpath("//@id | //a/@name"))),
        "links": links,
        "traces": [trace for trace in TRACES if trace in page],
        "paths": list(dict.fromkeys(path.findall(page))),
    }


def problems_of(
    pages: Mapping[str, dict[str, list[str]]], files: Set[str], documents: list[str], data: Path
) -> list[str]:
    """What is wrong with a site.

    Args:
        pages: :func:`facts_of` each page, by its path.
        files: paths of all files of the site.
        documents: what the table of contents lists.
        data: folder of the texts that pages show; what looks like an error there is a text of theirs.
    """
    problems = [f"{name}.html is missing" for name in documents if f"{name}.html" not in files]
    anchors = {name: set(facts["anchors"]) for name, facts in pages.items()}
    # Pages of one folder have most of their links in common.
    led: dict[tuple[str, str], tuple[str, str]] = {}
    traces = {trace for facts in pages.values() for trace in facts["traces"]}
    traces -= {trace for trace in traces if trace in _texts(data.rglob("*"))}
    for name, facts in pages.items():
        problems += [f"{name}: contains {trace!r}" for trace in facts["traces"] if trace in traces]
        folder = posixpath.dirname(name)
        for address in facts["links"]:
            if address.startswith(("#", "?")) or (folder, address) not in led:
                led[folder, address] = _led_to(name, address)
            target, fragment = led[folder, address]
            if target not in files:
                problems.append(f"{name}: link to {address} leads nowhere")
            elif fragment and target in anchors and unquote(fragment) not in anchors[target]:
                problems.append(f"{name}: {address} has no such place on its page")
    return problems


def _led_to(page: str, address: str) -> tuple[str, str]:
    """Path of the file and the place on it that a link of a page leads to."""
    path, fragment = urldefrag(urljoin(page, address))
    target = unquote(path.partition("?")[0])
    return target + ("index.html" if target.endswith("/") or not target else ""), fragment


def shown_paths(pages: Mapping[str, dict[str, list[str]]], root: Path) -> list[str]:
    """Pages, given as for :func:`problems_of`, that show a path of this machine, which no source of the book holds."""
    shown = [(name, path) for name, facts in pages.items() for path in facts["paths"]]
    folders = (root.glob("*.*"), (root / "chapters").rglob("*"), (root / "data").rglob("*"))
    sources = _texts(chain(*folders)) if shown else ""
    return [f"{name}: shows {path}, a path of this machine" for name, path in shown if path not in sources]


def _texts(paths: Iterable[Path]) -> str:
    """The text of files that pages are made from."""
    return "\n".join(path.read_text("utf-8", "replace") for path in paths if path.is_file())
