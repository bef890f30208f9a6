"""Where a row is shown: its anchor, and the chapter that shows it."""

from __future__ import annotations

from collections.abc import Callable

from umbrella.book.answers import Answers, answer

# Rows whose anchor on pages is not their key alone.
ANCHORS: dict[str, Callable[[str], str]] = {
    "glossary": lambda key: "term-" + "".join(sign if sign.isalnum() else "-" for sign in key.lower()),
    "sources": lambda key: "source-" + key.replace(":", "-"),
    # One answer is one review and item; the key names the rater too.
    "appraisals": lambda key: "answer-" + "-".join(key.split("/")[:2]),
    "amstar2-items": lambda key: f"item-{key}",
    "appraisal-rules": lambda key: f"rule-{key}",
}
# The chapter that shows the rows of a table; rows of the tables in MODALITY stand in the chapter of their modality.
CHAPTERS = {
    "correlations": "clinical-links",
    "estimates": "pooled-estimates",
    "reviews": "included-reviews",
    "candidate-reviews": "source-audit",
    "audit": "source-audit",
    "glossary": "glossary",
    "sources": "data",
    "appraisals": "methodological-quality",
    "amstar2-items": "methodological-quality",
    "appraisal-rules": "methods",
}
MODALITY = ("findings", "outside-findings")
# Tables whose rows have no anchor of their own, with the figure or table that shows them.
WHOLE = {
    "selection": "study-selection.html#tab-selection",
    "published-ratings": "methodological-quality.html#fig-published-ratings",
    "regions": "data.html#tab-regions",
}


def anchor(table: str, key: object) -> str:
    """Id of a row on the pages that show it; parts of a key are separated by slashes."""
    return ANCHORS.get(table, str)(key)


class Places(Answers):
    """Where the site shows what."""

    @answer
    def place_of(self, table: str, key: str) -> str:
        """Address of a row below the folder of the chapters, such as ``diffusion.html#F0001``.

        Raises:
            KeyError: no page shows the rows of that table.
        """
        if table in WHOLE:
            return WHOLE[table]
        if table == "review-facts":  # keyed by review: its facts stand in its row
            return f"{CHAPTERS['reviews']}.html#{key}"
        return f"{self._modalities(table)[key] if table in MODALITY else CHAPTERS[table]}.html#{anchor(table, key)}"

    @answer
    def _modalities(self, table: str) -> dict[str, str]:
        """Modality by key of the rows of a table."""
        frame = self.tables[table]
        return dict(zip(frame.iloc[:, 0], frame["modality"]))
