"""A page about the review as a whole."""

from __future__ import annotations

from umbrella.show.explorer import ExplorerParts
from umbrella.show.overview import OverviewParts
from umbrella.show.reference import ReferenceParts
from umbrella.show.review import ReviewParts


class BookPage(OverviewParts, ReviewParts, ReferenceParts, ExplorerParts):
    """A page that looks at all modalities or at the review itself."""
