"""What may be said of the arms of a study, and how much may be done to one client."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from model.deeds.deeds import MOST_DEEDS
from model.deeds.interventions import IN_AN_ARM, Arm, Intervention
from model.fields import ARMS
from model.toml import shortly

NAME = re.compile(r"[\w -]{1,40}")


def called(name: object) -> str:
    """An arm, on one line whatever its name is."""
    return f"arm {name}" if is_name(name) else f"arm {shortly(name)}"


def is_name(name: object) -> bool:
    """Whether an arm may be called this."""
    return isinstance(name, str) and bool(NAME.fullmatch(name)) and name == name.strip()


def is_share(share: object) -> bool:
    """Whether an arm may have this share of all clients."""
    return isinstance(share, int | float) and not isinstance(share, bool) and 0.0 < share <= 1.0


def faults_of_arms(arms: Sequence[Arm], wait_list: float) -> Iterator[str]:
    """What is wrong with the arms of a study."""
    for arm in arms:
        if not is_name(arm.name):
            yield f"{called(arm.name)}: a name has 1 to 40 letters, digits, spaces, - and _, with no space at either end."
        if not is_share(arm.share):
            got = "nothing" if arm.share is None else shortly(arm.share)
            yield f"{called(arm.name)}: share must be a number above 0 and at most 1; got {got}."
        yield from (f"{called(arm.name)}: {i.text!r}: {IN_AN_ARM}" for i in arm.do if i.therapist is not None)
    names = Counter([*ARMS, *(arm.name for arm in arms if is_name(arm.name))])
    yield from (f"two arms are called {name}; give each a name of its own." for name, n in names.items() if n > 1)
    if (whole := wait_list + sum(arm.share for arm in arms if is_share(arm.share))) > 1.0 + 1e-9:
        yield f"the shares of arms and clinic.wait_list must not exceed 1 together; got {whole:g}."


def faults_of_size(do: Sequence[Intervention], arms: Iterable[Arm]) -> Iterator[str]:
    """A fault where more is done to one client than there is room for."""
    by_address: Counter[tuple[int | None, int | None]] = Counter()
    for i in do:
        by_address[i.therapist, i.place] += i.size
    of_all = by_address[None, None]
    theirs = max((n + (by_address[t, None] if p else 0) for (t, p), n in by_address.items() if t), default=0)
    most = of_all + theirs + max((sum(i.size for i in arm.do) for arm in arms), default=0)
    if most > MOST_DEEDS:
        yield f"{most} things would be done to one client; at most {MOST_DEEDS} can be. Say it with fewer interventions."
