"""Claims: what several findings say together, which way, how firmly, and in whose words.

Reviews are counted, never rows: a review that reports a change twice speaks once.
Certainty here is a rule on counts and directions. It is not GRADE.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from umbrella.synthesis.terms import BOTH_WAYS, ONE_WAY, SIGN, Directions, Terms

# What sets claims apart only where findings that oppose each other name it.
APART = ("task", "side")
CLAIM = ("modality", "region", "metric", *APART)


def told_apart(findings: pd.DataFrame, terms: Terms, by: Sequence[str] = CLAIM) -> pd.DataFrame:
    """Findings with a task and a side only where these tell opposite directions apart.

    Left up and right down is no conflict, nor is one task against another.
    Where nothing is opposed, a finding on the left supports what is said of the
    region. Where findings oppose each other, each task is a claim of its own,
    and then each side, unless one of those with a direction names none: it may
    mean any, and so the claim stays whole.

    Args:
        findings: with ``direction``, the columns of ``by``, and those of :data:`APART` as far as there are any.
        terms: the terms of the book, with what a side covers.
        by: what makes a claim.

    Returns:
        The same rows; the columns of :data:`APART` are empty text where they tell nothing apart.
    """
    frame = findings.assign(**dict.fromkeys(APART, ""))
    for place, column in enumerate(APART):
        if column not in findings:
            continue
        known = [*(name for name in by if name not in APART), *APART[:place]]
        groups: dict[tuple, list[int]] = defaultdict(list)
        for row, key in enumerate(frame[known].itertuples(False, None)):
            groups[key].append(row)
        directions, named = frame["direction"].tolist(), findings[column].tolist()
        values = frame[column].tolist()
        for rows in groups.values():
            if _tells_apart([(directions[row], named[row]) for row in rows], terms):
                for row in rows:
                    values[row] = "" if pd.isna(named[row]) else named[row]
        frame[column] = values
    return frame


def _tells_apart(told: Sequence[tuple[str, str]], terms: Terms) -> bool:
    """Whether a column tells opposite directions apart; ``told``: direction and value of each finding."""
    if not terms.directions.contested({direction for direction, _ in told}):
        return False
    directed = {value for direction, value in told if terms.directions.kinds[direction] in (ONE_WAY, BOTH_WAYS)}
    values = {value for _, value in told if pd.notna(value)}
    if len(values) < 2 or any(pd.isna(value) for value in directed):
        return False
    covered = [terms.covers.get(value, {value}) for value in directed]
    return not any(one & other for place, one in enumerate(covered) for other in covered[:place])


def evidence_matrix(findings: pd.DataFrame, by: Sequence[str] = CLAIM) -> pd.DataFrame:
    """Count the reviews behind each direction of each claim.

    Args:
        findings: columns ``finding_id``, ``review_id``, ``direction`` and those of ``by``; ``own_text`` says
            whether a row was read in a text of the review itself, as all were where the column is missing.
        by: what makes a claim.

    Returns:
        One row per claim and direction, sorted: the columns of ``by``,
        ``direction``, ``n_reviews`` (distinct reviews), ``reviews`` and
        ``findings`` (sorted tuples of ids), ``own`` (those of the reviews whose own text says so).
    """
    keys = [*by, "direction"]
    if "own_text" not in findings:
        findings = findings.assign(own_text=True)
    # Plain dictionaries: some hundred rows are asked about a hundred times a build, and groups of a frame are slow.
    behind: dict[tuple, list[tuple[str, str, bool]]] = defaultdict(list)
    rows = findings[[*keys, "review_id", "finding_id", "own_text"]].dropna(subset=keys)
    for *key, review, finding, own in rows.itertuples(False, None):
        behind[tuple(key)].append((review, finding, own))
    counted = []
    for key in sorted(behind):
        reviews, own = {row[0] for row in behind[key]}, {row[0] for row in behind[key] if row[2]}
        ids = sorted(row[1] for row in behind[key])
        counted.append((*key, len(reviews), tuple(sorted(reviews)), tuple(ids), tuple(sorted(own))))
    return pd.DataFrame(counted, columns=[*keys, "n_reviews", "reviews", "findings", "own"])


def certainty(reviews: Mapping[str, Iterable[str]], terms: Terms) -> str:
    """Category of certainty of one claim.

    Args:
        reviews: for each direction reported, the reviews that report it.
        terms: the directions and the categories of the book.

    Returns:
        One of the categories.

    Raises:
        ValueError: no review reports anything.
    """
    counts = {direction: len(set(ids)) for direction, ids in reviews.items() if set(ids)}
    if not counts:
        raise ValueError("a claim needs at least one review")
    if terms.directions.contested(counts):
        return terms.certainty.contested
    firmest = max((counts.get(direction, 0) for direction in terms.directions.stated), default=0)
    return terms.certainty.agreement(firmest) if firmest else terms.certainty.not_stated


def main_direction(reviews: Mapping[str, Iterable[str]], directions: Directions) -> str:
    """The direction most reviews report; that of both ways for a contested claim."""
    counts = {direction: len(set(ids)) for direction, ids in reviews.items() if set(ids)}
    if directions.contested(counts):
        return directions.both_ways
    stated = {direction: counts[direction] for direction in directions.stated if direction in counts}
    return max(stated, key=stated.get) if stated else next(iter(counts))


def claims(
    findings: pd.DataFrame,
    terms: Terms,
    by: Sequence[str] = CLAIM,
    first: Mapping[str, int] = MappingProxyType({}),
) -> pd.DataFrame:
    """One row per claim with its direction, its reviews, its certainty and its support.

    Args:
        findings: as for :func:`evidence_matrix`; see :func:`told_apart` for task and side.
        terms: the directions and the categories of the book.
        by: what makes a claim.
        first: rank by region, which settles ties between claims that are equally well supported.

    Returns:
        The columns of ``by``, ``direction`` (the main one), ``certainty``,
        ``n_reviews`` and ``reviews`` (distinct, over all directions),
        ``n_agree`` (reviews that report the main direction, or either way where
        it is contested), ``own`` and ``n_own`` (those of these whose own text
        says so), ``others`` (mapping: further reviews by what they report
        instead, no direction or no difference), ``directions`` (mapping
        direction -> reviews) and ``findings`` (ids). Best supported claims first: by the
        reviews whose own text shows it, by those that report it, by ``first``,
        by name.
    """
    if set(APART) <= set(by):
        findings = told_apart(findings, terms, by)
    grouped = defaultdict(list)
    for *key, direction, _, reviews, ids, own in evidence_matrix(findings, by).itertuples(False, None):
        grouped[tuple(key)].append((direction, reviews, ids, own))
    rows = [(*key, *_claim(group, terms)) for key, group in grouped.items()]
    frame = pd.DataFrame(rows, columns=[*by, *CLAIMED])
    ranked = frame["region"].map(first).fillna(len(first)) if "region" in frame else 0
    order = frame.assign(_first=ranked).sort_values(
        ["n_own", "n_agree", "n_reviews", "_first", *by], ascending=[False] * 3 + [True] * (1 + len(by)), kind="stable"
    )
    return order.drop(columns="_first").reset_index(drop=True)


CLAIMED = (
    "direction", "certainty", "n_reviews", "reviews", "n_agree", "own", "n_own", "others", "directions",
    "findings",
)  # fmt: skip


def _claim(group: Sequence[tuple[str, tuple, tuple, tuple]], terms: Terms) -> tuple:
    """One claim, without its key; ``group``: direction, reviews, findings and own texts."""
    kinds, directions = terms.directions.kinds, {direction: reviews for direction, reviews, *_ in group}
    category, main = certainty(directions, terms), main_direction(directions, terms.directions)
    ways = (ONE_WAY, BOTH_WAYS, SIGN)
    told = {name for name in directions if kinds[name] in ways} if category == terms.certainty.contested else {main}
    agree = {review for name in told for review in directions[name]}
    own = tuple(sorted({review for direction, _, _, shown in group if direction in told for review in shown}))
    others, counted = {}, set(agree)
    for name in kinds:
        if further := set(directions.get(name, ())) - counted:
            others[name] = len(further)
            counted |= further
    everyone = tuple(sorted({review for ids in directions.values() for review in ids}))
    ids = tuple(sorted(id_ for _, _, found, _ in group for id_ in found))
    return main, category, len(everyone), everyone, len(agree), own, len(own), others, directions, ids
