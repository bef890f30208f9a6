"""A book that has grown: a nineteenth review, found in a second round of search, on a copy of the real data.

The review is the first published after the search of the source: Ghaderi,
Mohammadi and Fatehi 2025, on arterial spin labelling. Its rows say what its
public abstract says; the counts of the round are invented and stand only here.
"""

from __future__ import annotations

from pathlib import Path

from spoiled import Data

KEY, ROUND, DAY = "ghaderi2025asl", "2026-11", "2026-11-20"
ENTRY = """
@article{ghaderi2025asl,
  author = {Ghaderi, Sadegh and Mohammadi, Sana and Fatehi, Farzad},
  title = {Current evidence of arterial spin labeling in amyotrophic lateral sclerosis: A systematic review},
  journal = {Clinical Neurology and Neurosurgery},
  year = {2025},
  volume = {249},
  pages = {108691},
  doi = {10.1016/j.clineuro.2024.108691},
  extradate = {b}
}
"""
ABSTRACT = f"{KEY}:abstract"
TITLE = "Current evidence of arterial spin labeling in amyotrophic lateral sclerosis: A systematic review"
DOI = "10.1016/j.clineuro.2024.108691"
FACTS = (
    ("review_type", "systematic review"), ("year", "2025"), ("n_studies", "7"), ("meta_analysis", "no"),
    ("reporting_guideline", "PRISMA"), ("modalities", "perfusion MRI"), ("databases", "PubMed"),
)  # fmt: skip
REGIONS = ("motor cortex", "extra-motor cortex", "frontotemporal cortex", "thalamus")
# AMSTAR 2 items that ask of a pooled analysis.
UNPOOLED = (("11", "R12"), ("12", "R14"), ("15", "R18"))
FLOW = (
    ("identification", "records from database", "PubMed", 620), ("identification", "records from database", "Embase", 532),
    ("identification", "records identified", "All databases", 1152), ("identification", "duplicates removed", "Duplicates", 402),
    ("screening", "records excluded", "Title and abstract", 728), ("screening", "reports assessed", "Full text", 22),
    ("screening", "reports excluded", "No systematic review", 21), ("included", "reviews included", "Systematic reviews", 1),
)  # fmt: skip


def rows_of(key: str) -> list[tuple[str, dict[str, str]]]:
    """What a person enters of the review from its abstract, row by row: tables and values; ids are left to be chosen."""
    read = {"review_id": key, "origin": f"{key}:abstract", "locator": "abstract"}
    asl = {"modality": "perfusion", "metric": "cerebral blood flow", "population": "ALS", "added": DAY} | read
    source = {"source_id": read["origin"], "review_id": key, "kind": "abstract", "title": TITLE, "doi": DOI, "read": "Whole abstract"}
    return [
        ("sources", source),
        *(("review-facts", {"fact": fact, "value": value} | read) for fact, value in FACTS),
        *(("findings", asl | {"technique": "arterial spin labelling", "region": region, "direction": "decreased"}) for region in REGIONS),
        ("correlations", asl | {"region": "motor cortex", "measure": "functional disability", "sign": "negative"}),
        *(
            ("appraisals", read | {
                "item": item, "rater": "abstract-based appraiser (editors)", "answer": "no meta-analysis",
                "reason": f"{rule}: Nothing pooled was seen in the abstract.", "date": DAY,
            })
            for item, rule in UNPOOLED
        ),
    ]  # fmt: skip


def grow(folder: Path) -> None:
    """Add the review and the round to a data folder."""
    data = Data(folder)
    with (folder / "references.bib").open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    _add(data, "reviews.csv", review_id=KEY, round=ROUND, label="Ghaderi 2025b", scope="ALS", focus="Cerebral blood flow by arterial spin labelling", added=DAY)
    _add(data, "sources.csv", source_id="search:second", kind="search log", title="Second search of this book", read="Log of the search")
    ids = {"findings": ("finding_id", "F09"), "correlations": ("correlation_id", "C09")}
    for number, (table, values) in enumerate(rows_of(KEY), start=1):
        column, prefix = ids.get(table, ("", ""))
        _add(data, f"{table}.csv", **values, **({column: f"{prefix}{number:02}"} if column else {}))
    for stage, box, label, n in FLOW:
        _add(data, "selection.csv", round=ROUND, stage=stage, box=box, label=label, n=str(n), origin="search:second", locator="log")
    _searched(folder / "edition.toml")


def _add(data: Data, name: str, **values: str) -> None:
    """Add a row where its key belongs."""
    head, *rows = data.rows(name)
    row = [values.pop(column, "") for column in head]
    assert not values, f"{name} has no column {', '.join(values)}"
    data.write(name, [head, *sorted([*rows, row])])


def _searched(edition: Path) -> None:
    text = edition.read_text("utf-8").replace("next_due = 2025-12-03", "next_due = 2027-11-20")
    text = text.replace('date = 2026-11-22', 'date = 2026-11-23')
    entries = "".join(
        f'[[search.databases]]\nname = "{name}"\nlast = {DAY}\nround = "{ROUND}"\norigin = "search:second"\nlocator = "log"\n\n'
        for name in ("PubMed", "Embase")
    )
    edition.write_text(text.replace("[retirement]", f"{entries}[retirement]"), "utf-8")
