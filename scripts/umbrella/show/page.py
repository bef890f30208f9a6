"""What stands around figures and tables: number, caption, alt text, table twin."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup
from matplotlib.figure import Figure

from umbrella import html_tables
from umbrella.book import Book
from umbrella.book.places import anchor
from umbrella.figures import DESK, PHONE, drawn
from umbrella.prose import Prose, listed, start

# A figure is drawn once for a desk and once for a phone; CSS shows the one that fits.
WIDTHS = {"desk": DESK, "phone": PHONE}
# In the place of what has no rows yet.
NOTHING = "Nothing entered yet."
# Columns that pages make of those of the tables.
ADDED = {"review": "Review", "source": "Read in"}


class Page:
    """A page under way: numbers its figures and tables and knows the book.

    Attributes:
        book: the model of the book.
        tables: its tables.
        prose: phrases about it.
        where: what the rows that the page is about have in common, as filters.
    """

    where: Mapping[str, str] = MappingProxyType({})

    def __init__(self, book: Book):
        self.book = book
        self.tables = book.tables
        self.prose = Prose(book)
        self._figures = 0
        self._tables = 0
        # Chapters run in the folder they stand in: the root of the book, chapters/ or a folder below it.
        self._root = book.tables.folder.parent

    def figure(
        self,
        draw: Callable[[float], Figure],
        name: str,
        caption: str | Markup,
        alt: str,
        twin: pd.DataFrame,
        headings: Mapping[str, str] | None = None,
        blank: bool = False,
    ) -> HTML:
        """A numbered figure with its text alternative and, collapsed, its data.

        Args:
            draw: draws the figure for a width in CSS pixels, from data alone, so that it need not be drawn again.
            name: id on the page, without ``fig-``.
            caption: what the figure shows and how to read it.
            alt: what it shows and its main result, for those who do not see it.
            twin: the data drawn, one row per mark.
            headings: columns of the twin with their headings.
            blank: whether a drawing without a mark says something, as a map does.

        Returns:
            The figure; a sentence in its place when there is nothing to draw.
        """
        if twin.empty and not blank:
            return self.nothing()
        self._figures += 1
        # The alternative text stands beside the drawing, as nothing with role img may hold links.
        number, identity = self._figures, f"fig-{name}"
        pictures = Markup("").join(
            Markup('<div class="umb-svg umb-{}"><span role="img" aria-label="{}"></span>{}</div>').format(
                device, alt, Markup(drawn.svg(draw, width, f"{identity}-{device}"))
            )
            for device, width in WIDTHS.items()
        )
        data = html_tables.table(twin, f"Data of figure {number}", f"{identity}-data", headings)
        return HTML(Markup(
            '<div class="umb-figure" id="{identity}"><figure>{pictures}'
            "<figcaption><strong>Figure {number}.</strong> {caption}</figcaption></figure>"
            '<details class="umb-twin"><summary>Figure {number} as a table</summary>{data}</details></div>'
        ).format(identity=identity, pictures=pictures, number=number, caption=caption, data=data))  # fmt: skip

    def table(
        self,
        frame: pd.DataFrame,
        name: str,
        caption: str | Markup,
        headings: Mapping[str, str],
        row_id: str | None = None,
        nothing: str = NOTHING,
    ) -> HTML:
        """A numbered table; a sentence in its place when there is nothing to show."""
        if frame.empty:
            return self.nothing(nothing)
        self._tables += 1
        full = Markup("<strong>Table {}.</strong> {}").format(self._tables, caption)
        return HTML(html_tables.table(frame, full, f"tab-{name}", headings, row_id))

    def nothing(self, said: str = NOTHING) -> HTML:
        """A sentence in the place of a figure or table that has nothing to show."""
        return HTML(Markup('<p class="umb-nothing">{}</p>').format(said))

    def headings(self, of: str, columns: str, **own: str) -> dict[str, str]:
        """Columns in order with their headings: those of a table of the contract, which has a title for each field.

        Args:
            of: the table that most of the columns are of.
            columns: their names, with blanks between them.
            own: headings of columns that are not the table's, or say something else here.
        """
        titles = {name: self._title(field) for name, field in self.tables.contract.tables[of].fields.items()}
        known = {**ADDED, "effect": f"For {self.several('patient')}", **titles, **own}
        return {name: known[name] for name in columns.split()}

    def _title(self, field: Mapping[str, str]) -> str:
        """Heading of a column of the contract: what the book calls such a thing, where it has a word of its own for it."""
        if "label" not in field:
            return field["title"]
        return self.one(field["label"]) if field["type"] == "string" else start(self.several(field["label"]))

    def one(self, term: str) -> str:
        """What the book calls one such thing, as a heading: ``Region``."""
        return start(self.book.called(term))

    def several(self, term: str) -> str:
        """What the book calls several such things, within a sentence: ``regions``."""
        return self.book.called(term, 2)

    # Cells that many tables share

    def chapter(self, address: str) -> str:
        """Address of a place in a chapter, seen from this page."""
        return self._towards("chapters") + address

    def _towards(self, folder: str) -> str:
        """Address of a folder of the book, seen from this page: empty for its own, else with a slash at the end."""
        way = Path(os.path.relpath(self._root / folder, Path.cwd())).as_posix()
        return "" if way == "." else f"{way}/"

    def place(self, address: str, text: str | Markup) -> Markup:
        """A text that leads to a place in a chapter; the bare text in a book without that chapter."""
        known = self.has_chapter(address.partition("#")[0].removesuffix(".html"))
        return html_tables.link(self.chapter(address), text) if known else Markup("{}").format(text)

    def has_chapter(self, name: str) -> bool:
        """Whether the book has a chapter, named as its file is without suffix."""
        return (self._root / "chapters" / f"{name}.md").is_file()

    def explorer(self, **filters: str) -> str | None:
        """Address of the evidence explorer filtered to some rows; nothing in a book without one."""
        return self.chapter(f"explorer.html?{urlencode(filters)}") if self.has_chapter("explorer") else None

    def explorer_link(self, count: int, of: str, **filters: str) -> Markup:
        """A count that leads to the rows behind it; the bare count in a book without an explorer."""
        address = self.explorer(**filters)
        if address is None:
            return Markup("{}").format(count)
        return Markup('<a href="{}" aria-label="{}: rows on {}">{}</a>').format(address, count, of, count)

    def review_link(self, review_id: str) -> Markup:
        """A review's label, leading to its page; to its row among the included reviews while it has none."""
        name = f"reviews/{review_id.lower()}"
        address = f"{name}.html" if self.has_chapter(name) else f"included-reviews.html#{review_id}"
        return self.place(address, self.book.labels[review_id])

    def review_links(self, review_ids) -> Markup:
        """Several review links in a row."""
        return Markup(", ").join(self.review_link(review_id) for review_id in review_ids)

    def modality_cell(self, name: str) -> Markup:
        """A modality's label, leading to its chapter."""
        return self.place(f"{name}.html", self.book.modality_labels[name])

    def work_link(self, key: str) -> Markup | str:
        """A cited work as authors and year, leading to its place in the bibliography."""
        entry = self.tables.references.entries[key]
        names = [" ".join(person.prelast_names + person.last_names) for person in entry.persons.get("author", [])]
        people = f"{names[0]} et al." if len(names) > 2 else listed(names)
        label = f"{people} {entry.fields.get('year', '')}".strip()
        return self.place(f"bibliography.html#cite-{key}", label)

    def source_cell(self, origin: str, locator: str) -> Markup:
        """Where a row was read: the kind of source, leading to its description, and the place in it."""
        kinds = self._source_kinds
        kind, text = kinds[origin], origin.partition(":")[0]
        own = kind if text == origin else f"the {kinds.get(text, 'review')}'s {kind}"
        place = "" if locator.lower() == kind else f", {locator}"
        return Markup("{}{}").format(
            self.place(f"data.html#{anchor('sources', origin)}", own), place
        )

    @cached_property
    def _source_kinds(self) -> dict[str, str]:
        sources = self.tables.sources
        return dict(zip(sources["source_id"], sources["kind"]))

    def with_links(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A table's rows with its review and source columns turned into links, direction into symbol and word."""
        frame = frame.copy()
        if "review_id" in frame:
            frame["review"] = [self.review_link(review_id) for review_id in frame["review_id"]]
        if {"origin", "locator"} <= set(frame):
            frame["source"] = [self.source_cell(*place) for place in zip(frame["origin"], frame["locator"])]
        if {"direction", "region"} <= set(frame):
            frame["effect"] = [self.book.effect(*pair) for pair in zip(frame["direction"], frame["region"])]
        if "direction" in frame:
            frame["direction"] = [self.direction_cell(direction) for direction in frame["direction"]]
        if {"region", "side"} <= set(frame):
            sided = frame["side"].notna()
            frame.loc[sided, "region"] = frame["region"][sided] + ", " + frame["side"][sided]
        if "population" in frame:
            frame["population"] = frame["population"].map(self.book.population_labels)
        return frame

    def direction_cell(self, direction: str) -> Markup:
        """Symbol and name of a direction."""
        directions = self.tables.vocabulary("directions")
        return Markup('<span class="umb-direction"><span aria-hidden="true">{}</span> {}</span>').format(
            directions.symbols[direction], directions.labels[direction]
        )
