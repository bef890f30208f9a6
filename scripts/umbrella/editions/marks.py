"""Marks what is new or changed since the last edition: a note at the head of pages, a word in rows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from posixpath import dirname, relpath

from markupsafe import Markup

from umbrella.archives.archive import PLACE, Edition
from umbrella.editions.menu import with_menu
from umbrella.editions.since import ARTICLE, Since, words_digest
from umbrella.keeping import sha
from umbrella.prose.words import counted, day, start

ROW = re.compile(r'(<tr id="([^"]+)"[^>]*><th scope="row">)(.*?)(</th>)', re.S)
CHANGES = "chapters/changes.html"


class Marks:
    """Puts marks into pages.

    Attributes:
        moved: what is new or changed; None before there is an edition to compare with.
        has_changes_page: whether the book has a page on changes to lead to.
        kept: the editions that pages have a menu of.
        places: what is filled in, by the place that a page holds open for it.
        key: changes when anything does that is put into pages.
    """

    def __init__(
        self, moved: Since | None, has_changes_page: bool, kept: Sequence[Edition] = (), places: Mapping[re.Pattern, str] | None = None
    ):
        self.moved, self.kept, self.places = moved, kept, places or {}
        parts = [moved.key if moved else "", has_changes_page, [edition.digest for edition in kept], list(self.places.values())]
        self.key = sha(json.dumps(parts))
        self.has_changes_page = has_changes_page

    def on(self, page: str, name: str) -> str:
        """A page with its marks, if anything on it moved, and with its menu of editions.

        Args:
            page: its HTML.
            name: its path in the site.
        """
        marked = self._marked(page, name)
        for place, words in self.places.items():
            marked = place.sub(lambda _: words, marked)  # noqa: B023 - called at once
        return with_menu(marked, name, self.kept)

    def _marked(self, page: str, name: str) -> str:
        if self.moved is None or name == CHANGES or not ARTICLE.search(page):
            return page
        if self.moved.pages.get(name) == words_digest(page):
            return page
        counts = {"new": 0, "changed": 0}
        # A page that is new has no rows that changed.
        marked = ROW.sub(lambda row: self._row(row, counts), page) if name in self.moved.pages else page
        note = self._note(name, counts)
        start = ARTICLE.search(marked).start()
        heading = marked.find("</h1>", start)
        place = heading + len("</h1>") if heading >= 0 else None
        return marked if place is None else f"{marked[:place]}\n{note}{marked[place:]}"

    def _row(self, row: re.Match, counts: dict[str, int]) -> str:
        word = "new" if row[2] in self.moved.new else "changed" if row[2] in self.moved.changed else None
        if word is None:
            return row[0]
        counts[word] += 1
        mark = Markup(' <span class="umb-mark" title="since edition {}">{}</span>').format(self.moved.version, word)
        return f"{row[1]}{row[3]}{mark}{row[4]}"

    def _note(self, name: str, counts: dict[str, int]) -> Markup:
        """What moved on a page, with the ways to what was there before and to all changes."""
        here, version = dirname(name), self.moved.version
        known = name in self.moved.pages
        ways = Markup("")
        if self.has_changes_page:
            ways += Markup(' <a href="{}">What changed in the book</a>.').format(relpath(CHANGES, here or "."))
        if known:
            ways += Markup(
                '<span class="umb-edition-way"> <a href="{}">This page in edition {}</a>.</span>'
            ).format(relpath(f"{PLACE}/{version}/{name}", here or "."), version)  # fmt: skip
        return Markup(
            '<aside class="umb-since" aria-label="Changes"><p><strong>{} since edition {}</strong> of {}. {}{}</p></aside>'
        ).format("Changed" if known else "New", version, day(self.moved.day), _told(known, counts), ways)


def _told(known: bool, counts: dict[str, int]) -> str:
    """What moved on a page, in a sentence."""
    if not known:
        return "That edition had no such page."
    there = {word: n for word, n in counts.items() if n}
    if not there:
        return "Its words, numbers or figures are others."
    verb = "is" if next(iter(there.values())) == 1 else "are"
    told = " and ".join(f"{counted(n, 'row')} as {word}" for word, n in there.items())
    return f"{start(told.replace(' as ', f' {verb} marked as ', 1))}."
