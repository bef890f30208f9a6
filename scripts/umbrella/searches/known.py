"""Works that a book knows already, as records of a search may be one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umbrella.searches.flow import removals
from umbrella.searches.linking import Item

if TYPE_CHECKING:
    from pybtex.database import Entry

    from umbrella.tables import Tables

RECORDS = "search-records"
SOURCE = "source"


def known_works(tables: Tables, name: str) -> list[Item]:
    """Included reviews, works cited apart, umbrella reviews, candidates, and records of rounds before the one named."""
    sources, entries = tables.sources.set_index("source_id"), tables.references.entries
    keys = dict.fromkeys([*tables.reviews["review_id"], *tables["outside-findings"]["citation_key"].dropna()])
    items = [_of_entry(entries[key], key) for key in keys if key in entries]
    own = umbrella_reviews(tables)
    # By its DOI alone, as a source may be described rather than titled.
    items += [Item("", doi=_text(sources.at[key, "doi"]), id=key, known=True) for key in sorted(own)]
    earlier = {row.record_id: row for other in before(tables, name) for row in tables[f"{RECORDS}-{other}"].itertuples()}
    for row in tables["candidate-reviews"].itertuples():
        if row.locator in earlier:
            items.append(_of_record(earlier[row.locator], row.candidate_id))
        elif row.origin not in own:
            source = sources.loc[row.origin]
            author = row.label.split()[0] if pd.notna(row.year) and row.label.endswith(str(row.year)) else ""
            items.append(Item(_text(source["title"]), author, _text(row.year), _text(source["doi"]), id=row.candidate_id, known=True))
    return items + [_of_record(row, key) for key, row in earlier.items()]


def removed_before_screening(tables: Tables, name: str, records: pd.DataFrame) -> dict[str, str]:
    """Why records of a round are not screened; see :func:`umbrella.searches.flow.removals`."""
    reviews = tables.reviews
    earlier = {key for other in before(tables, name) for key in tables[f"{RECORDS}-{other}"]["record_id"]}
    return removals(
        records,
        set(reviews.loc[reviews["round"] < name, "review_id"]),
        umbrella_reviews(tables),
        set(tables["candidate-reviews"]["candidate_id"]),
        earlier,
    )


def umbrella_reviews(tables: Tables) -> set[str]:
    """Ids of the sources that are umbrella reviews."""
    kinds = tables["source-kinds"]
    return set(tables.sources.loc[tables.sources["kind"].isin(kinds.loc[kinds["role"] == SOURCE, "kind"]), "source_id"])


def before(tables: Tables, name: str) -> list[str]:
    """The rounds with records before one."""
    return [other for other in tables.contract.searched if other < name]


def _of_entry(entry: Entry, key: str) -> Item:
    from umbrella.markup import from_latex

    people = entry.persons.get("author", [])
    author = from_latex(" ".join([*people[0].prelast_names, *people[0].last_names])) if people else ""
    fields = entry.fields
    year = fields.get("year", "")
    return Item(
        from_latex(fields.get("title", "")), f"{author}," if author else "", year if year.isdecimal() else "",
        fields.get("doi", ""), fields.get("pmid", ""), key, known=True,
    )


def _of_record(row: object, key: str) -> Item:
    texts = (_text(getattr(row, name)) for name in ("title", "first_author", "year", "doi", "pmid"))
    return Item(*texts, key, known=True)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
