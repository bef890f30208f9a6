"""Writes the page of a newly included review and lists it in the table of contents."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = "chapters/reviews"


def page_of(review_id: str, label: str) -> str:
    """The source of a review's page: which it is; all such pages are filled from one template."""
    return f"---\ntemplate: review\nreview_id: {review_id}\nlabel: {json.dumps(label, ensure_ascii=False)}\n---\n"


def document_of(review_id: str) -> str:
    """Name of a review's page in the table of contents."""
    return f"{FOLDER}/{review_id.lower()}"


def write_page(root: Path, review_id: str, label: str) -> list[Path]:
    """Write the page of a review, unless it is there, and list it in ``_toc.yml``.

    Args:
        root: the book.
        review_id: key of the review.
        label: its name, as readers see it.

    Returns:
        The files written; none when all is in place.

    Raises:
        ValueError: the table of contents has no place for pages of reviews.
    """
    page, toc, written = root / f"{document_of(review_id)}.md", root / "_toc.yml", []
    contents = listed(toc.read_text("utf-8"), review_id)
    if not page.exists():
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(page_of(review_id, label), "utf-8")
        written.append(page)
    if contents != toc.read_text("utf-8"):
        toc.write_text(contents, "utf-8")
        written.append(toc)
    return written


def listed(toc: str, review_id: str) -> str:
    """A table of contents with the page of a review among the others, in order of their names.

    Raises:
        ValueError: it lists no page of a review and no page to stand under.
    """
    lines, document = toc.splitlines(), document_of(review_id)
    name = lines and [line.split("file:")[1].strip() if "file:" in line else "" for line in lines]
    if document in name:
        return toc
    others = [place for place, own in enumerate(name) if own.startswith(f"{FOLDER}/")]
    if others:
        place = next((place for place in others if name[place] > document), others[-1] + 1)
        indent = lines[others[0]].split("-")[0]
        lines.insert(place, f"{indent}- file: {document}")
    elif FOLDER in name:
        place = name.index(FOLDER)
        indent = lines[place].split("-")[0]
        lines[place + 1 : place + 1] = [f"{indent}  sections:", f"{indent}    - file: {document}"]
    else:
        raise ValueError(f"_toc.yml lists no {FOLDER}, the page that pages of reviews stand under")
    return "\n".join(lines) + "\n"
