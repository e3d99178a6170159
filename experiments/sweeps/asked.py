"""What the command and the verb `sweep` check before any work."""

from collections.abc import Callable

from experiments.checking import faults
from experiments.designs.design import Design
from experiments.sweeps.executors import Where, faults_of
from model.faults import Gathered


def checked(read: Callable[[], Design], engine: str, where: Where, before: Gathered | None = None) -> Design:
    """The design that `read` finds; SettingError or RuleError names every fault of what was asked, with those found before."""
    wrong = before or Gathered()
    wrong.add(*faults.of_engine(engine), *faults_of(where))
    design = wrong.tried(read, otherwise=None)
    wrong.refuse()
    assert design is not None  # its faults have been raised
    return design
