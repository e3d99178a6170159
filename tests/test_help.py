"""What the help says of an option holds: the least that may be asked for, and what comes without it."""

import re

import pytest
from typer.testing import CliRunner

from experiments.evidence.sizes import LEAST
from model.cli import build


def helped(command: str) -> str:
    """What a command says of itself, on one line."""
    said = CliRunner().invoke(build(command), [command, "--help"])
    assert said.exit_code == 0
    return " ".join(said.output.split())


@pytest.mark.parametrize(
    ("command", "options"),
    [("study", ("dyads", "seeds")), ("scorecard", ("seeds", "therapists")), ("ablations", ("seeds", "therapists"))],
)
def test_the_least_that_a_command_takes_stands_in_its_help(command, options):
    said = helped(command)
    for option in options:
        assert re.search(rf"--{option} <int>[^\[]*at least {LEAST[option]}\b", said)


@pytest.mark.parametrize(
    ("command", "without"),
    [("run", "the scenario's"), ("story", "whom the scenario names"), ("compare", "A, changed"), ("sweep", "a new one under results/")],
)
def test_what_comes_without_an_option_is_told_as_its_default(command, without):
    assert f"[default: ({without})]" in helped(command)
