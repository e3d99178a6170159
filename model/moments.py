"""What is worth telling of a session, read off its recorded row: what is new, never what is as it was."""

from collections.abc import Iterator
from typing import Any

from model.courses import CLEAR, DEEP, EASED, FLOODED, LOOKED_AT
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.wording import Voice

Row = Any
"""A row of the sessions table, its columns as attributes."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SIZES = {0.0: "slight", CLEAR: "clear", DEEP: "deep"}
SMALLER = 0.9
"""Share of its difficulty below which a task is called smaller than the last."""
ABOUT = {"bond": "in the bond", "task": "in the agreement on tasks", "goal": "in the agreement on goals"}


class Course:
    """A therapy as far as it has been told; `session` gives what is new in the next one, nothing if nothing is."""

    def __init__(self, voice: Voice, intake: float):
        self.voice, self.intake = voice, intake
        self.told: dict[str, int] = {}
        self.failed = 0
        self.first: Row = None

    def session(self, row: Row, before: Row = None, after: Row = None) -> list[str]:
        """The sentences of this session, given the rows of the one before and the one after, where there are such."""
        self.first = row if self.first is None else self.first
        parts = (self.weeks(row, before), self.due(row, before), self.meeting(row, before), strain(self.voice, row, after),
                 self.growth(row, before), self.agreed(row, after))  # fmt: skip
        said = [words for part in parts for words in part]
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
            yield self.say(kind, row, weeks=NUMBERS[missed] if missed < len(NUMBERS) else str(missed))
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
        elif gained <= -RELIABLE_CHANGE and self.fresh("worse", row, 6):
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
        if row.session == 1:
            depth = level(row.disclosure, ("stays on the surface", "opens up somewhat", "opens up"))
            plain = level(row.disclosure, ("stay{s} on the surface", "open{s} up somewhat", "open{s} up"))
            felt = level(row.empathy_felt, ("first_missed", "first_partly", "first_met"), 0.5, 0.72)
            yield self.say(felt, row, depth=depth, depth_they=plain.format(s=self.voice.fields["s"]))
            if row.goal < 0.72:
                yield self.say("aims_apart", row)
        elif row.disclosure >= 0.8 and before is not None and before.disclosure < 0.8 and self.fresh("opens", row):
            yield self.say("opens", row)
        elif row.empathy_felt >= 0.85 and self.fresh("understood", row):
            yield self.say("understood", row)
        elif row.empathy_felt < 0.35 and not row.ruptured and self.fresh("misunderstood", row, 4):
            yield self.say("misunderstood", row)
        elif before is not None and row.disclosure < 0.3 and before.disclosure - row.disclosure >= 0.2 and self.fresh("closes", row, 4):
            yield self.say("closes", row)
        yield from self.stirred(row)

    def stirred(self, row: Row) -> Iterator[str]:
        """What old relationships stir in either."""
        if row.overwhelm > FLOODED:
            yield self.say("overwhelm", row)
        if row.patterns > LOOKED_AT and self.fresh("patterns_first", row):
            yield self.say("patterns_first", row)
        elif row.patterns > LOOKED_AT and self.fresh("patterns_first", row, 4) and self.fresh("patterns_again", row, 4):
            yield self.say("patterns_again", row)
        elif row.transference >= 0.6 and self.fresh("transference", row, 6):
            yield self.say("transference", row)
        if row.countertransference >= 0.6 and self.fresh("acted_out", row, 4):
            yield self.say("acted_out", row)
        elif row.insight >= 0.12 and row.countertransference < 0.45 and self.fresh("insight", row, 6):
            yield self.say("insight", row)

    def growth(self, row: Row, before: Row) -> Iterator[str]:
        """What has grown, or given way, beyond a mark since the session before."""
        if before is None:
            return
        if row.bond >= 0.8 > before.bond and self.fresh("trust", row):
            yield self.say("trust", row)
        elif row.safety >= 0.7 > before.safety and self.fresh("safe", row):
            yield self.say("safe", row)
        if row.bond < 0.35 <= before.bond and self.fresh("thin", row, 6):
            yield self.say("thin", row)
        if row.goal - before.goal >= 0.05 and not (row.rupture_component == "goal" and row.repair_stage >= 3):
            yield self.say("aims_closer", row)
        if row.hope < 0.35 <= before.hope and self.fresh("hopeless", row):
            yield self.say("hopeless", row)
        if row.self_acceptance - self.first.self_acceptance >= 0.15 and self.fresh("kinder", row):
            yield self.say("kinder", row)
        eased = max(self.first.attachment_anxiety - row.attachment_anxiety, self.first.attachment_avoidance - row.attachment_avoidance)
        if eased >= EASED and self.fresh("eased", row):
            yield self.say("eased", row)

    def agreed(self, row: Row, after: Row) -> Iterator[str]:
        """The task for the week to come, where it is the first or not like the last."""
        if after is None or not after.homework_assigned or renegotiated(row, after):
            return
        task, was = self.voice.task(after.homework_difficulty), self.voice.task(row.homework_difficulty)
        if self.fresh("agreed_first", row):
            yield self.say("agreed_first", row, task=task)
        elif after.homework_difficulty < SMALLER * row.homework_difficulty:
            yield self.say("agreed_smaller" if task != was else "agreed_trimmed", row, task=task)
        elif task != was and after.homework_difficulty > row.homework_difficulty:
            yield self.say("agreed_bigger", row, task=task)


def strain(voice: Voice, row: Row, after: Row = None) -> Iterator[str]:
    """A rupture and what becomes of it; nothing of a slight one that nobody takes up."""
    if not row.ruptured or in_passing(row):
        return
    now, about = int(row.session), str(row.rupture_component)
    size = [word for least, word in SIZES.items() if row.rupture_severity >= least][-1]
    cause, shown = voice.sentence(f"cause_{occasion(row)}", now), voice.phrase(str(row.rupture_type), now)
    yield f"{cause} and {shown}: a {size} rupture {ABOUT[about]}."
    if not row.noticed:
        yield voice.sentence("unnoticed", now)
    elif row.repair_stage < 1:
        yield voice.sentence("defended" if row.countertransference >= 0.45 else "passed_over", now)
    elif row.repaired and row.rupture_severity < CLEAR and about != "task":
        yield voice.sentence("mended", now)
    else:
        yield from steps(voice, row, after)


def steps(voice: Voice, row: Row, after: Row) -> Iterator[str]:
    """The steps of a repair that was begun, as far as they went."""
    now = int(row.session)
    said = voice.sentence("acknowledged", now)
    if row.repair_stage == 1:
        yield voice.sentence("unexplored", now, said=said)
        return
    found = f"{said}; {voice.phrase(f'explored_{barrier(row)}', now)}"
    if row.repair_stage == 2:
        yield voice.sentence("unchanged", now, said=found)
        return
    task = voice.task(after.homework_difficulty) if renegotiated(row, after) else ""
    changed = voice.phrase("renegotiated" if task else f"changed_{row.rupture_component}", now, {"task": task})
    yield f"{found}. They {changed}."
    yield voice.sentence("reinforced" if row.repaired else "hollow", now)


def barrier(row: Row) -> str:
    """What exploring finds."""
    if row.rupture_component == "task" and row.homework_assigned and not row.homework_done:
        return "fear" if row.self_acceptance < 0.4 else "undone"
    return str(row.rupture_component)


def renegotiated(row: Row, after: Row) -> bool:
    """Whether the task was made smaller in the course of a repair."""
    agreed = row.rupture_component == "task" and row.repair_stage > 2 and after is not None and after.homework_assigned
    return bool(agreed and after.homework_difficulty < SMALLER * row.homework_difficulty)


def in_passing(row: Row) -> bool:
    """Whether there is a rupture, and a slight one that nobody takes up."""
    return bool(row.ruptured and row.rupture_severity < CLEAR and row.repair_stage < 1)


def occasion(row: Row) -> str:
    """What a rupture is most plainly about, by what the session was like."""
    if row.rupture_component == "goal":
        return "goal"
    if row.rupture_component == "task":
        undone = row.homework_assigned and not row.homework_done
        return "reproached" if row.admonished else "undone" if undone else "task"
    if row.overwhelm > FLOODED:
        return "flooded"
    if row.countertransference >= 0.5:
        return "reaction"
    if min(row.empathy_felt, row.regard_felt) < 0.55:
        return "misread" if row.empathy_felt <= row.regard_felt else "judged"
    return "neutral" if row.transference >= 0.4 else "bond"


def level(x: float, words: tuple[str, str, str], low: float = 0.4, high: float = 0.7) -> str:
    """One of three words for a value between 0 and 1."""
    return words[0] if x < low else words[1] if x < high else words[2]
