"""Accessible tables: caption, scoped headings, row ids, a container that scrolls and takes focus."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup, escape

from umbrella.markup import link_address

# What an empty cell says to a reader; a screen reader would otherwise pass it in silence.
EMPTY = Markup('<span class="umb-empty">not reported</span>')

# Columns whose emptiness says nothing about the evidence.
OPTIONAL = frozenset({"note", "context", "technique", "contrast", "agree", "i2", "comparator", "effect", "grade"})


# The column that stands below another, and rows from which on a repeated value is said once.
BELOW, FEW = "note", 4


def table(
    frame: pd.DataFrame,
    caption: str | Markup,
    name: str,
    headings: Mapping[str, str] | None = None,
    row_id: str | None = None,
    empty: str | Markup = EMPTY,
    row_data: str | None = None,
) -> Markup:
    """A DataFrame as an HTML table.

    Args:
        frame: the rows; text is escaped, ``Markup`` is taken as it is.
        caption: what the table shows.
        name: id of the table on its page.
        headings: columns to show, in order, with their headings; all by default.
        row_id: column whose value becomes the id of the row, for deep links.
        empty: what to print in cells without a value.
        row_data: column whose value, a mapping, becomes ``data-`` attributes of the row, for scripts.

    Returns:
        The table in its scroll container. The first column heads its row. What a column says of every row is said
        once, with the caption, and a note stands below what the column before it says; not in tables of a script,
        which reads columns.
    """
    headings = dict(headings or {column: column for column in frame.columns})
    rows = frame.to_dict("records")
    if not row_data:
        caption = _say_once(rows, headings, caption)
        rows = _with_notes_below(rows, headings)
    # Between cells a line end, or the page search would take the words on either side for one.
    head = Markup("\n").join(Markup('<th scope="col">{}</th>').format(heading) for heading in headings.values())
    body = Markup("\n").join(_row(row, list(headings), row_id, empty, row_data) for row in rows)
    return Markup(
        '<div class="umb-scroll" tabindex="0" role="region" aria-label="{label}">'
        '<table class="umb-table" id="{name}"><caption><span class="umb-caption">{caption}</span></caption>\n'
        "<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
    ).format(label=plain(caption), name=name, caption=caption, head=head, body=body)


def _say_once(rows: list[dict], headings: dict[str, str], caption: str | Markup) -> str | Markup:
    """Take columns that say the same of every row, or nothing, out of ``headings``; the caption with what they say."""
    said = []
    for column in list(headings)[1:]:
        values = {str(cell(row[column], "")) for row in rows}
        if values <= {""} and column in OPTIONAL:
            headings.pop(column)
        elif len(rows) >= FEW and len(values) == 1 and values != {""}:
            said.append(Markup("{}: {}").format(headings.pop(column), cell(rows[0][column])))
    return (
        Markup('{} <span class="umb-once">In every row: {}.</span>').format(caption, Markup("; ").join(said))
        if said
        else caption
    )


NOTE = Markup('{} <details class="umb-aside"><summary>{}:</summary> {}</details>')


def _with_notes_below(rows: list[dict], headings: dict[str, str]) -> list[dict]:
    """Rows whose notes open below the column before them, which leaves their column to others and rows low."""
    columns = list(headings)
    if BELOW not in columns[2:]:
        return rows
    before, heading = columns[columns.index(BELOW) - 1], headings.pop(BELOW)
    return [
        row | {before: NOTE.format(cell(row[before]), heading, note)}
        if (note := cell(row[BELOW], ""))
        else row
        for row in rows
    ]


def _row(
    row: Mapping[str, object], columns: list[str], row_id: str | None, empty: str | Markup, row_data: str | None
) -> Markup:
    identity = Markup(' id="{}"').format(row[row_id]) if row_id else Markup("")
    for name, value in row[row_data].items() if row_data else ():
        identity += Markup(' data-{}="{}"').format(name, value)
    first, *others = (cell(row[column], "" if column in OPTIONAL else empty) for column in columns)
    return Markup('<tr{}><th scope="row"{}>{}</th>\n{}</tr>').format(
        identity,
        _width(first),
        first,
        Markup("\n").join(Markup("<td{}>{}</td>").format(_width(value), value) for value in others),
    )


def _width(value: Markup) -> Markup:
    """A class for cells with much text, so that the style sheet gives them room."""
    length = len(plain(value))
    name = next((name for least, name in ((60, "umb-long"), (40, "umb-wide")) if length > least), None)
    return Markup(' class="{}"').format(name) if name else Markup("")


def cell(value: object, empty: str | Markup = EMPTY) -> Markup:
    """A value as a reader should see it: counts with separators, nothing as ``empty``."""
    if (
        value is None
        or value is pd.NA
        or (isinstance(value, float) and pd.isna(value))
        or (isinstance(value, str) and not value)
    ):
        return escape(empty)
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    if isinstance(value, int):
        return escape(f"{value:,}")
    if isinstance(value, float):
        return escape(f"{value:g}")
    return escape(value)


def plain(text: str | Markup) -> str:
    """The words of a piece of HTML."""
    return Markup(text).striptags() if isinstance(text, Markup) else re.sub(r"\s+", " ", text)


def link(address: str, text: str) -> Markup:
    """A link into the site or to the web, with escaped text.

    Raises:
        ValueError: the address leads elsewhere.
    """
    return Markup('<a href="{}">{}</a>').format(link_address(address), text)


def grid(
    rows: Mapping[str, str | Markup],
    columns: Mapping[object, str | Markup],
    cells: Mapping[tuple[str, object], Markup],
    caption: str | Markup,
    name: str,
    blank: str | Markup,
) -> Markup:
    """A table of narrow cells, one per row and column, such as letters on colours.

    Args:
        rows: heading by row key, in order.
        columns: heading by column key, in order.
        cells: whole ``td`` elements by (row, column).
        caption: what the table shows.
        name: id of the table on its page.
        blank: the ``td`` element where there is no cell.

    Returns:
        The table in its scroll container.
    """
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(heading) for heading in columns.values())
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            heading, Markup("").join(cells.get((row, column), blank) for column in columns)
        )
        for row, heading in rows.items()
    )
    return Markup(
        '<div class="umb-scroll" tabindex="0" role="region" aria-label="{label}"><table class="umb-grid" id="{name}">'
        '<caption>{caption}</caption><thead><tr><th scope="col">Review</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    ).format(label=plain(caption), name=name, caption=caption, head=head, body=body)
