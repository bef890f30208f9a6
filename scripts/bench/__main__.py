"""``make bench``: time and memory, printed as tables and kept in _build/bench.json."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench import building, explorer, larger, scale
from bench import rounds as searches

ROOT = Path(__file__).resolve().parents[2]


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT / "data",
    help="Data folder to measure.",
)
@click.option(
    "--factor",
    type=click.IntRange(2),
    default=100,
    show_default=True,
    help="How many times larger the generated tables are.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ROOT / "_build" / "bench.json",
    help="File the results are merged into.",
)
@click.option(
    "--rounds", type=click.IntRange(0), default=5, show_default=True, help="Rounds of timed builds; 0 for none."
)
@click.option("--only-builds", is_flag=True, help="Measure the build and nothing else.")
@click.option("--records", type=click.IntRange(0), default=20_000, show_default=True, help="Records in a round of search; 0 for none.")
@click.option("--grow", type=click.IntRange(0), default=10, show_default=True, help="Times the chapters; 0 for none.")
@click.option("--data-grow", type=click.IntRange(0), default=10, show_default=True, help="Times the data of a built book; 0 for none.")
def main(
    data: Path, factor: int, out: Path, rounds: int, only_builds: bool, records: int, grow: int, data_grow: int
) -> None:
    """Measure the build, the tables and the evidence explorer; the book must be built."""
    console = Console()
    if rounds:
        with console.status("") as status:
            built = building.compare(ROOT, rounds, status.update)
        console.print(builds(built))
        console.print(f"A clean build holds {built['memory_mb']:.0f} MB at most.")
        merge(out, {"build": built})
    if grow:
        with console.status("") as status:
            grown = building.growth(ROOT, grow, status.update)
        console.print(f"{grow} times the chapters: " + ", ".join(f"{k} {v:.1f}" for k, v in grown["ratios"].items()))
        merge(out, {"growth": grown})
    if data_grow:
        with console.status("") as status:
            grown = larger.compare(ROOT, (1, data_grow), status.update)
        console.print(larger_builds(grown))
        merge(out, {"larger": grown})
    if only_builds:
        return
    if records:
        with console.status("") as status:
            searched = searches.measure(ROOT, records, status.update)
        console.print(steps(searched, records))
        merge(out, {"search": {"records": records, "steps": searched}})
    with console.status("") as status:
        result = scale.compare(data, factor, status.update)
    console.print(sizes(result))
    console.print(times(result))
    with console.status("evidence explorer in the browser"):
        answers = explorer.measure(ROOT / "_build" / "html", data)
    console.print(explorer_times(answers))
    merge(out, {"scale": result, "explorer": answers})


def builds(result: dict) -> Table:
    """Ratios of our build to a plain clean one, per task."""
    table = Table(
        "task", title=f"Build beside a plain jupyter-book build, {len(result['seconds'][building.PLAIN])} rounds"
    )
    for heading in ("minimum", "median", "maximum", "median, s"):
        table.add_column(heading, justify="right")
    for task, spread in result["ratios"].items():
        seconds = sorted(result["seconds"][task])[len(result["seconds"][task]) // 2]
        table.add_row(task, *(f"{spread[name]:.3f}" for name in ("minimum", "median", "maximum")), f"{seconds:.1f}")
    return table


def larger_builds(result: dict) -> Table:
    """Clean builds by size of the data, and the largest page of each."""
    table = Table("times the data", title="Growth with the data")
    for heading in ("clean, s", "times", "largest page", "KB", "KB sent"):
        table.add_column(heading, justify="left" if heading == "largest page" else "right")
    first = next(iter(result.values()))["clean"]
    for factor, found in result.items():
        name, size = next(iter(found["pages"].items()))
        words = (f"{found['clean']:.0f}", f"{found['clean'] / first:.1f}", name, f"{size['kb']:.0f}", f"{size['gz_kb']:.0f}")
        table.add_row(factor, *words)
    return table


def sizes(result: dict) -> Table:
    """Rows per table at both sizes."""
    table = Table("table", title="Rows")
    table.add_column("real", justify="right")
    table.add_column(f"{result['factor']} times", justify="right")
    for name, rows in result["real"]["rows"].items():
        table.add_row(name, f"{rows:,}", f"{result['generated']['rows'][name]:,}")
    return table


def times(result: dict) -> Table:
    """Seconds and memory per task at both sizes, with what each task found."""
    table = Table("task", title="Time and peak memory")
    for heading in ("real, s", f"{result['factor']} times, s", "real, MB", f"{result['factor']} times, MB"):
        table.add_column(heading, justify="right")
    table.add_column(f"found at {result['factor']} times")
    for task, real in result["real"]["tasks"].items():
        large = dict(result["generated"]["tasks"][task])
        numbers = [
            f"{real['seconds']:.2f}",
            f"{large.pop('seconds'):.2f}",
            f"{real['peak_mb']:.0f}",
            f"{large.pop('peak_mb'):.0f}",
        ]
        table.add_row(task, *numbers, ", ".join(f"{name.replace('_', ' ')} {value:,}" for name, value in large.items()))
    return table


def explorer_times(result: dict) -> Table:
    """Milliseconds the evidence explorer takes to answer."""
    table = Table("act", title=f"Evidence explorer of {result['rows']:,} rows in Chromium")
    table.add_column("ms", justify="right")
    for act, ms in result["answers"].items():
        table.add_row(act, f"{ms:.0f}")
    table.add_row("slowest filter", f"{result['slowest_ms']:.0f}")
    table.add_row("sorting", f"{result['sort_ms']:.0f}")
    return table


def steps(result: dict[str, dict[str, float]], records: int) -> Table:
    """A round of search, step by step."""
    table = Table(title=f"A round of {records:,} records")
    for heading in ("step", "seconds", "CPU seconds", "MB"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    for name, used in result.items():
        table.add_row(name, *(f"{used[key]:.1f}" for key in ("seconds", "cpu", "mb")))
    return table


def merge(path: Path, results: dict) -> None:
    """Add results to a JSON file, leaving those of other benchmarks in it."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known | results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
