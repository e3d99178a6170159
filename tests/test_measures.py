"""Measures measure what they say: small tables made by hand, whose answer is known."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.measures import in_time
from experiments.evidence.sample import Sample


def made(clients: list[dict]) -> Sample:
    """A sample of clients, each a dictionary: lists are columns of sessions, all else stands in the table of dyads."""
    dyads, sessions = [], []
    for i, client in enumerate(clients, 1):
        lists = {k: v for k, v in client.items() if isinstance(v, list)}
        rows = pd.DataFrame(lists)
        rows.insert(0, "session", np.arange(1, len(rows) + 1))
        sessions.append(rows)
        dyads.append(
            {"client_id": f"1-{i}", "therapist_id": 1, "sessions_attended": len(rows), **{k: client[k] for k in client.keys() - lists}}
        )
    return Sample(pd.DataFrame(dyads), pd.concat(sessions, ignore_index=True))


def test_the_effect_of_being_recognised_is_that_within_clients_who_had_both():
    seen, luck = [1.0, 1.0, 0.0, 0.0, 0.0], [0.1, -0.1, 0.1, -0.1]

    def client(base: float) -> dict:
        rated = [base, *(base + 0.5 * s + e for s, e in zip(seen, luck, strict=False))]
        return {"ruptured": [1.0] * 5, "noticed": seen, "wai_client": rated}

    always = {"ruptured": [1.0] * 3, "noticed": [1.0] * 3, "wai_client": [1.0, 5.0, 1.0]}
    found = in_time.recognised_then_alliance(made([client(2.0), client(4.0), always]))
    assert found == pytest.approx(0.5 / sqrt(8 * 0.1**2 / (8 - 2 - 1)))  # eight pairs, two clients, one slope


def test_where_nobody_had_both_nothing_is_known_of_it():
    never = {"ruptured": [1.0] * 3, "noticed": [0.0] * 3, "wai_client": [3.0, 4.0, 3.0]}
    assert np.isnan(in_time.recognised_then_alliance(made([never, never])))
