"""Whose story is told where the user names nobody."""

from model.people import nobody, therapists_in
from model.rules import Rules
from model.scenario import Scenario
from model.stories import story

LOOKED_THROUGH = 100
"""Therapists among whose clients one is looked for whose story can be told."""


def somebody(asked: Scenario, said: Rules) -> tuple[int, int]:
    """Whose story is told where the user names nobody: the scenario's own client, or else the first who is treated.

    Where the first therapists treat nobody, it is the scenario's own, or 1-1 in a clinic that is too small for it.
    """
    own = story.address(asked.tell.client)
    own = (1, 1) if nobody(asked, *own) else own
    if own in treated_by(asked, said, own[0]):
        return own
    therapists = range(1, min(therapists_in(asked), LOOKED_THROUGH) + 1)
    return next((client for t in therapists for client in treated_by(asked, said, t)), own)


def treated_by(asked: Scenario, said: Rules, therapist: int) -> list[tuple[int, int]]:
    """Therapist and place of those of a therapist's clients who have a therapy to tell of."""
    return [story.address(client) for client in story.lived(asked, said, therapist, 1).dyads.client_id]
