"""A book on another subject: facts of tables 2 and 3 of an overview on feeding preterm infants (BMJ Paediatrics Open).

Its title, DOI, search dates and flow were not seen, and are not in it.
"""

from __future__ import annotations

import csv
from pathlib import Path

from starters import started

HERE = Path(__file__).parent / "feeding"
DAY, ROUND, TABLE = "2026-11-25", "2026-11", "source:table"
ANSWERS = {"Y": "yes", "PY": "partial yes", "N": "no", "NM": "no meta-analysis"}
# Outcomes with the group they belong to and what more of them means for infants.
OUTCOMES = {
    "feed intolerance": ("tolerance", "harm"), "head growth": ("growth", "benefit"), "hospital stay": ("morbidity", "harm"),
    "length gain": ("growth", "benefit"), "mortality": ("morbidity", "harm"), "necrotising enterocolitis": ("morbidity", "harm"),
    "sepsis": ("morbidity", "harm"), "time to full feeds": ("tolerance", "harm"), "time to regain birth weight": ("growth", "harm"),
    "weight at discharge": ("growth", "benefit"), "weight gain": ("growth", "benefit"),
}  # fmt: skip
METRICS = {
    "early total feeds": ("advancing", "Early total against early partial feeds"), "high volume": ("advancing", "High volume against standard volume"),
    "multi-nutrient fortifier": ("content", "Fortified against unfortified breast milk"), "slow advancement": ("advancing", "Slow against faster advancement"),
}  # fmt: skip
MODALITIES = {"advancing": "Advancing feeds", "content": "Content of feeds"}
GROUPS = ("growth", "morbidity", "tolerance")


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(book: Path, table: str, rows: list[dict[str, object]]) -> None:
    """The rows of a table, under the header that the starter gave it."""
    path = book / "data" / f"{table}.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def feeding_book(folder: Path) -> Path:
    """The book, started as any book is and filled with these facts; only its tables and the names of chapters differ."""
    book = started(folder, title="Feeding preterm infants: a living umbrella review", published="Overview of reviews on feeding preterm infants")
    reviews, read = _rows("reviews"), {"origin": TABLE, "locator": "table 2", "added": DAY}
    _write(book, "reviews", [{
        "review_id": row["review"], "round": ROUND, "source_number": row["number"], "label": row["label"], "scope": "example", "focus": row["focus"], "added": DAY,
    } for row in reviews])  # fmt: skip
    _write(book, "sources", [
        {"source_id": "book", "kind": "editorial", "title": "Definitions of the editors", "read": "Not a source of findings"},
        {"source_id": "source", "kind": "umbrella review", "round": ROUND, "title": "Overview (title not seen)", "read": "Two of its tables"},
        {"source_id": TABLE, "kind": "table", "title": "Tables 2 and 3 of the overview", "read": "Rows of four reviews; all rows on methods"},
    ])  # fmt: skip
    for table, key, columns in (("findings", "F", ("direction", "grade")), ("estimates", "E", ("measure", "value", "ci_low", "ci_high", "k_studies", "n_patients"))):
        rows = _rows("results" if table == "findings" else table)
        own = {"population": "all"} if table == "findings" else {"comparison": "intervention versus comparison", "ci_level": 95}
        _write(book, table, [{
            f"{table[:-1]}_id": f"{key}{number:04}", "review_id": row["review"], **{name: row[name] for name in ("modality", "region", "metric", *columns)},
            **own, **({} if table == "findings" else {"outcome": row["region"]}), **read,
        } for number, row in enumerate(rows, start=1)])  # fmt: skip
    _write(book, "appraisals", [
        {"review_id": row["review"], "item": item, "rater": "authors of the overview", "answer": ANSWERS[given], "origin": TABLE, "locator": "table 3",
         "reason": "As printed by the overview", "date": DAY}
        for row in reviews for item, given in enumerate(row["answers"].split(), start=1)
    ])  # fmt: skip
    _write(book, "published-ratings", [{"rating": row["rating"], "n": 1, "review_id": row["review"], "origin": TABLE, "locator": "table 3"} for row in reviews])
    for table in ("review-facts", "selection", "audit"):
        _write(book, table, [])
    _write(book, "vocabularies/regions", [
        *({"region": group, "system": group, "tissue": "kind"} for group in GROUPS),
        *({"region": name, "parent": group, "system": group, "tissue": "kind", "higher_is": meaning} for name, (group, meaning) in OUTCOMES.items()),
    ])  # fmt: skip
    colours = ("#0072b2", "#d55e00", "#009e73")
    _write(book, "vocabularies/systems", [
        {"system": group, "label": group, "words": f"in {group}", "colour": colour, "order": order}
        for order, (group, colour) in enumerate(zip(GROUPS, colours), start=1)
    ])  # fmt: skip
    _write(book, "vocabularies/metrics", [{"metric": name, "abbreviation": name, "modality": kind, "measures": words} for name, (kind, words) in METRICS.items()])
    _write(book, "vocabularies/modalities", [{"modality": name, "label": label, "order": order, "description": label} for order, (name, label) in enumerate(MODALITIES.items(), start=1)])
    _write(book, "vocabularies/populations", [{"population": "all", "label": "Preterm infants", "definition": "Infants born before term"}])
    _name_chapters(book, reviews)
    return book


def _name_chapters(book: Path, reviews: list[dict[str, str]]) -> None:
    """Chapters and pages of the examples under the names of this subject, and the works that they cite."""
    toc = (book / "_toc.yml").read_text("utf-8")
    for old, new in zip(("example-one", "example-two"), MODALITIES):
        (book / "chapters" / f"{old}.md").rename(book / "chapters" / f"{new}.md")
        page = book / "chapters" / f"{new}.md"
        page.write_text(page.read_text("utf-8").replace(old, new).replace("First example", MODALITIES[new]).replace("Second example", MODALITIES[new]), "utf-8")
        toc = toc.replace(old, new)
    lines = [line for line in toc.splitlines() if "chapters/reviews/" not in line]
    place = next(number for number, line in enumerate(lines) if line.endswith("- file: chapters/reviews"))
    lines[place + 2 : place + 2] = [f"          - file: chapters/reviews/{row['review']}" for row in reviews]
    (book / "_toc.yml").write_text("\n".join(lines) + "\n", "utf-8")
    for path in (book / "chapters" / "reviews").glob("example*.md"):
        path.unlink()
    for row in reviews:
        (book / "chapters" / "reviews" / f"{row['review']}.md").write_text(f'---\ntemplate: review\nreview_id: {row["review"]}\nlabel: "{row["label"]}"\n---\n', "utf-8")
    entries = "\n\n".join(
        f"@article{{{row['review']},\n  author = {{{{Authors of {row['label']}}}}},\n  title = {{{row['focus']}}},\n  journal = {{Not seen}},\n  year = {{{row['label'][-5:].strip('ab ')}}}\n}}"
        for row in reviews
    )
    (book / "data" / "references.bib").write_text(entries + "\n", "utf-8")
    page = book / "chapters" / "introduction.md"
    page.write_text(page.read_text("utf-8").replace("example2019a", "oddie2017"), "utf-8")
