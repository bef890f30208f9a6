"""Signs in a text that nobody means: unseen ones, look-alikes of other scripts, letters broken by a wrong encoding."""

from __future__ import annotations

import re
import unicodedata

from umbrella.tables.problems import shown

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# UTF-8 read as if it were Windows' encoding: the beginning of a letter, and a sign that no word has behind it.
BROKEN = re.compile(
    r"[ÂÃÄÅÎÏÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€‚„†ˆ‰][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]?"
)
# Scripts with letters that look like Latin ones.
ALIKE = ("CYRILLIC", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL")
GREEK_ALIKE = set("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικ")
WORD = re.compile(r"\w+")
PILE = 3


def odd_sign(text: str) -> str | None:
    """What is wrong with the signs of a text and how to mend it; None for most texts."""
    if text.isascii() and text.isprintable():
        return None
    if CONTROL.search(text):
        return f"{shown(text)} holds a control character"
    if "\ufffd" in text:
        return f"{shown(text)} holds the sign for a letter that was lost (\ufffd); type the letter"
    if broken := BROKEN.search(text):
        return (
            f"{shown(text)} holds letters broken by a wrong encoding ({broken[0]!r}); "
            "open the file as UTF-8, or type the letters again"
        )
    for place, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf" and not _joins(text, place):
            name = unicodedata.name(sign, "unnamed").lower()
            return f"{shown(text)} holds a sign that is not seen, {name} (U+{ord(sign):04X}); delete it"
    if _piled(text):
        return f"{shown(text)} holds a letter with {PILE} marks or more; type it again"
    return next((words for word in WORD.findall(text) if (words := _mixed(word))), None)


def composed(text: str) -> str:
    """A text with each letter and its accents as one sign, as most keyboards write it (Unicode's NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _joins(text: str, place: int) -> bool:
    """Whether an unseen sign joins letters of a script that needs it so."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return text[place] in "\u200c\u200d" and len(around) == 2 and not any(ord(sign) < 0x590 for sign in around)


def _piled(text: str) -> bool:
    marks = 0
    for sign in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks >= PILE:
            return True
    return False


def _mixed(word: str) -> str | None:
    """A word of Latin letters or common digits that holds one of another script that looks like them."""
    if word.isascii() or not any(_latin(sign) for sign in word):
        return None
    for sign in word:
        name = unicodedata.name(sign, "")
        other = name.startswith(ALIKE) or sign in GREEK_ALIKE or (sign.isdecimal() and not sign.isascii())
        if other:
            return f"{shown(word)} mixes scripts: {name.lower()} (U+{ord(sign):04X}) looks like another; type the word again"
    return None


def _latin(sign: str) -> bool:
    return sign.isascii() or unicodedata.name(sign, "").startswith("LATIN")
