"""Whatever a command does is one import away in Python, in every order of imports, and known to a type checker."""

import ast
import inspect
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import experiments
from model import show
from model.cli import build

BRINGS = """CARRIES = {"trusting": (0.0, 0.0, 1.0, "how far she trusts")}
PARAMETERS = {"trusting_gain": (0.3, 0.0, 1.0, "how fast that grows")}


def trusting_after(trusting, p):
    return min(1.0, trusting + p.trusting_gain)
"""
MODULES = sorted({m.name for m in pkgutil.iter_modules(experiments.__path__)} & set(experiments.__all__))
"""Verbs in whose place a module of the same name would come as soon as anybody imports it."""
OTHERWISE = {"evidence": "evidence_page", "studies": "questions", "dashboard": None}
"""Commands whose verb has another name, or that are for a browser alone."""
CALLED = {"set": "settings", "nulls": "nulls_too"}
"""Options that a verb has under another name, which is no word of Python, or says more."""
TYPED_ALONE = {
    "compare": {"dyads", "watch"},  # a setting; two lives as they are lived
    "run": {"dyads", "sessions", "items", "figures"},  # two settings; what is written
    "precision": {"dyads"},
    "sweep": {"shard", "report"},  # a machine among many; `report` is a verb
    "merge": {"report"},
    "calibrate": {"freeze"},  # what ships with the package
    "scorecard": {"freeze"},
    "rerun": {"check"},
}
"""Options that no verb needs, and why."""


def test_every_command_has_a_verb():
    commands = {str(command.name) for command in build().registered_commands}
    assert {"sweep", "compare", "report"} < commands
    missing = {c for c in commands if (verb := OTHERWISE.get(c, c)) and not callable(getattr(experiments, verb, None))}
    assert not missing


def doors():
    """Each command that has a verb, with it."""
    every = get_command(build()).commands  # type: ignore[attr-defined]
    verbs = {name: OTHERWISE.get(name, name) for name, command in every.items() if not hasattr(command, "commands")}
    return [(name, every[name], getattr(experiments, verb)) for name, verb in verbs.items() if verb]


@pytest.mark.parametrize(("name", "command", "verb"), doors(), ids=lambda x: x if isinstance(x, str) else "")
def test_what_a_command_may_be_told_its_verb_may_be_told(name, command, verb):
    """And the other way round: what a verb takes beyond the options are what is typed without a name, one for one."""
    typed = {max(p.opts, key=len).lstrip("-").replace("-", "_") for p in command.params if p.param_type_name == "option"}
    options = {CALLED.get(option, option) for option in typed - {"json", "help"}}
    if name == "evidence":
        options = {"file" if option == "out" else option for option in options}
    takes = set(inspect.signature(verb).parameters) - {"progress"}
    assert options - takes == TYPED_ALONE.get(name, set())
    assert len(takes - options) == sum(p.param_type_name == "argument" for p in command.params)


@pytest.mark.parametrize(
    "asked", ["parameters rest", "mechanisms", "mechanisms m8", "scenarios", "interventions", "interventions dyad", "dictionary wai"]
)
def test_a_list_is_the_same_through_both_doors(asked):
    name, *part = asked.split()
    rows = json.loads(CliRunner().invoke(build(), [name, *part, "--json"], catch_exceptions=False).stdout)
    assert rows == show.plain(getattr(experiments, name)(*part).to_dict("records"))


def test_a_list_has_what_a_rule_file_brings(tmp_path):
    (tmp_path / "mine.py").write_text(BRINGS)
    for verb in (experiments.parameters, experiments.dictionary):
        assert len(verb("trusting", rules=tmp_path / "mine.py")) == 1
    assert "dyad.trusting" in set(experiments.interventions("dyad", rules=tmp_path / "mine.py").name)


def test_the_wanted_differences_are_of_commands_that_there_are():
    assert set(TYPED_ALONE) <= {name for name, _, _ in doors()}


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
