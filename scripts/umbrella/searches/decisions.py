"""What became of each record: decisions of raters who do not see each other, where they agree, and what is open.

A round is screened by title (and abstract), then by full text. By title,
``unsure`` goes on like ``include``, so that only an exclusion ends a record; a
full text needs one answer, and an exclusion one reason. Where raters differ,
the decision of the person who settles stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import pandas as pd

from umbrella.amstar2.agreement import cohen_kappa

TITLE, FULL_TEXT = STAGES = ("title", "full text")
INCLUDE, EXCLUDE, UNSURE = DECISIONS = ("include", "exclude", "unsure")
OPEN, CONFLICT = "open", "conflict"
AGREEMENT = ("stage", "rater_a", "rater_b", "n", "agreed", "kappa", "note")


def outcomes(
    record_ids: Iterable[str], decisions: pd.DataFrame, raters: Sequence[str], settles: str, stage: str
) -> pd.DataFrame:
    """What became of each record at a stage.

    Args:
        record_ids: the records that are screened at the stage.
        decisions: ``record_id``, ``stage``, ``rater``, ``decision``, ``reason``.
        raters: who must decide on each record.
        settles: whose decision ends a conflict; empty if nobody does.
        stage: one of :data:`STAGES`.

    Returns:
        ``record_id``, ``outcome`` (``include``, ``exclude``, ``open`` or ``conflict``), ``reason``.
    """
    given = _by_record(decisions, stage)
    rows = [(key, *_outcome(given.get(key, {}), raters, settles, stage)) for key in record_ids]
    return pd.DataFrame(rows, columns=["record_id", "outcome", "reason"], dtype="object")


def _by_record(decisions: pd.DataFrame, stage: str) -> dict[str, dict[str, tuple[str, str]]]:
    """The decisions of a stage: record, rater, (decision, reason)."""
    rows = decisions[decisions["stage"] == stage]
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for key, rater, decision, reason in zip(rows["record_id"], rows["rater"], rows["decision"], rows["reason"].fillna("")):
        found.setdefault(key, {})[rater] = (decision, reason)
    return found


def _outcome(given: dict[str, tuple[str, str]], raters: Sequence[str], settles: str, stage: str) -> tuple[str, str]:
    if settles in given and given[settles][0] != UNSURE:
        return given[settles]
    if any(rater not in given for rater in raters):
        return OPEN, ""
    answers = {goes_on(*given[rater], stage) for rater in raters}
    return answers.pop() if len(answers) == 1 and (UNSURE, "") not in answers else (CONFLICT, "")


def goes_on(decision: str, reason: str, stage: str) -> tuple[str, str]:
    """A decision as raters are compared by it: by title ``unsure`` is ``include`` and reasons do not matter."""
    if stage == TITLE:
        return (EXCLUDE if decision == EXCLUDE else INCLUDE), ""
    return decision, reason if decision == EXCLUDE else ""


def agreement(decisions: pd.DataFrame, raters: Sequence[str]) -> pd.DataFrame:
    """How far raters agree on what goes on: for each stage and pair of raters.

    Returns:
        Columns :data:`AGREEMENT`; ``n`` is the base, the records on which both decided; ``kappa`` is Cohen's, missing
        where ``note`` says why. Reasons are not compared, and by title ``unsure`` counts as ``include``.
    """
    rows = []
    for stage in STAGES:
        given = _by_record(decisions, stage)
        for first, second in combinations(raters, 2):
            both = [
                [goes_on(*answers[rater], stage)[0] for rater in (first, second)]
                for answers in given.values()
                if first in answers and second in answers
            ]
            one, other = [pair[0] for pair in both], [pair[1] for pair in both]
            kappa = cohen_kappa(one, other, DECISIONS)
            agreed = sum(a == b for a, b in both)
            rows.append((stage, first, second, kappa.n, agreed, kappa.value, kappa.reason))
    return pd.DataFrame(rows, columns=list(AGREEMENT))
