"""Closes a round: what follows from it is written where the book reads it, and nothing is typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from umbrella.nouns import counted
from umbrella.searches.decisions import EXCLUDE, FULL_TEXT, INCLUDE
from umbrella.searches.flow import AWAITING, Search, flow_rows, open_points
from umbrella.searches.folder import SEARCHES, SETTINGS
from umbrella.searches.linking import surname_as_written
from umbrella.searches.screening import opened
from umbrella.tables import Tables
from umbrella.tables.writing import with_rows, write_sound

EDITION, KIND = "edition.toml", "search log"
DUE = re.compile(r"(?m)^next_due\s*=\s*[0-9-]+")


def source_id(name: str) -> str:
    """The source that a round is for what was read in it."""
    return f"search:{name}"


def close_round(root: Path, name: str) -> Iterator[str]:
    """Close a round of which nothing is open.

    Writes the day into ``search.toml``, the round into ``sources.csv``, dates of the databases and of the next search
    into ``edition.toml``, and what looks eligible and waits into ``candidate-reviews.csv``.

    Args:
        root: the book.
        name: the round.

    Yields:
        What was found and written, line by line.

    Raises:
        ValueError: something is open; all of it is told.
        DataError: the data would not be sound; they are as they were.
    """
    tables, search = opened(root, name)
    if points := open_points(search):
        raise ValueError(f"the round {name} is not finished:\n" + "\n".join(f"  {point}" for point in points))
    day = closing_day(search)
    waiting = new_candidates(tables, search, day)
    written = {
        f"{SEARCHES}/{name}/{SETTINGS}": _closed(tables.folder / SEARCHES / name / SETTINGS, day),
        EDITION: _dated((tables.folder / EDITION).read_text("utf-8"), tables.edition, search),
        "sources.csv": with_rows(tables.contract, "sources", pd.DataFrame([_source(name)])),
        "candidate-reviews.csv": with_rows(tables.contract, "candidate-reviews", waiting),
    }
    write_sound(tables.folder, {f"{tables.folder.name}/{path}": text for path, text in written.items() if text})
    for row in flow_rows(search).itertuples():
        yield f"{row.box}, {row.label}: {row.n:,}"
    texts = search.outcomes(FULL_TEXT)
    included = texts.loc[texts["outcome"] == INCLUDE, "record_id"]
    yield f"closed on {day}; {counted(len(waiting), 'new candidate')}"
    for key in included:
        yield f"to do: umbrella add review {key}"
    yield from _known_candidates(tables, search)


def closing_day(search: Search) -> date:
    """The day a round is closed on: that of the last decision, or of the last search where nothing was to decide."""
    days = [date.fromisoformat(day) for day in search.decisions["date"]]
    return max([*days, *(entry["searched"] for entry in search.settings["databases"])])


def new_candidates(tables: Tables, search: Search, day: date) -> pd.DataFrame:
    """Rows of ``candidate-reviews.csv`` for records that look eligible and wait, unless they are candidates already."""
    texts, columns = search.outcomes(FULL_TEXT), list(tables.contract.tables["candidate-reviews"].fields)
    waits = texts[(texts["outcome"] == EXCLUDE) & texts["reason"].map(lambda reason: search.reasons.get(reason) == AWAITING)]
    known = set(tables["candidate-reviews"]["candidate_id"])
    last = max((int(key[1:]) for key in known), default=0)
    records, rows = search.records.set_index("record_id"), []
    for key, reason in zip(waits["record_id"], waits["reason"]):
        record = records.loc[key]
        if pd.notna(record["known_as"]) and known & set(record["known_as"].split("; ")):
            continue
        last += 1
        author = "" if pd.isna(record["first_author"]) else surname_as_written(record["first_author"])
        year = "" if pd.isna(record["year"]) else str(record["year"])
        rows.append(
            {"candidate_id": f"K{last:03}", "label": f"{author} {year}".strip() or key, "year": record["year"], "focus": record["title"]}
            | {"origin": source_id(search.name), "locator": key, "added": day.isoformat(), "note": f"{reason.capitalize()}."}
        )
    return pd.DataFrame(rows, columns=columns)


def _known_candidates(tables: Tables, search: Search) -> Iterator[str]:
    """What became of candidates that the round found."""
    texts = search.outcomes(FULL_TEXT).set_index("record_id")
    for record in search.records.dropna(subset=["known_as"]).itertuples():
        for key in set(record.known_as.split("; ")) & set(tables["candidate-reviews"]["candidate_id"]):
            outcome = texts["outcome"].get(record.record_id, "excluded by title")
            yield f"candidate {key} is {record.record_id}: {outcome} {texts['reason'].get(record.record_id, '')}".rstrip()


def _source(name: str) -> dict[str, str]:
    words = "Records and decisions of the round"
    return {"source_id": source_id(name), "kind": KIND, "title": f"Search of {name}", "read": words}


def _closed(path: Path, day: date) -> str:
    return f"closed = {day.isoformat()}\n" + path.read_text("utf-8")


def _dated(text: str, edition: dict, search: Search) -> str:
    """``edition.toml`` with the databases of the round, and the day the next search is due."""
    last = [entry["searched"] for entry in search.settings["databases"]]
    due = later(min(last), edition["search"]["interval_months"])
    text, n = DUE.subn(f"next_due = {due.isoformat()}", text, count=1)
    if not n:
        raise ValueError(f"{EDITION} has no line next_due = YYYY-MM-DD")
    blocks = "".join(
        f'[[search.databases]]\nname = {json.dumps(entry["name"], ensure_ascii=False)}\nlast = {entry["searched"]}\n'
        f'round = "{search.name}"\norigin = "{source_id(search.name)}"\nlocator = "{SETTINGS}"\n\n'
        for entry in search.settings["databases"]
    )
    place = max(found.end() for found in re.finditer(r"(?ms)^\[\[search\.databases\]\].*?(?=^\[|\Z)", text))
    return text[:place].rstrip("\n") + "\n\n" + blocks + text[place:]


def later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()

