"""Interventions as people write them: `3-12 from 5: therapist.repair_skill = 0.9` is done to one client from session 5 on.

WHO is `3-12` (therapist and place in her queue), `3-*` (all her clients) or `all`, which may be left out; WHEN is
`from 5`, `from 5 to 8` or `in 5`, and from intake on without; then follow deeds, separated by `;`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from model.deeds import changes
from model.deeds.changes import SPANS, Change, Row, change, too_late
from model.deeds.deeds import COLUMNS, FOREVER, KINDS
from model.errors import SettingError, did_you_mean
from model.faults import Gathered
from model.fields import MODALITY, THERAPIST, TRAINED
from model.parameters import MODALITIES, NUMBERS
from model.rule_files.brought import NOTHING, Brought

HAPPENS, NEVER = 0.0, 1.0
"""A uniform draw of 0 makes an event happen whatever its chance; 1 keeps it from happening."""
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
WITH_A_WORD = {
    "practises cbt": ("the therapist works in this modality", "every number of its row"),
    "another therapist 7": ("therapist 7 stands in", "every trait of hers, unwearied, outside her caseload"),
}
"""Deeds whose name takes a word more, each with one that it may take."""
STOOD_IN = tuple(f.name for f in THERAPIST if f.name in SPANS["therapist"])
LAST_SESSION = int(NUMBERS["clinic.planned_sessions"].high)
FORM = re.compile(
    r"\s*(?:(?P<who>all|\d+-(?:\d+|\*))\s*)?(?:from\s+(?P<first>\d+)(?:\s+to\s+(?P<last>\d+))?\s*|in\s+(?P<only>\d+)\s*)?:(?P<deeds>.*)",
    re.ASCII | re.DOTALL,
)
OTHER = re.compile(r"another therapist\b\s*(?P<number>.*)")
PRACTISES = re.compile(r"practises\b\s*(?P<modality>.*)")
EXAMPLE = "as in '3-12 from 5 to 8: dyad.bond = 0.9' or 'all in 3: repaired'"
IN_AN_ARM = "luck chooses who is in an arm; leave out WHO."


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
            yield self.marked("stand_in", 1.0)
            yield self.marked("modality", float(other["modality"]))
            if self.first > 0.0:  # at intake they agree on aims anyway; who takes over brings her own
                yield Change("dyad", "goal_aim", False, float(other["goal_aim"])).row(self.first, self.first)
        if self.modality is not None:
            for name, value in practised(self.modality).items():
                yield Change("therapist", name, False, value).row(self.first, self.last)
            yield self.marked("modality", float(MODALITIES.index(self.modality)))
        for each in self.changes:
            yield each.row(self.first, self.last)

    def marked(self, name: str, value: float) -> Row:
        """A row that sets one of the therapist's codes and flags, which nobody sets by hand."""
        at = float(COLUMNS["therapist"].index(name))
        return (self.first, self.last, float(KINDS.index("therapist")), at, 0.0, value, 0.0, value)

    @property
    def size(self) -> int:
        """How many rows it takes."""
        whole = len(STOOD_IN) + 3 if self.stand_in is not None else 0
        return len(self.changes) + whole + (len(MODALITY) + 1 if self.modality is not None else 0)


@dataclass(frozen=True)
class Arm:
    """An arm of a study: a share of all clients, to whom something is done."""

    name: str
    share: float
    do: tuple[Intervention, ...]


@dataclass(frozen=True)
class Deed:
    """What one deed does."""

    changes: tuple[Change, ...] = ()
    stand_in: int | None = None
    modality: str | None = None


def intervention(text: str, in_an_arm: bool = False, brought: Brought = NOTHING) -> Intervention:
    """An intervention as written; SettingError names every fault. What is done `in_an_arm` cannot say to whom.

    What a rule file has `brought` can be changed, too.
    """
    form = FORM.fullmatch(text) if isinstance(text, str) else None
    if not form or not form["deeds"].strip():
        digits = "" if str(text).isascii() or not re.search(r"[^\D0-9]", str(text)) else " Digits are 0 to 9."
        raise SettingError(f"{text!r} is no intervention; write WHO WHEN: DEED; DEED, {EXAMPLE}.{digits}")
    therapist, _, place = (form["who"] or "all").partition("-")
    who = None if therapist == "all" else count_of(therapist), None if place in ("", "*") else count_of(place)
    first, written = count_of(form["only"] or form["first"] or "0"), form["only"] or form["last"]
    last = count_of(written) if written else None
    wrong = Gathered(*faults_of_address(who, first, last))
    if in_an_arm and who[0] is not None:
        wrong.add(IN_AN_ARM)
    deeds = [wrong.tried(deed, said.strip(), brought, otherwise=Deed()) for said in form["deeds"].split(";")]
    done = tuple(c for d in deeds for c in d.changes)
    wrong.add(*(too_late(done) if first > 0 else ()))
    if wrong.faults:
        raise SettingError(*(f"{text!r}: {fault}" for fault in wrong.faults))
    stand_in = next((d.stand_in for d in reversed(deeds) if d.stand_in), None)
    modality = next((d.modality for d in reversed(deeds) if d.modality), None)
    return Intervention(text.strip(), *who, float(first), FOREVER if last is None else float(last), done, stand_in, modality)


def count_of(digits: str) -> int:
    """A whole number as written; one of very many digits is just very large."""
    return int(digits) if len(digits) < 10 else int(FOREVER)


def faults_of_address(who: tuple[int | None, int | None], first: int, last: int | None) -> Iterator[str]:
    """What is wrong with WHO and WHEN."""
    if 0 in who:
        yield "therapists and places count from 1."
    if max(first, last or 0) > LAST_SESSION:
        yield f"sessions are numbered from 0 (intake) to {LAST_SESSION}."
    elif last is not None and first > last:
        yield f"from {first} to {last} is no session; put the earlier one first."


def deed(said: str, brought: Brought = NOTHING) -> Deed:
    """What one deed does; SettingError says what is wrong with it."""
    if not said:
        raise SettingError("a deed is missing; write DEED; DEED, with one semicolon between two and none at the end.")
    words = " ".join(said.replace("_", " ").split()) if "." not in said else said
    if words in NAMED:
        return Deed(tuple(change(part) for part in NAMED[words][1].split(";")))
    if other := OTHER.fullmatch(words):
        return Deed(stand_in=stand_in_of(other["number"]))
    if school := PRACTISES.fullmatch(words):
        return Deed(modality=modality_of(school["modality"]))
    if not changes.FORM.fullmatch(said):
        known = [*NAMED, "another therapist", "practises"]
        raise SettingError(f"{said!r} is no deed.{did_you_mean(said, known)} Named deeds: dyads interventions; or WHAT.NAME = VALUE.")
    return Deed((change(said, brought),))


def stand_in_of(written: str) -> int:
    """The number of the therapist who stands in."""
    if not re.fullmatch(r"\d+", written, re.ASCII):
        got = f"; got {written!r}" if written else ""
        raise SettingError(f"write another therapist N, a number from 1 in digits 0 to 9, as in another therapist 7{got}.")
    if not count_of(written):
        raise SettingError(f"another therapist {written}: therapists count from 1.")
    return count_of(written)


def modality_of(written: str) -> str:
    """The modality that is written, by its name in the tables."""
    modality = written.replace("-", " ").replace(" ", "_")
    if not modality:
        raise SettingError(f"write practises MODALITY, one of {', '.join(MODALITIES)}.")
    if modality not in MODALITIES:
        raise SettingError(f"nobody practises {written}.{did_you_mean(modality, MODALITIES)} Modalities: {', '.join(MODALITIES)}.")
    return modality


def readable(
    texts: Iterable[str | Intervention], in_an_arm: bool = False, brought: Brought = NOTHING
) -> tuple[tuple[Intervention, ...], tuple[str, ...]]:
    """The interventions that can be read, and what is wrong with the others."""
    wrong = Gathered()
    said = [texts] if isinstance(texts, str) else texts
    found = [i if isinstance(i, Intervention) else wrong.tried(intervention, i, in_an_arm, brought, otherwise=None) for i in said]
    return tuple(i for i in found if i), wrong.faults


def interventions(texts: Iterable[str], brought: Brought = NOTHING) -> tuple[Intervention, ...]:
    """Interventions as written; SettingError names every fault of all."""
    found, faults = readable(texts, brought=brought)
    if faults:
        raise SettingError(*faults)
    return found
