"""After any sequence of edits the site is, byte for byte, what a clean build gives."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import umbrella
from books import ROOT, SmallBook
from rounds import EDITS
from sites import both_builds, differences, files

SEED = 20261122


def small(root) -> SmallBook:
    """A book whose chapters read different tables, with prose, citations and links between pages."""
    book = SmallBook(root)
    book.page(
        "perfusion",
        "findings_table()",
        set_up='modality("perfusion")',
        prose='By {eval}`reviews(modality="perfusion")`.',
    )
    book.page("words", "glossary()", prose="See [perfusion](perfusion.md) {cite:p}`li2012`.")
    # Pages that depend on some rows, on what follows from all rows, and on whole tables.
    book.page(
        "diffusion",
        "evidence_heatmap()",
        "quality_bars()",
        "claims_table()",
        "gaps()",
        "findings_table()",
        set_up='modality("diffusion")',
        prose='By {eval}`reviews(modality="diffusion", region="corpus callosum")`, {eval}`audited("holds")`.',
    )
    book.page("kocar", "identity()", "facts()", set_up='review("kocar2021")')
    book.page("conflicting", "conflicts()", prose="{eval}`claims()`.")
    return book


class Editor:
    """Makes random edits of every kind that the site depends on, all of them harmless to the checks."""

    def __init__(self, book: SmallBook, package: Path, chance: random.Random):
        self.book, self.package, self.chance, self.count = book, package, chance, 0
        self.kinds = [
            self.prose, self.title, self.cell, self.finding, self.term,
            self.configuration, self.citation, self.chapter, self.removal, self.undo,
            self.code, self.style, self.vocabulary, self.edition,
        ]
        self.coming = []

    def edit(self) -> str:
        """Make one edit; says which."""
        self.count += 1
        # All kinds have their turn before one comes again.
        self.coming = self.coming or self.chance.sample(self.kinds, len(self.kinds))
        kind = self.coming.pop()
        kind()
        return kind.__name__

    def _replace(self, file: str, old: str, new: str) -> None:
        path = self.book.root / file
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new, 1), "utf-8")

    def _flip(self, path: Path, one: str, other: str) -> None:
        """Put one text in the place of another, or take it back."""
        text = path.read_text("utf-8")
        assert one in text or other in text
        path.write_text(text.replace(*((other, one) if other in text else (one, other)), 1), "utf-8")

    def prose(self) -> None:
        self._replace("chapters/words.md", "See ", f"Word{self.count} see ")

    def title(self) -> None:
        self._replace("chapters/perfusion.md", "# ", f"# T{self.count} ")

    def cell(self) -> None:
        self._replace(
            "chapters/words.md",
            "page.glossary()",
            self.chance.choice(["page.glossary()", "page.sources()", "page.protocol('advanced')"]),
        )

    def finding(self) -> None:
        path = self.book.root / "data" / "findings.csv"
        lines = path.read_text("utf-8").split("\n")
        number = self.chance.choice([number for number, line in enumerate(lines) if ",decreased," in line])
        lines[number] = lines[number].replace(",decreased,", self.chance.choice([",increased,", ",altered,"]), 1)
        path.write_text("\n".join(lines), "utf-8")

    def term(self) -> None:
        self._replace(
            "data/glossary.csv",
            "book,editors' definition",
            "book,editors'  definition".replace("  ", " " * (1 + self.count % 2)),
        )

    def configuration(self) -> None:
        self._replace("_config.yml", "timeout: 1", "timeout: 11" if self.count % 2 else "timeout: 1")

    def code(self) -> None:
        """What cells say, and how figures are drawn."""
        file, one, other = self.chance.choice(
            [("html_tables.py", "not reported", "not reported at all"), ("figures/bars.py", "ROW = 30", "ROW = 31")]
        )
        self._flip(self.package / file, one, other)

    def style(self) -> None:
        self._flip(self.package / "site" / "static" / "umbrella.css", "/* Evidence explorer.", "/* Evidence explorer. */ /*")

    def vocabulary(self) -> None:
        folder = self.book.root / "data" / "vocabularies"
        file, one, other = self.chance.choice(
            [("directions.csv", "#0072b2", "#0072b3"), ("populations.csv", "ALS,ALS,", "ALS,ALS patients,"), ("answers.csv", "#d55e00", "#d55e01")]
        )
        self._flip(folder / file, one, other)

    def edition(self) -> None:
        one, other = self.chance.choice([("date = 2026-11-22", "date = 2026-11-23"), ('subtitle = "What', 'subtitle = "Just what')])
        self._flip(self.book.root / "data" / "edition.toml", one, other)

    def citation(self) -> None:
        self._replace(
            "index.md", "zejlon2022", self.chance.choice(["zejlon2022", "li2012", "shea2017", "kocar2021,li2012"])
        )

    def chapter(self) -> None:
        self.book.chapter(f"extra-{'abc'[self.count % 3]}", f"# Extra {self.count}\n\nCites {{cite:p}}`shea2017`.\n")

    def removal(self) -> None:
        for name in [name for name in self.book.chapters if name.startswith("extra-")][:1]:
            self.book.remove(name)

    def undo(self) -> None:
        """Data go back to what they were, with a time stamp of long ago."""
        shutil.copy2(ROOT / "data" / "findings.csv", self.book.root / "data" / "findings.csv")


def test_random_edits_each_give_what_a_clean_build_gives(tmp_path, monkeypatch):
    chance = random.Random(SEED)
    book = small(tmp_path / "book")
    # Builds run a copy of the package, whose code can be edited.
    package = tmp_path / "package" / "umbrella"
    shutil.copytree(Path(umbrella.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    editor, done = Editor(book, package, chance), []
    assert book.build().returncode == 0
    for _ in range(EDITS):
        done.append(editor.edit())
        assert differences(*both_builds(book, tmp_path / "clean")) == [], done
    assert len(set(done)) == min(EDITS, len(editor.kinds))


def test_a_page_that_uses_some_rows_is_not_executed_when_others_change(tmp_path):
    book = small(tmp_path / "book")
    assert book.build().returncode == 0
    book.edit("data/findings.csv", ",diffusion,diffusion tensor imaging,white matter,,,fractional anisotropy,decreased,",
              ",diffusion,diffusion tensor imaging,white matter,,,fractional anisotropy,increased,")  # fmt: skip
    explained = dict(line.split(": ", 1) for line in book.build("--explain").stdout.splitlines())
    assert explained["chapters/diffusion"] == "execute, findings.csv (modality diffusion) changed"
    assert explained["chapters/conflicting"] == "execute, findings.csv changed"
    assert {name: explained[f"chapters/{name}"] for name in ("perfusion", "words", "methods")} == {
        "perfusion": "as it was", "words": "as it was", "methods": "as it was",
    }  # fmt: skip


def test_forks_and_plain_kernels_give_the_same_in_folders_of_other_names(tmp_path):
    first, second = small(tmp_path / "one"), small(tmp_path / "a longer name" / "two")
    told = first.build("--verbose")
    assert told.returncode == 0
    assert second.build("--cold").returncode == 0
    # Why each chapter was executed is said, and kept.
    executed = json.loads((first.root / "_build" / "executed.json").read_text("utf-8"))
    assert {"chapters/perfusion", "chapters/diffusion"} <= executed.keys()
    for name, why in executed.items():
        assert why["why"] == "not evaluated before" and why["seconds"] > 0
        assert f"execute {name}: not evaluated before" in told.stderr
    assert differences(files(first.root / "_build" / "html"), files(second.root / "_build" / "html")) == []
