"""The command begins soon: what takes long to import is not imported for what it has no part in."""

import subprocess
import sys

import pytest

SLOW = ("mesa", "scipy.stats", "statsmodels", "cma", "SALib", "solara")


def imported(code: str) -> set[str]:
    """Which of the slow libraries, and of our packages, are there after this code in a process of its own."""
    code += f"\nimport sys; print(*(m for m in {(*SLOW, 'matplotlib', 'experiments', 'dashboards')!r} if m in sys.modules))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import model", set()),
        ("from model.cli import build; build('parameters')", set()),
        ("from model.cli import build; build('run')", {"experiments", "dashboards", "matplotlib"}),
        ("from model.cli import build; build()", {"experiments", "dashboards", "matplotlib"}),
        ("from model import Clinic; Clinic('small')", {"mesa"}),
    ],
)
def test_nothing_slow_is_imported_before_it_is_needed(code, needed):
    found = imported(code)
    assert found - needed <= ({"scipy.stats"} if "mesa" in needed else set()), "imports for nothing"


def test_what_is_asked_for_has_the_same_help_as_among_all_commands():
    from typer.main import get_command

    from model.cli import build

    every = get_command(build()).commands  # type: ignore[attr-defined]
    for name in ("parameters", "run", "bench", "scorecard", "dashboard"):
        assert get_command(build(name)).commands[name].help == every[name].help  # type: ignore[attr-defined]


def test_a_command_that_does_not_exist_is_looked_for_among_all():
    from typer.main import get_command

    from model.cli import build

    assert set(get_command(build("no-such")).commands) == set(get_command(build()).commands)  # type: ignore[attr-defined]
