"""Puts records that were read into a round: into the record of the same work, or as a new one with the next id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from umbrella.searches.fields import Fields
from umbrella.searches.flow import Search, id_prefix
from umbrella.searches.linking import Item, linked

ID = re.compile(r"R[0-9]{4}-[0-9]{4,}")
TEXTS = ("title", "first_author", "year", "doi", "pmid")


class ConflictingMerge(ValueError):
    """Two records that a person found to be one have different decisions of one rater."""


def merged(search: Search, read: Sequence[tuple[str, str, Fields]], known: Sequence[Item]) -> Search:
    """A round with more records, and with the answers to its doubtful pairs carried out.

    Args:
        search: the round as it is.
        read: file and line, database and fields of each record that was read.
        known: works that the book knows.

    Returns:
        The round; ids stay, and what was merged into a record is listed with it.

    Raises:
        ConflictingMerge: two records cannot become one, as a rater decided differently on them.
    """
    rows = [dict(row) for row in search.records.astype("object").fillna("").map(str).to_dict("records")]
    rows += [
        {"record_id": "", "databases": database, "read_in": place, "known_as": ""}
        | {name: getattr(fields, name) for name in TEXTS}
        for place, database, fields in read
    ]
    items = [Item(*(row[name] for name in TEXTS), row["record_id"]) for row in rows] + list(known)
    answers = {
        kind: list(search.doubts.loc[search.doubts["same"] == kind, ["record_id", "other_id"]].itertuples(index=False, name=None))
        for kind in ("yes", "no")
    }
    works, doubts = linked(items, answers["yes"], answers["no"])
    records, name_of, moved = _records(works, rows, items, search)
    titles = {name_of[place]: items[place].title for place in reversed(range(len(items))) if place in name_of}
    fresh = [(name_of[doubt.first], name_of[doubt.second], doubt.why) for doubt in doubts]
    return replace(
        search,
        records=records,
        doubts=_doubts(search.doubts, fresh, titles, moved),
        decisions=_moved(search.decisions, moved),
    )


def _records(
    works: Iterable[list[int]], rows: list[dict], items: list[Item], search: Search
) -> tuple[pd.DataFrame, dict[int, str], dict[str, str]]:
    """The records of a round, what each item is called now, and ids that were merged into others."""
    prefix = id_prefix(search.name)
    used = [*search.records["record_id"], *search.doubts["record_id"], *search.doubts["other_id"]]
    last = max((int(key.removeprefix(prefix)) for key in used if key.startswith(prefix)), default=0)
    found, name_of, moved = [], {}, {}
    for places in works:
        own = [rows[place] for place in places if place < len(rows)]
        known = [items[place].id for place in places if place >= len(rows)]
        if not own:
            name_of |= {place: items[place].id for place in places}
            continue
        ids = sorted(row["record_id"] for row in own if row["record_id"])
        if not ids:
            last += 1
            ids = [f"{prefix}{last:04}"]
        moved |= {key: ids[0] for key in ids[1:]}
        name_of |= {place: ids[0] for place in places}
        found.append(_record(ids[0], own, known))
    columns = list(search.records)
    frame = pd.DataFrame(found, columns=columns, dtype="object").replace("", None)
    frame["year"] = pd.to_numeric(frame["year"]).astype("Int64")
    return frame, name_of, moved


def _record(key: str, own: list[dict], known: list[str]) -> dict:
    """One record of all that were read of a work: of each text the first; a title not in capitals if there is one."""
    first = {name: next((row[name] for row in own if row[name]), "") for name in TEXTS}
    first["title"] = next((row["title"] for row in own if row["title"] and not row["title"].isupper()), first["title"])
    listed = {
        name: "; ".join(dict.fromkeys(part for row in own for part in row[name].split("; ") if part))
        for name in ("databases", "read_in", "known_as")
    }
    listed["known_as"] = "; ".join(dict.fromkeys(filter(None, [*listed["known_as"].split("; "), *known])))
    return {"record_id": key} | first | listed


def _doubts(
    before: pd.DataFrame, fresh: Iterable[tuple[str, str, str]], titles: dict[str, str], moved: dict[str, str]
) -> pd.DataFrame:
    """Pairs for a person: those answered as they stand, the open ones under the ids of today, and new ones."""
    rows, seen = [], set()
    for row in before.astype("object").where(before.notna(), "").to_dict("records"):
        if not row["same"]:
            one, other = (moved.get(row[name], row[name]) for name in ("record_id", "other_id"))
            if one == other or frozenset((one, other)) in seen:
                continue
            row |= {"record_id": one, "other_id": other}
        seen.add(frozenset((row["record_id"], row["other_id"])))
        rows.append(row)
    for one, other, why in fresh:
        if frozenset((one, other)) not in seen:
            seen.add(frozenset((one, other)))
            rows.append({"record_id": one, "other_id": other, "why": why, "title": titles[one], "other_title": titles[other], "same": ""})
    frame = pd.DataFrame(rows, columns=list(before), dtype="object").replace("", None)
    return frame.sort_values(["record_id", "other_id"], ignore_index=True)


def _moved(decisions: pd.DataFrame, moved: dict[str, str]) -> pd.DataFrame:
    """Decisions under the ids of today.

    Raises:
        ConflictingMerge: a rater decided differently on two records that are one.
    """
    if not moved:
        return decisions
    renamed = decisions.assign(record_id=decisions["record_id"].replace(moved))
    key = ["record_id", "stage", "rater"]
    for (record, stage, rater), rows in renamed[renamed.duplicated(key, keep=False)].groupby(key):
        if rows["decision"].nunique() > 1 or rows["reason"].nunique(dropna=False) > 1:
            others = ", ".join(sorted(one for one, kept in moved.items() if kept == record))
            raise ConflictingMerge(
                f"decisions.csv: {rater} decided differently on {record} and {others} ({stage}), which doubtful.csv calls one; "
                "make the decisions alike first"
            )
    return renamed.drop_duplicates(key).sort_values(key, ignore_index=True)
