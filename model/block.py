"""What an engine hands back: the lives of some therapists and their clients, as records."""

from dataclasses import dataclass

import numpy as np

from model.people import People


@dataclass(frozen=True)
class Block:
    """Some therapists' whole lives; rows of clients are in the order of their queues.

    `therapists` are as their last week left them, `dyads` (one per client, session 0 where the client still waits) as
    the last session or week left them; `rows` and `shown` have one entry per held session, by client and session, and
    are empty when nothing was recorded. `courses` holds each client's distress scores at intake and at the assessments
    (clients x assessments, NaN before intake), `states` where the client was then (codes of `STATES`); empty likewise.
    """

    people: People
    therapists: np.ndarray
    dyads: np.ndarray
    rows: np.ndarray
    shown: np.ndarray
    courses: np.ndarray
    states: np.ndarray

    @property
    def therapist_of(self) -> np.ndarray:
        """The number of each client's therapist, from 1."""
        sizes = np.diff(self.people.start)
        return np.repeat(np.arange(len(sizes)), sizes) + self.people.first + 1

    @property
    def client_of_row(self) -> np.ndarray:
        """For each recorded session the index of its client in this block."""
        return np.repeat(np.arange(len(self.dyads)), self.sessions_recorded)

    @property
    def sessions_recorded(self) -> np.ndarray:
        """How many sessions of each client were recorded."""
        return self.dyads["session"].astype(np.int64) if len(self.rows) else np.zeros(len(self.dyads), np.int64)
