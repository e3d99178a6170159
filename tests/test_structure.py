"""The house keeps its order: imports flow one way, files stay short, rules stay apart."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

import experiments
from model.rules import FILES

ROOT = Path(__file__).parent.parent
PACKAGES = ("model", "experiments", "dashboards")
LONGEST_FILE = 250
LONG_LISTS = ("model/parameters.py", "model/fields.py")
"""Declarations, one a line: long because there is much to declare."""
SOURCES = [f for package in PACKAGES for f in sorted((ROOT / package).rglob("*.py"))]
EVERY_SOURCE = pytest.mark.parametrize("source", SOURCES, ids=[str(f.relative_to(ROOT)) for f in SOURCES])


def imported(source: Path) -> set[str]:
    """The full names of everything that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = source.relative_to(ROOT).with_suffix("").parts[: -node.level] if node.level else ()
            module = ".".join((*package, *([node.module] if node.module else [])))
            names |= {f"{module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            names |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return names


@EVERY_SOURCE
def test_imports_flow_one_way(source):
    package = source.relative_to(ROOT).parts[0]
    above = PACKAGES[PACKAGES.index(package) + 1 :]
    assert not {name for name in imported(source) if name.split(".")[0] in (*above, "tests")}


BENCH = re.findall(r"^    (\w+) {2,}\S", experiments.__doc__ or "", re.M)
"""The folders of the bench, in the order in which they may import each other."""


def test_the_bench_names_its_folders_in_order():
    assert sorted(BENCH) == sorted(f.parent.name for f in (ROOT / "experiments").glob("*/__init__.py"))


@pytest.mark.parametrize(
    "source", [f for f in SOURCES if f.parent.parent == ROOT / "experiments"], ids=lambda f: f"{f.parent.name}/{f.name}"
)
def test_folders_of_the_bench_import_none_below_them(source):
    below = {f"experiments.{folder}" for folder in BENCH[BENCH.index(source.parent.name) + 1 :]}
    assert not {name for name in imported(source) if ".".join(name.split(".")[:2]) in below}


ABOVE = ("model.commands", "model.guide", "model.stories", "model.trial")
"""Folders of the model that stand on the rest of it: what tries rule files, tells of rules and of lives, and is typed."""
ASKS_WHY = ROOT / "model" / "cohort" / "engine.py"
"""Asks the trial why, where a session cannot be compiled."""


@pytest.mark.parametrize("source", [f for f in SOURCES if f.parent.parent == ROOT and f.parts[-2] == "model"], ids=lambda f: f.name)
def test_what_is_simulated_knows_nothing_of_what_tells_of_it(source):
    if source.name != "cli.py":
        assert not {name for name in imported(source) if name.startswith(ABOVE)}


@pytest.mark.parametrize("folder", ["rules", "rule_files", "deeds", "agents", "cohort"])
def test_engines_and_rules_know_nothing_of_what_tells_of_them(folder):
    for source in (ROOT / "model" / folder).glob("*.py"):
        assert {name for name in imported(source) if name.startswith(ABOVE)} <= ({"model.trial.alone"} if source == ASKS_WHY else set())


TEXTS = [*SOURCES, *sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md")), *sorted((ROOT / "tests").rglob("*.py"))]


@pytest.mark.parametrize("text", TEXTS, ids=[str(f.relative_to(ROOT)) for f in TEXTS])
def test_what_is_named_of_the_bench_is_there_also_in_words_and_in_code_that_is_text(text):
    said = text.read_text("utf-8")
    modules = set(re.findall(rf"\bexperiments\.({'|'.join(BENCH)})\.([a-z]\w*)", said))
    gone = {module for folder, module in modules if not list((ROOT / "experiments" / folder).glob(f"{module}*"))}
    if text in SOURCES:
        gone |= set(re.findall(r"\bexperiments\.([a-z]\w*)", said)) - {*BENCH, *experiments.__all__}
    assert not gone
    assert not {path for path in re.findall(r"\bexperiments/[\w/]+\.\w+\b", said) if not (ROOT / path).exists()}


@EVERY_SOURCE
def test_files_are_short_enough_to_read(source):
    if str(source.relative_to(ROOT)) not in LONG_LISTS:
        assert len(source.read_text("utf-8").splitlines()) <= LONGEST_FILE


@EVERY_SOURCE
def test_every_file_begins_by_saying_what_it_is_for(source):
    text = source.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("module", FILES, ids=lambda m: m.__name__)
def test_files_of_rules_never_import_each_other(module):
    names = imported(Path(module.__file__))
    assert not {name for name in names if name.startswith("model.rules")}
    assert {name.rpartition(".")[0] for name in names} <= {"model.fields", "model.maths", "math"}


def test_every_file_of_rules_is_among_those_that_are_asked():
    on_disk = {f.stem for f in (ROOT / "model" / "rules").glob("*.py")} - {"__init__"}
    assert on_disk == {m.__name__.rpartition(".")[2] for m in FILES}


def test_every_package_is_installed():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    found = {".".join(f.parent.relative_to(ROOT).parts) for f in SOURCES}
    assert found <= set(declared)


def test_no_line_of_code_names_a_package_as_a_variable():
    for source in SOURCES:
        assigned = {
            n.id for n in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        assert not assigned & set(PACKAGES), source
