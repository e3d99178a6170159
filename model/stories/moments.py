"""What is worth telling of a session, read off its recorded row: what is new, never what is as it was."""

from collections.abc import Iterator

from model.courses import CLEAR, DEEP, EASED, FLOODED, LOOKED_AT, THIN, Row, barrier, occasion, strained, unfaced
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.stories.wording import Voice

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SIZES = {0.0: "slight", CLEAR: "clear", DEEP: "deep"}
RATED_APART = 1.5
"""Points of the WAI-SR by which the two must differ in one session to be told."""
LONG_SINCE = "some time ago"
"""When an earlier rupture was, if the rows leave a doubt."""
ABOUT = {"bond": "in the bond", "task": "in the agreement on tasks", "goal": "in the agreement on goals"}


class Course:
    """A therapy as far as it has been told; `session` gives what is new in the next one, nothing if nothing is."""

    def __init__(self, voice: Voice, intake: float):
        self.voice, self.intake = voice, intake
        self.told: dict[str, int] = {}
        self.failed = 0
        self.first: Row = None
        self.task: tuple[float, str] | None = None
        self.open: list[Row] = []

    def session(self, row: Row, before: Row = None, after: Row = None) -> list[str]:
        """The sentences of this session, given the rows of the one before and the one after, where there are such."""
        self.first = row if self.first is None else self.first
        parts = (self.weeks(row, before), self.due(row, before), self.meeting(row, before), self.torn(row, after),
                 self.growth(row, before), self.agreed(row, after), self.rated(row))  # fmt: skip
        said = [words for part in parts for words in part]
        self.open = [] if row.repair_stage >= 1 else [*self.open, row] if row.ruptured else self.open
        return said if len(said) > 1 or self.told.get("gap_one") != row.session else []

    def say(self, kind: str, row: Row, **values: str) -> str:
        """One sentence."""
        self.told[kind] = int(row.session)
        return self.voice.sentence(kind, int(row.session), **values)

    def fresh(self, kind: str, row: Row, after: int = 1000) -> bool:
        """Whether this has not been told yet, or not for as many sessions."""
        return kind not in self.told or row.session - self.told[kind] >= after

    def weeks(self, row: Row, before: Row) -> Iterator[str]:
        """The weeks since the last session, and how the client comes out of them."""
        if before is not None and (missed := int(row.week - before.week) - 1) > 0:
            kind = "gap_one" if missed == 1 else "gap_more"
            yield self.say(kind, row, weeks=number(missed))
        if before is not None and row.distress_score - before.distress_score >= RELIABLE_CHANGE:
            yield self.say("bad_week", row, points=f"{row.distress_score - before.distress_score:.0f}")
        gained, below = self.intake - row.distress_score, self.intake >= CUT_OFF > row.distress_score
        if row.session == 1 and below:
            self.told["below"] = 1
        elif below and self.fresh("below", row):
            if gained >= RELIABLE_CHANGE:
                self.told["better"] = int(row.session)
            yield self.say("below", row)
        elif gained >= RELIABLE_CHANGE and row.session > 2 and self.fresh("better", row):
            yield self.say("better", row)
        elif gained <= -RELIABLE_CHANGE and row.session > 1 and self.fresh("worse", row, 6):
            yield self.say("worse", row)
        if row.alert and not (before is not None and before.alert):
            yield self.say("alert", row)
        elif before is not None and before.alert and not row.alert:
            yield self.say("alert_over", row)

    def due(self, row: Row, before: Row) -> Iterator[str]:
        """The task that was due."""
        if not row.homework_assigned:
            return
        task = self.voice.task(row.homework_difficulty)
        self.task = self.task or (row.homework_difficulty, task)
        if row.homework_done:
            if self.failed:
                yield self.say("done_now", row, task=task)
            elif self.fresh("done_first", row) and self.fresh("done_now", row):
                yield self.say("done_first", row, task=task)
            self.failed = 0
            return
        self.failed += 1
        if self.failed <= 2 or row.admonished:
            again = "undone_again" if self.failed > 1 else "undone_first" if self.fresh("undone_first", row) else "undone_after"
            yield self.say(again, row, task=task)
        if row.admonished:
            yield self.say("reproach", row)
        elif self.failed <= 2 and self.fresh("patient", row, 8) and row.regard_felt >= 0.6:
            yield self.say("patient", row)

    def meeting(self, row: Row, before: Row) -> Iterator[str]:
        """How the two meet, and what comes up."""
        calm = not strained(row) and row.overwhelm <= FLOODED
        if row.session == 1:
            yield from self.first_hour(row, calm)
        elif row.disclosure >= 0.8 and before is not None and before.disclosure < 0.8 and not strained(row) and self.fresh("opens", row):
            yield self.say("opens", row)
        elif row.empathy_felt >= 0.85 and calm and self.fresh("understood", row):
            yield self.say("understood", row)
        elif row.empathy_felt < 0.35 and not row.ruptured and not row.raised and self.fresh("misunderstood", row, 4):
            yield self.say("misunderstood", row)
        elif before is not None and row.disclosure < 0.3 and before.disclosure - row.disclosure >= 0.2 and self.fresh("closes", row, 4):
            yield self.say("closes", row)
        yield from self.stirred(row)

    def apart(self, row: Row) -> bool:
        """Whether the two miss each other in this session, as far as it has been told, or leave a rupture open."""
        return unfaced(row) or row.session in (self.told.get("closes"), self.told.get("misunderstood"))

    def first_hour(self, row: Row, calm: bool) -> Iterator[str]:
        """How they find each other."""
        depth = level(row.disclosure, ("stays on the surface", "opens up somewhat", "opens up"))
        plain = level(row.disclosure, ("stay{s} on the surface", "open{s} up somewhat", "open{s} up"))
        felt = level(row.empathy_felt, ("first_missed", "first_partly", "first_met" if calm else "first_mixed"), 0.5, 0.72)
        yield self.say(felt, row, depth=depth, depth_they=plain.format(s=self.voice.fields["s"]))
        if row.goal < 0.72 and not (strained(row) and row.rupture_component == "goal"):
            yield self.say("aims_apart", row)

    def stirred(self, row: Row) -> Iterator[str]:
        """What old relationships stir in either; not what a rupture of today is going to be told as."""
        cause = occasion(row) if row.ruptured and strained(row) else ""
        apart = self.apart(row)
        if row.overwhelm > FLOODED and cause != "flooded":
            yield self.say("overwhelm", row)
        if row.patterns > LOOKED_AT and not apart and self.fresh("patterns_first", row):
            yield self.say("patterns_first", row)
        elif row.patterns > LOOKED_AT and not apart and self.fresh("patterns_first", row, 4) and self.fresh("patterns_again", row, 4):
            yield self.say("patterns_again", row)
        elif row.transference >= 0.6 and cause != "neutral" and self.fresh("transference", row, 6):
            yield self.say("transference", row)
        if row.countertransference >= 0.6 and cause != "reaction" and self.fresh("acted_out", row, 4):
            yield self.say("acted_out", row)
        elif row.insight >= 0.12 and row.countertransference < 0.45 and not apart and self.fresh("insight", row, 6):
            yield self.say("insight", row)

    def torn(self, row: Row, after: Row) -> Iterator[str]:
        """A rupture of today, or an earlier one that is taken up, and what becomes of it."""
        if not strained(row):
            return
        cut = row.rupture_component == "task" and row.repair_stage > 2 and self.resized(after) == "smaller"
        task = self.take(after) if cut else ""
        yield from (raised(self.voice, row, self.since(row), task) if row.raised else strain(self.voice, row, task))

    def since(self, row: Row) -> str:
        """When that was which is taken up today, as far as the rows leave no doubt."""
        like = [one for one in self.open if one.rupture_component == row.rupture_component and one.rupture_severity >= row.taken_up]
        if like and (len(like) == 1 or like[-1].rupture_severity == row.taken_up):
            ago = int(row.session - like[-1].session)
            return "the last time" if ago == 1 else f"{number(ago)} sessions ago"
        return LONG_SINCE

    def growth(self, row: Row, before: Row) -> Iterator[str]:
        """What has grown, or given way, beyond a mark; nothing good of a session in which they miss each other."""
        if before is None:
            return
        if row.bond < THIN <= before.bond and self.fresh("thin", row, 6):
            yield self.say("thin", row)
        if row.hope < 0.35 <= before.hope and self.fresh("hopeless", row):
            yield self.say("hopeless", row)
        if self.apart(row):
            return
        if row.bond >= 0.8 > self.first.bond and row.bond >= before.bond and self.fresh("trust", row):
            yield self.say("trust", row)
        elif row.safety >= 0.7 > self.first.safety and row.safety >= before.safety and row.overwhelm <= FLOODED and self.fresh("safe", row):
            yield self.say("safe", row)
        if row.goal - before.goal >= 0.05 and not (row.rupture_component == "goal" and row.repair_stage >= 3):
            yield self.say("aims_closer", row)
        if row.self_acceptance - self.first.self_acceptance >= 0.15 and self.fresh("kinder", row):
            yield self.say("kinder", row)
        eased = max(self.first.attachment_anxiety - row.attachment_anxiety, self.first.attachment_avoidance - row.attachment_avoidance)
        if eased >= EASED and self.fresh("eased", row):
            yield self.say("eased", row)

    def agreed(self, row: Row, after: Row) -> Iterator[str]:
        """The task for the week to come, where it is the first or is called by other words than the last that was told."""
        if resized := self.resized(after):
            yield self.say(f"agreed_{resized}", row, task=self.take(after))

    def rated(self, row: Row) -> Iterator[str]:
        """That the two rate the same alliance far apart, the first time they do."""
        apart = row.wai_client - row.wai_therapist
        if abs(apart) > RATED_APART and self.fresh(kind := "client_higher" if apart > 0 else "therapist_higher", row):
            yield self.say(kind, row)

    def resized(self, after: Row) -> str:
        """Whether the next task is the first, or smaller or bigger than the last told; nothing if it is called the same."""
        if after is None or not after.homework_assigned:
            return ""
        if self.task is None:
            return "first"
        was, words = self.task
        return "" if self.voice.task(after.homework_difficulty) == words else "smaller" if after.homework_difficulty < was else "bigger"

    def take(self, after: Row) -> str:
        """What the next task is called, from now on the last told."""
        self.task = (after.homework_difficulty, self.voice.task(after.homework_difficulty))
        return self.task[1]


def strain(voice: Voice, row: Row, task: str = "") -> Iterator[str]:
    """A rupture of today and what becomes of it; `task` is what the next is called if the repair made it smaller."""
    now, about = int(row.session), str(row.rupture_component)
    size = [word for least, word in SIZES.items() if row.rupture_severity >= least][-1]
    cause, shown = voice.phrase(f"cause_{occasion(row)}", now), voice.phrase(str(row.rupture_type), now)
    yield voice.sentence("rupture", now, cause=cause, shown=shown, size=size, about=ABOUT[about])
    if not row.noticed:
        yield voice.sentence("unnoticed", now)
    elif row.repair_stage < 1:
        yield voice.sentence("defended" if row.countertransference >= 0.45 else "passed_over", now)
    elif row.repaired and row.rupture_severity < CLEAR and about != "task":
        yield voice.sentence("mended", now)
    else:
        yield from steps(voice, row, voice.sentence("acknowledged", now), task)


def raised(voice: Voice, row: Row, when: str = LONG_SINCE, task: str = "") -> Iterator[str]:
    """An earlier rupture that is taken up today, and what becomes of it."""
    now = int(row.session)
    about = "slight" if row.taken_up < CLEAR else row.rupture_component
    yield voice.sentence(f"raised_{about}", now, when=when)
    if row.repair_stage < 1:
        yield voice.sentence("justified" if row.countertransference >= 0.45 else "touched", now)
    else:
        yield from steps(voice, row, voice.sentence("faced", now), task)


def steps(voice: Voice, row: Row, said: str, task: str) -> Iterator[str]:
    """The steps of a repair after the first, which is told by `said`, as far as they went."""
    now = int(row.session)
    if row.repair_stage == 1:
        yield voice.sentence("unexplored", now, said=said)
        return
    found = f"{said}; {voice.phrase(f'explored_{barrier(row)}', now)}"
    if row.repair_stage == 2:
        yield voice.sentence("unchanged", now, said=found)
        return
    changed = voice.phrase("renegotiated" if task else f"changed_{row.rupture_component}", now, {"task": task})
    yield f"{found}. They {changed}."
    yield voice.sentence("reinforced" if row.repaired else "hollow", now)


def number(n: int) -> str:
    """A whole number, in words if it is small."""
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def level(x: float, words: tuple[str, str, str], low: float = 0.4, high: float = 0.7) -> str:
    """One of three words for a value between 0 and 1."""
    return words[0] if x < low else words[1] if x < high else words[2]
