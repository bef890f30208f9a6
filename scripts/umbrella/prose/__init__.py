"""Numbers and short phrases for inline use, so that no number is typed in a chapter.

A chapter writes ``{eval}`reviews(modality="perfusion")` `` and the page says
"two reviews". Everything public here and in :class:`Prose` can be used so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from umbrella.prose.accuracy import AccuracyPhrases
from umbrella.prose.agreement import AgreementPhrases
from umbrella.prose.audit import AuditPhrases
from umbrella.prose.editions import EditionPhrases
from umbrella.prose.gaps import GapPhrases
from umbrella.prose.guard import holds
from umbrella.prose.overlap import OverlapPhrases
from umbrella.prose.places import PlacePhrases
from umbrella.prose.quality import QualityPhrases
from umbrella.prose.review import ReviewPhrases
from umbrella.prose.support import SupportPhrases
from umbrella.prose.words import counted, dated, day, inside, listed, number, out_of, start

# Words that expressions may use besides the phrases.
HELPERS = {"holds": holds, "number": number, "counted": counted, "listed": listed, "out_of": out_of, "start": start, "len": len, "max": max, "min": min}


class Prose(
    SupportPhrases,
    PlacePhrases,
    OverlapPhrases,
    AgreementPhrases,
    GapPhrases,
    AccuracyPhrases,
    ReviewPhrases,
    AuditPhrases,
    QualityPhrases,
    EditionPhrases,
):
    """Phrases about a book."""

    def namespace(self) -> Names:
        """Names that inline expressions may use."""
        return Names(self)


class Names(Mapping[str, object]):
    """The phrases by name, looked up when used: a property that nobody asks for reads no table."""

    def __init__(self, prose: Prose):
        self._prose = prose

    def __getitem__(self, name: str) -> object:
        if name in HELPERS:
            return HELPERS[name]
        if name.startswith("_") or not hasattr(type(self._prose), name):
            raise KeyError(name)
        return getattr(self._prose, name)

    def __iter__(self) -> Iterator[str]:
        yield from HELPERS
        yield from (name for name in dir(type(self._prose)) if not name.startswith("_"))

    def __len__(self) -> int:
        return sum(1 for _ in self)
