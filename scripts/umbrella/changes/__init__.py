"""What changed between two states of the data, and what that does to the results.

``compare`` is a pure function of two sets of tables; ``output`` prints what it
finds; ``command`` reads folders or revisions of a repository.
"""

from umbrella.changes.compare import Cell, Changes, Claim, Count, Rating, TableChange, compare

__all__ = ["Cell", "Changes", "Claim", "Count", "Rating", "TableChange", "compare"]
