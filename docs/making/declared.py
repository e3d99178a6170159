"""Tables of what the code declares: who carries what, which numbers there are, what chance decides."""

from collections.abc import Iterable
from functools import cache

from docs.making.filling import code
from experiments.drawing.markdown import markdown
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.themes import themes
from model.commands import lists
from model.fields import CARRIED, CLIENT, CLIENT_TRAITS, DYAD, MARKS, MODALITY, RATINGS, THERAPIST_TRAITS, WEEK, Field
from model.luck import CLIENT_EVENTS, RATING_EVENTS, SESSION_EVENTS, THERAPIST_EVENTS, WEEK_EVENTS
from model.parameters import ASKED, MODALITIES, NUMBERS, RULES, SEARCHED, Number
from model.rule_files.contract import inputs, parameters_read
from model.rules import CARRIED_ON, DEFAULT
from model.stages import EVERY_WORD, WEEKS
from model.units import Unit

WHO = {"client": CLIENT_TRAITS, "therapist": THERAPIST_TRAITS}
FIELDS = {
    "dyad": DYAD,
    "ratings": RATINGS,
    "carried": CARRIED,
    "week": WEEK,
    "marks": MARKS,
    "client": tuple(f for f in CLIENT if f.name not in {t.name for t in CLIENT_TRAITS}),
}
EVENTS = {
    "session": SESSION_EVENTS,
    "week": WEEK_EVENTS,
    "ratings": RATING_EVENTS,
    "client": CLIENT_EVENTS,
    "therapist": THERAPIST_EVENTS,
}


def numeral(x: float) -> str:
    """A number in few characters, with its minus as it is printed."""
    return f"{x:,.6g}".replace("-", "−")


def fields(who: str) -> str:
    """What somebody carries, a row for each name, and whether it is kept."""
    body = [[code(f.name), meaning(f), f.unit, kept(f) if who == "dyad" else "", "" if f.shown else "not in tables"] for f in FIELDS[who]]
    head = ["name", "what it is", "unit", "kept", ""]
    return table(head, body)


def meaning(f: Field) -> str:
    """What a field means, and what its codes stand for."""
    return f.meaning + (f" ({', '.join(f.codes)})" if f.codes else "")


def kept(f: Field) -> str:
    """From where to where a word of the dyad is kept; nothing where it is made anew each time."""
    if f.name in CARRIED_ON:
        return "to the next session"
    return "to the next week" if f.name in read_between() else ""


@cache
def read_between() -> frozenset[str]:
    """Words of the dyad that the weeks between sessions find as a session, or another week, left them."""
    asked = {word for t in WEEKS for rule, known in t.asked.items() for word in inputs(DEFAULT[rule]) if word not in known}
    return EVERY_WORD & asked.union(*(t.read for t in WEEKS))


def traits(who: str) -> str:
    """What one kind of person brings, a row for each trait with the numbers of its population."""
    body = []
    for t in WHO[who]:
        mean, sd, loading = (NUMBERS[f"{who}s.{t.name}.{part}"] for part in ("mean", "sd", "loading"))
        body.append([code(f"{who}_{t.name}"), t.meaning, unit(t.unit, t.low, t.high), *map(value, (mean, sd, loading)), mean.source])
    return table(["name", "what it is", "range", "mean", "SD", "loading", "source of the mean"], body)


def unit(of: Unit, low: float, high: float) -> str:
    """A range, with its unit unless that says no more than the range."""
    wide = f"{numeral(low)} to {numeral(high)}"
    return str(of) if of.startswith(wide) else f"{wide} {of}" if (low, high) != (of.low, of.high) else str(of)


def value(n: Number) -> str:
    """A default, marked where it was fitted."""
    return numeral(n.default) + ("*" if n.name in SEARCHED else "")


def modalities(_: str) -> str:
    """The table of modalities: a row for each number, a column for each modality."""
    meanings = {f.name: f.meaning for f in MODALITY} | {"share": "share of therapists who practise it (relative)"}
    body = [[code(n), says, *(value(NUMBERS[f"modalities.{m}.{n}"]) for m in MODALITIES)] for n, says in meanings.items()]
    return table(["name", "what it is", *(m.replace("_", " ") for m in MODALITIES)], body)


def numbers(group: str) -> str:
    """The numbers of a group, a row each."""
    return listed(members(group))


def listed(found: Iterable[Number]) -> str:
    """Numbers, a row each."""
    rows = ([code(n.name), value(n), n.range.replace("-", "−"), n.unit, n.meaning, n.source] for n in found)
    return table(["name", "default", "range", "unit", "what it means", "source"], rows)


def of_the_session(_: str) -> str:
    """The numbers of the group `rules` that the session reads itself, and no rule."""
    read = {ASKED[short] for rule in DEFAULT.values() for short in parameters_read(rule)}
    return listed(n for n in RULES if n.name not in read)


def counts(_: str) -> str:
    """How many numbers each group has, and how many of them are fitted, published, or assumed."""
    groups = dict.fromkeys(name.partition(".")[0] for name in NUMBERS)
    body = [[code(f"{g}.*"), len(of := members(g)), sum(n.name in SEARCHED for n in of)] for g in groups]
    return table(["group", "numbers", "of them fitted"], [*body, ["all", len(NUMBERS), len(SEARCHED)]])


def members(group: str) -> list[Number]:
    """The numbers of a group."""
    return [n for n in NUMBERS.values() if n.name.startswith(f"{group}.")]


def events(when: str) -> str:
    """What chance decides at a time, a row for each event."""
    drawn = {"normal": "standard normal", "uniform": "uniform, 0 to 1"}
    return table(
        ["number", "event", "draws", "what it decides"],
        [[e.number, code(e.name), f"{e.size} × {drawn[e.kind]}" if e.size > 1 else drawn[e.kind], e.meaning] for e in EVENTS[when]],
    )


def findings(which: str) -> str:
    """The published findings by what they are about: their titles, what each theme asks, and what its findings say."""
    known = {"fitted": targets(), "unseen": patterns()}[which]
    parts = []
    for theme in themes().values():
        of = {key: known[key] for key in theme.findings if key in known and known[key].counted}
        parts += [f"- **{theme.title}.** {'; '.join(told(key, t) for key, t in of.items())}."] if of else []
    return "\n".join(parts)


def told(key: str, target: Target) -> str:
    """One finding in words, with its name."""
    return f"{target.says[:1].lower()}{target.says[1:].rstrip('.')} ({key})"


def deeds(_: str) -> str:
    """What can be done to a dyad from outside, by name."""
    body = [[code(row["deed"]), row["means"], code(row["does"]) if "=" in row["does"] else row["does"]] for row in lists.deeds()]
    return table(["deed", "what it means", "what it does"], body)


def table(head: Iterable[str], body: Iterable[Iterable[object]]) -> str:
    """A table in Markdown, without the columns in which nothing stands."""
    names, rows = list(head), [list(map(str, row)) for row in body]
    used = [i for i in range(len(names)) if any(row[i] for row in rows)]
    return markdown([names[i] for i in used], [[row[i] for i in used] for row in rows])


MAKERS = {
    "fields": fields,
    "traits": traits,
    "modalities": modalities,
    "numbers": numbers,
    "of_the_session": of_the_session,
    "counts": counts,
    "events": events,
    "findings": findings,
    "deeds": deeds,
}
