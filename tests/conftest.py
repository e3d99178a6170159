"""What every test starts from."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["DYADS_CACHE"] = str(Path(__file__).parents[1] / ".pytest_cache" / "dyads")  # not the user's own

from model import Scenario, scenario

settings.register_profile("house", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def small() -> Scenario:
    """The shipped small clinic."""
    return scenario("small")
