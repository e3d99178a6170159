"""A clinic of agents is lived without Python's searches for garbage: it makes none, and they are back when it is over."""

import gc
import subprocess
import sys

import pytest

from model import RuleError, Rules, replace, simulate
from model.agents.garbage import uncollected


@pytest.fixture(params=[True, False], ids=["on before", "off before"])
def before(request):
    """Whether Python searched before; afterwards it does again."""
    (gc.enable if request.param else gc.disable)()
    yield request.param
    gc.enable()


def test_searches_stop_and_go_on_as_they_were(before):
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled() is before


class Looking(Rules):
    """The default rules, which look whether Python searches when one of them is asked."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def bound(self):
        """The rules as a session calls them."""
        rules = super().bound()
        usual = rules.relief
        rules.relief = lambda m: (self.seen.append(gc.isenabled()), usual(m))[1]
        return rules


def test_searches_stop_while_agents_live_and_go_on_afterwards(before):
    rules = Looking()
    simulate("small", rules=rules, engine="agents")
    assert len(rules.seen) > 100
    assert not any(rules.seen)
    assert gc.isenabled() is before


def test_they_go_on_after_a_life_that_failed(before):
    with pytest.raises(RuleError):
        simulate("small", rules=replace(disclosure=lambda safety: 1.0 / (safety - safety)), engine="agents")
    assert gc.isenabled() is before


LIFE = """
import gc
from model import simulate
from model.agents.clinic import Clinic
from model.agents.garbage import uncollected

simulate("small", engine="agents")  # what is read once leaves garbage of its own
clinic = Clinic("small")
gc.collect()
with uncollected():
    while clinic.running:
        clinic.pass_week()
    block = clinic.block()
    print(gc.collect(), len(block.rows))
"""
"""A clinic, lived in a Python of its own: in that of the tests, threads of pages go on and leave what they like."""


def test_lives_leave_nothing_to_be_found():
    done = subprocess.run([sys.executable, "-c", LIFE], capture_output=True, text=True, check=True)
    found, rows = map(int, done.stdout.split())
    assert found == 0
    assert rows > 100
