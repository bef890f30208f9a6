"""The Atom feed (RFC 4287): an entry per edition, from the record of changes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree

from markupsafe import Markup

from umbrella.prose.editions import RECORD, change_groups, section
from umbrella.prose.words import day
from umbrella.tables import Tables
from umbrella.tables.people import names_of

FEED, TYPE = "feed.xml", "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
CHANGES = "chapters/changes.html"


def feed(tables: Tables, state: str = "") -> str:
    """The feed of a book, newest edition first; its dates are those of editions, never the clock's.

    Links are relative to the feed while the book has no public address.

    Args:
        tables: tables of the book.
        state: what a state after the last edition calls itself; empty for an edition.
    """
    settings, record = tables.edition, tables.extra(RECORD).get("edition", ())
    own = settings["edition"]
    base = f"{settings['baseurl'].rstrip('/')}/" if settings["baseurl"] else ""
    entries = sorted(record, key=lambda entry: entry["date"], reverse=True)
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _add(root, "id", _identity(own["title"]))
    _add(root, "title", f"{own['title']}: changes")
    if state:
        _add(root, "subtitle", f"The site is at {state}")
    _add(root, "updated", _moment(entries[0]["date"] if entries else own["date"]))
    for name in names_of(settings["authors"]["book"]):
        _add(_add(root, "author"), "name", str(name))
    _add(root, "rights", f"Text and data: {settings['licence']['text']}")
    _add(root, "link", None, rel="self", type=TYPE, href=f"{base}{FEED}")
    _add(root, "link", None, rel="alternate", type="text/html", href=f"{base}{CHANGES}")
    for entry in entries:
        root.append(_entry(entry, own["title"], base))
    ElementTree.indent(root, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(root, encoding='unicode')}\n"


def _entry(entry: Mapping, title: str, base: str) -> ElementTree.Element:
    node = ElementTree.Element("entry")
    _add(node, "id", _identity(f"{title}, edition {entry['version']}"))
    _add(node, "title", f"Edition {entry['version']}, {day(entry['date'])}")
    _add(node, "published", _moment(entry["date"]))
    _add(node, "updated", _moment(entry["date"]))
    _add(node, "link", None, rel="alternate", type="text/html", href=f"{base}{CHANGES}#{section(entry['version'])}")
    _add(node, "summary", entry["summary"])
    if told := told_as_html(entry.get("changes", "")):
        _add(node, "content", str(told), type="html")
    return node


def told_as_html(changes: str) -> Markup:
    """What changed, as ``umbrella changes`` tells it, in HTML."""
    return Markup("\n").join(map(_group, change_groups(changes)))


def _group(group: tuple[str, list[str]]) -> Markup:
    title, lines = group
    items = Markup("").join(Markup("<li>{}</li>\n").format(line) for line in lines)
    return Markup("<p><strong>{}</strong></p>\n<ul>\n{}</ul>" if lines else "<p>{}</p>{}").format(title, items)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    node = ElementTree.SubElement(parent, name, attributes)
    node.text = text
    return node


def _identity(name: str) -> str:
    """An identifier that stays the same wherever the book is published."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name).urn


def _moment(value: date) -> str:
    return f"{value.isoformat()}T00:00:00Z"
