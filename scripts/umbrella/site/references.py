"""The works that a page cites, listed at its end: a page, or its print, that stands alone can be followed up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docutils import nodes
from pybtex.plugin import find_plugin

SECTION, TITLE = "references", "References"
HREF = re.compile(r'href="([^"]*)"')


def list_works(app, doctree: nodes.document, docname: str) -> None:
    """Handler: end a page with the works that its citations lead to, and let them lead there.

    Pages that are a bibliography themselves stay as they are. The entries are
    those of the book's bibliography, already sorted and formatted.
    """
    works = {}
    for citation in app.env.get_domain("cite").citations:
        page = citation.bibliography_key.docname
        if page == docname:
            return
        works.setdefault(f"{app.builder.get_relative_uri(docname, page)}#{citation.citation_id}", citation)
    cited = _led_to_the_end(doctree, {address: citation.citation_id for address, citation in works.items()})
    if not cited:
        return
    backend = find_plugin("pybtex.backends", "docutils")()
    entries = nodes.bullet_list(classes=["umb-references"])
    for address, citation in works.items():
        if address in cited:
            entry = backend.paragraph(citation.formatted_entry)
            entries += nodes.list_item("", entry, ids=[citation.citation_id])
    heading = nodes.title(TITLE, TITLE)
    (next(doctree.findall(nodes.section), doctree)).append(nodes.section("", heading, entries, ids=[SECTION]))


def _led_to_the_end(doctree: nodes.document, ids: Mapping[str, str]) -> set[str]:
    """Let links to entries of the bibliography lead to the same on the page; which they were.

    Args:
        doctree: the page.
        ids: id of an entry by the address that links to it hold.
    """
    cited = set()

    def led(match: re.Match) -> str:
        if match[1] not in ids:
            return match[0]
        cited.add(match[1])
        return f'href="#{ids[match[1]]}"'

    for link in doctree.findall(nodes.reference):
        if link.get("refuri") in ids:
            cited.add(link["refuri"])
            link["refid"] = ids[link.attributes.pop("refuri")]
    for raw in doctree.findall(nodes.raw):
        text = HREF.sub(led, raw.astext())
        if text != raw.astext():
            raw.rawsource = text
            raw.children = [nodes.Text(text)]
            raw.setup_child(raw.children[0])
    return cited
