"""Explains terms where a page first uses them, from the glossary.

A term becomes a button that opens its definition: by mouse, touch or
keyboard, without a script (HTML's own popover). Hovering shows it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import count

from docutils import nodes

from umbrella.book.places import anchor

GLOSSARY = "glossary.csv"
OPENING, CLOSING = re.compile(r"[(\[“‘]*$"), re.compile(r"[,.;:)\]?!’”]*")
# Where a term is not explained: what is a link or code already, headings, captions, tables.
APART = (
    nodes.reference, nodes.literal, nodes.literal_block, nodes.title, nodes.caption, nodes.raw, nodes.math, nodes.table,
    nodes.footnote, nodes.citation,
)  # fmt: skip


class explained_term(nodes.inline):
    """A word that is explained; ``definition``, ``number`` (on its page) and ``address`` (in the glossary)."""


@dataclass(frozen=True)
class Entry:
    """A row of the glossary."""

    name: str
    short: str | None
    definition: str
    # A category of certainty: an everyday word, meant as one where it stands alone or within a verdict.
    category: bool = False

    @property
    def anchor(self) -> str:
        """Id of the term's row on the glossary page."""
        return anchor("glossary", self.name)

    @property
    def forms(self) -> list[str]:
        """Patterns of the words that mean it: the short form as it is written, the name in any case, also plural."""
        if self.category:
            return [rf"(?:(?<=, )|(?<=: )|^)(?i:{re.escape(self.name)})(?=[,;.:)]|$)"]
        short = [re.escape(self.short)] if self.short else []
        return [*short, f"(?i:{re.escape(self.name)})s?"]


def pattern_of(entries: Iterable[Entry]) -> tuple[re.Pattern, list[Entry]]:
    """One pattern for all terms, longest first, and the entry of each of its groups."""
    forms = sorted(
        ((form, entry) for entry in entries for form in entry.forms), key=lambda pair: (-len(pair[0]), pair[0])
    )
    body = "|".join(f"({form})" for form, _ in forms)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-]|\.\w)"), [entry for _, entry in forms]


def first_uses(text: str, pattern: re.Pattern, entries: list[Entry], told: set[str]) -> list[tuple[str, Entry | None]]:
    """A text cut at terms that are not told yet; these are then added to ``told``."""
    pieces, position = [], 0
    for match in pattern.finditer(text):
        entry = entries[match.lastindex - 1]
        if entry.name in told:
            continue
        told.add(entry.name)
        pieces += [(text[position : match.start()], None), (match[0], entry)]
        position = match.end()
    return [*pieces, (text[position:], None)]


def held(pieces: list[tuple[str, Entry | None]]) -> list[tuple[str, str, str, Entry | None]]:
    """The same pieces as (opening sign, text, closing sign, entry), signs that touch a term held by it.

    A button may stand apart from the bracket before it or the full stop after it at the end of a line.
    """
    texts, signs = [text for text, _ in pieces], {}
    for place, (_, entry) in enumerate(pieces):
        if entry is not None:
            opening, closing = OPENING.search(texts[place - 1])[0], CLOSING.match(texts[place + 1])[0]
            texts[place - 1] = texts[place - 1].removesuffix(opening)
            texts[place + 1] = texts[place + 1].removeprefix(closing)
            signs[place] = opening, closing
    return [
        (signs.get(place, ("", ""))[0], text, signs.get(place, ("", ""))[1], entry)
        for place, (text, (_, entry)) in enumerate(zip(texts, pieces))
    ]


def explain(app, doctree: nodes.document, docname: str) -> None:
    """Handler: put the explanations into a page."""
    glossary = app.umbrella.tables.glossary
    page = next((name for name in app.env.found_docs if name.rpartition("/")[2] == "glossary"), None)
    if page is None or docname == page or glossary.empty or app.builder.format != "html":
        return
    categories = {name.casefold() for name in app.umbrella.tables.vocabulary("certainty").terms}
    entries = [
        Entry(
            row.term,
            row.abbreviation if isinstance(row.abbreviation, str) else None,
            row.definition,
            row.term.casefold() in categories,
        )
        for row in glossary.itertuples()
    ]
    # Of many terms a page uses few, and looking for all of them at every letter would take long.
    words = " ".join(paragraph.astext() for paragraph in doctree.findall(nodes.paragraph))
    folded = words.casefold()
    used = [entry for entry in entries if entry.name.casefold() in folded or (entry.short and entry.short in words)]
    if not used:
        return
    pattern, groups = pattern_of(used)
    told: set[str] = set()
    numbers, way = count(1), app.builder.get_relative_uri(docname, page)
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if _apart(paragraph):
            continue
        for text in list(paragraph.findall(nodes.Text)):
            pieces = (
                [] if _apart(text.parent) or _in_raw_link(text) else first_uses(text.astext(), pattern, groups, told)
            )
            if len(pieces) > 1:
                text.parent.replace(text, [_node(*piece, way, numbers) for piece in held(pieces) if piece[1]])


def _apart(node: nodes.Node) -> bool:
    while node is not None:
        if isinstance(node, APART):
            return True
        node = node.parent
    return False


def _in_raw_link(text: nodes.Text) -> bool:
    """Whether a text stands between the tags of a link written in HTML."""
    place = text.parent.index(text)
    before = text.parent[place - 1] if place else None
    return isinstance(before, nodes.raw) and before.astext().startswith("<a")


def _node(opening: str, text: str, closing: str, entry: Entry | None, way: str, numbers: Iterable[int]) -> nodes.Node:
    if entry is None:
        return nodes.Text(text)
    name = entry.name if entry.short is None or entry.short == entry.name else f"{entry.name} ({entry.short})"
    return explained_term(
        "",
        text,
        name=name,
        definition=entry.definition,
        number=next(iter(numbers)),
        address=f"{way}#{entry.anchor}",
        opening=opening,
        closing=closing,
    )


def visit(writer: object, node: explained_term) -> None:
    """Open the button."""
    if node["opening"] or node["closing"]:
        writer.body.append(f'<span class="umb-held">{escape(node["opening"])}')
    writer.body.append(
        f'<button type="button" class="umb-term" popovertarget="umb-term-{node["number"]}" '
        f'title="{escape(node["definition"])}">'
    )


def depart(writer: object, node: explained_term) -> None:
    """Close the button and add what it opens."""
    writer.body.append(
        f"</button>{escape(node['closing'])}{'</span>' if node['opening'] or node['closing'] else ''}"
        f'<span class="umb-meaning" popover id="umb-term-{node["number"]}"><strong>{escape(node["name"])}</strong> '
        f'{escape(node["definition"])} <a href="{escape(node["address"])}">Glossary</a></span>'
    )
