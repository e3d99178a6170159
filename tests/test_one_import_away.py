"""Whatever a command does is one import away in Python, in every order of imports, and known to a type checker."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import experiments
from model.cli import build

MODULES = sorted({m.name for m in pkgutil.iter_modules(experiments.__path__)} & set(experiments.__all__))
"""Verbs in whose place a module of the same name would come as soon as anybody imports it."""
OTHERWISE = {"evidence": "evidence_page", "studies": "questions", "dashboard": None}
"""Commands whose verb has another name, or that are for a browser alone."""


def test_every_command_has_a_verb():
    commands = {str(command.name) for command in build().registered_commands}
    assert {"sweep", "compare", "report"} < commands
    missing = {c for c in commands if (verb := OTHERWISE.get(c, c)) and not callable(getattr(experiments, verb, None))}
    assert not missing


def test_the_three_lists_of_names_are_the_same():
    (known,) = (node for node in ast.parse(Path(experiments.__file__).read_text("utf-8")).body if isinstance(node, ast.If))
    typed = {alias.name: node.module for node in known.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed == experiments.HOME
    assert sorted(typed) == sorted(experiments.__all__) == experiments.__all__
    assert set(experiments.__all__) <= set(dir(experiments))


def test_no_module_stands_in_the_place_of_a_verb():
    assert MODULES == []


def test_nothing_slow_comes_with_the_package():
    code = "import experiments, sys; print(*(m for m in ('pandas', 'matplotlib', 'scipy', 'SALib') if m in sys.modules))"
    assert not subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()


def test_a_name_that_there_is_not_is_an_error():
    with pytest.raises(AttributeError, match="has no attribute 'swep'"):
        experiments.swep  # noqa: B018


@pytest.mark.slow
def test_a_type_checker_knows_what_a_verb_gives(tmp_path):
    code = "from experiments import sweep, report\nreveal_type(sweep('x').rows)\nreveal_type(report('x').html)\n"
    (tmp_path / "mine.py").write_text(code)
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--ignore-missing-imports", tmp_path / "mine.py"],
        capture_output=True,
        text=True,
        cwd=Path(experiments.__file__).parents[1],
    ).stdout
    assert "pandas" in said or "Any" in said
    assert 'Revealed type is "str"' in said.replace("builtins.str", "str")
    assert "error" not in said
