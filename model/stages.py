"""When a session knows what: which of the dyad's words are set when a rule is asked, traced by running the session once.

A word that is not set yet would be read as zero, or as it stood last time; a rule may ask for it only where the session
means that: because the word is carried from one session to the next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from model.fields import DYAD
from model.meeting import Meeting
from model.session import begin, between, course_of_life, session

Order = Callable[[Any, Any], Any]
EVERY_WORD = frozenset(f.name for f in DYAD)


@dataclass
class Trace:
    """One run of a part of the session: words written when each rule was asked, and words read before they were written."""

    written: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    asked: dict[str, frozenset[str]] = field(default_factory=dict)

    def known(self, rule: str) -> frozenset[str] | None:
        """What was written when the rule was asked; None if it was not."""
        return self.asked.get(rule)


class Watched:
    """A dyad that notes what is written and read; every number is 1 until it is written."""

    def __init__(self, trace: Trace):
        object.__setattr__(self, "_trace", trace)

    def __getattr__(self, name: str) -> float:
        vars(self)["_trace"].read.add(name)
        return 1.0

    def __setattr__(self, name: str, value: float) -> None:
        vars(self)["_trace"].written.add(name)
        object.__setattr__(self, name, value)


class Listening:
    """Rules that note when they are asked, and answer 1: what may happen happens where its luck is below 1."""

    def __init__(self, trace: Trace):
        self.trace = trace

    def __getattr__(self, name: str) -> Callable[[Any], float]:
        def rule(m: Any) -> float:
            now = frozenset(self.trace.written)
            self.trace.asked[name] = self.trace.asked.get(name, now) & now
            return 1.0

        return rule


class Always:
    """Somebody all of whose numbers are the same, but for those named."""

    def __init__(self, value: float, **but: float):
        self.__dict__.update(but)
        self._value = value

    def __getattr__(self, name: str) -> float:
        return self._value


def trace(part: Order, **luck: float) -> Trace:
    """Run a part of the session in which everything happens but what `luck` keeps from happening."""
    found = Trace()
    one = Always(1.0)
    part(Meeting(Watched(found), one, one, Always(0.0, **luck), one, one), Listening(found))
    return found


NEVER = 1.0
INTAKE = (trace(begin),)
SESSIONS = (
    trace(session),
    trace(session, dropout=NEVER),
    trace(session, dropout=NEVER, good_enough=NEVER),
    trace(session, homework=NEVER),
    trace(session, rupture=NEVER),
    *(trace(session, **{step: NEVER}) for step in ("notice", "acknowledge", "explore", "renegotiate", "reinforce")),
)
LIFE = (trace(course_of_life),)
WEEKS = (trace(between), trace(between, week_off=NEVER), trace(between, week_off=NEVER, attendance=NEVER))


def carried(asks: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Words that the session, or one of these rules in it, reads before they are written: they are kept from the last one."""
    found = {word for t in SESSIONS for word in t.read}
    found |= {word for t in SESSIONS for rule, known in t.asked.items() for word in asks.get(rule, ()) if word not in known}
    return EVERY_WORD & found


def moved_by_life(asks: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Words that life between sessions reads before it writes them, and that no session writes."""
    weeks = (*LIFE, *WEEKS)
    found = {word for t in weeks for word in t.read}
    found |= {word for t in weeks for rule, known in t.asked.items() for word in asks.get(rule, ()) if word not in known}
    return (EVERY_WORD & found) - {word for t in SESSIONS for word in t.written}


def known_words(rule: str, kept: frozenset[str]) -> frozenset[str]:
    """The words of the dyad that are known whenever the rule is asked, `kept` being those carried between sessions."""
    at_intake = kept - INTAKE[0].written  # they begin at zero
    occasions: list[tuple[tuple[Trace, ...], frozenset[str]]] = [(INTAKE, at_intake), (SESSIONS, kept), (LIFE, kept | INTAKE[0].written)]
    if LIFE[0].known(rule) is None:  # life goes on also for those who never had a session
        occasions.append((WEEKS, EVERY_WORD))
    sets = [known | words for traces, words in occasions for t in traces if (known := t.known(rule)) is not None]
    return frozenset.intersection(EVERY_WORD, *sets)


def asked_at_intake_alone(rule: str) -> bool:
    """Whether a rule is asked when the two meet for the first time, and never again."""
    return rule in INTAKE[0].asked and not any(rule in t.asked for t in (*SESSIONS, *LIFE, *WEEKS))
