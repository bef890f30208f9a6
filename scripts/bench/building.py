"""How long the build takes beside a plain ``jupyter-book build`` of the same chapters.

Whole commands are timed, one after the other in each round, so that a busy
machine slows both; what counts are the ratios. The plain book is the same but
for our extension: Jupyter Book executes its chapters one by one, with its own
cache. A plain build is right after a change of data only when it is clean.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

# What a book is made of, as files and folders of its root; it need not have all.
PARTS = (
    "_config.yml", "_toc.yml", "index.md", "requirements.txt", "addresses.txt", "redirects.toml", "chapters", "data", "editions",
)  # fmt: skip
# Edits to measure: what was changed, in which file, from what to what (all harmless to the checks).
# The first is the one that most follows from: the direction of a finding.
Edit = tuple[str, str, str]
EDITS: dict[str, Edit] = {
    "one table changed (most read)": ("data/findings.csv", ",decreased,", ",altered,"),
    "one table changed (least read)": ("data/protocol.csv", 'sentence 2"', 'sentence  2"'),
    "one chapter's prose changed": (
        "chapters/diffusion.md",
        "\n## Key messages\n",
        "\nA new sentence.\n\n## Key messages\n",
    ),
}
# What a book can hold once: labels, which a list of editions has too, and the bibliography. The table changed in the
# grown book is to have as many readers as in the real one.
ONCE = re.compile(r"^\(.+\)=$|\{bibliography\}|`editions\(\)`|page\.protocol\(", re.M)
CLEAN, NOTHING, PLAIN = "clean", "nothing changed", "plain clean jupyter-book build"


def compare(root: Path, rounds: int, told: Callable[[str], None] = lambda text: None) -> dict:
    """Time our build and the plain one over some rounds.

    Args:
        root: the book; it is copied, never changed.
        rounds: how often everything is measured.
        told: called with what is done next.

    Returns:
        ``memory_mb``: that of a clean build at most; ``seconds``: per task the times of all rounds; ``ratios``: per task
        minimum, median and maximum of the ratio to the plain build of its round.
    """
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="umbrella-bench-") as scratch:
        plain, own = plain_copy(root, Path(scratch) / "plain"), copied(root, Path(scratch) / "ours")
        # Made once: an edit of one round is taken back in the next.
        tasks = _tasks(plain, own)
        for number in range(1, rounds + 1):
            for task, action in tasks.items():
                told(f"round {number} of {rounds}: {task}")
                seconds.setdefault(task, []).append(action())
        told("memory of a clean build")
        memory = peak_mb(ours("--clean"), own)
    ratios = {task: [a / b for a, b in zip(times, seconds[PLAIN])] for task, times in seconds.items() if task != PLAIN}
    return {"memory_mb": memory, "seconds": seconds, "ratios": {task: _spread(values) for task, values in ratios.items()}}


def growth(root: Path, times: int, told: Callable[[str], None] = lambda text: None) -> dict:
    """Time our build of the book and of one with many times the chapters.

    The further chapters are copies of the others, each as often as the rest.
    The table changed is one that a single chapter reads, in both books.

    Returns:
        Per book ``chapters``, ``clean`` and ``one table changed`` in seconds, and their ratios.
    """
    result: dict[str, dict] = {}
    with tempfile.TemporaryDirectory(prefix="umbrella-bench-") as scratch:
        for name, factor in (("real", 1), ("grown", times)):
            told(f"{factor} times the chapters")
            book = copied(root, Path(scratch) / name)
            chapters = _grow(book, factor)
            clean = timed(ours("--clean"), book)
            file, old, new = EDITS["one table changed (least read)"]
            (book / file).write_text(edited(book / file, old, new), "utf-8")
            result[name] = {"chapters": chapters, "clean": clean, "one table changed": timed(ours(), book)}
    ratios = {task: result["grown"][task] / result["real"][task] for task in ("clean", "one table changed")}
    return {**result, "ratios": ratios}


def _tasks(plain: Path, own: Path) -> dict[str, Callable[[], float]]:
    """What is timed in a round, in order."""

    def plainly() -> float:
        shutil.rmtree(plain / "_build", ignore_errors=True)
        return timed([str(Path(sys.executable).with_name("jupyter-book")), "build", "-q", str(plain)], plain)

    def changed(edit: Edit) -> Callable[[], float]:
        path = own / edit[0]
        # Made in one round, taken back in the next.
        texts = itertools.cycle([edited(path, *edit[1:]), path.read_text("utf-8")])

        def run() -> float:
            path.write_text(next(texts), "utf-8")
            return timed(ours(), own)

        return run

    return {
        PLAIN: plainly,
        CLEAN: lambda: timed(ours("--clean"), own),
        NOTHING: lambda: timed(ours(), own),
        **{task: changed(edit) for task, edit in EDITS.items()},
    }


def ours(*options: str) -> list[str]:
    """The command that builds a book as a user builds it."""
    return [sys.executable, "-m", "umbrella.cli", "build", *options]


def timed(command: list[str], folder: Path) -> float:
    """Seconds a command takes; its failure is an error, not a time."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UMBRELLA_")}
    started = time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if run.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{run.stderr[-2000:]}")
    return seconds


def peak_mb(command: list[str], folder: Path) -> float:
    """Megabytes that a command and all it starts hold together at most; memory that they share counts once (Linux)."""
    most, process = 0.0, subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None:
        held = 0
        for each in Path("/proc").glob("[0-9]*"):
            try:
                # The sixth word of a process is its session: that of the command.
                if int((each / "stat").read_text().rpartition(")")[2].split()[3]) == process.pid:
                    held += int(re.search(r"^Pss:\s+(\d+)", (each / "smaps_rollup").read_text(), re.M)[1])
            except (OSError, TypeError):  # gone meanwhile
                continue
        most = max(most, held / 1024)
        time.sleep(0.2)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed")
    return most


def edited(path: Path, old: str, new: str) -> str:
    """The text of a file after an edit."""
    text = path.read_text("utf-8")
    if old not in text:
        raise RuntimeError(f"{path.name} does not hold {old!r}: the benchmark needs another edit")
    return text.replace(old, new, 1)


def copied(root: Path, target: Path) -> Path:
    """A copy of a book in a new folder, with nothing built and none of what else lies in a repository."""
    target.mkdir(parents=True)
    for part in PARTS:
        source = root / part
        if source.exists():
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, target / part)
    return target


def plain_copy(root: Path, target: Path) -> Path:
    """The book without our extension, its inline numbers as plain words."""
    book = copied(root, target)
    config = yaml.safe_load((book / "_config.yml").read_text("utf-8"))
    config["sphinx"]["extra_extensions"].remove("umbrella.site")
    for own in ("html_math_renderer", "bibtex_default_style"):  # of the extension
        config["sphinx"]["config"].pop(own, None)
    (book / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    for page in (book / "index.md", *(book / "chapters").rglob("*.md")):
        page.write_text(re.sub(r"\{eval\}`[^`]+`", "some", page.read_text("utf-8")), "utf-8")
    return book


def _grow(book: Path, factor: int) -> int:
    """Add copies of the chapters until the book has many times its chapters; returns how many it has."""
    toc = yaml.safe_load((book / "_toc.yml").read_text("utf-8"))
    entries = [entry for part in toc["parts"] for entry in part["chapters"]]
    names = [own["file"] for entry in entries for own in (entry, *entry.get("sections", []))]
    texts = {name: (book / f"{name}.md").read_text("utf-8") for name in names}
    originals = [name for name in names if not ONCE.search(texts[name])]
    for number in range(len(names) * (factor - 1)):
        source = originals[number % len(originals)]
        (book / f"{source}-copy-{number}.md").write_text(texts[source], "utf-8")
        toc["parts"][-1]["chapters"].append({"file": f"{source}-copy-{number}"})
    (book / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), "utf-8")
    return len(names) * factor


def _spread(values: list[float]) -> dict[str, float]:
    return {"minimum": min(values), "median": statistics.median(values), "maximum": max(values)}
