"""Tables of the reference pages: protocol, glossary, sources, data dictionary."""

from __future__ import annotations

from pathlib import PurePosixPath

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella.book.places import anchor
from umbrella.html_tables import EMPTY, link
from umbrella.markup import doi_address, web_address
from umbrella.prose import counted, start
from umbrella.show.page import Page

# How far an item of a reporting guideline is met.
MET = {"yes": "met", "in part": "met in part", "no": "not met"}


class ReferenceParts(Page):
    """What readers look things up in."""

    def protocol(self, tier: str) -> HTML:
        """Recommendations of one tier."""
        frame = self.with_links(self.tables.protocol)
        frame = frame[frame["tier"] == tier]
        return self.table(frame, f"protocol-{tier.replace(' ', '-')}", self.tables.vocabulary("tiers").words[tier],
                          self.headings("protocol", "sequence target biomarker clinical_use source note"), "protocol_id")  # fmt: skip

    def glossary(self) -> HTML:
        """All terms."""
        frame = self.tables.glossary.sort_values("term", key=lambda column: column.str.casefold())
        frame["source"] = [self.source_cell(*place) for place in zip(frame["origin"], frame["locator"])]
        frame["abbreviation"] = frame["abbreviation"].fillna("–")
        frame["id"] = [anchor("glossary", term) for term in frame["term"]]
        headings = self.headings("glossary", "term abbreviation definition source", source="From")
        return self.table(frame, "glossary", f"{start(counted(len(frame), 'term'))} used in this book.", headings, "id")

    def reporting(self, guideline: str) -> HTML:
        """The items of a reporting guideline, each with where the book meets it."""
        frame = self.tables.rows("reporting", guideline=guideline)
        frame["place"] = [EMPTY if pd.isna(place) else link(place, _page_name(place)) for place in frame["place"]]
        frame["asks"] = frame["topic"] + ": " + frame["asks"]
        frame["how"] = frame["how"].fillna("–")
        headings = {
            "item_id": "Item", "asks": "What it asks for", "met": "Met", "place": "Where", "how": "How, or why not",
        }  # fmt: skip
        met = [f"{frame['met'].eq(word).sum()} {said}" for word, said in MET.items()]
        caption = f"{start(counted(len(frame), 'item'))} as seen: {', '.join(met)}."
        return self.table(frame, f"reporting-{guideline}", caption, headings, "item_id")

    def sources(self) -> HTML:
        """Every text that rows were read in."""
        frame = self.tables.sources
        frame["id"] = [anchor("sources", key) for key in frame["source_id"]]
        frame["where"] = [self._source_address(row) for row in frame.itertuples()]
        tables = self.tables.contract.tables.items()
        counts = pd.concat([self.tables[name]["origin"] for name, table in tables if "origin" in table.fields]).value_counts()
        frame["rows"] = [int(counts.get(key, 0)) for key in frame["source_id"]]
        return self.table(frame, "sources", "The texts behind the tables and the number of rows read in each.",
                          self.headings("sources", "source_id kind title where licence read rows", where="Where", rows="Rows"), "id")  # fmt: skip

    def _source_address(self, source) -> Markup:
        if pd.notna(source.doi):
            return link(doi_address(source.doi), f"doi:{source.doi}")
        return link(web_address(source.address), "page") if pd.notna(source.address) else EMPTY

    def data_dictionary(self) -> HTML:
        """The tables, what one row is, how many rows there are."""
        frame = pd.DataFrame([
            {"table": link(f"../data/{table.path}", table.path), "title": table.title, "description": table.description, "rows": len(self.tables[name]),
             "columns": ", ".join(table.fields), "id": f"table-{name}"}
            for name, table in self.tables.contract.tables.items()
        ])  # fmt: skip
        headings = {"table": "File", "title": "Title", "description": "One row", "rows": "Rows", "columns": "Columns"}
        return self.table(frame, "tables", "The tables of this book.", headings, "id")

    def vocabulary(self, name: str) -> HTML:
        """The terms of one vocabulary."""
        frame, table = self.tables[name], self.tables.contract.tables[name]
        headings = self.headings(name, " ".join(column for column in table.fields if frame[column].notna().any()))
        # A term without a parent or a family has none; that is no gap in what was read.
        given = frame.drop(columns="note", errors="ignore").astype(object)
        frame[given.columns] = given.where(given.notna(), "none")
        return self.table(frame, name, table.description, headings)


def _page_name(address: str) -> str:
    """A page named as its address is: ``Study selection``."""
    name = PurePosixPath(address.partition("#")[0]).stem
    return "Landing page" if name == "index" else start(name.replace("-", " "))
