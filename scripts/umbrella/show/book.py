"""A page about the review as a whole."""

from __future__ import annotations

from umbrella.show.accuracy import AccuracyParts
from umbrella.show.agreement import AgreementParts
from umbrella.show.appraisal import AppraisalParts
from umbrella.show.audit import AuditParts
from umbrella.show.brain import BookBrain
from umbrella.show.explorer import ExplorerParts
from umbrella.show.gaps import GapParts
from umbrella.show.overlap import OverlapParts
from umbrella.show.overview import OverviewParts
from umbrella.show.published import PublishedParts
from umbrella.show.quality import QualityParts
from umbrella.show.reference import ReferenceParts
from umbrella.show.review import ReviewParts


class BookPage(
    OverviewParts,
    ReviewParts,
    QualityParts,
    PublishedParts,
    AppraisalParts,
    ReferenceParts,
    AgreementParts,
    OverlapParts,
    GapParts,
    AccuracyParts,
    AuditParts,
    BookBrain,
    ExplorerParts,
):
    """A page that looks at all modalities or at the review itself."""
