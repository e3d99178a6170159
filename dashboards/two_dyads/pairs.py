"""Two dyads and what differs between them: from what an address asks for to the two lives that are shown."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.parts import turned
from dashboards.parts.frame import rules
from dashboards.parts.knobs import plain
from dashboards.server.once import once
from dashboards.two_dyads import lives
from experiments.comparing.compare import compare
from experiments.designs.ranges import bounds
from experiments.drawing import figures
from experiments.drawing.life_figure import courses
from model.parameters import NUMBERS
from model.rule_files.brought import NOTHING, numbers_under
from model.rules import Rules
from model.scenario import Scenario, names_shipped, scenario, shipped
from model.simulate import ask, simulate
from model.stories import story

FIRST = "sarah"
TWIN, KNOB, WHAT_IF, RULES = "twin", "knob", "whatif", "rules"
KNOBS = tuple(
    f"{group}.{name}.mean"
    for group, names in {
        "therapists": (
            "repair_skill", "empathic_accuracy", "empathic_expression", "regard", "congruence", "collaboration", "sternness",
            "countertransference_management", "vulnerability", "goal_aim", "reliability",
        ),
        "clients": (
            "attachment_anxiety", "attachment_avoidance", "hostility", "receptivity", "expectation", "goal_wish", "self_acceptance",
            "distress",
        ),
    }.items()
    for name in names
)  # fmt: skip
"""What may differ between the two, one at a time."""
DEEDS = {
    "there is a rupture, and it is repaired": "ruptured; repaired",
    "there is no rupture": "no rupture",
    "there is a rupture, and nobody notices": "ruptured; unnoticed",
    "the goals are reviewed": "goals reviewed",
    "the task gets done": "homework done",
    "the task is left undone": "homework undone",
    "the client stays away from then on": "drops out",
}
"""What may be done to the twin in one session."""
ANOTHER = "another therapist {}"
FOR_GOOD = {
    "another therapist takes over": ANOTHER,
    "the therapist has been trained": "trained",
    "feedback is used": "feedback",
}
"""What may be done to the twin from a session on."""


@dataclass(frozen=True)
class Asked:
    """What the page shows: a scenario, with settings changed for both, one of its clients, and what differs for the twin."""

    scenario: str = FIRST
    set: str = ""
    client: str = ""
    differs: str = ""
    knob: str = KNOBS[0]
    a: float = -1.0
    b: float = -1.0
    deed: str = next(iter(DEEDS))
    within: int = 1
    session: int = 0
    seed: int = 0


def twins() -> Mapping[str, str]:
    """The scenarios that another one is told against, by name of the first: Sarah's admonished twin, by hers."""
    return {told.against: name for name, told in shipped().items() if told.against and told.against != "standard"} | {
        name: told.against for name, told in shipped().items() if told.against
    }


TWINS = twins()


def how(asked: Asked) -> str:
    """In which way the two differ; a scenario that is told against another shows that one first."""
    ways = (*([TWIN] if asked.scenario in TWINS else []), KNOB, WHAT_IF, RULES)
    return asked.differs if asked.differs in ways else ways[0]


def base(asked: Asked) -> Scenario:
    """The scenario that is asked for, with what is changed for both, under the luck that is asked for."""
    return changed(asked.scenario, asked)


def changed(name: str, asked: Asked) -> Scenario:
    """A shipped scenario with what is changed for both; SettingError when there can be none such."""
    said = rules()
    found, _ = ask(scenario(name, said.brought).but(seed=asked.seed or None), turned.read(asked.set), said)
    return found


def client_of(asked: Asked) -> str:
    """Whose lives are shown; the one whom the scenario tells of, if nobody is named."""
    return asked.client or base(asked).tell.client


def spread(asked: Asked) -> float:
    """How far people differ around the mean that is turned."""
    return base(asked)[asked.knob.removesuffix(".mean") + ".sd"]


def values(asked: Asked) -> tuple[float, float]:
    """The knob's values on both sides: as the scenario has it, and a quarter of the range away, if nothing is asked for."""
    (low, high), usual = bounds(asked.knob, spread(asked)), base(asked)[asked.knob]
    quarter = (high - low) / 4.0
    away = usual + quarter if usual + quarter <= high else usual - quarter
    return tuple(max(low, min(high, v)) if v >= 0.0 else otherwise for v, otherwise in ((asked.a, usual), (asked.b, away)))  # type: ignore[return-value]


def stand_in(asked: Asked) -> int:
    """The therapist who takes over, where another does."""
    return 1 if client_of(asked).split("-")[0] != "1" else 2


def deed_of(asked: Asked) -> str:
    """What is done to the twin, as an intervention is written."""
    client = client_of(asked)
    if asked.deed in FOR_GOOD:
        return f"{client} from {asked.within}: {FOR_GOOD[asked.deed].format(stand_in(asked))}"
    return f"{client} in {asked.within}: {DEEDS.get(asked.deed, DEEDS[Asked.deed])}"


def pair(asked: Asked) -> tuple[tuple[str, Scenario], tuple[str, Scenario]]:
    """The two scenarios with what stands above each; SettingError when the address asks for what there is not."""
    start, way = base(asked), how(asked)
    if way == TWIN:
        other = changed(TWINS[asked.scenario], asked)
        first, second = (other, start) if start.against == other.name else (start, other)
        return (first.title or first.name, first), (second.title or second.name, second)
    if way == KNOB:
        low, high = values(asked)
        return tuple((f"{plain(asked.knob)} {v:g}", start.but({asked.knob: v})) for v in (low, high))  # type: ignore[return-value]
    if way == RULES:
        return ("the default rules", by_default(start)), ("the rules of the file", start)
    return ("as it went", start), (f"what if, in session {asked.within}, {asked.deed}", start.but(do=[deed_of(asked)]))


def by_default(asked: Scenario) -> Scenario:
    """The scenario as the default rules can live it: without settings of what a rule file brings."""
    return replace(asked, settings={name: value for name, value in asked.settings.items() if name in NUMBERS}).under(NOTHING)


def both(asked: Asked, said: Rules) -> tuple[lives.Life, lives.Life]:
    """The two lives, A by the default rules where the rules differ; SettingError when there is no such client."""
    (_, one), (_, other) = pair(asked)
    return lives.live(one, rules_of_a(asked, said), client_of(asked)), lives.live(other, said, client_of(asked))


def rules_of_a(asked: Asked, said: Rules) -> Rules:
    """The rules by which the first of the two lives."""
    return Rules() if how(asked) == RULES else said


@once(64)
def usual(asked: Scenario, said: Rules, client: str) -> str:
    """How usual the course of a client's therapy is in its clinic."""
    return story.compared_with_all(asked, said, *story.address(client))


def drawn(names: Mapping[str, lives.Life], title: str, kind: str) -> bytes:
    """The courses of lives by what is to stand above each, as the bytes of a file, `png` or `svg`."""
    return figures.bytes_of(lambda: courses({name: life.table for name, life in names.items()}, title), kind)


@once(64)
def for_everybody(one: Scenario, rules_a: Rules, other: Scenario, rules_b: Rules) -> str:
    """What differs between the two clinics for all their clients under the same luck; nothing where it was done to one client alone."""
    if one.do != other.do:
        return ""
    size = {"clinic.dyads": min(story.MOST, one["clinic.dyads"])}
    runs = [simulate(asked.but(size), rules=said, engine="cohort") for asked, said in ((one, rules_a), (other, rules_b))]
    found = compare(*runs)
    relief = next(d for d in found.differences if d.outcome == "improvement")
    return (
        f"For the {found.clients:,} clients of this clinic, each under both: {found.worse:,} end worse in B, {found.better:,} better; "
        f"true distress goes down from {relief.a:.1f} points on average in A to {relief.b:.1f} in B "
        f"(difference {relief.difference:+.1f} [{relief.low:+.1f}, {relief.high:+.1f}])."
    )


def settings_apart(one: Scenario, other: Scenario) -> str:
    """In which settings two scenarios differ, in plain words."""
    changed = [name for name in numbers_under(one.brought) if one[name] != other[name]]
    told = (f"{plain(name)} {one[name]:g} in A, {other[name]:g} in B" for name in changed)
    return f"What differs: {'; '.join(told)}." if changed else ""


def newcomer(asked: Asked, said: Rules) -> str:
    """Who takes over, where the twin gets another therapist, and what she takes over with."""
    if how(asked) != WHAT_IF or FOR_GOOD.get(asked.deed) != ANOTHER:
        return ""
    therapist = stand_in(asked)
    dyad = story.lived(base(asked), said, therapist, 1).dyads.iloc[0]
    return (
        f"From session {asked.within} on B is with therapist {therapist}, who {story.therapist_in_words(dyad)}. "
        "The model hands the alliance on as it stands: that a client has to begin anew with a stranger is not in it."
    )


def csv(a: lives.Life, b: lives.Life) -> bytes:
    """The sessions of both lives, for a spreadsheet."""
    text = io.StringIO()
    for i, (letter, life) in enumerate((("A", a), ("B", b))):
        life.table.assign(twin=letter).to_csv(text, index=False, header=i == 0)
    return text.getvalue().encode()


KNOWN = {"scenario": names_shipped(), "knob": KNOBS, "deed": (*DEEDS, *FOR_GOOD), "differs": ("", TWIN, KNOB, WHAT_IF, RULES)}
"""What may stand in the address, where not everything may."""
