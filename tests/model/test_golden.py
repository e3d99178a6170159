"""Results change only on purpose: `python -m tests.golden` writes the numbers anew and says which changed."""

import pytest

from tests import golden
from tests.golden import kept


@pytest.fixture(scope="module")
def today() -> dict[str, str]:
    return golden.today()


def test_the_same_numbers_are_kept_as_are_computed(today):
    assert list(today) == list(kept()), "run: python -m tests.golden"


@pytest.mark.parametrize("name", kept())
def test_results_are_as_they_were(today, name):
    assert today[name] == kept()[name], "if the change is meant, run: python -m tests.golden"
