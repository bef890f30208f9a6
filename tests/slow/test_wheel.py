"""The package stands on its own: installed from a wheel, it rates, measures overlap and builds a book elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from books import ROOT, SmallBook

# Made by the fixture below, the last one is in use.
ENVIRONMENTS: list[Path] = []
READ = (".html", ".md", ".csv", ".json", ".toml", ".yml", ".bib", ".ris", ".xml", ".svg", ".cff", ".txt", ".js", ".css")
OTHER_SUBJECT = re.compile(
    r"(?i:amyotrophic|sclerosis|\bMRI\b|magnetic|\bbrains?\b|cortex|cortical|\bgyrus|hippocamp|neuro(?!n?\\.js)|motor|imaging)|\bALS\b|\bMR\b"
)
PARTS = ("pyproject.toml", "README.md", "LICENSE", "scripts/umbrella", "data/datapackage.json", "data/vocabularies")


@pytest.fixture(scope="module")
def umbrella(tmp_path_factory) -> Callable[..., subprocess.CompletedProcess]:
    """Runs the command of a wheel, in an environment that has the libraries of this one, but not its checkout."""
    top = tmp_path_factory.mktemp("wheel")
    source, wheels, installed = top / "source", top / "wheels", top / "venv"
    for part in PARTS:
        (source / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, source / part, **({"symlinks": True} if copy is shutil.copytree else {}))
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", wheels, source], check=True
    )
    files = {
        path.relative_to(source / "scripts").as_posix()
        for path in (source / "scripts" / "umbrella").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    (wheel,) = wheels.glob("*.whl")
    assert files - set(zipfile.ZipFile(wheel).namelist()) == set()
    shutil.rmtree(source)
    venv.create(installed)
    ENVIRONMENTS.append(installed)
    python = installed / "bin" / "python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], check=True)
    (own,) = installed.glob("lib/python*/site-packages")
    # Libraries only: a path named in a .pth file is searched, but the .pth files in it (the checkout's) are not read.
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONPATH" and not n.startswith("UMBRELLA_")}

    def run(*words: str, folder: Path, text: str | None = None) -> subprocess.CompletedProcess:
        command = [installed / "bin" / "umbrella", *words]
        return subprocess.run(command, cwd=folder, env=environment, input=text, capture_output=True, text=True)

    where = [python, "-c", "import umbrella; print(umbrella.__file__)"]
    found = subprocess.run(where, cwd=top, env=environment, capture_output=True, text=True, check=True).stdout
    assert found.startswith(str(own)), found
    return run


def made(target: str, book: Path) -> subprocess.CompletedProcess:
    """``make`` in a book whose environment stands."""
    return subprocess.run(["make", target], cwd=book, env={**os.environ, "PYTHONPATH": ""}, capture_output=True, text=True)


@pytest.mark.parametrize("kind, published", [("interventions", "own"), ("diagnosis", "A published review of tests")])
def test_a_new_book_passes_both_its_commands_and_knows_no_other_subject(umbrella, tmp_path: Path, kind: str, published: str):
    new = tmp_path / "new"
    started = umbrella("new", str(new), "--no-input", "--kind", kind, "--published", published, folder=tmp_path)
    assert started.returncode == 0, started.stderr
    (new / ".venv").symlink_to(ENVIRONMENTS[-1])
    (new / ".venv" / ".installed").touch()
    for target in ("book", "test"):
        done = made(target, new)
        assert done.returncode == 0, done.stdout + done.stderr
    assert foreign_words(new) == []
    again = umbrella("new", str(new), "--no-input", folder=tmp_path)
    assert again.returncode == 1 and "not empty" in again.stderr


def foreign_words(book: Path) -> list[str]:
    """Files of a book, and of its site, that speak of the subject of another one; styles and scripts are those of any book."""
    passed_over = {".venv", "_static"}
    files = (path for path in book.rglob("*") if path.is_file() and not passed_over & set(path.parts) and path.suffix in READ)
    found = []
    for path in files:
        if match := OTHER_SUBJECT.search(path.read_text("utf-8", "replace")):
            found.append(f"{path.relative_to(book)}: {match[0]}")
    return found


def test_both_engines_run_in_an_empty_folder(umbrella, tmp_path: Path):
    rated = umbrella("rate", "-", folder=tmp_path, text="review,item7,item13\nA,N,N\n")
    assert rated.stdout.splitlines()[1:] == ["A,critically low,critically low,critically low,7; 13,2,"], rated.stderr
    measured = umbrella("overlap", "-", folder=tmp_path, text="study,A,B\ns,1,1\nt,1,0\n")
    assert "\noverall,,,3,2,2,0,50.0," in measured.stdout, measured.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_book_is_built_with_its_styles_scripts_and_drawings(umbrella, tmp_path: Path):
    book = SmallBook(tmp_path)
    book.page("map", "brain_map()", set_up='modality("spectroscopy")')
    built = umbrella("build", folder=tmp_path)
    assert built.returncode == 0, built.stderr
    site = tmp_path / "_build" / "html"
    assert 'id="fig-brain-map"' in (site / "chapters" / "map.html").read_text("utf-8")
    for name in ("umbrella.css", "cite.css", "cite.js", "favicon.svg"):
        assert (site / "_static" / name).stat().st_size, name
