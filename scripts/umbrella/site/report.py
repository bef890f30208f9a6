"""What a build tells while it works and at its end: to people on a terminal, in a line elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Report:
    """Counts and times of one build.

    Attributes:
        times: seconds by chapter executed.
        reused: chapters whose outputs were still right.
        pages: pages that are not those of the site before.
    """

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.started = time.perf_counter()
        self.times: dict[str, float] = {}
        self.reused = 0
        self.pages = 0

    def say(self, words: str) -> None:
        """A line on what is going on."""
        self.console.print(words, markup=False)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A progress bar of chapters; shown on a terminal only."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as bar:
            yield bar

    def unchanged(self, site: Path) -> None:
        """The end of a build that had nothing to do."""
        self.console.print(f"[bold green]Nothing changed[/]: {escape(str(site / 'index.html'))} ({self._seconds()})")

    def looked(self, work: Path, pages: tuple[str, ...]) -> None:
        """The end of a build of some chapters only."""
        self.console.print(
            f"Written to {work}, not put in place: {', '.join(pages)} ({self._seconds()})", markup=False
        )

    def done(self, site: Path) -> None:
        """The end of a build."""
        self.console.print(f"[bold green]Site ready[/]: {escape(str(site / 'index.html'))}")
        self.console.print(
            f"{len(self.times)} chapters executed, {self.reused} reused, {self.pages} pages changed, {self._seconds()}"
        )

    def _seconds(self) -> str:
        return f"{time.perf_counter() - self.started:.1f} s"

    def write_times(self, file: Path) -> None:
        """Keep the times of execution, apart from the site, whose bytes they would change."""
        try:
            known = dict(json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):  # not there, or damaged: nothing but times is lost
            known = {}
        times = known | {name: round(seconds, 3) for name, seconds in self.times.items()}
        file.write_text(json.dumps(times, indent=1, sort_keys=True), "utf-8")
