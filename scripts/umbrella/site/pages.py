"""What stands in the head of each page."""

from __future__ import annotations

from html import escape

from docutils import nodes


def describe(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give a page its description: the chapter's own, else its first paragraph."""
    own = app.env.metadata.get(pagename, {}).get("description")
    text = own or (_first_paragraph(doctree) if doctree is not None else None)
    if text:
        context["metatags"] = context.get("metatags", "") + f'<meta name="description" content="{escape(str(text))}">\n'


def _first_paragraph(doctree: nodes.document, limit: int = 300) -> str | None:
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if text:
            return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
    return None
