"""Phrases on the audit of the source."""

from __future__ import annotations

import pandas as pd

from umbrella.audit import VERDICTS, verdicts
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import counted


class AuditPhrases(Phrases):
    """What the source states, what the tables give, and the verdicts."""

    def audited(self, verdict: str | None = None) -> str:
        """Statements audited, or those with a verdict: ``54 statements``.

        Raises:
            ValueError: there is no such verdict.
        """
        if verdict not in (None, *VERDICTS):
            raise ValueError(f"{verdict!r} is not one of {', '.join(VERDICTS)}")
        found = self._checks["verdict"]
        return counted(len(found) if verdict is None else int((found == verdict).sum()), "statement")

    def stated(self, check_id: str) -> str:
        """The figure of a statement as the source gives it: ``over 29,000 people``."""
        return self._check(check_id)["stated"]

    def recomputed(self, check_id: str) -> str:
        """The figure that the tables give for it."""
        return self._check(check_id)["recomputed"]

    @property
    def _checks(self) -> pd.DataFrame:
        return self.tables.view(verdicts).set_index("check_id")

    def _check(self, check_id: str) -> pd.Series:
        if check_id not in self._checks.index:
            raise ValueError(f"{check_id!r} is not a row of {self.tables.file_of('audit')}")
        return self._checks.loc[check_id]
