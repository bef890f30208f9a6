"""A page about the review as a whole."""

from __future__ import annotations

from umbrella.show.accuracy import AccuracyParts
from umbrella.show.agreement import AgreementParts
from umbrella.show.gaps import GapParts
from umbrella.show.overlap import OverlapParts
from umbrella.show.overview import OverviewParts
from umbrella.show.reference import ReferenceParts
from umbrella.show.review import ReviewParts


class BookPage(OverviewParts, ReviewParts, ReferenceParts, AgreementParts, OverlapParts, GapParts, AccuracyParts):
    """A page that looks at all modalities or at the review itself."""
