"""Numbers and short phrases for inline use, so that no number is typed in a chapter.

A chapter writes ``{eval}`reviews(modality="perfusion")` `` and the page says
"two reviews". Everything public here and in :class:`Prose` can be used so.
"""

from __future__ import annotations

from umbrella.prose.accuracy import AccuracyPhrases
from umbrella.prose.agreement import AgreementPhrases
from umbrella.prose.audit import AuditPhrases
from umbrella.prose.editions import EditionPhrases
from umbrella.prose.gaps import GapPhrases
from umbrella.prose.overlap import OverlapPhrases
from umbrella.prose.quality import QualityPhrases
from umbrella.prose.review import ReviewPhrases
from umbrella.prose.words import counted, dated, day, inside, listed, number, out_of, start

__all__ = ["Prose", "counted", "dated", "day", "inside", "listed", "number", "out_of", "start"]


class Prose(
    OverlapPhrases,
    AgreementPhrases,
    GapPhrases,
    AccuracyPhrases,
    ReviewPhrases,
    AuditPhrases,
    QualityPhrases,
    EditionPhrases,
):
    """Phrases computed from the tables of a book."""

    def namespace(self) -> dict[str, object]:
        """Names that inline expressions may use."""
        own = {name: getattr(self, name) for name in dir(type(self)) if not name.startswith("_")}
        return own | {"number": number, "counted": counted, "listed": listed, "out_of": out_of, "start": start}
