"""Interventions as people write them: `3-12 from 5: therapist.repair_skill = 0.9` is done to one client from session 5 on.

WHO is `3-12` (therapist and place in her queue), `3-*` (all her clients) or `all`, which may be left out; WHEN is
`from 5`, `from 5 to 8` or `in 5`, and from intake on without; then follow deeds, separated by `;`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from model.deeds import COLUMNS, KINDS, MOST_DEEDS
from model.errors import SettingError, did_you_mean
from model.fields import CARRIED, CLIENT_TRAITS, DYAD, MODALITY, THERAPIST, THERAPIST_TRAITS, TRAINED
from model.luck import BETWEEN, NORMAL, SESSION
from model.parameters import ASKED, MODALITIES, NUMBERS
from model.rules import CARRIED_ON, MOVED_BY_LIFE

FOREVER = 1e9
HAPPENS, NEVER = 0.0, 1.0
"""A uniform draw of 0 makes an event happen whatever its chance; 1 keeps it from happening."""
KEPT_BY_ALL = {n.short for n in NUMBERS.values() if n.name.startswith("clinic.")} - {"review_every", "fixed_length", "feedback"}
"""Parameters of the clinic as a whole, which cannot differ for one client."""
BOOKKEEPING = {"session", "own_week", "ruptures", "repairs", "distress", "distress_score_intake"}
"""Words of the dyad that count or follow from others."""
MODALITY_COLUMNS = {f"modality_{f.name}": f.unit.usual for f in MODALITY}
Span = tuple[float, float]
SPANS: dict[str, dict[str, Span]] = {
    "client": {t.name: (t.low, t.high) for t in CLIENT_TRAITS},
    "therapist": {t.name: (t.low, t.high) for t in THERAPIST_TRAITS} | {f.name: f.unit.usual for f in CARRIED} | MODALITY_COLUMNS,
    "p": {short: (NUMBERS[name].low, NUMBERS[name].high) for short, name in ASKED.items() if short not in KEPT_BY_ALL},
    "week": {e.name: (-8.0, 8.0) if e.kind == NORMAL else (0.0, 1.0) for e in BETWEEN.events},
    "luck": {e.name: (-8.0, 8.0) if e.kind == NORMAL else (0.0, 1.0) for e in SESSION.events},
    "dyad": {f.name: f.unit.usual for f in DYAD if f.name in (CARRIED_ON | MOVED_BY_LIFE) - BOOKKEEPING},
}
"""What can be changed from outside, and within which range; of the dyad, what one session or week leaves to the next."""
NAMED: dict[str, tuple[str, str]] = {
    "ruptured": ("the alliance is strained in this session", f"luck.rupture = {HAPPENS}"),
    "no rupture": ("the alliance is not strained in this session", f"luck.rupture = {NEVER}"),
    "repaired": (
        "if there is a rupture, it is noticed, and all four steps of repair succeed",
        "; ".join(f"luck.{step} = {HAPPENS}" for step in ("notice", "acknowledge", "explore", "renegotiate", "reinforce")),
    ),
    "unnoticed": ("if there is a rupture, the therapist does not notice", f"luck.notice = {NEVER}"),
    "homework done": ("a task that is due gets done", f"luck.homework = {HAPPENS}"),
    "homework undone": ("a task that is due is left undone", f"luck.homework = {NEVER}"),
    "goals reviewed": ("the session is a review of goals", "p.review_every = 1"),
    "comes": ("the client keeps the appointment", f"week.week_off = {NEVER}; week.attendance = {HAPPENS}"),
    "drops out": ("the client stays away for good after the session", f"luck.dropout = {HAPPENS}"),
    "stays": (
        "nobody ends the therapy before the plan",
        "; ".join([*(f"luck.{road} = {NEVER}" for road in ("dropout", "good_enough", "practical")), f"week.lapse = {NEVER}"]),
    ),
    "feedback": ("progress feedback is in use", "p.feedback = 1"),
    "trained": ("the therapist has been trained", "; ".join(f"therapist.{name} += 0.15" for name in TRAINED)),
    "alliance inert": (
        "the alliance no longer acts on symptoms: what therapy offers is carried in full, and work drawn from, whatever it is",
        "p.channel_matters = 0; p.bond_carries = 0; p.engagement_alliance = 0; p.engagement_strain = 0",
    ),
}
"""Deeds with a name of their own: what they mean, and what they do."""
STAND_IN = "therapist"
STOOD_IN = tuple(f.name for f in THERAPIST if f.name in SPANS["therapist"])
FORM = re.compile(
    r"\s*(?:(?P<who>all|\d+-(?:\d+|\*))\s*)?(?:from\s+(?P<first>\d+)(?:\s+to\s+(?P<last>\d+))?\s*|in\s+(?P<only>\d+)\s*)?:(?P<deeds>.*)",
    re.S,
)
CHANGE = re.compile(r"(?P<what>\w+)\.(?P<name>\w+)\s*(?P<op>\+=|=)\s*(?P<value>\S+)")
OTHER = re.compile(r"another therapist (?P<number>\d+)")
PRACTISES = re.compile(r"practises (?P<modality>.+)")
EXAMPLE = "as in '3-12 from 5 to 8: dyad.bond = 0.9' or 'all in 3: repaired'"
Row = tuple[float, ...]


@dataclass(frozen=True)
class Change:
    """One number that is set, or raised."""

    what: str
    name: str
    raises: bool
    value: float

    def row(self, first: float, last: float) -> Row:
        """The change as a row of numbers for sessions `first` to `last`."""
        low, high = SPANS[self.what][self.name]
        column = COLUMNS[self.what].index(self.name)
        return (first, last, float(KINDS.index(self.what)), float(column), float(self.raises), self.value, low, high)


@dataclass(frozen=True)
class Intervention:
    """What is done to `therapist`-`place` (None: all) in sessions `first` to `last`.

    `stand_in` is another therapist's number, `modality` the one that the therapist practises with this client.
    """

    text: str
    therapist: int | None
    place: int | None
    first: float
    last: float
    changes: tuple[Change, ...]
    stand_in: int | None = None
    modality: str | None = None

    def rows(self, hired: Callable[[int], np.void], practised: Callable[[str], Mapping[str, float]]) -> Iterator[Row]:
        """The intervention as rows of numbers.

        `hired(n)` is the record of therapist `n`, from 1, and `practised(m)` the numbers of modality `m` by column.
        """
        if self.stand_in is not None:
            other = hired(self.stand_in)
            for name in STOOD_IN:
                yield Change("therapist", name, False, float(other[name])).row(self.first, self.last)
            mark = float(COLUMNS["therapist"].index("stand_in"))
            yield (self.first, self.last, float(KINDS.index("therapist")), mark, 0.0, 1.0, 0.0, 1.0)
        if self.modality is not None:
            for name, value in practised(self.modality).items():
                yield Change("therapist", name, False, value).row(self.first, self.last)
        for change in self.changes:
            yield change.row(self.first, self.last)

    @property
    def size(self) -> int:
        """How many rows it takes."""
        whole = len(STOOD_IN) + 1 if self.stand_in is not None else 0
        return len(self.changes) + whole + (len(MODALITY) if self.modality is not None else 0)


@dataclass(frozen=True)
class Arm:
    """An arm of a study: a share of all clients, to whom something is done."""

    name: str
    share: float
    do: tuple[Intervention, ...]


def intervention(text: str) -> Intervention:
    """An intervention as written; SettingError names every fault."""
    form = FORM.fullmatch(text) if isinstance(text, str) else None
    if not form or not form["deeds"].strip():
        raise SettingError(f"{text!r} is no intervention; write WHO WHEN: DEED; DEED, {EXAMPLE}.")
    first = float(form["only"] or form["first"] or 0)
    last = float(form["only"] or form["last"] or FOREVER)
    therapist, _, place = (form["who"] or "all").partition("-")
    who = None if therapist == "all" else int(therapist), None if place in ("", "*") else int(place)
    faults = [] if first <= last else [f"{text!r}: from {first:.0f} to {last:.0f} is no session; put the earlier one first."]
    if 0 in who:
        faults.append(f"{text!r}: therapists and places count from 1.")
    changes: list[Change] = []
    stand_in, modality = None, None
    for deed in form["deeds"].split(";"):
        words = " ".join(deed.replace("_", " ").split()) if "." not in deed else deed.strip()
        if other := OTHER.fullmatch(words):
            stand_in = int(other["number"])
        elif school := PRACTISES.fullmatch(words):
            modality = school["modality"].replace("-", " ").replace(" ", "_")
            if modality not in MODALITIES:
                hint = did_you_mean(modality, MODALITIES)
                faults.append(f"{text!r}: nobody practises {school['modality']}.{hint} Modalities: {', '.join(MODALITIES)}.")
        elif words in NAMED:
            changes += (change(part.strip()) for part in NAMED[words][1].split(";"))
        else:
            try:
                changes.append(change(deed.strip()))
            except SettingError as e:
                faults += [f"{text!r}: {fault}" for fault in e.faults]
    if faults:
        raise SettingError(*faults)
    return Intervention(text.strip(), *who, first, last, tuple(changes), stand_in, modality)


def change(deed: str) -> Change:
    """One change as written; SettingError says what is wrong with it."""
    form = CHANGE.fullmatch(deed)
    if not form:
        known = [*NAMED, "another therapist", "practises"]
        raise SettingError(f"{deed!r} is no deed.{did_you_mean(deed, known)} Named deeds: dyads interventions; or WHAT.NAME = VALUE.")
    what, name = form["what"], form["name"]
    if what not in SPANS:
        raise SettingError(f"{what} is none of {', '.join(SPANS)}.{did_you_mean(what, SPANS)}")
    if name not in SPANS[what]:
        why = " It is the clinic's, the same for all." if what == "p" and name in KEPT_BY_ALL else ""
        hint = f"{did_you_mean(name, SPANS[what])} All names: dyads interventions {what}."
        raise SettingError(f"{what}.{name} cannot be changed from outside.{why}{hint}")
    low, high = SPANS[what][name]
    try:
        value = float(form["value"])
    except ValueError:
        raise SettingError(f"{what}.{name} needs a number; got {form['value']!r}.") from None
    wide = high - low
    raises = form["op"] == "+="
    if not isfinite(value) or not (-wide <= value <= wide if raises else low <= value <= high):
        span = f"[{-wide:g}, {wide:g}]" if raises else f"[{low:g}, {high:g}]"
        raise SettingError(f"{what}.{name} {'is raised by' if raises else 'must lie in'} {span}; got {form['value']}.")
    return Change(what, name, raises, value)


def interventions(texts: Iterable[str]) -> tuple[Intervention, ...]:
    """Interventions as written; SettingError names every fault of all."""
    found: list[Intervention] = []
    faults: list[str] = []
    for text in texts:
        try:
            found.append(intervention(text))
        except SettingError as e:
            faults += e.faults
    if faults:
        raise SettingError(*faults)
    return tuple(found)


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
