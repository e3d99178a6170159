"""Luck has an address: what chance decides depends on whom, when and what, and on nothing else."""

import dataclasses
import math
import platform
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from scipy import stats

from model.cohort import engine as cohort
from model.cohort.compiling import compiled, fast
from model.fields import CLIENT_TRAITS
from model.luck import (
    ABREAST,
    BETWEEN,
    CLIENT,
    FARTHEST,
    LANES,
    LUCK_RECORD,
    NORMAL,
    RATING,
    SESSION,
    SLOTS,
    THERAPIST,
    Draws,
    Event,
    log_of_small,
    normal,
    philox,
    roll,
    roll_abreast,
)
from model.parameters import NUMBERS
from model.people import People, recruit
from model.rules import Rules
from model.scenario import Scenario
from tests.support import changed_lives

GROUPS = {"session": SESSION, "between": BETWEEN, "rating": RATING, "client": CLIENT, "therapist": THERAPIST}
LAST_PLACE = {"session": 31, "between": 63, "rating": 127, "client": 159, "therapist": 191}
"""The last number that each group may use: the next begins right after it."""
UNCOUPLED = {"rules.session_tires": 0.0, "rules.rupture_tires": 0.0, "rules.practice_rate": 0.0}
"""A therapist whom the week leaves as she was: then her clients share nothing."""
WORDS = st.integers(0, 2**32 - 1)


def words(line: str) -> list[np.uint64]:
    """32-bit words as published, in hexadecimal."""
    return [np.uint64(int(w, 16)) for w in line.split()]


def luck_at(draws: Draws, seed=1, therapist=0, place=1, when=1) -> dict[str, float | list[float]]:
    """What the generator gives at this address, by event name."""
    flat = np.empty(draws.size)
    fast(roll)(np.uint64(seed), therapist, place, when, draws.block, draws.normals, flat)
    return {e.name: flat[at] if e.size == 1 else flat[at : at + e.size].tolist() for e in draws.events for at in [draws.at[e.name]]}


# --- the generator ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
)
def test_the_generator_gives_the_published_answers_of_philox(counter, key, expected):
    assert list(philox(*words(counter), *words(key))) == words(expected)
    assert list(fast(philox)(*words(counter), *words(key))) == words(expected)


@given(u=st.integers(0, 2**32 - 1).map(lambda w: (w + 0.5) * 2.0**-32))
def test_normal_luck_is_the_normal_quantile(u):
    assert normal(u) == pytest.approx(stats.norm.ppf(u), rel=1e-12, abs=1e-13)
    assert normal(u) == fast(normal)(u)


@pytest.mark.parametrize("u", [FARTHEST, 1e-9, 0.075, 0.5, 0.925, 1.0 - FARTHEST])
def test_normal_luck_is_exact_at_the_seams_and_in_the_tails(u):
    assert normal(u) == pytest.approx(stats.norm.ppf(u), rel=1e-12, abs=1e-15)


@given(x=st.floats(FARTHEST, 0.075))
def test_the_logarithm_in_the_tails_is_exact_to_two_units_in_the_last_place(x):
    assert abs(log_of_small(x) - math.log(x)) <= 2.0 * math.ulp(math.log(x))
    assert log_of_small(x) == fast(log_of_small)(x)


@pytest.mark.parametrize("group", GROUPS)
def test_normals_are_drawn_alone_as_in_a_row(group):
    draws = GROUPS[group]
    row, uniforms = np.empty(draws.size), np.empty(draws.size)
    for out, normals in ((row, draws.normals), (uniforms, draws.normals[:0])):
        fast(roll)(np.uint64(7), 3, 5, 11, draws.block, normals, out)
    at = [i for first, past in draws.normals for i in range(first, past)]
    assert len(at) == sum(e.size for e in draws.events if e.kind == NORMAL)
    assert row[at].tolist() == [normal(u) for u in uniforms[at].tolist()]
    assert np.delete(row, at).tolist() == np.delete(uniforms, at).tolist()


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="the names of instructions are those of x86")
@pytest.mark.parametrize(("instruction", "of"), [("pmuludq", "the generator"), ("divpd", "the normal quantile")])
def test_luck_of_a_session_is_drawn_several_at_a_time(instruction, of):
    row = np.zeros(1, [("luck", "f8", (SESSION.size,))])
    rolled, block, normals = compiled(roll, {}), SESSION.block, SESSION.normals

    @njit(error_model="numpy")
    def drawn(seed, when, row):
        rolled(seed, 2, 3, when, block, normals, row[0].luck)

    drawn(np.uint64(1), 1, row)
    (machine_code,) = drawn.inspect_asm().values()
    assert instruction in machine_code, f"{of} takes one draw at a time"


@pytest.mark.parametrize("group", GROUPS)
def test_uniform_luck_is_even_and_normal_luck_is_normal(group):
    draws = GROUPS[group]
    many = [luck_at(draws, place=place, when=when) for place in range(1, 41) for when in range(1, 26)]
    for e in draws.events:
        drawn = np.array([luck[e.name] for luck in many]).ravel()
        expected = stats.norm if e.kind == NORMAL else stats.uniform
        assert stats.kstest(drawn, expected.cdf).pvalue > 1e-5, e.name


@given(seed=st.integers(0, 2**64 - 1), therapist=WORDS, place=WORDS, when=WORDS)
def test_no_address_gives_luck_beyond_its_range(seed, therapist, place, when):
    for name, value in luck_at(SESSION, seed, therapist, place, when).items():
        normals = [e.name for e in SESSION.events if e.kind == NORMAL]
        assert abs(value) < 6.5 if name in normals else 0.0 < value < 1.0


# --- addresses --------------------------------------------------------------------------------------------------------


def test_every_event_has_a_number_of_its_own():
    taken = [e.number + i for draws in GROUPS.values() for e in draws.events for i in range(e.size)]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("group", GROUPS)
def test_events_keep_to_the_numbers_of_their_group(group):
    groups = list(GROUPS)
    before = groups.index(group) - 1
    first = LAST_PLACE[groups[before]] + 1 if before >= 0 else 0
    assert GROUPS[group].block * LANES == first
    assert all(first <= e.number and e.number + e.size - 1 <= LAST_PLACE[group] for e in GROUPS[group].events)


def test_groups_share_no_block_of_the_generator():
    blocks = [set(range(d.block, d.block + d.size // LANES)) for d in GROUPS.values()]
    assert all(a.isdisjoint(b) for a, b in combinations(blocks, 2))


@pytest.mark.parametrize("group", GROUPS)
def test_event_names_are_unique_within_their_group(group):
    names = [e.name for e in GROUPS[group].events]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("group", GROUPS)
def test_a_new_event_shifts_no_old_draw(group):
    draws = GROUPS[group]
    free = draws.events[-1].number + draws.events[-1].size
    more = Draws((*draws.events, Event(free, "something_new", NORMAL, "an event that somebody adds")), draws.last)
    old, new = luck_at(draws), luck_at(more)
    assert {n: new[n] for n in old} == old


@pytest.mark.parametrize("group", GROUPS)
def test_an_event_draws_the_same_alone_and_in_company(group):
    together = luck_at(GROUPS[group])
    for e in GROUPS[group].events:
        first = e.number - e.number % LANES
        company = (e,) if e.number == first else (Event(first, "first", e.kind, ""), e)
        assert luck_at(Draws(company, 191))[e.name] == together[e.name], e.name


@pytest.mark.parametrize("other", [{"seed": 2}, {"seed": 1 + 2**32}, {"therapist": 1}, {"place": 2}, {"when": 2}], ids=str)
def test_another_address_is_other_luck(other):
    here, there = luck_at(SESSION), luck_at(SESSION, **other)
    assert all(here[name] != there[name] for name in here)


# --- lives ------------------------------------------------------------------------------------------------------------


def lives(scenario: Scenario, people: People | None = None):
    """The lives of a clinic, unrecorded."""
    return cohort.live(scenario, Rules(), people or recruit(scenario), record=False)


def by_address(people: People) -> dict[tuple[int, int], bytes]:
    """Every client's traits by therapist and place; place 0 is the therapist herself."""
    found = {(k, 0): t.tobytes() for k, t in enumerate(people.therapists)}
    for k in range(len(people.therapists)):
        queue = people.clients[people.start[k] : people.start[k + 1]]
        found |= {(k, place): c.tobytes() for place, c in enumerate(queue, 1)}
    return found


@pytest.mark.parametrize(
    "more",
    [
        {"clinic.dyads": 61},
        {"clinic.dyads": 300},
        {"clinic.dyads": 80, "clinic.clients_per_therapist": 20},
    ],
    ids=["one client more", "sixteen therapists more", "longer queues"],
)
def test_more_clients_or_therapists_change_nobody_already_there(small, more):
    few, many = by_address(recruit(small)), by_address(recruit(small.but(more)))
    assert len(many) > len(few)
    assert {at: many[at] for at in few} == few


def test_more_therapists_change_no_life_already_lived(small):
    few, many = lives(small), lives(small.but({"clinic.dyads": 150}))
    assert many.dyads[: len(few.dyads)].tobytes() == few.dyads.tobytes()
    assert many.therapists[: len(few.therapists)].tobytes() == few.therapists.tobytes()


@pytest.mark.parametrize("trait", ["distress", "hostility", "goal_wish"])
def test_one_trait_of_one_population_leaves_all_other_traits_alone(small, trait):
    asked = {f"clients.{trait}.mean": 0.97 * NUMBERS[f"clients.{trait}.mean"].default}
    usual, other = recruit(small), recruit(small.but(asked))
    assert (usual.clients[trait] > other.clients[trait]).all()
    assert usual.therapists.tobytes() == other.therapists.tobytes()
    for t in CLIENT_TRAITS:
        assert t.name == trait or (usual.clients[t.name] == other.clients[t.name]).all(), t.name


def test_another_seed_is_other_people_and_other_lives(small):
    one, other = (lives(small.but(seed=seed)) for seed in (1, 2))
    assert not set(by_address(one.people).values()) & set(by_address(other.people).values())
    assert len(changed_lives(one, other)) == len(one.dyads)


def test_one_more_client_is_one_more_life_where_clients_share_nothing(small):
    without = lives(small.but({"clinic.dyads": 59} | UNCOUPLED))
    with_one = lives(small.but({"clinic.dyads": 60} | UNCOUPLED))
    assert len(with_one.dyads) == len(without.dyads) + 1
    assert changed_lives(without, with_one) == []
    assert with_one.dyads["session"][-1] > 0.0


def test_one_more_client_touches_nobody_who_came_before_where_one_is_seen_at_a_time(small):
    alone = {"clinic.caseload": 1, "rules.session_tires": 0.1, "rules.rupture_tires": 0.1}
    without, with_one = (lives(small.but({"clinic.dyads": n} | alone)) for n in (59, 60))
    assert changed_lives(without, with_one) == []
    assert without.therapists[:3].tobytes() == with_one.therapists[:3].tobytes()
    assert without.therapists[3] != with_one.therapists[3]


def but_one_client(people: People, index: int, **traits: float) -> People:
    """The same people, one of them with other traits."""
    clients = people.clients.copy()
    for name, value in traits.items():
        clients[name][index] = value
    return dataclasses.replace(people, clients=clients)


def test_another_distress_changes_exactly_one_life_where_clients_share_nothing(small):
    alone = small.but(UNCOUPLED)
    people = recruit(alone)
    for index in (0, 17, 59):
        assert changed_lives(lives(alone, people), lives(alone, but_one_client(people, index, distress=140.0))) == [index]


def test_a_change_in_one_life_reaches_only_clients_of_the_same_therapist(small):
    tiring = small.but({"rules.session_tires": 0.01, "rules.rupture_tires": 0.02})  # more would tire everyone to the limit
    people = recruit(tiring)
    changed = changed_lives(lives(tiring, people), lives(tiring, but_one_client(people, 20, hostility=0.95, distress=140.0)))
    assert 20 in changed
    assert len(changed) > 1, "tiring work couples nobody"
    assert all(15 <= index < 30 for index in changed)


def test_a_change_in_one_life_reaches_only_later_clients_where_one_is_seen_at_a_time(small):
    tiring = small.but({"clinic.caseload": 1, "rules.session_tires": 0.1, "rules.rupture_tires": 0.1})
    people = recruit(tiring)
    changed = changed_lives(lives(tiring, people), lives(tiring, but_one_client(people, 20, hostility=0.95, distress=140.0)))
    assert changed[0] == 20
    assert all(20 <= index < 30 for index in changed)


def test_a_group_that_outgrows_its_numbers_is_refused():
    with pytest.raises(ValueError, match="32 to 47"):
        Draws((*BETWEEN.events, Event(48, "one_too_many", NORMAL, "a number of the next group")), BETWEEN.last)


def test_every_event_of_a_meeting_has_a_name_and_a_place_of_its_own():
    events = [e for g in (SESSION, BETWEEN, RATING) for e in g.events]
    taken = [SLOTS[e.name] + i for e in events for i in range(e.size)]
    assert len({e.name for e in events}) == len(events)
    assert len(set(taken)) == len(taken)
    assert max(taken) < LUCK_RECORD.itemsize // 8


@pytest.mark.parametrize("first", [1, 9, 25])
@pytest.mark.parametrize("group", GROUPS)
def test_several_addresses_abreast_are_drawn_as_each_alone(group, first):
    draws = GROUPS[group]
    several, one = np.empty(draws.size * ABREAST), np.empty(draws.size)
    fast(roll_abreast)(np.uint64(7), 3, 5, first, draws.block, draws.normals, several)
    for k in range(ABREAST):
        fast(roll)(np.uint64(7), 3, 5, first + k, draws.block, draws.normals, one)
        assert several.reshape(draws.size, ABREAST)[:, k].tolist() == one.tolist()
