"""What a run writes: each column declared once with its unit and meaning, cast from the records of a block."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from model.block import Block
from model.fields import ARMS, CLIENT, DYAD, ENDINGS, MODALITY, RATINGS, STATES, THERAPIST, Field
from model.parameters import MODALITIES
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.rule_files.brought import NOTHING, Brought
from model.scenario import Scenario
from model.units import COUNT, FLAG, OQ, UNIT, WAI, WEEKS, Unit

Maker = Callable[[Block, Scenario], np.ndarray | pa.Array]


@dataclass(frozen=True)
class Column:
    """A column: its name, unit, meaning, and how it is made from a block."""

    name: str
    unit: str
    meaning: str
    make: Maker


@dataclass(frozen=True)
class Table:
    """A table of a run, one row per `row`."""

    name: str
    row: str
    columns: tuple[Column, ...]

    def only(self, names: Collection[str]) -> "Table":
        """The same table with these columns alone, in their order in it."""
        return replace(self, columns=tuple(c for c in self.columns if c.name in names))

    def arrow(self, block: Block, scenario: Scenario) -> pa.Table:
        """The rows of one block; units and meanings travel with the columns."""
        arrays = [pa.array(c.make(block, scenario)) for c in self.columns]
        fields = [
            pa.field(c.name, a.type, metadata={"unit": c.unit, "meaning": c.meaning}) for c, a in zip(self.columns, arrays, strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields))

    def frame(self, blocks: Iterable[Block], scenario: Scenario) -> pd.DataFrame:
        """All rows as a pandas DataFrame."""
        return pa.concat_tables([self.arrow(b, scenario) for b in blocks], promote_options="permissive").to_pandas()


def labels(codes: np.ndarray, names: tuple[str, ...]) -> pa.Array:
    """Codes as names, stored once each."""
    return pa.DictionaryArray.from_arrays(codes.astype(np.int8), pa.array(names))


def cast(values: np.ndarray, field: Field) -> np.ndarray | pa.Array:
    """A column of a record, in the type that its unit calls for."""
    if field.codes:
        return labels(values, field.codes)
    if field.unit.kind == "flag":
        return values != 0.0
    return values.astype(np.int32) if field.unit.kind == "whole" else values


def from_rows(field: Field) -> Column:
    """A column of the state that a session left."""
    return Column(field.name, field.unit, field.meaning, lambda b, s: cast(b.rows[field.name], field))


def from_ratings(field: Field) -> Column:
    """A column of what was rated after a session."""
    return Column(field.name, field.unit, field.meaning, lambda b, s: cast(b.shown[field.name], field))


def from_dyads(name: str, field: str, unit: Unit, meaning: str) -> Column:
    """A column of the state in which a dyad ended."""
    return Column(name, unit, meaning, lambda b, s: cast(started(b, b.dyads[field]), Field(name, unit, meaning)))


def from_client(field: Field) -> Column:
    """A client's trait at intake."""
    return Column(f"client_{field.name}", field.unit, field.meaning, lambda b, s: started(b, b.people.clients[field.name]))


def from_therapist(field: Field) -> Column:
    """A therapist's trait, repeated for each of her clients."""
    return Column(
        f"therapist_{field.name}", field.unit, field.meaning,
        lambda b, s: started(b, b.people.therapists[field.name][b.therapist_of - b.people.first - 1]),
    )  # fmt: skip


def started(block: Block, values: np.ndarray) -> np.ndarray:
    """Only those who had a first session; the rest still wait in a queue."""
    return values[block.dyads["session"] > 0.0]


def change(block: Block) -> np.ndarray:
    """Improvement on the questionnaire from intake to the last one filled in, OQ-45 points."""
    return started(block, block.dyads["distress_score_intake"] - block.dyads["distress_score"])


def reliably(block: Block, sign: float) -> np.ndarray:
    """Who changed by the reliable-change index or more in this direction, having come at least twice.

    The scores of those who came once are both from before there was any therapy.
    """
    return (sign * change(block) >= RELIABLE_CHANGE) & (started(block, block.dyads["session"]) >= 2.0)


def recovered(block: Block, scenario: Scenario) -> np.ndarray:
    """Reliably better and below the cut-off, having been above it."""
    first, last = (started(block, block.dyads[n]) for n in ("distress_score_intake", "distress_score"))
    return (first >= CUT_OFF) & (last < CUT_OFF) & reliably(block, 1.0)


def client_ids(block: Block) -> np.ndarray:
    """For every client `therapist-place`, as in `3-12`: the twelfth in the queue of therapist 3."""
    place = np.arange(len(block.dyads)) - np.repeat(block.people.start[:-1], np.diff(block.people.start)) + 1
    return np.array([f"{t}-{c}" for t, c in zip(block.therapist_of.tolist(), place.tolist(), strict=True)], object)


def arm_names(scenario: Scenario) -> tuple[str, ...]:
    """What the codes of arms stand for."""
    return (*ARMS, *(arm.name for arm in scenario.arms))


THERAPIST_ID = ("therapist_id", "number", "therapist, from 1")
CLIENT_ID = ("client_id", "therapist-place", "client: therapist and place in her queue, from 1")


def early(block: Block, scenario: Scenario) -> np.ndarray:
    """The early alliance; NaN for those who did not come three times."""
    rated = started(block, block.dyads["wai_client_early"])
    return np.where(rated > 0.0, rated, np.nan)


ROW_IDS = (
    Column(*THERAPIST_ID, lambda b, s: b.therapist_of[b.client_of_row].astype(np.int32)),
    Column(*CLIENT_ID, lambda b, s: pa.array(client_ids(b)[b.client_of_row], pa.string())),
)
SHOWN_DYAD = tuple(f for f in DYAD if f.shown)
SESSIONS = Table(
    "sessions",
    "held session; states as the session leaves them, distress_score before it, the other ratings after it",
    (*ROW_IDS, *map(from_rows, SHOWN_DYAD), *(from_ratings(f) for f in RATINGS if f.shown)),
)
INDEX = Field("session", COUNT, "number of the session, from 1")
ITEMS = Table(
    "items",
    "held session; answers to the 12 WAI-SR items of each rater, after it",
    (
        *ROW_IDS,
        from_rows(INDEX),
        *(
            Column(f"wai_{who}_{part}_{i + 1}", WAI, f"the {who}'s answer to item {i + 1} of the {part.title()} subscale",
                   lambda b, s, who=who, at=4 * k + i: b.shown[f"wai_{who}_items"][:, at].astype(np.int8))  # type: ignore[misc]
            for who in ("client", "therapist") for k, part in enumerate(("bond", "task", "goal")) for i in range(4)
        ),
    ),
)  # fmt: skip
DYADS = Table(
    "dyads",
    "dyad that had at least one session",
    (
        Column(*THERAPIST_ID, lambda b, s: started(b, b.therapist_of).astype(np.int32)),
        Column(*CLIENT_ID, lambda b, s: pa.array(started(b, client_ids(b)), pa.string())),
        Column("modality", "name", "the modality that the therapist practised with this client",
               lambda b, s: labels(started(b, b.dyads["modality"]), MODALITIES)),
        Column("arm", "name", "arm of the study; who waits has no session, and is in the assessments alone",
               lambda b, s: labels(started(b, b.people.clients["arm"]), arm_names(s))),
        *(from_client(f) for f in CLIENT if f.shown),
        *(from_therapist(f) for f in THERAPIST if f.shown and f.name not in ("fatigue", "practice")
          and f.name.removeprefix("modality_") not in {m.name for m in MODALITY}),
        Column("expectation_intake", UNIT, "how much help is expected of therapy, at intake",
               lambda b, s: started(b, b.people.clients["expectation"])),
        from_dyads("distress_score_intake", "distress_score_intake", OQ, "distress questionnaire at intake"),
        from_dyads("distress_score_last", "distress_score", OQ, "distress questionnaire before the last session held"),
        from_dyads("sessions_attended", "session", COUNT, "sessions held"),
        Column("sessions_planned", COUNT, "sessions after which therapy ends as planned",
               lambda b, s: np.full(int((b.dyads["session"] > 0).sum()), int(s["clinic.planned_sessions"]), np.int32)),
        from_dyads("weeks", "own_week", WEEKS, "weeks from intake to the last session, or to the end of watching"),
        Column("ending", "name", f"how it ended: {', '.join(ENDINGS)}", lambda b, s: labels(started(b, b.dyads["ending"]), ENDINGS)),
        from_dyads("ended_for_practical_reasons", "practical", FLAG, "1 if the agreed ending had practical reasons"),
        from_dyads("ruptures", "ruptures", COUNT, "sessions in which an observer would code a rupture"),
        from_dyads("repairs", "repairs", COUNT, "ruptures that went through all four steps of repair"),
        Column("wai_client_early", WAI, "client's WAI-SR total after session 3; missing if there was none", early),
        from_dyads("alliance_last", "alliance", UNIT, "true alliance as the last session left it"),
        from_dyads("distress_last", "distress", OQ, "true distress as the last session left it"),
        Column("reliable_improvement", FLAG, f"1 if distress_score fell by {RELIABLE_CHANGE:g} points or more, with two sessions or more",
               lambda b, s: reliably(b, 1.0)),
        Column("reliable_deterioration", FLAG, f"1 if distress_score rose by {RELIABLE_CHANGE:g} points or more, with two sessions or more",
               lambda b, s: reliably(b, -1.0)),
        Column("recovered", FLAG, f"1 if reliably improved from {CUT_OFF:g} or more to below {CUT_OFF:g}", recovered),
    ),
)  # fmt: skip


def assessed(make: Callable[[Block, Scenario, np.ndarray, np.ndarray], np.ndarray | pa.Array]) -> Maker:
    """A maker of one value per assessment of those who had an intake, from the indices of clients and of assessments."""
    return lambda b, s: make(b, s, *np.nonzero(np.isfinite(b.courses)))


ASSESSMENTS = Table(
    "assessments",
    "client and assessment: at intake and every clinic.assessment_weeks, also of those who wait or have left",
    (
        Column(*THERAPIST_ID, assessed(lambda b, s, i, nth: b.therapist_of[i].astype(np.int32))),
        Column(*CLIENT_ID, assessed(lambda b, s, i, nth: pa.array(client_ids(b)[i], pa.string()))),
        Column("arm", "name", "arm of the study", assessed(lambda b, s, i, nth: labels(b.people.clients["arm"][i], arm_names(s)))),
        Column("week", "weeks", "weeks since intake",
               assessed(lambda b, s, i, nth: (nth * int(s["clinic.assessment_weeks"])).astype(np.int32))),
        Column("distress_score", OQ, "distress questionnaire at this assessment", assessed(lambda b, s, i, nth: b.courses[i, nth])),
        Column("state", "name", f"where the client was then: {', '.join(STATES)}",
               assessed(lambda b, s, i, nth: labels(b.states[i, nth], STATES))),
    ),
)  # fmt: skip
ALL = (SESSIONS, DYADS, ASSESSMENTS, ITEMS)


def sessions(brought: Brought) -> Table:
    """The table of sessions, with the states that a rule file brings as its last columns."""
    return replace(SESSIONS, columns=(*SESSIONS.columns, *(from_rows(s.field) for s in brought.states)))


def dictionary(brought: Brought = NOTHING) -> pd.DataFrame:
    """The data dictionary: every column of every table with its unit and meaning, those that a rule file brings included."""
    tables = (sessions(brought), *(t for t in ALL if t is not SESSIONS))
    return pd.DataFrame(
        [(t.name, c.name, c.unit, c.meaning) for t in tables for c in t.columns], columns=["table", "column", "unit", "meaning"]
    )
