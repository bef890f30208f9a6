"""Phrases on the audit of the source."""

from __future__ import annotations

from functools import cached_property

from umbrella.audit import VERDICTS, Check, audited
from umbrella.prose.filters import Filtered
from umbrella.prose.words import counted


class AuditPhrases(Filtered):
    """What the source states, what the tables give, and the verdicts."""

    def audited(self, verdict: str | None = None) -> str:
        """Statements audited, or those with a verdict: ``54 statements``.

        Raises:
            ValueError: there is no such verdict.
        """
        if verdict not in (None, *VERDICTS):
            raise ValueError(f"{verdict!r} is not one of {', '.join(VERDICTS)}")
        found = [check for check in self._checks.values() if verdict in (None, check.verdict.verdict)]
        return counted(len(found), "statement")

    def stated(self, check_id: str) -> str:
        """The figure of a statement as the source gives it: ``over 29,000 people``."""
        return self._check(check_id).stated

    def recomputed(self, check_id: str) -> str:
        """The figure that the tables give for it."""
        return self._check(check_id).verdict.recomputed

    def judged(self, check_id: str) -> str:
        """The verdict on a statement: ``holds``."""
        return self._check(check_id).verdict.verdict

    @cached_property
    def _checks(self) -> dict[str, Check]:
        return {check.check_id: check for check in audited(self.tables)}

    def _check(self, check_id: str) -> Check:
        if check_id not in self._checks:
            raise ValueError(f"{check_id!r} is not a row of {self.tables.file_of('audit')}")
        return self._checks[check_id]
