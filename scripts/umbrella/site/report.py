"""What a build tells while it works and at its end: to people on a terminal, in a line elsewhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from umbrella.execute.chapters import Run
from umbrella.keeping import keep, kept
from umbrella.tables.problems import visible


class Laps:
    """What the parts of a build take, one after the other.

    Attributes:
        used: seconds by part: on the clock, and of processors in this process and in those it started that have ended.
    """

    def __init__(self) -> None:
        self.used: dict[str, list[float]] = {}
        self._part, self._since = "start", (time.perf_counter(), 0.0)

    def begin(self, part: str) -> None:
        """End the part that is under way and begin another, or go on with one."""
        now = time.perf_counter(), sum(os.times()[:4])
        so_far = self.used.get(self._part, [0.0, 0.0])
        self.used[self._part] = [round(sum(way), 3) for way in zip(so_far, now, (-since for since in self._since))]
        self._part, self._since = part, now


class Report:
    """Counts and times of one build.

    Attributes:
        laps: what its parts take.
        verbose: whether to say why each chapter is executed.
        reasons: why, by chapter that is executed.
        times: seconds by chapter executed.
        reused: chapters whose outputs were still right.
        pages: pages that are not those of the site before.
    """

    def __init__(self, verbose: bool = False) -> None:
        self.laps = Laps()
        self.verbose = verbose
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.started = time.perf_counter()
        self.reasons: dict[str, str] = {}
        self.times: dict[str, float] = {}
        self.reused = 0
        self.pages = 0

    def say(self, words: str) -> None:
        """A line on what is going on."""
        self.console.print(visible(words), markup=False)

    @contextmanager
    def hearing(self, run: Run) -> Iterator[None]:
        """Hear of the chapters that a run executes; shown by a progress bar on a terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        # Drawn when there is news, as a thread that draws by itself would be forked half.
        shown = {"console": self.console, "transient": True, "auto_refresh": False}
        with Progress(*columns, **shown, disable=not self.console.is_terminal) as bar:
            task = bar.add_task("chapters", total=None)

            def planned(reasons: dict[str, str], chapters: int) -> None:
                self.reasons, self.reused = reasons, chapters - len(reasons)
                for name, why in reasons.items() if self.verbose else ():
                    self.say(f"execute {name}: {why}")
                bar.update(task, total=len(reasons), refresh=True)

            def executed(name: str, seconds: float) -> None:
                self.times[name] = seconds
                bar.update(task, advance=1, description=f"{name} {seconds:.1f} s", refresh=True)

            run.planned, run.executed, run.begins = planned, executed, self.laps.begin
            yield

    def unchanged(self, site: Path) -> None:
        """The end of a build that had nothing to do."""
        self.console.print(f"[bold green]Nothing changed[/]: {_place(site / 'index.html')} ({self._seconds()})")

    def looked(self, work: Path, pages: tuple[str, ...]) -> None:
        """The end of a build of some chapters only."""
        self.say(f"Written to {work}, not put in place: {', '.join(pages)} ({self._seconds()})")

    def done(self, site: Path) -> None:
        """The end of a build; what its parts took is kept beside the site."""
        self.laps.begin("end")
        keep(site.with_name("parts.json"), self.laps.used)
        self.console.print(f"[bold green]Site ready[/]: {_place(site / 'index.html')}")
        self.console.print(
            f"{len(self.times)} chapters executed, {self.reused} reused, {self.pages} pages changed, {self._seconds()}"
        )

    def _seconds(self) -> str:
        return f"{time.perf_counter() - self.started:.1f} s"

    def keep(self, file: Path) -> None:
        """Keep why chapters were executed last and how long it took, apart from the site, whose bytes it would change."""
        new = {name: {"why": self.reasons[name], "seconds": round(took, 3)} for name, took in self.times.items()}
        keep(file, kept(file) | new)


def _place(path: Path) -> str:
    """A path as the terminal may be handed it."""
    return escape(visible(str(path)))
