"""Numbers and short phrases for inline use, so that no number is typed in a chapter.

A chapter writes ``{eval}`reviews(modality="perfusion")` `` and the page says
"two reviews". Everything public here and in :class:`Prose` can be used so.
"""

from __future__ import annotations

from umbrella.prose.editions import EditionPhrases
from umbrella.prose.evidence import EvidencePhrases
from umbrella.prose.review import ReviewPhrases
from umbrella.prose.words import counted, day, inside, listed, number, out_of, start

__all__ = ["Prose", "counted", "day", "inside", "listed", "number", "out_of", "start"]


class Prose(EvidencePhrases, ReviewPhrases, EditionPhrases):
    """Phrases computed from the tables of a book."""

    def namespace(self) -> dict[str, object]:
        """Names that inline expressions may use."""
        own = {name: getattr(self, name) for name in dir(type(self)) if not name.startswith("_")}
        return own | {"number": number, "counted": counted, "listed": listed, "out_of": out_of, "start": start}
