"""A peer: bookdown on a book with as many chapters, figures and table rows as ours, timed in turn with it.

It needs R with bookdown and ggplot2 (Debian's r-cran-bookdown, r-cran-ggplot2). Its figures and tables are simpler
than ours, and all its chapters share one R session; so it is a yardstick, not the same work.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.building import EDITS, copied, edited, ours, timed

ROOT = Path(__file__).resolve().parents[2]
FILE, OLD, NEW = EDITS["one table changed (most read)"]
SETTINGS = 'book_filename: "peer"\ndelete_merged_file: true\nnew_session: false\n'
# A chunk notices a change of the data by the digest that it names as a key of its cache.
SET_UP = """
```{r, include=FALSE}
knitr::opts_chunk$set(echo=FALSE, cache=TRUE, cache.extra=tools::md5sum("findings.csv"))
library(ggplot2)
```
"""
INDEX = '---\ntitle: "Peer"\nsite: bookdown::bookdown_site\noutput: bookdown::gitbook\n---\n\n# Home\n\nWords.\n' + SET_UP
CHAPTER = """# Chapter {number}

```{{r data-{number}, include=FALSE}}
rows <- read.csv("findings.csv")
rows <- rows[(seq_len({rows}) + {number}) %% nrow(rows) + 1, ]
```

There are `r nrow(rows)` rows.
{figure}
```{{r table-{number}}}
knitr::kable(rows[, c("finding_id", "review_id", "region", "metric", "direction", "locator")])
```
"""
FIGURE = """
```{{r figure-{number}, fig.width=7, fig.height=6}}
counts <- as.data.frame(table(region=rows$region, metric=rows$metric), responseName="n")
counts <- counts[counts$n > 0, ]
ggplot(counts, aes(metric, region, fill=n, label=n)) + geom_tile() + geom_text()
```
"""


def peer(book: Path, target: Path, chapters: int, figures: int, rows: int) -> Path:
    """Write a bookdown book of a size on a book's findings."""
    target.mkdir()
    shutil.copy(book / FILE, target)
    (target / "_bookdown.yml").write_text(SETTINGS, "utf-8")
    (target / "index.Rmd").write_text(INDEX, "utf-8")
    for number in range(1, chapters + 1):
        figure = FIGURE.format(number=number) if number <= figures else ""
        text = CHAPTER.format(number=number, rows=rows // chapters, figure=figure)
        (target / f"{number:03d}.Rmd").write_text(text, "utf-8")
    return target


def compare(root: Path, rounds: int, chapters: int, figures: int, rows: int) -> dict[str, dict[str, list[float]]]:
    """Seconds by task and tool over some rounds, each tool in turn."""
    seconds: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory(prefix="umbrella-peer-") as scratch:
        own = copied(root, Path(scratch) / "ours")
        other = peer(root, Path(scratch) / "peer", chapters, figures, rows)
        render = ["Rscript", "-e", "bookdown::render_book('index.Rmd', quiet=TRUE)"]
        tables = own / FILE, other / Path(FILE).name
        texts = tables[0].read_text("utf-8"), edited(tables[0], OLD, NEW)
        for _ in range(rounds):
            for task, text in (("clean", texts[0]), ("nothing", texts[0]), ("one row", texts[1])):
                for path in tables:
                    path.write_text(text, "utf-8")
                if task == "clean":
                    for made in ("_book", "_bookdown_files"):
                        shutil.rmtree(other / made, ignore_errors=True)
                found = seconds.setdefault(task, {"ours": [], "bookdown": []})
                found["ours"].append(timed(ours(*["--clean"] * (task == "clean")), own))
                found["bookdown"].append(timed(render, other))
    return seconds


if __name__ == "__main__":
    shown = Table("task", "ours, s", "bookdown, s", title="Medians")
    for task, found in compare(ROOT, int(sys.argv[1]), *map(int, sys.argv[2:5])).items():
        shown.add_row(task, *(f"{statistics.median(found[tool]):.1f}" for tool in ("ours", "bookdown")))
    Console().print(shown)
