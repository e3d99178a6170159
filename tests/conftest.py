"""What every test starts from."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["DYADS_CACHE"] = str(Path(__file__).parents[1] / ".pytest_cache" / "dyads")  # not the user's own
os.environ.pop("COLUMNS", None)  # tables as wide as in a pipe, on a worker process, too

from model import Scenario, scenario

settings.register_profile("house", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def small() -> Scenario:
    """The shipped small clinic."""
    return scenario("small")


@pytest.fixture(scope="module")
def where():
    """The address of the pages, served by a process of their own."""
    from tests.browser import served

    with served() as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium for which nothing exists beyond this machine."""
    from tests.browser import chromium

    with chromium() as one:
        yield one


@pytest.fixture
def visit(browser):
    """Opens pages as visitors of their own; at the end nobody may have had anything to complain about."""
    from tests.browser import Watched

    visitors = []

    def opened(address, **how):
        visitors.append(Watched(browser, **how))
        return visitors[-1].open(address)

    yield opened
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []
