"""The page of a newly included review, and its place in the table of contents."""

from __future__ import annotations

import json

FOLDER = "chapters/reviews"


def page_of(review_id: str, label: str) -> str:
    """The source of a review's page: which it is; all such pages are filled from one template."""
    return f"---\ntemplate: review\nreview_id: {review_id}\nlabel: {json.dumps(label, ensure_ascii=False)}\n---\n"


def document_of(review_id: str) -> str:
    """Name of a review's page in the table of contents."""
    return f"{FOLDER}/{review_id.lower()}"


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
