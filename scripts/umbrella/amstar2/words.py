"""What people write for an answer of AMSTAR 2, and what is taken for what."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from umbrella.amstar2.items import ANSWERS, NO, NO_META_ANALYSIS, PARTIAL_YES, YES
from umbrella.amstar2.rule import NOT_APPLICABLE, RATINGS

MISSING = "missing"
# The short forms of the instrument's own checklist, and what its authors write in words.
FORMS = {
    "y": YES,
    "py": PARTIAL_YES,
    "n": NO,
    "nm": NO_META_ANALYSIS,
    "nma": NO_META_ANALYSIS,
    "no ma": NO_META_ANALYSIS,
    "no meta analysis": NO_META_ANALYSIS,
    "no meta-analysis conducted": NO_META_ANALYSIS,
    "includes only rcts": NOT_APPLICABLE,
    "includes only nrsi": NOT_APPLICABLE,
    NOT_APPLICABLE: NOT_APPLICABLE,
} | {answer: answer for answer in ANSWERS}
# What else stands in published tables; told as a note wherever it is read.
LOOSE = (
    dict.fromkeys(
        ("partial", "partially", "partially yes", "partly", "p", "p yes", "0.5", "\N{VULGAR FRACTION ONE HALF}"),
        PARTIAL_YES,
    )
    | dict.fromkeys(("1", "1.0", "+", "true", "\N{CHECK MARK}", "\N{HEAVY CHECK MARK}"), YES)
    | dict.fromkeys(("0", "0.0", "false", "\N{BALLOT X}", "\N{MULTIPLICATION SIGN}"), NO)
    | dict.fromkeys(("n/a", "na", "n.a.", "-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"), NOT_APPLICABLE)
)
# Where a plus says yes, a minus says no.
SIGNS = dict.fromkeys(("-", "\N{EN DASH}", "\N{MINUS SIGN}"), NO) | dict.fromkeys(
    ("+/-", "\N{PLUS-MINUS SIGN}", "+-"), PARTIAL_YES
)
FOOTNOTE = re.compile(r"(?<=\w)\s*[*\u2020\u2021\u00a7#]+$")
OF_RATINGS = re.compile(r"\b(confidence|quality|overall|rating)\b|[^a-z ]")


def readings(texts: Iterable[str], meanings: Mapping[str, str]) -> dict[str, tuple[str | None, bool]]:
    """What the words of one table mean.

    Args:
        texts: all distinct texts of its answer cells.
        meanings: what its owner says that words mean, by word: an answer, or "missing".

    Returns:
        For each text that can be read the answer, "not applicable" or None (missing), and whether that has to be told.
    """
    own = {_plain(word): None if answer == MISSING else answer for word, answer in meanings.items()}
    plain = {text: _plain(text) for text in texts}
    loose = LOOSE | (SIGNS if "+" in plain.values() else {})
    found: dict[str, tuple[str | None, bool]] = {}
    for text, word in plain.items():
        bare = FOOTNOTE.sub("", word)
        if word in own:
            found[text] = own[word], False
        elif not word:
            found[text] = None, False
        elif word in FORMS:
            found[text] = FORMS[word], False
        elif (answer := loose.get(word) or FORMS.get(bare) or loose.get(bare)) is not None:
            found[text] = answer, True
    return found


def rating_of(text: str) -> str | None:
    """The rating that a text names ("Critically Low confidence"), if it names one."""
    words = " ".join(OF_RATINGS.sub(" ", _plain(text).replace("critical low", "critically low")).split())
    return words if words in RATINGS else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("_", " ").split())
