"""Rules for the text of chapters, as functions, so that tests can show that they catch what they should."""

from __future__ import annotations

import re
from pathlib import Path

from umbrella.prose.inline import parts

MOST_LINES = 8
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```", re.S | re.M)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
# What may carry a digit without being a count: names.
NAMES = re.compile(
    r"C9orf72|CA1|T1|T2\*?|[37]T\b|AMSTAR 2|PRISMA 2020|CC BY 4\.0|TDP-43|SOD1|Python 3|"
    r"Jupyter Book 1\.x|UTF-8"
)
MARKUP = (
    re.compile(r"```.*?```", re.S),  # code, mermaid, directives with options
    re.compile(r"\{[\w:]+\}`[^`]*`"),  # roles: inline numbers, citations, references
    re.compile(r"`[^`]*`"),  # code spans
    re.compile(r"\]\([^)]*\)"),  # link targets
    re.compile(r"<[^>]*>"),  # inline HTML
    re.compile(r"^\([\w-]+\)=$", re.M),  # labels
    re.compile(r"^\s*\d+\. ", re.M),  # numbers of an ordered list
)
WORDS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
COUNTED = r"(?:included |systematic |distinct |further |primary |of the )*(?:reviews?|findings?|studies|study|patients|participants|meta-analyses|claims|databases|regions)\b"
WORD_COUNT = re.compile(rf"\b({'|'.join(WORDS)}) {COUNTED}", re.I)


def cells(text: str) -> list[list[str]]:
    """Code lines of each cell, without options, comments and blank lines."""
    return [
        [line for line in body.splitlines() if line.strip() and not line.lstrip().startswith((":", "#", "---"))]
        for body in CELL.findall(text)
    ]


def long_cells(text: str) -> list[int]:
    """Lengths of the cells that exceed the limit."""
    return [len(lines) for lines in cells(text) if len(lines) > MOST_LINES]


def prose_of(text: str) -> str:
    """The words a reader reads that the author typed."""
    text = FRONT_MATTER.sub("", text)
    text = "".join(part for part, is_prose in parts(text) if is_prose)
    for pattern in MARKUP:
        text = pattern.sub(" ", text)
    return NAMES.sub(" ", text)


def typed_numbers(text: str) -> list[str]:
    """Digits and counting words that the author typed instead of computing them."""
    prose = prose_of(text)
    digits = [match[0] for match in re.finditer(r"\S*\d\S*", prose)]
    return digits + [match[0] for match in WORD_COUNT.finditer(prose)]


def chapter_files(root: Path) -> list[Path]:
    """The landing page and all chapters."""
    return [root / "index.md", *sorted((root / "chapters").rglob("*.md"))]
