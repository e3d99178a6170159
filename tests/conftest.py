"""What every test starts from."""

import pytest
from hypothesis import HealthCheck, settings

from model import Scenario, scenario

settings.register_profile("house", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def small() -> Scenario:
    """The shipped small clinic."""
    return scenario("small")
