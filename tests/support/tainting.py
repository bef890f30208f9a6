"""Texts that are markup, a program, a path or a record elsewhere, in every text of a book's data."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from umbrella.markup import to_latex

# Each would show: by the file $TAINT_PROOF, by window.tainted, by an element, a request, a file or a record of its own.
PAYLOADS = (
    "{{ env.__init__.__globals__['os'].popen('id > $TAINT_PROOF').read() }}",
    "{download}`x </../../../../../../../../etc/hostname>` {eval}`1/0` {raw}`<b>x</b>` {{ taint }}",
    "```{include} ../../../../../../../../etc/hostname",
    "![taint](/../../../../../../../../etc/hostname) a](javascript:tainted=1) [b](javascript:tainted=1)",
    "</script></title></style><script>tainted = 1</script><taint-element>",
    "\"'><img src=taint.png onerror='tainted = 1'><svg onload='tainted = 1'>",
    "<iframe srcdoc='<script>parent.tainted = 1</script>'></iframe> <!-- ]]> &lt;b&gt; &amp;amp;",
    r"$x_1$ $\frac{$ \input{x} \write18{id} %s {0} ${HOME}",
    ',=HYPERLINK("http://taint.example/") ;\'=1+1 | a || *b_c** `d # e <https://taint.example/> http://taint.example/',
    "TY  - JOUR ER  - }, title = {taint}, } @article{taint, [bold red][/x]",
)
# Texts that are terms: rules or chapters ask for them by name.
TERMS = {
    ("metrics", "family"),
    ("review-facts", "value"),
    ("audit", "stated"),
    ("regions", "atlas"),
    ("sides", "covers"),
    ("sources", "address"),
    ("appraisal-rules", "fact_pattern"),
}

# Texts of settings that may be any.
FREE = re.compile(r"(?m)^(title|subtitle|description|rule|name|locator|book|text|code|summary) = \"(.*)\"$")
FIELD = re.compile(r"(?m)^  (author|title|journal|booktitle|publisher|note) = \{(.*)\}(?=,?$)")
NOT_AUTHORS = re.compile(FIELD.pattern.replace("author|", ""))
OLD_ADDRESS = "chapters/old-&'{{7}}%41#$x$.html"


def text_columns(contract: dict) -> Iterator[tuple[dict, str]]:
    """Each column of the contract that may hold any text, with its table."""
    for table in contract["resources"]:
        schema = table["schema"]
        keys = {*schema["primaryKey"], *(key["fields"][0] for key in schema.get("foreignKeys", []))}
        for field in schema["fields"]:
            if (
                field["type"] == "string"
                and not {"enum", "pattern"} & field.get("constraints", {}).keys()
                and field["name"] not in keys
                and (table["name"], field["name"]) not in TERMS
            ):
                yield table, field["name"]


def taint(data: Path, code: str) -> dict[str, str]:
    """Put a payload behind every text of a data folder, each kind in each column, but for what code names.

    Returns:
        What stands behind each mark (``taint7``), which begins it.
    """
    contract, behind = json.loads((data / "datapackage.json").read_text("utf-8")), {}

    columns: dict[str, list[str]] = {}
    for table, column in text_columns(contract):
        columns.setdefault(table["path"], []).append(column)
    for path, names in columns.items():
        with (data / path).open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for name in names:
            # The same text stays the same text: rows are told apart and gathered by it.
            values = [value for value in dict.fromkeys(row[name] for row in rows) if f'"{value}"' not in code]
            values = [value for value in values if value] or [""]
            own = {}
            for place, value in enumerate(values):
                mark = f"taint{len(behind)}x"
                behind[mark] = " ".join(PAYLOADS[place :: len(values)] or (PAYLOADS[place % len(PAYLOADS)],))
                own[value] = f"{value} {mark} {behind[mark]}".strip()
            for row in rows:
                row[name] = own.get(row[name], row[name])
        with (data / path).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return behind


def taint_settings(root: Path) -> None:
    """Put all payloads behind each text of a book's settings and record of changes, an erratum and a redirect included."""
    every = f"taintedx {' '.join(PAYLOADS)}"
    for name in ("edition.toml", "changes.toml"):
        path = root / "data" / name
        path.write_text(
            FREE.sub(
                lambda at: f"{at[1]} = {json.dumps(f'{at[2]} {every}', ensure_ascii=False)}", path.read_text("utf-8")
            ),
            "utf-8",
        )
    changes = json.dumps(f"Findings (1)\n- {every}\n- {every}\n", ensure_ascii=False)
    texts = "".join(f"{name} = {json.dumps(every, ensure_ascii=False)}\n" for name in ("place", "wrong", "right"))
    with (root / "data" / "changes.toml").open("a", encoding="utf-8") as file:
        file.write(f'changes = {changes}\n\n[[erratum]]\nedition = "0.1.0"\ndate = 2027-01-31\n{texts}')
    with (root / "redirects.toml").open("a", encoding="utf-8") as file:
        file.write(f'{json.dumps(OLD_ADDRESS)} = "chapters/methods.html"\n')


def taint_bibliography(data: Path) -> None:
    """Put a payload behind each text of each entry of a bibliography, and as one more author of each included review."""
    # A backslash in the text itself is a command that is refused.
    path, turn = data / "references.bib", cycle(payload for payload in PAYLOADS if "\\" not in payload)

    def tainted(field: re.Match) -> str:
        name, text, more = field[1], field[2], latex(next(turn))
        return f"  {name} = {{{text} and {{Taint {more}}}}}" if name == "author" else f"  {name} = {{{text} {more}}}"

    reviews = [line.partition(",")[0] for line in (data / "reviews.csv").read_text("utf-8").splitlines()]
    entries = re.split(r"(?m)^(?=@)", path.read_text("utf-8"))
    for place, entry in enumerate(entries):
        fields = FIELD if any(entry.startswith(f"@article{{{review},") for review in reviews) else NOT_AUTHORS
        entries[place] = fields.sub(tainted, entry)
    path.write_text("".join(entries), "utf-8")


def latex(text: str) -> str:
    """A text as a field of a bibliography."""
    return re.sub(r"[%#&_~^]", r"\\\g<0>", re.sub(r"([-`'])(?=\1)", r"\1{}", to_latex(text)))
