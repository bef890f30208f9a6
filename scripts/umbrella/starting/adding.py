"""A chapter for a book that is there: written in its words, listed in its table of contents."""

from __future__ import annotations

from pathlib import Path

from umbrella.keeping import write_whole
from umbrella.prose.words import listed
from umbrella.starting.writing import chapter_text, modality_chapter, offered, word_places
from umbrella.tables import Tables, load
from umbrella.tables.problems import shown
from umbrella.toc import toc_documents


def add_chapter(root: Path, name: str) -> str:
    """Write a chapter and list it at the end of the table of contents; its path from the folder of the book.

    Raises:
        ValueError: there is such a chapter, or the engine knows none of that name.
        DataError: the tables are not sound.
    """
    path, tables = f"chapters/{name}.md", load(root / "data")
    if (root / path).exists():
        raise ValueError(f"{path} is there already")
    words, labels = word_places(_words(tables)), tables.vocabulary("modalities").labels
    text = modality_chapter(name, labels[name], words) if name in labels else chapter_text(name, words)
    if text is None:
        spare = [other for other in (*labels, *offered()) if not (root / f"chapters/{other}.md").exists()]
        raise ValueError(f"{shown(name)} is no chapter that can be added; there are {listed(spare)}")
    if f"chapters/{name}" not in toc_documents(root / "_toc.yml"):
        write_whole(root / "_toc.yml", _listed((root / "_toc.yml").read_text("utf-8"), f"chapters/{name}"))
    write_whole(root / path, text)
    return path


def _words(tables: Tables) -> dict[str, tuple[str, str]]:
    """What the book calls its things."""
    labels = tables.vocabulary("labels")
    known = {"people": "patient", "control": "control", "modality": "modality", "region": "region", "metric": "metric"}
    return {thing: (labels.column("singular")[term], labels.column("plural")[term]) for thing, term in known.items()}


def _listed(toc: str, document: str) -> str:
    """A table of contents with one more document, after the last one of the highest level."""
    lines = toc.rstrip("\n").split("\n")
    places = [number for number, line in enumerate(lines) if line.lstrip().startswith("- file:")]
    if not places:
        return "\n".join([*lines, "chapters:", f"  - file: {document}"]) + "\n"
    indent = min(len(lines[number]) - len(lines[number].lstrip()) for number in places)
    return "\n".join([*lines, f"{' ' * indent}- file: {document}"]) + "\n"
