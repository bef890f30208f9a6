"""Long tables: a page holds their first rows, files beside it the others, which a script puts in place when asked.

So no page grows without end. The files are scripts, as browsers read no other file from a disk.
"""

from __future__ import annotations

import json
import re
from posixpath import relpath

from markupsafe import Markup

# Rows from which on a table is long, rows that its page holds then, and rows in each file.
LONG, FIRST, PART = 400, 100, 500
FOLDER = "tables"
TABLE = re.compile(r'<table class="umb-table" id="([^"]+)">(?:(?!<tbody>).)*<tbody>(.*?)</tbody></table></div>', re.S)
ROW = re.compile(r"\n(?=<tr[ >])")
NOTE = Markup(
    '\n<p class="umb-first" data-rows="{rows}" data-parts="{parts}">The first {first:,} of {rows:,} rows.'
    '<noscript> A script puts the others here; all rows are in the <a href="{data}">tables of the book</a>.</noscript></p>'
)


def cut(text: str, page: str) -> tuple[str, dict[str, str]]:
    """A page with the first rows of its long tables.

    Args:
        text: its HTML.
        page: its path in the site.

    Returns:
        Its HTML without the other rows, and the files that hold these, by their paths in the site.
    """
    files: dict[str, str] = {}

    def first_rows(table: re.Match) -> str:
        rows = ROW.split(table[2])
        if len(rows) <= LONG:
            return table[0]
        parts = ["\n".join(rows[place : place + PART]) for place in range(FIRST, len(rows), PART)]
        names = [f"{FOLDER}/{page.removesuffix('.html')}/{table[1]}-{number}.js" for number in range(1, len(parts) + 1)]
        files.update(zip(names, (f"umbrellaRows({json.dumps(part, ensure_ascii=False)});\n" for part in parts)))
        seen = [relpath(name, page.rpartition("/")[0] or ".") for name in (*names, "data/all.zip")]
        note = NOTE.format(rows=len(rows), first=FIRST, parts=" ".join(seen[:-1]), data=seen[-1])
        before, after = text[table.start() : table.start(2)], text[table.end(2) : table.end()]
        return f"{before}{chr(10).join(rows[:FIRST])}{after}{note}"

    return TABLE.sub(first_rows, text), files
