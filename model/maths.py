"""The helpers that every rule may use. They give the same bits interpreted and compiled."""

from math import exp

from model.units import ECR, OQ, STEPS

ORDINARY = 0.6
"""An ordinary alliance, condition or hope, 0 to 1: where rules give their base rate, and what more or less is counted from."""
HALFWAY = 0.5
"""The middle of the 0 to 1 range."""
SECURE, INSECURE = float(ECR.low), float(ECR.high)
MOST_DISTRESS = float(OQ.high)
STEPS_OF_REPAIR = float(STEPS.high)
RENEGOTIATED = 3.0
"""The step of repair from which on task or goal has been changed."""


def clip(x, low, high):
    """`x`, kept within `low` and `high`."""
    if x < low:
        return low
    if x > high:
        return high
    return x


def unit(x):
    """`x`, kept within 0 and 1."""
    if x < 0.0:
        return 0.0
    if x > 1.0:
        return 1.0
    return x


def logistic(x):
    """The probability whose log-odds are `x`, 0 to 1; stable for any finite `x`."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    e = exp(x)
    return e / (1.0 + e)


def gate(strength, x):
    """A factor between 1 (strength 0: `x` does not matter) and `x` (strength 1: it matters fully)."""
    return 1.0 - strength + strength * x


def weighed(strength, x, usual):
    """A mixture of `usual` (strength 0: `x` does not matter) and `x` (strength 1: it matters fully, to the last bit)."""
    return (1.0 - strength) * usual + strength * x


def portion(x, low, high):
    """Where `x` stands between `low` (0) and `high` (1)."""
    return (x - low) / (high - low)


def insecurity(ecr):
    """Where an attachment score stands, 0 (secure) to 1."""
    return portion(ecr, SECURE, INSECURE)


def left_open(stage):
    """The share of a rupture that is still open after so many steps of repair, 1 to 0."""
    return 1.0 - stage / STEPS_OF_REPAIR
