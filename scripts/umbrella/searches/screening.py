"""Hands records out to a rater, takes decisions back, and closes a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from umbrella.searches.adding import raw_fields
from umbrella.searches.decisions import CONFLICT, FULL_TEXT, STAGES, TITLE
from umbrella.searches.flow import Search
from umbrella.searches.folder import read_search, write_search
from umbrella.searches.sheets import sheet, taken, written
from umbrella.tables import Tables, load
from umbrella.tables.files import read_file
from umbrella.tables.problems import DataError, Problem, not_one_of

KINDS = {".xlsx": "xlsx", ".ris": "ris", ".csv": "csv"}


def known_rater(search: Search, rater: str) -> None:
    """Refuse who does not screen in a round.

    Raises:
        ValueError: the settings name no such rater.
    """
    if rater not in search.deciders:
        raise ValueError(f"{not_one_of(rater, search.deciders, 'the raters')}, which search.toml of {search.name} names")


def stage_of(search: Search, rater: str) -> str:
    """The stage at which a rater has something to do: full texts once all titles are decided by them."""
    titles = search.outcomes(TITLE)
    if rater == search.settles:
        return TITLE if (titles["outcome"] == CONFLICT).any() else FULL_TEXT
    return TITLE if set(titles["record_id"]) - set(_own(search, rater, TITLE)) else FULL_TEXT


def _own(search: Search, rater: str, stage: str) -> dict[str, tuple[str, str]]:
    rows = search.decisions[(search.decisions["rater"] == rater) & (search.decisions["stage"] == stage)]
    return {key: (decision, reason) for key, decision, reason in zip(rows["record_id"], rows["decision"], rows["reason"].fillna(""))}


def handed_out(root: Path, search: Search, rater: str, stage: str, kind: str) -> tuple[bytes, int]:
    """The file with the records that a rater is to decide on, and how many they are.

    A rater gets all records of the stage, with nobody's decisions but their own; who settles gets those in
    conflict, with what was decided and not by whom.
    """
    outcomes = search.outcomes(stage).set_index("record_id")["outcome"]
    keys = set(outcomes.index[outcomes == CONFLICT] if rater == search.settles else outcomes.index)
    records = search.records[search.records["record_id"].isin(keys)]
    frame = sheet(records, _own(search, rater, stage), raw_fields(root, search))
    if rater == search.settles:
        given = {name: _own(search, name, stage) for name in search.raters}
        frame["note"] = [" / ".join(sorted(": ".join(filter(None, own[key])) for own in given.values() if key in own)) for key in frame["record_id"]]
    reasons = sorted(search.reasons) if stage == FULL_TEXT else []
    return written(frame, kind, reasons), len(frame)


def take(tables: Tables, search: Search, path: Path, rater: str, stage: str, day: date, all_are: str = "") -> tuple[int, int]:
    """Take a rater's decisions from a file into ``decisions.csv``; those on the same records give way.

    Returns:
        How many decisions the file holds, and how many of them are new or other ones.

    Raises:
        DataError: a row cannot be taken; nothing is written, and all problems are told.
    """
    found, problems = taken(read_file(path, str(path)), str(path), rater, search.reasons, all_are)
    screened = set(search.outcomes(stage)["record_id"])
    for key, decision, reason in found.itertuples(index=False):
        if key not in screened:
            problems.append(Problem(str(path), 0, key, f"is no record that is screened by {stage} in {search.name}"))
        elif stage == FULL_TEXT and decision == "exclude" and not reason:
            problems.append(Problem(str(path), 0, key, f"is excluded without a reason; it is one of {', '.join(search.reasons)}"))
    if problems:
        raise DataError(problems)
    before = _own(search, rater, stage)
    new = found.loc[[before.get(key) != (decision, reason) for key, decision, reason in found.itertuples(index=False)]]
    if new.empty:
        return len(found), 0
    old = search.decisions
    kept = old[~((old["rater"] == rater) & (old["stage"] == stage) & old["record_id"].isin(set(new["record_id"])))]
    rows = new.assign(stage=stage, rater=rater, date=day.isoformat(), reason=new["reason"].replace("", None))
    write_search(tables, replace(search, decisions=pd.concat([kept, rows[list(old)].astype(old.dtypes.to_dict())], ignore_index=True)))
    return len(found), len(new)


def progress(search: Search) -> pd.DataFrame:
    """How far a round is: for each stage the records that come to it, what became of them, and who decided on how many.

    Returns:
        ``stage``, ``records``, ``include``, ``exclude``, ``conflict``, ``open``, then a column for each rater.
    """
    rows = []
    for stage in STAGES:
        outcomes = search.outcomes(stage)
        counts = outcomes["outcome"].value_counts()
        keys = set(outcomes["record_id"])
        row: Mapping = {"stage": stage, "records": len(keys)}
        row |= {name: int(counts.get(name, 0)) for name in ("include", "exclude", CONFLICT, "open")}
        row |= {rater: len(keys & set(_own(search, rater, stage))) for rater in search.raters}
        rows.append(row)
    return pd.DataFrame(rows)


def opened(root: Path, name: str) -> tuple[Tables, Search]:
    """The tables of a book and a round of it that is not closed.

    Raises:
        DataError, ValueError: the data are not sound, there is no such round, or it is closed.
    """
    tables = load(root / "data")
    search = read_search(tables, name)
    if "closed" in search.settings:
        raise ValueError(f"the round {name} was closed on {search.settings['closed']}; its decisions stand")
    return tables, search
