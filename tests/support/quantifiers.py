"""Sentences that state an absence, an order or a quantifier, and carry neither a condition nor a computed value."""

from __future__ import annotations

import re
from pathlib import Path

from umbrella.execute.inputs import chapter_text
from umbrella.prose.inline import Sentence, sentences

# Chapters on how the book is made, and on what one published text says, rest on no row that another could make false.
ON_THE_BOOK = {
    "another-subject", "bibliography", "changes", "data", "errata", "explorer", "glossary", "how-to-cite", "how-to-update", "introduction",
    "methods", "reporting-checklists", "reviews", "source-audit",
}  # fmt: skip
OF_DATA = r"(?:\w+ ){0,2}(?:reviews?|findings?|links?|claims?|studies|study|estimates?|rows?|results?|modalit\w+|region|direction|measure|conflicts?|credits?|numbers?|analys\w+)\b"
QUANTIFIERS = re.compile(
    rf"\b(?:none|nothing|nobody|never|only|alone|hardly|rare|rarely|fewer|newest|latest|widest|largest|firmest"
    rf"|(?:no|every|most|few|neither) {OF_DATA}|(?<!above )(?<!at )(?<!over )all(?= )"
    rf"|(?:not|neither) (?:\w+ )?(?:reported|credited|covered|included|studied|described))\b",
    re.I,
)
# What every page says of its figures and notes.
OF_FIGURES = ("A stronger colour", "Empty cells", "An empty cell")
ROLE = re.compile(r"\{[\w:]+\}`[^`]*`")
# Expressions that say what one text or one row says, which no other row changes.
FIXED = re.compile(r"(?:cite|fact|estimate|stated|last_search|next_search)\(")


def unguarded(root: Path) -> dict[str, str]:
    """Sentences of the chapters on the evidence with such a word that nothing watches, with their chapters."""
    found = {}
    for path in (root / "index.md", *sorted((root / "chapters").glob("*.md"))):
        if path.stem not in ON_THE_BOOK:
            found |= {one.told(): path.stem for one in sentences(chapter_text(path)) if not watched(one)}
    return found


def watched(sentence: Sentence) -> bool:
    """Whether a sentence says nothing of the kind, is a heading or a table, or is computed, guarded or one text's word."""
    words = ROLE.sub("", sentence.text)
    if sentence.text.startswith(("#", "|", "`", ":", "(")) or sentence.text.startswith(OF_FIGURES):
        return True
    if not QUANTIFIERS.search(words) or any(not FIXED.match(one) for one in sentence.expressions):
        return True
    return "{cite" in sentence.text and not re.search(r"\bincluded reviews?\b", words)
