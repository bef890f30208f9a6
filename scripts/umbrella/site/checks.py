"""Checks a finished site before it goes in place: nothing missing, nothing broken, no trace of an error."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from lxml import html

# Words that only an error leaves in a page.
TRACES = ("Traceback (most recent call last)", 'class="system-message"', "{eval}`", "{cite:", 'problematic"')


def toc_documents(toc: Path) -> list[str]:
    """Documents of a table of contents, without suffix, in order."""
    content = yaml.safe_load(toc.read_text("utf-8"))
    found = [content["root"]]

    def visit(node) -> None:
        for entry in node.get("chapters", []) + node.get("sections", []):
            if "file" in entry:
                found.append(entry["file"])
            visit(entry)
        for part in node.get("parts", []):
            visit(part)

    visit(content)
    return [name.removesuffix(".md") for name in found]


def site_problems(site: Path, toc: Path) -> list[str]:
    """What is wrong with a site: missing pages, traces of errors, broken links and fragments within it."""
    problems = [f"{name}.html is missing" for name in toc_documents(toc) if not (site / f"{name}.html").is_file()]
    pages = {page.relative_to(site).as_posix(): html.parse(page).getroot() for page in sorted(site.rglob("*.html"))}
    anchors = {name: set(root.xpath("//@id | //a/@name")) for name, root in pages.items()}
    for name, root in pages.items():
        text = (site / name).read_text("utf-8")
        problems += [f"{name}: contains {trace!r}" for trace in TRACES if trace in text]
        problems += _broken_links(site, name, root, anchors)
    return problems


def _broken_links(site: Path, name: str, root, anchors: dict[str, set[str]]) -> list[str]:
    found = []
    for address in dict.fromkeys(root.xpath("//a/@href")):
        if urlsplit(address).scheme or address.startswith(("//", "#/")):
            continue
        path, fragment = urldefrag(urljoin(name, address))
        target = unquote(path.partition("?")[0])
        if target.endswith("/") or not target:
            target += "index.html"
        if not (site / target).is_file():
            found.append(f"{name}: link to {address} leads nowhere")
        elif fragment and target in anchors and unquote(fragment) not in anchors[target]:
            found.append(f"{name}: {address} has no such place on its page")
    return found
