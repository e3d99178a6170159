"""Luck with an address: (seed, therapist, place in the queue, when, event).

Each event has a fixed number of its own, so that a new event shifts no old draw. Place 0 is the therapist herself,
clients count from 1. *When* is the session for what happens in a session, the week since intake for what happens
between sessions, and 0 for traits. The generator is Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405),
keyed by the seed: four draws per counter, and no state. One compiled function serves both engines.

Draws of a group are made side by side: what a loop here does to one, the processor does to eight at a time. So it takes
no branch that would leave the row, and no function of a library; which also makes luck the same to the bit on any machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from model.fields import CLIENT_TRAITS, THERAPIST_TRAITS

NORMAL, UNIFORM = "normal", "uniform"


@dataclass(frozen=True)
class Event:
    """Something that chance decides: `size` draws from its own `number` on, each `kind`."""

    number: int
    name: str
    kind: str
    meaning: str
    size: int = 1


# fmt: off
SESSION_EVENTS = (
    Event(0, "reaction", NORMAL, "what the client happens to touch in the therapist"),
    Event(1, "empathy_enacted", NORMAL, "how well the therapist happens to understand today"),
    Event(2, "empathy_felt", NORMAL, "how it happens to reach the client"),
    Event(3, "regard_felt", NORMAL, "how warmth happens to reach the client"),
    Event(4, "congruence_felt", NORMAL, "how genuine the therapist happens to seem"),
    Event(5, "client_occasion_after", NORMAL, "the client's passing tint on the relationship"),
    Event(6, "therapist_occasion_after", NORMAL, "the therapist's passing tint on the relationship"),
    Event(7, "disclosure", NORMAL, "how much the client happens to bring today"),
    Event(8, "distress_score", NORMAL, "error of the distress questionnaire"),
    Event(9, "transference", NORMAL, "how much of the old relationship happens to be awake today"),
    Event(12, "homework", UNIFORM, "whether the task got done"),
    Event(13, "rupture", UNIFORM, "whether the alliance is strained"),
    Event(14, "rupture_component", UNIFORM, "what the strain is about"),
    Event(15, "confrontation", UNIFORM, "whether the client confronts or withdraws"),
    Event(16, "rupture_severity", UNIFORM, "how bad it is"),
    Event(17, "notice", UNIFORM, "whether the therapist notices"),
    Event(18, "acknowledge", UNIFORM, "whether acknowledging succeeds"),
    Event(19, "explore", UNIFORM, "whether exploring succeeds"),
    Event(20, "renegotiate", UNIFORM, "whether renegotiating succeeds"),
    Event(21, "reinforce", UNIFORM, "whether reinforcing succeeds"),
    Event(22, "assign", UNIFORM, "whether a task is agreed for the week"),
    Event(23, "dropout", UNIFORM, "whether the client stays away for good"),
    Event(24, "good_enough", UNIFORM, "whether both find it good enough and end"),
    Event(25, "practical", UNIFORM, "whether practical reasons end it by agreement"),
    Event(26, "admonish", UNIFORM, "whether the therapist reproaches the client for an undone task"),
    Event(27, "raised", UNIFORM, "whether an earlier rupture is taken up"),
)
WEEK_EVENTS = (
    Event(32, "acute_distress_between", NORMAL, "what the week brings"),
    Event(33, "assessment_score", NORMAL, "error of the distress questionnaire at an assessment"),
    Event(36, "attendance", UNIFORM, "whether the client keeps the appointment"),
    Event(37, "life_event", UNIFORM, "whether something bad happens"),
    Event(38, "lapse", UNIFORM, "whether who missed appointments stays away for good"),
    Event(39, "week_off", UNIFORM, "whether a holiday or an illness makes it a week off"),
)
RATING_EVENTS = (
    Event(64, "wai_client_items", NORMAL, "item noise of the client's WAI-SR", 12),
    Event(76, "wai_therapist_items", NORMAL, "item noise of the therapist's WAI-SR", 12),
    Event(88, "empathy_client", NORMAL, "noise of the client's empathy rating"),
    Event(89, "empathy_therapist", NORMAL, "noise of the therapist's empathy rating"),
    Event(90, "regard_client", NORMAL, "noise of the client's regard rating"),
    Event(91, "congruence_client", NORMAL, "noise of the client's congruence rating"),
    Event(92, "rupture_reported_client", NORMAL, "noise of the client's report of tension"),
    Event(93, "rupture_reported_therapist", NORMAL, "noise of the therapist's report of tension"),
    Event(94, "wai_client_parts", NORMAL, "the client's passing tint on bond, task and goal, each", 3),
    Event(97, "wai_therapist_parts", NORMAL, "the therapist's passing tint on bond, task and goal, each", 3),
)
CLIENT_EVENTS = (
    Event(128, "common", NORMAL, "the client population's common factor"),
    *(Event(t.number, t.name, NORMAL, f"a client's {t.name}") for t in CLIENT_TRAITS),
    Event(142, "arm", UNIFORM, "to which arm of a trial a client is allocated"),
)
THERAPIST_EVENTS = (
    Event(160, "common", NORMAL, "the therapist population's common factor"),
    *(Event(t.number, t.name, NORMAL, f"a therapist's {t.name}") for t in THERAPIST_TRAITS),
    Event(184, "modality", UNIFORM, "which modality a therapist practises"),
)
# fmt: on
LANES = 4
"""Draws that the generator gives at a time: a block."""
ABREAST = 8
"""Blocks that processors make in the time of one: where there are more than a few, as many are made, and some never read."""


class Draws:
    """A group of events that are drawn together: where each stands in the flat row that `roll` fills.

    Numbers up to `last` belong to the group; those that no event uses yet are filled and never read. `normals` are the
    stretches of the row that hold normals, each from a first to before a last.
    """

    def __init__(self, events: tuple[Event, ...], last: int):
        first = events[0].number // LANES * LANES
        past = max(e.number + e.size for e in events)
        if past > last + 1:
            raise ValueError(f"event numbers {first} to {last} are a group's; got {past - 1}")
        self.events, self.block, self.last = events, first // LANES, last
        blocks = -(-(past - first) // LANES)
        self.size = LANES * (blocks if blocks <= ABREAST // 2 else -(-blocks // ABREAST) * ABREAST)
        self.at = {e.name: e.number - first for e in events}
        self.normals = stretches(self.at[e.name] + i for e in events for i in range(e.size) if e.kind == NORMAL)


def stretches(places: Iterable[int]) -> np.ndarray:
    """Rising places as stretches without a gap (stretches x 2), each from a first to before a last."""
    found: list[list[int]] = []
    for at in places:
        if found and found[-1][1] == at:
            found[-1][1] += 1
        else:
            found.append([at, at + 1])
    return np.array(found, np.int64).reshape(-1, 2)


SESSION, BETWEEN, RATING = Draws(SESSION_EVENTS, 31), Draws(WEEK_EVENTS, 47), Draws(RATING_EVENTS, 127)
"""What enters a meeting. Numbers 48 to 63 are kept for a second group of the session's events."""
CLIENT, THERAPIST = Draws(CLIENT_EVENTS, 159), Draws(THERAPIST_EVENTS, 191)
GROUPS = (SESSION, BETWEEN, RATING)
STARTS = (0, SESSION.size, SESSION.size + BETWEEN.size)
"""Where the groups of a meeting begin in its row of luck."""
SLOTS = {e.name: start + g.at[e.name] for g, start in zip(GROUPS, STARTS, strict=True) for e in g.events}
"""Where each event of a meeting stands in its row of luck."""
SIZES = {e.name: e.size for g in GROUPS for e in g.events}
LUCK_RECORD = np.dtype(
    {
        "names": list(SLOTS),
        "formats": ["f8" if n == 1 else ("f8", (n,)) for n in SIZES.values()],
        "offsets": [8 * slot for slot in SLOTS.values()],
        "itemsize": 8 * sum(g.size for g in GROUPS),
    }
)

_U = np.uint64
_M0, _M1 = _U(0xD2511F53), _U(0xCD9E8D57)
_W0, _W1 = _U(0x9E3779B9), _U(0xBB67AE85)
_LOW, _HALF = _U(0xFFFFFFFF), _U(32)
_FRACTION, _HALF_BITS = _U(0x000FFFFFFFFFFFFF), _U(0x3FE0000000000000)


def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10: four 32-bit words (as 64-bit integers) for a counter of four and a key of two."""
    for _ in range(10):
        a, b = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (b >> _HALF) ^ c1 ^ k0, b & _LOW, (a >> _HALF) ^ c3 ^ k1, a & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


CENTRAL = 0.425
"""How far from one half a uniform may lie to be far from both tails; 85 of 100 do."""
FARTHEST = 2.0**-33
"""How near 0 or 1 a drawn uniform may lie."""


def normal(u):
    """The standard normal quantile of `u`, at least `FARTHEST` from 0 and 1, to about 16 digits: AS 241 (Wichura 1988).

    Nothing in it but `+ - * /` and roots, so that it gives the same bits on every machine, and takes several at a time.
    """
    q = u - 0.5
    if abs(q) <= CENTRAL:
        r = 0.180625 - q * q
        n = 2509.0809287301226727 * r + 33430.575583588128105
        n = (((n * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125) * r
        n = ((n + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608
        d = 5226.495278852545925 * r + 28729.085735721942674
        d = (((d * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077) * r
        d = ((d + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0
        n *= q
    else:
        r = sqrt(-log_of_small(u if q < 0.0 else 1.0 - u)) - 1.6
        n = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
        n = (((n * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r
        n = ((n + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734
        d = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
        d = (((d * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r
        d = ((d + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0
        n = -n if q < 0.0 else n
    return n / d


def log_of_small(x):
    """The natural logarithm of `x`, which lies from `FARTHEST` to 1: its power of two, and a series for the rest.

    Source: coefficients of FreeBSD's `e_log.c` (Sun Microsystems 1993), error below one unit in the last place.
    """
    bits = np.float64(x).view(np.uint64)
    power = np.float64(bits >> _U(52)) - 1022.0
    near_one = _U((bits & _FRACTION) | _HALF_BITS).view(np.float64)
    low = near_one < 0.7071067811865476
    power, near_one = (power - 1.0, near_one + near_one) if low else (power, near_one)
    s = (near_one - 1.0) / (near_one + 1.0)
    z = s * s
    r = 0.1479819860511658591 * z + 0.1531383769920937332
    r = ((r * z + 0.1818357216161805012) * z + 0.2222219843214978396) * z + 0.2857142874366239149
    r = ((r * z + 0.3999999999940941908) * z + 0.666666666666673513) * z
    return power * 0.6931471805599453 + s * (2.0 + r)


def roll(seed, therapist, place, when, block, normals, out):
    """Fill the flat row `out` with the luck at this address, from event number `4 * block` on.

    `out` holds uniforms in (0, 1); those in the stretches `normals` are turned into standard normals.
    """
    k0, k1 = _U(seed) & _LOW, _U(seed) >> _HALF
    for j in range(out.size // LANES):
        i = _U(j)
        w = philox(_U(when), _U(block) + i, _U(place), _U(therapist), k0, k1)
        out[_U(4) * i] = (np.float64(w[0]) + 0.5) * 2.0**-32
        out[_U(4) * i + _U(1)] = (np.float64(w[1]) + 0.5) * 2.0**-32
        out[_U(4) * i + _U(2)] = (np.float64(w[2]) + 0.5) * 2.0**-32
        out[_U(4) * i + _U(3)] = (np.float64(w[3]) + 0.5) * 2.0**-32
    for s in range(normals.shape[0]):
        for e in range(_U(normals[s, 0]), _U(normals[s, 1])):
            out[e] = normal(out[e])


def roll_abreast(seed, therapist, place, first, block, normals, out):
    """Fill `out` with the luck that `roll` gives for `ABREAST` values of `when`, `first` and those after it.

    The draws of one event stand side by side: number `e` of the group has those from `ABREAST * e` on.
    """
    k0, k1 = _U(seed) & _LOW, _U(seed) >> _HALF
    for b in range(out.size // (LANES * ABREAST)):
        for j in range(ABREAST):
            w = philox(_U(first) + _U(j), _U(block) + _U(b), _U(place), _U(therapist), k0, k1)
            at = _U(LANES * ABREAST * b + j)
            out[at] = (np.float64(w[0]) + 0.5) * 2.0**-32
            out[at + _U(ABREAST)] = (np.float64(w[1]) + 0.5) * 2.0**-32
            out[at + _U(2 * ABREAST)] = (np.float64(w[2]) + 0.5) * 2.0**-32
            out[at + _U(3 * ABREAST)] = (np.float64(w[3]) + 0.5) * 2.0**-32
    for s in range(normals.shape[0]):
        for e in range(_U(ABREAST * normals[s, 0]), _U(ABREAST * normals[s, 1])):
            out[e] = normal(out[e])
