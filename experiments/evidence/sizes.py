"""How much has to be simulated, at least, before anything can be said of a finding."""

from experiments.checking import faults
from experiments.evidence.worlds import QUEUE
from model.errors import SettingError

LEAST_THERAPISTS = 5
LEAST = {"seeds": 3, "therapists": LEAST_THERAPISTS, "dyads": LEAST_THERAPISTS * QUEUE}
"""The fewest clinics, therapists in each, and clients in each, by what they are called."""


def faults_of(**given: object) -> list[str]:
    """What is wrong with so many `seeds`, `therapists` or `dyads`."""
    return faults.of_counts(**{name: (value, LEAST[name]) for name, value in given.items()})


def refuse(**given: object) -> None:
    """SettingError, naming every fault, where so many `seeds`, `therapists` or `dyads` cannot be simulated, or say nothing."""
    if wrong := faults_of(**given):
        raise SettingError(*wrong)


def therapists_for(dyads: int) -> int:
    """How many therapists have so many clients."""
    return -(-dyads // QUEUE)
