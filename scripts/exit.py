"""Builds the chapters of the book with plain Sphinx and the newest book theme, and tells what is missing: ``make exit``.

Jupyter Book 1.x is frozen. This shows how far the way out is: an environment of its own with the newest releases,
a ``conf.py`` in place of Jupyter Book's mapping, the same extension (:mod:`umbrella.site`), and a comparison of pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import yaml
from lxml import html

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "_build" / "exit"
# What Jupyter Book brings; of everything the newest.
NEWEST = ("sphinx", "sphinx-book-theme", "myst-nb", "sphinx-external-toc", "sphinxcontrib-bibtex")
# Ids that are counted through a page or made of what is drawn: nobody leads to them.
COUNTED = re.compile(r"id\d+|umb-term-\d+|fig-.*-p[0-9a-f]{10}")
CONF = """
# Made by scripts/exit.py from _config.yml.
project, author, copyright = {title!r}, {author!r}, {copyright!r}
extensions = ["myst_nb", "sphinx_external_toc", "sphinxcontrib.bibtex", *{extensions!r}]
external_toc_path = {toc!r}
html_theme, html_title = "sphinx_book_theme", project
nb_execution_mode, nb_execution_timeout, nb_execution_raise_on_error = "cache", {timeout}, True
nb_execution_cache_path = {cache!r}
bibtex_bibfiles = {bibfiles!r}
globals().update({config!r})
"""


def environment() -> Path:
    """The environment with the newest releases, made when it is not there; its Python."""
    python = PLACE / "venv" / "bin" / "python"
    if not (PLACE / "venv" / ".made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE / "venv")], check=True)
        own = [name for name in requires("umbrella-review") or () if "extra ==" not in name]
        own = [re.match(r"[\w.-]+", name)[0] for name in own if not name.startswith(("jupyter-book", "sphinx"))]
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *NEWEST, *own], check=True)
        (PLACE / "venv" / ".made").touch()
    return python


def configuration() -> str:
    """``conf.py`` that says what ``_config.yml`` says."""
    said = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    return CONF.format(
        title=said["title"], author=said["author"], copyright=said["copyright"], toc=str(ROOT / "_toc.yml"),
        extensions=said["sphinx"]["extra_extensions"], timeout=said["execute"]["timeout"], cache=str(PLACE / "cache"),
        bibfiles=[str(ROOT / name) for name in said["bibtex_bibfiles"]], config=said["sphinx"]["config"],
    )  # fmt: skip


def holds(page: Path) -> set[str]:
    """What a page holds that readers and citers lead to: ids in its article."""
    articles = html.document_fromstring(page.read_text("utf-8")).xpath("//article")
    return {name for article in articles for name in article.xpath(".//@id") if not COUNTED.fullmatch(name)}


def missing(book: Path, plain: Path) -> list[str]:
    """What of the book's pages is not in those of plain Sphinx, a line for each page."""
    lines = []
    for page in sorted(book.rglob("*.html")):
        name = page.relative_to(book).as_posix()
        if name.startswith(("v/", "_")) or not holds(page):
            continue
        if not (plain / name).is_file():
            lines.append(f"{name}: the page is missing")
        elif lost := sorted(holds(page) - holds(plain / name)):
            lines.append(f"{name}: {len(lost)} of {len(holds(page))} places are missing: {', '.join(lost[:5])} ...")
    return lines


def main() -> None:
    """Build, compare, report; fails when anything is missing."""
    book = ROOT / "_build" / "html"
    if not book.is_dir():
        raise SystemExit("there is no built site to compare with; run make book first")
    python = environment()
    (PLACE / "conf").mkdir(parents=True, exist_ok=True)
    (PLACE / "conf" / "conf.py").write_text(configuration(), "utf-8")
    code = f"import importlib.metadata as m; print(*(f'{{n}} {{m.version(n)}}' for n in {NEWEST[:3]!r}), sep=', ')"
    print("plain Sphinx:", subprocess.run([str(python), "-c", code], capture_output=True, text=True).stdout.strip())
    command = [str(python), "-m", "sphinx", "-b", "html", "-q", "-c", str(PLACE / "conf"), "-d", str(PLACE / "doctrees")]
    own = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run([*command, str(ROOT), str(PLACE / "html")], capture_output=True, text=True, env=own)
    said = [line for line in done.stderr.splitlines() if line.strip()]
    print(f"exit code {done.returncode}, {len(said)} lines of warnings and errors", *said[-12:], sep="\n")
    lines = missing(book, PLACE / "html")
    print(*lines, f"{len(lines)} pages lack something", sep="\n")
    print("not made there: what the build does to Sphinx's pages (marks, repairs of the theme, prints, editions, checks)")
    raise SystemExit(bool(lines or done.returncode))


if __name__ == "__main__":
    main()
