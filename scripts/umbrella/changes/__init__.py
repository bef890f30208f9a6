"""What changed between two states of the data, and what that does to the results.

``compare`` is a pure function of two sets of tables, ``verdicts`` the part of
it that judges the audit in both; ``output`` prints what they find; ``command`` reads folders or revisions of a repository.
"""

from umbrella.changes.compare import Cell, Changes, Claim, Count, Rating, Reread, TableChange, compare, row_changes
from umbrella.changes.verdicts import Verdict, moved_verdicts

__all__ = [
    "Cell", "Changes", "Claim", "Count", "Rating", "Reread", "TableChange", "Verdict", "compare", "moved_verdicts", "row_changes",
]  # fmt: skip
