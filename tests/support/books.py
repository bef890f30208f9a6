"""What many tests need: the repository, the command line, small books."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.building import copied

ROOT = Path(__file__).resolve().parents[2]
FRONT = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

"""


def run(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess:
    """Run ``umbrella`` in a folder as a curator would; output as text."""
    # Only what this process set itself is kept away: a test must not inherit another's verdict on the data.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UMBRELLA_")}
    command = [sys.executable, "-m", "umbrella.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)


class SmallBook:
    """A book of a few chapters on a copy of the real data, quick to build."""

    def __init__(self, root: Path):
        self.root = root
        shutil.copytree(ROOT / "data", root / "data")
        shutil.copy(ROOT / "_config.yml", root)
        (root / "chapters").mkdir()
        self.chapters: list[str] = []
        (root / "index.md").write_text("# A small book\n\nWords with {cite:p}`zejlon2022`.\n", "utf-8")
        self.chapter("bibliography", "# Bibliography\n\n```{bibliography}\n:all:\n```\n")
        # The pages that tables link to.
        self.page("included-reviews", "study_table()")
        self.page("data", "sources()")
        self.chapter("methods", "# Methods\n\n(certainty)=\n## Certainty by rule\n\nWords.\n")

    @classmethod
    def at(cls, target: Path, original: Path) -> SmallBook:
        """A copy of a book elsewhere, with nothing built and none of what else lies in a repository."""
        copied(original, target)
        book = cls.__new__(cls)
        book.root, book.chapters = target, []
        return book

    def copied(self, target: Path) -> SmallBook:
        """A copy elsewhere, with what was built."""
        shutil.copytree(self.root, target, dirs_exist_ok=True)
        book = SmallBook.__new__(SmallBook)
        book.root, book.chapters = target, list(self.chapters)
        return book

    def built(self) -> dict[str, bytes]:
        """All files of its site, after a clean build."""
        result = self.build("--clean")
        assert result.returncode == 0, result.stderr
        site = self.root / "_build" / "html"
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    def chapter(self, name: str, text: str) -> Path:
        """Write a chapter and list it in the table of contents."""
        path = self.root / "chapters" / f"{name}.md"
        path.write_text(text, "utf-8")
        if name not in self.chapters:
            self.chapters.append(name)
        self._list()
        return path

    def remove(self, name: str) -> None:
        """Take a chapter out of the book."""
        (self.root / "chapters" / f"{name}.md").unlink()
        self.chapters.remove(name)
        self._list()

    def _list(self) -> None:
        """Write the table of contents."""
        listed = "".join(f"  - file: chapters/{name}\n" for name in self.chapters)
        (self.root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{listed}", "utf-8")

    def page(self, name: str, *calls: str, set_up: str = "page()", prose: str = "Words.") -> Path:
        """Write a chapter whose cells call methods of a page."""
        cells = [f"from umbrella import show\n\npage = show.{set_up}", *(f"page.{call}" for call in calls)]
        code = "\n\n".join(f"```{{code-cell}} ipython3\n:tags: [remove-input]\n{cell}\n```" for cell in cells)
        return self.chapter(name, f"{FRONT}# {name.capitalize()}\n\n{prose}\n\n{code}\n")

    def build(self, *options: str) -> subprocess.CompletedProcess:
        """Build it."""
        return run("build", *options, folder=self.root)

    def html(self, name: str) -> str:
        """A built page."""
        return (self.root / "_build" / "html" / f"{name}.html").read_text("utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace text in a file; fails when it is not there."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")
