"""Rules for the text of chapters: thin cells, no typed number, a title, a description, a place in the table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from umbrella.execute.inputs import chapter_text
from umbrella.prose.inline import parts
from umbrella.tables import Tables
from umbrella.toc import toc_documents

MOST_LINES = 8
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```", re.S | re.M)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
# What may carry a digit without being a count: names.
NAMES = ("AMSTAR 2", "PRISMA 2020", "CC BY 4.0", "Python 3", "Jupyter Book 1.x", "UTF-8")
# A number and the letter that it is written together with name a kind: ``3T``, ``2D``.
KIND = re.compile(r"\b\d[A-Z]\b")
NAME = re.compile(r"[^\s,;:()/]*(?:[A-Za-z][^\s,;:()/]*\d|\d[^\s,;:()/]*[A-Za-z])[^\s,;:()/]*")
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


def names_of(tables: Tables) -> frozenset[str]:
    """Names with a digit and a letter in them that the tables know: terms, short forms, what is studied."""
    known = [name for name, table in tables.contract.tables.items() if table.path.startswith("vocabularies/")]
    cells = (str(cell) for name in (*known, "glossary") for cell in tables[name].astype("object").to_numpy().ravel())
    found = {name.strip(".") for cell in cells for name in NAME.findall(cell)}
    return frozenset(found | {name.partition("-")[0] for name in found if re.search(r"\d", name.partition("-")[0])})


def prose_of(text: str, names: frozenset[str] = frozenset()) -> str:
    """The words a reader reads that the author typed, without names that carry a digit."""
    text = FRONT_MATTER.sub("", text)
    text = "".join(part for part, is_prose in parts(text) if is_prose)
    for pattern in MARKUP:
        text = pattern.sub(" ", text)
    text = KIND.sub(" ", text)
    known = sorted({*NAMES, *names}, key=len, reverse=True)
    return re.sub(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, known))})(?![A-Za-z0-9])", " ", text)


def typed_numbers(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Digits and counting words that the author typed instead of computing them."""
    prose = prose_of(text, names)
    digits = [match[0] for match in re.finditer(r"\S*\d\S*", prose)]
    return digits + [match[0] for match in WORD_COUNT.finditer(prose)]


def chapter_files(root: Path) -> list[Path]:
    """The landing page and all chapters."""
    return [root / "index.md", *sorted((root / "chapters").rglob("*.md"))]


def offences(root: Path, names: frozenset[str]) -> Iterator[str]:
    """Everything that the chapters of a book do which none should, with the chapter.

    Args:
        root: the book.
        names: names that carry a digit.
    """
    listed, files = {f"{name}.md" for name in toc_documents(root / "_toc.yml")}, chapter_files(root)
    there = {path.relative_to(root).as_posix() for path in files}
    yield from (f"{path}: stands in no table of contents" for path in sorted(there - listed))
    yield from (f"{path}: is listed in _toc.yml and not there" for path in sorted(listed - there))
    for path in files:
        where, text = path.relative_to(root).as_posix(), chapter_text(path)
        yield from (f"{where}: a cell has {length} lines; {MOST_LINES} are allowed" for length in long_cells(text))
        yield from (f"{where}: {typed} is typed; a number is computed" for typed in typed_numbers(text, names))
        for lines in cells(text):
            if not lines[0].startswith(("from umbrella import show", "page.")):
                yield f"{where}: the cell {lines[0]!r} does more than show"
        if len(re.findall(r"^# ", re.sub(r"```.*?```", "", text, flags=re.S), re.M)) != 1:
            yield f"{where}: has not one title"
        description = re.search(r'^description: "(.+)"$', text, re.M)
        if not description or not 40 <= len(description[1]) <= 170:
            yield f"{where}: has no description of 40 to 170 signs"
